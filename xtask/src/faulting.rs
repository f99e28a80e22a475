//! `cargo xtask faults`: the real server killed, cut off and lied about; see `sim::faults`.

use crate::failure::Outcome;
use crate::postgres::{self, Postgres};
use crate::process::{cargo, run};
use crate::project::Project;
use clap::Args;

/// Runs with fewer cuts or kills are tries: their figures are printed and not kept.
const KEPT_FROM: u64 = 100;
/// Where figures are kept.
const FIGURES: &str = "docs/reliability.md";

/// What `cargo xtask faults` can be told.
#[derive(Debug, Args)]
pub struct Faulting {
    /// How many connections are cut, on each database; from 100 cuts and kills on the figures are entered into
    /// docs/reliability.md
    #[arg(long, default_value_t = 1_000)]
    cuts: u64,
    /// How often the server is killed, on each database
    #[arg(long, default_value_t = 1_000)]
    kills: u64,
    /// Longest time for the kills on one database, in seconds
    #[arg(long, default_value_t = 600)]
    seconds: u64,
    /// The seed of all chance
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// The quicker build and the slower run
    #[arg(long)]
    debug: bool,
}

impl Faulting {
    /// Builds the server and runs it through all faults, on SQLite and on PostgreSQL.
    ///
    /// # Errors
    /// When anything was lost, doubled or left behind.
    pub fn run(&self, project: &Project) -> Outcome<()> {
        let profile = if self.debug { &[][..] } else { &["--release"] };
        run(cargo()
            .current_dir(&project.root)
            .args(["build", "-p", "server", "--bin", "server"])
            .args(profile))?;
        let postgres = Postgres::start()?;
        let mut faults = cargo();
        faults.current_dir(&project.root).arg("run").args(profile);
        faults.args(["-p", "sim", "--bin", "faults", "--", "--server"]);
        faults.arg(project.server(!self.debug)).args(self.words());
        run(faults.env(postgres::URL, &postgres.url))
    }

    fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        for (flag, number) in [
            ("--cuts", self.cuts),
            ("--kills", self.kills),
            ("--seconds", self.seconds),
            ("--seed", self.seed),
        ] {
            words.extend([flag.to_owned(), number.to_string()]);
        }
        if self.cuts >= KEPT_FROM && self.kills >= KEPT_FROM {
            words.extend(["--figures".to_owned(), FIGURES.to_owned()]);
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_long_run_is_kept() {
        let asked = |cuts, kills| Faulting {
            cuts,
            kills,
            seconds: 60,
            seed: 3,
            debug: true,
        };
        assert!(asked(1_000, 100).words().contains(&FIGURES.to_owned()));
        let words = asked(1_000, 10).words().join(" ");
        assert_eq!(words, "--cuts 1000 --kills 10 --seconds 60 --seed 3");
    }
}
