//! The rules of screening as the district has set them: which are in use, from which figure on, by which document.

use super::ScreeningRule;
use crate::config::Config;
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The version of the rules that ship; each day on which the district sets some of them anew makes the next one.
///
/// 2: persons who are registered twice; heavy spending by the team's calculation; only recent calculations against the
/// line. 3: spouse, sex, school and age; the risks and the category of a monitoring record against its facts.
pub const VERSION: u32 = 3;

/// One rule as the district set it from a day on; an edition puts it there (decision 0029).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct RuleRow {
    /// The rule.
    #[n(0)]
    pub rule: ScreeningRule,
    /// Switched off: it finds nothing.
    #[n(1)]
    pub off: bool,
    /// The figure from which on it finds something, in percent; none where the rule has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(2), default)]
    pub figure: Option<u32>,
    /// First day on which it holds.
    #[cbor(n(3), with = "crate::cbor::day")]
    pub from: NaiveDate,
    /// The document that orders it.
    #[n(4)]
    pub document: String,
}

/// The district's row of a rule on a day; none where the rule is as it ships. Of two from one day the later holds.
#[must_use]
pub fn row_on(config: &Config, rule: ScreeningRule, day: NaiveDate) -> Option<&RuleRow> {
    let rows = config.screening.iter();
    rows.filter(|row| row.rule == rule && row.from <= day)
        .max_by_key(|row| row.from)
}

/// Whether a rule is in use on a day.
#[must_use]
pub fn in_use(config: &Config, rule: ScreeningRule, day: NaiveDate) -> bool {
    row_on(config, rule, day).is_none_or(|row| !row.off)
}

/// The figure of a rule on a day, in percent; none where the rule has none.
#[must_use]
pub fn figure_on(config: &Config, rule: ScreeningRule, day: NaiveDate) -> Option<u32> {
    let ships = rule.figure()?;
    Some(
        row_on(config, rule, day)
            .and_then(|row| row.figure)
            .unwrap_or(ships),
    )
}

/// The version of the rules on a day, shown beside what they found: [`VERSION`], and one more for every day until then
/// on which the district set some of them.
#[must_use]
pub fn version_on(config: &Config, day: NaiveDate) -> u32 {
    let days = config.screening.iter().map(|row| row.from);
    let days: BTreeSet<NaiveDate> = days.filter(|from| *from <= day).collect();
    VERSION.saturating_add(u32::try_from(days.len()).unwrap_or(u32::MAX))
}
