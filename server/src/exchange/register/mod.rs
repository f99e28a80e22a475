//! The household register: households, members and incomes of whole villages.
//!
//! Planned village by village, so that a district of 65,000 households needs memory for its file and for
//! what changes, not for everything twice.

mod build;
mod checks;
pub mod district;
mod index;
mod rows;
mod template;

pub use build::{household_id, member_id};
pub use district::{District, plan};

use super::Reporter;
use super::table::{Line, Table};
use super::workbook::Workbook;
use crate::store::RegisterHousehold;
use build::{Before, Built, Change, Said, build};
use checks::{check_count, check_heads, check_spouses, may_mean};
use chrono::NaiveDate;
use domain::exchange::{Fate, ImportKind, ImportReport, ReasonCode, Subject};
use domain::household::Household;
use domain::household::facts::FieldName;
use domain::ids::{HouseholdId, MemberId, VillageId};
use index::{Index, Places};
use rows::{HouseholdRow, MemberRow};
use std::collections::{BTreeMap, BTreeSet};

/// What an import of a register would do.
#[derive(Debug)]
pub struct RegisterPlan {
    /// The households to write: new and changed ones only.
    pub rows: Vec<RegisterHousehold>,
    /// The fate of every row.
    pub report: ImportReport,
}

/// Identity numbers that are known: the register number of the household and the member.
pub type NumbersInUse = BTreeMap<String, (String, MemberId)>;

/// The full telephone numbers that are known, by household.
pub type Phones = BTreeMap<HouseholdId, String>;

/// What is known of full numbers, which no record holds: two that differ may look alike when masked.
#[derive(Debug, Default)]
pub struct Vault {
    /// Those among the identity numbers of the file that are known.
    pub numbers: NumbersInUse,
    /// The telephone numbers of the known households.
    pub phones: Phones,
}

/// The sheets of a register whose headings were found.
pub struct Sheets<'a> {
    households: Table<'a>,
    members: Table<'a>,
    incomes: Table<'a>,
}

/// A plan in the making.
pub struct Planning<'t> {
    sheets: &'t Sheets<'t>,
    index: Index,
    villages: BTreeSet<VillageId>,
    newest_window: Option<NaiveDate>,
    today: NaiveDate,
    reporter: Reporter,
    rows: Vec<RegisterHousehold>,
    /// Households in which nothing changes and somebody stays whom the file does not list there.
    unwritten: BTreeMap<String, RegisterHousehold>,
    /// Households of the file that have an identity number now which it lists in another.
    losing: BTreeSet<String>,
}

impl<'a> Sheets<'a> {
    /// Finds sheets and headings; the reporter has heard what was passed over.
    ///
    /// # Errors
    /// The report that names what is missing.
    pub fn open(workbook: &'a Workbook) -> Result<(Self, Reporter), ImportReport> {
        let mut reporter = Reporter::new(ImportKind::Households);
        let mut open = |template| Table::open(workbook, template, &mut reporter);
        let households = open(&template::HOUSEHOLDS);
        let members = open(&template::MEMBERS);
        let incomes = open(&template::INCOMES);
        match (households, members, incomes) {
            (Some(households), Some(members), Some(incomes)) => {
                let sheets = Self {
                    households,
                    members,
                    incomes,
                };
                Ok((sheets, reporter))
            }
            _ => Err(reporter.finish()),
        }
    }
}

impl<'t> Planning<'t> {
    /// Begins a plan: sorts the rows by household and refuses those that belong to none.
    #[must_use]
    pub fn begin(
        sheets: &'t Sheets<'t>,
        mut reporter: Reporter,
        villages: BTreeSet<VillageId>,
        today: NaiveDate,
    ) -> Self {
        let index = Index::of(
            &sheets.households,
            &sheets.members,
            &sheets.incomes,
            &mut reporter,
        );
        Self {
            newest_window: index.newest_window,
            sheets,
            index,
            villages,
            today,
            reporter,
            rows: Vec::new(),
            unwritten: BTreeMap::new(),
            losing: BTreeSet::new(),
        }
    }

    /// The villages that the file names, known or not.
    #[must_use]
    pub fn villages(&self) -> Vec<VillageId> {
        self.index.by_village.keys().cloned().collect()
    }

    /// The register numbers of a village's households in the file.
    #[must_use]
    pub fn codes(&self, village: &VillageId) -> &[String] {
        self.index
            .by_village
            .get(village)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// The identity numbers of a village's members in the file, right or wrong.
    #[must_use]
    pub fn numbers(&self, village: &VillageId) -> Vec<String> {
        let places = self
            .codes(village)
            .iter()
            .filter_map(|code| self.index.places.get(code));
        let rows = places.flat_map(|places| &places.members);
        rows.map(|at| rows::number_of(self.sheets.members.raw(*at, &template::NUMBER)))
            .filter(|number| !number.is_empty())
            .collect()
    }

    /// Plans one village. `known` holds the known households among [`Planning::codes`], `vault` the known
    /// numbers among [`Planning::numbers`] and the telephones of the known households.
    pub fn village(&mut self, village: &VillageId, known: &[Household], vault: &Vault) {
        let known: BTreeMap<&str, &Household> =
            known.iter().map(|known| (known.code.as_str(), known)).collect();
        let codes = self.index.by_village.remove(village).unwrap_or_default();
        let numbers = by_household(&vault.numbers);
        let none = BTreeMap::new();
        for code in codes {
            let Some(places) = self.index.places.get(&code).cloned() else {
                continue;
            };
            let numbers = numbers.get(code.as_str()).unwrap_or(&none);
            let mut lines = self.read(&code, &places, &vault.numbers);
            let known = known.get(code.as_str()).copied();
            let known = known.filter(|known| lines.mean(known, numbers));
            match lines.said(&code, self.newest_window, self.today) {
                Some(said) => {
                    let before = known.map(|household| Before {
                        household,
                        numbers,
                        phone: vault.phones.get(&household.id).map(String::as_str),
                    });
                    let built = build(said, before.as_ref());
                    lines.report(&built, &mut self.reporter);
                    if built.writes() {
                        self.rows.push(built.result);
                    } else if !built.stayed.is_empty() {
                        self.unwritten.insert(code, built.result);
                    }
                }
                None => lines.report_refused(known.is_some(), &mut self.reporter),
            }
        }
    }

    /// The plan: rows only when nothing at all is refused.
    #[must_use]
    pub fn finish(self) -> RegisterPlan {
        let Self {
            reporter,
            mut rows,
            unwritten,
            losing,
            ..
        } = self;
        let report = reporter.finish();
        if !report.committable {
            rows = Vec::new();
        } else {
            // Written as well, so that the number is free for the household to which its owner moved.
            let losers = unwritten.into_iter().filter(|(code, _)| losing.contains(code));
            rows.extend(losers.map(|(_, row)| row));
        }
        RegisterPlan { rows, report }
    }

    fn read(&mut self, code: &str, places: &Places, in_use: &NumbersInUse) -> Lines<'t> {
        let mut household = self.line(&self.sheets.households, places.household, code);
        let says = rows::household(&mut household, &self.villages);
        let mut members = Vec::new();
        for at in &places.members {
            let mut line = self.line(&self.sheets.members, *at, code);
            let says = rows::member(&mut line, self.today);
            self.check_number(&mut line, says.as_ref(), code, in_use);
            members.push((line, says));
        }
        check_count(&mut household, members.len());
        check_heads(&mut household, &mut members);
        check_spouses(&mut members);
        let income = places.income.map(|at| {
            let mut line = self.line(&self.sheets.incomes, at, code);
            let says = rows::income(&mut line);
            (line, says)
        });
        Lines {
            household,
            says,
            members,
            income,
        }
    }

    fn line(&self, table: &'t Table<'t>, at: usize, code: &str) -> Line<'t> {
        let mut line = table.line(at);
        code.clone_into(&mut line.about);
        line
    }

    /// VQ02: one person is in one household, within the file and against what is known.
    fn check_number(
        &mut self,
        line: &mut Line<'t>,
        says: Option<&MemberRow>,
        code: &str,
        in_use: &NumbersInUse,
    ) {
        let Some(number) = says.and_then(|says| says.number.as_ref()) else {
            return;
        };
        if self.index.repeated.contains(number) {
            line.refuse(&template::NUMBER, ReasonCode::DuplicateId);
        }
        if let Some((elsewhere, _)) = in_use.get(number)
            && elsewhere != code
        {
            // The former household is in the file as well and no longer lists the person: a move.
            if self.index.places.contains_key(elsewhere) {
                self.losing.insert(elsewhere.clone());
            } else {
                line.refuse(&template::NUMBER, ReasonCode::IdInOtherHousehold);
            }
        }
    }
}

/// The known numbers by household.
fn by_household(in_use: &NumbersInUse) -> BTreeMap<&str, BTreeMap<String, MemberId>> {
    let mut households: BTreeMap<&str, BTreeMap<String, MemberId>> = BTreeMap::new();
    for (number, (code, member)) in in_use {
        households
            .entry(code)
            .or_default()
            .insert(number.clone(), *member);
    }
    households
}

/// The rows of one household with what they say.
struct Lines<'t> {
    household: Line<'t>,
    says: Option<HouseholdRow>,
    members: Vec<(Line<'t>, Option<MemberRow>)>,
    income: Option<(Line<'t>, Option<domain::household::IncomeSummary>)>,
}

impl<'t> Lines<'t> {
    /// Whether the rows mean the known household of their number; refused where they cannot.
    fn mean(&mut self, known: &Household, numbers: &BTreeMap<String, MemberId>) -> bool {
        let mean = may_mean(known, numbers, self.says.as_ref(), &self.members);
        if !mean {
            self.household
                .refuse(&template::CODE, ReasonCode::HouseholdElsewhere);
        }
        mean
    }

    /// What all rows say together; none when one of them is refused.
    fn said<'c>(
        &mut self,
        code: &'c str,
        newest_window: Option<NaiveDate>,
        today: NaiveDate,
    ) -> Option<Said<'c>> {
        let refused = self.household.is_refused()
            || self.members.iter().any(|(line, _)| line.is_refused())
            || self.income.as_ref().is_some_and(|(line, _)| line.is_refused());
        if refused {
            return None;
        }
        Some(Said {
            code,
            row: self.says.take()?,
            members: self
                .members
                .iter_mut()
                .filter_map(|(_, says)| says.take())
                .collect(),
            income: self.income.as_mut().and_then(|(_, says)| says.take()),
            newest_window,
            today,
        })
    }

    fn report(mut self, built: &Built, reporter: &mut Reporter) {
        for name in &built.left {
            self.household
                .remark_as(None, ReasonCode::MemberLeft, Fate::Updated, name);
        }
        for name in &built.stayed {
            self.household
                .remark_as(None, ReasonCode::MemberKept, Fate::Kept, name);
        }
        if built.moved {
            self.household
                .remark(&template::VILLAGE, ReasonCode::HouseholdMoved);
        }
        remark_kept(&mut self.household, &built.household.kept);
        let stays = !built.stayed.is_empty();
        reporter.row(
            Subject::Households,
            &self.household,
            fate(&built.household, stays),
        );
        for ((line, _), change) in self.members.iter_mut().zip(&built.members) {
            remark_kept(line, &change.kept);
            reporter.row(Subject::Members, line, fate(change, false));
        }
        if let Some((line, _)) = &self.income {
            reporter.row(Subject::Incomes, line, fate(&built.income, false));
        }
    }

    /// Rows beside a refused one are counted by whether their household is known.
    fn report_refused(self, known: bool, reporter: &mut Reporter) {
        let fate = if known { Fate::Unchanged } else { Fate::New };
        reporter.row(Subject::Households, &self.household, fate);
        for (line, _) in &self.members {
            reporter.row(Subject::Members, line, fate);
        }
        if let Some((line, _)) = &self.income {
            reporter.row(Subject::Incomes, line, fate);
        }
    }
}

fn fate(change: &Change, keeps_more: bool) -> Fate {
    if change.is_new {
        Fate::New
    } else if change.differs {
        Fate::Updated
    } else if keeps_more || !change.kept.is_empty() {
        Fate::Kept
    } else {
        Fate::Unchanged
    }
}

fn remark_kept(line: &mut Line<'_>, kept: &[FieldName]) {
    for name in kept {
        let column = template::column_of(*name);
        let value = column.map_or(name.zh(), |column| line.raw(column));
        line.remark_as(column, ReasonCode::HeardAtTheDoor, Fate::Kept, value);
    }
}
