//! Lines of monitored and eliminated households: contact person, plan, look-backs.

use crate::cast::{day, id, visit};
use crate::files::{approved, contact, measure, went_on};
use crate::world::{World, explained};
use domain::commitments::CommitmentStatus::{Breached, DueSoon, Explained, NotApplicable, OnTrack};
use domain::commitments::*;
use domain::elimination::Eliminated;
use domain::elimination::codes::EliminationWay;
use domain::household::codes::MonitorCategory;
use domain::ids::*;
use domain::plan::codes::MeasureStatus;
use domain::visit::codes::Purpose;

const HOME: HouseholdId = HouseholdId(id(1));
const SUBJECT: Subject = Subject::Household(HOME);

/// A household of which the register says that it is monitored.
fn by_register(today: &str) -> World {
    let mut world = World::on(today);
    world.home(HOME).monitor = Some(MonitorCategory::Marginal);
    world
}

/// A household that the district decided to monitor on 1 May.
fn identified(today: &str) -> World {
    let mut world = by_register(today);
    let case = approved(40, FlagId(id(41)), day("2026-05-01"));
    world.file(HOME).cases.push(case);
    world
}

/// A household whose risk was decided to be eliminated on 1 May.
fn eliminated(today: &str) -> World {
    let mut world = by_register(today);
    world.home(HOME).eliminated = Some(Eliminated {
        on: day("2026-05-01"),
        way: EliminationWay::ByAssistance,
        by: OpId(id(42)),
    });
    world
}

/// The shipped row of a line with other days.
fn with_days(world: &mut World, line: LineCode, days: u32) {
    let rows = catalogue(&world.config, world.today);
    let row = rows.into_iter().find(|row| row.code == line).unwrap();
    let days = Some(days);
    world.config.commitments.push(LineRow { days, ..row });
}

#[test]
fn without_a_household_to_watch_the_lines_do_not_apply() {
    let world = World::on("2026-05-02");
    for (line, why) in [
        (LineCode::R4, Why::NoneMonitored),
        (LineCode::A5, Why::NoneMonitored),
        (LineCode::S4, Why::NoneEliminated),
    ] {
        let found = world.of(line);
        assert_eq!(
            (found.status, found.why, found.subject),
            (NotApplicable, why, Subject::Village)
        );
        assert_eq!((found.by, found.remedy), (None, None));
    }
}

#[test]
fn a_gap_of_contact_breaks_after_seven_days_and_a_name_mends_it() {
    let mut world = identified("2026-05-01");
    let gap = world.of(LineCode::R4);
    assert_eq!((gap.status, gap.why), (DueSoon, Why::ContactMissing));
    assert_eq!((gap.by, gap.owner), (Some(day("2026-05-08")), Owner::TeamLeader));
    assert_eq!(world.status_on(LineCode::R4, "2026-05-08"), DueSoon);
    assert_eq!(world.status_on(LineCode::R4, "2026-05-09"), Breached);
    let broken = world.of(LineCode::R4);
    assert_eq!(broken.remedy, Some(Remedy::NameContact(HOME)));
    world.put_right(broken.remedy.unwrap());
    let named = world.of(LineCode::R4);
    assert_eq!((named.status, named.why), (OnTrack, Why::ContactNamed));
    let op = world.file(HOME).plan.contact().unwrap().op;
    assert_eq!(named.evidence, [Evidence::Contact(op)]);
}

#[test]
fn a_gap_begins_when_the_last_contact_left_and_at_once_where_nobody_knows_when() {
    let mut world = identified("2026-08-10");
    let left = contact(43, "2026-05-02", Some("2026-08-09"));
    world.file(HOME).plan.contacts.push(left);
    assert_eq!(world.of(LineCode::R4).by, Some(day("2026-08-16")));
    let gap = by_register("2026-05-01").of(LineCode::R4);
    assert_eq!((gap.status, gap.by), (Breached, None));
}

#[test]
fn the_districts_days_of_a_gap_count_from_the_day_of_its_row_on() {
    let mut world = identified("2026-05-09");
    with_days(&mut world, LineCode::R4, 14);
    world.config.commitments.last_mut().unwrap().from = Some(day("2026-05-10"));
    assert_eq!(world.of(LineCode::R4).status, Breached);
    assert_eq!(world.status_on(LineCode::R4, "2026-05-10"), DueSoon);
    assert_eq!(world.of(LineCode::R4).by, Some(day("2026-05-15")));
}

#[test]
fn what_is_missing_may_have_a_reason_that_another_confirmed() {
    for line in [LineCode::R4, LineCode::A5] {
        let mut world = identified("2026-07-01");
        assert_eq!(world.of(line).status, Breached);
        world.explanations = vec![explained(line, SUBJECT, "2026-07-01", Some("P001"))];
        assert_eq!(world.of(line).status, Explained);
        assert_eq!(world.status_on(line, "2026-07-02"), Breached);
    }
    let mut world = eliminated("2026-09-01");
    world.explanations = vec![explained(LineCode::S4, SUBJECT, "2026-09-01", Some("P001"))];
    assert_eq!(world.of(LineCode::S4).status, Explained);
    assert_eq!(world.status_on(LineCode::S4, "2026-09-02"), Breached);
}

#[test]
fn a_plan_is_due_ten_days_after_the_decision() {
    let mut world = identified("2026-05-01");
    let none = world.of(LineCode::A5);
    assert_eq!((none.status, none.why), (DueSoon, Why::PlanMissing));
    assert_eq!((none.by, none.owner), (Some(day("2026-05-11")), Owner::Contact));
    assert_eq!(world.status_on(LineCode::A5, "2026-05-11"), DueSoon);
    assert_eq!(world.status_on(LineCode::A5, "2026-05-12"), Breached);
    let broken = world.of(LineCode::A5);
    assert_eq!(broken.remedy, Some(Remedy::PlanMeasure(HOME)));
    world.put_right(broken.remedy.unwrap());
    assert_eq!(world.of(LineCode::A5).status, OnTrack);
    assert_eq!(world.of(LineCode::A5).by, Some(day("2026-08-10")));
}

#[test]
fn a_plan_stands_still_after_ninety_days_without_progress() {
    let mut world = identified("2026-05-02");
    let planned = measure(50, day("2026-05-02"));
    world.file(HOME).plan.measures = vec![planned];
    assert_eq!(world.status_on(LineCode::A5, "2026-07-23"), OnTrack);
    assert_eq!(world.of(LineCode::A5).evidence, [Evidence::Measure(OpId(id(50)))]);
    assert_eq!(world.status_on(LineCode::A5, "2026-07-24"), DueSoon);
    assert_eq!(world.status_on(LineCode::A5, "2026-07-31"), DueSoon);
    assert_eq!(world.status_on(LineCode::A5, "2026-08-01"), Breached);
    let stuck = world.of(LineCode::A5);
    assert_eq!(stuck.why, Why::PlanStuck);
    assert_eq!(stuck.remedy, Some(Remedy::RecordProgress(HOME, OpId(id(50)))));
    world.put_right(stuck.remedy.unwrap());
    assert_eq!(world.of(LineCode::A5).status, OnTrack);
    assert_eq!(world.of(LineCode::A5).by, Some(day("2026-10-30")));
}

#[test]
fn where_every_measure_is_done_another_one_moves_the_plan_and_a_stopped_one_is_no_plan() {
    let mut world = identified("2026-08-20");
    let planned = || measure(50, day("2026-05-02"));
    let ended = |status| went_on(planned(), day("2026-05-20"), status);
    world.file(HOME).plan.measures = vec![ended(MeasureStatus::Done)];
    let still = world.of(LineCode::A5);
    assert_eq!((still.status, still.by), (Breached, Some(day("2026-08-18"))));
    assert_eq!(still.remedy, Some(Remedy::PlanMeasure(HOME)));
    world.file(HOME).plan.measures = vec![ended(MeasureStatus::Stopped)];
    assert_eq!(world.of(LineCode::A5).why, Why::PlanMissing);
    assert_eq!(world.of(LineCode::A5).by, Some(day("2026-05-11")));
}

#[test]
fn a_day_on_which_a_measure_is_to_begin_moves_nothing_and_an_earlier_episode_does_not_count_against() {
    let mut world = identified("2026-08-20");
    let mut promised = measure(50, day("2026-05-02"));
    promised.content.start = day("2027-05-02");
    world.file(HOME).plan.measures = vec![promised];
    assert_eq!(world.of(LineCode::A5).status, Breached);
    world.file(HOME).cases = vec![approved(44, FlagId(id(45)), day("2026-08-15"))];
    assert_eq!(world.of(LineCode::A5).by, Some(day("2026-11-13")));
}

#[test]
fn a_district_that_set_no_day_for_plans_still_wants_them_to_move() {
    let mut world = identified("2026-05-20");
    world.config.plan_due_days = 0;
    assert_eq!(world.of(LineCode::A5).by, Some(day("2026-07-30")));
    let never = by_register("2026-05-01").of(LineCode::A5);
    assert_eq!((never.status, never.by), (Breached, None));
}

#[test]
fn after_the_elimination_no_contact_and_no_plan_are_asked_for() {
    let world = eliminated("2026-05-02");
    assert_eq!(world.of(LineCode::R4).status, NotApplicable);
    assert_eq!(world.of(LineCode::A5).status, NotApplicable);
}

#[test]
fn a_look_back_is_due_each_quarter_from_the_decision_on() {
    let mut world = eliminated("2026-05-01");
    let first = world.of(LineCode::S4);
    assert_eq!((first.status, first.why), (OnTrack, Why::LookedBack));
    assert_eq!((first.by, first.owner), (Some(day("2026-07-30")), Owner::Team));
    assert_eq!(world.status_on(LineCode::S4, "2026-07-22"), OnTrack);
    assert_eq!(world.status_on(LineCode::S4, "2026-07-23"), DueSoon);
    assert_eq!(world.status_on(LineCode::S4, "2026-07-30"), DueSoon);
    assert_eq!(world.status_on(LineCode::S4, "2026-07-31"), Breached);
    let past = world.of(LineCode::S4);
    assert_eq!(past.remedy, Some(Remedy::Visit(HOME, Purpose::Lookback)));
    assert!(past.evidence.is_empty());
    world.put_right(past.remedy.unwrap());
    let seen = world.visits.last().unwrap().id;
    assert_eq!(world.of(LineCode::S4).status, OnTrack);
    assert_eq!(world.of(LineCode::S4).evidence, [Evidence::Visit(seen)]);
}

#[test]
fn only_a_look_back_at_which_somebody_was_met_counts() {
    let mut world = eliminated("2026-08-10");
    let mut look_back = visit(1, "2026-08-09");
    look_back.content.purposes = vec![Purpose::Lookback];
    look_back.content.nobody_home = true;
    let mut earlier = visit(2, "2026-04-30");
    earlier.content.purposes = vec![Purpose::Lookback];
    world.visits = vec![look_back, earlier, visit(3, "2026-08-09")];
    let past = world.of(LineCode::S4);
    assert_eq!((past.status, past.why), (Breached, Why::LookBackPast));
    assert_eq!(past.by, Some(day("2026-07-30")));
}

#[test]
fn a_quarter_is_the_interval_of_the_tier_unless_the_row_has_its_own_days() {
    let mut world = eliminated("2026-05-01");
    world.config.visit_interval_days = [30, 60, 45, 90, 365];
    assert_eq!(world.of(LineCode::S4).by, Some(day("2026-06-15")));
    with_days(&mut world, LineCode::S4, 30);
    assert_eq!(world.of(LineCode::S4).by, Some(day("2026-05-31")));
}
