//! Words for the story.

use crate::cast::{PEOPLE, TEAMS, VILLAGES, household_name};
use crate::office::Answer;
use crate::oracle::Oracle;
use crate::plan::Deed;
use domain::cbor;
use domain::household::facts::{FactValue, FieldKey};
use domain::ids::{HouseholdId, VisitId};
use domain::operation::OperationBody;
use domain::sync::{Outcome, SyncReply};
use domain::visit::{Decision, VisitContent};
use uuid::Uuid;

/// `1 operation`, `3 operations`.
#[must_use]
pub fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

fn value(value: Option<&FactValue>) -> String {
    value.map_or_else(
        || "nothing".to_owned(),
        |value| serde_json::to_string(value).unwrap_or_default(),
    )
}

fn field(key: &FieldKey) -> String {
    let whose = if key.member.is_some() { "member's " } else { "" };
    format!("{whose}{}", key.name.code())
}

fn changes(content: &VisitContent, oracle: &Oracle) -> String {
    let said = content.changes.iter().map(|change| {
        let base = change
            .base
            .map_or_else(|| "the register".to_owned(), |op| oracle.name(op));
        format!(
            ", {} = {} resting on {base}",
            field(&change.field),
            value(change.new.as_ref())
        )
    });
    said.collect()
}

fn visit(id: VisitId, oracle: &Oracle) -> String {
    oracle
        .visit(id)
        .map_or_else(|| "an unknown visit".to_owned(), |name| format!("visit {name}"))
}

/// What an operation does.
#[must_use]
pub fn body(body: &OperationBody, oracle: &Oracle) -> String {
    match body {
        OperationBody::LogVisit {
            household, content, ..
        } => format!(
            "a visit to {}{}",
            household_name(*household),
            changes(content, oracle)
        ),
        OperationBody::ReviseVisit {
            visit: id,
            base_rev,
            content,
            ..
        } => format!(
            "corrects {} at revision {base_rev}{}",
            visit(*id, oracle),
            changes(content, oracle)
        ),
        OperationBody::ReviewVisit {
            visit: id,
            rev,
            decision,
        } => {
            let verb = match decision {
                Decision::Approve => "approves",
                Decision::Return { .. } => "returns",
            };
            format!("{verb} {} at revision {rev}", visit(*id, oracle))
        }
        OperationBody::AddAddendum { visit: id, .. } => format!("adds to {}", visit(*id, oracle)),
        OperationBody::RaiseFlag { household, .. } => {
            format!("flags a risk of {}", household_name(*household))
        }
        OperationBody::TriageFlag {
            flag: id,
            rev,
            triage,
            ..
        } => {
            let name = oracle
                .flag(*id)
                .map_or_else(|| "an unknown flag".to_owned(), |name| format!("flag {name}"));
            format!("triages {name} at revision {rev} as {}", triage.status().code())
        }
        OperationBody::RaiseRequest { household, .. } => {
            format!("raises a request of {}", household_name(*household))
        }
        OperationBody::StepRequest {
            request: id,
            base_rev,
            step,
            ..
        } => {
            let name = oracle.request(*id).map_or_else(
                || "an unknown request".to_owned(),
                |name| format!("request {name}"),
            );
            format!("takes {} at revision {base_rev} of {name}", step.kind().code())
        }
        OperationBody::AddMeasure { household, .. } => {
            format!("plans a measure for {}", household_name(*household))
        }
        OperationBody::ProgressMeasure { household, .. } => {
            format!("tells how a measure of {} went on", household_name(*household))
        }
        OperationBody::NameContact { household, .. } => {
            format!("names who keeps in touch with {}", household_name(*household))
        }
        OperationBody::SignPlan { household, .. } => {
            format!("signs the plan of {}", household_name(*household))
        }
        OperationBody::OpenCase { household, .. } => {
            format!("opens the case of {}", household_name(*household))
        }
        OperationBody::StepCase { household, rev, step } => format!(
            "takes {} at revision {rev} in the case of {}",
            step.deed.kind().code(),
            household_name(*household)
        ),
        OperationBody::NominateElimination { household, way, .. } => format!(
            "nominates {} for elimination, {}",
            household_name(*household),
            way.code()
        ),
        OperationBody::ReduceNaturally {
            household, reason, ..
        } => format!(
            "takes {} off as naturally reduced, {}",
            household_name(*household),
            reason.code()
        ),
        OperationBody::StepElimination { household, rev, step } => format!(
            "takes {} at revision {rev} in the elimination of {}",
            step.deed.kind().code(),
            household_name(*household)
        ),
        OperationBody::ResolveConflict {
            household,
            field: key,
            keep,
            ..
        } => format!(
            "picks {} for {} of {}",
            value(keep.as_ref()),
            field(key),
            household_name(*household)
        ),
        OperationBody::RecordIncome { household, content } => {
            format!(
                "records {} lines of income of {}",
                content.amounts.len(),
                household_name(*household)
            )
        }
        OperationBody::RecordEntitlement { household, content } => format!(
            "finds {} {} of {}",
            content.key.kind.code(),
            content.status.code(),
            household_name(*household)
        ),
        OperationBody::ExplainLine { said, .. } => format!("explains {}", said.line.code()),
        OperationBody::AskLeave { whose, .. } => format!("asks for leave for {}", whose.staff),
        OperationBody::DecideLeave {
            staff,
            leave,
            decision,
            ..
        } => format!(
            "{} at {} to the leave {} of {staff}",
            if decision.approve { "agrees" } else { "says no" },
            decision.level.code(),
            oracle.name(*leave)
        ),
        OperationBody::EndLeave { staff, leave, .. } => {
            format!("ends the leave {} of {staff}", oracle.name(*leave))
        }
        OperationBody::ConfirmMonth { whose, content } => {
            format!("confirms {} days of {}", content.on_site, whose.staff)
        }
        OperationBody::WriteHandover { of, line } => {
            format!("writes {} into the handover of {}", line.kind.code(), of.staff)
        }
        OperationBody::SignHandover { of, side, whom, .. } => {
            format!("signs the handover of {} as {} for {whom}", of.staff, side.code())
        }
        OperationBody::LogWork { content, village, .. } => {
            format!("writes {} into the log of {village}", content.kind.code())
        }
        OperationBody::StrikeWork { work, .. } => format!("strikes {work} out"),
        OperationBody::ConfirmExplanation { explanation } => format!("confirms explanation {explanation}"),
    }
}

/// What the server answered.
#[must_use]
pub fn answer(answer: &Answer, oracle: &Oracle) -> String {
    let Some(reply) = cbor::from_slice::<SyncReply>(&answer.body)
        .ok()
        .filter(|_| answer.status == 200)
    else {
        return format!("status {}", answer.status);
    };
    let mut words: Vec<String> = Vec::new();
    for outcome in &reply.outcomes {
        let word = match &outcome.outcome {
            Outcome::Applied => "applied".to_owned(),
            Outcome::ConflictKept { .. } => "applied beside another value".to_owned(),
            Outcome::Refused { refusal } => format!("refused {}", refusal.code.code()),
            Outcome::Unknown => "unknown, send again".to_owned(),
        };
        let again = if outcome.duplicate { " (as before)" } else { "" };
        words.push(format!("{} {word}{again}", oracle.name(outcome.op)));
    }
    let more = if reply.repair { ", start over" } else { "" };
    words.push(format!(
        "{}, at {} of {}{more}",
        count(reply.changes.len(), "change"),
        reply.cursor,
        reply.head
    ));
    words.join("; ")
}

/// Whether an answer says that there is nothing new.
#[must_use]
pub fn is_nothing_new(answer: &Answer) -> bool {
    cbor::from_slice::<SyncReply>(&answer.body)
        .is_ok_and(|reply| reply.outcomes.is_empty() && reply.changes.is_empty() && !reply.repair)
}

/// What the office does.
#[must_use]
pub fn office(deed: Deed) -> String {
    let village = |at: usize| VILLAGES.get(at).map_or("", |(id, ..)| *id);
    let team = |at: usize| TEAMS.get(at).copied().unwrap_or("");
    let person = |at: usize| PEOPLE.get(at).map_or("", |(id, ..)| *id);
    match deed {
        Deed::MoveVillage(at, Some(to)) => format!("village {} goes to team {}", village(at), team(to)),
        Deed::MoveVillage(at, None) => format!("village {} has no team any more", village(at)),
        Deed::MoveHousehold(n, to) => format!(
            "{} moves to village {}",
            household_name(HouseholdId(Uuid::from_u128(n))),
            village(to)
        ),
        Deed::Register(n) => format!(
            "the register has a new address of {}",
            household_name(HouseholdId(Uuid::from_u128(n)))
        ),
        Deed::Post(at, leads, to) => format!(
            "{} becomes {} of team {}",
            person(at),
            if leads { "leader" } else { "member" },
            team(to)
        ),
        Deed::Account(at, true) => format!("the account of {} is closed", person(at)),
        Deed::Account(at, false) => format!("the account of {} is opened", person(at)),
        other => format!("{other:?}"),
    }
}
