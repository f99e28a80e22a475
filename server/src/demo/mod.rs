//! The demonstration district, made from a seed: the seed figures, invented people, a year of visits.
//!
//! It is written as the two workbooks that an office would send and taken in by the same import, so that
//! the demonstration shows nothing that a real district would not get.

mod dice;
pub mod duties;
mod fill;
mod names;
pub mod register;
pub mod roster;
mod tales;
pub mod visits;

pub use dice::Dice;
pub use fill::{Demo, DemoAccounts, DemoFault, HOUSEHOLDS, Stage, accounts, fill};
