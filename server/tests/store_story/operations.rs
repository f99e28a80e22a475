//! Stories of single operations: each is answered once, for ever.

use crate::district::*;
use crate::engines::Home;
use crate::feed::Phone;
use domain::config::Config;
use domain::ids::{DeviceId, HouseholdId, OpId, VisitId};
use domain::operation::OperationBody;
use domain::record::Records;
use domain::refusal::{Refusal, RefusalCode};
use domain::sync::Outcome;
use domain::time::Millis;
use domain::visit::codes::{ReturnReason, VisitStatus};
use domain::visit::{Decision, VisitContent};
use std::sync::Arc;

pub fn refused(code: RefusalCode) -> Outcome {
    Outcome::Refused {
        refusal: Refusal::plain(code),
    }
}

pub async fn a_visit_is_logged_reviewed_corrected_and_approved(home: &Home) {
    let store = &home.store;
    settle(store).await;
    applied(store, log(1, "P002", 1, water("OK"))).await;
    let sent_back = Decision::Return {
        reason: ReturnReason::MissingItem,
        words: "漏了饮水".into(),
    };
    applied(store, review(2, "P001", 1, 1, sent_back)).await;
    let body = OperationBody::ReviseVisit {
        visit: VisitId(id(100_001)),
        household: HouseholdId(id(1)),
        base_rev: 1,
        content: Box::new(VisitContent {
            note: "补上了".into(),
            ..water("PROBLEM")
        }),
    };
    applied(store, operation(3, "P002", body)).await;
    let outdated = apply(store, review(4, "P001", 1, 1, Decision::Approve)).await;
    assert_eq!(outdated.outcome, refused(RefusalCode::NewerRevision));
    applied(store, review(5, "P001", 1, 2, Decision::Approve)).await;

    let phone = Phone::new("T01").pull(store, 100).await;
    let visit = phone.records.visit(VisitId(id(100_001))).unwrap();
    assert_eq!((visit.rev, visit.status), (2, VisitStatus::Approved));
    assert_eq!(visit.history.len(), 4);
    assert_eq!(visit.received_at(), Some(NOW));
    let household = phone.records.household(HouseholdId(id(1))).unwrap();
    assert_eq!(household.value(&WATER).unwrap().code(), Some("PROBLEM"));
    // Every overwritten state is kept: the visit three times, the household twice.
    assert_eq!(
        home.count("SELECT COUNT(*) FROM history WHERE kind = 'visit'")
            .await,
        3
    );
    assert_eq!(
        home.count("SELECT COUNT(*) FROM history WHERE kind = 'household'")
            .await,
        2
    );
    assert_eq!(home.count("SELECT COUNT(*) FROM operation").await, 5);
}

pub async fn asking_twice_answers_the_same_and_a_reused_number_is_refused(home: &Home) {
    let store = &home.store;
    settle(store).await;
    let first = apply(store, log(1, "P002", 1, content())).await;
    assert!(!first.duplicate);
    let later = Millis(NOW.0 + 60_000);
    let again = apply_at(store, vec![log(1, "P002", 1, content())], later)
        .await
        .remove(0);
    assert!(again.duplicate);
    assert_eq!((again.outcome, again.received_at), (first.outcome, NOW));

    let other = apply(store, log(1, "P002", 2, content())).await;
    assert_eq!(other.outcome, refused(RefusalCode::IdReused));
    let again = apply(store, log(1, "P002", 1, content())).await;
    assert_eq!(again.outcome, Outcome::Applied);

    // A refusal is an answer too.
    let nobody = VisitContent {
        nobody_home: false,
        ..content()
    };
    let no = apply(store, log(2, "P002", 1, nobody.clone())).await;
    assert!(matches!(no.outcome, Outcome::Refused { .. }));
    let again = apply(store, log(2, "P002", 1, nobody)).await;
    assert!(again.duplicate);
    assert_eq!(again.outcome, no.outcome);

    // Twice in one request.
    let outcomes = apply_at(
        store,
        vec![log(3, "P002", 1, content()), log(3, "P002", 1, content())],
        NOW,
    )
    .await;
    let said: Vec<bool> = outcomes.iter().map(|o| o.duplicate).collect();
    assert_eq!(said, [false, true]);
    assert_eq!(home.count("SELECT COUNT(*) FROM visit_index").await, 2);
}

pub async fn two_answers_to_one_question_are_both_kept(home: &Home) {
    let store = &home.store;
    settle(store).await;
    applied(store, log(1, "P002", 1, water("OK"))).await;
    let second = apply(store, log(2, "P003", 1, water("PROBLEM"))).await;
    assert_eq!(second.outcome, Outcome::ConflictKept { fields: vec![WATER] });
    let again = apply(store, log(2, "P003", 1, water("PROBLEM"))).await;
    assert_eq!(again.outcome, second.outcome);
    let phone = Phone::new("T01").pull(store, 100).await;
    let household = phone.records.household(HouseholdId(id(1))).unwrap();
    assert_eq!(household.conflicts(), vec![WATER]);
    let body = OperationBody::ResolveConflict {
        household: HouseholdId(id(1)),
        field: WATER,
        base: household.field_version(&WATER),
        keep: Some(domain::household::facts::FactValue::Words("PROBLEM".into())),
        seen: vec![OpId(id(2))],
    };
    applied(store, operation(3, "P001", body)).await;
    let phone = Phone::new("T01").pull(store, 100).await;
    assert!(
        phone
            .records
            .household(HouseholdId(id(1)))
            .unwrap()
            .conflicts()
            .is_empty()
    );
}

pub async fn a_phone_restored_from_backup_loses_nothing(home: &Home) {
    let store = &home.store;
    settle(store).await;
    let at_seven = |n| domain::operation::Operation {
        seq: 7,
        device: DeviceId(id(901)),
        ..log(n, "P002", 1, content())
    };
    applied(store, at_seven(1)).await;
    applied(store, at_seven(2)).await;
    assert_eq!(
        home.count("SELECT COUNT(*) FROM operation WHERE seq_reused = 1")
            .await,
        1
    );
}

pub async fn who_sends_anothers_work_spoils_nothing(home: &Home) {
    let store = &home.store;
    settle(store).await;
    let theirs = log(1, "P003", 1, content());
    let me = actor(store, "P002").await;
    let config = Arc::new(Config::default());
    let said = store
        .apply(me, vec![theirs.clone()], config, NOW)
        .await
        .unwrap()
        .remove(0);
    assert_eq!(said.outcome, refused(RefusalCode::WrongAuthor));
    applied(store, theirs).await;

    let foreign = apply(store, log(2, "P102", 1, content())).await;
    assert_eq!(foreign.outcome, refused(RefusalCode::NotFound));
}

pub async fn odd_text_is_refused_alike(home: &Home) {
    let store = &home.store;
    settle(store).await;
    for (n, text) in (1..).zip(["一\u{0}", "一\u{7f}", "\u{1b}[31m"]) {
        let odd = VisitContent {
            note: text.into(),
            ..content()
        };
        let said = apply(store, log(n, "P002", 1, odd)).await.outcome;
        let expected = Outcome::Refused {
            refusal: Refusal::at(RefusalCode::BadText, "note"),
        };
        assert_eq!(said, expected);
    }
    let lone = VisitContent {
        note: "𠮷👩‍👩‍👧\u{202e}' \"; DROP TABLE record; --\n".into(),
        ..content()
    };
    applied(store, log(20, "P002", 1, lone)).await;
    assert!(store.actor(&"P\u{0}".into()).await.is_err());
    assert!(store.put_invite(&"P002".into(), "\u{0}", NOW).await.is_err());
    let huge = OperationBody::AddAddendum {
        visit: VisitId(id(100_020)),
        text: "长".repeat(200_000),
    };
    let said = apply(store, operation(21, "P002", huge)).await.outcome;
    assert_eq!(said, refused(RefusalCode::TooMany));
    let far = domain::operation::Operation {
        seq: u64::MAX,
        ..log(22, "P002", 1, content())
    };
    applied(store, far).await;
}
