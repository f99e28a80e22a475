//! The table of the procedure: which step leads from which state to which, and who may take it (domain.md §4.7, §3.2).

use super::codes::{CaseState as S, StepKind as K};
use crate::policy::Action;

/// Where a step leads from a state; none where the table has no such line: no step is skipped (VP08).
#[must_use]
pub const fn leads(state: S, step: K) -> Option<S> {
    Some(match (state, step) {
        (S::AwaitAuthorisation, K::Authorise) => S::HomeVerifying,
        (S::AwaitAuthorisation, K::RefuseAuthorisation) => S::ClosedRefused,
        (S::HomeVerifying, K::Verify) => S::VillageReview,
        (S::HomeVerifying, K::FindNotQualified) | (S::VillageReview, K::Disagree) => S::ClosedNotQualified,
        (S::VillageReview, K::Agree) | (S::Publicity, K::HangNotice) => S::Publicity,
        // Until the township has passed it, an objection is heard although the days are over.
        (S::Publicity | S::TownReview, K::Object) => S::ObjectionReview,
        (S::ObjectionReview, K::RejectObjection) => S::Publicity,
        (S::ObjectionReview, K::UpholdObjection) | (S::CountyReview, K::Reject) => S::ClosedNotQualified,
        (S::TownReview, K::PassTown) => S::CountyReview,
        (S::TownReview, K::ReturnToHome) => S::HomeVerifying,
        (S::TownReview, K::ReturnToVillage) => S::VillageReview,
        (S::CountyReview, K::ReturnToTown) => S::TownReview,
        (S::CountyReview, K::Approve) => S::Approved,
        (S::Approved, K::Announce) => S::Announced,
        (S::Announced, K::EnterNumber) => S::Recorded,
        // Beside the other steps, from the home verification on, and done before the district decides.
        (
            S::HomeVerifying
            | S::VillageReview
            | S::Publicity
            | S::ObjectionReview
            | S::TownReview
            | S::CountyReview,
            K::Compare,
        ) => state,
        (state, K::Withdraw) if state.is_running() => S::ClosedWithdrawn,
        (state, K::Expedite) if state.is_running() => state,
        _ => return None,
    })
}

/// The action for which whoever takes a step needs a permission.
#[must_use]
pub const fn action(step: K) -> Action {
    match step {
        K::Authorise
        | K::RefuseAuthorisation
        | K::Verify
        | K::FindNotQualified
        | K::Withdraw
        | K::Expedite => Action::VerifyCase,
        K::Agree | K::Disagree | K::HangNotice | K::Object | K::UpholdObjection | K::RejectObjection => {
            Action::ReviewCaseInVillage
        }
        K::PassTown | K::ReturnToHome | K::ReturnToVillage => Action::ReviewCaseInTown,
        K::Compare | K::Approve | K::ReturnToTown | K::Reject => Action::DecideCase,
        K::Announce | K::EnterNumber => Action::AnnounceCase,
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
