//! Phones over the real server: whose are seen by whom, who signs one off, what the phone hears then, and what never arrived.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod office;

use std::process::Command;

use domain::device::{PhoneKey, PhoneLine, Phones, Standing};
use domain::ids::{DeviceId, StaffId};
use domain::operation::Operation;
use domain::roster::Role;
use domain::sync::{Outcome, PROTOCOL};
use domain::time::Millis;
use office::{OURS, Office, PASSWORD, Reply, START, log_visit, new_visit, of_role};
use serde_json::json;
use server::folder::Folder;
use server::gone::GonePhones;
use server::store::Store;
use uuid::Uuid;

const MEMBER: &str = "P001";
const MATE: &str = "X-TEAM-MEMBER";
const LEADER: &str = "X-TEAM-LEADER";
/// A leader of another team.
const STRANGER: &str = "P003";

/// The phone that gets lost, and another one of the same person.
const LOST: Uuid = Uuid::from_u128(0x105);
const OTHER: Uuid = Uuid::from_u128(0x07e);

/// A phone with a session of its own.
struct Phone {
    device: Uuid,
    cookie: String,
}

impl Phone {
    async fn of(office: &Office, staff: &str, device: Uuid) -> Self {
        let cookie = office.session(&staff.into()).await;
        Self { device, cookie }
    }

    async fn sends(&self, office: &Office, operations: &[Operation], announced: Option<u64>) -> Reply {
        let request = json!({
            "protocol": PROTOCOL,
            "device": self.device,
            "announced": announced,
            "operations": operations,
        });
        office.post("/api/v1/sync", &self.cookie, &request).await
    }

    async fn is_served(&self, office: &Office) -> bool {
        self.sends(office, &[], None).await.status == 200
    }

    async fn sees(&self, office: &Office) -> Vec<PhoneLine> {
        seen(&office.get("/api/v1/phones", &self.cookie).await)
    }

    async fn revokes(&self, office: &Office, owner: &str, device: Uuid, password: &str) -> (u16, String) {
        revoked(office, &self.cookie, owner, device, password).await
    }
}

async fn revoked(office: &Office, cookie: &str, owner: &str, device: Uuid, password: &str) -> (u16, String) {
    let asked = json!({"phone": {"device": device, "owner": owner}, "present": password});
    let reply = office.post("/api/v1/phones/revoke", cookie, &asked).await;
    (reply.status, reply.code())
}

fn seen(reply: &Reply) -> Vec<PhoneLine> {
    assert_eq!(reply.status, 200, "{}", reply.body);
    let phones: Phones = serde_json::from_str(&reply.body).unwrap();
    phones.lines
}

fn owners(lines: &[PhoneLine]) -> Vec<(&str, Uuid, bool)> {
    let three = lines
        .iter()
        .map(|line| (line.phone.owner.as_str(), line.phone.device.0, line.in_hand));
    three.collect()
}

/// What a phone hears that asks without any session.
async fn standing(office: &Office, owner: &str, device: Uuid) -> Standing {
    let asked = json!({"device": device, "owner": owner});
    let reply = office.post("/api/v1/phones/standing", "", &asked).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    serde_json::from_str(&reply.body).unwrap()
}

/// A visit as this device numbered it.
fn visit(seq: u64, device: Uuid) -> Operation {
    let staff = StaffId::from(MEMBER);
    Operation {
        device: DeviceId(device),
        ..log_visit(seq, &staff, OURS, new_visit())
    }
}

#[tokio::test]
async fn one_sees_the_own_phones_and_the_leader_those_of_the_team() {
    let office = Office::open().await;
    let member = Phone::of(&office, MEMBER, LOST).await;
    let second = Phone::of(&office, MEMBER, OTHER).await;
    let mate = Phone::of(&office, MATE, Uuid::from_u128(3)).await;
    let leader = Phone::of(&office, LEADER, Uuid::from_u128(4)).await;
    let stranger = Phone::of(&office, STRANGER, Uuid::from_u128(5)).await;
    for phone in [&member, &second, &mate, &leader, &stranger] {
        assert!(phone.is_served(&office).await);
        office.pass(1);
    }
    let own = [(MEMBER, OTHER, false), (MEMBER, LOST, true)];
    assert_eq!(owners(&member.sees(&office).await), own);
    assert_eq!(owners(&mate.sees(&office).await), [(MATE, mate.device, true)]);
    let team = [
        (MEMBER, OTHER, false),
        (MEMBER, LOST, false),
        (LEADER, leader.device, true),
        (MATE, mate.device, false),
    ];
    assert_eq!(owners(&leader.sees(&office).await), team);
    assert_eq!(
        owners(&stranger.sees(&office).await),
        [(STRANGER, stranger.device, true)]
    );
    let admin = office.session(&of_role(Role::SystemAdmin)).await;
    let of_account = seen(&office.get("/api/v1/accounts/P001/phones", &admin).await);
    assert_eq!(
        owners(&of_account),
        [(MEMBER, OTHER, false), (MEMBER, LOST, false)]
    );
    assert!(seen(&office.get("/api/v1/phones", &admin).await).is_empty());
}

#[tokio::test]
async fn only_whoever_may_and_knows_the_password_signs_a_phone_off() {
    let office = Office::open().await;
    let member = Phone::of(&office, MEMBER, LOST).await;
    let mate = Phone::of(&office, MATE, Uuid::from_u128(3)).await;
    let stranger = Phone::of(&office, STRANGER, Uuid::from_u128(5)).await;
    let leader = Phone::of(&office, LEADER, Uuid::from_u128(4)).await;
    for phone in [&member, &mate, &leader, &stranger] {
        assert!(phone.is_served(&office).await);
    }
    let gone = (404, "PHONE_GONE".to_owned());
    for who in [&mate, &stranger] {
        assert_eq!(who.revokes(&office, MEMBER, LOST, PASSWORD).await, gone);
    }
    let unknown = leader.revokes(&office, MEMBER, OTHER, PASSWORD).await;
    assert_eq!(unknown, gone);
    let of_another = leader.revokes(&office, MATE, LOST, PASSWORD).await;
    assert_eq!(of_another, gone, "an id is worth nothing without its owner");
    let in_hand = member.revokes(&office, MEMBER, LOST, PASSWORD).await;
    assert_eq!(in_hand, (409, "PHONE_IN_HAND".to_owned()));
    let wrong = leader.revokes(&office, MEMBER, LOST, "somebody's guess").await;
    assert_eq!(wrong, (422, "PASSWORD_WRONG".to_owned()));
    assert!(member.is_served(&office).await, "nothing of it did anything");

    let lines = office.state.store.verify_audit().await.unwrap();
    office.pass(60_000);
    let done = (204, String::new());
    assert_eq!(leader.revokes(&office, MEMBER, LOST, PASSWORD).await, done);
    assert_eq!(leader.revokes(&office, MEMBER, LOST, PASSWORD).await, done);
    let noted = office.state.store.verify_audit().await.unwrap();
    assert_eq!(noted, lines + 1, "asked twice, done and noted once");
    let admin = office.session(&of_role(Role::SystemAdmin)).await;
    let by_admin = revoked(&office, &admin, STRANGER, stranger.device, PASSWORD).await;
    assert_eq!(by_admin, done);
    assert!(!stranger.is_served(&office).await);
}

#[tokio::test]
async fn a_person_signs_off_the_phone_that_is_not_in_hand() {
    let office = Office::open().await;
    let lost = Phone::of(&office, MEMBER, LOST).await;
    let new = Phone::of(&office, MEMBER, OTHER).await;
    assert!(lost.is_served(&office).await && new.is_served(&office).await);
    let done = new.revokes(&office, MEMBER, LOST, PASSWORD).await;
    assert_eq!(done, (204, String::new()));
    assert!(!lost.is_served(&office).await);
    assert!(new.is_served(&office).await);
}

#[tokio::test]
async fn a_phone_that_was_signed_off_hears_it_and_nothing_of_it_is_taken() {
    let office = Office::open().await;
    let lost = Phone::of(&office, MEMBER, LOST).await;
    let other = Phone::of(&office, MEMBER, OTHER).await;
    let leader = Phone::of(&office, LEADER, Uuid::from_u128(4)).await;
    for phone in [&lost, &other, &leader] {
        assert!(phone.is_served(&office).await);
    }
    // A sign-in that never said which phone it is for may be the lost one's.
    let unbound = office.session(&MEMBER.into()).await;
    assert_eq!(standing(&office, MEMBER, LOST).await, Standing::Held);
    leader.revokes(&office, MEMBER, LOST, PASSWORD).await;

    let waiting = visit(1, LOST);
    let late = lost.sends(&office, std::slice::from_ref(&waiting), Some(1)).await;
    assert_eq!((late.status, late.code().as_str()), (401, "SIGN_IN"));
    assert!(!office.knows(&unbound).await);
    let told = || async {
        let lines = leader.sees(&office).await;
        let line = lines.into_iter().find(|line| line.phone.device.0 == LOST);
        line.and_then(|line| line.signed_off)
            .expect("it was signed off")
            .told_at
    };
    assert_eq!(told().await, None, "not heard of yet");
    let device = DeviceId(LOST);
    let answer = standing(&office, MEMBER, LOST).await;
    assert_eq!(answer, Standing::Revoked { device });
    assert!(told().await.is_some());
    for (owner, device) in [(MATE, LOST), (MEMBER, OTHER), ("NOBODY", LOST)] {
        assert_eq!(standing(&office, owner, device).await, Standing::Held);
    }

    // Whoever knows the password signs in on it again: the phone stays signed off, and that session ends too.
    let again = Phone::of(&office, MEMBER, LOST).await;
    let refused = again
        .sends(&office, std::slice::from_ref(&waiting), Some(1))
        .await;
    assert_eq!((refused.status, refused.code().as_str()), (401, "PHONE_REVOKED"));
    assert!(!office.knows(&again.cookie).await);

    // The others go on, and what the person had carried off the phone before is taken from another.
    assert!(leader.is_served(&office).await && other.is_served(&office).await);
    let carried = other.sends(&office, &[waiting], None).await.sync();
    assert_eq!(carried.outcomes[0].outcome, Outcome::Applied);
    assert!(!carried.outcomes[0].duplicate, "it had never been taken");
}

fn key(owner: &str, device: Uuid) -> PhoneKey {
    PhoneKey {
        device: DeviceId(device),
        owner: owner.into(),
    }
}

/// Whether a database knows this phone as signed off.
async fn is_gone(store: &Store, owner: &str, device: Uuid) -> bool {
    let standing = store.standing(&key(owner, device), Millis(START)).await.unwrap();
    standing.revokes(DeviceId(device))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_database_is_told_of_the_phones_that_were_signed_off_since() {
    let office = Office::open().await;
    let leader = Phone::of(&office, LEADER, Uuid::from_u128(4)).await;
    let lost = Phone::of(&office, MEMBER, LOST).await;
    assert!(leader.is_served(&office).await && lost.is_served(&office).await);
    let yesterday = office.photos().with_file_name("yesterday.db");
    office.state.store.backup(&yesterday).await.unwrap();
    // Another one, of which yesterday's database never heard.
    let later = Phone::of(&office, MATE, OTHER).await;
    assert!(later.is_served(&office).await);
    for (owner, device) in [(MEMBER, LOST), (MATE, OTHER)] {
        assert_eq!(leader.revokes(&office, owner, device, PASSWORD).await.0, 204);
    }

    let target = office.photos().with_file_name("restored.db");
    let url = format!("sqlite:{}", target.display());
    let done = Command::new(env!("CARGO_BIN_EXE_server"))
        .args(["restore", yesterday.to_str().unwrap(), "--database", &url])
        .args(["--photos", office.photos().to_str().unwrap()])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(said.contains("did not know as lost: 2"), "{said}");
    let restored = Store::open(&url).await.unwrap();
    assert!(is_gone(&restored, MEMBER, LOST).await && is_gone(&restored, MATE, OTHER).await);
    assert!(!is_gone(&restored, LEADER, leader.device).await);
    let again = Office::beside(restored).await;
    assert!(!lost.is_served(&again).await, "its session ended once more");
    assert!(leader.is_served(&again).await);
}

#[tokio::test]
async fn the_folder_beside_the_database_remembers_what_it_knows_and_backups_carry_it() {
    let office = Office::open().await;
    let leader = Phone::of(&office, LEADER, Uuid::from_u128(4)).await;
    let lost = Phone::of(&office, MEMBER, LOST).await;
    assert!(leader.is_served(&office).await && lost.is_served(&office).await);
    let store = &office.state.store;
    let yesterday = office.photos().with_file_name("yesterday.db");
    store.backup(&yesterday).await.unwrap();
    leader.revokes(&office, MEMBER, LOST, PASSWORD).await;

    let folder = |name: &str| office.photos().with_file_name(name);
    let empty = Folder::open(&folder("empty")).unwrap();
    let known = GonePhones::of(empty.clone());
    assert_eq!(known.remind(store, Millis(START)).await.unwrap(), 0);
    assert_eq!(empty.copy_to(&folder("backup")).await.unwrap(), 1);
    // Where backups of every version so far have it.
    assert!(folder("backup").join("phones").join(LOST.to_string()).is_dir());
    let backup = GonePhones::of(Folder::open(&folder("backup")).unwrap());
    let url = format!("sqlite:{}", yesterday.display());
    let restored = Store::open(&url).await.unwrap();
    let lines = restored.verify_audit().await.unwrap();
    assert_eq!(backup.remind(&restored, Millis(START)).await.unwrap(), 1);
    assert_eq!(backup.remind(&restored, Millis(START)).await.unwrap(), 0);
    assert!(is_gone(&restored, MEMBER, LOST).await);
    assert_eq!(restored.verify_audit().await.unwrap(), lines + 1, "noted once");
}

#[tokio::test]
async fn gaps_and_what_was_announced_tell_what_never_arrived() {
    let office = Office::open().await;
    let lost = Phone::of(&office, MEMBER, LOST).await;
    let leader = Phone::of(&office, LEADER, Uuid::from_u128(4)).await;
    let missing = || async {
        let lines = leader.sees(&office).await;
        let line = lines.iter().find(|line| line.phone.device.0 == LOST);
        line.map(|line| line.missing)
    };
    assert_eq!(missing().await, None, "never heard of");
    lost.sends(&office, &[visit(1, LOST)], Some(1)).await.sync();
    assert_eq!(missing().await, Some(0));
    lost.sends(&office, &[visit(3, LOST)], Some(3)).await.sync();
    assert_eq!(missing().await, Some(1), "the second is a gap");
    lost.sends(&office, &[], Some(5)).await.sync();
    assert_eq!(missing().await, Some(3), "two more were announced");
    lost.sends(&office, &[], Some(4)).await.sync();
    lost.sends(&office, &[], None).await.sync();
    assert_eq!(
        missing().await,
        Some(3),
        "an older announcement takes nothing back"
    );
    let late = [visit(2, LOST), visit(4, LOST), visit(5, LOST)];
    lost.sends(&office, &late, Some(5)).await.sync();
    assert_eq!(missing().await, Some(0));
}

#[tokio::test]
async fn a_list_tells_the_day_and_never_how_much_somebody_did() {
    let office = Office::open().await;
    let lost = Phone::of(&office, MEMBER, LOST).await;
    lost.sends(&office, &[visit(1, LOST), visit(2, LOST)], Some(2))
        .await
        .sync();
    let leader = office.session(&LEADER.into()).await;
    let reply = office.get("/api/v1/phones", &leader).await;
    let line = &reply.json()["lines"][0];
    let mut names: Vec<&str> = line.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        ["first_on", "in_hand", "last_on", "missing", "name", "phone"]
    );
    assert_eq!(line["last_on"].as_str().unwrap().len(), "2026-11-23".len());
}

#[tokio::test]
async fn what_waits_on_a_shared_phone_is_not_answered_to_somebody_else() {
    let office = Office::open().await;
    // The own session could not be ended without signal; a mate opened the own store meanwhile.
    let cookie = office.session(&MEMBER.into()).await;
    let visit = log_visit(1, &MATE.into(), OURS, new_visit());
    let ask = |staff: &str| {
        json!({
            "protocol": PROTOCOL,
            "device": LOST,
            "staff": staff,
            "operations": [visit],
        })
    };
    let reply = office.post("/api/v1/sync", &cookie, &ask(MATE)).await;
    assert_eq!(reply.status, 401, "it waits until its author signs in");
    let mate = office.session(&MATE.into()).await;
    let reply = office.post("/api/v1/sync", &mate, &ask(MATE)).await.sync();
    assert_eq!(reply.outcomes[0].outcome, Outcome::Applied);
}
