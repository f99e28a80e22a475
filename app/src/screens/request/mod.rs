//! Requests of households: one on its page with the next step, the short form that raises one, their rows elsewhere.

mod page;
mod raise;
mod rows;
mod step;

pub use page::RequestScreen;
pub use raise::RaiseRequest;
#[cfg(feature = "desk")]
pub use rows::standing_tag;
pub use rows::{at_the_door, of_household, pressing, pressing_count};
