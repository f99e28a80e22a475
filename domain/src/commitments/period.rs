//! The periods of a cycle: months, quarters, half-years, years.

use super::codes::Cycle;
use crate::time::{first_of_month, last_of_month};
use chrono::{Datelike, Days, Months, NaiveDate};

impl Cycle {
    /// Months of each of its periods; none where it has no periods of its own.
    #[must_use]
    pub const fn months(self) -> Option<u32> {
        match self {
            Self::Month => Some(1),
            Self::Quarter => Some(3),
            Self::HalfYear => Some(6),
            Self::Year => Some(12),
            Self::Term
            | Self::OnChange
            | Self::Always
            | Self::OnEvent
            | Self::ByTier
            | Self::Contract
            | Self::DueDate => None,
        }
    }
}

/// First and last day of the period of a cycle that holds a day; none for a cycle that has no periods of its own.
#[must_use]
pub(super) fn period(cycle: Cycle, day: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let months = cycle.months()?;
    let month = first_of_month(day);
    let into = month.month0().checked_rem(months)?;
    let first = month.checked_sub_months(Months::new(into))?;
    let last = first.checked_add_months(Months::new(months.saturating_sub(1)))?;
    Some((first, last_of_month(last)))
}

/// The period before the one that begins on `first`.
#[must_use]
pub(super) fn before(cycle: Cycle, first: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    period(cycle, first.checked_sub_days(Days::new(1))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(cycle: Cycle, on: &str) -> Option<(String, String)> {
        let text = |(first, last): (NaiveDate, NaiveDate)| (first.to_string(), last.to_string());
        period(cycle, on.parse().unwrap()).map(text)
    }

    fn pair(first: &str, last: &str) -> Option<(String, String)> {
        Some((first.to_owned(), last.to_owned()))
    }

    #[test]
    fn a_day_lies_in_one_period_of_its_cycle() {
        assert_eq!(of(Cycle::Month, "2028-02-29"), pair("2028-02-01", "2028-02-29"));
        assert_eq!(of(Cycle::Quarter, "2026-12-31"), pair("2026-10-01", "2026-12-31"));
        assert_eq!(
            of(Cycle::HalfYear, "2026-07-01"),
            pair("2026-07-01", "2026-12-31")
        );
        assert_eq!(
            of(Cycle::HalfYear, "2026-06-30"),
            pair("2026-01-01", "2026-06-30")
        );
        assert_eq!(of(Cycle::Year, "2026-06-30"), pair("2026-01-01", "2026-12-31"));
        assert_eq!(of(Cycle::Always, "2026-06-30"), None);
    }

    #[test]
    fn the_period_before_ends_the_day_before() {
        let (first, _) = period(Cycle::Quarter, "2026-02-10".parse().unwrap()).unwrap();
        let earlier = before(Cycle::Quarter, first).unwrap();
        assert_eq!(
            (earlier.0.to_string(), earlier.1.to_string()),
            ("2025-10-01".to_owned(), "2025-12-31".to_owned())
        );
    }
}
