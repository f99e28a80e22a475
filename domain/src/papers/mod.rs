//! Papers made from what was recorded: what a month's summary of a village says (domain.md §7.4).
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
use chrono::{Datelike, NaiveDate};
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

/// A sign that somebody saw in the month, with where and when.
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

/// What a month's summary of a village says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthSummary {
    /// Visits of the month.
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

/// What stands in the log for a month: what counts, by duty, support from outside last, each by day.
#[must_use]
pub fn month_works(month: Month, works: Vec<WorkLog>) -> Vec<WorkLog> {
    let mut of_month: Vec<WorkLog> = works
        .into_iter()
        .filter(|work| work.counts() && Month::of(work.content.on) == month)
        .collect();
    let place = |work: &WorkLog| {
        let duty = work.content.kind.duty();
        Duty::ALL.iter().position(|one| Some(*one) == duty)
    };
    of_month.sort_by_key(|work| (place(work).is_none(), place(work), work.content.on, work.id));
    of_month
}

/// Sums a month up. Takes any visits and households of one village; passes over those of other months.
#[must_use]
pub fn month_summary(month: Month, households: &[Household], visits: &[Visit]) -> MonthSummary {
    let of_month: Vec<&Visit> = visits
        .iter()
        .filter(|visit| Month::of(visit.content.visited_on) == month)
        .collect();
    let count = |holds: &dyn Fn(&Visit) -> bool| of_month.iter().filter(|visit| holds(visit)).count();
    let met: BTreeSet<HouseholdId> = of_month
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
    let mut signs: Vec<SignSeen> = of_month
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
    MonthSummary {
        visits: of_month.len(),
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
