//! A setting in words: what it sets, and to what.

use crate::format::grouped;
use crate::words::Words;
use domain::calendar::{Limit, Stretch};
use domain::edition::codes::Unit;
use domain::edition::{CommitmentSetting, Setting};

/// What it sets.
pub fn label(setting: &Setting, words: Words) -> String {
    let lang = words.lang();
    match setting {
        Setting::Regime { .. } => words.config_regime_what().to_owned(),
        Setting::Line { year, .. } => words.config_line(*year),
        Setting::Counting { line, .. } => line.label(lang).to_owned(),
        Setting::DaysOnSite { .. } => words.config_days_on_site().to_owned(),
        Setting::NightsOnSite { .. } => words.config_nights_on_site().to_owned(),
        Setting::Figure { figure, .. } => figure.label(lang).to_owned(),
        Setting::Limit { which, .. } => which.label(lang).to_owned(),
        Setting::Season { code, .. } => season(code, words),
        Setting::Commitment { row } => format!("{} {}", row.code.code(), row.code.label(lang)),
        Setting::Screening { rule, .. } => rule.label(lang).to_owned(),
        Setting::Holidays { year, .. } => words.config_holidays_of(*year),
        Setting::Asked { .. } => words.config_asked().to_owned(),
    }
}

fn season(code: &str, words: Words) -> String {
    let known = match code {
        "FESTIVAL" => words.season_festival(),
        "TERM_SPRING" => words.season_term_spring(),
        "SCREENING" => words.season_screening(),
        "RAIN" => words.season_rain(),
        "TERM_AUTUMN" => words.season_term_autumn(),
        "INSURANCE" => words.season_insurance(),
        "INCOME" => words.season_income(),
        _ => code,
    };
    known.to_owned()
}

/// A day of every year.
pub fn month_day((month, day): (u32, u32)) -> String {
    format!("{month:02}-{day:02}")
}

/// To what it sets it.
pub fn value(setting: &Setting, words: Words) -> String {
    let lang = words.lang();
    match setting {
        Setting::Regime { regime } => regime.label(lang).to_owned(),
        Setting::Line { yuan, .. } => words.config_yuan_value(&grouped(*yuan)),
        Setting::Counting { counts: true, .. } => words.config_counts().to_owned(),
        Setting::Counting { .. } => words.config_counts_not().to_owned(),
        Setting::DaysOnSite { days } => counted(*days, domain::calendar::DayUnit::Calendar.label(lang)),
        Setting::NightsOnSite { nights: 0 } => words.config_unset().to_owned(),
        Setting::NightsOnSite { nights } => counted(*nights, words.config_nights()),
        Setting::Figure { figure, value: 0 } if figure.may_be_unset() => words.config_unset().to_owned(),
        Setting::Figure { figure, value } => counted(*value, figure.unit().label(lang)),
        Setting::Limit {
            limit: Limit { days, unit },
            ..
        } => counted(*days, unit.label(lang)),
        Setting::Season { from, to, .. } => format!("{} – {}", month_day(*from), month_day(*to)),
        Setting::Commitment { row } => commitment(row, words),
        Setting::Screening { off: true, .. } => words.config_off().to_owned(),
        Setting::Screening { figure: None, .. } => words.config_on().to_owned(),
        Setting::Screening {
            figure: Some(share), ..
        } => format!(
            "{} · {}",
            words.config_on(),
            counted(*share, Unit::Percent.label(lang))
        ),
        Setting::Asked { departments } if departments.is_empty() => words.config_asked_none().to_owned(),
        Setting::Asked { departments } => {
            let names: Vec<&str> = departments.iter().map(|one| one.label(lang)).collect();
            words.join(&names)
        }
        Setting::Holidays { off, worked, .. } if worked.is_empty() => stretches(off),
        Setting::Holidays { off, worked, .. } => {
            format!("{} · {}", stretches(off), words.config_worked_on(&days(worked)))
        }
    }
}

/// Days off as they are written: `01-01~01-03, 02-15`.
pub fn stretches(off: &[Stretch]) -> String {
    let one = |(first, last): &Stretch| match first == last {
        true => month_day(*first),
        false => format!("{}~{}", month_day(*first), month_day(*last)),
    };
    off.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Single days as they are written: `01-04, 02-14`.
pub fn days(days: &[(u32, u32)]) -> String {
    let days = days.iter().map(|day| month_day(*day));
    days.collect::<Vec<_>>().join(", ")
}

fn counted(count: u32, unit: &str) -> String {
    format!("{count} {unit}")
}

fn commitment(row: &CommitmentSetting, words: Words) -> String {
    let lang = words.lang();
    let (wording, breach) = match lang {
        domain::lang::Lang::Zh => (&row.zh, &row.breach_zh),
        domain::lang::Lang::En => (&row.en, &row.breach_en),
    };
    let days = row
        .days
        .map(|days| counted(days, domain::calendar::DayUnit::Calendar.label(lang)));
    let facts = [
        row.off.then(|| words.config_off().to_owned()),
        Some(wording.clone()),
        Some(row.cycle.label(lang).to_owned()),
        Some(breach.clone()),
        days,
    ];
    facts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
