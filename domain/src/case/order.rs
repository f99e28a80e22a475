//! Which cases wait for whom, which are late, and how many stand at each step.

use super::codes::{CaseState, Department, StepKind};
use super::{IdentificationCase, MonitoringFile, Progress, transitions};
use crate::calendar::Holidays;
use crate::identification::{DeadlineStrip, IdentifyStep};
use crate::policy::{Action, permits_somehow};
use crate::roster::Role;
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// The step of the deadline strip for which a state waits; none once nothing is limited any more.
#[must_use]
pub const fn awaited(state: CaseState) -> Option<IdentifyStep> {
    Some(match state {
        CaseState::AwaitAuthorisation => IdentifyStep::Authorise,
        CaseState::HomeVerifying => IdentifyStep::HomeVerify,
        CaseState::VillageReview => IdentifyStep::VillageReview,
        CaseState::Publicity | CaseState::ObjectionReview => IdentifyStep::Publicity,
        CaseState::TownReview => IdentifyStep::TownReview,
        CaseState::CountyReview => IdentifyStep::CountyDecision,
        CaseState::Approved
        | CaseState::Announced
        | CaseState::Recorded
        | CaseState::ClosedRefused
        | CaseState::ClosedNotQualified
        | CaseState::ClosedWithdrawn => return None,
    })
}

/// The last day for what the case waits for now. A notice that hangs in time is not late while its days run, so
/// what is asked of it then is the last day of the whole limit. None only where nothing is limited any more.
#[must_use]
pub fn due(case: &IdentificationCase, today: NaiveDate, holidays: &Holidays) -> Option<NaiveDate> {
    due_at(case, case.progress(), (today, holidays))
}

/// The same where the case stood at some point of its history.
fn due_at(
    case: &IdentificationCase,
    progress: Progress,
    (day, holidays): (NaiveDate, &Holidays),
) -> Option<NaiveDate> {
    let step = awaited(progress.on(day, case.limits))?;
    let strip = case.strip(day, holidays);
    match progress.hung_on {
        Some(_) => Some(strip.last),
        None => by(&strip, step),
    }
}

fn by(strip: &DeadlineStrip, step: IdentifyStep) -> Option<NaiveDate> {
    let mut steps = strip.steps.iter();
    steps.find(|latest| latest.step == step).map(|latest| latest.by)
}

/// The last day for the departments' comparison while it is awaited: from the home verification on, beside the other
/// steps, until it is done (§4.7). None before and after.
#[must_use]
pub fn compare_due(case: &IdentificationCase, today: NaiveDate, holidays: &Holidays) -> Option<NaiveDate> {
    transitions::leads(case.state(today), StepKind::Compare)?;
    by(&case.strip(today, holidays), IdentifyStep::CountyCompare)
}

/// The last day for a step of this kind that would be taken on a day: a later one is asked why (VP07). None where
/// nothing limits it: what may come at any time, and what follows the decision.
#[must_use]
pub fn last_day(
    case: &IdentificationCase,
    kind: StepKind,
    (on, holidays): (NaiveDate, &Holidays),
) -> Option<NaiveDate> {
    match kind {
        StepKind::Compare => compare_due(case, on, holidays),
        kind => last_day_at(case, case.progress(), kind, (on, holidays)),
    }
}

fn last_day_at(
    case: &IdentificationCase,
    before: Progress,
    kind: StepKind,
    at: (NaiveDate, &Holidays),
) -> Option<NaiveDate> {
    match kind {
        StepKind::Object | StepKind::Withdraw | StepKind::Expedite => None,
        _ => due_at(case, before, at),
    }
}

/// For every step of a case, in order, the last day that it has passed (VP07); none for what came in time.
#[must_use]
pub fn passed(case: &IdentificationCase, holidays: &Holidays) -> Vec<Option<NaiveDate>> {
    let mut answered: Vec<Department> = Vec::new();
    let steps = case.walk().map(|(before, entry)| {
        let (kind, day) = (entry.step.deed.kind(), entry.day());
        let last = match kind {
            // What comes once the comparison is done ends no wait.
            StepKind::Compare if case.is_complete(&answered) => None,
            StepKind::Compare => {
                answered.extend(entry.step.deed.departments());
                let verified = case
                    .walk()
                    .filter(|(_, one)| one.step.deed.kind() == StepKind::Verify);
                let verified = verified.map(|(_, one)| one.day()).filter(|on| *on <= day).last();
                let whole = case.strip(day, holidays).last;
                Some(verified.map_or(whole, |verified| case.limits.compare_by(verified, whole)))
            }
            kind => last_day_at(case, before, kind, (day, holidays)),
        };
        last.filter(|last| *last < day)
    });
    steps.collect()
}

/// Whether the case waits longer than it may (VP07).
#[must_use]
pub fn is_late(case: &IdentificationCase, today: NaiveDate, holidays: &Holidays) -> bool {
    due(case, today, holidays).is_some_and(|due| due < today)
}

/// Whether somebody of this role has to do something about the case now. A notice waits for days to pass, not for
/// anybody, once it hangs.
#[must_use]
pub fn waits_for(case: &IdentificationCase, role: Role, today: NaiveDate) -> bool {
    let state = case.state(today);
    if state == CaseState::Publicity && case.progress().hung_on.is_some() {
        return false;
    }
    turn(state).is_some_and(|action| permits_somehow(role, action))
}

/// The steps that somebody of this role may take now, in the order of the table.
#[must_use]
pub fn offered(case: &IdentificationCase, role: Role, today: NaiveDate) -> Vec<StepKind> {
    let progress = case.progress();
    transitions::ahead(progress.on(today, case.limits))
        .into_iter()
        .filter(|kind| permits_somehow(role, transitions::action(*kind)) && !progress.hangs_again(*kind))
        .collect()
}

/// Whose turn a state is; what may be done at any time is nobody's.
const fn turn(state: CaseState) -> Option<Action> {
    match state {
        CaseState::AwaitAuthorisation | CaseState::HomeVerifying => Some(Action::VerifyCase),
        CaseState::VillageReview | CaseState::Publicity | CaseState::ObjectionReview => {
            Some(Action::ReviewCaseInVillage)
        }
        CaseState::TownReview => Some(Action::ReviewCaseInTown),
        CaseState::CountyReview => Some(Action::DecideCase),
        CaseState::Approved | CaseState::Announced => Some(Action::AnnounceCase),
        _ => None,
    }
}

/// Sorts the present cases of files: what cannot wait and the green channel first, while they run, then what was sent back,
/// then by the day by which something must be done, then by T0 and household. The same everywhere; never by who is late
/// most.
#[must_use]
pub fn in_order<'a>(
    files: impl Iterator<Item = &'a MonitoringFile>,
    today: NaiveDate,
    holidays: &Holidays,
) -> Vec<(&'a MonitoringFile, &'a IdentificationCase)> {
    let mut cases: Vec<_> = files.filter_map(|file| Some((file, file.present()?))).collect();
    // The day is reckoned once a case, not once a comparison.
    cases.sort_by_cached_key(|(file, case)| {
        let due = due(case, today, holidays).unwrap_or(NaiveDate::MAX);
        let moves_on = case.sent_back().is_none();
        (!case.is_pressing(), moves_on, due, case.seen_on, file.household)
    });
    cases
}

/// How many cases stand at a state, and how many of them are late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct AtState {
    /// The state.
    #[n(0)]
    pub state: CaseState,
    /// Cases.
    #[n(1)]
    pub cases: u64,
    /// Of these, late.
    #[n(2)]
    pub late: u64,
}

/// The pipeline: every state in the order of the procedure, empty ones included. Each case counts where the server knows
/// it: a step that waits on a phone is not done.
#[must_use]
pub fn pipeline<'a>(
    cases: impl Iterator<Item = &'a IdentificationCase>,
    today: NaiveDate,
    holidays: &Holidays,
) -> Vec<AtState> {
    let mut all: Vec<AtState> = CaseState::ALL
        .iter()
        .map(|state| AtState {
            state: *state,
            cases: 0,
            late: 0,
        })
        .collect();
    for case in cases {
        let state = case.settled_on(today);
        if let Some(at) = all.iter_mut().find(|at| at.state == state) {
            at.cases += 1;
            at.late += u64::from(is_late(case, today, holidays));
        }
    }
    all
}
