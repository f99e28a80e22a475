//! Leave and months over the real server: they reach the person and the own leader, and above them only whether a month
//! is confirmed and the leave that needs their consent.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

#[path = "team_http/desks.rs"]
mod desks;
mod office;

use chrono::NaiveDate;
use domain::ids::{DaysId, OpId, StaffId, WorkId};
use domain::operation::{OperationBody, Whose};
use domain::record::{Record, RecordKey, ScopeDigest};
use domain::refusal::RefusalCode;
use domain::roster::Role;
use domain::sync::{Outcome, PROTOCOL, SyncReply};
use domain::team::codes::{LeaveKind, LeaveLevel, LeaveStatus, MonthState};
use domain::team::{DaysFile, LeaveContent, LeaveDecision, MonthContent};
use domain::work::codes::WorkKind;
use office::{Office, log_work, of_role, operation, worked};
use uuid::Uuid;

const MEMBER: &str = "P001";
const COLLEAGUE: &str = "X-TEAM-MEMBER";
const LEADER: &str = "X-TEAM-LEADER";

struct Story {
    office: Office,
    seq: u64,
}

fn whose() -> Whose {
    Whose {
        team: "T01".into(),
        staff: MEMBER.into(),
        name: "甲".into(),
    }
}

fn october() -> NaiveDate {
    "2026-10-01".parse().unwrap()
}

fn month(seen: Option<OpId>, words: &str) -> OperationBody {
    OperationBody::ConfirmMonth {
        whose: Box::new(whose()),
        content: Box::new(MonthContent {
            month: october(),
            seen,
            on_site: 17,
            marks: vec![],
            words: words.into(),
            nights: None,
        }),
    }
}

impl Story {
    async fn begin() -> Self {
        Self {
            office: Office::open().await,
            seq: 0,
        }
    }

    async fn sends(&mut self, staff: &str, body: OperationBody) -> (OpId, Outcome) {
        self.seq += 1;
        let staff = StaffId::from(staff);
        let cookie = self.office.session(&staff).await;
        let sent = operation(self.seq, &staff, body);
        (sent.id, self.office.outcome(&cookie, &sent).await.outcome)
    }

    async fn applied(&mut self, staff: &str, body: OperationBody) -> OpId {
        let (op, outcome) = self.sends(staff, body).await;
        assert_eq!(outcome, Outcome::Applied);
        op
    }

    async fn refused(&mut self, staff: &str, body: OperationBody) -> RefusalCode {
        match self.sends(staff, body).await.1 {
            Outcome::Refused { refusal } => refusal.code,
            other => panic!("{other:?}"),
        }
    }

    async fn asks(&mut self) -> OpId {
        let body = OperationBody::AskLeave {
            whose: Box::new(whose()),
            content: Box::new(LeaveContent {
                kind: LeaveKind::Sick,
                from: "2026-11-24".parse().unwrap(),
                to: "2026-11-25".parse().unwrap(),
                reason: "膝盖手术".into(),
            }),
        };
        self.applied(MEMBER, body).await
    }

    async fn pulls(&self, staff: &str, known: Option<&SyncReply>) -> SyncReply {
        self.pulls_as(PROTOCOL, staff, known).await
    }

    async fn pulls_as(&self, protocol: u16, staff: &str, known: Option<&SyncReply>) -> SyncReply {
        let cookie = self.office.session(&staff.into()).await;
        self.office.sync_as(protocol, &cookie, known).await
    }
}

fn decide(leave: OpId, level: LeaveLevel) -> OperationBody {
    OperationBody::DecideLeave {
        team: "T01".into(),
        staff: MEMBER.into(),
        leave,
        decision: Box::new(LeaveDecision {
            level,
            approve: true,
            decider: "镇党委".into(),
            words: String::new(),
        }),
    }
}

/// The member's file in what a phone was told.
fn told(reply: &SyncReply) -> Option<DaysFile> {
    let key = RecordKey::Days(DaysId::of(&"T01".into(), &MEMBER.into()));
    let entry = reply.changes.iter().find(|entry| entry.key == key)?;
    match entry.record.clone()? {
        Record::Days(file) => Some(*file),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn leave_is_asked_for_decided_and_ended() {
    let mut story = Story::begin().await;
    let leave = story.asks().await;
    let own = story.refused(MEMBER, decide(leave, LeaveLevel::Leader)).await;
    assert_eq!(own, RefusalCode::NotAllowed);
    let foreign = story.refused("P003", decide(leave, LeaveLevel::Leader)).await;
    assert_eq!(foreign, RefusalCode::NotAllowed);
    story.applied(LEADER, decide(leave, LeaveLevel::Leader)).await;
    let twice = story.refused(LEADER, decide(leave, LeaveLevel::Leader)).await;
    assert_eq!(twice, RefusalCode::CaseMoved);
    story.applied(LEADER, decide(leave, LeaveLevel::Town)).await;
    let file = told(&story.pulls(MEMBER, None).await).unwrap();
    let today = "2026-11-24".parse().unwrap();
    assert_eq!(file.leave(leave).unwrap().status(today), LeaveStatus::OnLeave);
    let end = |staff: &str| OperationBody::EndLeave {
        team: "T01".into(),
        staff: staff.into(),
        leave,
        back_on: None,
    };
    assert_eq!(
        story.refused(COLLEAGUE, end(MEMBER)).await,
        RefusalCode::NotAllowed
    );
    story.applied(MEMBER, end(MEMBER)).await;
    let file = told(&story.pulls(MEMBER, None).await).unwrap();
    assert_eq!(file.leave(leave).unwrap().status(today), LeaveStatus::Cancelled);
}

#[tokio::test]
async fn only_the_person_and_the_own_leader_are_told() {
    let mut story = Story::begin().await;
    story.asks().await;
    for (staff, hears) in [
        (MEMBER, true),
        (LEADER, true),
        (COLLEAGUE, false),
        ("P003", false),
    ] {
        let reply = story.pulls(staff, None).await;
        assert_eq!(told(&reply).is_some(), hears, "{staff}");
        let days = reply.changes.iter().filter(|entry| entry.key.kind() == "days");
        assert_eq!(days.count(), usize::from(hears), "{staff}");
        // Whoever is not told is up to date all the same.
        let digest =
            |digest: ScopeDigest, entry: &domain::sync::FeedEntry| digest.with(&entry.key, entry.version);
        let digest = reply.changes.iter().fold(ScopeDigest::default(), digest);
        assert_eq!((digest, reply.cursor), (reply.digest, reply.head), "{staff}");
        assert!(!story.pulls(staff, Some(&reply)).await.repair, "{staff}");
    }
}

#[tokio::test]
async fn a_member_who_comes_to_lead_starts_over_and_is_told() {
    let mut story = Story::begin().await;
    story.asks().await;
    let before = story.pulls(COLLEAGUE, None).await;
    let store = &story.office.state.store;
    let mut rows = store.roster().await.unwrap().staff.into_iter();
    let mut row = rows.find(|row| row.id.as_str() == COLLEAGUE).unwrap();
    row.role = Role::TeamLeader;
    store
        .create_staff(&row, story.office.state.clock.now())
        .await
        .unwrap();
    assert!(story.pulls(COLLEAGUE, Some(&before)).await.repair);
    assert!(told(&story.pulls(COLLEAGUE, None).await).is_some());
}

#[tokio::test]
async fn a_phone_of_the_version_before_hears_nothing_of_the_work_log_and_catches_up() {
    let mut story = Story::begin().await;
    let work = WorkId(Uuid::new_v4());
    let body = log_work(work, worked(WorkKind::K06, "和合作社商量了烘干房"));
    story.applied(MEMBER, body).await;
    let hears = |reply: &SyncReply| {
        let mut changes = reply.changes.iter();
        changes.any(|change| change.key == RecordKey::Work(work))
    };
    let old = story.pulls_as(5, MEMBER, None).await;
    assert!(!hears(&old));
    assert!(!story.pulls_as(5, MEMBER, Some(&old)).await.repair);
    assert!(story.pulls(MEMBER, Some(&old)).await.repair);
    assert!(hears(&story.pulls(MEMBER, None).await));
}

#[tokio::test]
async fn a_month_is_confirmed_by_the_person_and_then_by_the_leader() {
    let mut story = Story::begin().await;
    assert_eq!(story.refused(MEMBER, month(None, "")).await, RefusalCode::FewDays);
    let said = story.applied(MEMBER, month(None, "月中在区里学习")).await;
    assert_eq!(
        story.refused(COLLEAGUE, month(Some(said), "x")).await,
        RefusalCode::NotAllowed
    );
    let blind = story.refused(LEADER, month(None, "月中在区里学习")).await;
    assert_eq!(blind, RefusalCode::CaseMoved);
    story.applied(LEADER, month(Some(said), "月中在区里学习")).await;
    let file = told(&story.pulls(LEADER, None).await).unwrap();
    assert_eq!(file.month_state(october()), MonthState::Confirmed);
}

#[tokio::test]
async fn above_the_leader_nothing_is_known_of_a_persons_days() {
    let mut story = Story::begin().await;
    let said = story.applied(MEMBER, month(None, "膝盖手术")).await;
    story.applied(LEADER, month(Some(said), "膝盖手术")).await;
    story.asks().await;
    for role in [Role::ResidencyOffice, Role::DistrictAdmin] {
        let cookie = story.office.session(&of_role(role)).await;
        for path in [
            "/api/v1/four",
            "/api/v1/four/V001",
            "/api/v1/board",
            "/api/v1/teams",
        ] {
            let reply = story.office.get(path, &cookie).await;
            assert_eq!(reply.status, 200, "{path}");
            for secret in ["膝盖手术", "on_site", "SICK"] {
                assert!(!reply.body.contains(secret), "{path} tells {secret}");
            }
        }
    }
}
