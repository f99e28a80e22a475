//! Policies received by the households that the team follows: found at the door or on a department's list, now and then
//! missing for some weeks. Chance of its own, so that visits, plans and requests stay.

use super::super::dice::Dice;
use super::walk::{MINUTE, Walk, local_day, midnight};
use super::{Moment, Step};
use chrono::Days;
use domain::config::Config;
use domain::entitlement::codes::{EntitlementSource, EntitlementStatus as Status};
use domain::entitlement::{EntitlementContent, EntitlementKey, keys, standing, worth_asking};
use domain::household::Household;
use domain::ids::{HouseholdId, OpId};
use domain::operation::OperationBody;
use domain::policy::Actor;
use std::collections::BTreeMap;

/// Most policies that are found of one household here.
const POLICIES: usize = 6;
/// One in so many of the other households has something found as well.
const ONE_IN: usize = 9;

/// One finding to come.
struct Found {
    at: i64,
    household: HouseholdId,
    key: EntitlementKey,
    status: Status,
    /// It takes the place of the one before it.
    replaces: bool,
}

/// The operations of one team's findings over the year, in the order of time. Where `scenes` something is missing now.
pub(super) fn of_team(
    mut dice: Dice,
    people: &[Actor],
    households: &[Household],
    moment: Moment,
    config: &Config,
    scenes: bool,
) -> Vec<Step> {
    let of_walk = Dice::of(dice.uuid().as_u64_pair().0, 5);
    let mut walk = Walk::new(of_walk, people, households, moment, config);
    let author = 1.min(people.len().saturating_sub(1));
    let mut planned: Vec<Found> = Vec::new();
    let mut missing = scenes;
    for (at, home) in households.iter().enumerate() {
        let followed = home.monitored().is_some() || home.no_labour_safety_net;
        if !followed && at % ONE_IN != 0 {
            continue;
        }
        let asked = keys(home).filter(|key| worth_asking(home, *key, moment.today));
        let asked = asked.filter(|key| !key.kind.is_fact() && !key.kind.of_resettled());
        let open = asked.filter(|key| standing(home, None, *key).is_none());
        for key in open.take(POLICIES) {
            let statuses = if std::mem::take(&mut missing) {
                (12, [Some(Status::DueNotReceived), None])
            } else {
                (dice.between(60, 300), fate(&mut dice))
            };
            planned.extend(year_of(&mut dice, (home.id, key), statuses, moment));
        }
    }
    let moved = Dice::of(dice.clone().uuid().as_u64_pair().0, 6);
    planned.extend(sites(moved, households, moment));
    planned.sort_by_key(|found| found.at);
    let mut known: BTreeMap<(HouseholdId, EntitlementKey), OpId> = BTreeMap::new();
    for found in planned {
        let last = known
            .get(&(found.household, found.key))
            .copied()
            .filter(|_| found.replaces);
        let stop = found.status == Status::StoppedLawful;
        let on = local_day(found.at);
        let content = EntitlementContent {
            key: found.key,
            status: found.status,
            on,
            source: dice
                .pick(EntitlementSource::ALL)
                .copied()
                .unwrap_or(EntitlementSource::AtTheDoor),
            stopped_on: stop.then_some(on),
            words: if stop {
                "复核后不再符合条件。"
            } else {
                ""
            }
            .to_owned(),
            seen: last.into_iter().collect(),
        };
        let body = OperationBody::RecordEntitlement {
            household: found.household,
            content: Box::new(content),
        };
        if let Some(op) = walk.act(found.at, author, body) {
            known.insert((found.household, found.key), op);
        }
    }
    walk.run()
}

/// What is found of the items of resettled households: each in both half-years, a few of them missing or never asked.
fn sites(mut dice: Dice, households: &[Household], moment: Moment) -> Vec<Found> {
    let mut planned = Vec::new();
    for home in households {
        for key in keys(home).filter(|key| key.kind.of_resettled()) {
            let statuses = match dice.below(100) {
                0..6 => continue,
                6..10 => [Some(Status::Receiving), Some(Status::DueNotReceived)],
                10..16 => [Some(Status::DueNotReceived), Some(Status::Receiving)],
                16..20 => [Some(Status::NotEligible), Some(Status::NotEligible)],
                _ => [Some(Status::Receiving), Some(Status::Receiving)],
            };
            let minute = i64::from(dice.between(8 * 60, 17 * 60));
            let agos = [dice.between(170, 330), dice.between(5, 150)];
            planned.extend(found(minute, (home.id, key), agos, statuses, moment));
        }
    }
    planned
}

/// How a policy comes out: what is found first, and what is found some weeks later.
fn fate(dice: &mut Dice) -> [Option<Status>; 2] {
    match dice.below(100) {
        0..72 => [Some(Status::Receiving), None],
        72..86 => [Some(Status::NotEligible), None],
        86..90 => [Some(Status::StoppedLawful), None],
        90..93 => [Some(Status::StoppedUnexplained), Some(Status::StoppedLawful)],
        93..99 => [Some(Status::DueNotReceived), Some(Status::Receiving)],
        _ => [Some(Status::DueNotReceived), None],
    }
}

fn year_of(
    dice: &mut Dice,
    (household, key): (HouseholdId, EntitlementKey),
    (ago, statuses): (u32, [Option<Status>; 2]),
    moment: Moment,
) -> Vec<Found> {
    let minute = i64::from(dice.between(8 * 60, 17 * 60));
    let days = dice.between(14, 40);
    found(
        minute,
        (household, key),
        [ago, ago.saturating_sub(days)],
        statuses,
        moment,
    )
}

/// What is found of one policy so many days ago, the second in the place of the first.
fn found(
    minute: i64,
    (household, key): (HouseholdId, EntitlementKey),
    agos: [u32; 2],
    statuses: [Option<Status>; 2],
    moment: Moment,
) -> Vec<Found> {
    let at = |ago: u32| {
        let on = moment.today.checked_sub_days(Days::new(u64::from(ago)));
        midnight(on.unwrap_or(moment.today)) + minute * MINUTE
    };
    let found = statuses.into_iter().flatten().zip(agos);
    found
        .enumerate()
        .map(|(which, (status, ago))| Found {
            at: at(ago),
            household,
            key,
            status,
            replaces: which > 0,
        })
        .collect()
}
