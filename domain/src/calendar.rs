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
pub type Stretch = ((u32, u32), (u32, u32));

/// What one yearly notice of the General Office of the State Council on 部分节假日安排 says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct YearOff {
    /// The year.
    #[n(0)]
    pub year: i32,
    /// Its days off 放假.
    #[n(1)]
    pub off: Vec<Stretch>,
    /// Weekend days that are worked instead 调休上班, as (month, day).
    #[n(2)]
    pub worked: Vec<(u32, u32)>,
    /// The notice, or the document by which the district entered it.
    #[serde(default)]
    #[cbor(n(3), default)]
    pub document: String,
}

/// The public holidays by year, as far as they are set; a year is set when its notice is out, never before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(transparent)]
#[cbor(transparent)]
pub struct Holidays(#[n(0)] pub Vec<YearOff>);

impl Default for Holidays {
    /// The notices that ship: for 2025 of 2024-11-12, for 2026 of 2025-11-04.
    fn default() -> Self {
        let title = |year: i32| format!("国务院办公厅关于{year}年部分节假日安排的通知");
        Self(vec![
            YearOff {
                year: 2025,
                off: vec![
                    ((1, 1), (1, 1)),
                    ((1, 28), (2, 4)),
                    ((4, 4), (4, 6)),
                    ((5, 1), (5, 5)),
                    ((5, 31), (6, 2)),
                    ((10, 1), (10, 8)),
                ],
                worked: vec![(1, 26), (2, 8), (4, 27), (9, 28), (10, 11)],
                document: title(2025),
            },
            YearOff {
                year: 2026,
                off: vec![
                    ((1, 1), (1, 3)),
                    ((2, 15), (2, 23)),
                    ((4, 4), (4, 6)),
                    ((5, 1), (5, 5)),
                    ((6, 19), (6, 21)),
                    ((9, 25), (9, 27)),
                    ((10, 1), (10, 7)),
                ],
                worked: vec![(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)],
                document: title(2026),
            },
        ])
    }
}

/// A figure that counts days, and on which calendar it rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted<T> {
    /// The figure.
    pub of: T,
    /// The first year that was counted without its holidays, each day as a working day; none where all are set.
    pub unset: Option<i32>,
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

impl YearOff {
    fn works_on(&self, day: NaiveDate) -> bool {
        let date = (day.month(), day.day());
        let off = |(first, last): &Stretch| (*first..=*last).contains(&date);
        self.worked.contains(&date) || !is_weekend(day) && !self.off.iter().any(off)
    }
}

impl Holidays {
    /// What is set of a year.
    #[must_use]
    pub fn year(&self, year: i32) -> Option<&YearOff> {
        self.0.iter().find(|one| one.year == year)
    }

    /// Whether offices work on this day; none where the holidays of its year are not set.
    #[must_use]
    pub fn is_working_day(&self, day: NaiveDate) -> Option<bool> {
        self.year(day.year()).map(|year| year.works_on(day))
    }

    /// The last day of a limit that begins on `from`. The first day is not counted (Civil Code, article 201), and the
    /// end is not moved over a holiday: whoever keeps this day has kept the limit by any reading.
    ///
    /// In a year whose holidays are not set each day counts as a working day: any weekend may turn out to be worked
    /// 调休上班, and whatever notice comes, it can only move this day later. `unset` says that the calendar is missing.
    #[must_use]
    pub fn last_day(&self, from: NaiveDate, limit: Limit) -> Counted<NaiveDate> {
        if limit.unit == DayUnit::Calendar {
            return Counted {
                of: plus_days(from, limit.days),
                unset: None,
            };
        }
        let (mut day, mut left, mut unset) = (from, limit.days, None);
        while left > 0 {
            let next = plus_days(day, 1);
            if next == day {
                break; // the end of all days
            }
            day = next;
            left -= u32::from(self.counts(day, &mut unset));
        }
        Counted { of: day, unset }
    }

    /// How much of a limit that began on `from` is used up on `today`: its days or working days, the first not
    /// counted; in a year whose holidays are not set each day, as for the last day.
    #[must_use]
    pub fn used(&self, from: NaiveDate, today: NaiveDate, unit: DayUnit) -> Counted<u32> {
        let (mut day, mut of, mut unset) = (from, 0_u32, None);
        while day < today {
            day = plus_days(day, 1);
            let counts = unit == DayUnit::Calendar || self.counts(day, &mut unset);
            of = of.saturating_add(u32::from(counts));
        }
        Counted { of, unset }
    }

    fn counts(&self, day: NaiveDate, unset: &mut Option<i32>) -> bool {
        self.is_working_day(day).unwrap_or_else(|| {
            unset.get_or_insert(day.year());
            true
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn working(text: &str) -> bool {
        Holidays::default().is_working_day(day(text)).unwrap()
    }

    const FIFTEEN: Limit = Limit {
        days: 15,
        unit: DayUnit::Working,
    };

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
            let works = |day: &NaiveDate| Holidays::default().is_working_day(*day).unwrap();
            days.filter(works).count()
        };
        assert_eq!(count(2025), 248);
        assert_eq!(count(2026), 248);
    }

    #[test]
    fn a_year_without_a_notice_is_counted_day_by_day_and_said() {
        let known = Holidays::default();
        assert_eq!(known.is_working_day(day("2027-01-04")), None);
        // 29–31 December are three; 1–12 January are twelve, whichever of them will be worked.
        let last = known.last_day(day("2026-12-28"), FIFTEEN);
        assert_eq!((last.of, last.unset), (day("2027-01-12"), Some(2027)));
        assert_eq!(known.used(day("2026-12-28"), last.of, DayUnit::Working).of, 15);
        let limit = Limit {
            unit: DayUnit::Calendar,
            ..FIFTEEN
        };
        let last = known.last_day(day("2026-12-28"), limit);
        assert_eq!((last.of, last.unset), (day("2027-01-12"), None));
    }

    #[test]
    fn a_year_that_is_set_moves_the_last_day_over_its_holidays() {
        let mut known = Holidays::default();
        known.0.push(YearOff {
            year: 2027,
            off: vec![((1, 1), (1, 3))],
            worked: Vec::new(),
            document: String::new(),
        });
        let last = known.last_day(day("2026-12-28"), FIFTEEN);
        assert_eq!((last.of, last.unset), (day("2027-01-19"), None));
    }

    #[test]
    fn fifteen_working_days_run_over_the_spring_festival() {
        // 11–14 February are four (with the Saturday), 24–28 five (with the Saturday), 2–6 March five, 9 March one.
        let last = Holidays::default().last_day(day("2026-02-10"), FIFTEEN);
        assert_eq!((last.of, last.unset), (day("2026-03-09"), None));
    }

    #[test]
    fn holidays_read_back_and_older_settings_without_them_are_those_that_ship() {
        let known = Holidays::default();
        let bytes = minicbor::to_vec(&known).unwrap();
        assert_eq!(minicbor::decode::<Holidays>(&bytes).unwrap(), known);
        let json = serde_json::to_string(&known).unwrap();
        assert_eq!(serde_json::from_str::<Holidays>(&json).unwrap(), known);
    }

    proptest::proptest! {
        #[test]
        fn a_limit_is_used_up_on_its_last_day_also_where_no_calendar_reaches(
            offset in 0_u32..1500, days in 0_u32..25, works in proptest::bool::ANY,
        ) {
            let known = Holidays::default();
            let from = plus_days(day("2025-12-20"), offset);
            let unit = if works { DayUnit::Working } else { DayUnit::Calendar };
            let last = known.last_day(from, Limit { days, unit }).of;
            proptest::prop_assert_eq!(known.used(from, last, unit).of, days);
            let longer = known.last_day(from, Limit { days: days + 1, unit }).of;
            proptest::prop_assert!(last < longer);
            let later = known.last_day(plus_days(from, 1), Limit { days, unit }).of;
            proptest::prop_assert!(last <= later);
        }

        #[test]
        fn no_notice_that_comes_later_moves_a_last_day_earlier(
            offset in 0_u32..400, days in 0_u32..25,
            off in proptest::collection::vec((1_u32..13, 1_u32..22, 0_u32..8), 0..7),
            worked in proptest::collection::vec((1_u32..13, 1_u32..29), 0..60),
        ) {
            let from = plus_days(day("2026-12-20"), offset);
            let limit = Limit { days, unit: DayUnit::Working };
            let off: Vec<Stretch> = off
                .into_iter()
                .map(|(month, first, long)| ((month, first), (month, first + long)))
                .collect();
            let of = |year| YearOff { year, off: off.clone(), worked: worked.clone(), document: String::new() };
            for known in [vec![], vec![of(2027)], vec![of(2026), of(2028)]] {
                let last = Holidays(known).last_day(from, limit);
                let all = Holidays(vec![of(2026), of(2027), of(2028)]).last_day(from, limit);
                proptest::prop_assert!(last.of <= all.of, "{:?} is later than {:?}", last, all);
                proptest::prop_assert_eq!(all.unset, None);
            }
        }
    }
}
