//! Faults against the real server: a process of its own on loopback, killed, cut off and lied about, while real
//! phones (`app::ledger` on a shelf) work on.
//!
//! Lives beside the simulation because it plays with the same phones and the same district. The simulation
//! covers orders of events in one process; this covers what only processes and sockets can do wrong.

pub mod answers;
pub mod books;
pub mod careless;
pub mod courier;
pub mod cuts;
pub mod kills;
pub mod place;
pub mod poison;
pub mod process;
pub mod proxy;
pub mod record;
pub mod wire;

use crate::fault::{Broken, Outcome};

/// What ends a run that found something.
fn found<T>(words: impl Into<String>) -> Outcome<T> {
    Err(Broken::Other(words.into()))
}

/// A length or count as a number for throwing dice and for figures.
fn count(of: usize) -> u64 {
    u64::try_from(of).unwrap_or(u64::MAX)
}
