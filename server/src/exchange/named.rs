//! Whom a line of a department's list means: the member of the register who has both its number and its name, or nobody.
//! The reading of such a list, up to what its lines have met.

use super::Reporter;
use super::cells::{code_of, id_reason};
use super::table::{Column, Line, Table};
use crate::store::{Store, StoreError};
use domain::exchange::{Fate, ReasonCode};
use domain::household::{Household, Member};
use domain::identity::check_id;
use domain::ids::{HouseholdId, MemberId};
use domain::text;
use std::collections::{BTreeMap, BTreeSet};

/// Characters of a resident identity number; a disability certificate goes on behind it.
const RESIDENT_CHARS: usize = 18;
/// Longest name (VQ12).
const NAME_MAX: usize = 50;

/// Whom a line names.
#[derive(Debug)]
pub(super) struct Named {
    name: String,
    of_name: &'static Column,
    /// The identity number; of a disability certificate, all of it.
    number: String,
    of_number: &'static Column,
}

impl Named {
    /// The name and the number of a line; refused where either is missing or the number is none.
    pub(super) fn read(
        line: &mut Line<'_>,
        of_name: &'static Column,
        of_number: &'static Column,
    ) -> Option<Self> {
        let name = line.needed(of_name, NAME_MAX, ReasonCode::NameEmpty);
        let number = number(line, of_number);
        Some(Self {
            name: plain_name(&name?),
            of_name,
            number: number?,
            of_number,
        })
    }
}

/// Lines of a list with what each says, and of whom; nothing where it is refused.
pub(super) type Lines<'a, S> = Vec<(Line<'a>, Option<(Named, S)>)>;

/// Reads a list; one without a line is refused.
pub(super) fn read<'a, S>(
    table: &'a Table<'a>,
    reporter: &mut Reporter,
    says: impl Fn(&mut Line<'a>) -> Option<(Named, S)>,
) -> Lines<'a, S> {
    let mut lines = Lines::new();
    for at in table.positions() {
        let mut line = table.line(at);
        let said = says(&mut line);
        lines.push((line, said));
    }
    if lines.is_empty() {
        reporter.about_sheet(table.name(), None, ReasonCode::NoRows, true);
    }
    lines
}

/// The part of the register that a list asks for.
pub(super) struct Ground {
    /// Members by the resident part of their number; a certificate and a resident card are one person's.
    people: BTreeMap<String, Vec<(HouseholdId, MemberId)>>,
    households: BTreeMap<HouseholdId, Household>,
}

impl Ground {
    /// Asks the register for whoever has one of the numbers of a list.
    pub(super) async fn of<S>(store: &Store, lines: &Lines<'_, S>) -> Result<Self, StoreError> {
        let people = store.residents(&residents(lines)).await?;
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

    /// Each line with what `found` makes of it and of the member whom it means; nothing where it is refused or means
    /// nobody.
    pub(super) fn meet<'a, S, F>(
        &self,
        lines: Lines<'a, S>,
        found: impl Fn(&mut Line<'a>, (&Household, &Member), S) -> Option<F>,
    ) -> Vec<(Line<'a>, Option<F>)> {
        let mut met = Vec::with_capacity(lines.len());
        for (mut line, said) in lines {
            let found = said.and_then(|(named, said)| {
                let member = self.member(&mut line, &named)?;
                found(&mut line, member, said)
            });
            met.push((line, found));
        }
        met
    }

    /// The member whom a line means: who has its number, and its name (domain.md §4.6). One without the other is
    /// nobody: the line meets nobody, says so at the cell, and the others are taken in.
    fn member(&self, line: &mut Line<'_>, named: &Named) -> Option<(&Household, &Member)> {
        let Named { name, number, .. } = named;
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
                Some(named.of_number),
                ReasonCode::NotRegistered,
                Fate::Unmatched,
                number,
            );
            return None;
        }
        let Some((household, member)) = candidates.find(|(_, member)| plain_name(&member.name) == *name)
        else {
            line.remark_as(
                Some(named.of_name),
                ReasonCode::NameDisagrees,
                Fate::Unmatched,
                name,
            );
            return None;
        };
        line.about.clone_from(&household.code);
        Some((household, member))
    }
}

/// The identity number of a line; refused where it is none.
fn number(line: &mut Line<'_>, column: &'static Column) -> Option<String> {
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

/// The resident parts of the numbers of a list, each once.
fn residents<S>(lines: &Lines<'_, S>) -> Vec<String> {
    let named = lines.iter().filter_map(|(_, said)| said.as_ref());
    let numbers: BTreeSet<String> = named.map(|(named, _)| resident(&named.number)).collect();
    numbers.into_iter().collect()
}

/// The resident part of an identity number, which is ASCII once it was checked.
fn resident(number: &str) -> String {
    number.chars().take(RESIDENT_CHARS).collect()
}

/// A name as two offices may write it differently: without spaces, and with one kind of point between its parts.
fn plain_name(name: &str) -> String {
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
