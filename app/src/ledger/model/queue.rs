//! The outbox of a phone: operations, and where each stands.

use domain::operation::Operation;
use domain::refusal::Refusal;
use domain::time::Millis;
use minicbor::{Decode, Encode};

/// What became of an operation, as far as the phone knows.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(flat)]
pub enum QueueState {
    /// Kept on the phone, not yet durably answered.
    #[n(0)]
    Waiting,
    /// Refused; a person has to look at it. Stays until corrected or discarded.
    #[n(1)]
    Attention {
        /// Why.
        #[n(0)]
        refusal: Refusal,
    },
    /// Durably answered. Kept for a while, to be offered again to a server restored from a backup.
    #[n(2)]
    Sent {
        /// The server's time of receipt.
        #[n(0)]
        received_at: Millis,
        /// Until the phone's cursor reaches this change the operation is still replayed on what it holds.
        #[n(1)]
        until_change: u64,
    },
    /// Waits since the server was restored from a backup: it may rest on what a colleague's phone has yet to
    /// offer again, and is sent when it fits what the restored server has told.
    #[n(3)]
    Again {
        /// The server's time when the phone heard of the restore.
        #[n(0)]
        since: Millis,
    },
}

impl QueueState {
    /// Whether the operation is neither durably answered nor in need of a person.
    #[must_use]
    pub const fn is_waiting(&self) -> bool {
        matches!(self, Self::Waiting | Self::Again { .. })
    }

    /// Whether the server has durably answered and nobody has to do anything any more.
    #[must_use]
    pub const fn is_answered(&self) -> bool {
        matches!(self, Self::Sent { .. })
    }
}

/// An operation in the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Queued {
    /// The operation as it was saved.
    #[n(0)]
    pub operation: Operation,
    /// Where it stands.
    #[n(1)]
    pub state: QueueState,
}
