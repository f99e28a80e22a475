//! The server of Village Ledger.

pub mod listen;
pub mod web;
