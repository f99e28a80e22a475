//! Deposits over the real server: what is taken in its author's absence, what is left, and what a depositor hears.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod office;

use domain::cbor;
use domain::deposit::{AskGrant, DEPOSIT_BYTES, Deposit, Grant, PURPOSE, Slip};
use domain::ids::{DeviceId, StaffId};
use domain::operation::Operation;
use domain::record::RecordKey;
use domain::roster::Role;
use domain::sync::{Outcome, PROTOCOL};
use hmac::{Hmac, KeyInit, Mac};
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::DhP256HkdfSha256;
use hpke::{Deserializable, Kem, OpModeS, Serializable, single_shot_seal_with_rng};
use office::{OURS, Office, PASSWORD, Reply, THEIRS, log_visit, new_visit, of_role};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use serde_json::json;
use server::accounts::session::DAY_MS;
use sha2::Sha256;
use uuid::Uuid;

const MEMBER: &str = "P001";
const LEADER: &str = "X-TEAM-LEADER";
const MATE: &str = "X-TEAM-MEMBER";
const PROOF_KEY: [u8; 32] = [7; 32];
const HELD: Uuid = Uuid::from_u128(0x105);

/// A phone that may deposit, and what it knows.
struct Phone {
    device: Uuid,
    cookie: String,
    grant: Grant,
    epoch: String,
}

impl Phone {
    /// Signs in, exchanges, and asks for a grant.
    async fn of(office: &Office, staff: &str, device: Uuid) -> Self {
        let cookie = office.session(&staff.into()).await;
        let epoch = exchange(office, &cookie, device, &[]).await.sync().epoch;
        let reply = ask(office, &cookie, device).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        let grant: Grant = serde_json::from_str(&reply.body).unwrap();
        Self {
            device,
            cookie,
            grant,
            epoch,
        }
    }

    fn slip(&self, operation: &Operation) -> Slip {
        slip(&self.epoch, cbor::to_vec(operation), &PROOF_KEY)
    }

    fn seals(&self, slip: &Slip) -> Deposit {
        self.seals_bytes(&cbor::to_vec(slip))
    }

    fn seals_bytes(&self, plain: &[u8]) -> Deposit {
        let public = <DhP256HkdfSha256 as Kem>::PublicKey::from_bytes(&self.grant.public).unwrap();
        let (enc, sealed) = single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, DhP256HkdfSha256>(
            &OpModeS::Base,
            &public,
            PURPOSE,
            plain,
            &[],
            &mut ChaCha20Rng::seed_from_u64(1),
        )
        .unwrap();
        Deposit {
            token: self.grant.token.clone(),
            key: self.grant.key,
            enc: enc.to_bytes().to_vec(),
            sealed,
        }
    }

    async fn hands_in(&self, office: &Office, operation: &Operation) -> (u16, String) {
        hand_in(office, &self.seals(&self.slip(operation))).await
    }

    /// What the author hears of an operation at the next exchange: its outcome, and whether it had been given before.
    async fn hears(&self, office: &Office, operation: &Operation) -> (Outcome, bool) {
        let asked = std::slice::from_ref(operation);
        let reply = exchange(office, &self.cookie, self.device, asked).await.sync();
        let answer = reply.outcomes.into_iter().next().expect("an answer");
        assert_eq!(answer.op, operation.id);
        (answer.outcome, answer.duplicate)
    }
}

fn slip(epoch: &str, operation: Vec<u8>, key: &[u8]) -> Slip {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(&operation);
    Slip {
        epoch: epoch.to_owned(),
        operation,
        proof: mac.finalize().into_bytes().into(),
    }
}

async fn exchange(office: &Office, cookie: &str, device: Uuid, operations: &[Operation]) -> Reply {
    let request = json!({"protocol": PROTOCOL, "device": device, "operations": operations});
    office.post("/api/v1/sync", cookie, &request).await
}

async fn ask(office: &Office, cookie: &str, device: Uuid) -> Reply {
    let asked = AskGrant {
        device: DeviceId(device),
        proof_key: PROOF_KEY,
    };
    let asked = serde_json::to_value(&asked).unwrap();
    office.post("/api/v1/devices/deposit", cookie, &asked).await
}

/// As a service worker sends it: CBOR, and no cookie.
async fn send(office: &Office, body: &[u8]) -> Reply {
    let headers = [("x-ledger-client", "1"), ("content-type", "application/cbor")];
    let reply = office.try_send("POST", "/api/v1/deposit", &headers, body).await;
    reply.expect("a reply")
}

async fn hand_in(office: &Office, deposit: &Deposit) -> (u16, String) {
    let reply = send(office, &cbor::to_vec(deposit)).await;
    if reply.status == 204 {
        assert_eq!(reply.body, "");
    }
    (reply.status, reply.code())
}

fn taken() -> (u16, String) {
    (204, String::new())
}

fn later() -> (u16, String) {
    (409, "DEPOSIT_LATER".to_owned())
}

fn unknown() -> (u16, String) {
    (401, "DEPOSIT_UNKNOWN".to_owned())
}

fn visit_of(staff: &str, seq: u64, device: Uuid, household: u128) -> Operation {
    let staff = StaffId::from(staff);
    Operation {
        device: DeviceId(device),
        ..log_visit(seq, &staff, household, new_visit())
    }
}

fn visit(seq: u64) -> Operation {
    visit_of(MEMBER, seq, HELD, OURS)
}

#[tokio::test]
async fn what_is_handed_in_twice_is_taken_once_and_acknowledged_at_the_next_exchange() {
    let office = Office::open().await;
    let phone = Phone::of(&office, MEMBER, HELD).await;
    let leader = office.session(&LEADER.into()).await;
    let operation = visit(1);
    assert_eq!(phone.hands_in(&office, &operation).await, taken());
    assert_eq!(phone.hands_in(&office, &operation).await, taken());
    let told = exchange(&office, &leader, Uuid::from_u128(4), &[]).await.sync();
    let visits = told
        .changes
        .iter()
        .filter(|change| matches!(change.key, RecordKey::Visit(_)));
    assert_eq!(visits.count(), 1, "the leader sees one visit");
    let heard = phone.hears(&office, &operation).await;
    assert_eq!(heard, (Outcome::Applied, true));
    let page = office.state.counters.page();
    assert!(
        page.contains("ledger_deposits_total{answer=\"taken\"} 2\n"),
        "{page}"
    );
    assert!(
        page.contains("ledger_sync_operations_total{outcome=\"applied\"} 1\n"),
        "{page}"
    );
}

#[tokio::test]
async fn a_refusal_stands_and_is_told_to_the_author_alone() {
    let office = Office::open().await;
    let phone = Phone::of(&office, MEMBER, HELD).await;
    let foreign = visit_of(MEMBER, 1, HELD, THEIRS);
    assert_eq!(phone.hands_in(&office, &foreign).await, taken());
    let (outcome, again) = phone.hears(&office, &foreign).await;
    assert!(matches!(outcome, Outcome::Refused { .. }) && again, "{outcome:?}");
}

#[tokio::test]
async fn only_the_author_s_own_phone_writes_in_the_author_s_name() {
    let office = Office::open().await;
    let phone = Phone::of(&office, MEMBER, HELD).await;
    let operation = visit(1);
    let forged = slip(&phone.epoch, cbor::to_vec(&operation), &[8; 32]);
    assert_eq!(hand_in(&office, &phone.seals(&forged)).await, later());
    let of_mate = visit_of(MATE, 1, HELD, OURS);
    assert_eq!(phone.hands_in(&office, &of_mate).await, later());
    let elsewhere = visit_of(MEMBER, 1, Uuid::from_u128(9), OURS);
    assert_eq!(phone.hands_in(&office, &elsewhere).await, later());
    let mate = Phone::of(&office, MATE, Uuid::from_u128(3)).await;
    let mut swapped = phone.seals(&phone.slip(&operation));
    swapped.token.clone_from(&mate.grant.token);
    assert_eq!(hand_in(&office, &swapped).await, later(), "under another's token");
    // Nothing of all that was written.
    for operation in [&operation, &elsewhere] {
        assert_eq!(phone.hears(&office, operation).await, (Outcome::Applied, false));
    }
    let heard = mate.hears(&office, &of_mate).await;
    assert_eq!(heard, (Outcome::Applied, false));
}

#[tokio::test]
async fn keys_change_every_month_and_the_old_ones_open_for_half_a_year() {
    let office = Office::open().await;
    let phone = Phone::of(&office, MEMBER, HELD).await;
    let [early, late] = [visit(1), visit(2)].map(|operation| phone.seals(&phone.slip(&operation)));
    office.pass(29 * DAY_MS);
    let same = Phone::of(&office, MEMBER, HELD).await;
    assert_eq!(same.grant.key, phone.grant.key);
    assert_ne!(same.grant.token, phone.grant.token);
    office.pass(2 * DAY_MS);
    let next = Phone::of(&office, MEMBER, HELD).await;
    assert_ne!(next.grant.key, phone.grant.key);
    office.pass(148 * DAY_MS);
    assert_eq!(hand_in(&office, &early).await, taken());
    office.pass(2 * DAY_MS);
    let relabelled = Deposit {
        token: next.grant.token.clone(),
        ..late.clone()
    };
    assert_eq!(hand_in(&office, &relabelled).await, later(), "the key is over");
    assert_eq!(hand_in(&office, &late).await, unknown(), "and so is the token");
}

#[tokio::test]
async fn a_phone_that_does_not_know_of_a_restore_hears_first() {
    let office = Office::open().await;
    let phone = Phone::of(&office, MEMBER, HELD).await;
    let operation = visit(1);
    office.state.store.renew_epoch().await.unwrap();
    assert_eq!(phone.hands_in(&office, &operation).await, later());
    let heard = phone.hears(&office, &operation).await;
    assert_eq!(heard, (Outcome::Applied, false), "nothing was taken");
}

#[tokio::test]
async fn after_a_phone_was_signed_off_its_token_is_none() {
    let office = Office::open().await;
    let phone = Phone::of(&office, MEMBER, HELD).await;
    let other = Phone::of(&office, MEMBER, Uuid::from_u128(0x7e)).await;
    let leader = office.session(&LEADER.into()).await;
    let asked = json!({"phone": {"device": HELD, "owner": MEMBER}, "present": PASSWORD});
    let revoked = office.post("/api/v1/phones/revoke", &leader, &asked).await;
    assert_eq!(revoked.status, 204, "{}", revoked.body);
    assert_eq!(phone.hands_in(&office, &visit(1)).await, unknown());
    let again = office.session(&MEMBER.into()).await;
    let reply = ask(&office, &again, HELD).await;
    assert_eq!((reply.status, reply.code().as_str()), (401, "PHONE_REVOKED"));
    let elsewhere = visit_of(MEMBER, 1, other.device, OURS);
    assert_eq!(other.hands_in(&office, &elsewhere).await, taken());
}

#[tokio::test]
async fn a_closed_account_and_a_new_password_end_the_tokens() {
    let office = Office::open().await;
    let member = Phone::of(&office, MEMBER, HELD).await;
    let mate = Phone::of(&office, MATE, Uuid::from_u128(3)).await;
    let admin = office.session(&of_role(Role::SystemAdmin)).await;
    let closed = office
        .post("/api/v1/accounts/P001/close", &admin, &json!({}))
        .await;
    assert!(closed.status < 300, "{}", closed.body);
    assert_eq!(member.hands_in(&office, &visit(1)).await, unknown());
    office
        .post("/api/v1/accounts/P001/open", &admin, &json!({}))
        .await;
    assert_eq!(member.hands_in(&office, &visit(1)).await, unknown());
    let change = json!({"present": PASSWORD, "new": "另一句好记的话 for the mate"});
    let changed = office.post("/api/v1/password", &mate.cookie, &change).await;
    assert_eq!(changed.status, 204, "{}", changed.body);
    let operation = visit_of(MATE, 1, mate.device, OURS);
    assert_eq!(mate.hands_in(&office, &operation).await, unknown());
}

#[tokio::test]
async fn what_is_no_deposit_changes_nothing() {
    let office = Office::open().await;
    let phone = Phone::of(&office, MEMBER, HELD).await;
    let operation = visit(1);
    let good = phone.seals(&phone.slip(&operation));
    let of_nobody = Deposit {
        token: "A".repeat(43),
        ..good.clone()
    };
    assert_eq!(hand_in(&office, &of_nobody).await, unknown());
    let other_key = Deposit {
        key: Uuid::from_u128(1),
        ..good.clone()
    };
    assert_eq!(hand_in(&office, &other_key).await, later());
    let odd_enc = Deposit {
        enc: vec![4; 65],
        ..good.clone()
    };
    assert_eq!(hand_in(&office, &odd_enc).await, later());
    assert_eq!(hand_in(&office, &phone.seals_bytes(b"no slip")).await, later());
    let no_operation = slip(&phone.epoch, b"\x9f\x9f\x9f".to_vec(), &PROOF_KEY);
    assert_eq!(hand_in(&office, &phone.seals(&no_operation)).await, later());
    let deep = slip(&phone.epoch, vec![0x81; 5_000], &PROOF_KEY);
    assert_eq!(hand_in(&office, &phone.seals(&deep)).await, later());
    for bytes in [&b""[..], b"garbage", &[0x81; 70], &cbor::to_vec(&good)[1..]] {
        assert_eq!(send(&office, bytes).await.status, 400);
    }
    let large = Deposit {
        sealed: vec![0; DEPOSIT_BYTES],
        ..good
    };
    assert_eq!(hand_in(&office, &large).await.0, 413);
    assert_eq!(phone.hears(&office, &operation).await, (Outcome::Applied, false));
}

#[tokio::test]
async fn the_token_opens_no_other_door() {
    let office = Office::open().await;
    let phone = Phone::of(&office, MEMBER, HELD).await;
    let cookie = format!("__Host-ledger={}", phone.grant.token);
    assert!(!office.knows(&cookie).await);
    for path in [
        "/api/v1/phones",
        "/api/v1/board",
        "/api/v1/devices/01939b7e-0000-7000-8000-000000000001",
    ] {
        assert_eq!(office.get(path, &cookie).await.status, 401, "{path}");
    }
    assert_eq!(exchange(&office, &cookie, HELD, &[]).await.status, 401);
    assert_eq!(ask(&office, &cookie, HELD).await.status, 401);
    let session = phone.cookie.split_once('=').map(|(_, token)| token.to_owned());
    let as_token = Deposit {
        token: session.unwrap(),
        ..phone.seals(&phone.slip(&visit(1)))
    };
    assert_eq!(
        hand_in(&office, &as_token).await,
        unknown(),
        "nor a session this one"
    );
}
