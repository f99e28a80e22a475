//! The server of Village Ledger: store, accounts, exchange, routes, command line.

pub mod listen;
pub mod store;
pub mod web;
