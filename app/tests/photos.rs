//! Which photos a phone sends: those of texts that the server has, and never before.

#[path = "../../domain/tests/cast/mod.rs"]
#[expect(dead_code, reason = "the cast is shared; not every test needs everybody")]
mod cast;

use app::ledger::model::{Model, QueueState, Queued, Stored};
use app::ledger::photos::{Named, names};
use app::ledger::unsent::{PHOTO_BYTES, Unsent};
use cast::{content, id, visit};
use domain::api::Me;
use domain::ids::{DeviceId, HouseholdId, OpId, VisitId};
use domain::operation::{Operation, OperationBody};
use domain::record::Record;
use domain::refusal::{Refusal, RefusalCode};
use domain::roster::Role;
use domain::time::Millis;
use domain::visit::VisitContent;
use domain::visit::photo::{PhotoHash, PhotoRef};
use std::collections::BTreeSet;
use std::sync::Arc;

fn photo(n: u8) -> PhotoRef {
    PhotoRef {
        hash: PhotoHash([n; 32]),
        bytes: 1_000,
        width: 40,
        height: 30,
    }
}

fn with(n: u8) -> VisitContent {
    VisitContent {
        photos: vec![photo(n)],
        ..content()
    }
}

fn queued(n: u8, state: QueueState) -> (u64, Queued) {
    let operation = Operation {
        id: OpId(id(n.into())),
        device: DeviceId(id(9)),
        seq: n.into(),
        author: "P002".into(),
        recorded_at: Millis(0),
        recorded_on: content().visited_on,
        body: OperationBody::LogVisit {
            visit: VisitId(id(n.into())),
            household: HouseholdId(id(1)),
            content: Box::new(with(n)),
        },
    };
    (n.into(), Queued { operation, state })
}

fn phone() -> Model {
    let mut model = Model::new(Me {
        staff: "P002".into(),
        name: "谭斌梅".into(),
        role: Role::TeamMember,
        team: Some("T01".into()),
    });
    let sent = QueueState::Sent {
        received_at: Millis(0),
        until_change: 0,
    };
    let attention = QueueState::Attention {
        refusal: Refusal::plain(RefusalCode::NotFound),
    };
    let since = Millis(0);
    model.outbox = [
        queued(1, QueueState::Waiting),
        queued(2, sent),
        queued(3, attention),
        queued(4, QueueState::Again { since }),
    ]
    .into();
    for (n, author) in [(5, "P002"), (6, "P003")] {
        let mut known = visit(n.into(), "2026-11-20");
        known.author = author.into();
        known.content = with(n);
        let record = Arc::new(Record::Visit(Box::new(known)));
        model.base.insert(record.key(), Stored { version: 1, record });
    }
    model
}

fn hashes(list: &[u8]) -> BTreeSet<PhotoHash> {
    list.iter().map(|n| photo(*n).hash).collect()
}

#[test]
fn a_photo_goes_when_its_text_is_there_and_only_of_the_own_visits() {
    let named = Named::by(&phone());
    assert_eq!(named.sendable, [photo(2).hash, photo(5).hash]);
    assert_eq!(named.all(), hashes(&[1, 2, 3, 4, 5]));
    let here = hashes(&[1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(named.next(&here, &BTreeSet::new()), Some(photo(2).hash));
    assert_eq!(named.next(&here, &hashes(&[2])), Some(photo(5).hash));
    assert_eq!(named.next(&hashes(&[1, 3, 4]), &BTreeSet::new()), None);
}

#[test]
fn what_waits_is_counted_once_and_only_while_it_is_on_the_phone() {
    let mut model = phone();
    let here = hashes(&[1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(
        Named::by(&model).to_send(&here),
        4,
        "not that of a text that needs a person"
    );
    let (number, again) = queued(2, QueueState::Waiting);
    model.outbox.insert(number + 10, again);
    assert_eq!(Named::by(&model).to_send(&here), 4);
    assert_eq!(Named::by(&model).to_send(&hashes(&[3, 6])), 0);
    assert!(names(&with(1), photo(1).hash) && !names(&with(1), photo(2).hash));
}

#[test]
fn a_parcel_takes_the_photos_that_are_not_sent_and_never_more_than_can_be_opened_again() {
    let model = phone();
    let here = hashes(&[1, 3, 5, 6, 7]);
    let packed = |op| {
        let unsent = Unsent::of(&model, op, Millis(0));
        unsent.photos_for(&model, op, &here)
    };
    assert_eq!(packed(None), [photo(1).hash, photo(3).hash, photo(5).hash]);
    assert_eq!(packed(Some(OpId(id(3)))), [photo(3).hash]);

    let mut unsent = Unsent::of(&model, None, Millis(0));
    unsent.put_photo(vec![1; 1_000]);
    unsent.put_photo(vec![2; PHOTO_BYTES]);
    unsent.put_photo(vec![3; 2_000]);
    let sizes = |unsent: &Unsent| -> Vec<usize> { unsent.photos.iter().map(|photo| photo.len()).collect() };
    assert_eq!(
        sizes(&unsent),
        [1_000, 2_000],
        "what does not fit keeps nothing else out"
    );
    let read = Unsent::from_bytes(&unsent.to_bytes()).unwrap();
    assert_eq!(read, unsent);
}

#[test]
fn a_parcel_of_before_photos_is_read() {
    // The four fields of today without the last.
    let unsent = Unsent::of(&phone(), None, Millis(0));
    let mut bytes = unsent.to_bytes();
    assert_eq!(bytes.pop(), Some(0x80), "the last field holds the photos");
    assert_eq!(bytes.first(), Some(&0x84));
    if let Some(length) = bytes.first_mut() {
        *length = 0x83;
    }
    assert_eq!(Unsent::from_bytes(&bytes), Ok(unsent));
}
