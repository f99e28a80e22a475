//! Risk elimination: each rule of domain.md §12.5, the guards of the procedure, and the whole story from identification to
//! relapse. The table of §4.10 is tried out whole in `machines.rs`.

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
