//! Vacancies: a village without a team (A1), a team without a first secretary (A2), an empty post (R1).

use crate::cast::day;
use crate::world::{World, explained, holder};
use domain::commitments::*;
use domain::roster::VillageKind;

fn stands(world: &World, line: LineCode) -> (CommitmentStatus, Why) {
    let found = world.of(line);
    (found.status, found.why)
}

#[test]
fn a_village_without_a_team_breaks_after_a_day_and_its_people_are_not_asked_for() {
    let mut world = World::on("2026-11-22");
    world.posts.team = None;
    world.posts.since = Some(day("2026-11-22"));
    let gone = world.of(LineCode::A1);
    assert_eq!(
        (gone.status, gone.by),
        (CommitmentStatus::DueSoon, Some(day("2026-11-22")))
    );
    world.today = day("2026-11-23");
    let bare = world.of(LineCode::A1);
    assert_eq!((bare.status, bare.why), (CommitmentStatus::Breached, Why::NoTeam));
    assert_eq!(bare.owner, Owner::ResidencyOffice);
    assert_eq!(bare.remedy, Some(Remedy::SendTeam));
    assert_eq!(
        stands(&world, LineCode::A2),
        (CommitmentStatus::NotApplicable, Why::NoTeam)
    );
    // A district may allow more days, and where nobody knows since when none are counted.
    let row = row_on(&world.config, LineCode::A1, world.today).unwrap();
    world.config.commitments = vec![LineRow { days: Some(3), ..row }];
    assert_eq!(world.of(LineCode::A1).by, Some(day("2026-11-24")));
    assert_eq!(world.of(LineCode::A1).status, CommitmentStatus::DueSoon);
    world.posts.since = None;
    assert_eq!(world.of(LineCode::A1).status, CommitmentStatus::Breached);
    world.posts.team = Some("T02".into());
    assert_eq!(
        stands(&world, LineCode::A1),
        (CommitmentStatus::OnTrack, Why::TeamThere)
    );
}

#[test]
fn a_team_without_a_first_secretary_has_thirty_days_and_its_post_seven() {
    let mut world = World::on("2026-11-01");
    world.posts.secretary = None;
    world.posts.vacant_since = Some(day("2026-11-01"));
    let at = |world: &mut World, on: &str| {
        world.today = day(on);
        [LineCode::R1, LineCode::A2].map(|line| world.of(line).status)
    };
    use CommitmentStatus::{Breached, DueSoon};
    assert_eq!(at(&mut world, "2026-11-08"), [DueSoon, DueSoon]);
    assert_eq!(at(&mut world, "2026-11-09"), [Breached, DueSoon]);
    assert_eq!(at(&mut world, "2026-12-01"), [Breached, DueSoon]);
    assert_eq!(at(&mut world, "2026-12-02"), [Breached, Breached]);
    let missing = world.of(LineCode::A2);
    assert_eq!(missing.why, Why::SecretaryMissing);
    assert_eq!(missing.by, Some(day("2026-12-01")));
    assert_eq!(missing.remedy, Some(Remedy::Fill(vec![Post::FirstSecretary])));
    // Where the roster does not say since when, nobody can count days.
    world.posts.vacant_since = None;
    assert_eq!(at(&mut world, "2026-11-01"), [Breached, Breached]);
}

#[test]
fn a_vacancy_is_more_than_a_small_team_and_both_take_a_confirmed_reason() {
    let mut world = World::on("2026-11-23");
    (world.posts.secretary, world.posts.people) = (None, 2);
    assert_eq!(
        stands(&world, LineCode::A2),
        (CommitmentStatus::Breached, Why::SecretaryMissing)
    );
    world.explanations = vec![explained(LineCode::A2, Subject::Village, "2026-12-31", None)];
    assert_eq!(world.of(LineCode::A2).status, CommitmentStatus::Breached);
    world.explanations = vec![explained(
        LineCode::A2,
        Subject::Village,
        "2026-12-31",
        Some("P003"),
    )];
    assert_eq!(world.of(LineCode::A2).status, CommitmentStatus::Explained);
}

#[test]
fn only_a_key_village_has_to_have_a_linked_leader() {
    let mut world = World::on("2026-11-23");
    world.posts.linked.clear();
    world.village.kinds = vec![VillageKind::LiftedOutVillage];
    assert_eq!(
        stands(&world, LineCode::R1),
        (CommitmentStatus::OnTrack, Why::PostsFilled)
    );
    world.village.kinds = vec![VillageKind::KeyRevitalization];
    let empty = world.of(LineCode::R1);
    assert_eq!(
        (empty.status, empty.why),
        (CommitmentStatus::Breached, Why::PostEmpty)
    );
    assert_eq!(empty.remedy, Some(Remedy::Fill(vec![Post::LinkedLeader])));
}

#[test]
fn the_villages_secretary_and_the_townships_link_are_posts_too() {
    let mut world = World::on("2026-11-08");
    let r1 = world.of(LineCode::R1);
    assert_eq!((r1.status, r1.why), (CommitmentStatus::OnTrack, Why::PostsFilled));
    for (post, name) in [
        (Post::FirstSecretary, "P001的名字"),
        (Post::LinkedLeader, "L01的名字"),
        (Post::VillageSecretary, "刘书记"),
        (Post::TownshipLink, "周干部"),
    ] {
        assert!(
            r1.evidence.contains(&Evidence::Post(post, name.into())),
            "{post:?}"
        );
    }
    world.posts.holders = vec![
        holder(Post::VillageSecretary, "", Some("2026-11-01")),
        holder(Post::TownshipLink, "周干部", None),
    ];
    let empty = world.of(LineCode::R1);
    assert_eq!(
        (empty.status, empty.why),
        (CommitmentStatus::DueSoon, Why::PostEmpty)
    );
    assert_eq!(empty.by, Some(day("2026-11-08")));
    assert_eq!(empty.owner, Owner::ResidencyOffice);
    assert_eq!(empty.remedy, Some(Remedy::Fill(vec![Post::VillageSecretary])));
    world.today = day("2026-11-09");
    let broken = world.of(LineCode::R1);
    assert_eq!(broken.status, CommitmentStatus::Breached);
    world.put_right(broken.remedy.unwrap());
    assert_eq!(
        stands(&world, LineCode::R1),
        (CommitmentStatus::OnTrack, Why::PostsFilled)
    );
    // The team's own line is no business of the village's secretary.
    assert_eq!(stands(&world, LineCode::A2).1, Why::TeamComplete);
}

#[test]
fn a_post_of_which_the_roster_never_told_is_to_be_named_and_is_not_called_broken() {
    let mut world = World::on("2026-11-08");
    world.posts.holders.clear();
    let untold = world.of(LineCode::R1);
    assert_eq!(
        (untold.status, untold.why),
        (CommitmentStatus::DueSoon, Why::PostUntold)
    );
    assert_eq!(untold.by, None);
    assert_eq!(untold.remedy, Some(Remedy::Fill(Post::NAMED.to_vec())));
    world.today = day("2027-11-08");
    assert_eq!(world.of(LineCode::R1).status, CommitmentStatus::DueSoon);
    // What is known to be empty is graver and speaks for the line; what is to be filled is all of it.
    world.posts.linked.clear();
    let empty = world.of(LineCode::R1);
    assert_eq!(
        (empty.status, empty.why),
        (CommitmentStatus::Breached, Why::PostEmpty)
    );
    let all = vec![Post::LinkedLeader, Post::VillageSecretary, Post::TownshipLink];
    assert_eq!(empty.remedy, Some(Remedy::Fill(all)));
}

#[test]
fn of_two_empty_posts_the_one_that_is_due_first_is_the_day_of_the_line() {
    let mut world = World::on("2026-11-08");
    world.posts.secretary = None;
    world.posts.vacant_since = Some(day("2026-11-07"));
    world.posts.holders = vec![
        holder(Post::VillageSecretary, "", Some("2026-11-03")),
        holder(Post::TownshipLink, "", None),
    ];
    // Of the link nobody knows since when: broken at once, and due now.
    let both = world.of(LineCode::R1);
    assert_eq!((both.status, both.by), (CommitmentStatus::Breached, None));
    world.posts.holders.pop();
    world
        .posts
        .holders
        .push(holder(Post::TownshipLink, "周干部", None));
    let due = world.of(LineCode::R1);
    assert_eq!(
        (due.status, due.by),
        (CommitmentStatus::DueSoon, Some(day("2026-11-10")))
    );
}
