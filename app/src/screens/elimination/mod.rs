//! Risk elimination: its page on the phone, its rows on other screens. What is told of it is shared with the desks.

mod criteria;
mod page;
mod reduce;
mod rows;
mod told;

#[cfg(feature = "desk")]
pub use criteria::criteria;
pub use page::EliminationScreen;
pub use reduce::reduced;
pub use rows::{named_row, of_household, waiting, waiting_count};
#[cfg(feature = "desk")]
pub use told::{state_tag, told};
