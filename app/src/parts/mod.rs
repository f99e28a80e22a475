//! The dozen small pieces that all screens are made of.

pub mod chips;
pub mod dialog;
pub mod diff;
pub mod draft_line;
pub mod field;
pub mod form;
pub mod frame;
pub mod icon;
pub mod items;
pub mod look;
#[cfg(feature = "csr")]
pub mod photos;
pub mod pipeline;
pub mod row;
pub mod scene;
pub mod sync_line;
pub mod tag;
pub mod top;
pub mod typing;
pub mod update;

pub use frame::{Frame, Here};
pub use icon::Icon;
pub use scene::{Scene, household_address, household_name, keyed, keyed_by, moment, scene, worded, words};
pub use tag::{Tone, tag};
pub use top::Top;
