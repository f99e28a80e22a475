//! This machine's half for the checks: programs and tests in one build, looked at by clippy while they are compiled.
//!
//! `cargo clippy` by itself only checks: every crate from elsewhere would be read once for it and compiled once more for the
//! tests, which took a fifth of all checks. Its driver is a compiler; as the compiler of our crates it does both at once.

use crate::failure::Outcome;
use crate::process::{cargo, run};
use crate::project::Project;
use std::process::Command;

/// The compiler with clippy's lints, of the toolchain in use.
const DRIVER: &str = "clippy-driver";
/// What `cargo clippy -- -D warnings` hands to the driver.
const DENY_WARNINGS: &str = "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__";

/// Everything but this command. What this command is made of was compiled to run it, and asks other features of the crates
/// that both use: named together, most of it would be compiled a second time.
pub const PRODUCT: [&str; 3] = ["--workspace", "--exclude", "xtask"];
/// This command.
const ITSELF: [&str; 2] = ["--package", "xtask"];

/// Builds all programs, tests and examples; one set of features, nothing compiled twice.
///
/// # Errors
/// What the compiler or clippy finds, warnings included.
pub fn build(project: &Project) -> Outcome<()> {
    run(linted(project, "build").args(PRODUCT).arg("--all-targets"))?;
    run(linted(project, "build").args(ITSELF).arg("--all-targets"))
}

/// Runs all tests as [`build`] left them, with these variables.
///
/// # Errors
/// Names the command; the runner has said what failed.
pub fn test(project: &Project, variables: &[(&str, &str)]) -> Outcome<()> {
    let with = || variables.iter().copied();
    run(linted(project, "test").args(PRODUCT).envs(with()))?;
    run(linted(project, "test").args(ITSELF).envs(with()))
}

fn linted(project: &Project, verb: &str) -> Command {
    let mut cargo = cargo();
    cargo.current_dir(&project.root).arg(verb);
    cargo
        .env("RUSTC_WORKSPACE_WRAPPER", DRIVER)
        .env("CLIPPY_ARGS", DENY_WARNINGS);
    cargo
}
