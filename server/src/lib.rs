//! The server of Village Ledger: store, accounts, exchange of workbooks, HTTP and the command line.

pub mod accounts;
pub mod cli;
pub mod config;
pub mod demo;
pub mod exchange;
pub mod listen;
pub mod routes;
pub mod store;
pub mod web;
