//! Records as rows: the state that is stored, the next one with its numbers, and history.

use super::engine::{Link, Row, Value};
use super::error::{Result, StoreError};
use super::scope::{Teams, column, from_column};
use super::{index, int, whole};
use domain::household::Household;
use domain::ids::{HouseholdId, TeamId, VillageId};
use domain::policy::{Action, Actor};
use domain::record::{Record, RecordKey};
use domain::request::Request;
use domain::risk::RelapseFlag;
use domain::time::Millis;
use uuid::Uuid;

/// A record's row.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub version: u64,
    pub team: Option<TeamId>,
    pub body: String,
}

/// A record's new row and, where it changed teams, the old team's exit.
#[derive(Clone, Debug)]
pub(super) struct Next {
    pub stored: Stored,
    pub change_no: u64,
    pub exit: Option<Exit>,
}

/// A record that leaves a team.
#[derive(Clone, Debug)]
pub(super) struct Exit {
    pub team: TeamId,
    pub version: u64,
    pub change_no: u64,
}

/// Reads `version, team, body` from a position on.
pub(super) fn read(row: &Row, at: usize) -> Result<Stored> {
    Ok(Stored {
        version: row.count(at)?,
        team: from_column(row.text(at + 1)?),
        body: row.text(at + 2)?,
    })
}

/// Reads a record under its row's lock.
pub(super) async fn load(link: &mut Link, key: &RecordKey) -> Result<Option<Stored>> {
    let sql = "SELECT version, team, body FROM record WHERE kind = $1 AND id = $2";
    let values = [key.kind().into(), key.uuid().to_string().into()];
    let row = link.first_locked(sql, &values).await?;
    row.map(|row| read(&row, 0)).transpose()
}

/// Reads records of a kind under their rows' locks, taken in the order of `ids`, which are sorted; those that are
/// there.
pub(super) async fn load_all(link: &mut Link, kind: &str, ids: &[String]) -> Result<Vec<(Uuid, Stored)>> {
    let head = "SELECT id, version, team, body FROM record WHERE kind = $1 AND id";
    let rows = link.fetch_locked_in(head, kind, ids).await?;
    let stored = |row: &Row| Ok((row.parsed(0)?, read(row, 1)?));
    rows.iter().map(stored).collect()
}

/// Reads a record without a lock, to show it.
pub(super) async fn shown(link: &mut Link, key: &RecordKey) -> Result<Option<Record>> {
    let sql = "SELECT body FROM record WHERE kind = $1 AND id = $2";
    let values = [key.kind().into(), Value::from(key.uuid().to_string())];
    let row = link.first(sql, &values).await?;
    row.map(|row| whole::read(&row.text(0)?)).transpose()
}

/// A household, to show it to somebody who may do this to it; what is not there and what is somebody else's get one
/// answer.
pub(super) async fn household_for(
    link: &mut Link,
    actor: &Actor,
    action: Action,
    id: HouseholdId,
) -> Result<Option<Household>> {
    match shown(link, &RecordKey::Household(id)).await? {
        None => Ok(None),
        Some(Record::Household(household)) => {
            Ok(Some(*household).filter(|household| actor.may(action, &household.village, None)))
        }
        Some(_) => Err(StoreError::corrupt("kind of record")),
    }
}

/// The keys of a household's flags and requests.
pub(super) async fn keys_of(link: &mut Link, household: HouseholdId) -> Result<Vec<RecordKey>> {
    let sql = "SELECT 'flag', id FROM flag_index WHERE household = $1 \
               UNION ALL SELECT 'request', id FROM request_index WHERE household = $1 ORDER BY 1, 2";
    let rows = link.fetch(sql, &[household.to_string().into()]).await?;
    let key = |row: &Row| {
        RecordKey::of(&row.text(0)?, row.parsed(1)?).ok_or_else(|| StoreError::corrupt("kind of record"))
    };
    rows.iter().map(key).collect()
}

/// A household's flags and requests, to show them.
pub(super) async fn shown_of(
    link: &mut Link,
    household: HouseholdId,
) -> Result<(Vec<RelapseFlag>, Vec<Request>)> {
    let (mut flags, mut requests) = (Vec::new(), Vec::new());
    for key in keys_of(link, household).await? {
        match shown(link, &key).await? {
            Some(Record::Flag(flag)) => flags.push(*flag),
            Some(Record::Request(request)) => requests.push(*request),
            _ => {}
        }
    }
    Ok((flags, requests))
}

/// Numbers a record's next state in the feeds of the teams concerned, which must be locked.
pub(super) fn next(
    teams: &mut Teams,
    before: Option<&Stored>,
    record: &Record,
    team: Option<&TeamId>,
) -> Result<Next> {
    let key = record.key();
    let version = before.map_or(1, |stored| stored.version.saturating_add(1));
    let old_team = before.and_then(|stored| stored.team.as_ref());
    let exit = match (before, old_team) {
        (Some(stored), Some(old)) if Some(old) != team => Some(Exit {
            team: old.clone(),
            version: stored.version,
            change_no: teams.of(old)?.leave(&key, stored.version),
        }),
        _ => None,
    };
    let change_no = match (team, before) {
        (None, _) => 0,
        (Some(team), Some(stored)) if old_team == Some(team) => {
            teams.of(team)?.renew(&key, stored.version, version)
        }
        (Some(team), _) => teams.of(team)?.enter(&key, version),
    };
    let stored = Stored {
        version,
        team: team.cloned(),
        body: serde_json::to_string(record)?,
    };
    Ok(Next {
        stored,
        change_no,
        exit,
    })
}

/// What a record said before it was overwritten.
pub(super) struct Past<'a> {
    pub key: RecordKey,
    pub stored: &'a Stored,
    /// The operation, or the import, that overwrote it.
    pub by: &'a str,
    pub at: Millis,
}

/// A record as it is to stand from now on.
pub(super) struct Present<'a> {
    pub record: &'a Record,
    pub stored: &'a Stored,
    pub change_no: u64,
    /// There is a row of it.
    pub existed: bool,
}

/// A record that goes from one team's scope into another's, or into or out of any.
#[derive(Clone, Debug)]
pub(super) struct Crossing {
    key: RecordKey,
    exit: Option<Exit>,
    into: Option<TeamId>,
}

impl Crossing {
    /// That of a record's next state; none where the team stays.
    pub(super) fn of(key: RecordKey, before: Option<&Stored>, next: &Next) -> Option<Self> {
        let crosses = before.is_some_and(|before| before.team != next.stored.team);
        crosses.then(|| Self {
            key,
            exit: next.exit.clone(),
            into: next.stored.team.clone(),
        })
    }

    /// Notes it in the feeds.
    pub(super) async fn write(&self, link: &mut Link) -> Result<()> {
        if let Some(exit) = &self.exit {
            leave(link, &self.key, exit).await?;
        }
        match &self.into {
            Some(team) => come_back(link, &self.key, team).await,
            None => Ok(()),
        }
    }
}

/// Writes a record's next state, what it said before, and its index lines.
pub(super) async fn write(
    link: &mut Link,
    before: Option<&Stored>,
    record: &Record,
    next: &Next,
    by: &str,
    at: Millis,
) -> Result<()> {
    let key = record.key();
    let past = before.map(|stored| Past { key, stored, by, at });
    keep(link, past.as_slice()).await?;
    let present = Present {
        record,
        stored: &next.stored,
        change_no: next.change_no,
        existed: before.is_some(),
    };
    put(link, &[present]).await?;
    match Crossing::of(key, before, next) {
        Some(crossing) => crossing.write(link).await,
        None => Ok(()),
    }
}

/// Keeps what records said before they are overwritten.
pub(super) async fn keep(link: &mut Link, past: &[Past<'_>]) -> Result<()> {
    let mut rows = Vec::with_capacity(past.len().saturating_mul(6));
    for Past { key, stored, by, at } in past {
        rows.extend([
            Value::from(key.kind()),
            key.uuid().to_string().into(),
            int(stored.version).into(),
            (*by).into(),
            at.0.into(),
            stored.body.as_str().into(),
        ]);
    }
    let head = "INSERT INTO history (kind, id, version, op, at, body)";
    link.insert_many(head, "", 6, &rows).await
}

/// Writes what records say now, each of which is named once, and their index lines.
pub(super) async fn put(link: &mut Link, present: &[Present<'_>]) -> Result<()> {
    let head = "INSERT INTO record (kind, id, village, team, version, change_no, body)";
    let over = "ON CONFLICT (kind, id) DO UPDATE SET village = excluded.village, team = excluded.team, \
                version = excluded.version, change_no = excluded.change_no, body = excluded.body";
    // A new row may meet one that another process put there meanwhile, and must not write over it.
    for (existed, tail) in [(false, ""), (true, over)] {
        let mut rows = Vec::new();
        for line in present.iter().filter(|line| line.existed == existed) {
            let key = line.record.key();
            rows.extend([
                Value::from(key.kind()),
                key.uuid().to_string().into(),
                line.record.village().map_or("", VillageId::as_str).into(),
                column(line.stored.team.as_ref()).into(),
                int(line.stored.version).into(),
                int(line.change_no).into(),
                line.stored.body.as_str().into(),
            ]);
        }
        link.insert_many(head, tail, 7, &rows).await?;
    }
    let records: Vec<&Record> = present.iter().map(|line| line.record).collect();
    index::write(link, &records).await
}

/// Takes back an earlier exit, where a record comes back to a team.
pub(super) async fn come_back(link: &mut Link, key: &RecordKey, team: &TeamId) -> Result<()> {
    let sql = "DELETE FROM feed_exit WHERE team = $1 AND kind = $2 AND id = $3";
    let values = [
        team.as_str().into(),
        key.kind().into(),
        Value::from(key.uuid().to_string()),
    ];
    link.execute(sql, &values).await?;
    Ok(())
}

/// Notes in a team's feed that a record left it.
pub(super) async fn leave(link: &mut Link, key: &RecordKey, exit: &Exit) -> Result<()> {
    let sql = "INSERT INTO feed_exit (team, kind, id, version, change_no) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (team, kind, id) \
               DO UPDATE SET version = excluded.version, change_no = excluded.change_no";
    let values = [
        exit.team.as_str().into(),
        key.kind().into(),
        key.uuid().to_string().into(),
        int(exit.version).into(),
        Value::from(int(exit.change_no)),
    ];
    link.execute(sql, &values).await?;
    Ok(())
}

/// Whether a record was in a team's scope and left it.
pub(super) async fn has_left(link: &mut Link, key: &RecordKey, team: &TeamId) -> Result<bool> {
    let sql = "SELECT change_no FROM feed_exit WHERE team = $1 AND kind = $2 AND id = $3";
    let values = [
        team.as_str().into(),
        key.kind().into(),
        Value::from(key.uuid().to_string()),
    ];
    Ok(link.first(sql, &values).await?.is_some())
}
