//! Whether a draft may be adopted.

use super::codes::EditionCode;
use super::{CommitmentSetting, Draft, Edition, Setting, in_force};
use crate::calendar::{Limit, Stretch};
use crate::commitments::row_on;
use crate::config::Config;
use crate::text;
use crate::time::plus_days;
use chrono::{Datelike, NaiveDate, Weekday};
use std::collections::BTreeSet;

/// Most things that one edition sets; a bound, not a rule of the field.
pub const SETTINGS_MAX: usize = 100;
/// Longest number of a document, in characters.
const DOCUMENT_MAX: usize = 120;
/// Longest words, in characters.
const WORDS_MAX: usize = 500;
/// Longest wording of a commitment, in characters.
const WORDING_MAX: usize = 120;
/// Days ahead at most.
const AHEAD_MAX: u32 = 731;
/// Income lines that make sense, yuan; a bound, not a rule of the field.
const YUAN: std::ops::RangeInclusive<i64> = 1_000..=100_000;
/// Shares of an income that make sense as a figure of screening; a bound, not a rule of the field.
const PERCENT: std::ops::RangeInclusive<u32> = 1..=200;
/// The year of the first line (domain.md §4.2).
const FIRST_YEAR: i32 = 2020;
/// Most stretches of days off, and most weekend days worked, of one year; a bound, not a rule of the field.
const OFF_MAX: usize = 20;
/// A year without a 29 February: a season has its days in every year.
const ANY_YEAR: i32 = 2025;

/// Why a draft is not adopted, and with which field: `document`, `from`, `words`, `settings`, or the key of a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The reason.
    pub code: EditionCode,
    /// The field.
    pub field: String,
}

fn fault(code: EditionCode, field: impl Into<String>) -> Result<(), Fault> {
    Err(Fault {
        code,
        field: field.into(),
    })
}

/// Checks a draft on a day against what is adopted already.
///
/// # Errors
/// The first thing that is wrong.
pub fn check(draft: &Draft, base: &Config, editions: &[Edition], today: NaiveDate) -> Result<(), Fault> {
    if draft.document.trim().is_empty() || text::check(&draft.document, DOCUMENT_MAX).is_err() {
        return fault(EditionCode::NoDocument, "document");
    }
    if draft.from < today {
        return fault(EditionCode::Past, "from");
    }
    if draft.from > plus_days(today, AHEAD_MAX) {
        return fault(EditionCode::FarAhead, "from");
    }
    if text::check(&draft.words, WORDS_MAX).is_err() {
        return fault(EditionCode::NoWording, "words");
    }
    match draft.settings.len() {
        0 => return fault(EditionCode::Nothing, "settings"),
        1..=SETTINGS_MAX => {}
        _ => return fault(EditionCode::TooMany, "settings"),
    }
    let present = in_force(base, editions, draft.from);
    let mut keys = BTreeSet::new();
    for setting in &draft.settings {
        if !keys.insert(setting.key()) {
            return fault(EditionCode::Twice, setting.key());
        }
        if let Some(code) = wrong(setting, draft.from, &present) {
            return fault(code, setting.key());
        }
    }
    let newest = editions.iter().map(|edition| edition.number).max().unwrap_or(0);
    match draft.after == newest {
        true => Ok(()),
        false => fault(EditionCode::Moved, "settings"),
    }
}

/// What is wrong with a value.
fn wrong(setting: &Setting, from: NaiveDate, present: &Config) -> Option<EditionCode> {
    let sensible = match setting {
        Setting::Regime { regime } if regime.categories().is_empty() => return Some(EditionCode::Reserved),
        Setting::Regime { .. } => true,
        Setting::Line { year, yuan } => {
            (FIRST_YEAR..=from.year().saturating_add(1)).contains(year) && YUAN.contains(yuan)
        }
        // Costs are deducted, whatever anybody rules.
        Setting::Counting { line, .. } => line.component() != crate::income::codes::Component::BusinessCost,
        Setting::DaysOnSite { days } => (1..=31).contains(days),
        Setting::NightsOnSite { nights } => (0..=31).contains(nights),
        Setting::Figure { figure, value } => figure.accepts(*value),
        Setting::Limit {
            limit: Limit { days, .. },
            ..
        } => (1..=120).contains(days),
        Setting::Season { code, from, to } => {
            let day = |(month, of_month)| NaiveDate::from_ymd_opt(ANY_YEAR, month, of_month).is_some();
            present.calendar.season(code).is_some() && day(*from) && day(*to)
        }
        Setting::Screening { rule, figure, .. } => {
            rule.figure().is_some() == figure.is_some() && figure.is_none_or(|share| PERCENT.contains(&share))
        }
        Setting::Holidays { year, off, worked } => {
            (FIRST_YEAR..=from.year().saturating_add(1)).contains(year) && is_calendar(*year, off, worked)
        }
        // As many as there are, each once.
        Setting::Asked { departments } => {
            departments.iter().collect::<BTreeSet<_>>().len() == departments.len()
        }
        Setting::Commitment { row } => return wrong_commitment(row, from, present),
    };
    (!sensible).then_some(EditionCode::BadFigure)
}

/// Whether a year's holidays can be such: stretches in order that do not touch, and weekend days beside them.
fn is_calendar(year: i32, off: &[Stretch], worked: &[(u32, u32)]) -> bool {
    let day = |(month, of_month)| NaiveDate::from_ymd_opt(year, month, of_month);
    let exists = |date| day(date).is_some();
    let stretches = off
        .iter()
        .all(|(first, last)| first <= last && exists(*first) && exists(*last));
    let in_order = off
        .iter()
        .zip(off.iter().skip(1))
        .all(|((_, last), (next, _))| last < next);
    let free = |date: &(u32, u32)| off.iter().any(|(first, last)| (first..=last).contains(&date));
    let weekend = |date| day(date).is_some_and(|day| matches!(day.weekday(), Weekday::Sat | Weekday::Sun));
    let makes_up = worked.iter().all(|date| weekend(*date) && !free(date));
    (1..=OFF_MAX).contains(&off.len()) && worked.len() <= OFF_MAX && stretches && in_order && makes_up
}

fn wrong_commitment(row: &CommitmentSetting, from: NaiveDate, present: &Config) -> Option<EditionCode> {
    let unsaid = |words: &String| words.trim().is_empty() || text::check(words, WORDING_MAX).is_err();
    if [&row.zh, &row.en, &row.breach_zh, &row.breach_en]
        .into_iter()
        .any(unsaid)
    {
        return Some(EditionCode::NoWording);
    }
    // Days are for rules that count days, and those need them.
    let counts = row_on(present, row.code, from).is_some_and(|present| present.days.is_some());
    let sensible = match row.days {
        Some(days) => counts && (1..=400).contains(&days),
        None => !counts,
    };
    (!sensible).then_some(EditionCode::BadFigure)
}
