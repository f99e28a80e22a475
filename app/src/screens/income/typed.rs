//! What was typed into the form, read as a calculation, or the field that cannot be read.

use chrono::{Months, NaiveDate};
use domain::income::codes::{IncomeLine, IncomeSource, Spending};
use domain::income::{IncomeAmount, IncomeContent, SpendingAmount, check};
use domain::refusal::{Refusal, RefusalCode};
use domain::text;

/// The fields beside the amounts; amounts are named by the code of their line.
pub const FROM: &str = "from";
/// Last day of the window.
pub const TO: &str = "to";
/// How many share.
pub const SHARING: &str = "sharing";
/// From where the figures are known.
pub const SOURCE: &str = "source";
/// What else was said.
pub const NOTE: &str = "note";

/// Every field of the form, in its order.
pub fn fields() -> impl Iterator<Item = &'static str> {
    let lines = IncomeLine::ALL.iter().map(|line| line.code());
    let spending = Spending::ALL.iter().map(|kind| kind.code());
    [FROM, TO, SHARING, SOURCE]
        .into_iter()
        .chain(lines)
        .chain(spending)
        .chain([NOTE])
}

/// The twelve months that end today, shared by everybody in the household.
#[must_use]
pub fn fresh(members: usize, today: NaiveDate) -> Vec<(String, String)> {
    let year_ago = today.checked_sub_months(Months::new(12)).unwrap_or(today);
    let from = year_ago.succ_opt().unwrap_or(year_ago);
    let line = |field: &str, text: String| (field.to_owned(), text);
    vec![
        line(FROM, from.to_string()),
        line(TO, today.to_string()),
        line(SHARING, members.to_string()),
        line(SOURCE, IncomeSource::SelfReport.code().to_owned()),
    ]
}

/// A calculation as it would be typed.
#[must_use]
pub fn of_content(content: &IncomeContent) -> Vec<(String, String)> {
    let line = |field: &str, text: String| (field.to_owned(), text);
    let source = content
        .amounts
        .first()
        .map_or(IncomeSource::SelfReport, |amount| amount.source);
    let mut typed = vec![
        line(FROM, content.from.to_string()),
        line(TO, content.to.to_string()),
        line(SHARING, content.sharing.to_string()),
        line(SOURCE, source.code().to_owned()),
        line(NOTE, content.note.clone()),
    ];
    typed.extend(
        content
            .amounts
            .iter()
            .map(|amount| line(amount.line.code(), amount.yuan.to_string())),
    );
    typed.extend(
        content
            .spending
            .iter()
            .map(|amount| line(amount.kind.code(), amount.yuan.to_string())),
    );
    typed
}

/// Reads what was typed; fields left empty were not asked.
///
/// # Errors
/// The first field that cannot be read, or the rule that forbids the whole, beside its field.
pub fn read(typed: impl Fn(&str) -> String, today: NaiveDate) -> Result<IncomeContent, Refusal> {
    let content = read_loosely(&typed)?;
    check(&content, today)?;
    Ok(content)
}

/// As [`read`], before the rules: for the figures that the form shows while it is filled in.
///
/// # Errors
/// The first field that cannot be read.
pub fn read_loosely(typed: &impl Fn(&str) -> String) -> Result<IncomeContent, Refusal> {
    let source = IncomeSource::from_code(&typed(SOURCE)).unwrap_or(IncomeSource::SelfReport);
    let mut amounts = Vec::new();
    for line in IncomeLine::ALL.iter().copied() {
        if let Some(yuan) = amount(line.code(), &typed(line.code()))? {
            amounts.push(IncomeAmount { line, yuan, source });
        }
    }
    let mut spending = Vec::new();
    for kind in Spending::ALL.iter().copied() {
        if let Some(yuan) = amount(kind.code(), &typed(kind.code()))? {
            spending.push(SpendingAmount { kind, yuan });
        }
    }
    let day = |field: &str| {
        let day = typed(field).parse::<NaiveDate>();
        day.map_err(|_| Refusal::at(RefusalCode::IncomeWindow, field))
    };
    let sharing = amount(SHARING, &typed(SHARING))?;
    Ok(IncomeContent {
        from: day(FROM)?,
        to: day(TO)?,
        sharing: sharing.ok_or_else(|| Refusal::at(RefusalCode::BadValue, SHARING))?,
        amounts,
        spending,
        note: typed(NOTE).trim().to_owned(),
    })
}

fn amount(field: &str, typed: &str) -> Result<Option<u32>, Refusal> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let wrong = || Refusal::at(RefusalCode::BadValue, field);
    let number = text::number(typed).map_err(|_| wrong())?;
    u32::try_from(number).map(Some).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn look_up<'t>(typed: &'t [(&'t str, &'t str)]) -> impl Fn(&str) -> String + 't {
        move |field| {
            let found = typed.iter().find(|(at, _)| *at == field);
            found.map(|(_, text)| (*text).to_owned()).unwrap_or_default()
        }
    }

    const GROUND: [(&str, &str); 3] = [(FROM, "2025-11-27"), (TO, "2026-11-26"), (SHARING, "3")];

    #[test]
    fn numbers_are_read_as_people_type_them() {
        let typed = [
            GROUND.as_slice(),
            &[
                ("W1", "２4,000元"),
                ("C1", " 300 "),
                ("SELF_PAID_MEDICAL", "1200"),
            ],
        ]
        .concat();
        let content = read(look_up(&typed), day("2026-11-26")).unwrap();
        let told: Vec<_> = content
            .amounts
            .iter()
            .map(|amount| (amount.line, amount.yuan))
            .collect();
        assert_eq!(told, [(IncomeLine::AwayWork, 24_000), (IncomeLine::Costs, 300)]);
        assert_eq!(content.spending.len(), 1);
    }

    #[test]
    fn a_field_that_cannot_be_read_is_named() {
        let refused = |extra: &[(&str, &str)]| {
            let typed = [GROUND.as_slice(), extra].concat();
            let refusal = read(look_up(&typed), day("2026-11-26")).unwrap_err();
            (refusal.code, refusal.field.unwrap_or_default())
        };
        assert_eq!(
            refused(&[("W1", "两万")]),
            (RefusalCode::BadValue, "W1".to_owned())
        );
        assert_eq!(refused(&[("T2", "-5")]), (RefusalCode::BadValue, "T2".to_owned()));
        assert_eq!(refused(&[]), (RefusalCode::NoIncome, "amounts".to_owned()));
    }

    #[test]
    fn the_fresh_form_covers_twelve_months_and_a_calculation_reads_back_as_itself() {
        let fresh = fresh(3, day("2024-02-29"));
        let typed = move |field: &str| {
            let amount = (field == "P2").then(|| "700".to_owned());
            let ground = fresh
                .iter()
                .find(|(at, _)| at == field)
                .map(|(_, text)| text.clone());
            amount.or(ground).unwrap_or_default()
        };
        let content = read(typed, day("2024-02-29")).unwrap();
        assert_eq!((content.from, content.to), (day("2023-03-01"), day("2024-02-29")));
        let again = of_content(&content);
        let typed = |field: &str| {
            again
                .iter()
                .find(|(at, _)| at == field)
                .map(|(_, text)| text.clone())
                .unwrap_or_default()
        };
        assert_eq!(read(typed, day("2024-02-29")), Ok(content));
    }
}
