//! Days as offices count them: calendar days, and working days by the State Council's yearly notice.

use crate::time::plus_days;
use chrono::{Datelike, NaiveDate, Weekday};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

coded! {
    /// What a limit counts. Places differ, so each limit says its own (domain.md §2 `identify_total_limit_days`).
    pub enum DayUnit {
        Calendar = "CALENDAR", "天", "days";
        Working = "WORKING", "个工作日", "working days";
    }
}

/// A limit of a procedure, as the district configured it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Limit {
    /// How many.
    #[n(0)]
    pub days: u32,
    /// Of what.
    #[n(1)]
    pub unit: DayUnit,
}

/// A stretch of days of one year, both ends included, as (month, day).
type Stretch = ((u32, u32), (u32, u32));

/// What one yearly notice says: a year without a notice has no working days that anybody could count.
struct Notice {
    year: i32,
    off: &'static [Stretch],
    /// Weekend days that are worked instead.
    worked: &'static [(u32, u32)],
}

/// The notices of the General Office of the State Council on 部分节假日安排: for 2025 of 2024-11-12, for 2026 of
/// 2025-11-04. A year is added when its notice is out, never before.
const NOTICES: &[Notice] = &[
    Notice {
        year: 2025,
        off: &[
            ((1, 1), (1, 1)),
            ((1, 28), (2, 4)),
            ((4, 4), (4, 6)),
            ((5, 1), (5, 5)),
            ((5, 31), (6, 2)),
            ((10, 1), (10, 8)),
        ],
        worked: &[(1, 26), (2, 8), (4, 27), (9, 28), (10, 11)],
    },
    Notice {
        year: 2026,
        off: &[
            ((1, 1), (1, 3)),
            ((2, 15), (2, 23)),
            ((4, 4), (4, 6)),
            ((5, 1), (5, 5)),
            ((6, 19), (6, 21)),
            ((9, 25), (9, 27)),
            ((10, 1), (10, 7)),
        ],
        worked: &[(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)],
    },
];

/// The notice of this year is not known here, so its working days cannot be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the public holidays of {year} are not known")]
pub struct UnknownYear {
    /// The year.
    pub year: i32,
}

/// Whether offices work on this day.
///
/// # Errors
/// When the year's notice is not known.
pub fn is_working_day(day: NaiveDate) -> Result<bool, UnknownYear> {
    let year = day.year();
    let notice = NOTICES.iter().find(|notice| notice.year == year);
    let notice = notice.ok_or(UnknownYear { year })?;
    let date = (day.month(), day.day());
    if notice.worked.contains(&date) {
        return Ok(true);
    }
    let off = notice
        .off
        .iter()
        .any(|(first, last)| (*first..=*last).contains(&date));
    Ok(!off && !matches!(day.weekday(), Weekday::Sat | Weekday::Sun))
}

/// The last day of a limit that begins on `from`. The first day is not counted (Civil Code, article 201), and the
/// end is not moved over a holiday: whoever keeps this day has kept the limit by any reading.
///
/// # Errors
/// When it counts working days of a year whose notice is not known.
pub fn last_day(from: NaiveDate, limit: Limit) -> Result<NaiveDate, UnknownYear> {
    if limit.unit == DayUnit::Calendar {
        return Ok(plus_days(from, limit.days));
    }
    let mut day = from;
    for _ in 0..limit.days {
        day = next_working_day(day)?;
    }
    Ok(day)
}

fn next_working_day(after: NaiveDate) -> Result<NaiveDate, UnknownYear> {
    let mut day = plus_days(after, 1);
    while !is_working_day(day)? {
        day = plus_days(day, 1);
    }
    Ok(day)
}

/// How much of a limit that began on `from` is used up on `today`: its days or working days, the first not counted.
///
/// # Errors
/// When it counts working days of a year whose notice is not known.
pub fn used(from: NaiveDate, today: NaiveDate, unit: DayUnit) -> Result<u32, UnknownYear> {
    let mut day = from;
    let mut count = 0_u32;
    while day < today {
        day = plus_days(day, 1);
        if unit == DayUnit::Calendar || is_working_day(day)? {
            count = count.saturating_add(1);
        }
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn working(text: &str) -> bool {
        is_working_day(day(text)).unwrap()
    }

    #[test]
    fn holidays_are_free_and_their_sundays_are_worked() {
        assert!(!working("2026-02-16"));
        assert!(working("2026-02-14"), "a Saturday worked for the Spring Festival");
        assert!(!working("2026-02-22"));
        assert!(working("2026-02-24"));
        assert!(working("2026-10-10"));
        assert!(!working("2026-11-28"), "an ordinary Saturday");
        assert!(working("2026-11-30"));
    }

    #[test]
    fn each_notice_gives_a_year_that_adds_up() {
        // 365 days − 104 weekend days − 13 days of holiday by the 2024 amendment of the regulation.
        let count = |year: i32| {
            let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
            let days = first.iter_days().take_while(|day| day.year() == year);
            days.filter(|day| is_working_day(*day).unwrap()).count()
        };
        assert_eq!(count(2025), 248);
        assert_eq!(count(2026), 248);
    }

    #[test]
    fn a_year_without_a_notice_is_said_and_not_guessed() {
        let limit = Limit {
            days: 15,
            unit: DayUnit::Working,
        };
        assert_eq!(
            last_day(day("2026-12-28"), limit),
            Err(UnknownYear { year: 2027 })
        );
        let limit = Limit {
            unit: DayUnit::Calendar,
            ..limit
        };
        assert_eq!(last_day(day("2026-12-28"), limit), Ok(day("2027-01-12")));
    }

    #[test]
    fn fifteen_working_days_run_over_the_spring_festival() {
        let limit = Limit {
            days: 15,
            unit: DayUnit::Working,
        };
        // 11–14 February are four (with the Saturday), 24–28 five (with the Saturday), 2–6 March five, 9 March one.
        assert_eq!(last_day(day("2026-02-10"), limit), Ok(day("2026-03-09")));
    }

    proptest::proptest! {
        #[test]
        fn a_limit_is_used_up_on_its_last_day(offset in 0_u32..330, days in 0_u32..25, works in proptest::bool::ANY) {
            let from = plus_days(day("2025-12-20"), offset);
            let unit = if works { DayUnit::Working } else { DayUnit::Calendar };
            let last = last_day(from, Limit { days, unit }).unwrap();
            proptest::prop_assert_eq!(used(from, last, unit), Ok(days));
            let longer = last_day(from, Limit { days: days + 1, unit }).unwrap();
            proptest::prop_assert!(last < longer);
            let later = last_day(plus_days(from, 1), Limit { days, unit }).unwrap();
            proptest::prop_assert!(last <= later);
        }
    }
}
