//! Stories of phones: known by their contacts, signed off for good, and those from before anybody counted them.

use crate::district::*;
use crate::engines::Home;
use domain::device::{PhoneKey, PhoneLine, Standing};
use domain::ids::{DeviceId, StaffId};
use domain::time::Millis;
use server::store::{Contact, GonePhone, PhoneInQuestion, Store};
use uuid::Uuid;

const OWNER: &str = "P002";
const DEVICE: DeviceId = DeviceId(Uuid::from_u128(0x105));

fn at(minutes: i64) -> Millis {
    Millis(NOW.0 + minutes * 60_000)
}

fn key(owner: &str) -> PhoneKey {
    PhoneKey {
        device: DEVICE,
        owner: owner.into(),
    }
}

async fn comes(store: &Store, session: &str, announced: u64, at: Millis) {
    let contact = Contact {
        phone: key(OWNER),
        session: session.to_owned(),
        announced,
        at,
    };
    let known = store.known_phone(&contact).await.unwrap();
    assert!(!known.revoked);
    store.note_contact(&contact, known).await;
}

async fn own(store: &Store) -> Vec<PhoneLine> {
    let owner = StaffId::from(OWNER);
    store.phones(&owner, None, "one").await.unwrap()
}

pub async fn a_phone_is_known_by_its_contacts_and_signed_off_for_good(home: &Home) {
    let store = &home.store;
    settle(store).await;
    let (owner, leader) = (StaffId::from(OWNER), StaffId::from("P001"));
    let far = at(60 * 24);
    for (session, staff) in [("one", &owner), ("two", &owner), ("theirs", &leader)] {
        store.put_session(session, staff, at(0), far).await.unwrap();
    }
    assert_eq!(own(store).await, []);
    assert_eq!(store.phone_in_question(&key(OWNER), "one").await.unwrap(), None);
    comes(store, "one", 0, at(0)).await;
    comes(store, "one", 4, at(1)).await;
    comes(store, "one", 2, at(2)).await;
    // A session that never was, or is over, speaks for nothing.
    comes(store, "gone", 4, at(3)).await;
    let lines = own(store).await;
    assert_eq!((lines.len(), lines[0].missing, lines[0].in_hand), (1, 4, true));
    assert_eq!(lines[0].signed_off, None);
    let asked = store.phone_in_question(&key(OWNER), "theirs").await.unwrap();
    let team = Some("T01".into());
    assert_eq!(asked, Some(PhoneInQuestion { team, in_hand: false }));
    let in_team = store
        .phones(&leader, Some(&"T01".into()), "theirs")
        .await
        .unwrap();
    assert_eq!(in_team.len(), 1);
    let elsewhere = store
        .phones(&leader, Some(&"T02".into()), "theirs")
        .await
        .unwrap();
    assert_eq!(elsewhere, []);

    assert_eq!(store.standing(&key(OWNER), at(4)).await.unwrap(), Standing::Held);
    let lines = store.verify_audit().await.unwrap();
    let phone = key(OWNER);
    for minute in [5, 6] {
        let revoked = store.revoke_phone(&phone, &leader, "theirs", at(minute));
        revoked.await.unwrap();
    }
    assert_eq!(store.verify_audit().await.unwrap(), lines + 1);
    let idle = 60 * 60_000;
    for (session, stands) in [("one", false), ("two", false), ("theirs", true)] {
        let found = store.session(session, at(7), idle).await.unwrap();
        assert_eq!(found.is_some(), stands, "{session}");
    }
    let told = Standing::Revoked { device: DEVICE };
    for minute in [8, 9] {
        assert_eq!(store.standing(&key(OWNER), at(minute)).await.unwrap(), told);
    }
    let off = own(store).await[0].signed_off.unwrap();
    assert_eq!((off.at, off.told_at), (at(5), Some(at(8))));
    assert_eq!(store.standing(&key("P001"), at(9)).await.unwrap(), Standing::Held);
}

pub async fn a_phone_that_a_restored_database_does_not_know_is_signed_off_again(home: &Home) {
    let store = &home.store;
    settle(store).await;
    let owner = StaffId::from(OWNER);
    store
        .put_session("one", &owner, at(0), at(60 * 24))
        .await
        .unwrap();
    let gone = |owner: &str| GonePhone {
        phone: key(owner),
        by: "P001".into(),
        at: at(1),
    };
    assert!(store.sign_off_again(&gone(OWNER), at(5)).await.unwrap());
    let again = store.sign_off_again(&gone(OWNER), at(6)).await.unwrap();
    assert!(!again, "twice is once");
    // Whom this database does not know has no session here, and no phone.
    let unknown = store.sign_off_again(&gone("NOBODY"), at(7)).await.unwrap();
    assert!(!unknown);
    assert_eq!(store.gone_phones().await.unwrap(), [gone(OWNER)]);
    let session = store.session("one", at(8), 60 * 60_000).await.unwrap();
    assert!(session.is_none(), "it may have been that phone's");
    let told = Standing::Revoked { device: DEVICE };
    assert_eq!(store.standing(&key(OWNER), at(9)).await.unwrap(), told);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_from_before_the_table_can_be_signed_off_as_well() {
    let home = Home::sqlite().await;
    settle(&home.store).await;
    applied(&home.store, log(1, OWNER, 1, content())).await;
    let before = "DROP TABLE session_phone; DROP TABLE phone;";
    home.beside(before, before).await;
    let step = include_str!("../../migrations/0011_phones.sql");
    home.beside(step, step).await;
    let lines = own(&home.store).await;
    assert_eq!((lines.len(), lines[0].missing), (1, 0));
    assert_eq!(lines[0].phone.owner, OWNER.into());
    home.leave().await;
}
