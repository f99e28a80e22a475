//! R2: whoever leaves hands over within the days of the row, and both sign.

use crate::cast::day;
use crate::world::{World, assigned};
use domain::commitments::*;
use domain::roster::Role;

fn r2(world: &mut World, on: &str) -> (CommitmentStatus, Why) {
    world.today = day(on);
    let found = world.of(LineCode::R2);
    (found.status, found.why)
}

fn somebody_left(on: &str) -> World {
    let mut world = World::on(on);
    world.posts.assignments.extend([
        assigned("P005", Role::TeamMember, Some("2024-11-01"), Some("2026-11-10")),
        assigned("P003", Role::TeamMember, Some("2026-11-08"), None),
    ]);
    world
}

#[test]
fn nobody_left_means_that_it_does_not_apply() {
    let mut world = World::on("2026-11-12");
    let nobody = (CommitmentStatus::NotApplicable, Why::NobodyLeft);
    assert_eq!(r2(&mut world, "2026-11-12"), nobody);
    world.posts.assignments.clear();
    assert_eq!(
        r2(&mut world, "2026-11-12"),
        nobody,
        "an older server does not tell"
    );
}

#[test]
fn a_change_is_to_be_handed_over_within_the_days_of_the_row() {
    let mut world = somebody_left("2026-11-12");
    let open = Why::HandoverOpen;
    assert_eq!(r2(&mut world, "2026-11-12"), (CommitmentStatus::DueSoon, open));
    assert_eq!(world.of(LineCode::R2).by, Some(day("2026-11-25")));
    assert_eq!(r2(&mut world, "2026-11-25"), (CommitmentStatus::DueSoon, open));
    assert_eq!(r2(&mut world, "2026-11-26"), (CommitmentStatus::Breached, open));
    let found = world.of(LineCode::R2);
    assert_eq!(found.owner, Owner::Handover);
    world.put_right(found.remedy.unwrap());
    let done = world.of(LineCode::R2);
    assert_eq!(
        (done.status, done.why),
        (CommitmentStatus::OnTrack, Why::HandedOver)
    );
    assert_eq!(
        done.evidence,
        [Evidence::Handover(world.handovers.first().unwrap().id)]
    );
    assert_eq!(done.remedy, None);
}

#[test]
fn while_the_person_is_still_there_nothing_is_late() {
    let mut world = World::on("2026-11-12");
    let mut leaves = assigned("P005", Role::TeamMember, Some("2024-11-01"), None);
    leaves.planned_to = Some(day("2026-11-20"));
    world.posts.assignments.push(leaves);
    let ahead = (CommitmentStatus::OnTrack, Why::HandoverAhead);
    assert_eq!(r2(&mut world, "2026-11-12"), ahead);
    assert_eq!(r2(&mut world, "2026-11-20"), ahead);
}
