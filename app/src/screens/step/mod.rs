//! The form of the next step, of a case and of an elimination, and the steps so far. Shared by phones and desks.

pub mod kind;
pub mod reading;
pub mod typed;

#[cfg(feature = "csr")]
mod fields;
#[cfg(feature = "csr")]
mod form;
#[cfg(feature = "csr")]
mod history;
#[cfg(feature = "csr")]
mod on_phone;

#[cfg(feature = "csr")]
pub use form::{Asking, Doubts, last_days};
#[cfg(feature = "desk")]
pub use form::{Author, Saving, step_form};
#[cfg(feature = "csr")]
pub use history::{history, line, notice, opened, verifiers, voted};
#[cfg(feature = "csr")]
pub use on_phone::on_phone;
