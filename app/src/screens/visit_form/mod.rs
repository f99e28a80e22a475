//! Logging a visit: one page that scrolls, with the last facts first and "no change" as the biggest button.

pub mod answers;

#[cfg(feature = "hydrate")]
mod asked;
#[cfg(feature = "hydrate")]
mod changes;
#[cfg(feature = "hydrate")]
mod form;
#[cfg(feature = "hydrate")]
mod last_facts;
#[cfg(feature = "hydrate")]
mod page;
#[cfg(feature = "hydrate")]
mod sections;
#[cfg(feature = "hydrate")]
mod start;

#[cfg(feature = "hydrate")]
pub(crate) use start::{CorrectVisit, NewVisit, config_of};
