//! What the roster says of villages now: their teams, posts and linked leaders.

use super::assignments::of_villages;
use super::engine::{Link, Row, Value};
use super::error::{Result, StoreError};
use super::holders::{self, Held};
use chrono::NaiveDate;
use domain::commitments::{Posted, VillagePosts};
use domain::handover::Assignment;
use domain::ids::{StaffId, TeamId, VillageId};
use domain::roster::Role;
use domain::sync::Colleague;
use domain::time::{Millis, field_day};
use std::collections::BTreeMap;

fn colleague(row: &Row, at: usize) -> Result<Colleague> {
    Ok(Colleague {
        id: StaffId(row.text(at)?),
        name: row.text(at + 1)?,
        role: row.coded(at + 2, Role::from_code)?,
    })
}

fn posts(
    village: VillageId,
    (team, since): (Option<TeamId>, Option<NaiveDate>),
    people: &[Colleague],
    vacant_since: Option<NaiveDate>,
    linked: Vec<Colleague>,
    (posted, assignments, held): (Vec<Posted>, Vec<Assignment>, Held),
) -> VillagePosts {
    let secretary = people
        .iter()
        .find(|person| person.role == Role::TeamLeader)
        .cloned();
    VillagePosts {
        village,
        team,
        since,
        vacant_since: vacant_since.filter(|_| secretary.is_none()),
        secretary,
        people: u32::try_from(people.len()).unwrap_or(u32::MAX),
        linked,
        posted,
        assignments,
        holders: held.now,
        tenures: held.tenures,
    }
}

/// The people of teams who confirm their months, by team: all, or those of one.
async fn posted(link: &mut Link, only: Option<&TeamId>) -> Result<BTreeMap<String, Vec<Posted>>> {
    // Each exchange of a phone asks for its team's, which an index finds.
    let rows = match only {
        Some(team) => {
            let sql = "SELECT s.team, s.id, s.posted_from FROM staff s \
                       JOIN account a ON a.staff = s.id AND a.closed = 0 WHERE s.team = $1 ORDER BY s.id";
            link.fetch(sql, &[team.as_str().into()]).await?
        }
        None => {
            let sql = "SELECT s.team, s.id, s.posted_from FROM staff s \
                       JOIN account a ON a.staff = s.id AND a.closed = 0 \
                       WHERE s.team IS NOT NULL ORDER BY s.team, s.id";
            link.fetch(sql, &[]).await?
        }
    };
    let mut people: BTreeMap<String, Vec<Posted>> = BTreeMap::new();
    for row in rows {
        let from = row.opt_text(2)?.map(|text| text.parse());
        let one = Posted {
            staff: StaffId(row.text(1)?),
            from: from.transpose().map_err(|_| StoreError::corrupt("person"))?,
        };
        people.entry(row.text(0)?).or_default().push(one);
    }
    Ok(people)
}

/// The people of a team who confirm their months.
pub(super) async fn posted_to(link: &mut Link, team: &TeamId) -> Result<Vec<Posted>> {
    let posted = posted(link, Some(team)).await?.remove(team.as_str());
    Ok(posted.unwrap_or_default())
}

/// The posts of a village that this team leads; `people` and `posted` are the team's.
pub(super) async fn of_led(
    link: &mut Link,
    team: &TeamId,
    village: &VillageId,
    since: NaiveDate,
    (people, posted): (&[Colleague], &[Posted]),
) -> Result<VillagePosts> {
    let sql = "SELECT s.id, s.name, s.role FROM leader_village l JOIN staff s ON s.id = l.leader \
               JOIN account a ON a.staff = s.id AND a.closed = 0 WHERE l.village = $1 ORDER BY s.id";
    let rows = link.fetch(sql, &[Value::from(village.as_str())]).await?;
    let linked = rows.iter().map(|row| colleague(row, 0)).collect::<Result<_>>()?;
    let mut vacant = None;
    if people.iter().all(|person| person.role != Role::TeamLeader) {
        vacant = last_leaders(link).await?.remove(team.as_str());
    }
    let held = holders::of_village(link, village).await?;
    let assigned = of_villages(link, Some(village)).await?.remove(village.as_str());
    Ok(posts(
        village.clone(),
        (Some(team.clone()), Some(since)),
        people,
        vacant,
        linked,
        (posted.to_vec(), assigned.unwrap_or_default(), held),
    ))
}

/// The last day of each team's last leader who is gone, as the stretches have it; of who had left before stretches were kept
/// only the planned day is known.
async fn last_leaders(link: &mut Link) -> Result<BTreeMap<String, NaiveDate>> {
    let planned = "SELECT s.team, MAX(s.posted_until) FROM staff s JOIN account a ON a.staff = s.id AND a.closed = 1 \
                   WHERE s.role = 'TEAM_LEADER' AND s.team IS NOT NULL AND s.posted_until IS NOT NULL \
                   GROUP BY s.team";
    let told = "SELECT team, MAX(to_day) FROM assignment WHERE role = 'TEAM_LEADER' AND to_day IS NOT NULL \
                GROUP BY team";
    let mut last = BTreeMap::new();
    for sql in [planned, told] {
        for row in link.fetch(sql, &[]).await? {
            last.insert(row.text(0)?, row.parsed(1)?);
        }
    }
    Ok(last)
}

/// The posts of every village.
pub(super) async fn of_all(link: &mut Link) -> Result<BTreeMap<VillageId, VillagePosts>> {
    let mut people: BTreeMap<String, Vec<Colleague>> = BTreeMap::new();
    let sql = "SELECT s.team, s.id, s.name, s.role FROM staff s JOIN account a ON a.staff = s.id AND a.closed = 0 \
               WHERE s.team IS NOT NULL ORDER BY s.team, s.id";
    for row in link.fetch(sql, &[]).await? {
        people.entry(row.text(0)?).or_default().push(colleague(&row, 1)?);
    }
    let mut linked: BTreeMap<String, Vec<Colleague>> = BTreeMap::new();
    let sql = "SELECT l.village, s.id, s.name, s.role FROM leader_village l JOIN staff s ON s.id = l.leader \
               JOIN account a ON a.staff = s.id AND a.closed = 0 ORDER BY l.village, s.id";
    for row in link.fetch(sql, &[]).await? {
        linked.entry(row.text(0)?).or_default().push(colleague(&row, 1)?);
    }
    let last = last_leaders(link).await?;
    let posted = posted(link, None).await?;
    let mut assigned = of_villages(link, None).await?;
    let mut held = holders::of_all(link).await?;
    let mut ended: BTreeMap<String, i64> = BTreeMap::new();
    let sql = "SELECT village, MAX(to_ms) FROM team_village WHERE to_ms IS NOT NULL GROUP BY village";
    for row in link.fetch(sql, &[]).await? {
        ended.insert(row.text(0)?, row.int(1)?);
    }
    let sql = "SELECT v.id, tv.team, tv.from_ms FROM village v \
               LEFT JOIN team_village tv ON tv.village = v.id AND tv.to_ms IS NULL ORDER BY v.id";
    let mut all = BTreeMap::new();
    for row in link.fetch(sql, &[]).await? {
        let id = row.text(0)?;
        let team = row.opt_text(1)?;
        let since = row.opt_int(2)?.or_else(|| ended.get(&id).copied());
        let of_team = team.as_ref().and_then(|team| people.get(team));
        let vacant = team.as_ref().and_then(|team| last.get(team)).copied();
        let confirm = team.as_ref().and_then(|team| posted.get(team));
        let confirm = confirm.cloned().unwrap_or_default();
        let village = VillageId(id.clone());
        let held = held.remove(&village).unwrap_or_default();
        let found = posts(
            village,
            (team.map(TeamId), since.map(|ms| field_day(Millis(ms)))),
            of_team.map_or(&[], Vec::as_slice),
            vacant,
            linked.remove(&id).unwrap_or_default(),
            (confirm, assigned.remove(&id).unwrap_or_default(), held),
        );
        all.insert(VillageId(id), found);
    }
    Ok(all)
}
