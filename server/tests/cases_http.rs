//! Identification cases over the real server: the team opens one, each desk takes its steps, and nobody else does.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod office;

use domain::case::codes::{CaseState, Comparison, Department, Side};
use domain::case::desk::{CaseBoard, CasePage, DeskStep};
use domain::case::{CaseStep, Compared, Deed, Verification, Verifier, Votes};
use domain::household::Risk;
use domain::household::codes::{Answer, MonitorCategory, RiskCause};
use domain::household::facts::{FactValue, FieldKey, GUARANTEES};
use domain::ids::{FlagId, HouseholdId, OpId, StaffId};
use domain::income::codes::{IncomeLine, IncomeSource};
use domain::income::{IncomeAmount, IncomeContent};
use domain::operation::OperationBody;
use domain::refusal::RefusalCode;
use domain::risk::Triage;
use domain::roster::Role;
use domain::sync::{OperationOutcome, Outcome, SyncReply};
use domain::time::field_day;
use domain::visit::FactChange;
use domain::visit::codes::Signal;
use office::{OURS, Office, content, new_visit, of_role, operation};
use serde_json::json;
use server::accounts::session::DAY_MS;
use uuid::Uuid;

const HOUSEHOLD: HouseholdId = HouseholdId(Uuid::from_u128(OURS));

struct Story {
    office: Office,
    seq: u64,
    leader: StaffId,
}

impl Story {
    async fn begin() -> Self {
        Self {
            office: Office::open().await,
            seq: 0,
            leader: of_role(Role::TeamLeader),
        }
    }

    async fn cookie(&self, role: Role) -> String {
        self.office.session(&of_role(role)).await
    }

    /// The leader's phone sends an operation, which must be applied.
    async fn phone(&mut self, body: OperationBody) {
        self.seq += 1;
        let mut sent = operation(self.seq, &self.leader, body);
        sent.recorded_at = self.office.state.clock.now();
        sent.recorded_on = field_day(sent.recorded_at);
        let cookie = self.office.session(&self.leader).await;
        let outcome = self.office.outcome(&cookie, &sent).await;
        assert_eq!(outcome.outcome, Outcome::Applied, "{:?}", sent.body);
    }

    async fn step(&mut self, rev: u32, deed: Deed) {
        let body = OperationBody::StepCase {
            household: HOUSEHOLD,
            rev,
            step: Box::new(self.taken(deed)),
        };
        self.phone(body).await;
    }

    fn taken(&self, deed: Deed) -> CaseStep {
        CaseStep {
            on: self.office.state.clock.today(),
            words: "村务公开栏".to_owned(),
            late_reason: String::new(),
            deed,
        }
    }

    fn desk_step(&self, rev: u32, deed: Deed) -> DeskStep {
        DeskStep {
            op: OpId(Uuid::new_v4()),
            recorded_at: self.office.state.clock.now(),
            rev,
            step: self.taken(deed),
            recorded_on: self.office.state.clock.today(),
        }
    }

    async fn desk(&self, role: Role, asked: &DeskStep) -> OperationOutcome {
        let cookie = self.cookie(role).await;
        let path = format!("/api/v1/cases/{HOUSEHOLD}");
        let reply = self
            .office
            .post(&path, &cookie, &serde_json::to_value(asked).unwrap())
            .await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        serde_json::from_str(&reply.body).unwrap()
    }

    async fn page(&self, role: Role) -> CasePage {
        let cookie = self.cookie(role).await;
        let reply = self
            .office
            .get(&format!("/api/v1/cases/{HOUSEHOLD}"), &cookie)
            .await;
        serde_json::from_str(&reply.body).unwrap()
    }

    async fn board(&self, role: Role) -> CaseBoard {
        let cookie = self.cookie(role).await;
        serde_json::from_str(&self.office.get("/api/v1/cases", &cookie).await.body).unwrap()
    }

    /// A visit that asks everything, with a sign; the flag confirmed, the case opened, signed, verified and agreed,
    /// the notice hung.
    async fn up_to_the_notice(&mut self) {
        let visit = new_visit();
        let mut told = content(OURS);
        told.visited_on = self.office.state.clock.today();
        told.no_change = false;
        told.signals = vec![Signal::LargeBill];
        told.changes = GUARANTEES
            .into_iter()
            .map(|name| FactChange {
                field: FieldKey { member: None, name },
                base: None,
                old: None,
                new: Some(FactValue::Words(Answer::Ok.code().to_owned())),
            })
            .collect();
        self.phone(OperationBody::LogVisit {
            visit,
            household: HOUSEHOLD,
            content: Box::new(told),
        })
        .await;
        let today = self.office.state.clock.today();
        self.phone(OperationBody::RecordIncome {
            household: HOUSEHOLD,
            content: Box::new(IncomeContent {
                from: today - chrono::Days::new(364),
                to: today,
                sharing: 2,
                amounts: vec![IncomeAmount {
                    line: IncomeLine::AwayWork,
                    yuan: 9_000,
                    source: IncomeSource::SelfReport,
                }],
                spending: vec![],
                note: String::new(),
            }),
        })
        .await;
        let flag = FlagId::of_visit(visit);
        self.phone(OperationBody::TriageFlag {
            flag,
            rev: 1,
            triage: Triage::Confirm,
            household: Some(HOUSEHOLD),
        })
        .await;
        self.step(
            0,
            Deed::Authorise {
                signer: "聂斌庆".to_owned(),
            },
        )
        .await;
        self.step(
            1,
            Deed::Verify {
                found: Box::new(self.found()),
            },
        )
        .await;
        let votes = Votes {
            present: 7,
            agree: 7,
            disagree: 0,
        };
        self.step(2, Deed::Agree { votes }).await;
        self.step(3, Deed::HangNotice).await;
    }

    fn found(&self) -> Verification {
        let verifier = |staff: Option<StaffId>, name: &str, side| Verifier {
            staff,
            name: name.to_owned(),
            side,
        };
        Verification {
            verifiers: vec![
                verifier(Some(self.leader.clone()), "某某", Side::Team),
                verifier(None, "刘会计", Side::Village),
            ],
            category: MonitorCategory::SuddenHardship,
            risks: vec![Risk {
                cause: RiskCause::Illness,
                disaster: None,
            }],
        }
    }
}

fn refused(outcome: &OperationOutcome) -> Option<RefusalCode> {
    match &outcome.outcome {
        Outcome::Refused { refusal } => Some(refusal.code),
        _ => None,
    }
}

#[tokio::test]
async fn a_case_goes_from_the_team_through_every_desk_to_a_monitored_household() {
    let mut story = Story::begin().await;
    story.up_to_the_notice().await;
    let early = story.desk_step(4, Deed::PassTown);
    let outcome = story.desk(Role::TownReviewer, &early).await;
    assert_eq!(refused(&outcome), Some(RefusalCode::NoticeNotOver));

    story.office.pass(7 * DAY_MS);
    let board = story.board(Role::TownReviewer).await;
    assert_eq!(board.lines.len(), 1);
    assert_eq!(
        (board.lines[0].state, board.lines[0].mine),
        (CaseState::TownReview, true)
    );
    let pass = story.desk_step(4, Deed::PassTown);
    assert_eq!(
        story.desk(Role::TownReviewer, &pass).await.outcome,
        Outcome::Applied
    );
    let again = story.desk(Role::TownReviewer, &pass).await;
    assert!(
        again.duplicate && again.outcome == Outcome::Applied,
        "asked twice, done once"
    );

    let approve = story.desk_step(5, Deed::Approve);
    let without = story.desk(Role::DistrictAdmin, &approve).await;
    assert_eq!(refused(&without), Some(RefusalCode::NotCompared));
    let results = vec![Compared {
        department: Department::CivilAffairs,
        result: Comparison::Agrees,
    }];
    for deed in [Deed::Compare { results }, Deed::Approve] {
        let asked = story.desk_step(5, deed);
        assert_eq!(
            story.desk(Role::DistrictAdmin, &asked).await.outcome,
            Outcome::Applied
        );
    }
    let page = story.page(Role::DistrictAdmin).await;
    assert_eq!(page.household.monitor, Some(MonitorCategory::SuddenHardship));
    assert_eq!(page.seen.unwrap().signals, [Signal::LargeBill]);
    assert_eq!(page.file.present().unwrap().progress().state, CaseState::Approved);
    let announce = story.desk_step(6, Deed::Announce);
    assert_eq!(
        story.desk(Role::TownReviewer, &announce).await.outcome,
        Outcome::Applied
    );

    // The phone reads the same.
    let cookie = story.office.session(&story.leader).await;
    let reply = story.office.sync(&cookie, vec![]).await.body;
    assert!(reply.contains("\"announce\"") && reply.contains("SUDDEN_HARDSHIP"));
}

#[tokio::test]
async fn a_desk_reads_and_does_only_what_its_place_and_role_allow() {
    let mut story = Story::begin().await;
    story.up_to_the_notice().await;
    assert_eq!(story.board(Role::VillageCadre).await.lines.len(), 1);
    // A reviewer of another township: the same person after the place was changed.
    let elsewhere = server::store::StaffPlace::Township("水洞底镇".to_owned());
    let town = of_role(Role::TownReviewer);
    story
        .office
        .state
        .store
        .set_place(&town, &elsewhere)
        .await
        .unwrap();
    assert_eq!(story.board(Role::TownReviewer).await.lines.len(), 0);
    let cookie = story.cookie(Role::TownReviewer).await;
    let path = format!("/api/v1/cases/{HOUSEHOLD}");
    let there = story.office.get(&path, &cookie).await;
    let nowhere = story
        .office
        .get(&format!("/api/v1/cases/{}", Uuid::nil()), &cookie)
        .await;
    assert_eq!((there.status, &there.body), (404, &nowhere.body));
    story.office.pass(7 * DAY_MS);
    let pass = story.desk_step(4, Deed::PassTown);
    assert_eq!(
        refused(&story.desk(Role::TownReviewer, &pass).await),
        Some(RefusalCode::NotFound)
    );
    // The district does not do the township's part, nor the village's cadre the district's.
    for (role, deed) in [
        (Role::DistrictAdmin, Deed::PassTown),
        (Role::VillageCadre, Deed::Reject),
    ] {
        let cookie = story.cookie(role).await;
        let asked = serde_json::to_value(story.desk_step(4, deed)).unwrap();
        let reply = story.office.post(&path, &cookie, &asked).await;
        assert_eq!((reply.status, reply.code().as_str()), (403, "NOT_ALLOWED"));
    }
}

#[tokio::test]
async fn an_import_does_not_set_back_what_a_case_decided() {
    let mut story = Story::begin().await;
    story.up_to_the_notice().await;
    story.office.pass(7 * DAY_MS);
    let results = vec![Compared {
        department: Department::Health,
        result: Comparison::Agrees,
    }];
    for (role, rev, deed) in [
        (Role::TownReviewer, 4, Deed::PassTown),
        (Role::DistrictAdmin, 5, Deed::Compare { results }),
        (Role::DistrictAdmin, 5, Deed::Approve),
    ] {
        let asked = story.desk_step(rev, deed);
        assert_eq!(story.desk(role, &asked).await.outcome, Outcome::Applied);
    }
    let mut row = office::registered(OURS);
    row.household.group = "第9组".to_owned();
    let now = story.office.state.clock.now();
    let by = of_role(Role::ResidencyOffice);
    story
        .office
        .state
        .store
        .save_register(&[row], &by, now, &|_| {})
        .await
        .unwrap();
    let page = story.page(Role::DistrictAdmin).await;
    assert_eq!(page.household.group, "第9组");
    assert_eq!(page.household.monitor, Some(MonitorCategory::SuddenHardship));
}

/// A phone that was in the mountains while the server learnt of cases cannot read them: it is told everything else,
/// and everything once it has updated itself (issue 3, point 18).
#[tokio::test]
async fn a_phone_of_the_first_version_hears_everything_but_cases_and_catches_up() {
    let mut story = Story::begin().await;
    story.up_to_the_notice().await;
    let cookie = story.office.session(&story.leader).await;
    let ask = async |protocol: u16, known: Option<&SyncReply>| {
        let request = json!({
            "protocol": protocol,
            "device": Uuid::from_u128(77),
            "epoch": known.map(|reply| reply.epoch.clone()),
            "team": known.map(|reply| reply.team.clone()),
            "cursor": known.map_or(0, |reply| reply.cursor),
            "digest": known.map(|reply| reply.digest),
            "operations": [],
        });
        story.office.post("/api/v1/sync", &cookie, &request).await.sync()
    };
    let old = ask(1, None).await;
    assert!(old.changes.iter().all(|entry| entry.key.kind() != "monitoring"));
    assert!(old.changes.iter().any(|entry| entry.key.kind() == "flag"));
    let mut digest = domain::record::ScopeDigest::default();
    for entry in &old.changes {
        digest = digest.with(&entry.key, entry.version);
    }
    assert_eq!(
        (digest, old.cursor),
        (old.digest, old.head),
        "the old phone is up to date"
    );
    assert!(!ask(1, Some(&old)).await.repair);
    let updated = ask(2, Some(&old)).await;
    assert!(updated.repair, "the updated phone starts over");
    let whole = ask(2, None).await;
    assert!(whole.changes.iter().any(|entry| entry.key.kind() == "monitoring"));
    assert!(!ask(2, Some(&whole)).await.repair);
}
