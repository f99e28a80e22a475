//! Stories of the writer: many callers, one commit, and what happens when it fails.

use crate::district::*;
use crate::engines::Home;
use crate::feed::Phone;
use crate::operations::refused;
use domain::config::Config;
use domain::refusal::RefusalCode;
use domain::sync::Outcome;
use server::store::StoreError;
use std::sync::Arc;

pub async fn two_hundred_callers_share_commits(home: &Home) {
    let store = &home.store;
    settle(store).await;
    let config = Arc::new(Config::default());
    let mut callers = tokio::task::JoinSet::new();
    for n in 0..200_u128 {
        let staff = ["P002", "P003", "P102"][usize::try_from(n % 3).unwrap()];
        let household = if staff == "P102" { 6 } else { 1 };
        let (store, config) = (store.clone(), config.clone());
        let operations: Vec<_> = (0..5)
            .map(|turn| log(n * 10 + turn + 1, staff, household, content()))
            .collect();
        callers.spawn(async move {
            let me = actor(&store, staff).await;
            let first = store
                .apply(me.clone(), operations.clone(), config.clone(), NOW)
                .await
                .unwrap();
            let again = store.apply(me, operations, config, NOW).await.unwrap();
            assert!(
                first
                    .iter()
                    .all(|o| o.outcome == Outcome::Applied && !o.duplicate)
            );
            assert!(again.iter().all(|o| o.outcome == Outcome::Applied && o.duplicate));
        });
    }
    while let Some(done) = callers.join_next().await {
        done.unwrap();
    }
    let one = Phone::new("T01").pull(store, 333).await;
    let two = Phone::new("T02").pull(store, 333).await;
    assert_eq!(one.records.visits().count() + two.records.visits().count(), 1_000);
    assert_eq!(home.count("SELECT COUNT(*) FROM operation").await, 1_000);
}

pub async fn a_failed_commit_is_unknown_and_sending_again_settles_it(home: &Home) {
    let store = &home.store;
    settle(store).await;
    home.beside(
        "CREATE TABLE trap_door (n INTEGER PRIMARY KEY);
         CREATE TABLE trap (n INTEGER REFERENCES trap_door (n) DEFERRABLE INITIALLY DEFERRED);
         CREATE TRIGGER spring AFTER INSERT ON operation BEGIN INSERT INTO trap VALUES (1); END;",
        "CREATE FUNCTION spring() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'trap'; END $$;
         CREATE CONSTRAINT TRIGGER spring AFTER INSERT ON operation DEFERRABLE INITIALLY DEFERRED
         FOR EACH ROW EXECUTE FUNCTION spring();",
    )
    .await;
    let me = actor(store, "P002").await;
    let config = Arc::new(Config::default());
    let send = || {
        store.apply(
            me.clone(),
            vec![log(1, "P002", 1, content())],
            config.clone(),
            NOW,
        )
    };
    assert_eq!(send().await, Err(StoreError::Unknown));
    assert_eq!(send().await, Err(StoreError::Unknown));
    home.beside("DROP TRIGGER spring", "DROP TRIGGER spring ON operation")
        .await;
    let settled = send().await.unwrap().remove(0);
    assert_eq!(settled.outcome, Outcome::Applied);
    assert_eq!(
        Phone::new("T01").pull(store, 100).await.records.visits().count(),
        1
    );
}

pub async fn one_operation_that_the_database_refuses_spoils_no_other(home: &Home) {
    let store = &home.store;
    settle(store).await;
    home.beside(
        "CREATE TRIGGER odd BEFORE INSERT ON visit_index WHEN NEW.visited_on = '2026-11-18'
         BEGIN SELECT RAISE(ABORT, 'odd'); END;",
        "CREATE FUNCTION odd() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         IF NEW.visited_on = '2026-11-18' THEN RAISE EXCEPTION 'odd'; END IF; RETURN NEW; END $$;
         CREATE TRIGGER odd BEFORE INSERT ON visit_index FOR EACH ROW EXECUTE FUNCTION odd();",
    )
    .await;
    let odd = domain::visit::VisitContent {
        visited_on: crate::district::day("2026-11-18"),
        ..water("OK")
    };
    let operations = vec![
        log(1, "P002", 1, water("OK")),
        log(2, "P002", 2, odd),
        log(3, "P002", 2, water("PROBLEM")),
    ];
    let said = apply_at(store, operations.clone(), NOW).await;
    assert_eq!(said[0].outcome, Outcome::Applied);
    assert_eq!(said[1].outcome, refused(RefusalCode::Malformed));
    assert_eq!(said[2].outcome, Outcome::Applied);
    assert!(apply_at(store, operations, NOW).await.iter().all(|o| o.duplicate));
    assert_eq!(home.count("SELECT COUNT(*) FROM operation").await, 3);
    let phone = Phone::new("T01").pull(store, 100).await;
    assert_eq!(phone.records.visits().count(), 2);
    // Something unreadable keeps until it is mended, and spoils no other either.
    let spoil = "UPDATE record SET body = '{' WHERE kind = 'household' AND id LIKE '%5'";
    home.beside(spoil, spoil).await;
    let said = apply_at(
        store,
        vec![log(4, "P002", 5, content()), log(5, "P002", 4, content())],
        NOW,
    )
    .await;
    assert_eq!(
        (&said[0].outcome, &said[1].outcome),
        (&Outcome::Unknown, &Outcome::Applied)
    );
}

pub async fn teams_that_write_each_others_scope_do_not_block_for_ever(home: &Home) {
    let store = &home.store;
    settle(store).await;
    // Each team formerly led the other's village, so that both write both feeds, in opposite order.
    let mut swapped = roster();
    swapped.teams = vec![
        team("T01", "区档案馆", &["V002", "V003"]),
        team("T02", "区水利局", &["V001"]),
    ];
    store.save_roster(&swapped, &"A01".into(), NOW).await.unwrap();
    let config = Arc::new(Config::default());
    let mut callers = tokio::task::JoinSet::new();
    for n in 0..40_u128 {
        let (staff, mine, theirs) = if n.is_multiple_of(2) {
            ("P002", 6, 1)
        } else {
            ("P102", 1, 6)
        };
        let (store, config) = (store.clone(), config.clone());
        callers.spawn(async move {
            let me = actor(&store, staff).await;
            let operations = vec![
                log(n * 2 + 1, staff, mine, water("OK")),
                log(n * 2 + 2, staff, theirs, water("OK")),
            ];
            let said = store.apply(me, operations, config, NOW).await.unwrap();
            assert!(said.iter().all(|o| o.outcome == Outcome::Applied), "{said:?}");
        });
    }
    while let Some(done) = callers.join_next().await {
        done.unwrap();
    }
    let one = Phone::new("T01").pull(store, 100).await;
    let two = Phone::new("T02").pull(store, 100).await;
    assert_eq!(
        (one.records.visits().count(), two.records.visits().count()),
        (40, 40)
    );
}
