//! The state machines of domain.md, tried out whole: every step from every state by each of the eleven roles, standing in
//! every way to the household, against a table that says in the words of domain.md what must come of it. The answer
//! is that of policy and reducer together, which is all that the server asks before it takes an operation.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

#[expect(dead_code, reason = "this test tells no visits")]
mod cast;
#[path = "case/deeds.rs"]
mod deeds;
#[path = "machines/elimination.rs"]
mod elimination;
#[path = "machines/flags.rs"]
mod flags;
#[path = "machines/grid.rs"]
mod grid;
#[path = "machines/identification.rs"]
mod identification;
mod people;
#[path = "machines/plan.rs"]
mod plan;
#[path = "machines/requests.rs"]
mod requests;
#[expect(dead_code, reason = "its stories are told elsewhere")]
#[path = "elimination/world.rs"]
mod world;
