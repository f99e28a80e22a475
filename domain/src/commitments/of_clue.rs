//! The line of clues (S2): flags and identification cases within their limits (domain.md §4.7, §5.3).

use super::codes::{Rule, Why};
use super::{Desk, Evidence, Finding, Found, LineRow, Of, Remedy, Subject, well};
use crate::case::order::{awaited, due};
use crate::case::{CaseEntry, IdentificationCase, MonitoringFile};
use crate::household::Household;
use crate::identification::IdentifyStep;
use crate::ids::HouseholdId;
use crate::risk::{FlagStatus, RelapseFlag};
use chrono::NaiveDate;
use std::cmp::Reverse;

/// One clock that runs for a household: what it waits for, by when, and what ends it.
struct Clock {
    by: NaiveDate,
    why: Why,
    evidence: Evidence,
    remedy: Remedy,
}

pub(super) fn lines(desk: &Desk<'_>, of: &Of<'_>, found: &mut Found) {
    for row in desk.by(Rule::CluesInTime) {
        found.extend(nearest(desk, row, of));
    }
}

/// S2: the clock with the nearest limit speaks for the household; when it is dealt with, the next one does. None
/// where no clue is open, or no limit is set.
fn nearest(desk: &Desk<'_>, row: &LineRow, of: &Of<'_>) -> Option<Finding> {
    let flags = of.flags.iter().filter_map(|flag| of_flag(desk, flag, of));
    let case = of.file.and_then(|file| of_case(desk, file));
    let clock = case
        .into_iter()
        .chain(flags)
        .max_by_key(|clock| Reverse(clock.by))?;
    let status = desk.at(clock.by);
    Some(Finding {
        status,
        by: Some(clock.by),
        remedy: status.is_open().then_some(clock.remedy),
        ..well(
            row,
            Subject::Household(of.household.id),
            clock.why,
            vec![clock.evidence],
        )
    })
}

/// The clock of a flag that waits for its decision, for its day to look again, or for its case.
fn of_flag(desk: &Desk<'_>, flag: &RelapseFlag, of: &Of<'_>) -> Option<Clock> {
    let (by, why, remedy) = match flag.status() {
        FlagStatus::Raised => (
            flag.triage_by(desk.config)?,
            Why::FlagUndecided,
            Remedy::Triage(flag.id),
        ),
        FlagStatus::Watch => (flag.recheck_on()?, Why::FlagWatched, Remedy::Triage(flag.id)),
        FlagStatus::Confirmed if waits_for_case(flag, of.household, of.file) => (
            to_open(flag, desk)?,
            Why::CaseNotOpened,
            Remedy::OpenCase(of.household.id, flag.id),
        ),
        _ => return None,
    };
    Some(Clock {
        by,
        why,
        evidence: Evidence::Flag(flag.id),
        remedy,
    })
}

/// Whether a confirmed flag has led to nothing yet, although a case can be opened on it: the household is not
/// monitored, no case runs, and none was at work, nor an elimination decided or a natural reduction recorded, since the
/// sign was seen.
fn waits_for_case(flag: &RelapseFlag, household: &Household, file: Option<&MonitoringFile>) -> bool {
    let seen = flag.t0();
    let answers = |case: &IdentificationCase| {
        let last = case.steps.last().map(CaseEntry::day);
        case.flag == flag.id || case.progress().state.is_running() || last.is_some_and(|last| last >= seen)
    };
    let by_case = file.is_some_and(|file| file.cases.iter().any(answers));
    let eliminated = household.eliminated.as_ref();
    let by_elimination = eliminated.is_some_and(|decision| decision.on >= seen);
    let reduced = household.reduced.as_ref();
    let by_reduction = reduced.is_some_and(|reduced| reduced.on >= seen);
    household.monitored().is_none() && !by_case && !by_elimination && !by_reduction
}

/// The last day for the step with which a case begins.
fn to_open(flag: &RelapseFlag, desk: &Desk<'_>) -> Option<NaiveDate> {
    let limits = desk.config.identify?;
    let strip = flag.strip(desk.today, limits, &desk.config.holidays);
    strip.steps.first().map(|latest| latest.by)
}

/// The clock of the case that runs; nothing is limited any more once the district has decided.
fn of_case(desk: &Desk<'_>, file: &MonitoringFile) -> Option<Clock> {
    let case = file.running()?;
    let step = awaited(case.state(desk.today))?;
    let by = due(case, desk.today, &desk.config.holidays)?;
    Some(Clock {
        by,
        why: Why::CaseRunning,
        evidence: Evidence::Case(case.op),
        remedy: carry_on(file.household, case, step),
    })
}

/// What ends the clock of a case: every step from the awaited one to the district's decision.
fn carry_on(household: HouseholdId, case: &IdentificationCase, awaited: IdentifyStep) -> Remedy {
    let compared = case.is_compared();
    let ahead = IdentifyStep::ALL.iter().copied().filter(|step| {
        (awaited..=IdentifyStep::CountyDecision).contains(step)
            && !(compared && *step == IdentifyStep::CountyCompare)
    });
    Remedy::CarryOn(household, ahead.collect())
}
