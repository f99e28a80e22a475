//! What can go wrong on the phone, as one list.

use super::parcel::ParcelFault;

/// Why the phone refused. No variant carries personal data: texts come from the browser or are fixed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// The unlock code does not open the store; the next try is admitted after `wait_ms` milliseconds.
    #[error("wrong unlock code, next try in {wait_ms} ms")]
    WrongCode {
        /// Milliseconds until the next try; 0 is at once.
        wait_ms: i64,
    },
    /// Too many wrong codes: this try was not even looked at.
    #[error("locked for another {wait_ms} ms")]
    Locked {
        /// Milliseconds until the next try.
        wait_ms: i64,
    },
    /// This person has no store on this phone, or the browser evicted it.
    #[error("no store of this person on this phone")]
    NoStore,
    /// This person already has a store on this phone.
    #[error("this person already has a store on this phone")]
    AlreadyExists,
    /// Another tab wrote since the caller last loaded: load again, then try again.
    #[error("another tab changed the store")]
    Stale,
    /// The phone has no room; nothing of the batch was written.
    #[error("the phone has no room left")]
    QuotaExceeded,
    /// The browser denies what is needed (private mode, insecure address, closed connection).
    #[error("not available in this browser: {0}")]
    Unavailable(String),
    /// The store was written by a newer version of the app, and must not be touched by this one.
    #[error("the store was written by a newer version")]
    NewerStore,
    /// Stored bytes are not what was written: names the place, never the content.
    #[error("damaged: {0}")]
    Corrupt(&'static str),
    /// A file of unsent work is not taken.
    #[error("file not taken: {0}")]
    Parcel(#[from] ParcelFault),
    /// Any other refusal of the browser, in its own words.
    #[error("browser: {0}")]
    Browser(String),
}
