//! What was found of the policies that invented households receive.

use super::dice::Dice;
use super::households::id;
use chrono::NaiveDate;
use domain::entitlement::codes::{EntitlementSource, EntitlementStatus};
use domain::entitlement::{EntitlementCheck, EntitlementContent, EntitlementFile, EntitlementKey, keys};
use domain::household::Household;
use domain::ids::OpId;
use domain::time::{Millis, days_between};

/// What was found of a household's policies, of some of it nothing; the second of two mostly without the first read.
pub fn entitlements(household: &Household, number: u64, today: NaiveDate) -> Option<EntitlementFile> {
    let mut dice = Dice::of(25, number);
    let asked: Vec<EntitlementKey> = keys(household).filter(|key| !key.kind.is_fact()).collect();
    let mut file = EntitlementFile::new(household.id, household.village.clone());
    // Of the items after a move most are found, so that their line is kept in some households and broken in others.
    for (which, key) in (8..).zip(asked.iter().filter(|key| key.kind.of_resettled())) {
        if dice.in_hundred(85) {
            let op = OpId(id(25, number * 100 + which));
            file.checks.push(check(&mut dice, (op, *key, Vec::new()), today));
        }
    }
    for which in 0..dice.below(8) {
        let key = dice.one(&asked)?;
        let seen = match dice.in_hundred(60) {
            true => file.open(key).iter().map(|check| check.op).collect(),
            false => Vec::new(),
        };
        let op = OpId(id(25, number * 100 + which));
        file.checks.push(check(&mut dice, (op, key, seen), today));
    }
    (!file.checks.is_empty()).then_some(file)
}

fn check(
    dice: &mut Dice,
    (op, key, seen): (OpId, EntitlementKey, Vec<OpId>),
    today: NaiveDate,
) -> EntitlementCheck {
    let on = dice.before(today, 0, 500);
    let status = match dice.in_hundred(50) {
        true => EntitlementStatus::Receiving,
        false => dice
            .one(EntitlementStatus::ALL)
            .unwrap_or(EntitlementStatus::Unknown),
    };
    let noon = Millis(days_between(NaiveDate::default(), on) * 86_400_000 + 4 * 3_600_000);
    EntitlementCheck {
        listed: None,
        op,
        by: "P002".into(),
        by_name: "谭某梅".to_owned(),
        recorded_at: noon,
        recorded_on: on,
        received_at: Some(noon),
        content: EntitlementContent {
            key,
            status,
            on,
            source: dice
                .one(EntitlementSource::ALL)
                .unwrap_or(EntitlementSource::AtTheDoor),
            stopped_on: Some(on).filter(|_| status.is_stop()),
            words: "按规定".to_owned(),
            seen,
        },
    }
}
