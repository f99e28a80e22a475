//! Logging a visit: one page that scrolls, with the last facts first and "no change" as the biggest button.

pub mod answers;

#[cfg(feature = "csr")]
mod asked;
#[cfg(feature = "csr")]
mod changes;
#[cfg(feature = "csr")]
mod form;
#[cfg(feature = "csr")]
mod helped;
#[cfg(feature = "csr")]
mod known_facts;
#[cfg(feature = "csr")]
mod last_facts;
#[cfg(feature = "csr")]
mod page;
#[cfg(feature = "csr")]
mod photos;
#[cfg(feature = "csr")]
mod saving;
#[cfg(feature = "csr")]
mod sections;
#[cfg(feature = "csr")]
mod start;

#[cfg(feature = "csr")]
pub(crate) use start::{CorrectVisit, NewVisit};
