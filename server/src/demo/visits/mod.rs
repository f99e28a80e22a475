//! A year of visits, reviews and plans of one team, as the operations that its phones would have sent.
//!
//! [`calendar`] says who visits whom and when; [`walk`] goes through that year in the order of time over the
//! team's records with the domain's own reducer, so that every operation rests on what its author could see.
//! [`plans`] adds what the team does for its monitored households, [`policies`] what
//! they receive, [`requests`] what households asked lately, [`months`] what is confirmed of each month, [`works`] what stands in the work log, [`handovers`] what
//! who leaves hands over, [`files`] the monitoring files that have a history.

mod calendar;
pub mod files;
mod handovers;
mod months;
mod plans;
mod policies;
mod requests;
mod triage;
mod walk;
mod works;

use super::dice::Dice;
use calendar::Calendar;
use chrono::NaiveDate;
use domain::config::Config;
use domain::household::Household;
use domain::operation::Operation;
use domain::policy::Actor;
use domain::roster::Role;
use domain::time::Millis;
use walk::Walk;

/// One operation, and when the server received it.
#[derive(Clone, Debug)]
pub struct Step {
    /// The operation.
    pub operation: Operation,
    /// The server's time of receipt.
    pub at: Millis,
}

/// When the demonstration is set.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// The local day.
    pub today: NaiveDate,
    /// The server's clock; nothing is later.
    pub now: Millis,
}

/// The operations of one team over the last twelve months. `people` are the team's, leader first; `scenes`
/// adds what the demonstration's own member and leader should find.
#[must_use]
pub fn script(
    dice: Dice,
    people: &[Actor],
    households: &[Household],
    moment: Moment,
    config: &Config,
    scenes: bool,
) -> Vec<Step> {
    let apart = Dice::of(dice.clone().uuid().as_u64_pair().0, 1);
    let plans = plans::of_team(apart, people, households, moment, config);
    let asking = Dice::of(dice.clone().uuid().as_u64_pair().0, 4);
    let counting = Dice::of(dice.clone().uuid().as_u64_pair().0, 7);
    let receiving = Dice::of(dice.clone().uuid().as_u64_pair().0, 9);
    let policies = policies::of_team(receiving, people, households, moment, config, scenes);
    let leaving = Dice::of(dice.clone().uuid().as_u64_pair().0, 10);
    let working = Dice::of(dice.clone().uuid().as_u64_pair().0, 11);
    let works = works::of_team(working, people, households, moment, config);
    let requests = requests::of_team(asking, people, households, moment, config);
    let mut calendar = Calendar::new(dice, people.len(), moment.today, config);
    if scenes {
        calendar.stage(households);
    }
    calendar.year(households);
    let (dice, planned) = calendar.planned();
    let mut walk = Walk::new(dice, people, households, moment, config);
    for visit in planned {
        walk.expect(visit);
    }
    let mut steps = walk.run();
    let months = months::of_team(counting, people, &steps, moment, config, scenes);
    steps.extend(months);
    steps.extend(plans);
    steps.extend(requests);
    steps.extend(policies);
    steps.extend(works);
    if scenes {
        steps.extend(handovers::of_team(leaving, people, households, moment, config));
    }
    steps.sort_by_key(|step| step.at);
    steps
}

/// The people of a team in the order that [`script`] wants: the leader first.
#[must_use]
pub fn leader_first(mut people: Vec<Actor>) -> Vec<Actor> {
    people.sort_by(|a, b| {
        let rank = |actor: &Actor| (actor.role != Role::TeamLeader, actor.staff.clone());
        rank(a).cmp(&rank(b))
    });
    people
}
