//! The server of Village Ledger.

pub mod store;
