//! What the person let go before it was sent is noted: that it was, and when, and nothing of what it said.

use app::ledger::keep;
use app::phone::batch::Snapshot;
use domain::api::Me;
use domain::ids::OpId;
use domain::roster::Role;
use domain::time::Millis;
use uuid::Uuid;

#[test]
fn each_discard_leaves_a_note_and_the_newest_is_told() {
    let me = Me {
        staff: "P001".into(),
        name: "某某".to_owned(),
        role: Role::TeamMember,
        team: None,
    };
    let mut store = Snapshot {
        meta: keep::birth(&me).put_meta,
        ..Snapshot::default()
    };
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
