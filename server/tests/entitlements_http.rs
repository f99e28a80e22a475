//! Policies received over the real server: two phones of a team add to one file, and phones that cannot read it are up
//! to date without it.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod office;

use domain::commitments::board::FourList;
use domain::commitments::{CommitmentStatus, LineCode};
use domain::entitlement::codes::{EntitlementKind, EntitlementSource, EntitlementStatus as Status};
use domain::entitlement::{EntitlementContent, EntitlementFile, EntitlementKey};
use domain::ids::{HouseholdId, OpId, StaffId};
use domain::operation::OperationBody;
use domain::record::{Record, RecordKey, ScopeDigest};
use domain::roster::Role;
use domain::sync::{Outcome, PROTOCOL, SyncReply};
use office::{OURS, Office, content, of_role, operation};
use uuid::Uuid;

const AID: EntitlementKey = EntitlementKey::own(EntitlementKind::TemporaryAid);

struct Story {
    office: Office,
    seq: u64,
}

impl Story {
    async fn begin() -> Self {
        Self {
            office: Office::open().await,
            seq: 0,
        }
    }

    /// Somebody of the team finds how the household stands with temporary aid.
    async fn finds(&mut self, staff: &str, status: Status, seen: Vec<OpId>) -> OpId {
        self.finds_of(AID, staff, status, seen).await
    }

    async fn finds_of(&mut self, key: EntitlementKey, staff: &str, status: Status, seen: Vec<OpId>) -> OpId {
        self.seq += 1;
        let staff = StaffId::from(staff);
        let cookie = self.office.session(&staff).await;
        let body = OperationBody::RecordEntitlement {
            household: HouseholdId(Uuid::from_u128(OURS)),
            content: Box::new(EntitlementContent {
                key,
                status,
                on: content(OURS).visited_on,
                source: EntitlementSource::DepartmentList,
                stopped_on: None,
                words: String::new(),
                seen,
            }),
        };
        let sent = operation(self.seq, &staff, body);
        let outcome = self.office.outcome(&cookie, &sent).await;
        assert_eq!(outcome.outcome, Outcome::Applied);
        sent.id
    }

    async fn pulls(&self, protocol: u16, known: Option<&SyncReply>) -> SyncReply {
        let cookie = self.office.session(&"P001".into()).await;
        self.office.sync_as(protocol, &cookie, known).await
    }

    /// The line of subsistence and temporary aid, as the district reads it of the village.
    async fn line(&self) -> Option<CommitmentStatus> {
        let cookie = self.office.session(&of_role(Role::ResidencyOffice)).await;
        let reply = self.office.get("/api/v1/four/V001", &cookie).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        let told: FourList = serde_json::from_str(&reply.body).unwrap();
        let found = told.lines.iter().find(|line| line.line == LineCode::P4);
        found.map(|line| line.status)
    }
}

fn file(reply: &SyncReply) -> Option<EntitlementFile> {
    let key = RecordKey::Entitlements(HouseholdId(Uuid::from_u128(OURS)));
    let entry = reply.changes.iter().find(|entry| entry.key == key)?;
    match entry.record.clone()? {
        Record::Entitlements(file) => Some(*file),
        _ => None,
    }
}

#[tokio::test]
async fn what_two_phones_found_is_one_file_and_the_district_reads_the_line() {
    let mut story = Story::begin().await;
    assert_eq!(story.line().await, None);
    let first = story.finds("P001", Status::DueNotReceived, vec![]).await;
    assert_eq!(story.line().await, Some(CommitmentStatus::Breached));
    let second = story.finds("P001", Status::Receiving, vec![]).await;
    let reply = story.pulls(PROTOCOL, None).await;
    let told = file(&reply).unwrap();
    let ops: Vec<OpId> = told.checks.iter().map(|check| check.op).collect();
    assert_eq!(ops, [first, second]);
    assert!(told.checks.iter().all(|check| check.received_at.is_some()));
    assert_eq!(told.open(AID).len(), 2, "neither had read the other");
    story.finds("P001", Status::Receiving, vec![first, second]).await;
    let next = story.pulls(PROTOCOL, Some(&reply)).await;
    assert_eq!(file(&next).unwrap().open(AID).len(), 1);
    assert_eq!(story.line().await, None, "what is on track is not listed");
}

#[tokio::test]
async fn a_phone_of_the_version_before_hears_nothing_of_it_and_catches_up() {
    let mut story = Story::begin().await;
    story.finds("P001", Status::Receiving, vec![]).await;
    let old = story.pulls(4, None).await;
    assert!(file(&old).is_none());
    let mut digest = ScopeDigest::default();
    for entry in &old.changes {
        digest = digest.with(&entry.key, entry.version);
    }
    assert_eq!(
        (digest, old.cursor),
        (old.digest, old.head),
        "the old phone is up to date"
    );
    assert!(!story.pulls(4, Some(&old)).await.repair);
    assert!(
        story.pulls(5, Some(&old)).await.repair,
        "the updated phone starts over"
    );
    assert!(file(&story.pulls(5, None).await).is_some());
}

#[tokio::test]
async fn a_file_with_a_policy_that_a_phone_does_not_know_is_kept_from_it() {
    let mut story = Story::begin().await;
    let first = story.finds("P001", Status::Receiving, vec![]).await;
    let old = story.pulls(5, None).await;
    assert!(file(&old).is_some());
    let papers = EntitlementKey::own(EntitlementKind::PropertyPapers);
    let second = story.finds_of(papers, "P001", Status::Receiving, vec![]).await;
    let next = story.pulls(5, Some(&old)).await;
    assert!(file(&next).is_none(), "not a word that it could not read");
    // The phone still has the file as it was, and so another digest.
    let held = SyncReply {
        digest: old.digest,
        ..next
    };
    assert!(story.pulls(5, Some(&held)).await.repair, "it lets the old one go");
    let again = story.pulls(5, None).await;
    assert!(file(&again).is_none());
    assert!(!story.pulls(5, Some(&again)).await.repair, "and is up to date");
    let page = story
        .office
        .state
        .store
        .feed(&"T01".into(), 0, 10_000)
        .await
        .unwrap();
    let kept = page.changes.iter().filter_map(|entry| entry.record.as_ref());
    let kept = kept.filter_map(|raw| match serde_json::from_str(raw.get()).unwrap() {
        Record::Entitlements(file) => Some(file.checks.iter().map(|check| check.op).collect::<Vec<_>>()),
        _ => None,
    });
    assert_eq!(kept.collect::<Vec<_>>(), [[first, second]], "nothing is lost");
}
