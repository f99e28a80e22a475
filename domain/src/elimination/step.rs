//! A step of an elimination: what is done, and what it alone needs.

use super::codes::{EliminationKind, EliminationWay};
use crate::case::{Entry, Step, Verifier, Votes};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// What two people found at home, signed by both sides (附表8–10).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct StableFound {
    /// At least two (VP02).
    #[n(0)]
    pub verifiers: Vec<Verifier>,
    /// Who signed for the household, as it stands on the paper.
    #[n(1)]
    pub signer: String,
    /// How the risk went away, as it was found; it replaces what the nomination said.
    #[n(2)]
    pub way: EliminationWay,
}

/// What is done in a step, with what this step alone needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(tag = "deed", rename_all = "snake_case")]
#[cbor(flat)]
pub enum EliminationDeed {
    /// Verified at home: the risk is steadily gone.
    #[n(0)]
    Verify {
        /// What was found.
        #[n(0)]
        found: Box<StableFound>,
    },
    /// Verified at home: it is not, and the household was told.
    #[n(1)]
    FindNotStable {
        /// At least two (VP02).
        #[n(0)]
        verifiers: Vec<Verifier>,
    },
    /// The review group agreed.
    #[n(2)]
    Agree {
        /// The count.
        #[n(0)]
        votes: Votes,
    },
    /// The review group did not.
    #[n(3)]
    Disagree {
        /// The count.
        #[n(0)]
        votes: Votes,
    },
    /// The notice hangs; from this day its full days count.
    #[n(4)]
    HangNotice,
    /// Somebody objects.
    #[n(5)]
    Object,
    /// The objection is right: the risk is not gone.
    #[n(6)]
    UpholdObjection,
    /// The objection is not: the notice goes on.
    #[n(7)]
    RejectObjection {
        /// The notice said something that has changed: it is hung again, and its days begin anew.
        #[n(0)]
        facts_changed: bool,
    },
    /// The township passes it.
    #[n(8)]
    PassTown,
    /// The township wants a new home verification.
    #[n(9)]
    ReturnToHome,
    /// The township wants a new village review.
    #[n(10)]
    ReturnToVillage,
    /// The district decides that the risk is eliminated.
    #[n(11)]
    Decide,
    /// The district wants the township to look again.
    #[n(12)]
    ReturnToTown,
    /// The district decides that it is not.
    #[n(13)]
    Reject,
    /// The decision was announced in the village.
    #[n(14)]
    Announce,
    /// The decision was wrong and is taken back; the household is monitored again.
    #[n(15)]
    Rollback,
}

impl EliminationDeed {
    /// Its line in the table of transitions.
    #[must_use]
    pub const fn kind(&self) -> EliminationKind {
        match self {
            Self::Verify { .. } => EliminationKind::Verify,
            Self::FindNotStable { .. } => EliminationKind::FindNotStable,
            Self::Agree { .. } => EliminationKind::Agree,
            Self::Disagree { .. } => EliminationKind::Disagree,
            Self::HangNotice => EliminationKind::HangNotice,
            Self::Object => EliminationKind::Object,
            Self::UpholdObjection => EliminationKind::UpholdObjection,
            Self::RejectObjection { .. } => EliminationKind::RejectObjection,
            Self::PassTown => EliminationKind::PassTown,
            Self::ReturnToHome => EliminationKind::ReturnToHome,
            Self::ReturnToVillage => EliminationKind::ReturnToVillage,
            Self::Decide => EliminationKind::Decide,
            Self::ReturnToTown => EliminationKind::ReturnToTown,
            Self::Reject => EliminationKind::Reject,
            Self::Announce => EliminationKind::Announce,
            Self::Rollback => EliminationKind::Rollback,
        }
    }

    /// Those who verified at home in this step.
    #[must_use]
    pub fn verifiers(&self) -> &[Verifier] {
        match self {
            Self::Verify { found } => &found.verifiers,
            Self::FindNotStable { verifiers } => verifiers,
            _ => &[],
        }
    }
}

/// A step as it is handed in.
pub type EliminationStep = Step<EliminationDeed>;

/// A step in an elimination's history.
pub type EliminationEntry = Entry<EliminationDeed>;
