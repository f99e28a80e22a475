//! The ledger of one person's phone: model, sync and what screens ask of them.

pub mod deposits;
pub mod draft;
pub mod error;
pub mod exchange;
pub mod keep;
pub mod model;
pub mod pace;
pub mod photos;
pub mod unsent;

#[cfg(test)]
mod example;

#[cfg(feature = "csr")]
mod access;
#[cfg(feature = "csr")]
mod address;
#[cfg(feature = "csr")]
pub(crate) mod call;
#[cfg(feature = "csr")]
mod closed;
#[cfg(feature = "csr")]
mod engine;
#[cfg(feature = "csr")]
mod lost;
#[cfg(feature = "csr")]
mod revoked;
#[cfg(feature = "csr")]
mod work;

pub use draft::{Draft, DraftKey, TypedDraft};
pub use error::UiError;
pub use model::{Pending, PendingState, View};

use domain::api::Me;
use domain::time::Millis;

/// What stands between the person and the work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gate {
    /// The app is looking at what is on the phone.
    Starting,
    /// Nobody is signed in; these staff numbers have a store on this phone.
    SignedOut {
        /// Staff numbers.
        known: Vec<String>,
    },
    /// A store is here and needs its unlock code.
    Locked {
        /// The staff number.
        staff: String,
    },
    /// Signed in for the first time on this phone: an unlock code has to be chosen.
    NewCode {
        /// The person.
        me: Me,
        /// Whether it takes the place of one that was forgotten.
        over: bool,
    },
    /// The phone was signed off, and the store that was on it is gone.
    Wiped,
    /// Open, with a store on this phone.
    Open {
        /// The person.
        me: Me,
    },
    /// Open at a desk: online only, nothing kept on the device.
    Desk {
        /// The person.
        me: Me,
    },
}

/// What the sync is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SyncPhase {
    /// Nothing to do, or not started.
    #[default]
    Idle,
    /// An exchange is under way.
    Running,
    /// The last attempt found no way through; it tries again by itself.
    Waiting,
}

/// The state of sync, with exact counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncState {
    /// Whether the device believes to have a connection, and the last attempt got an answer of any kind: browsers
    /// believe it long after the signal is gone.
    pub online: bool,
    /// What the sync is doing.
    pub phase: SyncPhase,
    /// Operations not durably answered.
    pub waiting: usize,
    /// Operations that need a person.
    pub attention: usize,
    /// Photos that the server is still to get.
    pub photos: usize,
    /// Photos that the server does not take: no picture that it can read.
    pub photos_refused: usize,
    /// A sign-in is needed before anything can be sent.
    pub session_ended: bool,
    /// The server takes nothing of this account as it stands, as of one that is in no team.
    pub barred: bool,
    /// The app is too old for the server, or for what a newer one left in the store; work is kept and sent after the
    /// update.
    pub update_needed: bool,
    /// True only if, in the last exchange, the outbox was empty, no photo waited, and the phone's cursor and digest
    /// equalled the server's.
    pub up_to_date: bool,
    /// When the last exchange ended, by the phone's clock.
    pub last_exchange: Option<Millis>,
    /// Operations that lie sealed on this phone under a code that was forgotten.
    pub set_aside: usize,
    /// How many operations and photos the person let go before they were sent, and when last.
    pub discarded: Option<(usize, Millis)>,
    /// The phone's clock minus the server's, in milliseconds, where it matters.
    pub clock_skew_ms: Option<i64>,
    /// Change stored and newest change, while the first load is under way.
    pub first_load: Option<(u64, u64)>,
    /// Records that left the phone because they moved to another team, since the app was opened.
    pub left_scope: usize,
}

#[cfg(feature = "csr")]
pub use access::Ledger;
