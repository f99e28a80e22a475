//! The four not-removes: what each line says, and the laws that hold for all of them.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod cast;
#[path = "commitments/clues.rs"]
mod clues;
#[path = "commitments/days.rs"]
mod days;
#[path = "commitments/duties.rs"]
mod duties;
#[path = "commitments/entitlements.rs"]
mod entitlements;
#[path = "commitments/explained.rs"]
mod explained;
#[path = "commitments/files.rs"]
mod files;
#[path = "commitments/handovers.rs"]
mod handovers;
#[path = "commitments/laws.rs"]
mod laws;
#[path = "commitments/lines.rs"]
mod lines;
#[path = "commitments/monitored.rs"]
mod monitored;
mod people;
#[path = "commitments/plans.rs"]
mod plans;
#[path = "commitments/remedies.rs"]
mod remedies;
#[path = "commitments/sites.rs"]
mod sites;
#[path = "commitments/vacancies.rs"]
mod vacancies;
#[path = "commitments/works.rs"]
mod works;
#[path = "commitments/world.rs"]
mod world;
#[path = "commitments/worlds.rs"]
mod worlds;
