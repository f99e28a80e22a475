//! What every rule reads besides the records: the rows of the catalogue, the day, the district's figures; and where a
//! deadline puts a line on that day.

use super::LineRow;
use super::calendar::INSURANCE;
use super::codes::{CommitmentStatus, Rule};
use crate::config::Config;
use crate::time::days_between;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What every rule reads besides the records.
pub(super) struct Desk<'a> {
    rows: BTreeMap<Rule, Vec<&'a LineRow>>,
    pub today: NaiveDate,
    pub config: &'a Config,
    /// The last day on which residents' medical insurance is paid, while the calendar's window is open (P1): the same
    /// for everybody.
    pub insurance_by: Option<NaiveDate>,
}

impl<'a> Desk<'a> {
    pub(super) fn new(rows: &'a [LineRow], today: NaiveDate, config: &'a Config) -> Self {
        let mut by: BTreeMap<Rule, Vec<&LineRow>> = BTreeMap::new();
        for row in rows {
            by.entry(row.rule).or_default().push(row);
        }
        let window = config.calendar.season(INSURANCE);
        let window = window.filter(|season| season.holds(today));
        let days = window.and_then(|season| season.in_year_of(today));
        Self {
            rows: by,
            today,
            config,
            insurance_by: days.map(|(_, last)| last),
        }
    }

    /// The rows that are computed by a rule.
    pub(super) fn by(&self, rule: Rule) -> impl Iterator<Item = &'a LineRow> {
        self.rows.get(&rule).into_iter().flatten().copied()
    }

    /// Where a deadline puts a line.
    pub(super) fn at(&self, by: NaiveDate) -> CommitmentStatus {
        self.at_within(by, i64::from(self.config.four.soon_days))
    }

    /// The same where it is due soon from other days before the deadline on.
    pub(super) fn at_within(&self, by: NaiveDate, soon_days: i64) -> CommitmentStatus {
        let left = days_between(self.today, by);
        if left < 0 {
            CommitmentStatus::Breached
        } else if left <= soon_days {
            CommitmentStatus::DueSoon
        } else {
            CommitmentStatus::OnTrack
        }
    }
}
