//! The table of the procedure: which step leads from which state to which, and who may take it (domain.md §4.10, §3.2).

use super::codes::{EliminationKind as K, EliminationState as S};
use crate::policy::Action;

/// What a nomination needs: the village's list is drawn up by village and team (§4.10, step 1).
pub const NOMINATE: Action = Action::ReviewCaseInVillage;

/// Where a step leads from a state; none where the table has no such line: no step is skipped (VP08).
#[must_use]
pub const fn leads(state: S, step: K) -> Option<S> {
    Some(match (state, step) {
        (S::HomeVerifying, K::Verify) => S::VillageReview,
        (S::HomeVerifying, K::FindNotStable) | (S::VillageReview, K::Disagree) => S::ClosedNotEliminated,
        (S::VillageReview, K::Agree) | (S::Publicity, K::HangNotice) => S::Publicity,
        // Until the township has passed it, an objection is heard although the days are over.
        (S::Publicity | S::TownReview, K::Object) => S::ObjectionReview,
        (S::ObjectionReview, K::RejectObjection) => S::Publicity,
        (S::ObjectionReview, K::UpholdObjection) | (S::CountyReview, K::Reject) => S::ClosedNotEliminated,
        (S::TownReview, K::PassTown) => S::CountyReview,
        (S::TownReview, K::ReturnToHome) => S::HomeVerifying,
        (S::TownReview, K::ReturnToVillage) => S::VillageReview,
        (S::CountyReview, K::ReturnToTown) => S::TownReview,
        (S::CountyReview, K::Decide) => S::Decided,
        (S::Decided, K::Announce) => S::Announced,
        (S::Decided | S::Announced, K::Rollback) => S::RolledBack,
        _ => return None,
    })
}

/// The action for which whoever takes a step needs a permission: those of the identification case.
#[must_use]
pub const fn action(step: K) -> Action {
    match step {
        K::Verify | K::FindNotStable => Action::VerifyCase,
        K::Agree | K::Disagree | K::HangNotice | K::Object | K::UpholdObjection | K::RejectObjection => {
            Action::ReviewCaseInVillage
        }
        K::PassTown | K::ReturnToHome | K::ReturnToVillage => Action::ReviewCaseInTown,
        K::Decide | K::ReturnToTown | K::Reject | K::Rollback => Action::DecideCase,
        K::Announce => Action::AnnounceCase,
    }
}

/// The steps that lead on from a state, in the order of the table.
#[must_use]
pub fn ahead(state: S) -> Vec<K> {
    K::ALL
        .iter()
        .copied()
        .filter(|step| leads(state, *step).is_some())
        .collect()
}

/// Whose turn a state is; a rollback may come at any time and is nobody's.
#[must_use]
pub const fn turn(state: S) -> Option<Action> {
    match state {
        S::HomeVerifying => Some(Action::VerifyCase),
        S::VillageReview | S::Publicity | S::ObjectionReview => Some(Action::ReviewCaseInVillage),
        S::TownReview => Some(Action::ReviewCaseInTown),
        S::CountyReview => Some(Action::DecideCase),
        S::Decided => Some(Action::AnnounceCase),
        S::Announced | S::ClosedNotEliminated | S::RolledBack => None,
    }
}
