//! Stories of households that move by themselves, as the simulation found them.

use crate::district::*;
use crate::engines::Home;
use domain::config::Config;
use domain::entitlement::codes::{EntitlementKind, EntitlementSource, EntitlementStatus};
use domain::entitlement::{EntitlementContent, EntitlementKey};
use domain::ids::{HouseholdId, MemberId, RequestId};
use domain::operation::{Operation, OperationBody};
use domain::record::RecordKey;
use domain::refusal::RefusalCode;
use domain::request::codes::RequestCategory;
use domain::request::{Owner, RequestContent};
use domain::reveal::{RevealField, RevealReason, RevealRequest};
use domain::sync::Outcome;
use domain::visit::codes::Signal;
use domain::visit::{Decision, VisitContent};
use server::store::{RegisterHousehold, Roster, Store};
use std::sync::Arc;

/// Household 1 moves from V001 (team T01) to V002 (team T02).
async fn move_away(store: &Store) {
    let moved: RegisterHousehold = household(1, "V002");
    store
        .save_register(&[moved], &"A01".into(), NOW, &|_| {})
        .await
        .unwrap();
}

async fn keys(store: &Store, team: &str) -> Vec<RecordKey> {
    let page = store.feed(&team.into(), 0, 1_000).await.unwrap();
    let here = page.changes.iter().filter(|entry| entry.record.is_some());
    here.map(|entry| entry.key).collect()
}

/// Seed 118 of the simulation: refused NOT_FOUND, although its village as a whole would have been accepted.
pub async fn work_done_before_a_household_moved_arrives_under_its_author(home: &Home) {
    let store = &home.store;
    settle(store).await;
    move_away(store).await;
    for n in 1..=3 {
        applied(store, log(n, "P002", 1, content())).await;
    }
    let new = keys(store, "T02").await;
    assert_eq!(new.iter().filter(|key| key.kind() == "visit").count(), 3);
    assert!(
        keys(store, "T01")
            .await
            .iter()
            .all(|key| key.kind() == "household")
    );
    // Who never had it learns nothing of it.
    let stranger = apply(store, log(9, "P002", 9, content())).await;
    let Outcome::Refused { refusal } = stranger.outcome else {
        panic!()
    };
    assert_eq!(refusal.code, RefusalCode::NotFound);
}

/// What the household asked.
fn asked(n: u128, household: u128) -> Operation {
    let content = RequestContent {
        category: RequestCategory::Water,
        text: "水压不够".to_owned(),
        owner: Owner {
            staff: "P002".into(),
            name: "谭斌梅".to_owned(),
        },
        due: day("2026-12-05"),
        asked_on: day("2026-11-20"),
    };
    let body = OperationBody::RaiseRequest {
        request: RequestId(id(200_000 + n)),
        household: HouseholdId(id(household)),
        visit: None,
        content: Box::new(content),
    };
    operation(n, "P002", body)
}

/// Temporary aid that is due to the household and not received.
pub fn missing_aid(n: u128, household: u128) -> Operation {
    let content = EntitlementContent {
        key: EntitlementKey::own(EntitlementKind::TemporaryAid),
        status: EntitlementStatus::DueNotReceived,
        on: day("2026-11-20"),
        source: EntitlementSource::AtTheDoor,
        stopped_on: None,
        words: String::new(),
        seen: vec![],
    };
    let body = OperationBody::RecordEntitlement {
        household: HouseholdId(id(household)),
        content: Box::new(content),
    };
    operation(n, "P002", body)
}

/// The visits lay in the old village, with the old team, and the new team saw a household that nobody had visited.
pub async fn the_visits_of_a_household_move_with_it(home: &Home) {
    let store = &home.store;
    settle(store).await;
    let alarming = VisitContent {
        signals: vec![Signal::BadWater],
        ..water("PROBLEM")
    };
    applied(store, log(1, "P002", 1, alarming)).await;
    applied(store, log(2, "P002", 2, content())).await;
    applied(store, asked(3, 1)).await;
    applied(store, asked(4, 2)).await;
    applied(store, missing_aid(5, 1)).await;
    applied(store, missing_aid(6, 2)).await;
    move_away(store).await;
    let (old, new) = (keys(store, "T01").await, keys(store, "T02").await);
    // The flag that the visit raised goes along, and is found again by its typed line.
    assert_eq!(new.iter().filter(|key| key.kind() == "flag").count(), 1);
    assert_eq!(old.iter().filter(|key| key.kind() == "flag").count(), 0);
    let there = "SELECT COUNT(*) FROM flag_index WHERE village = 'V002' AND open = 1";
    assert_eq!(home.count(there).await, 1);
    // So does what it asked; what its neighbour asked stays.
    assert!(new.contains(&RecordKey::Request(RequestId(id(200_003)))));
    assert!(!old.contains(&RecordKey::Request(RequestId(id(200_003)))));
    assert!(old.contains(&RecordKey::Request(RequestId(id(200_004)))));
    // And what was found of its policies.
    let policies = |household| RecordKey::Entitlements(HouseholdId(id(household)));
    assert!(new.contains(&policies(1)) && !old.contains(&policies(1)));
    assert!(old.contains(&policies(2)));
    let there = "SELECT COUNT(*) FROM request_index WHERE village = 'V002' AND open = 1";
    assert_eq!(home.count(there).await, 1);
    assert!(new.contains(&RecordKey::Household(HouseholdId(id(1)))));
    assert_eq!(new.iter().filter(|key| key.kind() == "visit").count(), 1);
    assert_eq!(old.iter().filter(|key| key.kind() == "visit").count(), 1);
    crate::feed::Phone::new("T01").pull(store, 100).await;
    crate::feed::Phone::new("T02").pull(store, 100).await;
}

/// Counts every row that is written from now on, whatever writes it.
const COUNT_ROWS: &str = "CREATE TABLE written (table_name TEXT NOT NULL) STRICT;
    CREATE TRIGGER w1 AFTER INSERT ON record BEGIN INSERT INTO written VALUES ('record'); END;
    CREATE TRIGGER w2 AFTER UPDATE ON record BEGIN INSERT INTO written VALUES ('record'); END;
    CREATE TRIGGER w3 AFTER INSERT ON feed_exit BEGIN INSERT INTO written VALUES ('feed_exit'); END;
    CREATE TRIGGER w4 AFTER UPDATE ON feed_exit BEGIN INSERT INTO written VALUES ('feed_exit'); END;
    CREATE TRIGGER w5 AFTER DELETE ON feed_exit BEGIN INSERT INTO written VALUES ('feed_exit'); END;
    CREATE TRIGGER w6 AFTER INSERT ON history BEGIN INSERT INTO written VALUES ('history'); END;
    CREATE TRIGGER w7 AFTER UPDATE ON team_state BEGIN INSERT INTO written VALUES ('team_state'); END;
    CREATE TRIGGER w8 AFTER INSERT ON team_village BEGIN INSERT INTO written VALUES ('team_village'); END;
    CREATE TRIGGER w9 AFTER UPDATE ON team_village BEGIN INSERT INTO written VALUES ('team_village'); END;
    CREATE TRIGGER w10 AFTER UPDATE ON household_index BEGIN INSERT INTO written VALUES ('index'); END;
    CREATE TRIGGER w11 AFTER UPDATE ON visit_index BEGIN INSERT INTO written VALUES ('index'); END;
    CREATE TRIGGER w12 AFTER INSERT ON audit BEGIN INSERT INTO written VALUES ('audit'); END;";
const WRITTEN: &str = "SELECT COUNT(*) FROM written";

/// Two rows a record, the state with its new number and the old team's exit, and a few for the village.
#[tokio::test(flavor = "multi_thread")]
async fn moving_a_thousand_households_writes_two_rows_for_each() {
    let home = Home::sqlite().await;
    let store = &home.store;
    store.save_roster(&roster(), &"A01".into(), NOW).await.unwrap();
    let rows: Vec<RegisterHousehold> = (1..=1_000).map(|n| household(n, "V003")).collect();
    store
        .save_register(&rows, &"A01".into(), NOW, &|_| {})
        .await
        .unwrap();
    home.beside(COUNT_ROWS, "").await;
    let mut moved = roster();
    moved.teams = vec![
        team("T01", "区档案馆", &["V001", "V003"]),
        team("T02", "区水利局", &["V002"]),
    ];
    store.save_roster(&moved, &"A01".into(), NOW).await.unwrap();
    let there = home.count(WRITTEN).await;
    assert!((2_000..2_020).contains(&there), "{there} rows");
    // And back: the old exit is taken back for each.
    store.save_roster(&roster(), &"A01".into(), NOW).await.unwrap();
    let back = home.count(WRITTEN).await - there;
    assert!((3_000..3_020).contains(&back), "{back} rows");
    home.leave().await;
}

pub async fn what_waited_behind_a_roster_is_decided_by_it(home: &Home) {
    let store = &home.store;
    settle(store).await;
    applied(store, log(1, "P002", 1, content())).await;
    // Both were asked of the leader while the village was theirs.
    let before = actor(store, "P001").await;
    let asked = RevealRequest {
        household: HouseholdId(id(1)),
        member: Some(MemberId(id(11))),
        field: RevealField::IdNumber,
        reason: RevealReason::CheckPaper,
        words: String::new(),
    };
    assert!(store.reveal(&asked, &before, NOW).await.unwrap().is_some());
    let moved = Roster {
        teams: vec![
            team("T01", "区档案馆", &[]),
            team("T02", "区水利局", &["V001", "V002", "V003"]),
        ],
        ..Roster::default()
    };
    store.save_roster(&moved, &"A01".into(), NOW).await.unwrap();
    assert_eq!(store.reveal(&asked, &before, NOW).await.unwrap(), None);
    let paper = store.household_paper(HouseholdId(id(1)), &before, NOW).await;
    assert_eq!(paper.unwrap(), None);

    let approved = async |n| {
        let config = Arc::new(Config::default());
        let operations = vec![review(n, "P001", 1, 1, Decision::Approve)];
        let said = store.apply(before.clone(), operations, config, NOW).await;
        said.unwrap().remove(0).outcome
    };
    let refused = approved(2).await;
    assert!(matches!(refused, Outcome::Refused { .. }), "{refused:?}");
    // Whose account was closed meanwhile hears it when they send again.
    store.close_account(&"P001".into(), true, NOW).await.unwrap();
    assert_eq!(approved(3).await, Outcome::Unknown);
    assert_eq!(store.reveal(&asked, &before, NOW).await.unwrap(), None);
}
