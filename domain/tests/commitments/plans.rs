//! What of the plans waits for the team: told by household, and in agreement with line A5.

use crate::cast::{day, id};
use crate::files::{approved, measure, went_on};
use crate::world::World;
use crate::worlds::a_world;
use chrono::NaiveDate;
use domain::case::MonitoringFile;
use domain::commitments::{LineCode, catalogue};
use domain::elimination::Eliminated;
use domain::elimination::codes::EliminationWay;
use domain::household::codes::MonitorCategory;
use domain::ids::*;
use domain::plan::codes::MeasureStatus;
use domain::plan::waiting::{Awaited, in_order, waits};
use proptest::prelude::*;

const HOME: HouseholdId = HouseholdId(id(1));

/// A household that the district decided to monitor on 1 May.
fn identified(today: &str) -> World {
    let mut world = World::on(today);
    world.home(HOME).monitor = Some(MonitorCategory::Marginal);
    let case = approved(40, FlagId(id(41)), day("2026-05-01"));
    world.file(HOME).cases.push(case);
    world
}

/// What is waited for, in a word, and its last day.
fn told(world: &World) -> Vec<(&'static str, Option<NaiveDate>)> {
    let home = world.households.iter().find(|home| home.id == HOME).unwrap();
    let file = world.files.iter().find(|file| file.household == HOME);
    let waits = waits(home, file, world.today, &world.config);
    waits
        .iter()
        .map(|wait| {
            let what = match wait.what {
                Awaited::Plan => "plan",
                Awaited::NextMeasure(_) => "next",
                Awaited::End(..) => "end",
                Awaited::Progress(..) => "progress",
                Awaited::Start(..) => "start",
            };
            (what, wait.by)
        })
        .collect()
}

#[test]
fn a_plan_waits_from_the_decision_on_until_there_is_one() {
    let mut world = identified("2026-05-01");
    assert_eq!(told(&world), [("plan", Some(day("2026-05-11")))]);
    world.today = day("2026-06-20");
    assert_eq!(told(&world), [("plan", Some(day("2026-05-11")))]);
    world.config.plan_due_days = 0;
    assert_eq!(
        told(&world),
        [("plan", Some(day("2026-07-30")))],
        "the days of A5"
    );
    world.file(HOME).cases.clear();
    assert_eq!(told(&world), [("plan", None)], "nobody knows since when");
    world.home(HOME).monitor = None;
    assert_eq!(told(&world), []);
}

#[test]
fn a_measure_is_told_once_with_its_nearest_day() {
    let mut world = identified("2026-05-20");
    let mut planned = measure(50, day("2026-05-20"));
    planned.content.planned_end = Some(day("2026-06-30"));
    world.file(HOME).plan.measures = vec![planned.clone()];
    assert_eq!(told(&world), [], "it may begin today");
    world.today = day("2026-05-21");
    assert_eq!(told(&world), [("start", Some(day("2026-05-20")))]);
    let begun = went_on(planned, day("2026-05-21"), MeasureStatus::InProgress);
    world.file(HOME).plan.measures = vec![begun.clone()];
    assert_eq!(told(&world), []);
    world.today = day("2026-06-22");
    assert_eq!(told(&world), []);
    world.today = day("2026-06-23");
    assert_eq!(
        told(&world),
        [("end", Some(day("2026-06-30")))],
        "seven days before"
    );
    world.today = day("2026-12-01");
    assert_eq!(told(&world), [("end", Some(day("2026-06-30")))]);
    let done = went_on(begun, day("2026-12-01"), MeasureStatus::Done);
    world.file(HOME).plan.measures = vec![done];
    assert_eq!(told(&world), []);
}

#[test]
fn a_measure_that_stands_still_waits_although_another_one_moves() {
    let mut world = identified("2026-08-15");
    let begun = |n, on| went_on(measure(n, day(on)), day(on), MeasureStatus::InProgress);
    world.file(HOME).plan.measures = vec![begun(50, "2026-05-02"), begun(51, "2026-08-10")];
    assert_eq!(told(&world), [("progress", Some(day("2026-07-31")))]);
    // The district lets plans rest longer, or does not look at the line at all.
    let rows = catalogue(&world.config, world.today);
    let mut row = rows.into_iter().find(|row| row.code == LineCode::A5).unwrap();
    row.days = Some(120);
    world.config.commitments = vec![row.clone()];
    assert_eq!(told(&world), []);
    row.off = true;
    world.config.commitments = vec![row];
    world.today = day("2027-08-15");
    assert_eq!(told(&world), []);
}

#[test]
fn where_every_measure_is_done_the_next_one_waits_and_a_stopped_one_is_no_plan() {
    let mut world = identified("2026-08-20");
    let ended = |status| went_on(measure(50, day("2026-05-02")), day("2026-05-20"), status);
    world.file(HOME).plan.measures = vec![ended(MeasureStatus::Done)];
    assert_eq!(told(&world), [("next", Some(day("2026-08-18")))]);
    world.file(HOME).plan.measures = vec![ended(MeasureStatus::Stopped)];
    assert_eq!(told(&world), [("plan", Some(day("2026-05-11")))]);
}

#[test]
fn what_runs_on_after_the_elimination_waits_for_its_end_only() {
    let mut world = identified("2027-05-02");
    let mut carried = went_on(
        measure(50, day("2026-05-02")),
        day("2026-05-20"),
        MeasureStatus::CarriedAfterRemoval,
    );
    carried.content.planned_end = Some(day("2027-05-01"));
    let mut planned = measure(51, day("2026-05-02"));
    planned.content.planned_end = Some(day("2028-05-01"));
    world.file(HOME).plan.measures = vec![carried, planned];
    world.home(HOME).eliminated = Some(Eliminated {
        on: day("2026-12-01"),
        way: EliminationWay::ByAssistance,
        by: OpId(id(42)),
    });
    assert_eq!(told(&world), [("end", Some(day("2027-05-01")))]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn what_a5_asks_for_waits_in_time_and_the_nearest_deadline_comes_first(world in a_world()) {
        let file = |id: HouseholdId| world.files.iter().find(|file: &&MonitoringFile| file.household == id);
        let homes = world.households.iter().map(|home| (home, file(home.id)));
        let found = in_order(homes, world.today, &world.config);
        let days: Vec<NaiveDate> = found.iter().map(|one| one.first.by.unwrap_or(world.today)).collect();
        prop_assert!(days.is_sorted());
        for finding in world.findings() {
            if finding.line != LineCode::A5 || !finding.status.is_open() {
                continue;
            }
            let waits = found.iter().find(|one| Some(one.household.id) == finding.subject.household());
            let waits = waits.map(|one| one.first.by.unwrap_or(world.today));
            let by = finding.by.unwrap_or(world.today);
            prop_assert!(waits.is_some_and(|waits| waits <= by), "{:?}: {:?}", finding, waits);
        }
    }
}
