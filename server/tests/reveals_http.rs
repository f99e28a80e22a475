//! Full numbers over the real server: who gets one, what is noted, and what nobody can tell.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod office;

use domain::roster::Role;
use office::{OURS, Office, THEIRS, of_role};
use serde_json::{Value, json};
use server::routes::REVEALS_AN_HOUR;
use uuid::Uuid;

const PATH: &str = "/api/v1/reveals";

fn phone_of(household: u128) -> Value {
    json!({"household": Uuid::from_u128(household), "field": "PHONE", "reason": "CALL_BEFORE_VISIT"})
}

fn id_of(household: u128, member: u128) -> Value {
    json!({
        "household": Uuid::from_u128(household), "member": Uuid::from_u128(member),
        "field": "ID_NUMBER", "reason": "CHECK_PAPER",
    })
}

#[tokio::test]
async fn a_member_gets_a_number_of_the_own_team_and_it_is_noted() {
    let office = Office::open().await;
    let member = office.session(&"P001".into()).await;
    let before = office.state.store.verify_audit().await.unwrap();

    let phone = office.post(PATH, &member, &phone_of(OURS)).await;
    assert_eq!(
        (phone.status, &phone.json()["number"]),
        (200, &json!(office::phone(OURS)))
    );
    assert_eq!(phone.header("cache-control"), Some("no-store"));
    let id = office.post(PATH, &member, &id_of(OURS, 0x100 + OURS)).await;
    assert_eq!(id.json()["number"], json!(office::number(OURS)));

    assert_eq!(office.state.store.verify_audit().await.unwrap(), before + 2);
}

#[tokio::test]
async fn what_is_missing_and_what_is_foreign_get_one_answer_and_no_note() {
    let office = Office::open().await;
    let member = office.session(&"P001".into()).await;
    let before = office.state.store.verify_audit().await.unwrap();
    let nowhere = office.post(PATH, &member, &phone_of(0xdead)).await;
    assert_eq!((nowhere.status, nowhere.code().as_str()), (404, "not_found"));
    for asked in [
        phone_of(THEIRS),
        id_of(THEIRS, 0x100 + THEIRS),
        id_of(OURS, 0xdead),
        // A member of another household under the name of one's own.
        id_of(OURS, 0x100 + THEIRS),
    ] {
        let reply = office.post(PATH, &member, &asked).await;
        assert_eq!((reply.status, &reply.body), (404, &nowhere.body), "{asked}");
    }
    assert_eq!(office.state.store.verify_audit().await.unwrap(), before);
}

#[tokio::test]
async fn the_district_administration_reads_all_villages_and_the_office_none() {
    let office = Office::open().await;
    for role in Role::ALL {
        let cookie = office.session(&of_role(*role)).await;
        let reply = office.post(PATH, &cookie, &phone_of(THEIRS)).await;
        let expected = match role {
            Role::DistrictAdmin => 200,
            Role::TeamMember | Role::TeamLeader => 404,
            _ => 403,
        };
        assert_eq!(reply.status, expected, "{}", role.code());
    }
}

#[tokio::test]
async fn a_request_without_a_reason_or_with_a_number_in_it_is_refused() {
    let office = Office::open().await;
    let member = office.session(&"P001".into()).await;
    let with = |name: &str, value: Value| {
        let mut asked = phone_of(OURS);
        asked.as_object_mut().unwrap().insert(name.to_owned(), value);
        asked
    };
    let mut without = phone_of(OURS);
    without.as_object_mut().unwrap().remove("reason");
    assert_eq!(office.post(PATH, &member, &without).await.code(), "malformed");
    for (asked, code) in [
        (with("reason", json!("CURIOSITY")), "malformed"),
        (with("field", json!("HEALTH")), "malformed"),
        (with("reason", json!("OTHER")), "REVEAL_WORDS"),
        (with("words", json!("打10016837266没人接")), "REVEAL_NUMBER"),
        (with("words", json!("a\u{7}b")), "REVEAL_TEXT"),
        (with("words", json!("a\u{0}b")), "malformed"),
        (with("words", json!("长".repeat(101))), "REVEAL_LONG"),
        (with("member", json!(Uuid::from_u128(0x101))), "REVEAL_PLACE"),
    ] {
        let reply = office.post(PATH, &member, &asked).await;
        assert_eq!(reply.code(), code, "{asked}");
    }
}

#[tokio::test]
async fn numbers_are_not_given_in_bulk() {
    let office = Office::open().await;
    let member = office.session(&"P001".into()).await;
    // Tries at what is not there count as well.
    for n in 0..REVEALS_AN_HOUR {
        let household = if n % 2 == 0 { OURS } else { 0xdead };
        assert_ne!(office.post(PATH, &member, &phone_of(household)).await.status, 429);
    }
    let reply = office.post(PATH, &member, &phone_of(OURS)).await;
    assert_eq!((reply.status, reply.code().as_str()), (429, "WAIT"));
    assert!(reply.header("retry-after").is_some());
    let colleague = office.session(&of_role(Role::TeamMember)).await;
    assert_eq!(office.post(PATH, &colleague, &phone_of(OURS)).await.status, 200);
}
