//! The user interface of Village Ledger: screens, the phone's store and the sync client; pages of the server.

pub mod ledger;
#[cfg(feature = "ssr")]
pub mod pages;
pub mod phone;
