//! What of a household, a member, a measure or an income stands in a cell.

use super::columns::{OfHousehold, OfIncome};
use super::{Cell, Dossier};
use crate::household::codes::{Health, RiskCause};
use crate::household::facts::{FactValue, Facts, FieldName};
use crate::household::{Household, Member, Risk};
use crate::income::codes::{Component, Spending};
use crate::income::told;
use crate::plan::Measure;
use crate::plan::codes::MeasureStatus;
use chrono::NaiveDate;

/// A field of the national order of which nothing is held here.
pub(super) fn nothing<T>(_: &T) -> Cell {
    Cell::Empty
}

pub(super) fn text(words: &str) -> Cell {
    match words.is_empty() {
        true => Cell::Empty,
        false => Cell::Text(words.to_owned()),
    }
}

pub(super) fn text_or(words: Option<&str>) -> Cell {
    words.map_or(Cell::Empty, text)
}

pub(super) fn number(value: impl ToNumber) -> Cell {
    value.to_number().map_or(Cell::Empty, Cell::Number)
}

/// What is a whole number in a cell.
pub(super) trait ToNumber {
    fn to_number(self) -> Option<i64>;
}

impl ToNumber for usize {
    fn to_number(self) -> Option<i64> {
        i64::try_from(self).ok()
    }
}

impl ToNumber for u32 {
    fn to_number(self) -> Option<i64> {
        Some(i64::from(self))
    }
}

impl<T: Into<i64>> ToNumber for Option<T> {
    fn to_number(self) -> Option<i64> {
        self.map(Into::into)
    }
}

pub(super) fn day(day: Option<NaiveDate>) -> Cell {
    day.map_or(Cell::Empty, Cell::Day)
}

pub(super) fn yes_no(yes: bool) -> Cell {
    text(if yes { "是" } else { "否" })
}

pub(super) fn flag(facts: &Facts, name: FieldName) -> Cell {
    match facts.value(name) {
        Some(FactValue::Flag(yes)) => yes_no(*yes),
        _ => Cell::Empty,
    }
}

pub(super) fn amount(facts: &Facts, name: FieldName) -> Cell {
    match facts.value(name) {
        Some(FactValue::Count(count)) => Cell::Number(*count),
        _ => Cell::Empty,
    }
}

pub(super) fn coded<'a>(
    facts: &'a Facts,
    name: FieldName,
    words: impl Fn(&'a str) -> Option<&'a str>,
) -> Cell {
    let code = facts.value(name).and_then(FactValue::code);
    text_or(code.and_then(words))
}

/// Not asked is no answer: the cell stays empty.
pub(super) fn answer(household: &Household, name: FieldName) -> Cell {
    match household.known_on(name) {
        Some(_) => text(household.guarantee(name).zh()),
        None => Cell::Empty,
    }
}

pub(super) fn health(member: &Member) -> Cell {
    let Some(FactValue::Codes(codes)) = member.facts.value(FieldName::Health) else {
        return Cell::Empty;
    };
    let words: Vec<&str> = codes
        .iter()
        .filter_map(|code| Health::from_code(code).map(Health::zh))
        .collect();
    text(&words.join("、"))
}

pub(super) fn risk(line: &OfHousehold<'_>, at: usize) -> Cell {
    text_or(line.one.household.risks.get(at).map(in_words).as_deref())
}

/// A risk with its national number before it, where it has one: `0201 因自然灾害（洪涝）`.
fn in_words(risk: &Risk) -> String {
    let (number, words) = match (risk.cause, risk.disaster) {
        (RiskCause::NaturalDisaster, Some(kind)) => (
            Some(kind.national()),
            format!("{}（{}）", risk.cause.zh(), kind.zh()),
        ),
        (cause, _) => (cause.national(), cause.zh().to_owned()),
    };
    number.map_or_else(|| words.clone(), |number| format!("{number} {words}"))
}

pub(super) fn national_number(one: Dossier<'_>) -> Cell {
    let mut cases = one.file.into_iter().flat_map(|file| file.cases.iter().rev());
    text_or(cases.find_map(|case| case.national_number()))
}

pub(super) fn contact(one: Dossier<'_>) -> (Cell, Cell) {
    let contact = one.file.and_then(|file| file.plan.contact());
    contact.map_or((Cell::Empty, Cell::Empty), |contact| {
        (text(&contact.name), text(&contact.unit))
    })
}

pub(super) fn ended_on(measure: &Measure) -> Option<NaiveDate> {
    let ended = matches!(measure.status(), MeasureStatus::Done | MeasureStatus::Stopped);
    let last = measure.progress.last().filter(|_| ended);
    last.map(|progress| progress.step.on)
}

pub(super) fn component(line: &OfIncome<'_>, component: Component) -> Cell {
    let yuan = told(&line.income.content, component);
    i64::try_from(yuan).map_or(Cell::Empty, Cell::Number)
}

pub(super) fn spending(line: &OfIncome<'_>, kind: Spending) -> Cell {
    let found = line.income.content.spending.iter().find(|one| one.kind == kind);
    number(found.map(|one| one.yuan))
}
