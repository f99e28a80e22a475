//! What the person let go before it was sent is noted: that it was, and when, and nothing of what it said.

use app::ledger::keep;
use app::phone::batch::Snapshot;
use domain::api::Me;
use domain::ids::OpId;
use domain::roster::Role;
use domain::time::Millis;
use uuid::Uuid;

/// A store as it is made.
fn born() -> Snapshot {
    let me = Me {
        staff: "P001".into(),
        name: "某某".to_owned(),
        role: Role::TeamMember,
        team: None,
    };
    Snapshot {
        meta: keep::birth(&me).put_meta,
        ..Snapshot::default()
    }
}

#[test]
fn each_discard_leaves_a_note_and_the_newest_is_told() {
    let mut store = born();
    assert_eq!(keep::read(&store).unwrap().discarded, None);
    let op = |n| OpId(Uuid::from_u128(n));
    for (what, at) in [(op(1), 7), (op(2), 9), (op(3), 8)] {
        store.meta.push(keep::discarded(what, Millis(at)));
    }
    let model = keep::read(&store).unwrap();
    assert_eq!(model.discarded, Some((3, Millis(9))));
    assert_eq!(model.counts(), (0, 0));
    let names: std::collections::BTreeSet<&String> = store.meta.iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), store.meta.len(), "none takes the place of another");
}

#[test]
fn what_signing_out_threw_away_is_told_by_the_next_store_of_the_person() {
    assert_eq!(keep::thrown_away(None, 0, Millis(9)), None, "nothing to note");
    let first = keep::thrown_away(None, 2, Millis(9)).unwrap();
    let mut next = born();
    next.meta.push(keep::discarded_earlier(first));
    assert_eq!(keep::read(&next).unwrap().discarded, Some((2, Millis(9))));

    next.meta
        .push(keep::discarded(OpId(Uuid::from_u128(4)), Millis(11)));
    let told = keep::read(&next).unwrap().discarded;
    assert_eq!(told, Some((3, Millis(11))));
    let later = keep::thrown_away(told, 0, Millis(20)).unwrap();
    assert_eq!(
        later,
        (3, Millis(11)),
        "nothing more went, and nothing is forgotten"
    );
    assert_eq!(keep::thrown_away(told, 1, Millis(20)), Some((4, Millis(20))));
}
