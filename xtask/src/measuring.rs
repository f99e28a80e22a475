//! `cargo xtask bench`, `screenshots` and `papers`: figures, pictures and papers of the finished product.

use crate::browser;
use crate::failure::{Failure, Outcome};
use crate::postgres::{self, Postgres};
use crate::process::{command, run};
use crate::project::Project;
use crate::serving;
use crate::site;
use crate::wasm::Quality;
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What `cargo xtask bench` can be told.
#[derive(Debug, Args)]
pub struct Measuring {
    /// Measure only this
    #[arg(value_enum)]
    only: Option<Subject>,
}

/// What can be measured by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Subject {
    /// What a sync costs in time and bytes, beside the least that the same records could cost
    Sync,
}

impl Measuring {
    /// Prints figures as lines of JSON: first the server's own, then those seen from the browser.
    ///
    /// # Errors
    /// Names what could not be measured.
    pub fn run(&self, project: &Project) -> Outcome<()> {
        let server = finished(project)?;
        if self.only.is_none() {
            everything(project, &server)?;
        }
        run(&mut program(project, &server, "end2end/bench-sync.mjs")?)
    }
}

fn everything(project: &Project, server: &Path) -> Outcome<()> {
    let postgres = Postgres::start()?;
    let mut own = command(server);
    run(own
        .args(["bench", "--json"])
        .env(postgres::URL, &postgres.url)
        .env("LEDGER_SITE", project.site()))?;
    run(program(project, server, "end2end/bench.mjs")?.env(postgres::URL, &postgres.url))
}

fn program(project: &Project, server: &Path, script: &str) -> Outcome<Command> {
    let path = project.path(script);
    if !path.exists() {
        return Err(Failure::new(format!("{script} is missing")));
    }
    browser::script(project, server, &path)
}

/// Takes pictures of every screen into `end2end/screenshots`.
pub fn screenshots(project: &Project) -> Outcome<()> {
    let server = finished(project)?;
    let words = ["test", "--config", "screenshots.config.ts"];
    browser::playwright(project, &server, &words, &[])
}

/// Prints every paper into `end2end/printed`: a PDF, and a picture of each page.
///
/// # Errors
/// Where Ghostscript is missing, where a paper is empty or is not A4, and where a kind of paper is not in the list.
pub fn papers(project: &Project) -> Outcome<()> {
    browser::ghostscript()?;
    let server = finished(project)?;
    let words = ["test", "--config", "papers.config.ts"];
    browser::playwright(project, &server, &words, &[])?;
    println!("the papers lie in {}", project.path("end2end/printed").display());
    Ok(())
}

/// Site and server as an office would run them.
fn finished(project: &Project) -> Outcome<PathBuf> {
    site::build(project, Quality::Release)?;
    serving::build(project, true)?;
    Ok(project.server(true))
}
