//! Many seeds on all cores, with progress; a failing one is told, shrunk and told again.

use crate::fault::Breach;
use crate::run::{self, Verdict};
use crate::shrink;
use crate::world::{Counts, Options};
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Seeds after which the progress is told.
const TELL_EVERY: u64 = 500;
/// Failing seeds that are told in full; more are only counted.
const TOLD: usize = 5;

/// What many seeds gave.
#[derive(Debug, Default)]
pub struct Campaign {
    /// The sum of what was counted.
    pub counts: Counts,
    /// Seeds that broke a law.
    pub failed: Vec<u64>,
    /// How long it took.
    pub took: Duration,
}

impl Campaign {
    /// Plays `seeds` seeds from `from` on.
    #[must_use]
    pub fn run(from: u64, seeds: u64) -> Self {
        let begun = Instant::now();
        let next = AtomicU64::new(from);
        let end = from.saturating_add(seeds);
        let sum = Mutex::new(Self::default());
        let hands = thread::available_parallelism().map_or(1, std::num::NonZero::get);
        thread::scope(|scope| {
            for _ in 0..hands {
                scope.spawn(|| {
                    loop {
                        let seed = next.fetch_add(1, Ordering::Relaxed);
                        if seed >= end {
                            return;
                        }
                        let (_, verdict) = run::seed(seed, Options::default());
                        let mut sum = sum.lock().unwrap_or_else(PoisonError::into_inner);
                        sum.take(seed, &verdict);
                        sum.tell_progress(seeds, begun);
                    }
                });
            }
        });
        let mut campaign = sum.into_inner().unwrap_or_else(PoisonError::into_inner);
        campaign.took = begun.elapsed();
        campaign.failed.sort_unstable();
        campaign
    }

    fn take(&mut self, seed: u64, verdict: &Verdict) {
        self.counts.add(&verdict.counts);
        if verdict.breaches.is_empty() {
            return;
        }
        self.failed.push(seed);
        if self.failed.len() <= TOLD {
            println!("{}", summary(seed, &verdict.breaches));
        } else {
            println!("seed {seed} fails as well");
        }
    }

    fn tell_progress(&self, seeds: u64, begun: Instant) {
        let done = self.counts.seeds;
        if done.is_multiple_of(TELL_EVERY) {
            let speed = rate(done, begun.elapsed());
            println!(
                "{done} of {seeds} seeds, {speed} a second, {} failed",
                self.failed.len()
            );
        }
    }

    /// One line that says how it went.
    #[must_use]
    pub fn closing_line(&self) -> String {
        let counts = &self.counts;
        format!(
            "{} seeds, {} schedules, {} operations, {} exchanges, {} crashes, {} restores, {} deaths of phones: \
             {} divergences; {:.0} s, {} seeds a second",
            counts.seeds,
            counts.schedules,
            counts.operations,
            counts.exchanges,
            counts.crashes,
            counts.restores,
            counts.deaths,
            self.failed.len(),
            self.took.as_secs_f64(),
            rate(counts.seeds, self.took)
        )
    }
}

fn rate(seeds: u64, took: Duration) -> u128 {
    u128::from(seeds) * 1_000 / took.as_millis().max(1)
}

fn summary(seed: u64, breaches: &[Breach]) -> String {
    let first = breaches.first().map(ToString::to_string).unwrap_or_default();
    let more = breaches.len().saturating_sub(1);
    format!("seed {seed} fails: {first} (and {more} more)\n  its story: cargo xtask sim --seed {seed}")
}

/// Plays one seed and prints its story; a failing one is shrunk. Whether it held.
#[must_use]
pub fn one(seed: u64) -> bool {
    let (plan, verdict) = run::seed(seed, Options::default());
    print!("{}", verdict.story);
    for breach in &verdict.breaches {
        println!("BROKEN {breach}");
    }
    if verdict.breaches.is_empty() {
        println!("seed {seed}: every law held");
        return true;
    }
    let small = shrink::shrink(&plan, Options::default());
    println!(
        "\nThe same with {} of {} steps:",
        small.plan.steps.len(),
        plan.steps.len()
    );
    print!("{}", small.verdict.story);
    for breach in &small.verdict.breaches {
        println!("BROKEN {breach}");
    }
    false
}
