//! Stories of the roster and the household register.

use crate::district::*;
use crate::engines::Home;
use crate::feed::Phone;
use domain::household::facts::{FactValue, FieldName};
use domain::ids::{HouseholdId, MemberId};
use domain::record::{RecordKey, Records};
use domain::reveal::{RevealField, RevealReason, RevealRequest};
use server::store::StoreError;
use std::sync::Mutex;

pub async fn a_roster_comes_in_and_again_changes_nothing(home: &Home) {
    let store = &home.store;
    store.save_roster(&roster(), &"A01".into(), NOW).await.unwrap();
    assert_eq!(store.roster().await.unwrap(), roster());
    store.save_roster(&roster(), &"A01".into(), NOW).await.unwrap();
    assert_eq!(store.roster().await.unwrap(), roster());
    assert_eq!(home.count("SELECT COUNT(*) FROM team_village").await, 3);

    let leader = actor(store, "P101").await;
    assert_eq!(leader.villages, vec!["V002".into(), "V003".into()]);
    assert!(leader.former_villages.is_empty());
    assert!(actor(store, "A01").await.villages.is_empty());
    assert_eq!(store.actor(&"P999".into()).await.unwrap(), None);

    let config = domain::config::Config::default();
    let reference = store.reference(&leader, &config).await.unwrap();
    assert_eq!(reference.colleagues.len(), 2);
    assert_eq!(reference.team.unit, "区水利局");
    let again = store.reference(&leader, &config).await.unwrap();
    assert_eq!(again, reference);
    let other = store
        .reference(&actor(store, "P102").await, &config)
        .await
        .unwrap();
    assert_ne!(other.version, reference.version);
    let refused = store.reference(&actor(store, "A01").await, &config).await;
    assert!(matches!(refused, Err(StoreError::Unsupported(_))));

    let mut twice = roster();
    twice.teams[0].villages.push("V002".into());
    let refused = store.save_roster(&twice, &"A01".into(), NOW).await;
    assert_eq!(refused, Err(StoreError::Constraint("team_village".into())));
    assert_eq!(store.roster().await.unwrap(), roster());
}

pub async fn a_register_comes_in_and_only_differences_count(home: &Home) {
    let store = &home.store;
    store.save_roster(&roster(), &"A01".into(), NOW).await.unwrap();
    let told = Mutex::new(Vec::new());
    let tell = |done| told.lock().unwrap().push(done);
    store
        .save_register(&register(), &"A01".into(), NOW, &tell)
        .await
        .unwrap();
    assert_eq!(told.into_inner().unwrap().last(), Some(&10));
    assert_eq!(store.households_in(&["V001".into()]).await.unwrap().len(), 5);
    let before = store.feed(&"T01".into(), 0, 100).await.unwrap();
    assert_eq!((before.changes.len(), before.head, before.records), (5, 5, 5));

    store
        .save_register(&register(), &"A01".into(), NOW, &|_| {})
        .await
        .unwrap();
    assert_eq!(store.feed(&"T01".into(), 0, 100).await.unwrap().head, 5);
    assert_eq!(home.count("SELECT COUNT(*) FROM history").await, 0);

    let mut corrected = register();
    corrected[2].household.address = "新3号".into();
    corrected[3].phone = None;
    store
        .save_register(&corrected, &"A01".into(), NOW, &|_| {})
        .await
        .unwrap();
    let page = store.feed(&"T01".into(), 5, 100).await.unwrap();
    let keys: Vec<(RecordKey, u64)> = page.changes.iter().map(|c| (c.key, c.version)).collect();
    assert_eq!(keys, [(RecordKey::Household(HouseholdId(id(3))), 2)]);
    assert_eq!(home.count("SELECT COUNT(*) FROM history").await, 1);
    assert_eq!(home.count("SELECT COUNT(*) FROM household_phone").await, 9);
    Phone::new("T01").pull(store, 2).await;

    let bodies = store.feed(&"T02".into(), 0, 100).await.unwrap();
    for change in &bodies.changes {
        let body = change.record.as_ref().unwrap().get();
        assert!(!body.contains("999999198") && !body.contains("\"10000"), "{body}");
    }
}

pub async fn a_later_register_leaves_what_was_heard_at_the_door(home: &Home) {
    let store = &home.store;
    settle(store).await;
    applied(store, log(1, "P002", 1, water("PROBLEM"))).await;
    let mut later = register();
    let facts = &mut later[0].household.facts;
    facts.register(FieldName::WaterGuarantee, Some(FactValue::Words("OK".into())));
    facts.register(FieldName::Food, Some(FactValue::Words("OK".into())));
    store
        .save_register(&later, &"A01".into(), NOW, &|_| {})
        .await
        .unwrap();
    let phone = Phone::new("T01").pull(store, 100).await;
    let household = phone.records.household(HouseholdId(id(1))).unwrap();
    let said = |name| household.facts.value(name).and_then(FactValue::code);
    assert_eq!(said(FieldName::WaterGuarantee), Some("PROBLEM"));
    assert_eq!(said(FieldName::Food), Some("OK"));
    assert_eq!(household.field_version(&WATER).map(|op| op.0), Some(id(1)));
}

pub async fn two_people_with_one_number_are_refused_but_people_may_move(home: &Home) {
    let store = &home.store;
    settle(store).await;
    let in_use = store.numbers_in_use(&[number(2), number(9_999)]).await.unwrap();
    assert_eq!(in_use.len(), 1);
    assert_eq!(in_use[&number(2)], ("V001-0001".into(), MemberId(id(11))));

    let mut twin = vec![household(50, "V001")];
    twin[0].numbers[0].1 = number(2);
    let refused = store.save_register(&twin, &"A01".into(), NOW, &|_| {}).await;
    assert_eq!(refused, Err(StoreError::Constraint("identity_number".into())));
    assert_eq!(store.feed(&"T01".into(), 0, 100).await.unwrap().head, 5);
    let same = [household(60, "V001"), household(60, "V001")];
    let refused = store.save_register(&same, &"A01".into(), NOW, &|_| {}).await;
    assert_eq!(refused, Err(StoreError::Constraint("household".into())));

    // Two heads change places: each number is let go before either is taken.
    let mut moved = register();
    let numbers = moved[0].numbers.clone();
    moved[0].numbers = moved[9].numbers.clone();
    moved[9].numbers = numbers;
    store
        .save_register(&moved, &"A01".into(), NOW, &|_| {})
        .await
        .unwrap();
    let in_use = store.numbers_in_use(&[number(2)]).await.unwrap();
    assert_eq!(in_use[&number(2)].0, "V003-0010");

    // A household that the register moves to another team's village leaves the one and enters the other.
    let mut phone = Phone::new("T01").pull(store, 100).await;
    moved[1].household.village = "V002".into();
    store
        .save_register(&moved, &"A01".into(), NOW, &|_| {})
        .await
        .unwrap();
    phone = phone.pull(store, 100).await;
    assert!(phone.records.household(HouseholdId(id(2))).is_none());
    let other = Phone::new("T02").pull(store, 1).await;
    assert!(other.records.household(HouseholdId(id(2))).is_some());
}

pub async fn a_full_number_is_shown_to_its_team_and_noted_without_the_number(home: &Home) {
    let store = &home.store;
    settle(store).await;
    let phones = store
        .phones_of(&[HouseholdId(id(3)), HouseholdId(id(999))])
        .await
        .unwrap();
    assert_eq!(phones, [(HouseholdId(id(3)), "10000000003".to_owned())].into());

    let phone = RevealRequest {
        household: HouseholdId(id(3)),
        member: None,
        field: RevealField::Phone,
        reason: RevealReason::Other,
        words: "通知领补贴".into(),
    };
    let head = RevealRequest {
        member: Some(MemberId(id(31))),
        field: RevealField::IdNumber,
        reason: RevealReason::CheckPaper,
        ..phone.clone()
    };
    let member = actor(store, "P002").await;
    let seen = store.reveal(&phone, &member, NOW).await.unwrap();
    assert_eq!(seen.as_deref(), Some("10000000003"));
    assert_eq!(store.reveal(&head, &member, NOW).await.unwrap(), Some(number(6)));

    let stranger = actor(store, "P102").await;
    assert_eq!(store.reveal(&phone, &stranger, NOW).await.unwrap(), None);
    let of_another = RevealRequest {
        member: Some(MemberId(id(41))),
        ..head
    };
    assert_eq!(store.reveal(&of_another, &member, NOW).await.unwrap(), None);

    let noted = "SELECT COUNT(*) FROM audit WHERE action = 'REVEAL_NUMBER' AND actor = 'P002'";
    assert_eq!(home.count(noted).await, 2);
    let with_reason =
        "SELECT COUNT(*) FROM audit WHERE subject LIKE '%field=PHONE reason=OTHER words=通知领补贴'";
    assert_eq!(home.count(with_reason).await, 1);
    let with_number =
        "SELECT COUNT(*) FROM audit WHERE subject LIKE '%10000000003%' OR subject LIKE '%999999198%'";
    assert_eq!(home.count(with_number).await, 0);
    store.verify_audit().await.unwrap();
}
