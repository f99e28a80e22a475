//! `faults --server PROGRAM [--cuts N] [--kills N] [--seed S]`: see `cargo xtask faults --help`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use sim::fault::Outcome;
use sim::faults::place::Place;
use sim::faults::poison::{self, Poison};
use sim::faults::record::Record;
use sim::faults::{answers, cuts, kills};

/// Kills, cuts off and lies about a real server, and looks whether anything was lost or doubled
#[derive(Debug, Parser)]
#[command(name = "faults")]
struct Arguments {
    /// The server's program
    #[arg(long)]
    server: PathBuf,
    /// How many connections are cut, on each database
    #[arg(long, default_value_t = 60)]
    cuts: u64,
    /// How often the server is killed, on each database
    #[arg(long, default_value_t = 10)]
    kills: u64,
    /// Longest time for the kills on one database, in seconds
    #[arg(long, default_value_t = 300)]
    seconds: u64,
    /// The seed of all chance
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Address of a PostgreSQL on which databases may be made; without it only SQLite is used
    #[arg(long, env = "LEDGER_TEST_POSTGRES", hide_env_values = true)]
    postgres: Option<String>,
    /// Enter the figures of this run into this document
    #[arg(long, value_name = "FILE")]
    figures: Option<PathBuf>,
}

impl Arguments {
    fn place(&self, on_postgres: bool) -> Outcome<Option<Place>> {
        match (on_postgres, &self.postgres) {
            (false, _) => Place::sqlite().map(Some),
            (true, Some(cluster)) => Place::postgres(cluster).map(Some),
            (true, None) => Ok(None),
        }
    }

    fn run(&self) -> Outcome<Record> {
        let mut record = Record::of(self.seed);
        for on_postgres in [false, true] {
            if let Some(place) = self.place(on_postgres)? {
                let done = cuts::run(&self.server, &place, self.cuts, self.seed)?;
                println!("{}", record.cuts(place.engine, &done));
            }
            if let Some(place) = self.place(on_postgres)? {
                let within = Duration::from_secs(self.seconds);
                let done = kills::run(&self.server, &place, self.kills, within, self.seed)?;
                println!("{}", record.kills(place.engine, &done));
            }
        }
        let place = Place::sqlite()?;
        let done = answers::run(&self.server, &place, self.seed)?;
        println!("{}", record.answers(place.engine, &done));
        let (mut kinds, mut others) = (0, 0);
        for poison in Poison::ALL {
            others += poison::run(&self.server, &Place::sqlite()?, poison, self.seed)?;
            kinds += 1;
        }
        println!("{}", record.poison("SQLite", kinds, others));
        poison::narrow_gate(&self.server, &Place::sqlite()?, self.seed)?;
        Ok(record)
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let entered = arguments.run().and_then(|record| match &arguments.figures {
        Some(file) => Ok(record.enter(file)?),
        None => Ok(()),
    });
    match entered {
        Ok(()) => ExitCode::SUCCESS,
        Err(broken) => {
            eprintln!("error: seed {}: {broken}", arguments.seed);
            ExitCode::FAILURE
        }
    }
}
