//! Time as it travels: UTC milliseconds and local dates. The clock itself is always passed in.

use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z, as some clock showed them. Orders nothing that matters.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Encode, Decode,
)]
#[serde(transparent)]
#[cbor(transparent)]
pub struct Millis(#[n(0)] pub i64);

/// Whole days from `from` to `to`; negative when `to` is earlier.
#[must_use]
pub fn days_between(from: NaiveDate, to: NaiveDate) -> i64 {
    to.signed_duration_since(from).num_days()
}

/// The date `days` after `date`, or `date` itself where the calendar ends.
#[must_use]
pub fn plus_days(date: NaiveDate, days: u32) -> NaiveDate {
    date.checked_add_days(chrono::Days::new(u64::from(days)))
        .unwrap_or(date)
}

/// Whole years of age on a date; `None` before birth.
#[must_use]
pub fn age_on(birth: NaiveDate, on: NaiveDate) -> Option<u32> {
    on.years_since(birth)
}

/// How far a device clock may differ from the server's before the person is told (issue 3 §6).
pub const CLOCK_SKEW_NOTICE: i64 = 5 * 60 * 1000;

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_run_over_a_leap_day() {
        assert_eq!(days_between(day("2024-02-28"), day("2024-03-01")), 2);
        assert_eq!(plus_days(day("2024-02-28"), 2), day("2024-03-01"));
    }

    #[test]
    fn age_turns_on_the_birthday() {
        assert_eq!(age_on(day("2010-09-02"), day("2016-09-01")), Some(5));
        assert_eq!(age_on(day("2010-09-02"), day("2016-09-02")), Some(6));
        assert_eq!(age_on(day("2030-01-01"), day("2016-09-02")), None);
    }
}
