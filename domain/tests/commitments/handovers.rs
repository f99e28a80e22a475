//! R2: whoever leaves hands over within the days of the row, and both sign.

use crate::cast::day;
use crate::world::{World, assigned, tenure};
use domain::commitments::*;
use domain::handover::post_changes;
use domain::ids::WorkId;
use domain::operation::OperationBody;
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

/// The village's Party secretary changed on 1 November.
fn the_secretary_changed() -> World {
    let mut world = World::on("2026-11-02");
    world.posts.tenures = vec![
        tenure(Post::VillageSecretary, "龙书记", Some("2026-11-01"), None),
        tenure(
            Post::VillageSecretary,
            "刘书记",
            Some("2024-03-01"),
            Some("2026-10-31"),
        ),
        tenure(Post::TownshipLink, "周干部", None, None),
    ];
    world
}

#[test]
fn a_post_without_an_account_is_asked_for_within_the_days_of_the_row_and_noted_in_the_work_log() {
    let mut world = the_secretary_changed();
    let open = Why::PostHandoverOpen;
    for (on, status) in [
        ("2026-11-02", CommitmentStatus::DueSoon),
        ("2026-11-16", CommitmentStatus::DueSoon),
        ("2026-11-17", CommitmentStatus::Breached),
    ] {
        assert_eq!(r2(&mut world, on), (status, open), "{on}");
    }
    let found = world.of(LineCode::R2);
    assert_eq!((found.by, found.evidence.len()), (Some(day("2026-11-16")), 0));
    let Some(Remedy::NoteHandover(change)) = &found.remedy else {
        panic!("{:?}", found.remedy)
    };
    let pair = (change.post, change.outgoing.as_str(), change.incoming.as_str());
    assert_eq!(pair, (Post::VillageSecretary, "刘书记", "龙书记"));

    // Neither other work of the branch nor another post's handover stands for it.
    world.log_work(domain::work::codes::WorkKind::OF_POSTS);
    world.note(Post::TownshipLink, world.today);
    assert_eq!(r2(&mut world, "2026-11-17"), (CommitmentStatus::Breached, open));

    world.put_right(found.remedy.unwrap());
    let done = world.of(LineCode::R2);
    let kept = (CommitmentStatus::OnTrack, Why::HandedOver, None);
    assert_eq!((done.status, done.why, done.remedy), kept);
    let note = world.works.last().unwrap().id;
    assert_eq!(done.evidence, [Evidence::Work(note)]);

    // An entry that was wrong is struck out, and the line asks again.
    let why = "那天没有交接".to_owned();
    world.does("P002", OperationBody::StrikeWork { work: note, why });
    assert_eq!(r2(&mut world, "2026-11-17"), (CommitmentStatus::Breached, open));
}

#[test]
fn a_handover_of_a_post_may_be_noted_ahead_and_one_of_before_is_another() {
    for (on, noted) in [("2026-10-01", false), ("2026-10-02", true), ("2026-11-02", true)] {
        let mut world = the_secretary_changed();
        world.note(Post::VillageSecretary, day(on));
        let why = match noted {
            true => Why::HandedOver,
            false => Why::PostHandoverOpen,
        };
        assert_eq!(world.of(LineCode::R2).why, why, "{on}");
    }
    // Who went had come a few days before: what was noted until then was the handover to that one.
    let mut world = the_secretary_changed();
    for one in &mut world.posts.tenures {
        if one.to.is_some() {
            one.from = Some(day("2026-10-20"));
        }
    }
    world.note(Post::VillageSecretary, day("2026-10-20"));
    assert_eq!(world.of(LineCode::R2).why, Why::PostHandoverOpen);
    world.note(Post::VillageSecretary, day("2026-10-21"));
    assert_eq!(world.of(LineCode::R2).why, Why::HandedOver);
}

#[test]
fn a_post_that_is_still_empty_that_goes_back_or_of_which_no_day_is_known_is_not_asked_for() {
    let link = |name: &str, from: Option<&str>, to: Option<&str>| tenure(Post::TownshipLink, name, from, to);
    let left = link("周干部", None, Some("2026-10-10"));
    let cases = [
        (
            "nobody came yet: R1 asks that the post be filled",
            vec![left.clone()],
            0,
        ),
        (
            "who came had held it",
            vec![left.clone(), link("周干部", Some("2026-11-01"), None)],
            0,
        ),
        (
            "nobody knows since when",
            vec![left.clone(), link("蓝干部", None, None)],
            0,
        ),
        (
            "after a gap",
            vec![left.clone(), link("蓝干部", Some("2026-11-01"), None)],
            1,
        ),
        (
            "who was there before did not come for it",
            vec![left.clone(), link("蓝干部", Some("2026-09-01"), None)],
            0,
        ),
        (
            "thirty days together",
            vec![left, link("蓝干部", Some("2026-09-10"), None)],
            1,
        ),
    ];
    for (what, tenures, asked) in cases {
        let posts = VillagePosts {
            tenures,
            ..World::on("2026-11-12").posts
        };
        assert_eq!(post_changes(&posts, 15).len(), asked, "{what}");
    }
}

#[test]
fn of_several_linked_leaders_the_one_who_came_for_the_other_takes_over() {
    let linked =
        |name: &str, from: Option<&str>, to: Option<&str>| tenure(Post::LinkedLeader, name, from, to);
    let mut world = World::on("2026-11-12");
    world.posts.tenures = vec![
        linked("甲", None, None),
        linked("乙", Some("2025-01-01"), Some("2026-11-01")),
        linked("丁", Some("2026-11-10"), None),
        linked("丙", Some("2026-11-02"), None),
    ];
    let all = post_changes(&world.posts, 15);
    let pairs: Vec<_> = all
        .iter()
        .map(|one| (one.outgoing.as_str(), one.incoming.as_str(), one.by))
        .collect();
    assert_eq!(pairs, [("乙", "丙", day("2026-11-17"))]);
}

#[test]
fn the_worst_of_people_and_posts_speaks_for_the_village() {
    let mut world = the_secretary_changed();
    world.posts.assignments.extend([
        assigned("P005", Role::TeamMember, Some("2024-11-01"), Some("2026-11-10")),
        assigned("P003", Role::TeamMember, Some("2026-11-08"), None),
    ]);
    let breached = CommitmentStatus::Breached;
    assert_eq!(r2(&mut world, "2026-11-17"), (breached, Why::PostHandoverOpen));
    let remedy = world.of(LineCode::R2).remedy.unwrap();
    world.put_right(remedy);
    let open = (CommitmentStatus::DueSoon, Why::HandoverOpen);
    assert_eq!(r2(&mut world, "2026-11-17"), open);
    let note: WorkId = world.works.first().unwrap().id;
    assert_eq!(world.of(LineCode::R2).evidence, [Evidence::Work(note)]);
}
