//! Which cases wait for whom, which are late, and how many stand at each step.

use super::codes::{CaseState, StepKind};
use super::{IdentificationCase, MonitoringFile, transitions};
use crate::calendar::Holidays;
use crate::identification::IdentifyStep;
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
    let step = awaited(case.state(today))?;
    let strip = case.strip(today, holidays);
    if case.progress().hung_on.is_some() {
        return Some(strip.last);
    }
    strip
        .steps
        .iter()
        .find(|latest| latest.step == step)
        .map(|latest| latest.by)
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
