//! Leave decided at the desks of township and district: whose turn it is, whose place it is, and what they read of it.

use super::{COLLEAGUE, LEADER, MEMBER, Story, decide, told, whose};
use crate::office::{self, of_role};
use domain::ids::{OpId, StaffId};
use domain::operation::{OperationBody, Whose};
use domain::refusal::RefusalCode;
use domain::roster::{Role, Team, Village};
use domain::sync::{OperationOutcome, Outcome};
use domain::team::LeaveContent;
use domain::team::codes::{LeaveKind, LeaveLevel, LeaveStatus};
use domain::team::desk::{DeskDecision, LeaveBoard};
use domain::time::Millis;
use serde_json::json;
use server::store::{Roster, StaffPlace, StaffRow};
use uuid::Uuid;

const TOWN: &str = "X-TOWN-REVIEWER";
const OFFICE: &str = "X-RESIDENCY-OFFICE";
/// Of another township, in which T03 works.
const OTHER_TOWN: &str = "W009";

fn five_days(kind: LeaveKind, of: Whose) -> OperationBody {
    OperationBody::AskLeave {
        whose: Box::new(of),
        content: Box::new(LeaveContent {
            kind,
            from: "2026-11-24".parse().unwrap(),
            to: "2026-11-28".parse().unwrap(),
            reason: "膝盖手术".into(),
        }),
    }
}

impl Story {
    /// A second township, in which T03 leads a village and an account decides.
    async fn two_townships(&self) {
        let by = of_role(Role::ResidencyOffice);
        let now = self.office.state.clock.now();
        let roster = Roster {
            villages: vec![Village {
                id: "V003".into(),
                name: "白水村".to_owned(),
                township: "水洞底镇".to_owned(),
                kinds: vec![],
            }],
            teams: vec![Team {
                id: "T03".into(),
                unit: "区某站".to_owned(),
                villages: vec!["V003".into()],
            }],
            staff: vec![
                StaffRow {
                    team: None,
                    ..row(OTHER_TOWN, Role::TownReviewer)
                },
                StaffRow {
                    team: Some("T03".into()),
                    ..row("P031", Role::TeamLeader)
                },
            ],
            links: vec![],
            posts: vec![],
            ends: vec![],
        };
        let store = &self.office.state.store;
        store.save_roster(&roster, &by, now).await.unwrap();
        let place = StaffPlace::Township("水洞底镇".to_owned());
        store.set_place(&OTHER_TOWN.into(), &place).await.unwrap();
    }

    async fn board(&self, staff: &str) -> LeaveBoard {
        let reply = self.reads(staff).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        serde_json::from_str(&reply.body).unwrap()
    }

    async fn reads(&self, staff: &str) -> office::Reply {
        let cookie = self.office.session(&staff.into()).await;
        self.office.get("/api/v1/leaves", &cookie).await
    }

    /// The leave that waits at somebody's desk.
    async fn waits(&self, staff: &str) -> Vec<OpId> {
        let lines = self.board(staff).await.waiting;
        lines.into_iter().map(|line| line.leave).collect()
    }

    async fn at_desk(&self, staff: &str, leave: OpId, asked: &DeskDecision) -> OperationOutcome {
        let cookie = self.office.session(&staff.into()).await;
        let path = format!("/api/v1/leaves/{leave}");
        let body = serde_json::to_value(asked).unwrap();
        let reply = self.office.post(&path, &cookie, &body).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        serde_json::from_str(&reply.body).unwrap()
    }

    async fn says(&self, staff: &str, leave: OpId, level: LeaveLevel) -> Result<(), RefusalCode> {
        match self.at_desk(staff, leave, &said(level, true)).await.outcome {
            Outcome::Applied => Ok(()),
            Outcome::Refused { refusal } => Err(refusal.code),
            other => panic!("{other:?}"),
        }
    }

    /// A leave of so many days of the member to which the leader agreed.
    async fn agreed_by_the_leader(&mut self, long: bool) -> OpId {
        let leave = match long {
            true => self.applied(MEMBER, five_days(LeaveKind::Sick, whose())).await,
            false => self.asks().await,
        };
        self.applied(LEADER, decide(leave, LeaveLevel::Leader)).await;
        leave
    }

    /// Where the member's phone has it, once it is in step.
    async fn on_the_phone(&self, leave: OpId) -> LeaveStatus {
        let file = told(&self.pulls(MEMBER, None).await).unwrap();
        let today = "2026-11-23".parse().unwrap();
        file.leave(leave).unwrap().status(today)
    }
}

fn row(id: &str, role: Role) -> StaffRow {
    StaffRow {
        id: id.into(),
        name: "某某".to_owned(),
        sex: None,
        phone: None,
        role,
        team: None,
        political: None,
        posted_from: None,
        posted_until: None,
    }
}

fn said(level: LeaveLevel, approve: bool) -> DeskDecision {
    DeskDecision {
        op: OpId(Uuid::now_v7()),
        recorded_at: Millis(office::START),
        recorded_on: "2026-11-23".parse().unwrap(),
        team: "T01".into(),
        staff: MEMBER.into(),
        level,
        approve,
        words: "村里那几天要开会".to_owned(),
    }
}

#[tokio::test]
async fn a_short_leave_ends_at_the_townships_desk() {
    let mut story = Story::begin().await;
    let leave = story.agreed_by_the_leader(false).await;
    assert_eq!(story.on_the_phone(leave).await, LeaveStatus::LeaderOk);
    let board = story.board(TOWN).await;
    let line = board.waiting.first().unwrap();
    assert_eq!(
        (board.level, line.leave, line.then),
        (LeaveLevel::Town, leave, None)
    );
    assert_eq!(
        (line.place.unit.as_str(), line.place.villages.as_slice()),
        ("区某局", ["万宝镇垭古村".to_owned()].as_slice())
    );
    assert_eq!(story.says(TOWN, leave, LeaveLevel::Town).await, Ok(()));
    assert_eq!(story.on_the_phone(leave).await, LeaveStatus::TownApproved);
    let board = story.board(TOWN).await;
    assert_eq!((board.waiting.len(), board.decided.len()), (0, 1));
    assert!(story.waits(OFFICE).await.is_empty());
    assert!(story.board(OFFICE).await.decided.is_empty());
}

#[tokio::test]
async fn a_long_leave_goes_from_desk_to_desk_each_in_its_turn() {
    let mut story = Story::begin().await;
    let asked = story.applied(MEMBER, five_days(LeaveKind::Sick, whose())).await;
    for (staff, level) in [(TOWN, LeaveLevel::Town), (OFFICE, LeaveLevel::District)] {
        assert!(story.waits(staff).await.is_empty(), "the leader first");
        let early = story.says(staff, asked, level).await;
        assert_eq!(early, Err(RefusalCode::NotThisStep), "{staff}");
    }
    story.applied(LEADER, decide(asked, LeaveLevel::Leader)).await;
    for level in [LeaveLevel::Leader, LeaveLevel::District] {
        let wrong = story.says(TOWN, asked, level).await;
        assert_eq!(wrong, Err(RefusalCode::NotAllowed), "{level:?}");
    }
    for level in [LeaveLevel::Leader, LeaveLevel::Town] {
        let wrong = story.says(OFFICE, asked, level).await;
        assert_eq!(wrong, Err(RefusalCode::NotAllowed), "{level:?}");
    }
    assert_eq!(story.says(TOWN, asked, LeaveLevel::Town).await, Ok(()));
    assert_eq!(story.on_the_phone(asked).await, LeaveStatus::TownOk);
    assert!(story.waits(TOWN).await.is_empty());
    assert_eq!(story.waits(OFFICE).await, [asked]);
    assert_eq!(story.says(OFFICE, asked, LeaveLevel::District).await, Ok(()));
    assert_eq!(story.on_the_phone(asked).await, LeaveStatus::DistrictApproved);
    // What the leader enters from paper afterwards comes too late, and is told so.
    let late = story.refused(LEADER, decide(asked, LeaveLevel::District)).await;
    assert_eq!(late, RefusalCode::CaseMoved);
}

#[tokio::test]
async fn another_township_neither_reads_nor_decides() {
    let mut story = Story::begin().await;
    story.two_townships().await;
    let ours = story.agreed_by_the_leader(false).await;
    let theirs = Whose {
        team: "T03".into(),
        staff: "P031".into(),
        name: "丙".into(),
    };
    // A leader's own leave goes to the township at once.
    let theirs = story.applied("P031", five_days(LeaveKind::Annual, theirs)).await;
    assert_eq!(story.waits(TOWN).await, [ours]);
    assert_eq!(story.waits(OTHER_TOWN).await, [theirs]);
    let foreign = story
        .at_desk(OTHER_TOWN, ours, &said(LeaveLevel::Town, true))
        .await;
    let nowhere = OpId(Uuid::now_v7());
    let nothing = DeskDecision {
        staff: "NOBODY".into(),
        ..said(LeaveLevel::Town, true)
    };
    let nothing = story.at_desk(OTHER_TOWN, nowhere, &nothing).await;
    assert_eq!(foreign.outcome, nothing.outcome, "what is there is not told");
    let here = story.says(OTHER_TOWN, ours, LeaveLevel::Town).await;
    assert_eq!(here, Err(RefusalCode::NotAllowed));
    assert_eq!(story.on_the_phone(ours).await, LeaveStatus::LeaderOk);
    let own = story.says(TOWN, nowhere, LeaveLevel::Town).await;
    assert_eq!(own, Err(RefusalCode::NotFound));
}

#[tokio::test]
async fn the_same_decision_twice_changes_nothing() {
    let mut story = Story::begin().await;
    let leave = story.agreed_by_the_leader(true).await;
    let asked = said(LeaveLevel::Town, false);
    let first = story.at_desk(TOWN, leave, &asked).await;
    assert_eq!(
        (first.outcome.clone(), first.duplicate),
        (Outcome::Applied, false)
    );
    let before = story.pulls(MEMBER, None).await;
    let again = story.at_desk(TOWN, leave, &asked).await;
    assert_eq!((again.outcome, again.duplicate), (Outcome::Applied, true));
    // The other way under the same number is not the same.
    let other = DeskDecision {
        approve: true,
        ..asked.clone()
    };
    let reused = story.at_desk(TOWN, leave, &other).await.outcome;
    assert!(matches!(reused, Outcome::Refused { refusal } if refusal.code == RefusalCode::IdReused));
    let after = story.pulls(MEMBER, None).await;
    assert_eq!((before.head, before.digest), (after.head, after.digest));
    let file = told(&after).unwrap();
    let leave = file.leave(leave).unwrap();
    assert_eq!(leave.decisions().count(), 2);
    let (decision, by) = leave.decisions().last().unwrap();
    assert_eq!(
        (decision.approve, by, decision.words.as_str()),
        (false, "某某", "村里那几天要开会")
    );
    assert_eq!(leave.status("2026-11-23".parse().unwrap()), LeaveStatus::Rejected);
}

#[tokio::test]
async fn a_desk_reads_what_it_takes_to_decide_and_colleagues_still_nothing() {
    let mut story = Story::begin().await;
    let leave = story.agreed_by_the_leader(true).await;
    story.says(TOWN, leave, LeaveLevel::Town).await.unwrap();
    for staff in [TOWN, OFFICE] {
        let reply = story.reads(staff).await;
        assert!(reply.body.contains("SICK"), "{staff}: {}", reply.body);
        for secret in ["膝盖手术", "on_site", "months"] {
            assert!(!reply.body.contains(secret), "{staff} reads {secret}");
        }
    }
    assert!(told(&story.pulls(COLLEAGUE, None).await).is_none());
    assert!(told(&story.pulls("P003", None).await).is_none());
    for role in Role::ALL {
        let staff: StaffId = of_role(*role);
        let cookie = story.office.session(&staff).await;
        let read = story.office.get("/api/v1/leaves", &cookie).await.status;
        let path = format!("/api/v1/leaves/{leave}");
        let body = serde_json::to_value(said(LeaveLevel::District, true)).unwrap();
        if !matches!(role, Role::TownReviewer | Role::ResidencyOffice) {
            let sent = story.office.post(&path, &cookie, &body).await.status;
            assert_eq!((read, sent), (403, 403), "{role:?}");
        }
    }
    assert_eq!(story.waits(OFFICE).await, [leave]);
    let empty = json!({});
    let cookie = story.office.session(&OFFICE.into()).await;
    let path = format!("/api/v1/leaves/{leave}");
    assert_eq!(story.office.post(&path, &cookie, &empty).await.status, 400);
}
