//! What never arrived of a phone, who may sign one off, and what counts as the order to wipe.

use domain::cbor;
use domain::device::{Arrived, Standing, may_revoke, team_seen};
use domain::ids::{DeviceId, StaffId, TeamId};
use domain::policy::{Action, Actor, permits_somehow};
use domain::roster::Role;
use proptest::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;

fn actor(staff: &str, role: Role, team: Option<&str>) -> Actor {
    Actor {
        staff: staff.into(),
        name: "某某".into(),
        role,
        team: team.map(TeamId::from),
        villages: vec![],
        former_villages: vec![],
        teams_of_place: vec![],
    }
}

#[test]
fn what_never_arrived_is_the_gaps_and_what_was_announced_above_them() {
    let missing = |came: &[u64], made| Arrived::of(came.iter().copied()).missing_of(made);
    assert_eq!(missing(&[], 0), 0);
    assert_eq!(missing(&[], 3), 3);
    assert_eq!(missing(&[1, 2, 3], 3), 0);
    assert_eq!(missing(&[1, 3], 3), 1, "a gap, though the highest came");
    assert_eq!(
        missing(&[1, 2, 3, 4, 6], 4),
        1,
        "the phone had announced less than it gave"
    );
    assert_eq!(missing(&[2, 2, 1, 1], 4), 2, "one that came twice is one");
    assert_eq!(missing(&[0, 0], 0), 0, "0 is no running number");
}

proptest! {
    #[test]
    fn nothing_is_counted_twice_and_nothing_forgotten(
        came in proptest::collection::vec(0_u64..60, 0..80),
        announced in proptest::option::of(0_u64..80),
    ) {
        let made = announced.unwrap_or_default();
        let highest = came.iter().copied().max().unwrap_or_default();
        let arrived: BTreeSet<u64> = came.iter().copied().collect();
        let never = (1..=made.max(highest)).filter(|number| !arrived.contains(number));
        let told = Arrived::of(came.iter().copied()).missing_of(made);
        prop_assert_eq!(told, u64::try_from(never.count()).unwrap());
    }

    #[test]
    fn what_arrives_later_closes_gaps_and_never_opens_one(
        came in proptest::collection::vec(1_u64..40, 1..40),
        announced in 0_u64..40,
    ) {
        let all: Vec<u64> = (1..=announced.max(39)).collect();
        let before = Arrived::of(came.iter().copied()).missing_of(39.max(announced));
        let after = Arrived::of(came.iter().copied().chain(all)).missing_of(39.max(announced));
        prop_assert!(after <= before);
        prop_assert_eq!(after, 0);
    }
}

#[test]
fn a_person_signs_off_the_own_phones_the_leader_those_of_the_team_the_administrator_all() {
    let (ours, theirs) = (TeamId::from("T01"), TeamId::from("T02"));
    let (me, mate) = (StaffId::from("P002"), StaffId::from("P003"));
    let member = actor("P002", Role::TeamMember, Some("T01"));
    assert!(may_revoke(&member, &me, Some(&ours)));
    assert!(!may_revoke(&member, &mate, Some(&ours)));
    let leader = actor("P001", Role::TeamLeader, Some("T01"));
    assert!(may_revoke(&leader, &"P001".into(), Some(&ours)));
    assert!(may_revoke(&leader, &mate, Some(&ours)));
    assert!(!may_revoke(&leader, &mate, Some(&theirs)));
    assert!(!may_revoke(&leader, &mate, None), "somebody who left every team");
    let administrator = actor("A001", Role::SystemAdmin, None);
    assert!(may_revoke(&administrator, &mate, Some(&theirs)) && may_revoke(&administrator, &mate, None));
}

#[test]
fn nobody_else_sees_phones_and_only_the_leader_those_of_the_team() {
    for role in Role::ALL.iter().copied() {
        let works = matches!(role, Role::TeamMember | Role::TeamLeader | Role::SystemAdmin);
        assert_eq!(
            permits_somehow(role, Action::RevokePhone),
            works,
            "{}",
            role.code()
        );
        let somebody = actor("X001", role, Some("T01"));
        let mates = may_revoke(&somebody, &"P002".into(), Some(&"T01".into()));
        assert_eq!(mates, works && role != Role::TeamMember, "{}", role.code());
        assert_eq!(
            team_seen(&somebody).is_some(),
            role == Role::TeamLeader,
            "{}",
            role.code()
        );
    }
}

#[test]
fn only_the_answer_about_this_very_store_wipes_it() {
    let (mine, other) = (DeviceId(Uuid::from_u128(1)), DeviceId(Uuid::from_u128(2)));
    assert!(Standing::Revoked { device: mine }.revokes(mine));
    assert!(!Standing::Revoked { device: other }.revokes(mine));
    assert!(!Standing::Held.revokes(mine));
    // What a portal or a broken line may give is no such answer.
    let whole = cbor::to_vec(&Standing::Revoked { device: mine });
    for end in 0..whole.len() {
        let cut = whole.get(..end).unwrap_or_default();
        assert!(cbor::from_slice::<Standing>(cut).is_err());
    }
    assert!(cbor::from_slice::<Standing>(b"<html>revoked</html>").is_err());
}
