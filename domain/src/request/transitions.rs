//! The table of a request: which step leads from where to where (domain.md §5.2).

use super::codes::{RequestStatus as S, RequestStepKind as K};

/// Whether the household knows the answer that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Heard {
    /// There is none, or it has not been told.
    NotYet,
    /// It was told.
    Told,
}

/// Where a request stands: only an answer can have been told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestState {
    /// What was made of it.
    pub status: S,
    /// Whether the household knows.
    pub heard: Heard,
}

impl RequestState {
    /// Where every request begins.
    pub const RAISED: Self = Self::untold(S::Open);

    /// Every state.
    pub const ALL: [Self; 8] = [
        Self::RAISED,
        Self::untold(S::InHand),
        Self::untold(S::Done),
        Self::untold(S::CannotDo),
        Self::untold(S::Transferred),
        Self::told(S::Done),
        Self::told(S::CannotDo),
        Self::told(S::Transferred),
    ];

    /// A status of which the household knows nothing yet.
    #[must_use]
    pub const fn untold(status: S) -> Self {
        let heard = Heard::NotYet;
        Self { status, heard }
    }

    /// An answer that the household knows.
    #[must_use]
    pub const fn told(status: S) -> Self {
        let heard = Heard::Told;
        Self { status, heard }
    }

    /// Whether nothing is left to do: there is an answer, and the household knows it.
    #[must_use]
    pub const fn is_finished(self) -> bool {
        self.status.is_answer() && matches!(self.heard, Heard::Told)
    }
}

/// Where a step leads from a state; none where the table has no such line: no step is skipped.
#[must_use]
pub const fn leads(from: RequestState, step: K) -> Option<RequestState> {
    Some(match (from.status, from.heard, step) {
        (S::Open, _, K::TakeUp) => RequestState::untold(S::InHand),
        // Who answers for it and until when may change while there is no answer.
        (S::Open | S::InHand, _, K::Reassign) => from,
        (S::InHand, _, K::Finish) => RequestState::untold(S::Done),
        (S::InHand, _, K::Refuse) => RequestState::untold(S::CannotDo),
        (S::InHand, _, K::Transfer) => RequestState::untold(S::Transferred),
        (S::Done | S::CannotDo | S::Transferred, Heard::NotYet, K::Tell) => RequestState::told(from.status),
        // The household says that it is not done, or whoever answered sees it: told or not.
        (S::Done | S::CannotDo | S::Transferred, _, K::Reopen) => RequestState::untold(S::InHand),
        _ => return None,
    })
}

/// The steps that lead on from a state, in the order of the table.
#[must_use]
pub fn offered(from: RequestState) -> Vec<K> {
    let all = K::ALL.iter().copied();
    all.filter(|step| leads(from, *step).is_some()).collect()
}
