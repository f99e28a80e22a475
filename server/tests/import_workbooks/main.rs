//! Workbooks through the real reading process and the real store: what is taken, what is refused, and why.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod books;
mod corrections;
mod demo;
mod given;
mod golden;
mod habits;
mod hostile;
mod load;
mod office;
mod refusals;
