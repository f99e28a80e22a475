//! Stories of accounts, sessions and the audit log.

use crate::district::*;
use crate::engines::Home;
use domain::ids::StaffId;
use domain::roster::Role;
use domain::time::Millis;
use server::store::{Store, StoreError};

const MINUTE: i64 = 60_000;

fn at(minutes: i64) -> Millis {
    Millis(NOW.0 + minutes * MINUTE)
}

pub async fn a_code_enrols_once_and_a_closed_account_is_out_at_once(home: &Home) {
    let store = &home.store;
    settle(store).await;
    let me = StaffId::from("P002");
    let account = store.account(&me).await.unwrap().unwrap();
    assert_eq!(account.password_hash, None);
    assert_eq!(store.account(&"P999".into()).await.unwrap(), None);

    store.put_invite(&me, "hash-1", at(60)).await.unwrap();
    store.put_invite(&me, "hash-2", at(60)).await.unwrap();
    assert!(!store.take_invite(&me, "hash-1", at(1)).await.unwrap());
    assert!(!store.take_invite(&me, "hash-2", at(60)).await.unwrap());
    let (one, two) = tokio::join!(
        store.take_invite(&me, "hash-2", at(1)),
        store.take_invite(&me, "hash-2", at(1))
    );
    assert!(one.unwrap() != two.unwrap());
    assert!(store.put_invite(&"P999".into(), "hash", at(60)).await.is_err());

    for _ in 0..3 {
        store.count_guess(&me, at(1)).await.unwrap();
    }
    assert_eq!(store.guesses(&me).await.unwrap().failures, 3);
    store.set_password(&me, "phc", at(1)).await.unwrap();
    let account = store.account(&me).await.unwrap().unwrap();
    assert_eq!(account.password_hash.as_deref(), Some("phc"));
    assert_eq!(store.guesses(&me).await.unwrap().failures, 0);
    let nobody = store.set_password(&"P999".into(), "phc", NOW).await;
    assert_eq!(nobody, Err(StoreError::Constraint("account".into())));

    store.put_session("token", &me, at(0), at(600)).await.unwrap();
    store.put_invite(&me, "hash-3", at(60)).await.unwrap();
    store.close_account(&me, true, NOW).await.unwrap();
    assert_eq!(store.session("token", at(1), 60 * MINUTE).await.unwrap(), None);
    assert_eq!(store.actor(&me).await.unwrap(), None);
    assert!(!store.take_invite(&me, "hash-3", at(1)).await.unwrap());
    store.close_account(&me, false, NOW).await.unwrap();
    assert!(store.actor(&me).await.unwrap().is_some());
    assert_eq!(store.session("token", at(1), 60 * MINUTE).await.unwrap(), None);

    // Importing the roster again opens nothing and forgets no password.
    store.close_account(&me, true, NOW).await.unwrap();
    store.save_roster(&roster(), &"A01".into(), NOW).await.unwrap();
    let account = store.account(&me).await.unwrap().unwrap();
    assert_eq!(
        (account.closed, account.password_hash.as_deref()),
        (true, Some("phc"))
    );
    store
        .create_staff(&person("S01", "系统管理员", Role::SystemAdmin, None), NOW)
        .await
        .unwrap();
    let lines = store.accounts().await.unwrap();
    assert_eq!(lines.len(), 8);
    let line = lines.iter().find(|line| line.staff == me).unwrap();
    assert!(line.enrolled && line.closed);
}

pub async fn guesses_are_counted_alike_at_numbers_known_and_unknown(home: &Home) {
    let store = &home.store;
    settle(store).await;
    // Another process on the same database where it is a server; SQLite has one.
    let other = match home.is_postgres() {
        true => Store::open(&home.url).await.unwrap(),
        false => store.clone(),
    };
    for staff in ["P002", "P999"].map(StaffId::from) {
        let both = (0..20).map(|n| if n % 2 == 0 { store } else { &other });
        let guesses = both.map(|store| store.count_guess(&staff, at(1)));
        let counted = futures::future::try_join_all(guesses).await.unwrap();
        let looked_at = counted.iter().filter(|guess| guess.before.wait(at(1)).is_none());
        assert_eq!(looked_at.count(), 5, "however many guess at once");
        let tries = store.guesses(&staff).await.unwrap();
        assert_eq!(tries, other.guesses(&staff).await.unwrap());
        assert_eq!((tries.failures, tries.wait(at(1))), (5, Some(30)));

        // What could not be looked at is nobody's failure; a lock that it brought goes with it.
        other.uncount_guess(&staff, tries).await.unwrap();
        let tries = store.guesses(&staff).await.unwrap();
        assert_eq!((tries.failures, tries.wait(at(1))), (4, None));
        other.forgive(&staff).await.unwrap();
        assert_eq!(store.guesses(&staff).await.unwrap().failures, 0);
    }
}

pub async fn sessions_end_by_idling_by_age_and_by_hand(home: &Home) {
    let store = &home.store;
    settle(store).await;
    let me = StaffId::from("P002");
    let idle = 30 * MINUTE;
    store.put_session("a", &me, at(0), at(100)).await.unwrap();
    assert_eq!(store.session("a", at(29), idle).await.unwrap(), Some(me.clone()));
    // Use at 29 keeps it beyond 30.
    assert_eq!(store.session("a", at(50), idle).await.unwrap(), Some(me.clone()));
    assert_eq!(store.session("a", at(81), idle).await.unwrap(), None);
    store.put_session("b", &me, at(0), at(20)).await.unwrap();
    assert_eq!(store.session("b", at(20), idle).await.unwrap(), None);
    assert_eq!(store.session("nothing", at(0), idle).await.unwrap(), None);

    for token in ["c", "d", "e"] {
        store.put_session(token, &me, at(30), at(100)).await.unwrap();
    }
    store.end_session("c").await.unwrap();
    assert_eq!(store.session("c", at(31), idle).await.unwrap(), None);
    store.end_sessions_of(&me, Some("e")).await.unwrap();
    assert_eq!(store.session("d", at(31), idle).await.unwrap(), None);
    assert_eq!(store.session("e", at(31), idle).await.unwrap(), Some(me.clone()));
    store.end_sessions_of(&me, None).await.unwrap();
    assert_eq!(store.session("e", at(31), idle).await.unwrap(), None);
    assert!(
        store
            .put_session("f", &"P999".into(), at(0), at(1))
            .await
            .is_err()
    );
}

pub async fn the_audit_log_is_a_chain(home: &Home) {
    let store = &home.store;
    settle(store).await;
    let before = store.verify_audit().await.unwrap();
    let mut callers = tokio::task::JoinSet::new();
    for n in 0..20 {
        let store = store.clone();
        callers.spawn(async move {
            store
                .audit(&"A01".into(), "INVITE", &format!("P{n:03}"), NOW)
                .await
        });
    }
    while let Some(done) = callers.join_next().await {
        done.unwrap().unwrap();
    }
    assert_eq!(store.verify_audit().await.unwrap(), before + 20);
    let forge = "UPDATE audit SET subject = 'P077' WHERE n = 5";
    home.beside(forge, forge).await;
    assert_eq!(
        store.verify_audit().await,
        Err(StoreError::Corrupt("audit line 5".into()))
    );
}
