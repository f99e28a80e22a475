//! Two servers on one PostgreSQL, as an office runs them behind a balancer: what one takes the other gives, and what
//! is counted is counted once. They share nothing but the database: each has opened its own store.
//!
//! Runs where `LEDGER_TEST_POSTGRES` names a server on which databases may be made, as `cargo xtask test` does.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

#[expect(dead_code, reason = "the store's stories use the rest")]
#[path = "store_story/engines.rs"]
mod engines;
mod office;

use domain::ids::{StaffId, VisitId};
use domain::operation::{Operation, OperationBody};
use domain::record::Record;
use domain::roster::Role;
use domain::sync::{Outcome, PROTOCOL, SyncReply};
use domain::visit::Decision;
use domain::visit::codes::{ReturnReason, VisitStatus};
use engines::Home;
use office::{OURS, Office, PASSWORD, fill, log_visit, new_visit, of_role, operation, sync_request};
use server::routes::REVEALS_AN_HOUR;
use server::store::Store;
use std::future::Future;

/// Two servers on one database that holds the office's district.
struct Two {
    home: Home,
    one: Office,
    other: Office,
}

/// Tells a story of two servers; without PostgreSQL there is none to tell.
async fn told<S: Future<Output = Two>>(story: impl FnOnce(Two) -> S) {
    let Some(home) = Home::postgres().await else {
        return;
    };
    fill(&home.store).await;
    let (one, other) = (Store::open(&home.url).await, Store::open(&home.url).await);
    let two = Two {
        one: Office::beside(one.unwrap()).await,
        other: Office::beside(other.unwrap()).await,
        home,
    };
    let Two { home, one, other } = story(two).await;
    one.state.store.close().await;
    other.state.store.close().await;
    home.leave().await;
}

impl Two {
    /// The one or the other by turns.
    fn turn(&self, n: usize) -> &Office {
        if n.is_multiple_of(2) {
            &self.one
        } else {
            &self.other
        }
    }

    /// What a new phone holds that asks the one, and what it holds that asks the other; they must not differ.
    async fn pulled(&self, cookie: &str) -> SyncReply {
        let one = self.one.sync_as(PROTOCOL, cookie, None).await;
        let other = self.other.sync_as(PROTOCOL, cookie, None).await;
        let told = |reply: &SyncReply| {
            (
                reply.epoch.clone(),
                reply.cursor,
                reply.head,
                reply.digest,
                serde_json::to_string(&reply.changes).unwrap(),
            )
        };
        assert_eq!(told(&one), told(&other));
        one
    }
}

/// The visits of a reply.
fn visits(reply: &SyncReply) -> Vec<(VisitId, VisitStatus)> {
    let records = reply.changes.iter().filter_map(|entry| entry.record.as_ref());
    let visit = |record: &Record| match record {
        Record::Visit(visit) => Some((visit.id, visit.status)),
        _ => None,
    };
    records.filter_map(visit).collect()
}

fn sent(operation: &Operation) -> Vec<serde_json::Value> {
    vec![serde_json::to_value(operation).unwrap()]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_to_one_is_pulled_from_the_other() {
    told(|two| async move {
        let author = StaffId::from("P001");
        let cookie = two.one.session(&author).await;
        let mut known = None;
        for n in 0..10 {
            let visit = new_visit();
            let log = log_visit(u64::try_from(n).unwrap() + 1, &author, OURS, visit);
            let answer = two.turn(n).outcome(&cookie, &log).await;
            assert_eq!((answer.outcome, answer.duplicate), (Outcome::Applied, false));
            // The phone goes on at the other server from where the first one left it.
            let reply = two.turn(n + 1).sync_as(PROTOCOL, &cookie, known.as_ref()).await;
            assert_eq!(reply.cursor, reply.head);
            assert!(
                visits(&reply).contains(&(visit, VisitStatus::Submitted)),
                "visit {n}"
            );
            known = Some(reply);
        }
        assert_eq!(visits(&two.pulled(&cookie).await).len(), 10);
        two
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_operation_sent_to_both_at_once_takes_effect_once() {
    told(|two| async move {
        let author = StaffId::from("P001");
        let cookie = two.one.session(&author).await;
        for n in 1..=20 {
            let log = log_visit(n, &author, OURS, new_visit());
            let (one, other) = tokio::join!(two.one.outcome(&cookie, &log), two.other.outcome(&cookie, &log));
            assert_eq!(
                (&one.outcome, &other.outcome),
                (&Outcome::Applied, &Outcome::Applied)
            );
            assert!(one.duplicate != other.duplicate, "one of them was first");
        }
        assert_eq!(visits(&two.pulled(&cookie).await).len(), 20);
        two
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_teams_write_at_both_and_nothing_is_lost() {
    told(|two| async move {
        let (first, second) = (StaffId::from("P001"), of_role(Role::TeamMember));
        let cookies = [two.one.session(&first).await, two.other.session(&second).await];
        let authors = [first, second];
        let write = |at: usize| {
            let (two, author, cookie) = (&two, &authors[at % 2], &cookies[at % 2]);
            async move {
                let log = log_visit(u64::try_from(at).unwrap() + 1, author, OURS, new_visit());
                // Sent again where the first try gave way to the other server's.
                for attempt in 0..10 {
                    let reply = two.turn(at / 2 + attempt).sync(cookie, sent(&log)).await;
                    if reply.status == 200 {
                        return reply.sync().outcomes[0].outcome.clone();
                    }
                }
                panic!("operation {at} was never answered")
            }
        };
        let outcomes = futures::future::join_all((0..40).map(write)).await;
        assert!(outcomes.iter().all(|outcome| *outcome == Outcome::Applied));
        for cookie in &cookies {
            assert_eq!(visits(&two.pulled(cookie).await).len(), 40);
        }
        two
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_decisions_at_once_one_holds_at_both() {
    told(|two| async move {
        let (author, leader) = (StaffId::from("P001"), of_role(Role::TeamLeader));
        let cookie = two.one.session(&author).await;
        let leads = two.other.session(&leader).await;
        for n in 1..=5 {
            let visit = new_visit();
            two.one
                .outcome(&cookie, &log_visit(n, &author, OURS, visit))
                .await;
            let review = |n, decision| {
                let body = OperationBody::ReviewVisit {
                    visit,
                    rev: 1,
                    decision,
                };
                operation(n, &leader, body)
            };
            let back = Decision::Return {
                reason: ReturnReason::MissingItem,
                words: "漏了一项".to_owned(),
            };
            let (yes, no) = (review(2 * n, Decision::Approve), review(2 * n + 1, back));
            tokio::join!(two.one.outcome(&leads, &yes), two.other.outcome(&leads, &no));
            let status = visits(&two.pulled(&leads).await);
            let (_, status) = status.into_iter().find(|(id, _)| *id == visit).unwrap();
            assert!(matches!(status, VisitStatus::Approved | VisitStatus::Returned));
        }
        two
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_opens_and_ends_at_both() {
    told(|two| async move {
        let cookie = two.one.sign_in("P001", PASSWORD).await.cookie();
        assert!(two.one.knows(&cookie).await && two.other.knows(&cookie).await);
        assert_eq!(two.other.delete("/api/v1/session", &cookie).await.status, 204);
        assert!(!two.one.knows(&cookie).await && !two.other.knows(&cookie).await);

        let again = two.other.sign_in("P001", PASSWORD).await.cookie();
        let admin = two.one.session(&of_role(Role::SystemAdmin)).await;
        let closed = two
            .one
            .post("/api/v1/accounts/P001/close", &admin, &serde_json::json!({}))
            .await;
        assert_eq!(closed.status, 204);
        assert_eq!(two.other.sync(&again, vec![]).await.code(), "ACCOUNT_CLOSED");
        two
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_at_both_are_counted_together() {
    told(|two| async move {
        for staff in ["P001", "P777"] {
            for n in 0..5 {
                assert_eq!(two.turn(n).sign_in(staff, "wrong password").await.status, 401);
            }
            for server in [&two.one, &two.other] {
                let waits = server.sign_in(staff, PASSWORD).await;
                assert_eq!((waits.status, waits.code().as_str()), (429, "WAIT"), "{staff}");
                assert_eq!(waits.json()["retry_after"], 30);
            }
        }
        for staff in ["P002", "P778"] {
            let guesses = (0..24).map(|n| two.turn(n).sign_in(staff, "wrong password"));
            let replies = futures::future::join_all(guesses).await;
            let looked_at = replies.iter().filter(|reply| reply.status == 401).count();
            assert_eq!(looked_at, 5, "{staff}");
        }
        two
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn full_numbers_shown_at_both_are_counted_together() {
    told(|two| async move {
        let cookie = two.one.session(&"P001".into()).await;
        let ask = serde_json::json!({
            "household": uuid::Uuid::from_u128(OURS),
            "field": "PHONE",
            "reason": "CALL_BEFORE_VISIT",
        });
        let mut shown = 0;
        for n in 0..=usize::try_from(REVEALS_AN_HOUR).unwrap() {
            let reply = two.turn(n).post("/api/v1/reveals", &cookie, &ask).await;
            match reply.status {
                200 => shown += 1,
                429 => assert_eq!(reply.code(), "WAIT"),
                other => panic!("{other}: {}", reply.body),
            }
        }
        assert_eq!(shown, REVEALS_AN_HOUR);
        two
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_was_cut_at_one_is_finished_at_the_other() {
    told(|two| async move {
        let author = StaffId::from("P001");
        let cookie = two.one.session(&author).await;
        let logs: Vec<_> = (1..=50)
            .map(|n| log_visit(n, &author, OURS, new_visit()))
            .collect();
        let all: Vec<_> = logs.iter().flat_map(sent).collect();
        // The first server answered half of them before the line broke; the phone knows of none.
        let half = sync_request(all[..25].to_vec());
        assert_eq!(two.one.post("/api/v1/sync", &cookie, &half).await.status, 200);
        let reply = two.other.sync(&cookie, all).await.sync();
        assert_eq!(
            reply.outcomes.iter().filter(|outcome| outcome.duplicate).count(),
            25
        );
        assert!(
            reply
                .outcomes
                .iter()
                .all(|outcome| outcome.outcome == Outcome::Applied)
        );
        assert_eq!(visits(&two.pulled(&cookie).await).len(), 50);
        two
    })
    .await;
}
