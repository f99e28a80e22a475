//! Risk elimination: every step from every state by every role against the table of domain.md §4.10, each rule of
//! §12.5, and the whole story from identification to relapse.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

#[expect(dead_code, reason = "this test tells no visits")]
mod cast;
#[path = "elimination/criteria.rs"]
mod criteria;
mod people;
#[path = "elimination/procedure.rs"]
mod procedure;
#[path = "elimination/reduction.rs"]
mod reduction;
#[path = "elimination/story.rs"]
mod story;
#[path = "elimination/world.rs"]
mod world;
