//! What a batch has decided and not written yet: many operations' rows, written with a few statements.

use crate::store::engine::{Link, Value};
use crate::store::error::Result;
use crate::store::int;
use crate::store::record::{self, Crossing, Past, Present, Stored};
use domain::ids::{DeviceId, OpId};
use domain::record::RecordKey;
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
    stored: Stored,
    op: String,
    at: Millis,
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
    crossings: Vec<Crossing>,
}

impl Pages {
    /// Takes in an operation with its answer, and what it changes, which goes onto the shelf.
    pub(super) fn enter(
        &mut self,
        shelf: &mut Shelf,
        letter: Letter<'_>,
        outcome: String,
        staged: Option<Staged>,
    ) {
        let operation = letter.operation;
        if let Some(Staged { teams, lines }) = staged {
            shelf.teams.take(teams);
            for (record, next) in lines {
                let key = record.key();
                self.crossings.extend(Crossing::of(key, shelf.row(&key), &next));
                let before = shelf.replace(record, next.stored);
                let changed = self.changed.entry(key).or_insert(Changed {
                    existed: before.is_some(),
                    change_no: next.change_no,
                });
                changed.change_no = next.change_no;
                self.history.extend(before.map(|stored| Before {
                    key,
                    stored,
                    op: operation.id.to_string(),
                    at: letter.now,
                }));
            }
        }
        self.entries.push(Entry {
            op: operation.id,
            device: operation.device,
            seq: operation.seq,
            reused: !self.numbers.insert((operation.device, operation.seq)),
            author: operation.author.as_str().to_owned(),
            received_at: letter.now,
            fingerprint: letter.fingerprint,
            outcome,
            body: letter.body,
        });
    }

    /// Whether a record changes teams, which the database is asked about before all is written.
    pub(super) const fn cross(&self) -> bool {
        !self.crossings.is_empty()
    }

    /// Writes all rows; the present states are those on the shelf.
    pub(super) async fn write(&mut self, link: &mut Link, shelf: &Shelf) -> Result<()> {
        let Self {
            entries,
            history,
            changed,
            crossings,
            ..
        } = std::mem::take(self);
        let past = history.iter().map(|before| Past {
            key: before.key,
            stored: &before.stored,
            by: &before.op,
            at: before.at,
        });
        let past: Vec<Past<'_>> = past.collect();
        record::keep(link, &past).await?;
        let present = changed.iter().filter_map(|(key, changed)| {
            Some(Present {
                record: shelf.records.0.get(key).map(AsRef::as_ref)?,
                stored: shelf.row(key)?,
                change_no: changed.change_no,
                existed: changed.existed,
            })
        });
        let present: Vec<Present<'_>> = present.collect();
        record::put(link, &present).await?;
        for crossing in &crossings {
            crossing.write(link).await?;
        }
        write_entries(link, &entries).await
    }
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
