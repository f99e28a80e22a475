//! What a batch has decided and not written yet: many operations' rows, written with a few statements.

use crate::store::engine::{Link, Value};
use crate::store::error::Result;
use crate::store::scope::column;
use crate::store::{int, record};
use domain::ids::{DeviceId, OpId, VillageId};
use domain::operation::Operation;
use domain::record::{Record, RecordKey};
use domain::sync::Outcome;
use domain::time::Millis;
use std::collections::{BTreeMap, BTreeSet};

use super::batch::Letter;
use super::shelf::{Shelf, Staged};

/// An operation's row.
struct Entry {
    op: OpId,
    device: DeviceId,
    seq: u64,
    /// Another operation of this batch came under the same number.
    reused: bool,
    author: String,
    received_at: Millis,
    fingerprint: String,
    outcome: String,
    body: String,
}

/// What a record said before an operation of this batch overwrote it.
struct Before {
    key: RecordKey,
    version: u64,
    op: OpId,
    at: Millis,
    body: String,
}

/// A record that has a new state.
struct Changed {
    /// There was a row before this batch.
    existed: bool,
    change_no: u64,
}

/// Rows to be written, in the order in which they were decided.
#[derive(Default)]
pub(super) struct Pages {
    entries: Vec<Entry>,
    numbers: BTreeSet<(DeviceId, u64)>,
    history: Vec<Before>,
    changed: BTreeMap<RecordKey, Changed>,
}

impl Pages {
    /// Takes in an operation with its answer and what it changes, which is not on the shelf yet.
    pub(super) fn enter(
        &mut self,
        shelf: &Shelf,
        letter: &Letter<'_>,
        outcome: &Outcome,
        staged: Option<&Staged>,
    ) -> Result<()> {
        let operation: &Operation = letter.operation;
        let outcome = serde_json::to_string(outcome)?;
        for (record, next) in staged.iter().flat_map(|staged| &staged.lines) {
            let key = record.key();
            let before = shelf.row(&key);
            if let Some(stored) = before {
                self.history.push(Before {
                    key,
                    version: stored.version,
                    op: operation.id,
                    at: letter.now,
                    body: stored.body.clone(),
                });
            }
            let changed = self.changed.entry(key).or_insert(Changed {
                existed: before.is_some(),
                change_no: next.change_no,
            });
            changed.change_no = next.change_no;
        }
        self.entries.push(Entry {
            op: operation.id,
            device: operation.device,
            seq: operation.seq,
            reused: !self.numbers.insert((operation.device, operation.seq)),
            author: operation.author.as_str().to_owned(),
            received_at: letter.now,
            fingerprint: letter.fingerprint.clone(),
            outcome,
            body: letter.body.clone(),
        });
        Ok(())
    }

    /// Writes all rows; the present states are those on the shelf.
    pub(super) async fn write(&mut self, link: &mut Link, shelf: &Shelf) -> Result<()> {
        let Self {
            entries,
            history,
            changed,
            ..
        } = std::mem::take(self);
        write_history(link, &history).await?;
        write_records(link, &changed, shelf).await?;
        let records: Vec<&Record> = changed
            .keys()
            .filter_map(|key| shelf.records.0.get(key))
            .map(AsRef::as_ref)
            .collect();
        record::index(link, &records).await?;
        write_entries(link, &entries).await
    }
}

async fn write_history(link: &mut Link, history: &[Before]) -> Result<()> {
    let rows = history.iter().flat_map(|before| {
        [
            Value::from(before.key.kind()),
            before.key.uuid().to_string().into(),
            int(before.version).into(),
            before.op.to_string().into(),
            before.at.0.into(),
            before.body.as_str().into(),
        ]
    });
    let rows: Vec<Value<'_>> = rows.collect();
    link.insert_many(record::HISTORY_HEAD, "", 6, &rows).await
}

async fn write_records(link: &mut Link, changed: &BTreeMap<RecordKey, Changed>, shelf: &Shelf) -> Result<()> {
    // A new row may meet one that another process put there meanwhile, and must not write over it.
    for (existed, tail) in [(false, ""), (true, record::RECORD_TAIL)] {
        let mut rows = Vec::new();
        for (key, state) in changed.iter().filter(|(_, state)| state.existed == existed) {
            let (Some(stored), Some(record)) = (shelf.row(key), shelf.records.0.get(key)) else {
                continue;
            };
            rows.extend([
                Value::from(key.kind()),
                key.uuid().to_string().into(),
                record.village().map_or("", VillageId::as_str).into(),
                column(stored.team.as_ref()).into(),
                int(stored.version).into(),
                int(state.change_no).into(),
                stored.body.as_str().into(),
            ]);
        }
        link.insert_many(record::RECORD_HEAD, tail, 7, &rows).await?;
    }
    Ok(())
}

async fn write_entries(link: &mut Link, entries: &[Entry]) -> Result<()> {
    let numbers = entries.iter().map(|entry| (entry.device.to_string(), entry.seq));
    let numbers: Vec<(String, u64)> = numbers.collect();
    let taken = taken(link, &numbers).await?;
    let rows = entries.iter().zip(&numbers).flat_map(|(entry, number)| {
        let reused = entry.reused || taken.contains(number);
        [
            Value::from(entry.op.to_string()),
            number.0.as_str().into(),
            int(entry.seq).into(),
            i64::from(reused).into(),
            entry.author.as_str().into(),
            entry.received_at.0.into(),
            entry.fingerprint.as_str().into(),
            entry.outcome.as_str().into(),
            entry.body.as_str().into(),
        ]
    });
    let rows: Vec<Value<'_>> = rows.collect();
    let head = "INSERT INTO operation \
                (id, device, seq, seq_reused, author, received_at, fingerprint, outcome, body)";
    link.insert_many(head, "", 9, &rows).await
}

/// Which of these numbers their devices had given before this batch.
async fn taken(link: &mut Link, numbers: &[(String, u64)]) -> Result<BTreeSet<(String, u64)>> {
    let mut spans: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for (device, seq) in numbers {
        let span = spans.entry(device).or_insert((*seq, *seq));
        *span = (span.0.min(*seq), span.1.max(*seq));
    }
    let mut taken = BTreeSet::new();
    for (device, (from, to)) in spans {
        let sql = "SELECT seq FROM operation WHERE device = $1 AND seq BETWEEN $2 AND $3";
        let values = [Value::from(device), int(from).into(), int(to).into()];
        for row in link.fetch(sql, &values).await? {
            taken.insert((device.to_owned(), row.count(0)?));
        }
    }
    Ok(taken)
}
