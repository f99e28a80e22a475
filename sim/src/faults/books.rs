//! What the server's database holds, read beside the server's own code and on either engine.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::OpId;
use domain::record::{Record, RecordKey, ScopeDigest};
use domain::sync::Outcome as Answered;
use sqlx::{Connection, PgConnection, Row, SqliteConnection};

use super::courier::Courier;
use super::place::{Place, wait};
use super::{count, found};
use crate::fault::{Broken, Outcome};

/// A finished ledger.
pub struct Books {
    /// Every operation with its answer.
    pub operations: BTreeMap<OpId, Answered>,
    /// How often each operation stands in a visit.
    effects: BTreeMap<OpId, u64>,
    visits: u64,
}

/// Rows of words, whatever the engine.
async fn rows(place: &Place, sql: &'static str) -> Outcome<Vec<Vec<String>>> {
    macro_rules! words {
        ($link:ty) => {{
            let mut link = <$link>::connect(&place.url).await?;
            let rows = sqlx::query(sql).fetch_all(&mut link).await?;
            link.close().await?;
            let words = |row: &_| (0..Row::len(row)).map(|at| Row::try_get(row, at)).collect();
            rows.iter().map(words).collect::<Result<_, sqlx::Error>>()?
        }};
    }
    Ok(match place.is_sqlite() {
        true => words!(SqliteConnection),
        false => words!(PgConnection),
    })
}

fn cell(row: &[String], at: usize) -> &str {
    row.get(at).map_or("", String::as_str)
}

fn parsed<T: std::str::FromStr>(row: &[String], at: usize) -> Outcome<T> {
    let text = cell(row, at);
    text.parse()
        .map_err(|_| Broken::Other(format!("odd text {text}")))
}

impl Books {
    /// Opens the books of a server that does not run, and checks that they are whole.
    ///
    /// # Errors
    /// Says what is not.
    pub fn open(place: &Place) -> Outcome<Self> {
        wait(async {
            if place.is_sqlite() {
                let said = rows(place, "PRAGMA integrity_check").await?;
                if said != [["ok"]] {
                    return found(format!("the file is damaged: {said:?}"));
                }
            }
            sums(place).await?;
            Self::read(place).await
        })
    }

    async fn read(place: &Place) -> Outcome<Self> {
        let mut books = Self {
            operations: BTreeMap::new(),
            effects: BTreeMap::new(),
            visits: 0,
        };
        for row in rows(place, "SELECT id, outcome FROM operation").await? {
            let outcome = serde_json::from_str(cell(&row, 1))?;
            books.operations.insert(parsed(&row, 0)?, outcome);
        }
        for row in rows(place, "SELECT body FROM record WHERE kind = 'visit'").await? {
            if let Record::Visit(visit) = serde_json::from_str(cell(&row, 0))? {
                books.visits = books.visits.saturating_add(1);
                for entry in visit.history {
                    let times = books.effects.entry(entry.op).or_default();
                    *times = times.saturating_add(1);
                }
            }
        }
        Ok(books)
    }

    /// Everything that these phones saved stands here exactly once, and nothing else does.
    ///
    /// # Errors
    /// Says what does not.
    pub fn must_hold(&self, couriers: &[Courier]) -> Outcome<()> {
        let saved: BTreeSet<OpId> = couriers
            .iter()
            .flat_map(|courier| courier.saved.iter().copied())
            .collect();
        if let Some(op) = self.operations.keys().find(|op| !saved.contains(op)) {
            return found(format!("the server has {op}, which nobody saved"));
        }
        for op in &saved {
            match self.operations.get(op) {
                Some(Answered::Applied | Answered::ConflictKept { .. }) => {}
                other => return found(format!("{op} ended as {other:?}")),
            }
            let times = self.effects.get(op).copied().unwrap_or_default();
            if times != 1 {
                return found(format!("{op} stands {times} times in its visit"));
            }
        }
        match self.visits == count(saved.len()) {
            true => Ok(()),
            false => found(format!("{} visits of {} operations", self.visits, saved.len())),
        }
    }
}

/// The server's own numbers for each team against its records.
async fn sums(place: &Place) -> Outcome<()> {
    let sql = "SELECT team, kind, id, CAST(version AS TEXT) FROM record";
    let mut teams: BTreeMap<String, (ScopeDigest, u64)> = BTreeMap::new();
    for row in rows(place, sql).await? {
        let Some(key) = RecordKey::of(cell(&row, 1), parsed(&row, 2)?) else {
            return found(format!("odd kind {}", cell(&row, 1)));
        };
        let (digest, records) = teams.entry(cell(&row, 0).to_owned()).or_default();
        *digest = digest.with(&key, parsed(&row, 3)?);
        *records = records.saturating_add(1);
    }
    let sql = "SELECT team, CAST(digest AS TEXT), CAST(records AS TEXT) FROM team_state";
    for row in rows(place, sql).await? {
        let said = (ScopeDigest(parsed(&row, 1)?), parsed(&row, 2)?);
        let is = teams.get(cell(&row, 0)).copied().unwrap_or_default();
        if said != is {
            return found(format!("team {} says {said:?} and has {is:?}", cell(&row, 0)));
        }
    }
    Ok(())
}
