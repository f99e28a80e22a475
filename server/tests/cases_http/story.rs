//! A household whose case a team opens, and the desks that go on with it.

use super::office::{OURS, Office, content, new_visit, of_role, operation};
use domain::case::codes::Side;
use domain::case::desk::{CaseBoard, CasePage, DeskStep};
use domain::case::{Deed, Step, Verification, Verifier, Votes};
use domain::config::Config;
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
use domain::sync::{OperationOutcome, Outcome};
use domain::time::field_day;
use domain::visit::FactChange;
use domain::visit::codes::Signal;
use serde::Serialize;
use uuid::Uuid;

pub const HOUSEHOLD: HouseholdId = HouseholdId(Uuid::from_u128(OURS));

pub struct Story {
    pub office: Office,
    seq: u64,
    pub leader: StaffId,
}

impl Story {
    pub async fn begin() -> Self {
        Self::under(Config::default()).await
    }

    /// In a district with these figures.
    pub async fn under(config: Config) -> Self {
        Self {
            office: Office::under(config).await,
            seq: 0,
            leader: of_role(Role::TeamLeader),
        }
    }

    pub async fn cookie(&self, role: Role) -> String {
        self.office.session(&of_role(role)).await
    }

    /// The leader's phone sends an operation, which must be applied.
    pub async fn phone(&mut self, body: OperationBody) {
        self.seq += 1;
        let mut sent = operation(self.seq, &self.leader, body);
        sent.recorded_at = self.office.state.clock.now();
        sent.recorded_on = field_day(sent.recorded_at);
        let cookie = self.office.session(&self.leader).await;
        let outcome = self.office.outcome(&cookie, &sent).await;
        assert_eq!(outcome.outcome, Outcome::Applied, "{:?}", sent.body);
    }

    pub async fn step(&mut self, rev: u32, deed: Deed) {
        let body = OperationBody::StepCase {
            household: HOUSEHOLD,
            rev,
            step: Box::new(self.taken(deed)),
        };
        self.phone(body).await;
    }

    pub fn taken<D>(&self, deed: D) -> Step<D> {
        Step {
            on: self.office.state.clock.today(),
            words: "村务公开栏".to_owned(),
            late_reason: String::new(),
            deed,
        }
    }

    pub fn desk_step<D>(&self, rev: u32, deed: D) -> DeskStep<D> {
        DeskStep {
            op: OpId(Uuid::new_v4()),
            recorded_at: self.office.state.clock.now(),
            rev,
            step: self.taken(deed),
            recorded_on: self.office.state.clock.today(),
        }
    }

    pub async fn desk(&self, role: Role, asked: &DeskStep) -> OperationOutcome {
        self.desk_at("", role, asked).await
    }

    /// The same, of an elimination.
    pub async fn desk_at(&self, below: &str, role: Role, asked: &impl Serialize) -> OperationOutcome {
        let cookie = self.cookie(role).await;
        let path = format!("/api/v1/cases/{HOUSEHOLD}{below}");
        let reply = self
            .office
            .post(&path, &cookie, &serde_json::to_value(asked).unwrap())
            .await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        serde_json::from_str(&reply.body).unwrap()
    }

    pub async fn page(&self, role: Role) -> CasePage {
        let cookie = self.cookie(role).await;
        let reply = self
            .office
            .get(&format!("/api/v1/cases/{HOUSEHOLD}"), &cookie)
            .await;
        serde_json::from_str(&reply.body).unwrap()
    }

    pub async fn board(&self, role: Role) -> CaseBoard {
        let cookie = self.cookie(role).await;
        serde_json::from_str(&self.office.get("/api/v1/cases", &cookie).await.body).unwrap()
    }

    /// A visit that asks everything, with or without a sign, and the income calculated.
    pub async fn asked(&mut self, signals: Vec<Signal>, yuan: u32) -> FlagId {
        let visit = new_visit();
        let mut told = content(OURS);
        told.visited_on = self.office.state.clock.today();
        told.no_change = false;
        told.signals = signals;
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
                    yuan,
                    source: IncomeSource::SelfReport,
                }],
                spending: vec![],
                note: String::new(),
            }),
        })
        .await;
        FlagId::of_visit(visit)
    }

    /// The flag of a sign confirmed, the case opened, signed, verified and agreed, the notice hung.
    pub async fn up_to_the_notice(&mut self) {
        let flag = self.asked(vec![Signal::LargeBill], 9_000).await;
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

    pub fn found(&self) -> Verification {
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

pub fn refused(outcome: &OperationOutcome) -> Option<RefusalCode> {
    match &outcome.outcome {
        Outcome::Refused { refusal } => Some(refusal.code),
        _ => None,
    }
}
