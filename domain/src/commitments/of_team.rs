//! The line of a team's people (A3): whether the month that is over is confirmed.
//!
//! Only that: how many days somebody was on site stays with the person and the own leader (domain.md §10.1).

use super::codes::{CommitmentStatus, Rule, Why};
use super::{Desk, Evidence, Finding, Found, Ground, LineRow, Remedy, Subject, VillagePosts, well};
use crate::ids::{StaffId, TeamId};
use crate::time::{last_of_month, month_before, plus_days};
use chrono::NaiveDate;

pub(super) fn lines(desk: &Desk<'_>, ground: &Ground<'_>, found: &mut Found) {
    let Some(posts) = ground.posts else { return };
    for row in desk.by(Rule::DaysConfirmed) {
        found.push(confirmed(desk, row, ground, posts));
    }
}

fn confirmed(desk: &Desk<'_>, row: &LineRow, ground: &Ground<'_>, posts: &VillagePosts) -> Finding {
    let nothing = |why| Finding {
        status: CommitmentStatus::NotApplicable,
        ..well(row, Subject::Village, why, Vec::new())
    };
    let Some(team) = &posts.team else {
        return nothing(Why::NoTeam);
    };
    let month = month_before(desk.today);
    let people: Vec<&StaffId> = match posts.since.is_some_and(|since| since > month) {
        true => Vec::new(),
        false => people(ground, posts, month),
    };
    if people.is_empty() {
        return nothing(Why::NoWholeMonth);
    }
    let confirmed = people
        .iter()
        .filter(|person| is_confirmed(ground, team, person, month));
    let evidence: Vec<Evidence> = confirmed
        .map(|person| Evidence::Month((*person).clone(), month))
        .collect();
    if evidence.len() == people.len() {
        return well(row, Subject::Village, Why::MonthConfirmed, evidence);
    }
    let by = plus_days(last_of_month(month), row.days.unwrap_or_default());
    let status = desk.at(by);
    Finding {
        status,
        by: Some(by),
        remedy: status.is_open().then_some(Remedy::ConfirmMonth(month)),
        ..well(row, Subject::Village, Why::MonthOpen, evidence)
    }
}

/// The people who were in the team for the whole month, as far as their files may be known here, by number.
fn people<'a>(ground: &Ground<'_>, posts: &'a VillagePosts, month: NaiveDate) -> Vec<&'a StaffId> {
    let whole = posts.posted.iter();
    let whole = whole.filter(|one| one.from.is_none_or(|from| from <= month));
    let mut people: Vec<&StaffId> = whole
        .map(|one| &one.staff)
        .filter(|staff| ground.only.is_none_or(|only| only == *staff))
        .collect();
    people.sort_unstable();
    people.dedup();
    people
}

fn is_confirmed(ground: &Ground<'_>, team: &TeamId, person: &StaffId, month: NaiveDate) -> bool {
    let mut files = ground.days.iter();
    let file = files.find(|file| file.team == *team && file.staff == *person);
    file.is_some_and(|file| file.confirmed(month).is_some())
}
