//! Persons of the households that are known here, to find those who are registered twice (§12.1, VQ02).

use super::{Compared, Finding, ScreeningRule};
use crate::household::{Household, Member};
use crate::ids::{HouseholdId, MemberId};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Who somebody is, as far as a phone knows: no full number leaves the server. Name, date of birth and what may be shown
/// of the number have to be the same; where one of them is missing nobody can say.
type Who<'a> = (&'a str, NaiveDate, &'a str);

/// Where persons are registered.
#[derive(Clone, Debug, Default)]
pub struct Persons<'a>(BTreeMap<Who<'a>, Vec<(HouseholdId, MemberId)>>);

impl<'a> Persons<'a> {
    /// The persons of these households; of those that are no longer there nobody counts.
    #[must_use]
    pub fn of(households: impl IntoIterator<Item = &'a Household>) -> Self {
        let mut persons = Self::default();
        for household in households.into_iter().filter(|one| one.reduced.is_none()) {
            for member in &household.members {
                if let Some(who) = who(member) {
                    let places = persons.0.entry(who).or_default();
                    places.push((household.id, member.id));
                }
            }
        }
        // Phone and server load households in different orders, and say the same.
        for places in persons.0.values_mut() {
            places.sort_unstable();
        }
        persons
    }

    /// The members of a household who are registered once more, each with the first other place.
    pub(super) fn twice(&self, household: &Household) -> Vec<Finding> {
        let twin = |member: &Member| {
            let places = self.0.get(&who(member)?)?;
            places.iter().copied().find(|place| place.1 != member.id)
        };
        let found = household.members.iter().filter_map(|member| {
            let (household, other) = twin(member)?;
            Some(Finding {
                rule: ScreeningRule::PersonTwice,
                member: Some(member.id),
                facts: Vec::new(),
                compared: Some(Compared::Person {
                    household,
                    member: other,
                }),
            })
        });
        found.collect()
    }
}

fn who(member: &Member) -> Option<Who<'_>> {
    let name = member.name.trim();
    let known = !name.is_empty();
    Some((name, member.birth?, member.id_masked.as_deref()?)).filter(|_| known)
}
