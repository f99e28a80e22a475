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
    index(link, &[record]).await
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
    let values = [
        key.kind().into(),
        key.uuid().to_string().into(),
        int(stored.version).into(),
        op.into(),
        at.0.into(),
        Value::from(stored.body.as_str()),
    ];
    link.insert_many(HISTORY_HEAD, "", values.len(), &values).await
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

/// How rows of history and of records are written, and how a record's row that is there gets its next state.
pub(super) const HISTORY_HEAD: &str = "INSERT INTO history (kind, id, version, op, at, body)";
pub(super) const RECORD_HEAD: &str = "INSERT INTO record (kind, id, village, team, version, change_no, body)";
pub(super) const RECORD_TAIL: &str = "ON CONFLICT (kind, id) DO UPDATE SET village = excluded.village, \
    team = excluded.team, version = excluded.version, change_no = excluded.change_no, body = excluded.body";

/// Writes the index lines of records, each of which is named once.
pub(super) async fn index(link: &mut Link, records: &[&Record]) -> Result<()> {
    let (mut households, mut visits, mut flags) = (Vec::new(), Vec::new(), Vec::new());
    let (mut requests, mut days, mut photographed) = (Vec::new(), Vec::new(), Vec::new());
    for record in records {
        match record {
            Record::Household(household) => households.extend(household_line(household)),
            Record::Visit(visit) => {
                visits.extend(visit_line(visit));
                photographed.push(visit.as_ref());
            }
            Record::Flag(flag) => flags.extend(flag_line(flag)),
            Record::Request(request) => requests.extend(request_line(request)),
            Record::Days(file) => days.extend(days_line(file)),
            // Nothing lists or counts explanations yet: they are read with their village. The files are one row a
            // household, read by its kind; handovers and the work log are read with their village.
            Record::Explanation(_)
            | Record::Monitoring(_)
            | Record::Entitlements(_)
            | Record::Handover(_)
            | Record::Work(_) => {}
        }
    }
    link.insert_many(HOUSEHOLD_HEAD, HOUSEHOLD_TAIL, 5, &households)
        .await?;
    link.insert_many(VISIT_HEAD, VISIT_TAIL, 7, &visits).await?;
    link.insert_many(FLAG_HEAD, FLAG_TAIL, 6, &flags).await?;
    link.insert_many(REQUEST_HEAD, REQUEST_TAIL, 5, &requests).await?;
    let head = "INSERT INTO days_index (id, team, staff)";
    link.insert_many(head, "ON CONFLICT (id) DO NOTHING", 3, &days)
        .await?;
    photos::index(link, &photographed).await
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

const VISIT_HEAD: &str =
    "INSERT INTO visit_index (id, village, household, author, visited_on, status, handed_in_at)";
const VISIT_TAIL: &str = "ON CONFLICT (id) DO UPDATE SET village = excluded.village, \
    household = excluded.household, visited_on = excluded.visited_on, status = excluded.status, \
    handed_in_at = excluded.handed_in_at";

fn visit_line(visit: &Visit) -> [Value<'_>; 7] {
    [
        visit.id.to_string().into(),
        visit.village.as_str().into(),
        visit.household.to_string().into(),
        visit.author.as_str().into(),
        visit.content.visited_on.to_string().into(),
        visit.status.code().into(),
        handed_in_at(visit).0.into(),
    ]
}

const FLAG_HEAD: &str = "INSERT INTO flag_index (id, village, household, seen_on, urgent, open)";
const FLAG_TAIL: &str = "ON CONFLICT (id) DO UPDATE SET village = excluded.village, \
    seen_on = excluded.seen_on, urgent = excluded.urgent, open = excluded.open";

fn flag_line(flag: &RelapseFlag) -> [Value<'_>; 6] {
    [
        flag.id.to_string().into(),
        flag.village.as_str().into(),
        flag.household.to_string().into(),
        flag.t0().to_string().into(),
        i64::from(flag.content.urgent).into(),
        i64::from(flag.is_open()).into(),
    ]
}

const REQUEST_HEAD: &str = "INSERT INTO request_index (id, village, household, due_on, open)";
const REQUEST_TAIL: &str = "ON CONFLICT (id) DO UPDATE SET village = excluded.village, \
    due_on = excluded.due_on, open = excluded.open";

fn request_line(request: &Request) -> [Value<'_>; 5] {
    [
        request.id.to_string().into(),
        request.village.as_str().into(),
        request.household.to_string().into(),
        request.due().to_string().into(),
        i64::from(request.is_open()).into(),
    ]
}

fn days_line(file: &DaysFile) -> [Value<'_>; 3] {
    [
        file.id.to_string().into(),
        file.team.as_str().into(),
        file.staff.as_str().into(),
    ]
}

/// When the present revision arrived: a review that was answered yesterday waits since yesterday.
fn handed_in_at(visit: &Visit) -> Millis {
    let handed_in = |event: &VisitEvent| matches!(event, VisitEvent::Logged | VisitEvent::Revised { .. });
    let last = visit.history.iter().rev().find(|entry| handed_in(&entry.event));
    last.and_then(|entry| entry.received_at).unwrap_or_default()
}
