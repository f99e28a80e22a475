//! The user interface of Village Ledger.

pub mod phone;
