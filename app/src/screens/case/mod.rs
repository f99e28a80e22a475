//! The identification case: its page on the phone, the form of its next step, its rows on other screens. Page and
//! form are shared with the desks.

pub mod typed;

#[cfg(feature = "csr")]
mod fields;
#[cfg(feature = "csr")]
mod form;
#[cfg(feature = "csr")]
mod page;
#[cfg(feature = "csr")]
mod rows;
#[cfg(feature = "csr")]
mod told;

#[cfg(feature = "desk")]
pub use form::{Asking, Author, StepForm};
#[cfg(feature = "csr")]
pub use page::CaseScreen;
#[cfg(feature = "csr")]
pub use rows::{of_household, waiting};
#[cfg(feature = "desk")]
pub use told::{state_tag, told};
