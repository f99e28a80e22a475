//! A village's register as tables in the order of fields of the national system 全国防返贫监测信息系统, to be held beside its
//! pages or copied into them (domain.md §4.11, §9.3).
//!
//! Every column of that order is there; one of which this product holds nothing stays empty, so that columns never move.
//! Numbers stand as they may be shown, never in full (§11.2). The words are Chinese: the other system knows no others.

mod cells;
mod columns;
mod earnings;

use crate::case::MonitoringFile;
use crate::entitlement::EntitlementFile;
use crate::household::Household;
use crate::income::CountingRule;
use crate::roster::Village;
use chrono::NaiveDate;
use columns::{OfHousehold, OfMeasure, OfMember, household_columns, measure_columns, member_columns};
use earnings::{earnings, income_columns};

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing is known, or nothing is held.
    Empty,
    /// Words, codes and everything with digits that is no amount.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A day.
    Day(NaiveDate),
}

/// A table with its headings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Its name, at most 31 characters as workbooks want it.
    pub name: &'static str,
    /// The headings, in the national order.
    pub headings: Vec<&'static str>,
    /// Its lines, each as long as the headings.
    pub rows: Vec<Vec<Cell>>,
}

/// A household with its monitoring file and what was found of the policies it receives, where it has them.
#[derive(Clone, Copy, Debug)]
pub struct Dossier<'a> {
    /// The household.
    pub household: &'a Household,
    /// Its file.
    pub file: Option<&'a MonitoringFile>,
    /// What was found of policies received.
    pub entitlements: Option<&'a EntitlementFile>,
}

/// The four tables of a village: households, members, measures, incomes. Households in the order of group and number;
/// net incomes by the district's rules of counting.
#[must_use]
pub fn register(village: &Village, dossiers: &[Dossier<'_>], rules: &[CountingRule]) -> Vec<Sheet> {
    let mut dossiers = dossiers.to_vec();
    dossiers.sort_by_key(|one| (&one.household.group, &one.household.code));
    let households = dossiers.iter().map(|one| OfHousehold { village, one: *one });
    let members = dossiers.iter().flat_map(|one| {
        let members = one.household.members.iter();
        members.map(|member| OfMember { one: *one, member })
    });
    let measures = dossiers.iter().flat_map(|one| {
        let measures = one.file.map_or(&[][..], |file| &file.plan.measures);
        measures.iter().map(|measure| OfMeasure { one: *one, measure })
    });
    let incomes = dossiers.iter().flat_map(|one| earnings(*one, rules));
    vec![
        sheet("农户", &household_columns(), households),
        sheet("家庭成员", &member_columns(), members),
        sheet("帮扶措施", &measure_columns(), measures),
        sheet("收入测算", &income_columns(), incomes),
    ]
}

/// A column: its heading, and what of a line stands in it.
type Column<T> = (&'static str, fn(&T) -> Cell);

fn sheet<T>(name: &'static str, columns: &[Column<T>], lines: impl Iterator<Item = T>) -> Sheet {
    Sheet {
        name,
        headings: columns.iter().map(|(heading, _)| *heading).collect(),
        rows: lines
            .map(|line| columns.iter().map(|(_, cell)| cell(&line)).collect())
            .collect(),
    }
}
