//! The bounds of a batch: above each a clear code, and nothing that a few megabytes could blow up.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod office;

use domain::cbor;
use domain::ids::{DeviceId, OpId};
use domain::sync::{BATCH_BYTES, BATCH_DEPTH, BATCH_OPERATIONS, OPERATION_BYTES, PROTOCOL, SyncRequest};
use minicbor::Encoder;
use office::{OURS, Office, log_visit, new_visit, of_role, sync_request};
use serde_json::{Value, json};
use uuid::Uuid;

use domain::roster::Role;

/// What one request of eight megabytes may make this process take, its own copies on both sides included.
const GROWTH: u64 = 48 * 1024 * 1024;

async fn post(office: &Office, cookie: &str, kind: &str, body: &[u8]) -> office::Reply {
    let headers = [
        ("cookie", cookie),
        ("x-ledger-client", "1"),
        ("content-type", kind),
    ];
    let reply = office.try_send("POST", "/api/v1/sync", &headers, body).await;
    reply.expect("a reply")
}

async fn refused(office: &Office, cookie: &str, kind: &str, body: &[u8]) -> (u16, String) {
    let reply = post(office, cookie, kind, body).await;
    (reply.status, reply.code())
}

/// A request whose list of operations is written by hand.
fn by_hand(operations: &[u8]) -> Vec<u8> {
    let mut bytes = cbor::to_vec(&SyncRequest {
        protocol: PROTOCOL,
        device: DeviceId(Uuid::from_u128(0xd)),
        epoch: None,
        team: None,
        cursor: 0,
        reference: String::new(),
        digest: None,
        operations: Vec::new(),
        announced: None,
        staff: None,
    });
    assert_eq!(bytes.pop(), Some(0x80), "the last field holds the operations");
    bytes.extend_from_slice(operations);
    bytes
}

fn head(write: impl FnOnce(&mut Encoder<&mut Vec<u8>>)) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(&mut Encoder::new(&mut bytes));
    bytes
}

/// A line of this process's own status, in bytes, where the system tells it.
fn memory(name: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    let kib: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kib * 1024)
}

/// Sends a body and fails if answering it took more memory than it may.
async fn post_sparingly(office: &Office, cookie: &str, kind: &str, what: &str, body: &[u8]) -> office::Reply {
    // Linux forgets the peak so far; elsewhere only the answer is looked at.
    let forgotten = std::fs::write("/proc/self/clear_refs", "5").is_ok();
    let before = memory("VmRSS:").filter(|_| forgotten);
    let reply = post(office, cookie, kind, body).await;
    if let (Some(before), Some(peak)) = (before, memory("VmHWM:")) {
        let growth = peak.saturating_sub(before);
        assert!(growth < GROWTH, "{what}: {growth} bytes more than before");
    }
    reply
}

#[tokio::test]
async fn each_bound_has_its_code() {
    let office = Office::open().await;
    let member = of_role(Role::TeamMember);
    let cookie = office.session(&member).await;
    let one = |n: u64| serde_json::to_value(log_visit(n, &member, OURS, new_visit())).unwrap();

    let many: Vec<Value> = (1..).map(one).take(BATCH_OPERATIONS + 1).collect();
    let many = sync_request(many).to_string();
    let answer = refused(&office, &cookie, "application/json", many.as_bytes()).await;
    assert_eq!(answer, (413, "SPLIT".to_owned()));

    let large = (BATCH_BYTES + 1).to_string();
    let headers = [
        ("cookie", cookie.as_str()),
        ("x-ledger-client", "1"),
        ("content-type", "application/json"),
        ("content-length", large.as_str()),
    ];
    let reply = office
        .try_send("POST", "/api/v1/sync", &headers, b"")
        .await
        .unwrap();
    assert_eq!((reply.status, reply.code().as_str()), (413, "too_large"));

    let nested = |open: &str, close: &str| {
        let mut text = sync_request(vec![]).to_string();
        text.pop();
        let (open, close) = (open.repeat(BATCH_DEPTH), close.repeat(BATCH_DEPTH));
        format!("{text},\"more\":{open}1{close}}}")
    };
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let answer = refused(
            &office,
            &cookie,
            "application/json",
            nested(open, close).as_bytes(),
        )
        .await;
        assert_eq!(answer, (413, "TOO_DEEP".to_owned()));
    }
    for open in [vec![0x81], vec![0x9f], vec![0xa1, 0x00], vec![0xc1, 0x81]] {
        let deep = by_hand(&open.repeat(BATCH_DEPTH));
        let answer = refused(&office, &cookie, cbor::MEDIA_TYPE, &deep).await;
        assert_eq!(answer, (413, "TOO_DEEP".to_owned()));
    }
}

#[tokio::test]
async fn who_is_not_signed_in_sends_nothing_deep_either() {
    let office = Office::open().await;
    let cbor = [vec![0x83, 0x61, 0x61, 0x61, 0x61], vec![0x9f; BATCH_DEPTH]].concat();
    let json = "[".repeat(BATCH_DEPTH + 1).into_bytes();
    for path in ["/api/v1/session", "/api/v1/enrol", "/api/v1/phones/standing"] {
        for (kind, body) in [(cbor::MEDIA_TYPE, &cbor), ("application/json", &json)] {
            let headers = [("x-ledger-client", "1"), ("content-type", kind)];
            let reply = office.try_send("POST", path, &headers, body).await.unwrap();
            let answer = (reply.status, reply.code());
            assert_eq!(answer, (413, "TOO_DEEP".to_owned()), "{path} {kind}");
        }
    }
}

#[tokio::test]
async fn an_operation_of_half_a_megabyte_is_refused_alone() {
    let office = Office::open().await;
    let member = of_role(Role::TeamMember);
    let cookie = office.session(&member).await;
    let (small, large) = (
        log_visit(1, &member, OURS, new_visit()),
        log_visit(2, &member, OURS, new_visit()),
    );
    let mut swollen = serde_json::to_value(&large).unwrap();
    swollen["more"] = json!("x".repeat(2 * OPERATION_BYTES));
    let reply = office
        .sync(&cookie, vec![swollen, serde_json::to_value(&small).unwrap()])
        .await;
    let answers = reply.json()["outcomes"].clone();
    assert_eq!(answers[0]["op"], json!(large.id));
    assert_eq!(answers[0]["code"], "MALFORMED");
    assert_eq!(answers[1]["outcome"], "applied");
}

#[tokio::test]
async fn hostile_messages_neither_panic_nor_take_memory() {
    let office = Office::open().await;
    let cookie = office.session(&of_role(Role::TeamMember)).await;
    let room = BATCH_BYTES - 1024;
    let id = OpId(Uuid::from_u128(7));
    let named = head(|e| {
        e.array(2).unwrap().encode(id).unwrap();
    });
    let claimed = |major: u8| vec![major | 27, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
    let cbor_bodies = [
        ("a list said to be huge", by_hand(&claimed(0x80))),
        (
            "a huge list inside of one operation",
            by_hand(&[vec![0x81], claimed(0x80)].concat()),
        ),
        (
            "a map said to be huge",
            by_hand(&[vec![0x81], claimed(0xa0)].concat()),
        ),
        (
            "words said to be huge",
            by_hand(&[vec![0x81], named.clone(), claimed(0x60)].concat()),
        ),
        (
            "bytes said to be huge",
            by_hand(&[vec![0x81], named.clone(), claimed(0x40)].concat()),
        ),
        ("lists in lists", by_hand(&vec![0x81; room])),
        ("endless lists in endless lists", by_hand(&vec![0x9f; room])),
        ("both by turns", by_hand(&[0x83, 0x9f].repeat(room / 2))),
        (
            "an endless list of nothing",
            by_hand(&[vec![0x9f], vec![0x00; room]].concat()),
        ),
        ("millions of operations", {
            let count = u32::try_from(room - 8).unwrap();
            by_hand(&[vec![0x9a], count.to_be_bytes().to_vec(), vec![0x00; room - 8]].concat())
        }),
        (
            "tags without end",
            by_hand(&[vec![0x81], vec![0xc1; room]].concat()),
        ),
        (
            "words in endless pieces",
            by_hand(&[vec![0x81, 0x7f], vec![0x60; room]].concat()),
        ),
        ("only breaks", by_hand(&vec![0xff; room])),
        ("nothing", Vec::new()),
    ];
    let device = Uuid::from_u128(0xd);
    let json_body = |operations: String| {
        format!(r#"{{"protocol":{PROTOCOL},"device":"{device}","operations":[{operations}]}}"#).into_bytes()
    };
    let json_bodies = [
        (
            "millions of operations",
            json_body("0,".repeat(room / 2 - 64) + "0"),
        ),
        ("one operation of millions of parts", {
            let parts = "0,".repeat(room / 2 - 128);
            json_body(format!(r#"{{"id":"{id}","body":{{"more":[{parts}0]}}}}"#))
        }),
        ("lists in lists", json_body("[".repeat(room - 128))),
        ("quotation marks", json_body("\"".repeat(room - 128))),
    ];
    for (what, body) in &cbor_bodies {
        let status = post_sparingly(&office, &cookie, cbor::MEDIA_TYPE, what, body)
            .await
            .status;
        assert!((400..500).contains(&status), "{what}: {status}");
    }
    for (what, body) in &json_bodies {
        let reply = post_sparingly(&office, &cookie, "application/json", what, body).await;
        let alone = reply.json()["outcomes"][0]["code"] == "MALFORMED";
        assert!(
            (400..500).contains(&reply.status) || alone,
            "{what}: {}",
            reply.status
        );
    }
    assert_eq!(office.sync(&cookie, vec![]).await.status, 200, "it still answers");
}
