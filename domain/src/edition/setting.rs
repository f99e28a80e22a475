//! One thing that an edition sets, and how it enters the configuration.

use super::codes::{Figure, Limits};
use crate::calendar::{Limit, Stretch, YearOff};
use crate::case::AskedFrom;
use crate::case::codes::Department;
use crate::commitments::{Cycle, LineCode, LineRow, row_on};
use crate::config::Config;
use crate::income::codes::IncomeLine;
use crate::income::{CountingRule, MonitoringLine};
use crate::regime::{Regime, RegimeFrom};
use crate::screening::{RuleRow, ScreeningRule};
use crate::team::DaysFigure;
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// What a district may change of a commitment: its wording, cycle, days and switch (domain.md §2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct CommitmentSetting {
    /// The code.
    #[n(0)]
    pub code: LineCode,
    /// Its wording in Chinese.
    #[n(1)]
    pub zh: String,
    /// Its wording in English.
    #[n(2)]
    pub en: String,
    /// When it is broken, in Chinese.
    #[n(3)]
    pub breach_zh: String,
    /// When it is broken, in English.
    #[n(4)]
    pub breach_en: String,
    /// How often it is looked at.
    #[n(5)]
    pub cycle: Cycle,
    /// Days after which it is broken, where its rule counts days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(6)]
    pub days: Option<u32>,
    /// Switched off.
    #[serde(default)]
    #[cbor(n(7), default)]
    pub off: bool,
}

impl From<LineRow> for CommitmentSetting {
    fn from(row: LineRow) -> Self {
        Self {
            code: row.code,
            zh: row.zh,
            en: row.en,
            breach_zh: row.breach_zh,
            breach_en: row.breach_en,
            cycle: row.cycle,
            days: row.days,
            off: row.off,
        }
    }
}

/// One thing with its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(tag = "set", rename_all = "snake_case")]
#[cbor(flat)]
pub enum Setting {
    /// The regime of monitoring.
    #[n(0)]
    Regime {
        /// The regime.
        #[n(0)]
        regime: Regime,
    },
    /// The income line of a year.
    #[n(1)]
    Line {
        /// The year.
        #[n(0)]
        year: i32,
        /// Yuan per person and year.
        #[n(1)]
        yuan: i64,
    },
    /// Whether a line of income counts.
    #[n(2)]
    Counting {
        /// The line.
        #[n(0)]
        line: IncomeLine,
        /// Whether it does.
        #[n(1)]
        counts: bool,
    },
    /// Fewest days on site a month; from the first whole month on.
    #[n(3)]
    DaysOnSite {
        /// Days a month.
        #[n(0)]
        days: u32,
    },
    /// A plain figure.
    #[n(4)]
    Figure {
        /// Which.
        #[n(0)]
        figure: Figure,
        /// Its value, in its unit.
        #[n(1)]
        value: u32,
    },
    /// A limit with its unit.
    #[n(5)]
    Limit {
        /// Which.
        #[n(0)]
        which: Limits,
        /// Its value.
        #[n(1)]
        limit: Limit,
    },
    /// The window of a season of the year's calendar.
    #[n(6)]
    Season {
        /// The season's name for rules.
        #[n(0)]
        code: String,
        /// First day: month, day.
        #[n(1)]
        from: (u32, u32),
        /// Last day: month, day.
        #[n(2)]
        to: (u32, u32),
    },
    /// A commitment of the four not-removes.
    #[n(7)]
    Commitment {
        /// The commitment.
        #[n(0)]
        row: Box<CommitmentSetting>,
    },
    /// A rule of screening: its switch, and the figure from which on it finds something.
    #[n(8)]
    Screening {
        /// The rule.
        #[n(0)]
        rule: ScreeningRule,
        /// Switched off.
        #[n(1)]
        off: bool,
        /// Its figure in percent; none where the rule has none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cbor(n(2), default)]
        figure: Option<u32>,
    },
    /// The public holidays of a year, as the State Council's notice sets them.
    #[n(9)]
    Holidays {
        /// The year.
        #[n(0)]
        year: i32,
        /// Days off.
        #[n(1)]
        off: Vec<Stretch>,
        /// Weekend days that are worked instead: month, day.
        #[n(2)]
        worked: Vec<(u32, u32)>,
    },
    /// The departments all of which have to answer the comparison before the district decides.
    #[n(10)]
    Asked {
        /// Each once; none: one answer is enough.
        #[n(0)]
        departments: Vec<Department>,
    },
    /// Fewest nights in the village a month; from the first whole month on.
    #[n(11)]
    NightsOnSite {
        /// Nights a month; 0: none are ordered.
        #[n(0)]
        nights: u32,
    },
}

impl Setting {
    /// What it sets, without the value: of two settings with one key the later takes the earlier's place.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Regime { .. } => "REGIME".to_owned(),
            Self::Line { year, .. } => format!("LINE-{year}"),
            Self::Counting { line, .. } => format!("COUNTING-{}", line.code()),
            Self::DaysOnSite { .. } => "DAYS_ON_SITE".to_owned(),
            Self::Figure { figure, .. } => figure.code().to_owned(),
            Self::Limit { which, .. } => which.code().to_owned(),
            Self::Season { code, .. } => format!("SEASON-{code}"),
            Self::Commitment { row } => row.code.code().to_owned(),
            Self::Screening { rule, .. } => format!("SCREENING-{}", rule.code()),
            Self::Holidays { year, .. } => format!("HOLIDAYS-{year}"),
            Self::Asked { .. } => "ASKED_DEPARTMENTS".to_owned(),
            Self::NightsOnSite { .. } => "NIGHTS_ON_SITE".to_owned(),
        }
    }

    /// Whether rules read it by its day: then phones may know it before, and begin with it also without signal.
    #[must_use]
    pub const fn is_dated(&self) -> bool {
        matches!(
            self,
            Self::Regime { .. }
                | Self::Counting { .. }
                | Self::DaysOnSite { .. }
                | Self::NightsOnSite { .. }
                | Self::Commitment { .. }
                | Self::Screening { .. }
                | Self::Asked { .. }
        )
    }

    /// Puts it into a configuration, from a day on and by a document.
    pub(super) fn put(&self, config: &mut Config, from: NaiveDate, document: &str) {
        let document = document.to_owned();
        match self {
            Self::Regime { regime } => config.regimes.push(RegimeFrom {
                regime: *regime,
                from,
                document,
            }),
            Self::Line { year, yuan } => {
                config.income_lines.retain(|line| line.year != *year);
                config.income_lines.push(MonitoringLine {
                    year: *year,
                    yuan: *yuan,
                    document,
                    from: Some(from),
                });
                config.income_lines.sort_by_key(|line| line.year);
            }
            Self::Counting { line, counts } => config.counting_rules.push(CountingRule {
                line: *line,
                counts: *counts,
                effective_from: from,
                document,
            }),
            Self::DaysOnSite { days } => config.days_on_site.push(DaysFigure {
                from,
                days: *days,
                document,
            }),
            Self::NightsOnSite { nights } => config.nights_on_site.push(DaysFigure {
                from,
                days: *nights,
                document,
            }),
            Self::Figure { figure, value } => figure.put(config, *value),
            Self::Limit { which, limit } => which.put(config, *limit),
            Self::Season { code, from, to } => {
                let seasons = config.calendar.0.iter_mut();
                for season in seasons.filter(|season| season.code == *code) {
                    (season.from, season.to) = (*from, *to);
                }
            }
            Self::Commitment { row } => put_commitment(config, row, from, document),
            Self::Screening { rule, off, figure } => {
                // Of two editions from one day the later one holds.
                config
                    .screening
                    .retain(|row| row.rule != *rule || row.from != from);
                config.screening.push(RuleRow {
                    rule: *rule,
                    off: *off,
                    figure: *figure,
                    from,
                    document,
                });
            }
            Self::Asked { departments } => config.asked_departments.push(AskedFrom {
                departments: departments.clone(),
                from,
                document,
            }),
            Self::Holidays { year, off, worked } => {
                let years = &mut config.holidays.0;
                years.retain(|one| one.year != *year);
                years.push(YearOff {
                    year: *year,
                    off: off.clone(),
                    worked: worked.clone(),
                    document,
                });
                years.sort_by_key(|one| one.year);
            }
        }
    }
}

/// What the district may not change (pillar, level, rule, owner) stays as it is in force.
fn put_commitment(config: &mut Config, set: &CommitmentSetting, from: NaiveDate, document: String) {
    let Some(present) = row_on(config, set.code, from) else {
        return;
    };
    config.commitments.push(LineRow {
        zh: set.zh.clone(),
        en: set.en.clone(),
        breach_zh: set.breach_zh.clone(),
        breach_en: set.breach_en.clone(),
        cycle: set.cycle,
        days: set.days,
        off: set.off,
        from: Some(from),
        to: None,
        document,
        rule: present.rule.as_kept(),
        ..present
    });
}
