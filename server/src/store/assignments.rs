//! Who was posted to which team and when: kept as the roster changes and as accounts close, never edited.

use super::engine::{Link, Row, Value};
use super::error::{Result, StoreError};
use super::roster::{self, StaffRow};
use chrono::NaiveDate;
use domain::handover::Assignment;
use domain::handover::codes::EndReason;
use domain::ids::{StaffId, TeamId, VillageId};
use domain::roster::Role;
use domain::time::{Millis, days_between, field_day};
use std::collections::BTreeMap;

/// Why somebody's posting ended or will end, and who comes for them: what the office says of the latest stretch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostingEnd {
    /// The person.
    pub staff: StaffId,
    /// Why.
    pub reason: Option<EndReason>,
    /// Who comes.
    pub successor: Option<StaffId>,
}

/// A stretch that lasts.
struct Lasting {
    n: i64,
    team: String,
    role: String,
    from: Option<NaiveDate>,
}

pub(super) fn day(row: &Row, at: usize) -> Result<Option<NaiveDate>> {
    let day = row.opt_text(at)?.map(|text| text.parse()).transpose();
    day.map_err(|_| StoreError::corrupt("assignment"))
}

async fn lasting(link: &mut Link, staff: &StaffId) -> Result<Option<Lasting>> {
    let sql = "SELECT n, team, role, from_day FROM assignment WHERE staff = $1 AND to_day IS NULL";
    let row = link.first(sql, &[staff.as_str().into()]).await?;
    row.map(|row| {
        Ok(Lasting {
            n: row.int(0)?,
            team: row.text(1)?,
            role: row.text(2)?,
            from: day(&row, 3)?,
        })
    })
    .transpose()
}

/// The first day of somebody's latest stretch, whether it lasts or not.
async fn latest_from(link: &mut Link, staff: &StaffId) -> Result<Option<NaiveDate>> {
    let sql = "SELECT from_day FROM assignment WHERE staff = $1 ORDER BY n DESC LIMIT 1";
    let row = link.first(sql, &[staff.as_str().into()]).await?;
    Ok(row.map(|row| day(&row, 0)).transpose()?.flatten())
}

/// Brings somebody's stretches to what the roster says now: a changed first day is corrected, a changed team or post ends
/// the one that lasts and begins another.
pub(super) async fn settle(link: &mut Link, staff: &StaffRow, now: Millis) -> Result<()> {
    let closed = link
        .first(
            "SELECT closed FROM account WHERE staff = $1",
            &[staff.id.as_str().into()],
        )
        .await?;
    let open = closed.map(|row| row.int(0)).transpose()? == Some(0);
    let wanted = staff.team.as_ref().filter(|_| open);
    let before = lasting(link, &staff.id).await?;
    if let (Some(before), Some(team)) = (&before, wanted)
        && before.team == team.as_str()
        && before.role == staff.role.code()
    {
        let Some(from) = staff.posted_from.filter(|from| before.from != Some(*from)) else {
            return Ok(());
        };
        let sql = "UPDATE assignment SET from_day = $3 WHERE staff = $1 AND n = $2";
        let values = [
            staff.id.as_str().into(),
            before.n.into(),
            Value::from(from.to_string()),
        ];
        link.execute(sql, &values).await?;
        return Ok(());
    }
    let today = field_day(now);
    // The office may say the day of the move; a day that is left from the earlier posting is none.
    let since = latest_from(link, &staff.id).await?;
    let moved = staff
        .posted_from
        .filter(|from| since.is_none_or(|since| *from > since));
    if let Some(before) = &before {
        let last = moved
            .filter(|from| *from <= today)
            .and_then(|from| from.pred_opt());
        end_at(link, &staff.id, before.n, last.unwrap_or(today)).await?;
        let elsewhere = wanted.is_some_and(|team| before.team != team.as_str());
        if elsewhere {
            reason_of_itself(link, &staff.id, before.n, EndReason::Transferred).await?;
        }
    }
    match wanted {
        Some(team) => begin(link, staff, team, moved, now).await,
        None => Ok(()),
    }
}

async fn begin(
    link: &mut Link,
    staff: &StaffRow,
    team: &TeamId,
    from: Option<NaiveDate>,
    now: Millis,
) -> Result<()> {
    // Of who comes into a team that is known the day of telling counts; of who was there at first nobody knows it.
    let sql = "SELECT COUNT(*) FROM assignment WHERE team = $1 AND told_ms < $2";
    let known = link
        .first(sql, &[team.as_str().into(), Value::from(now.0)])
        .await?;
    let known = known.map(|row| row.int(0)).transpose()?.unwrap_or_default() > 0;
    let from = from.or_else(|| known.then(|| field_day(now)));
    let sql = "INSERT INTO assignment (staff, n, team, role, from_day, told_ms) SELECT $1, \
               COALESCE((SELECT MAX(n) FROM assignment WHERE staff = $1), 0) + 1, $2, $3, $4, $5";
    let values = [
        Value::from(staff.id.as_str()),
        team.as_str().into(),
        staff.role.code().into(),
        from.map(|day| day.to_string()).into(),
        now.0.into(),
    ];
    link.execute(sql, &values).await?;
    Ok(())
}

async fn end_at(link: &mut Link, staff: &StaffId, n: i64, last: NaiveDate) -> Result<()> {
    let sql = "UPDATE assignment SET to_day = $3 WHERE staff = $1 AND n = $2";
    let values = [staff.as_str().into(), n.into(), Value::from(last.to_string())];
    link.execute(sql, &values).await?;
    Ok(())
}

/// Why a stretch ended, where the office has not said it and the roster itself does.
async fn reason_of_itself(link: &mut Link, staff: &StaffId, n: i64, reason: EndReason) -> Result<()> {
    let sql = "UPDATE assignment SET end_reason = $3 WHERE staff = $1 AND n = $2 AND end_reason IS NULL";
    let values = [staff.as_str().into(), n.into(), Value::from(reason.code())];
    link.execute(sql, &values).await?;
    Ok(())
}

/// Takes in what the office says of the end of somebody's latest stretch; what it leaves out stays as it was said before.
pub(super) async fn tell_end(link: &mut Link, told: &PostingEnd) -> Result<()> {
    let sql = "UPDATE assignment SET end_reason = COALESCE($2, end_reason), successor = COALESCE($3, successor) \
               WHERE staff = $1 AND n = (SELECT MAX(n) FROM assignment WHERE staff = $1)";
    let values = [
        Value::from(told.staff.as_str()),
        told.reason.map(EndReason::code).into(),
        told.successor.as_ref().map(StaffId::as_str).into(),
    ];
    link.execute(sql, &values).await?;
    Ok(())
}

/// What the office said of the ends of people's latest stretches, by number.
pub(super) async fn ends(link: &mut Link) -> Result<Vec<PostingEnd>> {
    let sql = "SELECT staff, end_reason, successor FROM assignment a \
               WHERE n = (SELECT MAX(b.n) FROM assignment b WHERE b.staff = a.staff) \
               AND (end_reason IS NOT NULL OR successor IS NOT NULL) ORDER BY staff";
    let rows = link.fetch(sql, &[]).await?;
    let one = |row: &Row| {
        Ok(PostingEnd {
            staff: StaffId(row.text(0)?),
            reason: reason(row, 1)?,
            successor: row.opt_text(2)?.map(StaffId),
        })
    };
    rows.iter().map(one).collect()
}

pub(super) fn reason(row: &Row, at: usize) -> Result<Option<EndReason>> {
    let read = |code: String| EndReason::from_code(&code).ok_or(StoreError::corrupt("assignment"));
    row.opt_text(at)?.map(read).transpose()
}

/// Days after a planned end within which a closed account is taken to have been left on it; later it is today that counts.
const LATE_DAYS: i64 = 31;

/// Somebody's account is closed: the stretch ends on the day that was planned where that has just come, else today.
pub(super) async fn end(link: &mut Link, staff: &StaffId, now: Millis) -> Result<()> {
    let Some(before) = lasting(link, staff).await? else {
        return Ok(());
    };
    let sql = "SELECT posted_until FROM staff WHERE id = $1";
    let row = link.first(sql, &[staff.as_str().into()]).await?;
    let planned = row.as_ref().map(|row| day(row, 0)).transpose()?.flatten();
    let today = field_day(now);
    let fits = |last: &NaiveDate| {
        (0..=LATE_DAYS).contains(&days_between(*last, today)) && before.from.is_none_or(|from| from <= *last)
    };
    let planned = planned.filter(fits);
    if planned.is_some() {
        reason_of_itself(link, staff, before.n, EndReason::TermEnd).await?;
    }
    end_at(link, staff, before.n, planned.unwrap_or(today)).await
}

/// Somebody's account is opened again: the last stretch goes on where team and post are still the same, else
/// another begins.
pub(super) async fn reopen(link: &mut Link, staff: &StaffId, now: Millis) -> Result<()> {
    let sql = "UPDATE assignment SET to_day = NULL, end_reason = NULL, successor = NULL WHERE staff = $1 \
               AND n = (SELECT MAX(n) FROM assignment WHERE staff = $1) \
               AND team = (SELECT team FROM staff WHERE id = $1) \
               AND role = (SELECT role FROM staff WHERE id = $1)";
    link.execute(sql, &[staff.as_str().into()]).await?;
    match roster::person(link, staff).await? {
        Some(person) => settle(link, &person, now).await,
        None => Ok(()),
    }
}

/// Who worked in villages and when: in all, or in one. A team is in a village while it leads it.
pub(super) async fn of_villages(
    link: &mut Link,
    only: Option<&VillageId>,
) -> Result<BTreeMap<String, Vec<Assignment>>> {
    let sql = "SELECT tv.village, tv.from_ms, tv.to_ms, a.staff, s.name, a.role, a.from_day, a.to_day, \
               s.posted_until, (SELECT MIN(f.from_ms) FROM team_village f WHERE f.village = tv.village), \
               a.end_reason, a.successor \
               FROM team_village tv JOIN assignment a ON a.team = tv.team JOIN staff s ON s.id = a.staff \
               WHERE ($1 = '' OR tv.village = $1) ORDER BY tv.village, tv.from_ms, a.staff, a.n";
    let mut of: BTreeMap<String, Vec<Assignment>> = BTreeMap::new();
    let rows = link
        .fetch(sql, &[only.map_or("", VillageId::as_str).into()])
        .await?;
    for row in rows {
        let village = row.text(0)?;
        of.entry(village).or_default().extend(in_village(&row)?);
    }
    Ok(of)
}

/// What of a stretch lies in the time in which the team led the village; none where nothing does.
fn in_village(row: &Row) -> Result<Option<Assignment>> {
    let (led_from, led_to) = (row.int(1)?, row.opt_int(2)?);
    let (from, to) = (day(row, 6)?, day(row, 7)?);
    let began = field_day(Millis(led_from));
    let ended = led_to.map(|ms| field_day(Millis(ms)));
    // Who leads a village first has done so before the office told.
    let from = match led_from == row.int(9)? {
        true => from,
        false => Some(from.map_or(began, |from| from.max(began))),
    };
    // Where the team left the village, that is the end there, and no reason of the person's.
    let own_end = ended.is_none_or(|ended| to.is_some_and(|to| to <= ended));
    let to = match (to, ended) {
        (Some(to), Some(ended)) => Some(to.min(ended)),
        (to, ended) => to.or(ended),
    };
    let apart = from.zip(to).is_some_and(|(from, to)| to < from);
    let planned_to = match to {
        Some(_) => None,
        None => day(row, 8)?,
    };
    Ok((!apart).then_some(Assignment {
        staff: StaffId(row.text(3)?),
        name: row.text(4)?,
        role: row.coded(5, Role::from_code)?,
        from,
        planned_to,
        to,
        reason: reason(row, 10)?.filter(|_| own_end),
        successor: row.opt_text(11)?.map(StaffId).filter(|_| own_end),
    }))
}
