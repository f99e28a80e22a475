//! Every chore of the project: run it, build it, test it, measure it, take its pictures, print its papers.

mod browser;
mod budget;
mod checks;
mod compress;
mod css;
mod demo;
mod failure;
mod faulting;
mod golden;
mod hash;
mod measuring;
mod native;
mod node;
mod order;
mod packages;
mod postgres;
mod process;
mod project;
mod running;
mod serving;
mod simulating;
mod site;
mod toolchain;
mod tree;
mod wasm;
mod watch;

use checks::Testing;
use clap::{Parser, Subcommand};
use failure::Outcome;
use faulting::Faulting;
use measuring::Measuring;
use project::Project;
use running::Running;
use simulating::Simulating;
use std::process::ExitCode;
use wasm::Quality;

/// Chores of 驻村手账 / Village Ledger
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    disable_help_subcommand = true
)]
struct Chores {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Debug, Subcommand)]
enum Chore {
    /// Build what is stale and serve the product with the demonstration district
    Run(Running),
    /// Build the site that the server serves, into target/site; with --release also the server that has it inside
    Build {
        /// As small as it gets: wasm-opt, minified style, brotli 11; and target/office/server, all that an office needs
        #[arg(long)]
        release: bool,
    },
    /// Run every check; installs what it needs
    Test(Testing),
    /// Play schedules of phones, server and bad weather, and check the laws of the ledger
    Sim(Simulating),
    /// Kill the real server, cut its connections and lie about its answers; nothing may be lost or doubled
    Faults(Faulting),
    /// Print figures of the finished product as lines of JSON
    Bench(Measuring),
    /// Take pictures of every screen into end2end/screenshots
    Screenshots,
    /// Print every paper of the demonstration into end2end/printed: a PDF, and a picture of each page
    Papers,
}

impl Chore {
    fn run(&self, project: &Project) -> Outcome<()> {
        match self {
            Self::Run(running) => running.run(project),
            Self::Build { release } => build(project, *release),
            Self::Test(testing) => testing.run(project),
            Self::Sim(simulating) => simulating.run(project),
            Self::Faults(faulting) => faulting.run(project),
            Self::Bench(measuring) => measuring.run(project),
            Self::Screenshots => measuring::screenshots(project),
            Self::Papers => measuring::papers(project),
        }
    }
}

fn build(project: &Project, release: bool) -> Outcome<()> {
    let site = site::build(project, Quality::of(release))?;
    println!("version {} in {}", site.version, site.folder.display());
    if release {
        let program = serving::build_for_an_office(project, &site.folder)?;
        println!("the server with it inside: {}", program.display());
    }
    Ok(())
}

fn main() -> ExitCode {
    match Chores::parse().chore.run(&Project::find()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}
