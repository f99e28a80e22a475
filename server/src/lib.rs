//! The server of Village Ledger: store, accounts, exchange, routes, command line.

pub mod accounts;
pub mod bench;
pub mod cli;
pub mod config;
pub mod demo;
pub mod deposit;
pub mod exchange;
pub mod folder;
pub mod gone;
pub mod listen;
pub mod photos;
pub mod routes;
pub mod store;
pub mod web;
