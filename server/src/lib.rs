//! The server of Village Ledger.

pub mod demo;
pub mod exchange;
pub mod store;
