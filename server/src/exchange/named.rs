//! Whom a line of a department's list means: the member of the register who has both its number and its name, or nobody.

use super::cells::{code_of, id_reason};
use super::table::{Column, Line};
use crate::store::{Store, StoreError};
use domain::exchange::{Fate, ReasonCode};
use domain::household::{Household, Member};
use domain::identity::check_id;
use domain::ids::{HouseholdId, MemberId};
use domain::text;
use std::collections::{BTreeMap, BTreeSet};

/// Characters of a resident identity number; a disability certificate goes on behind it.
const RESIDENT_CHARS: usize = 18;

/// The part of the register that a list asks for.
pub(super) struct Ground {
    /// Members by the resident part of their number; a certificate and a resident card are one person's.
    people: BTreeMap<String, Vec<(HouseholdId, MemberId)>>,
    households: BTreeMap<HouseholdId, Household>,
}

impl Ground {
    /// Asks the register for whoever has one of these numbers.
    pub(super) async fn of(store: &Store, numbers: impl Iterator<Item = &str>) -> Result<Self, StoreError> {
        let residents: BTreeSet<String> = numbers.map(resident).collect();
        let residents: Vec<String> = residents.into_iter().collect();
        let people = store.residents(&residents).await?;
        let ids: BTreeSet<HouseholdId> = people
            .values()
            .flatten()
            .map(|(household, _)| *household)
            .collect();
        let ids: Vec<HouseholdId> = ids.into_iter().collect();
        let households = store.households_of(&ids).await?;
        let by_id = |household: Household| (household.id, household);
        Ok(Self {
            people,
            households: households.into_iter().map(by_id).collect(),
        })
    }

    /// The member whom a line means: who has its number, and its name (domain.md §4.6). One without the other is
    /// nobody: the line meets nobody, says so at the cell, and the others are taken in.
    pub(super) fn meet(
        &self,
        line: &mut Line<'_>,
        (number, of_number): (&str, &'static Column),
        (name, of_name): (&str, &'static Column),
    ) -> Option<(&Household, &Member)> {
        let registered = self.people.get(&resident(number));
        let mut candidates = registered
            .into_iter()
            .flatten()
            .filter_map(|(household, member)| {
                let household = self.households.get(household)?;
                Some((household, household.member(*member)?))
            });
        let mut known = candidates.clone().peekable();
        if known.peek().is_none() {
            line.remark_as(
                Some(of_number),
                ReasonCode::NotRegistered,
                Fate::Unmatched,
                number,
            );
            return None;
        }
        let Some((household, member)) = candidates.find(|(_, member)| plain_name(&member.name) == name)
        else {
            line.remark_as(Some(of_name), ReasonCode::NameDisagrees, Fate::Unmatched, name);
            return None;
        };
        line.about.clone_from(&household.code);
        Some((household, member))
    }
}

/// The identity number of a line; refused where it is none.
pub(super) fn number(line: &mut Line<'_>, column: &'static Column) -> Option<String> {
    // An apostrophe before the digits keeps a spreadsheet from making a figure of them.
    let number = code_of(line.raw(column).trim_start_matches(['\'', '‘', '’', '`', '\t']));
    if number.is_empty() {
        line.refuse(column, ReasonCode::Missing);
        return None;
    }
    match check_id(&number) {
        Ok(_) => Some(number),
        Err(fault) => {
            line.refuse(column, id_reason(fault, &number));
            None
        }
    }
}

/// The resident part of an identity number, which is ASCII once it was checked.
fn resident(number: &str) -> String {
    number.chars().take(RESIDENT_CHARS).collect()
}

/// A name as two offices may write it differently: without spaces, and with one kind of point between its parts.
pub(super) fn plain_name(name: &str) -> String {
    text::compact(name).replace(['•', '・', '‧', '∙', '.'], "·")
}

#[cfg(test)]
mod tests {
    use super::plain_name;

    #[test]
    fn a_name_is_one_however_it_is_written() {
        assert_eq!(plain_name("聂　满 姣"), "聂满姣");
        assert_eq!(plain_name("阿卜杜拉•买买提"), plain_name("阿卜杜拉·买买提"));
    }
}
