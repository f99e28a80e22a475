//! What is due, what stands first in the review queue, what a search finds, who may do what.

mod cast;

use cast::{day, household, visit};
use domain::config::Config;
use domain::due::{VisitTier, due, tier};
use domain::household::codes::{HouseholdType, MonitorCategory};
use domain::household::facts::{FactValue, FieldKey, FieldName};
use domain::operation::OperationBody;
use domain::policy::{Action, Actor, Relation, TABLE, permits, permits_somehow};
use domain::record::{RecordKey, ScopeDigest};
use domain::roster::Role;
use domain::search::SearchKey;
use domain::visit::FactChange;
use domain::visit::codes::{Signal, VisitStatus};
use domain::visit::queue::{Rank, in_order, open_alone};

#[test]
fn a_household_is_due_by_its_tier_since_somebody_was_last_met() {
    let (config, today) = (Config::default(), day("2026-11-23"));
    let mut home = household();
    assert_eq!(tier(&home), VisitTier::General);
    home.household_type = HouseholdType::LiftedOut;
    assert_eq!(tier(&home), VisitTier::Lifted);
    home.monitor = Some(MonitorCategory::Marginal);
    assert_eq!(tier(&home), VisitTier::Active);

    let met = visit(1, "2026-10-19");
    let mut missed = visit(2, "2026-11-10");
    missed.content.nobody_home = true;
    let found = due(&home, [&met, &missed].into_iter(), today, &config);
    assert_eq!((found.last_met, found.days_left), (Some(day("2026-10-19")), -5));
    assert_eq!(due(&home, std::iter::empty(), today, &config).days_left, 0);
}

#[test]
fn subsistence_special_care_illness_and_disability_make_a_focus_household() {
    let ill = |code: &str| FactValue::Codes(vec![code.to_owned()]);
    let yes = FactValue::Flag(true);
    for (name, value, focus) in [
        (FieldName::Subsistence, yes.clone(), true),
        (FieldName::SpecialCare, yes, true),
        (FieldName::Health, ill("SERIOUS"), true),
        (FieldName::Health, ill("DISABLED"), true),
        (FieldName::Health, ill("CHRONIC"), false),
        (FieldName::Subsistence, FactValue::Flag(false), false),
    ] {
        let mut home = household();
        home.household_type = HouseholdType::LiftedOut;
        home.members[1].facts.register(name, Some(value.clone()));
        let wanted = if focus {
            VisitTier::Focus
        } else {
            VisitTier::Lifted
        };
        assert_eq!(tier(&home), wanted, "{name:?} {value:?}");
    }
    let mut home = household();
    home.no_labour_safety_net = true;
    assert_eq!(tier(&home), VisitTier::Focus);
    // Who is monitored is followed more closely still.
    home.monitor = Some(MonitorCategory::Marginal);
    assert_eq!(tier(&home), VisitTier::Active);
}

#[test]
fn a_child_under_fourteen_is_not_named_in_lists() {
    let today = day("2026-11-06");
    let mut child = household().members.swap_remove(1);
    for (birth, named) in [
        (Some("2012-11-06"), true),
        (Some("2012-11-07"), false),
        (Some("2026-01-01"), false),
        (None, true),
    ] {
        child.birth = birth.map(day);
        assert_eq!(child.is_named_in_lists(today), named, "{birth:?}");
    }
}

#[test]
fn a_day_proposed_at_the_door_only_brings_the_next_visit_forward() {
    let (config, today) = (Config::default(), day("2026-11-23"));
    let home = household();
    let mut sooner = visit(1, "2026-11-20");
    sooner.content.next_visit_on = Some(day("2026-11-25"));
    assert_eq!(due(&home, std::iter::once(&sooner), today, &config).days_left, 2);
    sooner.content.next_visit_on = Some(day("2099-01-01"));
    assert_eq!(
        due(&home, std::iter::once(&sooner), today, &config).by,
        Some(day("2027-11-20"))
    );
}

#[test]
fn the_queue_puts_what_cannot_wait_first_and_leaves_out_ones_own() {
    let (config, home) = (Config::default(), household());
    let plain = visit(1, "2026-11-20");
    let mut urgent = visit(2, "2026-11-21");
    urgent.content.urgent = true;
    let mut risk = visit(3, "2026-11-21");
    risk.content.signals = vec![Signal::LargeBill];
    let mut changed = visit(4, "2026-11-21");
    changed.content.changes = vec![FactChange {
        field: FieldKey {
            member: None,
            name: FieldName::HouseGrade,
        },
        base: None,
        old: None,
        new: Some(FactValue::Words("C".into())),
    }];
    let mut contradicts = visit(8, "2026-11-22");
    contradicts.conflicts = vec![FieldKey {
        member: None,
        name: FieldName::HouseGrade,
    }];
    let monitored = visit(9, "2026-11-22");
    let mut late = visit(5, "2026-11-01");
    late.recorded_on = day("2026-11-20");
    let mut own = visit(6, "2026-11-20");
    own.author = "P001".into();
    let mut done = visit(7, "2026-11-20");
    done.status = VisitStatus::Approved;
    let watched = domain::household::Household {
        monitor: Some(MonitorCategory::Marginal),
        ..household()
    };
    let of_watched = monitored.id;
    let all = [
        plain,
        late,
        monitored,
        changed,
        contradicts,
        risk,
        urgent,
        own,
        done,
    ];
    let queue = in_order(
        all.iter(),
        |visit| match visit.id == of_watched {
            true => Some(&watched),
            false => Some(&home),
        },
        &"P001".into(),
        &config,
    );
    let ranks: Vec<Rank> = queue.iter().map(|(rank, _)| *rank).collect();
    // domain.md §5.4, with what a sign says of a new risk before what only differs.
    assert_eq!(
        ranks,
        [
            Rank::Urgent,
            Rank::NewRisk,
            Rank::Contradiction,
            Rank::Changed,
            Rank::Monitored,
            Rank::Late,
            Rank::NoChange
        ]
    );
}

#[test]
fn about_one_no_change_visit_in_ten_must_be_opened_singly() {
    let config = Config::default();
    let drawn =
        (0..10_000_u32).filter(|n| open_alone(visit(u128::from(*n) * 7_919, "2026-11-20").id, &config));
    let drawn = drawn.count();
    assert!((800..1_200).contains(&drawn), "{drawn} of 10,000");
}

#[test]
fn a_household_is_found_by_part_of_a_name_by_number_and_by_initials() {
    let mut home = household();
    home.group = "第3组".into();
    home.address = "第3组12号".into();
    if let Some(head) = home.members.first_mut() {
        head.initials = "nbq".into();
    }
    let key = SearchKey::of(&home);
    for hit in [
        "斌庆",
        "邓友",
        "3-12",
        "3组12",
        "第３组12号",
        "NBQ",
        "聂 邓",
        "v001-0001",
        "",
    ] {
        assert!(key.matches(hit), "{hit}");
    }
    for miss in ["3-1", "3-120", "刘", "xyz", "聂 刘"] {
        assert!(!key.matches(miss), "{miss}");
    }
}

#[test]
fn the_policy_gives_nothing_that_its_table_does_not_say() {
    let actor = |role| Actor {
        staff: "P002".into(),
        name: String::new(),
        role,
        team: Some("T01".into()),
        villages: vec!["V001".into()],
        former_villages: vec!["V002".into()],
        teams_of_place: vec![],
    };
    let (own, former, foreign) = ("V001".into(), "V002".into(), "V003".into());
    let member = actor(Role::TeamMember);
    assert!(member.may(Action::LogVisit, &own, None));
    assert!(member.may(Action::LogVisit, &former, None));
    assert!(!member.may(Action::LogVisit, &foreign, None));
    assert!(!member.may(Action::ReviewVisit, &own, None));
    assert!(member.may(Action::ReviseVisit, &foreign, Some(&"P002".into())));
    assert!(!actor(Role::TeamLeader).may(Action::ReviewVisit, &former, None));
    for role in Role::ALL {
        for action in Action::ALL {
            let lines = TABLE
                .iter()
                .filter(|line| line.0 == *role && line.1 == *action)
                .count();
            assert_eq!(permits_somehow(*role, *action), lines > 0);
        }
        assert!(
            !permits(*role, Action::LogVisit, Relation::District),
            "nobody logs for the whole district"
        );
    }
}

#[test]
fn every_operation_needs_an_action_that_somebody_may_do() {
    let body = OperationBody::AddAddendum {
        visit: visit(1, "2026-11-20").id,
        text: String::new(),
    };
    assert!(Role::ALL.iter().any(|role| permits_somehow(*role, body.action())));
}

proptest::proptest! {
    /// The digest does not depend on order, and taking out what was taken in restores it.
    #[test]
    fn digests_add_up(pairs in proptest::collection::vec((0_u128..50, 1_u64..9), 0..40)) {
        let key = |n: u128| RecordKey::of("visit", uuid::Uuid::from_u128(n)).unwrap();
        let forward = pairs.iter().fold(ScopeDigest::default(), |digest, (n, v)| digest.with(&key(*n), *v));
        let backward = pairs.iter().rev().fold(ScopeDigest::default(), |digest, (n, v)| digest.with(&key(*n), *v));
        proptest::prop_assert_eq!(forward, backward);
        let emptied = pairs.iter().fold(forward, |digest, (n, v)| digest.without(&key(*n), *v));
        proptest::prop_assert_eq!(emptied, ScopeDigest::default());
    }
}
