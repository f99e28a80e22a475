//! What is typed of a setting: which fields it has, how they are filled, and the setting that they make.

use super::said::{days, month_day, stretches};
use crate::words::Words;
use domain::calendar::{DayUnit, Limit, Stretch};
use domain::case::codes::Department;
use domain::commitments::Cycle;
use domain::edition::{CommitmentSetting, Setting};
use domain::income::codes::{Component, IncomeLine};
use domain::lang::Lang;
use domain::regime::Regime;
use domain::text::tidy;

/// The codes of a switch.
const ON: &str = "ON";
const OFF: &str = "OFF";

/// Codes and labels of which something is chosen.
pub type Choices = Vec<(&'static str, &'static str)>;

/// How a field is filled in.
pub enum Kind {
    /// A whole number.
    Number,
    /// A line of text.
    Line,
    /// One of a few: code and label.
    Choice(Choices),
    /// Any of a few, none included: code and label. The text lists the codes that are chosen.
    Several(Choices),
}

/// One field of a setting.
pub struct Asked {
    /// Its label.
    pub label: String,
    /// How it is filled in.
    pub kind: Kind,
}

fn field(label: impl Into<String>, kind: Kind) -> Asked {
    Asked {
        label: label.into(),
        kind,
    }
}

fn switch(on: &'static str, off: &'static str) -> Kind {
    Kind::Choice(vec![(ON, on), (OFF, off)])
}

/// The fields of a setting, in the order of [`texts`].
pub fn asked(setting: &Setting, words: Words) -> Vec<Asked> {
    let lang = words.lang();
    match setting {
        Setting::Regime { .. } => {
            let regimes = Regime::ALL.iter().map(|one| (one.code(), one.label(lang)));
            vec![field(words.config_regime_what(), Kind::Choice(regimes.collect()))]
        }
        Setting::Line { .. } => vec![
            field(words.config_year(), Kind::Number),
            field(words.config_yuan(), Kind::Number),
        ],
        Setting::Counting { .. } => {
            let counted = |line: &&IncomeLine| line.component() != Component::BusinessCost;
            let lines = IncomeLine::ALL.iter().filter(counted);
            let lines = lines.map(|line| (line.code(), line.label(lang))).collect();
            let counts = switch(words.config_counts(), words.config_counts_not());
            vec![
                field(words.config_income_line(), Kind::Choice(lines)),
                field(words.config_counting(), counts),
            ]
        }
        Setting::DaysOnSite { .. } => vec![field(
            words.config_amount(DayUnit::Calendar.label(lang)),
            Kind::Number,
        )],
        Setting::NightsOnSite { .. } => {
            vec![field(
                words.config_amount_or_none(words.config_nights()),
                Kind::Number,
            )]
        }
        Setting::Figure { figure, .. } => {
            let unit = figure.unit().label(lang);
            let label = match figure.may_be_unset() {
                true => words.config_amount_or_none(unit),
                false => words.config_amount(unit),
            };
            vec![field(label, Kind::Number)]
        }
        Setting::Limit { .. } => {
            let units = DayUnit::ALL.iter().map(|unit| (unit.code(), unit.label(lang)));
            vec![
                field(words.config_amount(DayUnit::Calendar.label(lang)), Kind::Number),
                field(words.config_unit(), Kind::Choice(units.collect())),
            ]
        }
        Setting::Season { .. } => vec![
            field(words.config_first(), Kind::Line),
            field(words.config_last(), Kind::Line),
        ],
        Setting::Commitment { row } => of_commitment(row, words, lang),
        Setting::Screening { figure, .. } => {
            let share = figure.map(|_| field(words.config_share(), Kind::Number));
            let switch = field(
                words.config_switch(),
                switch(words.config_on(), words.config_off()),
            );
            std::iter::once(switch).chain(share).collect()
        }
        Setting::Asked { .. } => {
            let all = Department::ALL.iter().map(|one| (one.code(), one.label(lang)));
            vec![field(words.config_asked_ask(), Kind::Several(all.collect()))]
        }
        Setting::Holidays { .. } => vec![
            field(words.config_year(), Kind::Number),
            field(words.config_days_off(), Kind::Line),
            field(words.config_worked(), Kind::Line),
        ],
    }
}

fn of_commitment(row: &CommitmentSetting, words: Words, lang: Lang) -> Vec<Asked> {
    let cycles = Cycle::ALL.iter().map(|cycle| (cycle.code(), cycle.label(lang)));
    let days = row.days.map(|_| field(words.config_breach_days(), Kind::Number));
    let mut fields = vec![
        field(
            words.config_switch(),
            switch(words.config_on(), words.config_off()),
        ),
        field(words.config_zh(), Kind::Line),
        field(words.config_en(), Kind::Line),
        field(words.config_breach_zh(), Kind::Line),
        field(words.config_breach_en(), Kind::Line),
        field(words.config_cycle(), Kind::Choice(cycles.collect())),
    ];
    fields.extend(days);
    fields
}

fn code_of(on: bool) -> String {
    if on { ON } else { OFF }.to_owned()
}

/// A setting as it is filled in. A line of 0 yuan is one that is still to be written.
pub fn texts(setting: &Setting) -> Vec<String> {
    match setting {
        Setting::Regime { regime } => vec![regime.code().to_owned()],
        Setting::Line { year, yuan } => {
            let yuan = (*yuan > 0).then(|| yuan.to_string());
            vec![year.to_string(), yuan.unwrap_or_default()]
        }
        Setting::Counting { line, counts } => vec![line.code().to_owned(), code_of(*counts)],
        Setting::DaysOnSite { days } => vec![days.to_string()],
        Setting::NightsOnSite { nights } => vec![nights.to_string()],
        Setting::Figure { value, .. } => vec![value.to_string()],
        Setting::Limit {
            limit: Limit { days, unit },
            ..
        } => vec![days.to_string(), unit.code().to_owned()],
        Setting::Season { from, to, .. } => vec![month_day(*from), month_day(*to)],
        Setting::Commitment { row } => {
            let mut texts = vec![
                code_of(!row.off),
                row.zh.clone(),
                row.en.clone(),
                row.breach_zh.clone(),
                row.breach_en.clone(),
                row.cycle.code().to_owned(),
            ];
            texts.extend(row.days.map(|days| days.to_string()));
            texts
        }
        Setting::Screening { off, figure, .. } => {
            let share = figure.map(|share| share.to_string());
            std::iter::once(code_of(!off)).chain(share).collect()
        }
        Setting::Asked { departments } => {
            let codes: Vec<&str> = departments.iter().map(|one| one.code()).collect();
            vec![codes.join(",")]
        }
        Setting::Holidays { year, off, worked } => vec![year.to_string(), stretches(off), days(worked)],
    }
}

fn number<N: std::str::FromStr>(text: Option<&String>) -> Option<N> {
    tidy(text?).replace(',', "").parse().ok()
}

fn day_of_year(text: Option<&String>) -> Option<(u32, u32)> {
    let text = tidy(text?);
    let (month, day) = text.split_once('-')?;
    Some((month.trim().parse().ok()?, day.trim().parse().ok()?))
}

fn trimmed(text: Option<&String>) -> Option<String> {
    text.map(|text| text.trim().to_owned())
}

/// The setting that the texts make of one; none where a number is no number.
pub fn read(setting: &Setting, texts: &[String]) -> Option<Setting> {
    let at = |n: usize| texts.get(n);
    Some(match setting {
        Setting::Regime { .. } => Setting::Regime {
            regime: Regime::from_code(at(0)?)?,
        },
        Setting::Line { .. } => Setting::Line {
            year: number(at(0))?,
            yuan: number(at(1))?,
        },
        Setting::Counting { .. } => Setting::Counting {
            line: IncomeLine::from_code(at(0)?)?,
            counts: at(1)? == ON,
        },
        Setting::DaysOnSite { .. } => Setting::DaysOnSite { days: number(at(0))? },
        Setting::NightsOnSite { .. } => Setting::NightsOnSite {
            nights: number(at(0))?,
        },
        Setting::Figure { figure, .. } => Setting::Figure {
            figure: *figure,
            value: number(at(0))?,
        },
        Setting::Limit { which, .. } => Setting::Limit {
            which: *which,
            limit: Limit {
                days: number(at(0))?,
                unit: DayUnit::from_code(at(1)?)?,
            },
        },
        Setting::Season { code, .. } => Setting::Season {
            code: code.clone(),
            from: day_of_year(at(0))?,
            to: day_of_year(at(1))?,
        },
        Setting::Commitment { row } => Setting::Commitment {
            row: Box::new(CommitmentSetting {
                code: row.code,
                off: at(0)? == OFF,
                zh: trimmed(at(1))?,
                en: trimmed(at(2))?,
                breach_zh: trimmed(at(3))?,
                breach_en: trimmed(at(4))?,
                cycle: Cycle::from_code(at(5)?)?,
                days: match row.days {
                    Some(_) => Some(number(at(6))?),
                    None => None,
                },
            }),
        },
        Setting::Screening { rule, figure, .. } => Setting::Screening {
            rule: *rule,
            off: at(0)? == OFF,
            figure: match figure {
                Some(_) => Some(number(at(1))?),
                None => None,
            },
        },
        Setting::Asked { .. } => Setting::Asked {
            departments: listed(at(0)?)
                .map(|code| Department::from_code(&code))
                .collect::<Option<_>>()?,
        },
        Setting::Holidays { .. } => Setting::Holidays {
            year: number(at(0))?,
            off: listed(at(1)?).map(|text| stretch(&text)).collect::<Option<_>>()?,
            worked: listed(at(2)?)
                .map(|text| day_of_year(Some(&text)))
                .collect::<Option<_>>()?,
        },
    })
}

/// The things that a line lists, by whatever sign they are set apart.
fn listed(line: &str) -> impl Iterator<Item = String> {
    let parts: Vec<String> = tidy(line)
        .split([',', '、', ';', '。'])
        .map(|part| part.trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect();
    parts.into_iter()
}

/// Days off: from one day to another, or one day.
fn stretch(text: &str) -> Option<Stretch> {
    let (first, last) = text
        .split_once(['~', '至', '–', '—'])
        .map_or((text, text), |both| both);
    Some((
        day_of_year(Some(&first.to_owned()))?,
        day_of_year(Some(&last.to_owned()))?,
    ))
}
