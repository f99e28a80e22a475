//! The rules and messages of 驻村手账 / Village Ledger.
//!
//! Pure: no web, no database, no clock and no randomness; what is needed of them is passed in.
//! Phone and server call the same functions and so give the same answer.
#![forbid(unsafe_code)]

#[macro_use]
mod coded;
pub mod api;
pub mod calendar;
pub mod case;
pub mod cbor;
pub mod commitments;
pub mod config;
pub mod deposit;
pub mod desk;
pub mod device;
pub mod due;
pub mod duty;
pub mod edition;
pub mod elimination;
pub mod entitlement;
pub mod exchange;
pub mod handover;
pub mod history;
pub mod household;
pub mod identification;
pub mod identity;
pub mod ids;
pub mod income;
pub mod lang;
pub mod operation;
pub mod papers;
pub mod plan;
pub mod policy;
pub mod protocol;
pub mod record;
pub mod reducer;
pub mod refusal;
pub mod regime;
pub mod request;
pub mod reveal;
pub mod risk;
pub mod roster;
pub mod screening;
pub mod search;
pub mod sync;
pub mod team;
pub mod text;
pub mod time;
pub mod visit;
pub mod work;
