//! Steps past their last day (VP07), and the days of the departments' comparison beside the others (§4.7).

use super::*;
use domain::case::order::{compare_due, last_day, passed};
use domain::identification::IdentifyStep;

fn last(world: &World, kind: K, on: &str) -> Option<chrono::NaiveDate> {
    last_day(world.case(), kind, (day(on), &Holidays::default()))
}

#[test]
fn a_step_past_its_last_day_is_asked_why_and_counts_with_and_without_a_reason() {
    let mut world = World::opened();
    assert_eq!(last(&world, K::Authorise, "2026-11-03"), Some(day("2026-11-09")));
    for any_time in [K::Withdraw, K::Expedite] {
        assert_eq!(last(&world, any_time, "2026-11-10"), None);
    }
    world.take("P001", "2026-11-10", deed(K::Authorise)).unwrap();
    let reasoned = CaseStep {
        late_reason: "下雪封路".to_owned(),
        ..said("2026-11-10", "", found())
    };
    world.hand_in(("P001", "2026-11-10"), 1, reasoned).unwrap();
    world.take("P001", "2026-11-10", deed(K::Agree)).unwrap();
    let late = day("2026-11-09");
    assert_eq!(
        passed(world.case(), &Holidays::default()),
        [Some(late), Some(late), None],
        "the village may agree until the 10th"
    );
    let told: Vec<&str> = world
        .case()
        .steps
        .iter()
        .map(|entry| entry.step.late_reason.as_str())
        .collect();
    assert_eq!(told, ["", "下雪封路", ""]);
}

#[test]
fn a_reason_is_a_short_text_like_any_other() {
    let mut world = World::opened();
    for wrong in ["下雪\u{0}封路".to_owned(), "雪".repeat(1_001)] {
        let step = CaseStep {
            late_reason: wrong,
            ..said("2026-11-10", "", deed(K::Authorise))
        };
        assert!(world.hand_in(("P001", "2026-11-10"), 0, step).is_err());
    }
}

#[test]
fn a_notice_that_hangs_in_time_and_what_follows_the_decision_is_not_late() {
    let world = World::at(S::Recorded);
    let found: Vec<_> = passed(world.case(), &Holidays::default())
        .into_iter()
        .zip(&world.case().steps)
        .filter_map(|(passed, entry)| Some((entry.step.deed.kind(), passed?)))
        .collect();
    assert_eq!(found, [(K::Compare, day("2026-11-08"))]);
}

#[test]
fn the_comparison_has_its_days_from_the_home_verification_on_and_ends_with_the_first_answer() {
    let holidays = Holidays::default();
    let compare = |world: &World, on: &str| compare_due(world.case(), day(on), &holidays);
    let unsigned = World::opened();
    assert_eq!(compare(&unsigned, "2026-11-03"), None, "nobody has authorised it");
    // Until the verification is done, from the last day for it on: 9 November.
    let signed = World::at(S::HomeVerifying);
    assert_eq!(compare(&signed, "2026-11-03"), Some(day("2026-11-14")));
    let mut verified = World::at(S::VillageReview);
    assert_eq!(compare(&verified, "2026-11-04"), Some(day("2026-11-08")));
    assert_eq!(last(&verified, K::Compare, "2026-11-04"), Some(day("2026-11-08")));
    let strip = verified.case().strip(day("2026-11-04"), &holidays);
    assert!(
        strip
            .steps
            .iter()
            .any(|latest| latest.step == IdentifyStep::CountyCompare)
    );
    verified.take("D001", "2026-11-05", deed(K::Compare)).unwrap();
    assert_eq!(compare(&verified, "2026-11-05"), None);
    let strip = verified.case().strip(day("2026-11-05"), &holidays);
    assert!(
        strip
            .steps
            .iter()
            .all(|latest| latest.step != IdentifyStep::CountyCompare)
    );
    assert_eq!(passed(verified.case(), &holidays).last(), Some(&None));
    verified.take("D001", "2026-11-10", deed(K::Compare)).unwrap();
    assert_eq!(
        passed(verified.case(), &holidays).last(),
        Some(&None),
        "another answer ends no wait"
    );
}

#[test]
fn a_case_of_before_the_comparison_had_days_of_its_own_keeps_the_whole_limit() {
    let mut case = World::at(S::VillageReview).case().clone();
    case.limits.county_compare_days = 0;
    let due = compare_due(&case, day("2026-11-04"), &Holidays::default());
    assert_eq!(due, Some(day("2026-11-17")));
    let text = serde_json::to_string(&case.limits).unwrap();
    let old = text.replace(",\"county_compare_days\":0", "");
    assert_ne!(old, text);
    assert_eq!(
        serde_json::from_str::<domain::identification::IdentifyLimits>(&old).unwrap(),
        case.limits
    );
}
