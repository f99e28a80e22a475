//! The line of clues: flags and cases within their limits.

use crate::cast::{day, id};
use crate::files::{case, dismissed, flag, watched};
use crate::world::{World, explained};
use domain::commitments::CommitmentStatus::{Breached, DueSoon, Explained, NotApplicable, OnTrack};
use domain::commitments::*;
use domain::household::codes::MonitorCategory;
use domain::identification::IdentifyStep;
use domain::ids::*;
use domain::operation::OperationBody;
use domain::risk::Triage;

const HOME: HouseholdId = HouseholdId(id(1));
const FLAG: FlagId = FlagId(id(40));

fn flagged(today: &str, seen_on: &str, triage: Option<Triage>) -> World {
    let mut world = World::on(today);
    world.flags = vec![flag(40, HOME, day(seen_on), triage)];
    world
}

#[test]
fn without_an_open_clue_or_a_limit_the_line_does_not_apply() {
    let none = |world: World| {
        let found = world.of(LineCode::S2);
        assert_eq!((found.status, found.why), (NotApplicable, Why::NoClue));
    };
    none(World::on("2026-05-20"));
    none(flagged("2026-05-20", "2026-05-01", Some(dismissed())));
    let mut unlimited = flagged("2026-05-20", "2026-05-01", None);
    unlimited.config.triage_limit_days = 0;
    none(unlimited);
}

#[test]
fn a_flag_waits_two_days_for_the_leader() {
    let mut world = flagged("2026-05-01", "2026-05-01", None);
    let waits = world.of(LineCode::S2);
    assert_eq!((waits.status, waits.why), (DueSoon, Why::FlagUndecided));
    assert_eq!((waits.by, waits.owner), (Some(day("2026-05-03")), Owner::Steps));
    assert_eq!(waits.evidence, [Evidence::Flag(FLAG)]);
    assert_eq!(world.status_on(LineCode::S2, "2026-05-03"), DueSoon);
    assert_eq!(world.status_on(LineCode::S2, "2026-05-04"), Breached);
    let late = world.of(LineCode::S2);
    assert_eq!(late.remedy, Some(Remedy::Triage(FLAG)));
    world.put_right(late.remedy.unwrap());
    assert_eq!(world.of(LineCode::S2).status, NotApplicable);
}

#[test]
fn a_watched_flag_is_on_track_until_the_day_to_look_again() {
    let mut world = flagged("2026-05-02", "2026-05-01", Some(watched(day("2026-05-31"))));
    let watched = world.of(LineCode::S2);
    assert_eq!((watched.status, watched.why), (OnTrack, Why::FlagWatched));
    assert_eq!(watched.remedy, None);
    assert_eq!(world.status_on(LineCode::S2, "2026-05-31"), DueSoon);
    assert_eq!(world.status_on(LineCode::S2, "2026-06-01"), Breached);
    assert_eq!(world.of(LineCode::S2).remedy, Some(Remedy::Triage(FLAG)));
}

#[test]
fn a_confirmed_flag_waits_for_its_case_where_one_can_be_opened() {
    let mut world = flagged("2026-05-03", "2026-05-01", Some(Triage::Confirm));
    let unopened = world.of(LineCode::S2);
    assert_eq!((unopened.status, unopened.why), (DueSoon, Why::CaseNotOpened));
    // Five working days over the holiday of May: the 6th to the 9th, a Saturday that is worked, and the 11th; the
    // notice has to hang from the 9th.
    assert_eq!(unopened.by, Some(day("2026-05-09")));
    assert_eq!(world.status_on(LineCode::S2, "2026-05-10"), Breached);
    let remedy = world.of(LineCode::S2).remedy;
    assert_eq!(remedy, Some(Remedy::OpenCase(HOME, FLAG)));
    world.put_right(remedy.unwrap());
    assert_eq!(world.of(LineCode::S2).why, Why::CaseRunning);

    let mut monitored = flagged("2026-06-01", "2026-05-01", Some(Triage::Confirm));
    monitored.home(HOME).monitor = Some(MonitorCategory::Marginal);
    assert_eq!(monitored.of(LineCode::S2).status, NotApplicable);
}

#[test]
fn a_case_is_late_when_its_step_is_and_the_steps_to_the_decision_end_it() {
    let mut world = World::on("2026-11-02");
    world.file(HOME).cases = vec![case(41, FLAG, day("2026-11-02"))];
    let runs = world.of(LineCode::S2);
    assert_eq!((runs.status, runs.why), (DueSoon, Why::CaseRunning));
    assert_eq!(runs.by, Some(day("2026-11-09")));
    assert_eq!(runs.evidence, [Evidence::Case(OpId(id(41)))]);
    assert_eq!(world.status_on(LineCode::S2, "2026-11-10"), Breached);
    let steps = vec![
        IdentifyStep::Authorise,
        IdentifyStep::HomeVerify,
        IdentifyStep::VillageReview,
        IdentifyStep::Publicity,
        IdentifyStep::TownReview,
        IdentifyStep::CountyCompare,
        IdentifyStep::CountyDecision,
    ];
    let remedy = world.of(LineCode::S2).remedy;
    assert_eq!(remedy, Some(Remedy::CarryOn(HOME, steps)));
    world.put_right(remedy.unwrap());
    assert_eq!(world.today, day("2026-11-17"));
    assert_eq!(world.of(LineCode::S2).status, NotApplicable);
}

#[test]
fn a_notice_that_hangs_in_time_is_on_track_until_the_whole_limit_nears() {
    let mut world = World::on("2026-11-03");
    world.file(HOME).cases = vec![case(41, FLAG, day("2026-11-02"))];
    for step in [
        IdentifyStep::Authorise,
        IdentifyStep::HomeVerify,
        IdentifyStep::VillageReview,
        IdentifyStep::Publicity,
    ] {
        world.step(HOME, step);
    }
    assert_eq!(world.status_on(LineCode::S2, "2026-11-09"), OnTrack);
    assert_eq!(world.of(LineCode::S2).by, Some(day("2026-11-17")));
    assert_eq!(world.status_on(LineCode::S2, "2026-11-17"), DueSoon);
    assert_eq!(world.status_on(LineCode::S2, "2026-11-18"), Breached);
}

#[test]
fn the_clock_with_the_nearest_limit_speaks_for_the_household() {
    let mut world = flagged("2026-05-04", "2026-05-04", None);
    world.flags.push(flag(
        39,
        HOME,
        day("2026-05-01"),
        Some(watched(day("2026-05-05"))),
    ));
    assert_eq!(world.of(LineCode::S2).why, Why::FlagWatched);
    world.flags.pop();
    assert_eq!(world.of(LineCode::S2).why, Why::FlagUndecided);
}

#[test]
fn two_clues_of_one_day_are_told_alike_in_any_order() {
    let mut world = flagged("2026-05-04", "2026-05-04", None);
    world.flags.push(flag(39, HOME, day("2026-05-04"), None));
    let one = world.of(LineCode::S2);
    world.flags.reverse();
    assert_eq!(one, world.of(LineCode::S2));
}

#[test]
fn a_flag_that_a_case_was_at_work_on_asks_for_no_other() {
    let mut world = flagged("2026-05-20", "2026-05-05", Some(Triage::Confirm));
    world.file(HOME).cases = vec![case(41, FlagId(id(60)), day("2026-05-01"))];
    assert_eq!(world.of(LineCode::S2).why, Why::CaseRunning);
    for step in [IdentifyStep::Authorise, IdentifyStep::HomeVerify] {
        world.step(HOME, step);
    }
    let withdrawn = crate::files::taken(world.today, domain::case::Deed::Withdraw);
    world.file(HOME).cases.last_mut().unwrap().steps.push(withdrawn);
    assert_eq!(world.of(LineCode::S2).status, NotApplicable);
}

#[test]
fn where_no_holidays_are_set_every_day_counts_as_a_working_day() {
    let mut world = World::on("2026-12-29");
    world.file(HOME).cases = vec![case(41, FLAG, day("2026-12-28"))];
    assert_eq!(world.of(LineCode::S2).by, Some(day("2027-01-02")));
    assert_eq!(world.status_on(LineCode::S2, "2027-01-03"), Breached);
}

#[test]
fn a_late_clue_may_have_a_reason() {
    let mut world = flagged("2026-05-10", "2026-05-01", None);
    let subject = Subject::Household(HOME);
    world.explanations = vec![explained(LineCode::S2, subject, "2026-05-31", Some("P001"))];
    assert_eq!(world.of(LineCode::S2).status, Explained);
}

#[test]
fn a_confirmation_today_opens_the_case_whose_clock_runs_on_from_the_sighting() {
    let mut world = flagged("2026-05-02", "2026-05-01", None);
    world.does(
        "P001",
        OperationBody::TriageFlag {
            flag: FLAG,
            rev: 1,
            triage: Triage::Confirm,
            household: Some(HOME),
        },
    );
    let runs = world.of(LineCode::S2);
    assert_eq!((runs.why, runs.by), (Why::CaseRunning, Some(day("2026-05-09"))));
}
