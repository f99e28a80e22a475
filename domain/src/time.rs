//! Time as it travels: UTC milliseconds and local dates. The clock itself is always passed in.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate};
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
    date.checked_add_days(Days::new(u64::from(days))).unwrap_or(date)
}

/// The first day of a day's month.
#[must_use]
pub fn first_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// The first day of the month before a day's month: the newest one that is over.
#[must_use]
pub fn month_before(day: NaiveDate) -> NaiveDate {
    let first = first_of_month(day);
    first.checked_sub_months(Months::new(1)).unwrap_or(first)
}

/// The last day of a month, given its first.
#[must_use]
pub fn last_of_month(month: NaiveDate) -> NaiveDate {
    let next = month.checked_add_months(Months::new(1)).unwrap_or(month);
    next.checked_sub_days(Days::new(1)).unwrap_or(next)
}

/// Whole years of age on a date; `None` before birth.
#[must_use]
pub fn age_on(birth: NaiveDate, on: NaiveDate) -> Option<u32> {
    on.years_since(birth)
}

/// The time zone of the field: China has one, eight hours ahead of UTC.
const FIELD_OFFSET_MS: i64 = 8 * 60 * 60 * 1000;
/// A day stated longer than this before its receipt was written by a wrong clock (a bound, not a rule of the field).
const LONGEST_AGO_DAYS: i64 = 400;
/// Longest that a visit is recorded after its day, for the purpose of [`trusted_day`].
const LONGEST_LATE_DAYS: i64 = 60;

/// The field's calendar day at some time.
#[must_use]
pub fn field_day(time: Millis) -> NaiveDate {
    DateTime::from_timestamp_millis(time.0.saturating_add(FIELD_OFFSET_MS))
        .map_or(NaiveDate::MIN, |time| time.date_naive())
}

/// A day that a phone stated, as it counts: where the phone's clock was evidently wrong (a day after the receipt, or
/// more than a year before it), as long before the receipt as it was stated to lie before the recording.
///
/// What the phone said stays written as it is; this is for whatever compares (issue 3 §6).
#[must_use]
pub fn trusted_day(stated: NaiveDate, recorded_on: NaiveDate, received_at: Option<Millis>) -> NaiveDate {
    let Some(received) = received_at.map(field_day) else {
        return stated;
    };
    // East of the field it may be tomorrow already.
    if (-1..=LONGEST_AGO_DAYS).contains(&days_between(stated, received)) {
        return stated;
    }
    let late = days_between(stated, recorded_on);
    let late = if (0..=LONGEST_LATE_DAYS).contains(&late) {
        late
    } else {
        0
    };
    received
        .checked_sub_days(Days::new(late.unsigned_abs()))
        .unwrap_or(received)
}

/// A day that was stated to lie ahead of another, as it counts: as long after the day that `counted` in its place. For
/// what a phone promised whose clock was evidently wrong (see [`trusted_day`]).
#[must_use]
pub fn as_far_ahead(stated: NaiveDate, from: NaiveDate, counted: NaiveDate) -> NaiveDate {
    let days = u32::try_from(days_between(from, stated)).unwrap_or(0);
    plus_days(counted, days)
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
    fn a_day_from_a_wrong_clock_counts_from_its_receipt() {
        let received = Some(Millis(1_795_399_200_000));
        let counts = |stated, recorded| trusted_day(day(stated), day(recorded), received);
        assert_eq!(counts("2026-11-20", "2026-11-21"), day("2026-11-20"));
        assert_eq!(counts("2026-11-24", "2026-11-24"), day("2026-11-24"));
        assert_eq!(counts("2026-01-10", "2026-11-21"), day("2026-01-10"));
        assert_eq!(counts("2027-11-21", "2027-11-23"), day("2026-11-21"));
        assert_eq!(counts("1970-01-02", "1970-01-03"), day("2026-11-22"));
        // Recorded at 1970 and corrected under a clock of next year.
        assert_eq!(counts("2027-11-21", "1970-01-03"), day("2026-11-23"));
        assert_eq!(
            trusted_day(day("1970-01-02"), day("1970-01-03"), None),
            day("1970-01-02")
        );
    }

    #[test]
    fn age_turns_on_the_birthday() {
        assert_eq!(age_on(day("2010-09-02"), day("2016-09-01")), Some(5));
        assert_eq!(age_on(day("2010-09-02"), day("2016-09-02")), Some(6));
        assert_eq!(age_on(day("2030-01-01"), day("2016-09-02")), None);
    }
}
