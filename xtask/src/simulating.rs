//! `cargo xtask sim`: phones, server and bad weather from seeds; see the crate `sim`.

use crate::failure::Outcome;
use crate::process::{cargo, run};
use crate::project::Project;
use clap::Args;

/// Campaigns below this many seeds are tries: their figures are printed and not kept.
const KEPT_FROM: u64 = 1_000;
/// Where figures are kept.
const FIGURES: &str = "docs/reliability.md";

/// What `cargo xtask sim` can be told.
#[derive(Debug, Args)]
pub struct Simulating {
    /// How many seeds; from 1,000 on the figures are entered into docs/reliability.md
    #[arg(long, default_value_t = 1_000)]
    seeds: u64,
    /// The first seed
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Play only this seed and print its story; one that fails is made short
    #[arg(long, conflicts_with_all = ["seeds", "from"])]
    seed: Option<u64>,
    /// The quicker build and the slower run: for work on the simulation itself
    #[arg(long)]
    debug: bool,
}

impl Simulating {
    /// Builds the simulation and runs it.
    ///
    /// # Errors
    /// When a law of the ledger was broken.
    pub fn run(&self, project: &Project) -> Outcome<()> {
        let mut sim = cargo();
        sim.current_dir(&project.root).arg("run");
        if !self.debug {
            sim.arg("--release");
        }
        run(sim.args(["-p", "sim", "--"]).args(self.words()))
    }

    fn words(&self) -> Vec<String> {
        if let Some(seed) = self.seed {
            return vec!["--seed".to_owned(), seed.to_string()];
        }
        let mut words = vec![
            "--seeds".to_owned(),
            self.seeds.to_string(),
            "--from".to_owned(),
            self.from.to_string(),
        ];
        if self.seeds >= KEPT_FROM {
            words.extend(["--figures".to_owned(), FIGURES.to_owned()]);
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_campaign_is_kept() {
        let asked = |seeds, seed| Simulating {
            seeds,
            from: 5,
            seed,
            debug: false,
        };
        assert!(asked(10_000, None).words().contains(&FIGURES.to_owned()));
        assert_eq!(asked(20, None).words(), ["--seeds", "20", "--from", "5"]);
        assert_eq!(asked(10_000, Some(7)).words(), ["--seed", "7"]);
    }
}
