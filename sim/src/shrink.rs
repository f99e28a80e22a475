//! A failing story made short: steps that are not needed for the failure are left out.

use crate::fault::Law;
use crate::plan::{Plan, Step, Weather};
use crate::run::{self, Verdict};
use crate::world::Options;

/// Plays that are spent on one story.
const PLAYS: usize = 400;

/// A short plan that still fails.
#[derive(Clone, Debug)]
pub struct Small {
    /// The plan.
    pub plan: Plan,
    /// How it ends.
    pub verdict: Verdict,
}

/// Leaves out ever smaller runs of steps as long as the same law stays broken, then calms the network if it
/// fails without bad weather, too.
#[must_use]
pub fn shrink(plan: &Plan, options: Options) -> Small {
    let mut left = PLAYS;
    let verdict = play(plan, options);
    let mut small = Small {
        plan: plan.clone(),
        verdict,
    };
    let Some(law) = small.verdict.breaches.first().map(|breach| breach.law) else {
        return small;
    };
    for phone in 0..small.plan.phones.len() {
        if let Some(fewer) = fails(small.plan.without_phone(phone), options, law) {
            small = fewer;
        }
    }
    let mut width = small.plan.steps.len() / 2;
    while width > 0 && left > 0 {
        let mut from = 0;
        while from < small.plan.steps.len() && left > 0 {
            left -= 1;
            let shorter = without(&small.plan, from, width);
            match fails(shorter, options, law) {
                Some(shorter) => small = shorter,
                None => from += width,
            }
        }
        width /= 2;
    }
    let calm = Plan {
        weather: Weather::default(),
        ..small.plan.clone()
    };
    fails(calm, options, law).unwrap_or(small)
}

fn without(plan: &Plan, from: usize, width: usize) -> Plan {
    let steps = plan.steps.iter().enumerate();
    let kept = steps.filter(|(at, _)| *at < from || *at >= from + width);
    let steps: Vec<Step> = kept.map(|(_, step)| *step).collect();
    Plan {
        steps,
        ..plan.clone()
    }
}

fn fails(plan: Plan, options: Options, law: Law) -> Option<Small> {
    let verdict = play(&plan, options);
    let broken = verdict.breaches.iter().any(|breach| breach.law == law);
    broken.then_some(Small { plan, verdict })
}

fn play(plan: &Plan, options: Options) -> Verdict {
    run::judged(plan, options)
}
