//! The identification case: its page and the team's pipeline on the phone, its rows on other screens. What is told of it is shared with the desks.

mod page;
mod pipeline;
mod rows;
mod told;

pub use page::CaseScreen;
pub use pipeline::{CasesScreen, link};
pub use rows::{of_household, waiting, waiting_count};
#[cfg(feature = "desk")]
pub use told::{first_tags, state_tag, told};
