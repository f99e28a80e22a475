//! Signing in, sessions, enrolment and the sync's edges, over the real server.

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

use domain::ids::StaffId;
use domain::refusal::RefusalCode;
use domain::roster::Role;
use domain::sync::{BATCH_OPERATIONS, Outcome};
use domain::time::Millis;
use engines::Home;
use office::{OURS, Office, PASSWORD, log_visit, new_visit, of_role, sync_request};
use serde_json::{Value, json};
use server::accounts::session::DAY_MS;
use server::routes::faults::Faults;
use uuid::Uuid;

const SECOND: i64 = 1_000;

#[tokio::test]
async fn a_right_password_opens_a_session_in_a_guarded_cookie() {
    let office = Office::open().await;
    let reply = office.sign_in(" ｐ００１", PASSWORD).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    assert_eq!(reply.json()["staff"], "P001");
    let cookie = reply.header("set-cookie").unwrap();
    assert!(cookie.starts_with("__Host-ledger="));
    for guard in ["Path=/", "Secure", "HttpOnly", "SameSite=Strict"] {
        assert!(cookie.split("; ").any(|part| part == guard), "{guard}");
    }
    assert!(!cookie.contains("Domain"));
    let me = office.get("/api/v1/session", &reply.cookie()).await;
    assert_eq!(
        me.json(),
        json!({"who": "person", "staff": "P001", "name": "某某", "role": "TEAM_MEMBER", "team": "T01"})
    );
}

#[tokio::test]
async fn nobody_learns_whether_an_account_exists() {
    let office = Office::open().await;
    let admin = office.session(&of_role(Role::SystemAdmin)).await;
    let closed = office
        .post("/api/v1/accounts/P003/close", &admin, &json!({}))
        .await;
    assert_eq!(closed.status, 204);
    let wrong = office.sign_in("P001", "wrong password").await;
    assert_eq!((wrong.status, wrong.code().as_str()), (401, "SIGN_IN_REFUSED"));
    for (staff, password) in [
        ("P777", "wrong password"),
        ("P003", "wrong password"),
        ("P003", PASSWORD),
        ("", ""),
    ] {
        assert_eq!(
            without_date(office.sign_in(staff, password).await),
            without_date(wrong.clone()),
            "{staff}"
        );
    }
}

fn without_date(mut reply: office::Reply) -> office::Reply {
    reply.headers.retain(|(name, _)| name != "date");
    reply
}

#[tokio::test]
async fn a_person_learns_what_arrived_from_an_own_device_and_nothing_of_anothers() {
    let office = Office::open().await;
    let (author, other) = (StaffId::from("P001"), StaffId::from("P002"));
    let cookie = office.session(&author).await;
    // The second number was lost on the way.
    let operations = [1, 3].map(|n| log_visit(n, &author, OURS, new_visit()));
    for operation in &operations {
        assert_eq!(office.outcome(&cookie, operation).await.outcome, Outcome::Applied);
    }
    let address = format!("/api/v1/devices/{}", operations[0].device);
    let arrived = office.get(&address, &cookie).await;
    assert_eq!(arrived.json(), json!({"operations": 2, "highest": 3}));
    let others = office.session(&other).await;
    let told = office.get(&address, &others).await;
    assert_eq!(told.json(), json!({"operations": 0, "highest": 0}));
}

#[tokio::test]
async fn a_session_of_a_closed_account_is_told_so_and_does_not_come_back() {
    let office = Office::open().await;
    let admin = office.session(&of_role(Role::SystemAdmin)).await;
    let cookie = office.sign_in("P001", PASSWORD).await.cookie();
    let close = office
        .post("/api/v1/accounts/P001/close", &admin, &json!({}))
        .await;
    assert_eq!(close.status, 204);
    let told = office.sync(&cookie, vec![]).await;
    assert_eq!((told.status, told.code().as_str()), (401, "ACCOUNT_CLOSED"));
    let who = office.get("/api/v1/session", &cookie).await;
    assert_eq!(who.json(), json!({"who": "closed", "staff": "P001"}));
    let open = office
        .post("/api/v1/accounts/P001/open", &admin, &json!({}))
        .await;
    assert_eq!(open.status, 204);
    let over = office.sync(&cookie, vec![]).await;
    assert_eq!((over.status, over.code().as_str()), (401, "SIGN_IN"));
    assert_eq!(office.sign_in("P001", PASSWORD).await.status, 200);
}

#[tokio::test]
async fn guessing_gets_slower_alike_for_every_staff_number() {
    let office = Office::open().await;
    let mut replies = Vec::new();
    for staff in ["P001", "P777"] {
        let mut seen = Vec::new();
        for _ in 0..5 {
            seen.push(office.sign_in(staff, "wrong password").await);
        }
        // Also the right password waits now.
        seen.push(office.sign_in(staff, PASSWORD).await);
        replies.push(seen.into_iter().map(without_date).collect::<Vec<_>>());
    }
    assert_eq!(replies[0], replies[1]);
    let waiting = replies[0].last().unwrap();
    assert_eq!((waiting.status, waiting.code().as_str()), (429, "WAIT"));
    assert_eq!(waiting.json()["retry_after"], 30);
    assert_eq!(waiting.header("retry-after"), Some("30"));

    office.pass(30 * SECOND);
    assert_eq!(office.sign_in("P001", "wrong password").await.status, 401);
    assert_eq!(office.sign_in("P001", PASSWORD).await.json()["retry_after"], 60);
    office.pass(60 * SECOND);
    assert_eq!(office.sign_in("P001", PASSWORD).await.status, 200);
    // A success forgives.
    assert_eq!(office.sign_in("P001", "wrong password").await.status, 401);
    assert_eq!(office.sign_in("P001", PASSWORD).await.status, 200);
}

#[tokio::test]
async fn a_hundred_guesses_at_once_are_five_guesses() {
    let office = Office::open().await;
    let guesses = (0..30).map(|_| office.sign_in("P001", "wrong password"));
    let replies = futures::future::join_all(guesses).await;
    let looked_at = replies.iter().filter(|reply| reply.status == 401).count();
    assert_eq!(looked_at, 5);
    assert!(replies.iter().all(|reply| matches!(reply.status, 401 | 429)));
}

#[tokio::test]
async fn an_open_session_outlives_a_lock_of_its_account() {
    let office = Office::open().await;
    let cookie = office.sign_in("P001", PASSWORD).await.cookie();
    for _ in 0..6 {
        office.sign_in("P001", "wrong password").await;
    }
    assert_eq!(office.sync(&cookie, vec![]).await.status, 200);
}

#[tokio::test]
async fn sign_out_ends_the_session_and_touches_nothing_else() {
    let office = Office::open().await;
    let cookie = office.sign_in("P001", PASSWORD).await.cookie();
    let out = office.delete("/api/v1/session", &cookie).await;
    assert_eq!(out.status, 204);
    assert!(out.header("set-cookie").unwrap().contains("Max-Age=0"));
    assert_eq!(out.header("clear-site-data"), None);
    let nobody = office.get("/api/v1/session", &cookie).await;
    assert_eq!((nobody.status, nobody.json()), (200, json!({"who": "nobody"})));
    assert_eq!(office.delete("/api/v1/session", &cookie).await.status, 204);
}

#[tokio::test]
async fn signing_in_again_ends_the_browsers_session_before() {
    let office = Office::open().await;
    let before = office.sign_in("P001", PASSWORD).await.cookie();
    let after = office
        .post(
            "/api/v1/session",
            &before,
            &json!({"staff": "P002", "password": PASSWORD}),
        )
        .await;
    assert_eq!(after.json()["staff"], "P002");
    assert!(!office.knows(&before).await);
    assert!(office.knows(&after.cookie()).await);
}

#[tokio::test]
async fn a_session_ends_after_two_idle_weeks_and_after_thirty_days() {
    let office = Office::open().await;
    let idle = office.sign_in("P001", PASSWORD).await.cookie();
    let used = office.sign_in("P001", PASSWORD).await.cookie();
    for _ in 0..2 {
        office.pass(14 * DAY_MS - SECOND);
        assert!(office.knows(&used).await);
    }
    assert!(!office.knows(&idle).await);
    office.pass(2 * DAY_MS + 3 * SECOND);
    assert!(!office.knows(&used).await);
}

#[tokio::test]
async fn closing_an_account_ends_its_sessions_at_once() {
    let office = Office::open().await;
    let admin = office.session(&of_role(Role::SystemAdmin)).await;
    let cookie = office.sign_in("P001", PASSWORD).await.cookie();
    assert_eq!(office.sync(&cookie, vec![]).await.status, 200);
    assert_eq!(
        office
            .post("/api/v1/accounts/P001/close", &admin, &json!({}))
            .await
            .status,
        204
    );
    assert_eq!(office.sync(&cookie, vec![]).await.code(), "ACCOUNT_CLOSED");
    assert_eq!(office.sign_in("P001", PASSWORD).await.code(), "SIGN_IN_REFUSED");
    assert_eq!(
        office
            .post("/api/v1/accounts/P001/open", &admin, &json!({}))
            .await
            .status,
        204
    );
    assert_eq!(
        office.sync(&cookie, vec![]).await.code(),
        "SIGN_IN",
        "an old session stays ended"
    );
    assert_eq!(office.sign_in("P001", PASSWORD).await.status, 200);
    let own = office
        .post("/api/v1/accounts/X-SYSTEM-ADMIN/close", &admin, &json!({}))
        .await;
    assert_eq!((own.status, own.code().as_str()), (409, "OWN_ACCOUNT"));
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    let office = Office::open().await;
    let here = office.sign_in("P001", PASSWORD).await.cookie();
    let elsewhere = office.sign_in("P001", PASSWORD).await.cookie();
    let change = |present: &str, new: &str| json!({"present": present, "new": new});
    let ask = async |form: Value| office.post("/api/v1/password", &here, &form).await;
    assert_eq!(
        ask(change("wrong", "another password")).await.code(),
        "PASSWORD_WRONG"
    );
    assert_eq!(ask(change(PASSWORD, "short")).await.code(), "PASSWORD_SHORT");
    assert_eq!(
        ask(change(PASSWORD, &"长".repeat(129))).await.code(),
        "PASSWORD_LONG"
    );
    assert_eq!(
        ask(change(PASSWORD, "p001P001P001")).await.code(),
        "PASSWORD_IS_STAFF"
    );
    assert!(office.knows(&elsewhere).await);
    assert_eq!(ask(change(PASSWORD, "another password")).await.status, 204);
    assert!(office.knows(&here).await);
    assert!(!office.knows(&elsewhere).await);
    assert_eq!(office.sign_in("P001", PASSWORD).await.status, 401);
    assert_eq!(office.sign_in("P001", "another password").await.status, 200);
}

#[tokio::test]
async fn a_code_enrols_once_and_only_its_person() {
    let office = Office::open().await;
    let admin = office.session(&of_role(Role::SystemAdmin)).await;
    let old = office.sign_in("P001", PASSWORD).await.cookie();
    let invitation = office
        .post("/api/v1/accounts/p001/invite", &admin, &json!({}))
        .await
        .json();
    let code = invitation["code"].as_str().unwrap().to_lowercase();
    let enrol = async |staff: &str, code: &str, password: &str| {
        let form = json!({"staff": staff, "code": code, "password": password});
        office.post("/api/v1/enrol", "", &form).await
    };
    assert_eq!(
        enrol("P002", &code, "brand new password").await.code(),
        "SIGN_IN_REFUSED"
    );
    assert_eq!(
        enrol("P777", &code, "brand new password").await.code(),
        "SIGN_IN_REFUSED"
    );
    assert_eq!(enrol("P001", &code, "short").await.code(), "PASSWORD_SHORT");
    assert_eq!(
        enrol("P001", "ACDEFGHJKL", "brand new password").await.code(),
        "SIGN_IN_REFUSED"
    );
    let enrolled = enrol("P001", &code, "brand new password").await;
    assert_eq!(enrolled.status, 200, "{}", enrolled.body);
    assert_eq!(
        office.get("/api/v1/session", &enrolled.cookie()).await.json()["staff"],
        "P001"
    );
    assert!(!office.knows(&old).await, "a reset ends what was open");
    assert_eq!(
        enrol("P001", &code, "brand new password").await.code(),
        "SIGN_IN_REFUSED"
    );
    assert_eq!(office.sign_in("P001", "brand new password").await.status, 200);
}

#[tokio::test]
async fn a_code_holds_two_weeks_and_a_newer_one_replaces_it() {
    let office = Office::open().await;
    let admin = of_role(Role::SystemAdmin);
    let invite = async || {
        let cookie = office.session(&admin).await;
        let reply = office
            .post("/api/v1/accounts/P001/invite", &cookie, &json!({}))
            .await;
        reply.json()["code"].as_str().unwrap().to_owned()
    };
    let enrol = async |code: &str| {
        let form = json!({"staff": "P001", "code": code, "password": "brand new password"});
        office.post("/api/v1/enrol", "", &form).await.status
    };
    let (first, second) = (invite().await, invite().await);
    assert_eq!(enrol(&first).await, 401);
    office.pass(14 * DAY_MS);
    assert_eq!(enrol(&second).await, 401);
    let third = invite().await;
    office.pass(14 * DAY_MS - SECOND);
    assert_eq!(enrol(&third).await, 200);
}

#[tokio::test]
async fn one_malformed_operation_does_not_hold_up_ninety_nine() {
    let office = Office::open().await;
    let author = StaffId::from("P001");
    let cookie = office.session(&author).await;
    let mut operations: Vec<Value> = (1..=99)
        .map(|seq| serde_json::to_value(log_visit(seq, &author, OURS, new_visit())).unwrap())
        .collect();
    let broken = Uuid::now_v7();
    operations.insert(40, json!({"id": broken, "body": {"kind": "of_the_future"}}));
    let reply = office.sync(&cookie, operations).await.sync();
    assert_eq!(reply.outcomes.len(), 100);
    for (n, outcome) in reply.outcomes.iter().enumerate() {
        if n == 40 {
            assert_eq!(outcome.op.0, broken);
            let Outcome::Refused { refusal } = &outcome.outcome else {
                panic!("{outcome:?}")
            };
            assert_eq!(refusal.code, RefusalCode::Malformed);
        } else {
            assert_eq!(outcome.outcome, Outcome::Applied, "{n}");
        }
    }
    let nameless = office.sync(&cookie, vec![json!({"body": 1})]).await;
    assert_eq!((nameless.status, nameless.code().as_str()), (400, "malformed"));
}

#[tokio::test]
async fn a_batch_that_is_too_large_is_to_be_split() {
    let office = Office::open().await;
    let author = StaffId::from("P001");
    let cookie = office.session(&author).await;
    let one = json!({"id": Uuid::now_v7()});
    let many = office.sync(&cookie, vec![one; BATCH_OPERATIONS + 1]).await;
    assert_eq!((many.status, many.code().as_str()), (413, "SPLIT"));
    // Refused by what it announces, before the body is sent.
    let headers = [
        ("cookie", cookie.as_str()),
        ("x-ledger-client", "1"),
        ("content-type", "application/json"),
        ("content-length", "9000000"),
    ];
    let long = office.call("POST", "/api/v1/sync", &headers, None).await;
    assert_eq!((long.status, long.code().as_str()), (413, "too_large"));
}

#[tokio::test]
async fn an_app_of_another_version_is_told_so() {
    let office = Office::open().await;
    let cookie = office.session(&"P001".into()).await;
    let reply = office
        .post(
            "/api/v1/sync",
            &cookie,
            &json!({"protocol": 99, "everything": "new"}),
        )
        .await;
    assert_eq!((reply.status, reply.code().as_str()), (409, "PROTOCOL"));
    assert!(reply.json()["args"]["zh"].as_str().unwrap().contains("不会丢"));
}

#[tokio::test]
async fn a_phone_continues_where_it_was_and_starts_over_when_it_must() {
    let office = Office::open().await;
    let author = StaffId::from("P001");
    let cookie = office.session(&author).await;
    let first = office.sync(&cookie, vec![]).await.sync();
    assert_eq!(first.changes.len(), 1);
    assert!(!first.more() && first.reference.is_some());
    let ask = async |change: &dyn Fn(&mut Value)| {
        let mut request = sync_request(vec![]);
        request["epoch"] = json!(first.epoch);
        request["team"] = json!(first.team);
        request["cursor"] = json!(first.cursor);
        request["digest"] = json!(first.digest);
        request["reference"] = json!(first.reference.as_ref().unwrap().version);
        change(&mut request);
        office.post("/api/v1/sync", &cookie, &request).await.sync()
    };
    let same = ask(&|_| {}).await;
    assert!(same.changes.is_empty() && same.reference.is_none() && !same.repair);
    let drifted = ask(&|request| request["digest"] = json!(first.digest.0 ^ 1)).await;
    assert!(drifted.repair);
    assert_eq!(office.state.counters.repairs(), 1);
    let other_epoch = ask(&|request| request["epoch"] = json!("another")).await;
    assert_eq!((other_epoch.changes.len(), other_epoch.repair), (1, false));
    let other_team = ask(&|request| request["team"] = json!("T02")).await;
    assert_eq!(other_team.changes.len(), 1);
    assert!(
        ask(&|request| request["cursor"] = json!(first.head + 7))
            .await
            .repair
    );
}

#[tokio::test]
async fn a_phone_that_has_not_heard_of_a_restore_is_told_and_not_decided_upon() {
    let office = Office::open().await;
    let author = StaffId::from("P001");
    let cookie = office.session(&author).await;
    let operation = log_visit(1, &author, OURS, new_visit());
    let mut request = sync_request(vec![serde_json::to_value(&operation).unwrap()]);
    request["epoch"] = json!("before the restore");
    let told = office.post("/api/v1/sync", &cookie, &request).await.sync();
    assert!(told.outcomes.is_empty());
    assert_eq!(told.changes.len(), 1, "the household and no visit");
    request["epoch"] = json!(told.epoch);
    let decided = office.post("/api/v1/sync", &cookie, &request).await.sync();
    assert_eq!(decided.outcomes[0].outcome, Outcome::Applied);
    assert!(!decided.outcomes[0].duplicate);
}

#[tokio::test]
async fn a_cut_reply_leaves_one_visit_and_the_same_ids_tell_so() {
    let office = Office::with(Faults::cutting(Some(1))).await;
    let author = StaffId::from("P001");
    let cookie = office.session(&author).await;
    let operation = log_visit(1, &author, OURS, new_visit());
    let body = sync_request(vec![serde_json::to_value(&operation).unwrap()]).to_string();
    let headers = [
        ("cookie", cookie.as_str()),
        ("x-ledger-client", "1"),
        ("content-type", "application/json"),
    ];
    assert_eq!(
        office
            .try_call("POST", "/api/v1/sync", &headers, Some(body))
            .await,
        None
    );
    let again = office.outcome(&cookie, &operation).await;
    assert!(again.duplicate && again.outcome == Outcome::Applied);
    let pulled = office.sync(&cookie, vec![]).await.sync();
    assert_eq!(pulled.changes.len(), 2, "one household, one visit");
}

#[tokio::test]
async fn control_characters_are_refused_wherever_they_stand() {
    let office = Office::open().await;
    let author = StaffId::from("P001");
    let cookie = office.session(&author).await;
    let mut operation = serde_json::to_value(log_visit(1, &author, OURS, new_visit())).unwrap();
    operation["body"]["content"]["companions"] = json!(["P0\u{0}2"]);
    let reply = office.sync(&cookie, vec![operation]).await.sync();
    let Outcome::Refused { refusal } = &reply.outcomes[0].outcome else {
        panic!()
    };
    assert_eq!(refusal.code, RefusalCode::BadText);
}

#[tokio::test(flavor = "multi_thread")]
async fn nul_in_an_address_a_form_or_a_message_is_refused_alike_on_both_databases() {
    let homes = [Some(Home::sqlite().await), Home::postgres().await];
    for home in homes.into_iter().flatten() {
        office::fill(&home.store).await;
        let office = Office::beside(home.store.clone()).await;
        let cookie = office.session(&of_role(Role::DistrictAdmin)).await;
        let mut replies = Vec::new();
        for path in [
            "/api/v1/visits?village=V%00",
            "/api/v1/visits.csv?township=%00",
            "/api/v1/villages/V%00/households",
            "/api/v1/four/%00",
            "/api/v1/duties/Z%00",
        ] {
            replies.push(office.get(path, &cookie).await);
        }
        let form = [
            ("cookie", cookie.as_str()),
            ("x-ledger-client", "1"),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        let fields = "village=V%00&staff=P001&on=2026-11-01".to_owned();
        replies.push(office.call("POST", "/papers/handover", &form, Some(fields)).await);
        // Asked without a session, so by anybody.
        let phone = json!({"device": Uuid::from_u128(1), "owner": "P0\u{0}1"});
        replies.push(office.post("/api/v1/phones/standing", "", &phone).await);
        for reply in replies {
            assert_eq!(
                (reply.status, reply.code().as_str()),
                (400, "malformed"),
                "{reply:?}"
            );
        }
        let backslash = office.sign_in("P\\u0000", PASSWORD).await;
        assert_eq!(
            (backslash.status, backslash.code().as_str()),
            (401, "SIGN_IN_REFUSED")
        );
        drop(office);
        home.leave().await;
    }
}

#[tokio::test]
async fn health_and_pages_answer_everybody() {
    let office = Office::open().await;
    assert_eq!(office.get("/healthz", "").await.body, "ok\n");
    assert_eq!(office.get("/readyz", "").await.body, "ok\n");
    for path in ["/about", "/help", "/papers/blank-visit"] {
        let page = office.get(path, "").await;
        assert_eq!(
            (page.status, page.header("content-type")),
            (200, Some("text/html; charset=utf-8"))
        );
        assert!(page.body.contains("/pkg/main.css") && !page.body.contains("<script"));
    }
    assert!(office.get("/about", "").await.body.contains("未填写"));
    assert_eq!(office.get("/api/v1/nothing", "").await.code(), "not_found");
}

#[tokio::test]
async fn failures_are_stored_whether_an_account_has_the_number_or_none() {
    let office = Office::open().await;
    for staff in ["P001", "P777"] {
        for _ in 0..5 {
            office.sign_in(staff, "wrong password").await;
        }
        assert_eq!(office.sign_in(staff, PASSWORD).await.status, 429);
        let tries = office.state.store.guesses(&staff.into()).await.unwrap();
        assert_eq!(
            (tries.failures, tries.locked_until),
            (5, Millis(office::START + 30 * SECOND))
        );
    }
}
