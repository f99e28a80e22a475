//! Pages that the server renders and no script touches: what this is, and how to use it.
//!
//! They work in any browser, on paper and before anybody has signed in. Nothing on them is about a person.

mod about;
mod frame;
mod help;

pub use about::{Facts, about};
pub use help::help;
