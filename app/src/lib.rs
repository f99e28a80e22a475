//! The user interface of Village Ledger: screens, the phone's store and the sync client; pages of the server.

pub mod format;
pub mod ledger;
#[cfg(feature = "ssr")]
pub mod pages;
pub mod phone;
pub mod screens;
pub mod words;

#[cfg(feature = "hydrate")]
mod desk_client;
#[cfg(feature = "hydrate")]
mod parts;
#[cfg(feature = "hydrate")]
mod start;

#[cfg(feature = "hydrate")]
pub use screens::App;
