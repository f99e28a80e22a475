//! What the server's database holds when a run is over, read without the server's own code.

use crate::fault::{Broken, Outcome};
use domain::ids::{OpId, TeamId, VillageId};
use domain::operation::Operation;
use domain::record::{Place, Record, RecordKey, ScopeDigest};
use domain::sync::Outcome as Answered;
use sqlx::sqlite::{SqliteConnectOptions, SqliteRow};
use sqlx::{ConnectOptions, Connection, Row, SqliteConnection};
use std::collections::BTreeMap;
use std::path::Path;
use std::str::FromStr;

/// A record with its numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The team whose scope it is said to be in.
    pub team: Option<TeamId>,
    /// Its version.
    pub version: u64,
    /// The record.
    pub record: Record,
}

/// An earlier state of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    /// Its version.
    pub version: u64,
    /// The state.
    pub record: Record,
}

/// An operation with its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The answer.
    pub outcome: Answered,
    /// The operation.
    pub operation: Operation,
    /// Whether the device had used its number before.
    pub seq_reused: bool,
}

/// A team's own numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// The newest change.
    pub head: u64,
    /// The digest.
    pub digest: ScopeDigest,
    /// How many records.
    pub records: u64,
}

/// A person's posting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// The team.
    pub team: Option<TeamId>,
    /// Whether the person leads it.
    pub leads: bool,
    /// Whether the account is closed.
    pub closed: bool,
}

/// The database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct End {
    /// Records.
    pub records: BTreeMap<RecordKey, Line>,
    /// History, oldest first.
    pub history: BTreeMap<RecordKey, Vec<Before>>,
    /// Operations.
    pub operations: BTreeMap<OpId, Kept>,
    /// Teams.
    pub teams: BTreeMap<TeamId, Sum>,
    /// Who leads which village.
    pub leads: BTreeMap<VillageId, TeamId>,
    /// People.
    pub people: BTreeMap<String, Posting>,
}

fn parsed<T: FromStr>(row: &SqliteRow, at: usize) -> Outcome<T> {
    let text: String = row.try_get(at)?;
    text.parse()
        .map_err(|_| Broken::Other(format!("odd text {text}")))
}

fn number(row: &SqliteRow, at: usize) -> Outcome<u64> {
    let number: i64 = row.try_get(at)?;
    u64::try_from(number).map_err(|_| Broken::Other("a negative number".to_owned()))
}

fn key(row: &SqliteRow) -> Outcome<RecordKey> {
    let kind: String = row.try_get(0)?;
    RecordKey::of(&kind, parsed(row, 1)?).ok_or_else(|| Broken::Other(format!("odd kind {kind}")))
}

fn body<T: serde::de::DeserializeOwned>(row: &SqliteRow, at: usize) -> Outcome<T> {
    let text: String = row.try_get(at)?;
    Ok(serde_json::from_str(&text)?)
}

async fn rows(link: &mut SqliteConnection, sql: &'static str) -> Outcome<Vec<SqliteRow>> {
    Ok(sqlx::query(sql).fetch_all(link).await?)
}

impl End {
    /// Reads a database that nobody has open.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn read(file: &Path) -> Outcome<Self> {
        let mut link = SqliteConnectOptions::new().filename(file).connect().await?;
        let mut end = Self::default();
        for row in rows(&mut link, "SELECT kind, id, team, version, body FROM record").await? {
            let team: String = row.try_get(2)?;
            let line = Line {
                team: (!team.is_empty()).then_some(TeamId(team)),
                version: number(&row, 3)?,
                record: body(&row, 4)?,
            };
            end.records.insert(key(&row)?, line);
        }
        let history = "SELECT kind, id, version, body FROM history ORDER BY kind, id, version";
        for row in rows(&mut link, history).await? {
            let before = Before {
                version: number(&row, 2)?,
                record: body(&row, 3)?,
            };
            end.history.entry(key(&row)?).or_default().push(before);
        }
        for row in rows(&mut link, "SELECT id, outcome, body, seq_reused FROM operation").await? {
            let kept = Kept {
                outcome: body(&row, 1)?,
                operation: body(&row, 2)?,
                seq_reused: number(&row, 3)? != 0,
            };
            end.operations.insert(parsed(&row, 0)?, kept);
        }
        end.read_people(&mut link).await?;
        link.close().await?;
        Ok(end)
    }

    async fn read_people(&mut self, link: &mut SqliteConnection) -> Outcome<()> {
        for row in rows(link, "SELECT team, change_no, digest, records FROM team_state").await? {
            let digest = u32::try_from(number(&row, 2)?).map_err(|_| Broken::Other("digest".to_owned()))?;
            let sum = Sum {
                head: number(&row, 1)?,
                digest: ScopeDigest(digest),
                records: number(&row, 3)?,
            };
            self.teams.insert(TeamId(row.try_get(0)?), sum);
        }
        for row in rows(link, "SELECT village, team FROM team_village WHERE to_ms IS NULL").await? {
            self.leads
                .insert(VillageId(row.try_get(0)?), TeamId(row.try_get(1)?));
        }
        let people = "SELECT s.id, s.team, a.closed, s.role FROM staff s JOIN account a ON a.staff = s.id";
        for row in rows(link, people).await? {
            let team: Option<String> = row.try_get(1)?;
            let role: String = row.try_get(3)?;
            let posting = Posting {
                team: team.map(TeamId),
                leads: role == "TEAM_LEADER",
                closed: number(&row, 2)? != 0,
            };
            self.people.insert(row.try_get(0)?, posting);
        }
        Ok(())
    }

    /// The team to which a record belongs: who leads its village, or the team whose it is for ever.
    #[must_use]
    pub fn team_of<'a>(&'a self, record: &'a Record) -> Option<&'a TeamId> {
        match record.place() {
            Place::Village(village) => self.leads.get(village),
            Place::Team(team) => Some(team),
        }
    }

    /// The records of a team by who leads their villages, whatever their column says.
    #[must_use]
    pub fn scope(&self, team: &TeamId) -> BTreeMap<RecordKey, &Line> {
        let inside = |line: &&Line| self.team_of(&line.record) == Some(team);
        self.records
            .iter()
            .filter(|(_, line)| inside(line))
            .map(|(key, line)| (*key, line))
            .collect()
    }

    /// Every state of a record, oldest first, the present one last.
    pub fn states(&self, key: &RecordKey) -> impl Iterator<Item = (u64, &Record)> {
        let before = self.history.get(key).into_iter().flatten();
        let now = self.records.get(key);
        before
            .map(|state| (state.version, &state.record))
            .chain(now.map(|line| (line.version, &line.record)))
    }
}
