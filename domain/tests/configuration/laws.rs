//! The laws of editions: nothing adopted changes nothing, nothing changes before its day, a preview is the difference.

use super::{TODAY, adopted, commitment, draft, figure};
use crate::cast::day;
use chrono::NaiveDate;
use domain::calendar::{DayUnit, Limit};
use domain::case::codes::Department;
use domain::commitments::LineCode;
use domain::config::Config;
use domain::edition::codes::{Figure, Limits};
use domain::edition::{Draft, Edition, Setting, in_force, overview, preview, sheet};
use domain::income::codes::IncomeLine;
use domain::regime::Regime;
use domain::screening::ScreeningRule;
use domain::time::plus_days;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn setting() -> impl Strategy<Value = Setting> {
    let figures =
        (prop::sample::select(Figure::ALL), 1_u32..60).prop_map(|(which, value)| figure(which, value));
    let limits =
        (prop::sample::select(Limits::ALL), 1_u32..30, any::<bool>()).prop_map(|(which, days, works)| {
            let unit = if works {
                DayUnit::Working
            } else {
                DayUnit::Calendar
            };
            Setting::Limit {
                which,
                limit: Limit { days, unit },
            }
        });
    let year_lines =
        (2020_i32..2028, 5_000_i64..10_000).prop_map(|(year, yuan)| Setting::Line { year, yuan });
    let counting = (prop::sample::select(IncomeLine::ALL), any::<bool>())
        .prop_filter("costs are deducted", |(line, _)| *line != IncomeLine::Costs)
        .prop_map(|(line, counts)| Setting::Counting { line, counts });
    let rows =
        (prop::sample::select(LineCode::ALL), any::<bool>(), "[a-z]{1,6}").prop_map(|(code, off, words)| {
            commitment(code, |row| {
                row.off = off;
                row.en = words;
            })
        });
    let seasons = (1_u32..12, 1_u32..28).prop_map(|(month, of_month)| Setting::Season {
        code: "RAIN".to_owned(),
        from: (month, of_month),
        to: (12, 31),
    });
    let screening = (
        prop::sample::select(ScreeningRule::ALL),
        any::<bool>(),
        1_u32..200,
    )
        .prop_map(|(rule, off, share)| {
            let figure = rule.figure().map(|_| share);
            Setting::Screening { rule, off, figure }
        });
    let holidays =
        (2025_i32..2029, 1_u32..13, 1_u32..20).prop_map(|(year, month, first)| Setting::Holidays {
            year,
            off: vec![((month, first), (month, first + 7))],
            worked: Vec::new(),
        });
    let asked = prop::sample::subsequence(Department::ALL, 0..4)
        .prop_map(|departments| Setting::Asked { departments });
    prop_oneof![
        figures,
        asked,
        holidays,
        screening,
        limits,
        year_lines,
        counting,
        rows,
        seasons,
        (1_u32..31).prop_map(|days| Setting::DaysOnSite { days }),
        (0_u32..31).prop_map(|nights| Setting::NightsOnSite { nights }),
        Just(Setting::Regime {
            regime: Regime::TwoTypes
        }),
    ]
}

fn start() -> NaiveDate {
    day(TODAY)
}

fn history() -> impl Strategy<Value = Vec<Edition>> {
    let one = (0_u32..60, prop::collection::vec(setting(), 1..5));
    prop::collection::vec(one, 0..5).prop_map(|editions| {
        let numbered = (1_u32..).zip(editions);
        numbered
            .map(|(number, (days, settings))| {
                let from = plus_days(start(), days);
                adopted(
                    number,
                    Draft {
                        from,
                        ..draft(TODAY, settings)
                    },
                )
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn no_edition_changes_nothing(on in 0_u32..90) {
        let base = Config::default();
        prop_assert_eq!(in_force(&base, [], plus_days(start(), on)), base);
    }

    #[test]
    fn an_edition_changes_no_day_before_its_first(history in history(), more in prop::collection::vec(setting(), 1..5), ahead in 1_u32..60) {
        let base = Config::default();
        let late = adopted(99, Draft { from: plus_days(start(), ahead), ..draft(TODAY, more) });
        let eve = plus_days(start(), ahead - 1);
        let without = in_force(&base, &history, eve);
        let with = in_force(&base, history.iter().chain([&late]), eve);
        prop_assert_eq!(sheet(&without, eve), sheet(&with, eve));
    }

    #[test]
    fn a_preview_is_the_difference_of_before_and_after(history in history(), settings in prop::collection::vec(setting(), 1..6), ahead in 0_u32..60) {
        let drafted = Draft { from: plus_days(start(), ahead), ..draft(TODAY, settings) };
        let (before, after) = preview::both(&Config::default(), &history, &drafted);
        let changes = preview::fields((&before, &after), &history, drafted.from);
        // Applied to the sheet of before, the changes give the sheet of after, and each of them changes something.
        let (old, new) = (sheet(&before, drafted.from), sheet(&after, drafted.from));
        for change in &changes {
            prop_assert_ne!(change.before.as_ref(), Some(&change.after));
            prop_assert_eq!(change.before.as_ref(), old.iter().find(|set| set.key() == change.after.key()));
        }
        for setting in &new {
            let change = changes.iter().find(|change| change.after.key() == setting.key());
            let said = change.map_or_else(|| old.iter().find(|set| set.key() == setting.key()), |change| Some(&change.after));
            prop_assert_eq!(said, Some(setting));
        }
        // What is adopted then is what was shown.
        let mut adopted_too = history.clone();
        adopted_too.push(adopted(77, drafted.clone()));
        prop_assert_eq!(sheet(&in_force(&Config::default(), &adopted_too, drafted.from), drafted.from), new);
    }

    #[test]
    fn what_is_adopted_is_in_force_on_its_day_whatever_was_set_before(history in history(), settings in prop::collection::vec(setting(), 1..6), ahead in 0_u32..60) {
        let mut keys = BTreeSet::new();
        let settings: Vec<Setting> = settings.into_iter().filter(|set| keys.insert(set.key())).collect();
        let drafted = Draft { from: plus_days(start(), ahead), ..draft(TODAY, settings) };
        let (from, document) = (drafted.from, drafted.document.clone());
        let mut editions = history;
        editions.push(adopted(99, drafted.clone()));
        let page = overview(&Config::default(), &editions, from);
        for set in &drafted.settings {
            let stated = page.in_force.iter().find(|one| one.setting.key() == set.key());
            prop_assert_eq!(stated.map(|one| &one.setting), Some(set));
            prop_assert_eq!(stated.map(|one| (&one.document, one.since, one.edition)), Some((&document, Some(from), Some(99))));
        }
    }

    #[test]
    fn every_edition_is_read_as_it_was_written(history in history()) {
        for edition in history {
            let text = serde_json::to_string(&edition).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Edition>(&text).unwrap(), &edition);
            let bytes = domain::cbor::to_vec(&edition);
            prop_assert_eq!(domain::cbor::from_slice::<Edition>(&bytes).unwrap(), edition);
        }
    }
}
