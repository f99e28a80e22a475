//! A store that a newer version of the app wrote, opened by this one: what it cannot read whole is neither sent in part,
//! nor let go, nor called sent.

#![expect(clippy::indexing_slicing, reason = "tests fail by panicking")]

use app::ledger::exchange::{request, take};
use app::ledger::keep;
use app::ledger::model::{Cursor, Model, QueueState, Queued};
use app::ledger::unsent::Unsent;
use app::phone::address::Area;
use app::phone::batch::Snapshot;
use app::phone::parcel::ParcelFault;
use domain::api::Me;
use domain::cbor;
use domain::ids::{DeviceId, OpId, VisitId};
use domain::operation::{Operation, OperationBody};
use domain::record::ScopeDigest;
use domain::roster::Role;
use domain::sync::{OperationOutcome, Outcome, SyncReply};
use domain::time::Millis;
use uuid::Uuid;

const DEVICE: DeviceId = DeviceId(Uuid::from_u128(9));
/// What stands behind all that this version knows, in CBOR.
const MORE: &[u8] = b"\x64more";

fn me() -> Me {
    Me {
        staff: "P001".into(),
        name: "某某".to_owned(),
        role: Role::TeamMember,
        team: Some("T01".into()),
    }
}

fn operation(n: u64) -> Operation {
    Operation {
        id: OpId(Uuid::from_u128(n.into())),
        device: DEVICE,
        seq: n,
        author: "P001".into(),
        recorded_at: Millis(5),
        recorded_on: chrono::NaiveDate::default(),
        body: OperationBody::AddAddendum {
            visit: VisitId(Uuid::from_u128(3)),
            text: "补一句".to_owned(),
        },
    }
}

fn waiting(n: u64) -> Vec<u8> {
    cbor::to_vec(&Queued {
        operation: operation(n),
        state: QueueState::Waiting,
    })
}

/// A list of CBOR with one value more at its end.
fn longer(list: &[u8]) -> Vec<u8> {
    assert!((0x80..0x97).contains(&list[0]), "a short list");
    [[list[0] + 1].as_slice(), &list[1..], MORE].concat()
}

/// An entry of the queue whose operation says more than this version knows.
fn of_a_newer_app(n: u64) -> Vec<u8> {
    let (entry, known) = (waiting(n), cbor::to_vec(&operation(n)));
    let state = &entry[1 + known.len()..];
    assert_eq!(entry, [&entry[..1], known.as_slice(), state].concat());
    [&entry[..1], &longer(&known), state].concat()
}

fn store(outbox: Vec<(u64, Vec<u8>)>) -> Snapshot {
    let cursor = Cursor {
        change: 7,
        ..Cursor::default()
    };
    let mut meta = keep::birth(&me()).put_meta;
    meta.push(("cursor".to_owned(), cbor::to_vec(&cursor)));
    Snapshot {
        outbox,
        meta,
        ..Snapshot::default()
    }
}

#[test]
fn what_a_newer_app_left_is_not_sent_in_part_and_not_called_sent() {
    let kind = b"\x82\x00\x00".to_vec();
    let snapshot = store(vec![
        (1, waiting(1)),
        (2, of_a_newer_app(2)),
        (3, longer(&waiting(3))),
        (4, kind),
    ]);
    let mut model = keep::read(&snapshot).unwrap();
    assert_eq!((model.unread, model.counts()), (3, (4, 0)));
    let asked = request(&model, DEVICE, 100, false);
    assert_eq!(asked.operations, [operation(1)]);

    let reply = SyncReply {
        epoch: "e".to_owned(),
        team: "T01".into(),
        outcomes: vec![OperationOutcome {
            op: operation(1).id,
            outcome: Outcome::Applied,
            received_at: Millis(6),
            duplicate: false,
        }],
        changes: Vec::new(),
        cursor: 7,
        head: 7,
        digest: ScopeDigest::default(),
        repair: false,
        reference: None,
        server_time: Millis(6),
    };
    let touched = take(&mut model, reply);
    assert_eq!(model.counts(), (3, 0), "the others are still to be sent");
    let batch = keep::touched(&model, &touched);
    assert_eq!(batch.delete_outbox, [1], "they stay in the store");
    assert!(batch.put_outbox.is_empty(), "as they are");
}

#[test]
fn what_was_answered_to_a_newer_app_is_not_offered_again_in_part() {
    let sent = QueueState::Sent {
        received_at: Millis(6),
        until_change: 7,
    };
    let (known, state) = (cbor::to_vec(&operation(1)), cbor::to_vec(&sent));
    let entry = [[0x82_u8].as_slice(), &longer(&known), &state].concat();
    let records = vec![("sent:1".to_owned(), entry)];
    let snapshot = Snapshot {
        records,
        ..store(Vec::new())
    };
    let model = keep::read(&snapshot).unwrap();
    assert!(model.outbox.is_empty());
    assert_eq!(model.counts(), (0, 0), "it was answered");
}

#[test]
fn a_damaged_place_of_the_outbox_counts_and_a_damaged_record_is_pulled_again() {
    let damaged = |area| Snapshot {
        damaged: vec![(area, "1".to_owned())],
        ..store(vec![(2, waiting(2))])
    };
    let outbox = keep::read(&damaged(Area::Outbox)).unwrap();
    assert_eq!((outbox.counts(), outbox.cursor.change), ((2, 0), 7));
    let record = keep::read(&damaged(Area::Records)).unwrap();
    assert_eq!((record.counts(), record.cursor.change), ((1, 0), 0));
}

#[test]
fn a_parcel_of_a_newer_app_is_not_taken_in_without_what_it_says_more() {
    let mut model = Model::new(me());
    let state = QueueState::Waiting;
    let operation = operation(1);
    model.outbox.insert(1, Queued { operation, state });
    let packed = Unsent::of(&model, None, Millis(8)).to_bytes();
    assert_eq!(Unsent::from_bytes(&packed).unwrap().operations.len(), 1);
    assert_eq!(Unsent::from_bytes(&longer(&packed)), Err(ParcelFault::Newer));
}
