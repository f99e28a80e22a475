//! `sim --seeds N [--seed S]`: see `cargo xtask sim --help`.

use clap::Parser;
use sim::campaign::{self, Campaign};
use sim::figures;
use std::path::PathBuf;
use std::process::ExitCode;

/// Plays schedules of phones, server and bad weather, and checks the laws of the ledger
#[derive(Debug, Parser)]
#[command(name = "sim")]
struct Arguments {
    /// How many seeds, from the first one on
    #[arg(long, default_value_t = 1_000)]
    seeds: u64,
    /// The first seed
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Play only this seed and print its story
    #[arg(long, conflicts_with_all = ["from", "figures"])]
    seed: Option<u64>,
    /// Enter the figures of this run into this document
    #[arg(long, value_name = "FILE")]
    figures: Option<PathBuf>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if let Some(seed) = arguments.seed {
        return code(campaign::one(seed));
    }
    let campaign = Campaign::run(arguments.from, arguments.seeds);
    println!("{}", campaign.closing_line());
    if let Some(file) = &arguments.figures
        && let Err(error) = figures::enter(file, &campaign)
    {
        eprintln!("error: {}: {error}", file.display());
        return ExitCode::FAILURE;
    }
    code(campaign.failed.is_empty())
}

fn code(good: bool) -> ExitCode {
    if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
