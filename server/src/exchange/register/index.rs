//! Which rows belong to which household, found in one pass over the file.

use super::super::Reporter;
use super::super::cells::{code_of, date_of};
use super::super::table::{Column, Table};
use super::rows::number_of;
use super::template as t;
use chrono::{Datelike, NaiveDate};
use domain::exchange::{Fate, ReasonCode, Subject};
use domain::ids::VillageId;
use std::collections::{BTreeMap, BTreeSet};

/// The rows of one household, by position in their sheets.
#[derive(Clone, Debug)]
pub(super) struct Places {
    pub household: usize,
    pub members: Vec<usize>,
    pub income: Option<usize>,
}

/// The rows of the file by household and village.
pub(super) struct Index {
    pub places: BTreeMap<String, Places>,
    pub by_village: BTreeMap<VillageId, Vec<String>>,
    /// Identity numbers that occur more than once.
    pub repeated: BTreeSet<String>,
    /// The latest end of an income window.
    pub newest_window: Option<NaiveDate>,
}

impl Index {
    pub fn of(
        households: &Table<'_>,
        members: &Table<'_>,
        incomes: &Table<'_>,
        reporter: &mut Reporter,
    ) -> Self {
        let mut index = Self {
            places: BTreeMap::new(),
            by_village: BTreeMap::new(),
            repeated: repeated_numbers(members),
            newest_window: newest_window(incomes),
        };
        index.take_households(households, reporter);
        index.take_parts(members, &t::OF_HOUSEHOLD, Subject::Members, reporter);
        index.take_parts(incomes, &t::INCOME_OF, Subject::Incomes, reporter);
        index
    }

    fn take_households(&mut self, table: &Table<'_>, reporter: &mut Reporter) {
        let mut rows = 0_usize;
        for at in table.positions() {
            rows = rows.saturating_add(1);
            let mut line = table.line(at);
            let Some(code) = line.code(&t::CODE) else {
                reporter.row(Subject::Households, &line, Fate::Refused);
                continue;
            };
            line.about.clone_from(&code);
            if self.places.contains_key(&code) {
                line.refuse(&t::CODE, ReasonCode::DuplicateRow);
                reporter.row(Subject::Households, &line, Fate::Refused);
                continue;
            }
            let village = VillageId(code_of(line.raw(&t::VILLAGE)));
            self.by_village.entry(village).or_default().push(code.clone());
            let places = Places {
                household: at,
                members: Vec::new(),
                income: None,
            };
            self.places.insert(code, places);
        }
        if rows == 0 {
            reporter.about_sheet(table.name(), None, ReasonCode::NoRows, true);
        }
    }

    fn take_parts(
        &mut self,
        table: &Table<'_>,
        column: &'static Column,
        subject: Subject,
        reporter: &mut Reporter,
    ) {
        for at in table.positions() {
            let code = code_of(table.raw(at, column));
            let reason = match self.places.get_mut(&code) {
                Some(places) if subject == Subject::Members => {
                    places.members.push(at);
                    continue;
                }
                Some(places) if places.income.is_none() => {
                    places.income = Some(at);
                    continue;
                }
                Some(_) => ReasonCode::DuplicateRow,
                None if code.is_empty() => ReasonCode::Missing,
                None => ReasonCode::UnknownHousehold,
            };
            let mut line = table.line(at);
            line.about = code;
            line.refuse(column, reason);
            reporter.row(subject, &line, Fate::Refused);
        }
    }
}

fn repeated_numbers(members: &Table<'_>) -> BTreeSet<String> {
    let mut numbers: Vec<String> = members
        .positions()
        .map(|at| number_of(members.raw(at, &t::NUMBER)))
        .filter(|number| !number.is_empty())
        .collect();
    numbers.sort_unstable();
    let mut repeated = BTreeSet::new();
    for (one, next) in numbers.iter().zip(numbers.iter().skip(1)) {
        if one == next {
            repeated.insert(one.clone());
        }
    }
    repeated
}

fn newest_window(incomes: &Table<'_>) -> Option<NaiveDate> {
    let ends = incomes
        .positions()
        .filter_map(|at| date_of(incomes.raw(at, &t::TO)));
    ends.filter(|day| (2_000..=2_100).contains(&day.year())).max()
}
