//! Stories of households that move by themselves, as the simulation found them.

use crate::district::*;
use crate::engines::Home;
use domain::ids::HouseholdId;
use domain::record::RecordKey;
use domain::refusal::RefusalCode;
use domain::sync::Outcome;
use server::store::{RegisterHousehold, Store};

/// Household 1 moves from V001 (team T01) to V002 (team T02).
async fn move_away(store: &Store) {
    let moved: RegisterHousehold = household(1, "V002");
    store.save_register(&[moved], &"A01".into(), NOW, &|_| {}).await.unwrap();
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
    assert!(keys(store, "T01").await.iter().all(|key| key.kind() == "household"));
    // Who never had it learns nothing of it.
    let stranger = apply(store, log(9, "P002", 9, content())).await;
    let Outcome::Refused { refusal } = stranger.outcome else { panic!() };
    assert_eq!(refusal.code, RefusalCode::NotFound);
}

/// The visits lay in the old village, with the old team, and the new team saw a household that nobody had visited.
pub async fn the_visits_of_a_household_move_with_it(home: &Home) {
    let store = &home.store;
    settle(store).await;
    applied(store, log(1, "P002", 1, water("PROBLEM"))).await;
    applied(store, log(2, "P002", 2, content())).await;
    move_away(store).await;
    let (old, new) = (keys(store, "T01").await, keys(store, "T02").await);
    assert!(new.contains(&RecordKey::Household(HouseholdId(id(1)))));
    assert_eq!(new.iter().filter(|key| key.kind() == "visit").count(), 1);
    assert_eq!(old.iter().filter(|key| key.kind() == "visit").count(), 1);
    crate::feed::Phone::new("T01").pull(store, 100).await;
    crate::feed::Phone::new("T02").pull(store, 100).await;
}
