//! That no kind of operation is left out of the policy's test, and the operations that need something to act on.

use crate::office::{OURS, Office, content, new_visit, of_role, operation};
use crate::whose;
use domain::case::codes::StepKind;
use domain::case::{CaseStep, Deed, transitions};
use domain::commitments::LineCode;
use domain::elimination::codes::EliminationKind;
use domain::elimination::{self, EliminationDeed, EliminationStep};
use domain::handover::Leaving;
use domain::handover::codes::HandoverSide;
use domain::ids::{ExplanationId, FlagId, HouseholdId, OpId, StaffId};
use domain::operation::{Explaining, OperationBody};
use domain::plan::codes::{MeasureCategory, MeasureStatus};
use domain::plan::{MeasureContent, ProgressStep};
use domain::policy::Action;
use domain::risk::{FlagContent, Triage};
use domain::roster::Role;
use domain::sync::Outcome;
use domain::team::codes::{LeaveKind, LeaveLevel};
use domain::team::{LeaveContent, LeaveDecision};
use domain::visit::codes::Signal;
use std::collections::BTreeSet;
use uuid::Uuid;

macro_rules! kinds {
    ($($kind:ident),+ $(,)?) => {
        /// Every kind of operation.
        const KINDS: &[&str] = &[$(stringify!($kind)),+];

        /// The name of its kind. Exhaustive: a new kind does not compile until [`KINDS`] has it, and then the test below
        /// asks for an operation of it.
        const fn kind(body: &OperationBody) -> &'static str {
            match body {
                $(OperationBody::$kind { .. } => stringify!($kind),)+
            }
        }
    };
}

kinds! {
    LogVisit, ReviseVisit, ReviewVisit, AddAddendum, ResolveConflict, RecordIncome, ExplainLine, ConfirmExplanation,
    RaiseFlag, TriageFlag, RaiseRequest, StepRequest, OpenCase, StepCase, NominateElimination, StepElimination,
    AddMeasure, ProgressMeasure, NameContact, SignPlan, AskLeave, DecideLeave, EndLeave, ConfirmMonth,
    RecordEntitlement, WriteHandover, SignHandover, LogWork, StrikeWork, ReduceNaturally,
}

/// Fails where a kind of operation has no operation among these, or an action that a step of a case or of an
/// elimination needs has none.
pub fn are_complete(bodies: &[OperationBody]) {
    let had: BTreeSet<&str> = bodies.iter().map(kind).collect();
    assert_eq!(had, KINDS.iter().copied().collect(), "kinds of operations");
    let actions: BTreeSet<&str> = bodies.iter().map(|body| body.action().code()).collect();
    let of_cases = StepKind::ALL.iter().map(|step| transitions::action(*step));
    let of_eliminations = EliminationKind::ALL
        .iter()
        .map(|step| elimination::transitions::action(*step));
    let needed: BTreeSet<&str> = of_cases.chain(of_eliminations).map(Action::code).collect();
    let missing: Vec<&&str> = needed.difference(&actions).collect();
    assert!(missing.is_empty(), "no step needs {missing:?}");
}

/// What the operations of [`further`] act on.
pub struct Made {
    measure: OpId,
    leave: OpId,
    explanation: ExplanationId,
}

/// Made by the leader of team T01: a case with help first, a measure, a leave of P001, something explained.
pub async fn made(office: &Office) -> Made {
    let leader = of_role(Role::TeamLeader);
    let cookie = office.session(&leader).await;
    let household = HouseholdId(Uuid::from_u128(OURS));
    let (flag, explanation) = (FlagId(new_visit().0), ExplanationId(Uuid::new_v4()));
    let mut ids = Vec::new();
    for (seq, body) in (1..).zip([
        raised(flag, household),
        OperationBody::TriageFlag {
            flag,
            rev: 1,
            triage: Triage::Confirm,
            household: Some(household),
        },
        case_step(household, "先救助", Deed::Expedite),
        measure(household),
        leave(),
        explained(explanation, household),
    ]) {
        let made = operation(seq, &leader, body);
        ids.push(made.id);
        let outcome = office.outcome(&cookie, &made).await.outcome;
        assert_eq!(outcome, Outcome::Applied, "{}", kind(&made.body));
    }
    Made {
        measure: ids[3],
        leave: ids[4],
        explanation,
    }
}

pub fn raised(flag: FlagId, household: HouseholdId) -> OperationBody {
    OperationBody::RaiseFlag {
        flag,
        household,
        content: Box::new(FlagContent {
            seen_on: content(OURS).visited_on,
            signals: vec![Signal::LargeBill],
            urgent: false,
            words: String::new(),
            warning: None,
            source: None,
        }),
    }
}

pub fn measure(household: HouseholdId) -> OperationBody {
    OperationBody::AddMeasure {
        household,
        content: Box::new(MeasureContent {
            sub_item: None,
            category: MeasureCategory::Health,
            item: "临时救助".to_owned(),
            start: content(OURS).visited_on,
            planned_end: None,
            yuan: None,
            body: String::new(),
        }),
    }
}

pub fn leave() -> OperationBody {
    OperationBody::AskLeave {
        whose: whose(),
        content: Box::new(LeaveContent {
            kind: LeaveKind::Sick,
            from: content(OURS).visited_on,
            to: content(OURS).visited_on,
            reason: String::new(),
        }),
    }
}

pub fn explained(explanation: ExplanationId, household: HouseholdId) -> OperationBody {
    OperationBody::ExplainLine {
        explanation,
        said: Box::new(Explaining {
            village: "V001".into(),
            line: LineCode::A4,
            household: Some(household),
            member: None,
            reason: "全家在外务工".to_owned(),
            until: content(OURS).visited_on + chrono::Days::new(60),
        }),
    }
}

pub fn case_step(household: HouseholdId, words: &str, deed: Deed) -> OperationBody {
    OperationBody::StepCase {
        household,
        rev: 0,
        step: Box::new(CaseStep {
            on: content(OURS).visited_on,
            words: words.to_owned(),
            late_reason: String::new(),
            deed,
        }),
    }
}

pub fn elimination_step(household: HouseholdId, deed: EliminationDeed) -> OperationBody {
    OperationBody::StepElimination {
        household,
        rev: 0,
        step: Box::new(EliminationStep {
            on: content(OURS).visited_on,
            words: String::new(),
            late_reason: String::new(),
            deed,
        }),
    }
}

/// What `staff` does to what was made, and a step of a case and of an elimination for each action.
pub fn further(made: &Made, staff: &StaffId) -> Vec<OperationBody> {
    let household = HouseholdId(Uuid::from_u128(OURS));
    let today = content(OURS).visited_on;
    vec![
        OperationBody::ConfirmExplanation {
            explanation: made.explanation,
        },
        OperationBody::ProgressMeasure {
            household,
            measure: made.measure,
            step: Box::new(ProgressStep {
                on: today,
                status: MeasureStatus::InProgress,
                words: String::new(),
            }),
        },
        OperationBody::EndLeave {
            team: "T01".into(),
            staff: "P001".into(),
            leave: made.leave,
            back_on: None,
        },
        OperationBody::DecideLeave {
            team: "T01".into(),
            staff: "P001".into(),
            leave: made.leave,
            decision: Box::new(LeaveDecision {
                level: LeaveLevel::Leader,
                approve: true,
                decider: String::new(),
                words: String::new(),
            }),
        },
        // Everybody signs for the own side; who signs in whose place is a rule of its own.
        OperationBody::SignHandover {
            of: Box::new(Leaving {
                village: "V001".into(),
                staff: "GONE".into(),
                name: "乙".to_owned(),
                role: Role::TeamMember,
                on: today,
            }),
            side: HandoverSide::Incoming,
            whom: staff.clone(),
            words: String::new(),
        },
        case_step(
            household,
            "",
            Deed::Authorise {
                signer: "聂斌庆".to_owned(),
            },
        ),
        case_step(household, "", Deed::PassTown),
        case_step(household, "", Deed::Compare { results: vec![] }),
        case_step(household, "", Deed::Announce),
        elimination_step(household, EliminationDeed::FindNotStable { verifiers: vec![] }),
        elimination_step(household, EliminationDeed::HangNotice),
        elimination_step(household, EliminationDeed::PassTown),
        elimination_step(household, EliminationDeed::Announce),
    ]
}
