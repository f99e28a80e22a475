//! What is in force on a day, and by which document.

use super::codes::{Figure, Limits};
use super::{Configuration, Edition, Setting};
use crate::case::asked_on;
use crate::commitments::{LineCode, row_on};
use crate::config::Config;
use crate::income::codes::IncomeLine;
use crate::income::{Counting, counting};
use crate::regime::regime_on;
use crate::screening::{self, ScreeningRule, figure_on, in_use};
use crate::team::{figure_of, nights_of};
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// A setting in force, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct InForce {
    /// The thing with its value.
    #[n(0)]
    pub setting: Setting,
    /// The document; empty of what shipped without one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cbor(n(1), default)]
    pub document: String,
    /// Since when; none where that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(2), with = "crate::cbor::maybe_day", default)]
    pub since: Option<NaiveDate>,
    /// The edition that set it; none where the server was started with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(3)]
    pub edition: Option<u32>,
}

/// The editions in the order in which they take effect: by first day, then by number.
fn in_order<'a>(editions: impl IntoIterator<Item = &'a Edition>) -> Vec<&'a Edition> {
    let mut ordered: Vec<&Edition> = editions.into_iter().collect();
    ordered.sort_by_key(|edition| (edition.draft.from, edition.number));
    ordered
}

/// The configuration that rules read on a day: what the server was started with, and what editions set.
///
/// What rules read by its day is in it as soon as it is adopted; anything else from the edition's first day on.
#[must_use]
pub fn in_force<'a>(
    base: &Config,
    editions: impl IntoIterator<Item = &'a Edition>,
    day: NaiveDate,
) -> Config {
    let mut config = base.clone();
    for Edition { draft, .. } in in_order(editions) {
        let holds = draft.from <= day;
        for setting in draft
            .settings
            .iter()
            .filter(|setting| holds || setting.is_dated())
        {
            setting.put(&mut config, draft.from, &draft.document);
        }
    }
    config
}

/// Everything that a configuration sets on a day, each thing once; what is not set is not in it. But that no department is
/// asked is a rule as well, and that no nights and no time of keeping are ordered is said: those have 0.
#[must_use]
pub fn sheet(config: &Config, day: NaiveDate) -> Vec<Setting> {
    let mut all: Vec<Setting> = Vec::new();
    all.extend(config.regime_on(day).map(|regime| Setting::Regime { regime }));
    let mut years: Vec<i32> = config.income_lines.iter().map(|line| line.year).collect();
    years.sort_unstable();
    years.dedup();
    for year in years {
        let line = config.income_lines.iter().find(|line| line.year == year);
        all.extend(line.map(|line| Setting::Line {
            year,
            yuan: line.yuan,
        }));
    }
    for line in IncomeLine::ALL {
        let counts = match counting(*line, day, &config.counting_rules) {
            Counting::RuledIn => true,
            Counting::RuledOut => false,
            _ => continue,
        };
        all.push(Setting::Counting { line: *line, counts });
    }
    let on_site = figure_of(&config.days_on_site, day);
    all.extend(on_site.map(|figure| Setting::DaysOnSite { days: figure.days }));
    all.push(Setting::NightsOnSite {
        nights: nights_of(config, day).unwrap_or_default(),
    });
    all.extend(Figure::ALL.iter().filter_map(|figure| {
        let value = figure.of(config)?;
        Some(Setting::Figure {
            figure: *figure,
            value,
        })
    }));
    all.extend(Limits::ALL.iter().filter_map(|which| {
        let limit = which.of(config)?;
        Some(Setting::Limit { which: *which, limit })
    }));
    all.push(Setting::Asked {
        departments: config.asked_on(day).to_vec(),
    });
    all.extend(config.calendar.0.iter().map(|season| Setting::Season {
        code: season.code.clone(),
        from: season.from,
        to: season.to,
    }));
    all.extend(config.holidays.0.iter().map(|one| Setting::Holidays {
        year: one.year,
        off: one.off.clone(),
        worked: one.worked.clone(),
    }));
    all.extend(LineCode::ALL.iter().filter_map(|code| {
        let row = Box::new(row_on(config, *code, day)?.into());
        Some(Setting::Commitment { row })
    }));
    all.extend(ScreeningRule::ALL.iter().map(|rule| Setting::Screening {
        rule: *rule,
        off: !in_use(config, *rule, day),
        figure: figure_on(config, *rule, day),
    }));
    all
}

/// Where the configuration itself says that a setting comes from.
fn source(config: &Config, setting: &Setting, day: NaiveDate) -> (String, Option<NaiveDate>) {
    let found = match setting {
        Setting::Regime { .. } => {
            regime_on(&config.regimes, day).map(|regime| (regime.document.clone(), Some(regime.from)))
        }
        Setting::Line { year, .. } => {
            let line = config.income_lines.iter().find(|line| line.year == *year);
            line.map(|line| (line.document.clone(), line.from))
        }
        Setting::Counting { line, .. } => {
            let rules = config.counting_rules.iter();
            rules
                .filter(|rule| rule.line == *line && rule.effective_from <= day)
                .max_by_key(|rule| rule.effective_from)
                .map(|rule| (rule.document.clone(), Some(rule.effective_from)))
        }
        Setting::DaysOnSite { .. } => {
            figure_of(&config.days_on_site, day).map(|figure| (figure.document.clone(), Some(figure.from)))
        }
        Setting::NightsOnSite { .. } => {
            let figure = figure_of(&config.nights_on_site, day);
            figure.map(|figure| (figure.document.clone(), Some(figure.from)))
        }
        Setting::Commitment { row } => row_on(config, row.code, day).map(|row| (row.document, row.from)),
        Setting::Screening { rule, .. } => {
            screening::row_on(config, *rule, day).map(|row| (row.document.clone(), Some(row.from)))
        }
        Setting::Holidays { year, .. } => {
            let year = config.holidays.year(*year);
            year.map(|year| (year.document.clone(), None))
        }
        Setting::Asked { .. } => {
            asked_on(&config.asked_departments, day).map(|row| (row.document.clone(), Some(row.from)))
        }
        Setting::Figure { .. } | Setting::Limit { .. } | Setting::Season { .. } => None,
    };
    found.unwrap_or_default()
}

/// The page of the configuration: what is in force on a day with its document, and every edition.
#[must_use]
pub fn overview(base: &Config, editions: &[Edition], day: NaiveDate) -> Configuration {
    let config = in_force(base, editions, day);
    let ordered = in_order(editions);
    let stated = |setting: Setting| {
        let key = setting.key();
        let sets = |edition: &&&Edition| {
            edition.draft.from <= day && edition.draft.settings.iter().any(|set| set.key() == key)
        };
        let edition = ordered.iter().rev().find(sets);
        let (document, since) = match edition {
            Some(edition) => (edition.draft.document.clone(), Some(edition.draft.from)),
            None => source(&config, &setting, day),
        };
        InForce {
            setting,
            document,
            since,
            edition: edition.map(|edition| edition.number),
        }
    };
    Configuration {
        today: day,
        in_force: sheet(&config, day).into_iter().map(stated).collect(),
        editions: editions.iter().rev().cloned().collect(),
    }
}
