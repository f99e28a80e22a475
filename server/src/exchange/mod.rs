//! Workbooks of the office: read by a limited child process, planned as a dry run, committed whole or not at all;
//! and written for it ([`export`]).
//!
//! The way of a file: [`guard`] looks at the archive, [`read`] lets a child process turn it into text cells,
//! [`table`] finds the headings, [`roster`], [`register`], [`warnings`], [`policies`] or [`duties`] plan what would be written and report on every row.

pub mod cells;
pub mod child;
pub mod csv;
pub mod duties;
pub mod export;
pub mod guard;
pub mod initials;
mod named;
pub mod policies;
pub mod read;
pub mod register;
pub mod report;
pub mod roster;
pub mod table;
pub mod warnings;
pub mod workbook;

pub use guard::{Limits, ReadFault};
pub use read::read;
pub use report::Reporter;
pub use workbook::Workbook;
