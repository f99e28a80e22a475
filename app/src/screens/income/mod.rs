//! What a household earns: the form of one calculation, and how past ones are told.

#[cfg(feature = "csr")]
mod form;
#[cfg(feature = "csr")]
mod picture;
#[cfg(feature = "csr")]
pub(super) mod told;
pub mod typed;

#[cfg(feature = "csr")]
pub use form::NewIncome;
