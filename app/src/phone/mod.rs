//! What the phone itself gives: sealed storage, the unlock code, clock, connection, tabs and device.
//!
//! Vocabulary: a *store* is one person's database on this phone; an *area* is one object store in it;
//! the *lock* is the data key wrapped by the unlock code; the *window* is the hour in which the store
//! opens again without the code; the *vault* is a store that is open; a *parcel* is a sealed file that leaves the phone.
//!
//! The rules (how long wrong codes wait, what keys look like) know no browser and are tested natively.

pub mod address;
pub mod batch;
pub mod code;
pub mod error;
pub mod in_app;
pub mod parcel;
pub mod patience;

#[cfg(feature = "csr")]
mod browser;
#[cfg(any(test, feature = "csr"))]
pub mod key_schedule;
#[cfg(feature = "csr")]
pub mod keyring;
#[cfg(feature = "csr")]
pub mod markers;
#[cfg(feature = "csr")]
pub mod names;
#[cfg(feature = "csr")]
pub mod passphrase;
#[cfg(feature = "csr")]
pub mod platform;
#[cfg(feature = "csr")]
pub mod seal_for;
#[cfg(feature = "csr")]
pub mod sealed;
#[cfg(feature = "csr")]
pub mod store;
#[cfg(feature = "csr")]
pub mod vault;

pub use error::PhoneError;
