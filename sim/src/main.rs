//! `sim --seeds N [--seed S]`: see `cargo xtask sim --help`.

use clap::Parser;
use sim::run;
use sim::world::Options;
use std::process::ExitCode;

/// Plays schedules of phones, server and bad weather, and checks the laws of the ledger
#[derive(Debug, Parser)]
struct Arguments {
    /// How many seeds
    #[arg(long, default_value_t = 1_000)]
    seeds: u64,
    /// Only this seed, with its story
    #[arg(long)]
    seed: Option<u64>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let (first, count) = arguments.seed.map_or((0, arguments.seeds), |seed| (seed, 1));
    let mut failed = 0;
    for seed in first..first.saturating_add(count) {
        let (_, verdict) = run::seed(seed, Options::default());
        if arguments.seed.is_some() {
            println!("{}", verdict.story);
        }
        if !verdict.breaches.is_empty() {
            failed += 1;
            println!("seed {seed} {:?}", verdict.breaches);
        }
    }
    println!("{failed} of {count}");
    ExitCode::from(u8::from(failed > 0))
}
