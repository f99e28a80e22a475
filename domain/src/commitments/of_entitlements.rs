//! Lines of the policies received: medical aid and what goes with it (P2), subsistence and temporary aid (P4), disability
//! allowances and pension premium (P5), loans, posts and awards (P7); of insurance (P1) and school (P3) the aid that goes with them.

use super::codes::{CommitmentStatus, Cycle, Rule, Why};
use super::period::{before, period};
use super::{Desk, Evidence, Finding, Found, LineRow, Of, Remedy, Subject, well};
use crate::entitlement::codes::EntitlementStatus;
use crate::entitlement::{Basis, EntitlementKey, Standing};
use chrono::{Months, NaiveDate};

pub(super) fn lines(desk: &Desk<'_>, of: &Of<'_>, found: &mut Found) {
    if of.policies.is_empty() {
        return;
    }
    let household = of.household.id;
    for row in desk.by(Rule::Entitlements) {
        // Most households are told of under one line or two, and have as many members as subjects to ask about.
        if of.policies.iter().all(|one| one.key.kind.line() != row.code) {
            continue;
        }
        let members = of.household.members.iter();
        let members = members.map(|member| Subject::Member(household, member.id));
        let subjects = std::iter::once(Subject::Household(household)).chain(members);
        found.extend(subjects.filter_map(|subject| received(desk, row, of, subject)));
    }
}

/// What was said of the policies of a line for one subject: what is due and not received, or was stopped without a
/// known reason, breaks it at once. None where nobody said anything, which is no breach and no proof either.
pub(super) fn received(desk: &Desk<'_>, row: &LineRow, of: &Of<'_>, subject: Subject) -> Option<Finding> {
    let told = || said(row, of, subject);
    let proof: Vec<Evidence> = told().map(evidence).collect();
    if proof.is_empty() {
        return None;
    }
    let broken = || told().filter(|one| one.status.is_breach());
    // The one that was found first speaks; one remedy names them all.
    let Some(first) = broken().min_by_key(|one| (one.on, one.key)) else {
        let has = |status| told().any(|one| one.status == status);
        if has(EntitlementStatus::Receiving) {
            return Some(well(row, subject, Why::Received, proof));
        }
        if has(EntitlementStatus::StoppedLawful) {
            return Some(well(row, subject, Why::StoppedLawfully, proof));
        }
        return Some(Finding {
            status: CommitmentStatus::NotApplicable,
            ..well(row, subject, Why::NotEligible, proof)
        });
    };
    let why = match first.status {
        EntitlementStatus::StoppedUnexplained => Why::StopUnexplained,
        _ => Why::DueNotReceived,
    };
    let keys = broken().map(|one| one.key).collect();
    Some(Finding {
        status: CommitmentStatus::Breached,
        by: ends(row.cycle, first.on, desk),
        remedy: Some(Remedy::Receive(of.household.id, keys)),
        ..well(row, subject, why, proof)
    })
}

/// Where each policy of a line stands that the subject may receive and of which somebody said something.
fn said<'s, 'a>(row: &LineRow, of: &'s Of<'a>, subject: Subject) -> impl Iterator<Item = &'s Standing<'a>> {
    let of_line = move |key: EntitlementKey| key.kind.line() == row.code && key.member == subject.member();
    of.policies.iter().filter(move |one| of_line(one.key))
}

fn evidence(standing: &Standing<'_>) -> Evidence {
    match standing.basis {
        Basis::Check(check) => Evidence::Entitlement(check.op),
        Basis::Fact(field) => Evidence::Fact(field),
    }
}

/// The graver of what two rules say of one line and subject; the first where neither is.
pub(super) fn graver(first: Option<Finding>, second: Option<Finding>) -> Option<Finding> {
    match (first, second) {
        (Some(first), Some(second)) if second.status.gravity() > first.status.gravity() => Some(second),
        (first, second) => first.or(second),
    }
}

/// By when what was found on a day is to be put right: the end of the line's cycle in which it was found. None where
/// the cycle has no end of its own; then it is due now.
pub(super) fn ends(cycle: Cycle, found_on: NaiveDate, desk: &Desk<'_>) -> Option<NaiveDate> {
    match cycle {
        Cycle::Term => term(found_on, desk),
        other => period(other, found_on).map(|(_, last)| last),
    }
}

/// The first day of which an answer still holds: one holds through the cycle after its own, as that of resettled households
/// does, and is to be asked again then. None where the cycle has no end of its own; then it holds until another is given.
pub(super) fn holds_since(cycle: Cycle, desk: &Desk<'_>) -> Option<NaiveDate> {
    if cycle == Cycle::Term {
        return terms_ago(desk);
    }
    let (first, _) = period(cycle, desk.today)?;
    before(cycle, first).map(|(first, _)| first)
}

/// The day after the last but one season in which a term began.
fn terms_ago(desk: &Desk<'_>) -> Option<NaiveDate> {
    let years = [0_u32, 12, 24].map(|months| desk.today.checked_sub_months(Months::new(months)));
    let terms = desk.config.calendar.terms();
    let ends = terms.flat_map(|season| {
        let in_year = |day: Option<NaiveDate>| season.in_year_of(day?).map(|(_, last)| last);
        years.map(in_year)
    });
    let mut over: Vec<NaiveDate> = ends.flatten().filter(|last| *last < desk.today).collect();
    over.sort_unstable();
    over.dedup();
    over.iter().rev().nth(1).and_then(NaiveDate::succ_opt)
}

/// The last day of the next season in which a term begins.
fn term(found_on: NaiveDate, desk: &Desk<'_>) -> Option<NaiveDate> {
    let next_year = found_on.checked_add_months(Months::new(12))?;
    let terms = desk.config.calendar.terms();
    let ends = terms.flat_map(|season| {
        let last = |day| season.in_year_of(day).map(|(_, last)| last);
        [last(found_on), last(next_year)]
    });
    ends.flatten().filter(|last| *last >= found_on).min()
}
