//! The user interface of Village Ledger.

#[cfg(feature = "ssr")]
pub mod pages;
