//! A3: the month that is over is confirmed by each of the team and by the leader.

use crate::cast::day;
use crate::world::{World, posted};
use domain::commitments::*;

fn a3(world: &mut World, on: &str) -> (CommitmentStatus, Why) {
    world.today = day(on);
    let found = world.of(LineCode::A3);
    (found.status, found.why)
}

#[test]
fn a_month_is_to_be_confirmed_within_the_days_of_the_row() {
    let mut world = World::on("2026-11-02");
    assert_eq!(
        a3(&mut world, "2026-11-02"),
        (CommitmentStatus::OnTrack, Why::MonthOpen)
    );
    assert_eq!(
        a3(&mut world, "2026-11-03"),
        (CommitmentStatus::DueSoon, Why::MonthOpen)
    );
    assert_eq!(world.of(LineCode::A3).by, Some(day("2026-11-10")));
    assert_eq!(
        a3(&mut world, "2026-11-10"),
        (CommitmentStatus::DueSoon, Why::MonthOpen)
    );
    assert_eq!(
        a3(&mut world, "2026-11-11"),
        (CommitmentStatus::Breached, Why::MonthOpen)
    );
    let found = world.of(LineCode::A3);
    assert_eq!(
        (found.subject, found.owner),
        (Subject::Village, Owner::TeamLeader)
    );
    assert_eq!(found.remedy, Some(Remedy::ConfirmMonth(day("2026-10-01"))));
}

#[test]
fn it_is_confirmed_when_everybodys_is_whatever_the_days() {
    let mut world = World::on("2026-11-12");
    let october = day("2026-10-01");
    world.confirm(&"P002".into(), october);
    let found = world.of(LineCode::A3);
    assert_eq!(found.status, CommitmentStatus::Breached);
    assert_eq!(found.evidence, [Evidence::Month("P002".into(), october)]);
    world.confirm(&"P001".into(), october);
    // Three days, of twenty that are set: that is between the person and the leader.
    assert_eq!(
        a3(&mut world, "2026-11-12"),
        (CommitmentStatus::OnTrack, Why::MonthConfirmed)
    );
    assert_eq!(
        a3(&mut world, "2026-12-12"),
        (CommitmentStatus::Breached, Why::MonthOpen)
    );
}

#[test]
fn only_whole_months_in_the_team_are_asked_for() {
    let mut world = World::on("2026-11-12");
    world.posts.posted = vec![posted("P002", Some("2026-10-02"))];
    let young = (CommitmentStatus::NotApplicable, Why::NoWholeMonth);
    assert_eq!(a3(&mut world, "2026-11-12"), young);
    assert_eq!(
        a3(&mut world, "2026-12-12"),
        (CommitmentStatus::Breached, Why::MonthOpen)
    );
    world.posts.since = Some(day("2026-11-02"));
    assert_eq!(a3(&mut world, "2026-12-12"), young, "the team has just come");
    world.posts.team = None;
    assert_eq!(
        a3(&mut world, "2026-12-12"),
        (CommitmentStatus::NotApplicable, Why::NoTeam)
    );
}

#[test]
fn a_members_phone_states_the_line_by_the_own_month_alone() {
    let mut world = World::on("2026-11-12");
    world.only = Some("P002".into());
    world.confirm(&"P002".into(), day("2026-10-01"));
    assert_eq!(
        a3(&mut world, "2026-11-12"),
        (CommitmentStatus::OnTrack, Why::MonthConfirmed)
    );
}
