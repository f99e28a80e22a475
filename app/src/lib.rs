//! The user interface of Village Ledger: screens, the phone's store and the sync client; pages of the server.

pub mod format;
pub mod ledger;
#[cfg(feature = "ssr")]
pub mod pages;
pub mod phone;
pub mod screens;
pub mod words;

#[cfg(feature = "desk")]
mod desk_client;
#[cfg(feature = "csr")]
mod parts;
#[cfg(feature = "csr")]
mod start;

#[cfg(feature = "csr")]
pub use screens::App;
