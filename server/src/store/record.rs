//! Records as rows: the state that is stored, the next one with its numbers, history, and typed indexes.

use super::engine::{Link, Row, Value};
use super::error::{Result, StoreError};
use super::scope::{Teams, column, from_column};
use super::{int, photos};
use domain::household::Household;
use domain::ids::{HouseholdId, TeamId, VillageId};
use domain::policy::{Action, Actor};
use domain::record::{Record, RecordKey};
use domain::request::Request;
use domain::risk::RelapseFlag;
use domain::team::DaysFile;
use domain::time::Millis;
use domain::visit::{Visit, VisitEvent};
use serde_json::Value as Json;

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

/// The record of a row that is going to be written again.
///
/// # Errors
/// [`StoreError::Corrupt`] also where a newer version of this program wrote something into it that this one does not
/// know and would leave out: after a roll-back such a record waits for that version.
pub(super) fn whole(body: &str) -> Result<Record> {
    let record: Record = serde_json::from_str(body)?;
    let again = serde_json::to_string(&record)?;
    // Written by this version, as nearly all are, both are the same text.
    if again != body && !says_all(&serde_json::from_str(&again)?, &serde_json::from_str(body)?) {
        return Err(StoreError::corrupt("a record of a newer version of this program"));
    }
    Ok(record)
}

/// Whether `kept` says all that `stored` says; what says nothing may be missing.
fn says_all(kept: &Json, stored: &Json) -> bool {
    match (kept, stored) {
        (Json::Object(kept), Json::Object(stored)) => stored.iter().all(|(name, value)| {
            says_nothing(value) || kept.get(name).is_some_and(|kept| says_all(kept, value))
        }),
        (Json::Array(kept), Json::Array(stored)) => {
            kept.len() == stored.len()
                && kept
                    .iter()
                    .zip(stored)
                    .all(|(kept, stored)| says_all(kept, stored))
        }
        _ => kept == stored || says_nothing(stored),
    }
}

fn says_nothing(value: &Json) -> bool {
    match value {
        Json::Null | Json::Bool(false) => true,
        Json::Bool(true) => false,
        Json::Number(number) => number.as_i64() == Some(0),
        Json::String(text) => text.is_empty(),
        Json::Array(list) => list.is_empty(),
        Json::Object(fields) => fields.is_empty(),
    }
}

/// Reads a record under its row's lock.
pub(super) async fn load(link: &mut Link, key: &RecordKey) -> Result<Option<Stored>> {
    let sql = "SELECT version, team, body FROM record WHERE kind = $1 AND id = $2";
    let values = [key.kind().into(), key.uuid().to_string().into()];
    let row = link.first_locked(sql, &values).await?;
    row.map(|row| read(&row, 0)).transpose()
}

/// Reads a record without a lock, to show it.
pub(super) async fn shown(link: &mut Link, key: &RecordKey) -> Result<Option<Record>> {
    let sql = "SELECT body FROM record WHERE kind = $1 AND id = $2";
    let values = [key.kind().into(), Value::from(key.uuid().to_string())];
    let row = link.first(sql, &values).await?;
    row.map(|row| Ok(serde_json::from_str(&row.text(0)?)?))
        .transpose()
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

/// Writes a record's next state, what it said before, and its index lines.
pub(super) async fn write(
    link: &mut Link,
    before: Option<&Stored>,
    record: &Record,
    next: &Next,
    op: &str,
    at: Millis,
) -> Result<()> {
    let key = record.key();
    let id = key.uuid().to_string();
    let sql = match before {
        Some(stored) => {
            keep(link, &key, stored, op, at).await?;
            "UPDATE record SET village = $3, team = $4, version = $5, change_no = $6, body = $7 \
             WHERE kind = $1 AND id = $2"
        }
        None => {
            "INSERT INTO record (kind, id, village, team, version, change_no, body) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        }
    };
    let values = [
        key.kind().into(),
        Value::from(id.as_str()),
        record.village().map_or("", VillageId::as_str).into(),
        column(next.stored.team.as_ref()).into(),
        int(next.stored.version).into(),
        int(next.change_no).into(),
        next.stored.body.as_str().into(),
    ];
    if link.execute(sql, &values).await? != 1 {
        return Err(StoreError::Contended);
    }
    if let Some(exit) = &next.exit {
        leave(link, &key, exit).await?;
    }
    if let (Some(team), Some(before)) = (&next.stored.team, before)
        && before.team.as_ref() != Some(team)
    {
        come_back(link, &key, team).await?;
    }
    index(link, record).await
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

/// Keeps what a record said before it is overwritten.
async fn keep(link: &mut Link, key: &RecordKey, stored: &Stored, op: &str, at: Millis) -> Result<()> {
    let sql = "INSERT INTO history (kind, id, version, op, at, body) VALUES ($1, $2, $3, $4, $5, $6)";
    let values = [
        key.kind().into(),
        key.uuid().to_string().into(),
        int(stored.version).into(),
        op.into(),
        at.0.into(),
        Value::from(stored.body.as_str()),
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

async fn index(link: &mut Link, record: &Record) -> Result<()> {
    match record {
        Record::Household(household) => {
            let values = household_line(household);
            link.insert_many(HOUSEHOLD_HEAD, HOUSEHOLD_TAIL, values.len(), &values)
                .await
        }
        Record::Visit(visit) => index_visit(link, visit).await,
        // Nothing lists or counts them yet: they are read with their village.
        Record::Explanation(_) => Ok(()),
        // One row a household, read by its kind; handovers and the work log with their village.
        Record::Monitoring(_) | Record::Entitlements(_) | Record::Handover(_) | Record::Work(_) => Ok(()),
        Record::Flag(flag) => index_flag(link, flag).await,
        Record::Request(request) => index_request(link, request).await,
        Record::Days(file) => index_days(link, file).await,
    }
}

pub(super) const HOUSEHOLD_HEAD: &str = "INSERT INTO household_index (id, village, code, name, grp)";
pub(super) const HOUSEHOLD_TAIL: &str = "ON CONFLICT (id) DO UPDATE SET village = excluded.village, \
    code = excluded.code, name = excluded.name, grp = excluded.grp";

/// The values of a household's index line.
pub(super) fn household_line(household: &Household) -> [Value<'_>; 5] {
    [
        household.id.to_string().into(),
        household.village.as_str().into(),
        household.code.as_str().into(),
        household.name().into(),
        household.group.as_str().into(),
    ]
}

async fn index_visit(link: &mut Link, visit: &Visit) -> Result<()> {
    let sql = "INSERT INTO visit_index (id, village, household, author, visited_on, status, handed_in_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7) \
               ON CONFLICT (id) DO UPDATE SET village = excluded.village, household = excluded.household, \
               visited_on = excluded.visited_on, status = excluded.status, handed_in_at = excluded.handed_in_at";
    let values = [
        visit.id.to_string().into(),
        visit.village.as_str().into(),
        visit.household.to_string().into(),
        visit.author.as_str().into(),
        visit.content.visited_on.to_string().into(),
        visit.status.code().into(),
        Value::from(handed_in_at(visit).0),
    ];
    link.execute(sql, &values).await?;
    photos::index(link, visit).await
}

async fn index_flag(link: &mut Link, flag: &RelapseFlag) -> Result<()> {
    let sql = "INSERT INTO flag_index (id, village, household, seen_on, urgent, open) \
               VALUES ($1, $2, $3, $4, $5, $6) \
               ON CONFLICT (id) DO UPDATE SET village = excluded.village, seen_on = excluded.seen_on, \
               urgent = excluded.urgent, open = excluded.open";
    let values = [
        flag.id.to_string().into(),
        flag.village.as_str().into(),
        flag.household.to_string().into(),
        flag.t0().to_string().into(),
        i64::from(flag.content.urgent).into(),
        Value::from(i64::from(flag.is_open())),
    ];
    link.execute(sql, &values).await?;
    Ok(())
}

async fn index_request(link: &mut Link, request: &Request) -> Result<()> {
    let sql = "INSERT INTO request_index (id, village, household, due_on, open) \
               VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (id) DO UPDATE SET village = excluded.village, due_on = excluded.due_on, \
               open = excluded.open";
    let values = [
        request.id.to_string().into(),
        request.village.as_str().into(),
        request.household.to_string().into(),
        request.due().to_string().into(),
        Value::from(i64::from(request.is_open())),
    ];
    link.execute(sql, &values).await?;
    Ok(())
}

async fn index_days(link: &mut Link, file: &DaysFile) -> Result<()> {
    let sql = "INSERT INTO days_index (id, team, staff) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING";
    let values = [
        file.id.to_string().into(),
        file.team.as_str().into(),
        Value::from(file.staff.as_str()),
    ];
    link.execute(sql, &values).await?;
    Ok(())
}

/// When the present revision arrived: a review that was answered yesterday waits since yesterday.
fn handed_in_at(visit: &Visit) -> Millis {
    let handed_in = |event: &VisitEvent| matches!(event, VisitEvent::Logged | VisitEvent::Revised { .. });
    let last = visit.history.iter().rev().find(|entry| handed_in(&entry.event));
    last.and_then(|entry| entry.received_at).unwrap_or_default()
}
