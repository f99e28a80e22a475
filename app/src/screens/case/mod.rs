//! The identification case: its page on the phone, its rows on other screens. What is told of it is shared with the desks.

mod page;
mod rows;
mod told;

pub use page::CaseScreen;
pub use rows::{of_household, waiting};
#[cfg(feature = "desk")]
pub use told::{state_tag, told};
