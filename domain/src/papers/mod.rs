//! Papers made from what was recorded: what the summary of a village's month or quarter says (domain.md §7.4).
//!
//! Of a village, never of a person: nothing here counts who did how much (domain.md §10.1).

pub mod forms;
pub mod notice;
pub mod sheets;

use crate::household::Household;
use crate::ids::HouseholdId;
use crate::time::last_of_month;
use crate::visit::Visit;
use crate::visit::codes::{Purpose, Signal, VisitStatus};
use crate::work::WorkLog;
use crate::work::codes::Duty;
use chrono::{Datelike, Months, NaiveDate};
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// A month of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    year: i32,
    month: u32,
}

/// The text names no month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no month of the calendar")]
pub struct NoMonth;

impl Month {
    /// The month of a day.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        Self {
            year: day.year(),
            month: day.month(),
        }
    }

    /// Its first day.
    #[must_use]
    pub fn first(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.month, 1).unwrap_or_default()
    }

    /// Its last day.
    #[must_use]
    pub fn last(self) -> NaiveDate {
        last_of_month(self.first())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = NoMonth;

    /// Reads `2026-11`, as the browser's own field for months gives it.
    fn from_str(text: &str) -> Result<Self, NoMonth> {
        let day = format!("{text}-01").parse::<NaiveDate>().map_err(|_| NoMonth)?;
        let read = Self::of(day);
        (read.to_string() == text).then_some(read).ok_or(NoMonth)
    }
}

/// A quarter of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quarter {
    year: i32,
    /// 1 to 4.
    quarter: u32,
}

/// The text names no quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no quarter of the calendar")]
pub struct NoQuarter;

impl Quarter {
    /// The quarter of a day.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        Self {
            year: day.year(),
            quarter: day.month0().wrapping_div(3).saturating_add(1),
        }
    }

    /// The year in which it lies.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.year
    }

    /// Which of the year, from 1.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.quarter
    }

    /// Its first day.
    #[must_use]
    pub fn first(self) -> NaiveDate {
        let month = self.quarter.saturating_sub(1).saturating_mul(3).saturating_add(1);
        NaiveDate::from_ymd_opt(self.year, month, 1).unwrap_or_default()
    }

    /// Its last day.
    #[must_use]
    pub fn last(self) -> NaiveDate {
        let month = self.first().checked_add_months(Months::new(2));
        last_of_month(month.unwrap_or_default())
    }

    /// Its months, in order.
    #[must_use]
    pub fn months(self) -> Vec<Month> {
        let month = |ahead| self.first().checked_add_months(Months::new(ahead)).map(Month::of);
        (0..3).filter_map(month).collect()
    }

    /// The quarter before it.
    #[must_use]
    pub fn before(self) -> Self {
        self.first().pred_opt().map_or(self, Self::of)
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-Q{}", self.year, self.quarter)
    }
}

impl FromStr for Quarter {
    type Err = NoQuarter;

    /// Reads `2026-Q4`.
    fn from_str(text: &str) -> Result<Self, NoQuarter> {
        let (year, quarter) = text.split_once("-Q").ok_or(NoQuarter)?;
        let quarter: u32 = quarter.parse().map_err(|_| NoQuarter)?;
        let month = quarter
            .checked_sub(1)
            .filter(|before| *before < 4)
            .map(|before| before.saturating_mul(3).saturating_add(1))
            .ok_or(NoQuarter)?;
        let first: Month = format!("{year}-{month:02}").parse().map_err(|_| NoQuarter)?;
        let read = Self::of(first.first());
        (read.to_string() == text).then_some(read).ok_or(NoQuarter)
    }
}

/// The stretch of the calendar that is summed up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// A month.
    Month(Month),
    /// A quarter.
    Quarter(Quarter),
}

impl From<Month> for Span {
    fn from(month: Month) -> Self {
        Self::Month(month)
    }
}

impl From<Quarter> for Span {
    fn from(quarter: Quarter) -> Self {
        Self::Quarter(quarter)
    }
}

impl Span {
    /// Its first day.
    #[must_use]
    pub fn first(self) -> NaiveDate {
        match self {
            Self::Month(month) => month.first(),
            Self::Quarter(quarter) => quarter.first(),
        }
    }

    /// Its last day.
    #[must_use]
    pub fn last(self) -> NaiveDate {
        match self {
            Self::Month(month) => month.last(),
            Self::Quarter(quarter) => quarter.last(),
        }
    }

    /// Whether a day lies in it.
    #[must_use]
    pub fn holds(self, day: NaiveDate) -> bool {
        self.first() <= day && day <= self.last()
    }
}

/// A sign that somebody saw in the span, with where and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignSeen {
    /// The household.
    pub household: HouseholdId,
    /// The day of the visit.
    pub seen_on: NaiveDate,
    /// The signs.
    pub signals: Vec<Signal>,
    /// They could not wait.
    pub urgent: bool,
}

/// What the summary of a village's month or quarter says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpanSummary {
    /// Visits of the span.
    pub visits: usize,
    /// Of these, nobody was at home.
    pub nobody_home: usize,
    /// Of these, something had changed.
    pub changed: usize,
    /// Of these, back with their author.
    pub returned: usize,
    /// Of these, waiting for review.
    pub waiting: usize,
    /// Households at which somebody was met.
    pub met: usize,
    /// Households of the village.
    pub households: usize,
    /// Monitored households, and at how many of them somebody was met.
    pub monitored: (usize, usize),
    /// Visits by purpose, in the order of the form; a visit may have several.
    pub purposes: Vec<(Purpose, usize)>,
    /// Signs of risk, by day.
    pub signs: Vec<SignSeen>,
}

/// What stands in the log for a month or a quarter: what counts, by duty, support from outside last, each by day.
#[must_use]
pub fn works_of(span: impl Into<Span>, works: Vec<WorkLog>) -> Vec<WorkLog> {
    let span = span.into();
    let mut works: Vec<WorkLog> = works
        .into_iter()
        .filter(|work| work.counts() && span.holds(work.content.on))
        .collect();
    let place = |work: &WorkLog| {
        let duty = work.content.kind.duty();
        Duty::ALL.iter().position(|one| Some(*one) == duty)
    };
    works.sort_by_key(|work| (place(work).is_none(), place(work), work.content.on, work.id));
    works
}

/// Sums a month or a quarter up. Takes any visits and households of one village; passes over those of other days.
#[must_use]
pub fn summary_of(span: impl Into<Span>, households: &[Household], visits: &[Visit]) -> SpanSummary {
    let span = span.into();
    let counted: Vec<&Visit> = visits
        .iter()
        .filter(|visit| span.holds(visit.content.visited_on))
        .collect();
    let count = |holds: &dyn Fn(&Visit) -> bool| counted.iter().filter(|visit| holds(visit)).count();
    let met: BTreeSet<HouseholdId> = counted
        .iter()
        .filter(|visit| visit.qualifies())
        .map(|visit| visit.household)
        .collect();
    let monitored: Vec<&Household> = households
        .iter()
        .filter(|household| household.monitored().is_some())
        .collect();
    let monitored_met = monitored
        .iter()
        .filter(|household| met.contains(&household.id))
        .count();
    let purposes = Purpose::ALL.iter().map(|purpose| {
        let of_purpose = count(&|visit: &Visit| visit.content.purposes.contains(purpose));
        (*purpose, of_purpose)
    });
    let mut signs: Vec<SignSeen> = counted
        .iter()
        .filter(|visit| !visit.content.signals.is_empty())
        .map(|visit| SignSeen {
            household: visit.household,
            seen_on: visit.content.visited_on,
            signals: visit.content.signals.clone(),
            urgent: visit.content.urgent,
        })
        .collect();
    signs.sort_by_key(|sign| (sign.seen_on, sign.household));
    SpanSummary {
        visits: counted.len(),
        nobody_home: count(&|visit: &Visit| visit.content.nobody_home),
        changed: count(&|visit: &Visit| {
            visit
                .content
                .changes
                .iter()
                .any(crate::visit::FactChange::is_change)
        }),
        returned: count(&|visit: &Visit| visit.status == VisitStatus::Returned),
        waiting: count(&|visit: &Visit| visit.status == VisitStatus::Submitted),
        met: met.len(),
        households: households.len(),
        monitored: (monitored.len(), monitored_met),
        purposes: purposes.filter(|(_, count)| *count > 0).collect(),
        signs,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_has_three_months_and_is_read_and_written_alike_or_refused() {
        let quarter: Quarter = "2026-Q4".parse().unwrap();
        assert_eq!(quarter.to_string(), "2026-Q4");
        let days = (quarter.first().to_string(), quarter.last().to_string());
        assert_eq!(days, ("2026-10-01".to_owned(), "2026-12-31".to_owned()));
        let months: Vec<String> = quarter.months().iter().map(Month::to_string).collect();
        assert_eq!(months, ["2026-10", "2026-11", "2026-12"]);
        assert_eq!(quarter.before().to_string(), "2026-Q3");
        let first: Quarter = "2026-Q1".parse().unwrap();
        assert_eq!(first.before().to_string(), "2025-Q4");
        assert!(Span::from(first).holds(first.last()) && !Span::from(first).holds(quarter.first()));
        for text in ["", "2026", "2026-Q0", "2026-Q5", "2026-4", "26-Q1", "2026-Q04"] {
            assert_eq!(text.parse::<Quarter>(), Err(NoQuarter), "{text}");
        }
    }

    #[test]
    fn a_month_is_read_and_written_alike_or_refused() {
        let month: Month = "2024-02".parse().unwrap();
        assert_eq!(month.to_string(), "2024-02");
        assert_eq!(month.last().to_string(), "2024-02-29");
        assert_eq!(month.first().to_string(), "2024-02-01");
        for text in ["", "2024", "2024-13", "2024-2", "2024-02-01", "二月"] {
            assert_eq!(text.parse::<Month>(), Err(NoMonth), "{text}");
        }
    }
}
