//! R3 and A6: the linked leader comes, and the dispatching unit helps, in each period.

use crate::cast::{day, id};
use crate::world::World;
use domain::commitments::*;
use domain::ids::WorkId;
use domain::operation::OperationBody;
use domain::work::codes::WorkKind;

fn state(world: &mut World, line: LineCode, on: &str) -> (CommitmentStatus, Why) {
    world.today = day(on);
    let found = world.of(line);
    (found.status, found.why)
}

#[test]
fn the_linked_leader_comes_in_each_quarter() {
    let mut world = World::on("2026-11-20");
    let broken = (CommitmentStatus::Breached, Why::LeaderAwaited);
    assert_eq!(state(&mut world, LineCode::R3, "2026-11-20"), broken);
    let found = world.of(LineCode::R3);
    assert_eq!(
        (found.owner, found.by),
        (Owner::LinkedLeader, Some(day("2026-09-30")))
    );
    world.put_right(found.remedy.unwrap());
    let kept = (CommitmentStatus::OnTrack, Why::LeaderCame);
    assert_eq!(state(&mut world, LineCode::R3, "2026-12-31"), kept);
    let evidence = [Evidence::Work(world.works.first().unwrap().id)];
    assert_eq!(world.of(LineCode::R3).evidence, evidence);
    // The next quarter is open until its end, then it is broken.
    let awaited = Why::LeaderAwaited;
    for (on, status) in [
        ("2027-01-01", CommitmentStatus::OnTrack),
        ("2027-03-23", CommitmentStatus::OnTrack),
        ("2027-03-24", CommitmentStatus::DueSoon),
        ("2027-03-31", CommitmentStatus::DueSoon),
        ("2027-04-01", CommitmentStatus::Breached),
    ] {
        assert_eq!(state(&mut world, LineCode::R3, on), (status, awaited), "{on}");
    }
}

#[test]
fn what_the_unit_gives_counts_for_the_half_year_and_nothing_else_does() {
    let mut world = World::on("2026-08-03");
    world.log_work(WorkKind::K06);
    world.log_work(WorkKind::LeaderVisit);
    let broken = (CommitmentStatus::Breached, Why::UnitAwaited);
    assert_eq!(state(&mut world, LineCode::A6, "2026-08-03"), broken);
    for kind in [WorkKind::UnitVisit, WorkKind::UnitMoney, WorkKind::UnitPeople] {
        let mut world = world.clone();
        world.log_work(kind);
        let kept = (CommitmentStatus::OnTrack, Why::UnitSupported);
        assert_eq!(state(&mut world, LineCode::A6, "2026-12-31"), kept);
    }
}

#[test]
fn an_entry_that_was_struck_out_counts_no_more() {
    let mut world = World::on("2026-11-20");
    world.log_work(WorkKind::LeaderVisit);
    assert_eq!(world.of(LineCode::R3).why, Why::LeaderCame);
    let body = OperationBody::StrikeWork {
        work: WorkId(id(70_000)),
        why: "来的是另一个村".into(),
    };
    world.does("P002", body);
    let found = world.of(LineCode::R3);
    assert_eq!(
        (found.why, found.evidence.as_slice()),
        (Why::LeaderAwaited, &[][..])
    );
}

#[test]
fn a_team_that_came_lately_has_the_period_to_its_end() {
    let mut world = World::on("2026-08-03");
    world.posts.since = Some(day("2026-01-01"));
    assert_eq!(world.of(LineCode::A6).status, CommitmentStatus::Breached);
    world.posts.since = Some(day("2026-01-02"));
    let found = world.of(LineCode::A6);
    assert_eq!(
        (found.status, found.by),
        (CommitmentStatus::OnTrack, Some(day("2026-12-31")))
    );
}

#[test]
fn a_village_without_leader_or_team_is_not_asked() {
    let mut world = World::on("2026-11-20");
    world.posts.linked.clear();
    world.posts.team = None;
    let broken = (CommitmentStatus::Breached, Why::LeaderAwaited);
    assert_eq!(
        state(&mut world, LineCode::R3, "2026-11-20"),
        broken,
        "a key village"
    );
    world.village.kinds.clear();
    let not_asked = CommitmentStatus::NotApplicable;
    let none = Why::NoLinkedLeader;
    assert_eq!(state(&mut world, LineCode::R3, "2026-11-20"), (not_asked, none));
    assert_eq!(
        state(&mut world, LineCode::A6, "2026-11-20"),
        (not_asked, Why::NoTeam)
    );
}

#[test]
fn a_district_may_ask_each_month_and_a_cycle_without_periods_asks_nothing() {
    let mut world = World::on("2026-11-20");
    world.log_work(WorkKind::LeaderVisit);
    let row = row_on(&world.config, LineCode::R3, world.today).unwrap();
    let with = |cycle| LineRow { cycle, ..row.clone() };
    world.config.commitments = vec![with(Cycle::Month)];
    let awaited = (CommitmentStatus::OnTrack, Why::LeaderAwaited);
    assert_eq!(state(&mut world, LineCode::R3, "2026-12-02"), awaited);
    world.config.commitments = vec![with(Cycle::OnEvent)];
    assert!(world.findings().iter().all(|found| found.line != LineCode::R3));
}
