//! The identification procedure 识别程序 and its deadline strip: which day is the last for each step still ahead
//! (domain.md §4.7).

use crate::calendar::{DayUnit, Holidays, Limit};
use crate::time::{days_between, plus_days};
use chrono::{Days, NaiveDate};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

coded! {
    /// The steps, in the order in which they are taken (domain.md §4.7).
    pub enum IdentifyStep {
        Clue = "CLUE", "线索登记", "clue recorded";
        Authorise = "APPLY_AUTHORISE", "农户申请与承诺授权", "household applies and authorises";
        HomeVerify = "HOME_VERIFY", "入户核实", "home verification";
        VillageReview = "VILLAGE_REVIEW", "村级民主评议", "village review";
        Publicity = "PUBLICITY", "村内公示", "public notice in the village";
        TownReview = "TOWN_REVIEW", "乡镇审核", "township review";
        CountyCompare = "COUNTY_COMPARE", "县级信息比对", "county data comparison";
        CountyDecision = "COUNTY_DECISION", "县级审定", "county decision";
        Announce = "ANNOUNCE", "公告", "announcement";
        Recorded = "RECORDED", "录入全国系统", "entered in the national system";
    }
}

/// The limits of the procedure, as the district configured them; the defaults are those of domain.md §2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct IdentifyLimits {
    /// From the clue to the county's decision.
    #[n(0)]
    pub total: Limit,
    /// From the clue to the end of the home verification.
    #[n(1)]
    pub home_verify: Limit,
    /// Full calendar days for which the notice hangs before the township may review.
    #[n(2)]
    pub publicity_days: u32,
    /// Calendar days from the end of the home verification until the departments have compared (`county_compare_limit_days`);
    /// 0 where the district set none, and in cases opened before it was kept: then the whole limit is its limit.
    #[serde(default)]
    #[cbor(n(3), default)]
    pub county_compare_days: u32,
}

impl IdentifyLimits {
    /// The last day of the comparison where the home verification ends on a day, never after the last of the whole limit
    /// (§4.7: beside the other steps, before the decision).
    #[must_use]
    pub fn compare_by(&self, verified_on: NaiveDate, last: NaiveDate) -> NaiveDate {
        match self.county_compare_days {
            0 => last,
            days => plus_days(verified_on, days).min(last),
        }
    }
}

impl Default for IdentifyLimits {
    fn default() -> Self {
        Self {
            total: Limit {
                days: 15,
                unit: DayUnit::Calendar,
            },
            home_verify: Limit {
                days: 5,
                unit: DayUnit::Working,
            },
            publicity_days: 7,
            county_compare_days: 5,
        }
    }
}

/// The latest day on which a step may end so that every later one still fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Latest {
    /// The step.
    pub step: IdentifyStep,
    /// Its last day; for the public notice the day on which it must hang.
    pub by: NaiveDate,
}

/// Where a procedure stands in its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadlineStrip {
    /// The day on which the sign was seen: T0. The limit runs from here, not from the day of signal (domain.md §5.3).
    pub seen_on: NaiveDate,
    /// Days of the limit used up today, in its unit; T0 itself is day 0.
    pub day: u32,
    /// The whole limit.
    pub limit: Limit,
    /// The last day of the whole limit.
    pub last: NaiveDate,
    /// Days that went by before the server heard of it; none while it has not.
    pub eaten: Option<u32>,
    /// Every step up to the county's decision, in order, with its last day.
    pub steps: Vec<Latest>,
    /// A year whose public holidays are not set: each of its days is counted as a working day, so that no day that is
    /// shown lies after the limit. None where the calendar reaches.
    pub unset: Option<i32>,
}

impl DeadlineStrip {
    /// Whether the whole limit has passed on `today`.
    #[must_use]
    pub fn is_over(&self, today: NaiveDate) -> bool {
        today > self.last
    }
}

/// The strip of a procedure whose sign was seen on `seen_on` and reached the server on `received_on`.
///
/// The notice hangs for its full days inside the whole limit, so what goes before it must be done that much
/// earlier. The county's comparison runs beside the other steps from the home verification on and keeps its own days.
///
/// Where the holidays of a year are not set the strip still stands: calendar days need none, each other day counts as a
/// working day, and `unset` names the year so that it is said.
#[must_use]
pub fn strip(
    seen_on: NaiveDate,
    received_on: Option<NaiveDate>,
    today: NaiveDate,
    limits: IdentifyLimits,
    holidays: &Holidays,
) -> DeadlineStrip {
    let whole = holidays.last_day(seen_on, limits.total);
    let verify = holidays.last_day(seen_on, limits.home_verify);
    let used = holidays.used(seen_on, today, limits.total.unit);
    let last = whole.of;
    let hang_by = last
        .checked_sub_days(Days::new(u64::from(limits.publicity_days)))
        .unwrap_or(last)
        .max(seen_on);
    let verify_by = verify.of.min(hang_by);
    let by = |step| match step {
        IdentifyStep::Clue => seen_on,
        IdentifyStep::Authorise | IdentifyStep::HomeVerify => verify_by,
        IdentifyStep::VillageReview | IdentifyStep::Publicity => hang_by,
        IdentifyStep::CountyCompare => limits.compare_by(verify_by, last),
        IdentifyStep::TownReview
        | IdentifyStep::CountyDecision
        | IdentifyStep::Announce
        | IdentifyStep::Recorded => last,
    };
    let ahead = IdentifyStep::ALL
        .iter()
        .filter(|step| (IdentifyStep::Authorise..=IdentifyStep::CountyDecision).contains(step));
    DeadlineStrip {
        seen_on,
        day: used.of,
        limit: limits.total,
        last,
        eaten: received_on.map(|day| days_between(seen_on, day).try_into().unwrap_or(0)),
        steps: ahead
            .map(|step| Latest {
                step: *step,
                by: by(*step),
            })
            .collect(),
        unset: whole.unset.or(verify.unset).or(used.unset),
    }
}

/// The first day on which a notice that hangs since `hung_on` has hung its full days, and the township may review
/// (VP04).
#[must_use]
pub fn publicity_over(hung_on: NaiveDate, publicity_days: u32) -> NaiveDate {
    plus_days(hung_on, publicity_days)
}

/// Whether a notice that hangs since `hung_on` has hung its full days; one that does not hang has not.
#[must_use]
pub fn notice_over(hung_on: Option<NaiveDate>, publicity_days: u32, today: NaiveDate) -> bool {
    hung_on.is_some_and(|hung_on| today >= publicity_over(hung_on, publicity_days))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::YearOff;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn by(strip: &DeadlineStrip, step: IdentifyStep) -> NaiveDate {
        strip.steps.iter().find(|latest| latest.step == step).unwrap().by
    }

    fn shipped(seen: &str, received: Option<&str>, today: &str) -> DeadlineStrip {
        let limits = IdentifyLimits::default();
        strip(
            day(seen),
            received.map(day),
            day(today),
            limits,
            &Holidays::default(),
        )
    }

    #[test]
    fn seven_days_of_notice_inside_fifteen_leave_eight_for_the_rest() {
        let strip = shipped("2026-11-02", None, "2026-11-08");
        assert_eq!(strip.day, 6);
        assert_eq!(strip.last, day("2026-11-17"));
        assert_eq!(by(&strip, IdentifyStep::Publicity), day("2026-11-10"));
        assert_eq!(by(&strip, IdentifyStep::HomeVerify), day("2026-11-09"));
        assert_eq!(by(&strip, IdentifyStep::CountyCompare), day("2026-11-14"));
        assert_eq!(by(&strip, IdentifyStep::CountyDecision), day("2026-11-17"));
        assert_eq!((strip.eaten, strip.unset), (None, None));
        assert!(!strip.is_over(day("2026-11-17")));
        assert!(strip.is_over(day("2026-11-18")));
    }

    #[test]
    fn days_without_signal_are_counted_and_shown() {
        let strip = shipped("2026-11-02", Some("2026-11-06"), "2026-11-08");
        assert_eq!(strip.eaten, Some(4));
        assert_eq!(strip.last, day("2026-11-17"));
    }

    #[test]
    fn a_notice_hung_on_its_last_day_is_over_on_the_last_of_the_limit() {
        let strip = shipped("2026-11-02", None, "2026-11-02");
        assert_eq!(
            publicity_over(
                by(&strip, IdentifyStep::Publicity),
                IdentifyLimits::default().publicity_days
            ),
            strip.last
        );
    }

    #[test]
    fn beyond_the_holidays_that_are_set_every_step_keeps_a_day() {
        // 29–31 December are three working days; Friday 1 and Saturday 2 January are counted as working days.
        let strip = shipped("2026-12-28", None, "2027-01-04");
        assert_eq!(strip.unset, Some(2027));
        assert_eq!(by(&strip, IdentifyStep::HomeVerify), day("2027-01-02"));
        assert_eq!(by(&strip, IdentifyStep::Publicity), day("2027-01-05"));
        assert_eq!(by(&strip, IdentifyStep::CountyDecision), day("2027-01-12"));
        assert_eq!(strip.day, 7);
    }

    fn limits() -> impl proptest::strategy::Strategy<Value = IdentifyLimits> {
        use proptest::strategy::Strategy;
        let limit = |most: u32| {
            (1..most, proptest::bool::ANY).prop_map(|(days, works)| Limit {
                days,
                unit: if works {
                    DayUnit::Working
                } else {
                    DayUnit::Calendar
                },
            })
        };
        let limits = (limit(25), limit(10), 0_u32..9, 0_u32..9);
        limits.prop_map(
            |(total, home_verify, publicity_days, county_compare_days)| IdentifyLimits {
                total,
                home_verify,
                publicity_days,
                county_compare_days,
            },
        )
    }

    /// Holidays of any years, as the shipped notices or a district may have them; of the other years nothing is set.
    fn tables() -> impl proptest::strategy::Strategy<Value = Holidays> {
        use proptest::collection::vec;
        use proptest::strategy::{Just, Strategy};
        let stretch = (1_u32..13, 1_u32..22, 0_u32..8);
        let stretch = stretch.prop_map(|(month, first, long)| ((month, first), (month, first + long)));
        let worked = vec((1_u32..13, 1_u32..29), 0..20);
        let year = (2025_i32..2031, vec(stretch, 0..7), worked);
        let year = year.prop_map(|(year, off, worked)| YearOff {
            year,
            off,
            worked,
            document: String::new(),
        });
        proptest::prop_oneof![Just(Holidays::default()), vec(year, 0..6).prop_map(Holidays)]
    }

    proptest::proptest! {
        #[test]
        fn no_latest_day_lies_after_the_limit_and_none_before_an_earlier_step(
            offset in 0_u32..2000, seen in 0_u32..30, limits in limits(), known in tables(),
        ) {
            let seen_on = plus_days(day("2025-01-05"), offset);
            let strip = strip(seen_on, None, plus_days(seen_on, seen), limits, &known);
            // The last of the limit is counted here day by day, apart from how the strip counts.
            let (mut last, mut left) = (seen_on, limits.total.days);
            while left > 0 {
                last = plus_days(last, 1);
                let works = known.is_working_day(last).unwrap_or(true);
                left -= u32::from(limits.total.unit == DayUnit::Calendar || works);
            }
            proptest::prop_assert_eq!(strip.last, last);
            let mut before = seen_on;
            for latest in &strip.steps {
                proptest::prop_assert!(latest.by <= strip.last);
                if latest.step == IdentifyStep::CountyCompare {
                    // It runs beside the others, from the home verification on.
                    proptest::prop_assert!(by(&strip, IdentifyStep::HomeVerify) <= latest.by);
                    continue;
                }
                proptest::prop_assert!(before <= latest.by, "{:?} is due before the step it follows", latest.step);
                before = latest.by;
            }
        }

        #[test]
        fn a_sign_seen_later_is_never_due_earlier(
            offset in 0_u32..2000, limits in limits(), known in tables(),
        ) {
            let seen_on = plus_days(day("2025-01-05"), offset);
            let earlier = strip(seen_on, None, seen_on, limits, &known);
            let later = strip(plus_days(seen_on, 1), None, plus_days(seen_on, 1), limits, &known);
            for (a, b) in earlier.steps.iter().zip(&later.steps) {
                proptest::prop_assert!(a.by <= b.by, "{:?}", a.step);
            }
        }
    }
}
