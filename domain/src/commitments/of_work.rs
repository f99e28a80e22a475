//! Lines of the work log: the linked leader's contact with the village (R3), the dispatching unit's support (A6).

use super::codes::{CommitmentStatus, Rule, Why};
use super::of_village::is_key;
use super::period::{before, period};
use super::{Desk, Evidence, Finding, Found, Ground, LineRow, Remedy, Subject, VillagePosts, well};
use crate::ids::WorkId;
use crate::work::codes::WorkKind;
use chrono::NaiveDate;

pub(super) fn lines(desk: &Desk<'_>, ground: &Ground<'_>, found: &mut Found) {
    let Some(posts) = ground.posts else { return };
    for row in desk.by(Rule::LeaderVisits) {
        found.extend(leader(desk, row, ground, posts));
    }
    for row in desk.by(Rule::UnitSupport) {
        found.extend(unit(desk, row, ground, posts));
    }
}

/// R3: the linked leader came in each period. It is asked also where a village that has to have one has none: that the
/// post is empty is R1's to say.
fn leader(desk: &Desk<'_>, row: &LineRow, ground: &Ground<'_>, posts: &VillagePosts) -> Option<Finding> {
    if posts.linked.is_empty() && !ground.village.is_some_and(is_key) {
        return Some(not_asked(row, Why::NoLinkedLeader));
    }
    let of_leader = |kind: WorkKind| kind == WorkKind::LeaderVisit;
    let words = (Why::LeaderCame, Why::LeaderAwaited);
    each_period(desk, row, (ground, None), of_leader, words, WorkKind::LeaderVisit)
}

/// A6: the dispatching unit came, gave, or lent people in each period in which its team was there throughout.
fn unit(desk: &Desk<'_>, row: &LineRow, ground: &Ground<'_>, posts: &VillagePosts) -> Option<Finding> {
    if posts.team.is_none() {
        return Some(not_asked(row, Why::NoTeam));
    }
    let words = (Why::UnitSupported, Why::UnitAwaited);
    let since = (ground, posts.since);
    each_period(desk, row, since, WorkKind::is_of_unit, words, WorkKind::UnitVisit)
}

fn not_asked(row: &LineRow, why: Why) -> Finding {
    Finding {
        status: CommitmentStatus::NotApplicable,
        ..well(row, Subject::Village, why, Vec::new())
    }
}

/// Something of a kind in each period of the row's cycle: while the present one has none it is due by its end, and it
/// is broken where the one before had none either. Where the row's cycle has no periods the line is not computed.
fn each_period(
    desk: &Desk<'_>,
    row: &LineRow,
    (ground, since): (&Ground<'_>, Option<NaiveDate>),
    is_such: impl Fn(WorkKind) -> bool,
    (done, awaited): (Why, Why),
    remedy: WorkKind,
) -> Option<Finding> {
    let (first, last) = period(row.cycle, desk.today)?;
    let earlier = before(row.cycle, first)?;
    let such = ground
        .works
        .iter()
        .filter(|work| work.counts() && is_such(work.content.kind));
    let within = such.map(|work| (work.counted_on(), work.id));
    let mut within: Vec<(NaiveDate, WorkId)> =
        within.filter(|(on, _)| (earlier.0..=last).contains(on)).collect();
    within.sort_unstable();
    let newest = within.last().map(|(on, _)| *on);
    let evidence = within.into_iter().map(|(_, id)| Evidence::Work(id)).collect();
    if newest.is_some_and(|on| on >= first) {
        return Some(well(row, Subject::Village, done, evidence));
    }
    let whole = since.is_none_or(|since| since <= earlier.0);
    let (status, by) = match newest.is_none() && whole {
        true => (CommitmentStatus::Breached, earlier.1),
        false => (desk.at(last), last),
    };
    Some(Finding {
        status,
        by: Some(by),
        remedy: status.is_open().then_some(Remedy::LogWork(remedy)),
        ..well(row, Subject::Village, awaited, evidence)
    })
}
