//! Ask once (domain.md §9.3): of every fact who asked it, when and from which source, and which facts it is time to ask
//! again. The form hides what is fresh; the household page shows the oldest first.

use super::Household;
use super::facts::{FactValue, Facts, FieldKey, FieldName, GUARANTEES, MEMBER_FIELDS, Mark};
use crate::config::Config;
use crate::ids::StaffId;
use crate::time::days_between;
use chrono::NaiveDate;

coded! {
    /// From where a fact is known.
    pub enum FactSource {
        Register = "REGISTER", "登记资料", "the register";
        Visit = "VISIT", "走访", "a visit";
    }
}

/// A fact that is known, with its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known<'a> {
    /// Which fact.
    pub key: FieldKey,
    /// What it is.
    pub value: &'a FactValue,
    /// The newest day for which somebody said so.
    pub as_of: NaiveDate,
    /// Who asked last; none where only the register says so.
    pub by: Option<&'a StaffId>,
    /// From where.
    pub source: FactSource,
}

/// A fact that it is time to ask, and the day on which it was last known; none where nobody ever asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToAsk {
    /// Which fact.
    pub key: FieldKey,
    /// When it was last known.
    pub last: Option<NaiveDate>,
}

/// Every fact that is known of a household and its members, the oldest first. A guarantee item of which nobody knows
/// is not known.
#[must_use]
pub fn known(household: &Household) -> Vec<Known<'_>> {
    let mut found: Vec<Known<'_>> = keys(household)
        .filter_map(|key| known_of(household, key))
        .collect();
    found.sort_by_key(|one| (one.as_of, one.key));
    found
}

/// What it is time to ask: guarantee items first that nobody ever asked, then every fact that is older than its limit,
/// the oldest first. A member's fact that is not known is no question by itself: most do not apply to everybody.
#[must_use]
pub fn to_ask(household: &Household, today: NaiveDate, config: &Config) -> Vec<ToAsk> {
    let mut due: Vec<ToAsk> = keys(household)
        .filter_map(|key| {
            let last = known_of(household, key).map(|known| known.as_of);
            let asks = match last {
                Some(day) => !is_fresh(key.name, day, today, config),
                None => GUARANTEES.contains(&key.name),
            };
            asks.then_some(ToAsk { key, last })
        })
        .collect();
    due.sort_by_key(|one| (one.last, one.key));
    due
}

/// What need not be asked again, the oldest first: everything that is known and is not in [`to_ask`].
#[must_use]
pub fn fresh<'a>(household: &'a Household, today: NaiveDate, config: &Config) -> Vec<Known<'a>> {
    let mut known = known(household);
    known.retain(|fact| is_fresh(fact.key.name, fact.as_of, today, config));
    known
}

/// The guarantee items of [`to_ask`], in the order of the form.
#[must_use]
pub fn guarantees_to_ask(household: &Household, today: NaiveDate, config: &Config) -> Vec<FieldName> {
    let is_due = |name: &FieldName| {
        let last = household.known_on(*name);
        last.is_none_or(|day| !is_fresh(*name, day, today, config))
    };
    GUARANTEES.into_iter().filter(is_due).collect()
}

/// Whether a fact of that day need not be asked again: guarantee items and all others have a limit each.
#[must_use]
pub fn is_fresh(name: FieldName, as_of: NaiveDate, today: NaiveDate, config: &Config) -> bool {
    let limit = match (GUARANTEES.contains(&name), config.fact_stale_days) {
        (true, _) => config.guarantee_stale_days,
        // Completed schooling does not change by the passing of days.
        (false, 0) => return true,
        (false, _) if name == FieldName::Education => return true,
        (false, days) => days,
    };
    days_between(as_of, today) <= i64::from(limit)
}

/// The fields that a household and its members have.
fn keys(household: &Household) -> impl Iterator<Item = FieldKey> {
    let own = FieldName::ALL.iter().filter(|name| !name.of_member());
    let own = own.map(|name| FieldKey::own(*name));
    let members = household.members.iter().flat_map(|member| {
        MEMBER_FIELDS.into_iter().map(|name| FieldKey {
            member: Some(member.id),
            name,
        })
    });
    own.chain(members)
}

/// What is known of one fact; none where nobody knows.
#[must_use]
pub fn known_of(household: &Household, key: FieldKey) -> Option<Known<'_>> {
    known_in(household.facts_of(key.member)?, household, key)
}

/// The same by the facts of the one of whom the key speaks, where they are at hand.
pub(crate) fn known_in<'a>(facts: &'a Facts, household: &'a Household, key: FieldKey) -> Option<Known<'a>> {
    let value = facts.value(key.name)?;
    if key.member.is_none() && GUARANTEES.contains(&key.name) {
        household.known_on(key.name)?;
    }
    let mark: Option<&Mark> = facts.mark(key.name);
    Some(Known {
        key,
        value,
        as_of: mark.map_or(household.register_as_of, |mark| mark.as_of),
        by: mark.map(|mark| &mark.by),
        source: mark.map_or(FactSource::Register, |_| FactSource::Visit),
    })
}
