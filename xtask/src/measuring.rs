//! `cargo xtask bench` and `cargo xtask screenshots`: figures and pictures of the finished product.

use crate::browser;
use crate::failure::{Failure, Outcome};
use crate::postgres::{self, Postgres};
use crate::process::{command, run};
use crate::project::Project;
use crate::serving;
use crate::site;
use crate::wasm::Quality;
use std::path::PathBuf;

/// Prints figures as lines of JSON: first the server's own, then those seen from the browser.
pub fn bench(project: &Project) -> Outcome<()> {
    let server = finished(project)?;
    let postgres = Postgres::start()?;
    let mut own = command(&server);
    run(own
        .args(["bench", "--json"])
        .env(postgres::URL, &postgres.url)
        .env("LEDGER_SITE", project.site()))?;
    let script = project.path("end2end/bench.mjs");
    if !script.exists() {
        return Err(Failure::new("end2end/bench.mjs is missing"));
    }
    run(browser::script(project, &server, &script)?.env(postgres::URL, &postgres.url))
}

/// Takes pictures of every screen into `end2end/screenshots`.
pub fn screenshots(project: &Project) -> Outcome<()> {
    let server = finished(project)?;
    browser::playwright(project, &server, &["test", "--config", "screenshots.config.ts"])
}

/// Site and server as an office would run them.
fn finished(project: &Project) -> Outcome<PathBuf> {
    site::build(project, Quality::Release)?;
    serving::build(project, true)?;
    Ok(project.server(true))
}
