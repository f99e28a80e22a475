//! Operations that are not durably answered, as people read them: what it is, for whom, where it opens.

use crate::ledger::{Pending, PendingState, View};
use crate::parts::row::row;
use crate::parts::{Icon, Tone, household_address, moment, tag};
use crate::words::Words;
use domain::ids::{HouseholdId, StaffId, VisitId};
use domain::operation::{Operation, OperationBody};
use domain::record::{RecordKey, Records};
use domain::visit::Decision;
use leptos::prelude::*;

/// What kind of change it is.
pub fn kind(operation: &Operation, words: Words) -> &'static str {
    match &operation.body {
        OperationBody::LogVisit { .. } => words.op_log(),
        OperationBody::ReviseVisit { .. } => words.op_revise(),
        OperationBody::ReviewVisit {
            decision: Decision::Approve,
            ..
        } => words.op_approve(),
        OperationBody::ReviewVisit { .. } => words.op_return(),
        OperationBody::AddAddendum { .. } => words.op_addendum(),
        OperationBody::ResolveConflict { .. } => words.op_resolve(),
        OperationBody::RecordIncome { .. } => words.op_income(),
        OperationBody::ExplainLine { .. } => words.op_explain(),
        OperationBody::ConfirmExplanation { .. } => words.op_confirm(),
        OperationBody::RaiseFlag { .. } => words.op_flag(),
        OperationBody::TriageFlag { .. } => words.op_triage(),
        OperationBody::RaiseRequest { .. } => words.op_request(),
        OperationBody::StepRequest { .. } => words.op_request_step(),
        OperationBody::OpenCase { .. } | OperationBody::StepCase { .. } => words.op_case(),
        OperationBody::NominateElimination { .. } | OperationBody::StepElimination { .. } => {
            words.op_elimination()
        }
        OperationBody::ReduceNaturally { .. } => words.op_reduction(),
        OperationBody::AskLeave { .. } | OperationBody::EndLeave { .. } => words.op_leave(),
        OperationBody::DecideLeave { .. } => words.op_decide_leave(),
        OperationBody::ConfirmMonth { .. } => words.op_month(),
        OperationBody::RecordEntitlement { .. } => words.op_entitlement(),
        OperationBody::WriteHandover { .. } => words.op_handover(),
        OperationBody::SignHandover { .. } => words.op_handover_sign(),
        OperationBody::LogWork { .. } => words.op_work(),
        OperationBody::StrikeWork { .. } => words.op_strike_work(),
        OperationBody::AddMeasure { .. }
        | OperationBody::ProgressMeasure { .. }
        | OperationBody::NameContact { .. }
        | OperationBody::SignPlan { .. } => words.op_plan(),
    }
}

/// The household that it is about, found through the visit where the operation names only that.
pub fn household_of(operation: &Operation, view: &View) -> Option<HouseholdId> {
    operation.body.household().or_else(|| {
        let key = operation.body.stands_in()?;
        view.records.0.get(&key)?.of_household()
    })
}

/// The name of the household that it is about; empty where the phone does not have it.
pub fn name_of(operation: &Operation, view: &View, words: Words) -> String {
    household_of(operation, view)
        .and_then(|id| view.records.household(id))
        .map(|household| words.of_name(household.name()))
        .unwrap_or_default()
}

/// Where it opens: the visit if the phone shows one, else the household, else Me.
fn opens(operation: &Operation, view: &View) -> String {
    let visit = operation
        .body
        .visit()
        .filter(|visit| view.records.visit(*visit).is_some());
    let flag = operation
        .body
        .flag()
        .filter(|flag| view.records.flag(*flag).is_some());
    if let Some(flag) = flag {
        return format!("/flags/{flag}");
    }
    if let Some(RecordKey::Monitoring(household)) = operation.body.stands_in()
        && view.records.monitoring(household).is_some()
    {
        let page = match operation.body {
            OperationBody::OpenCase { .. }
            | OperationBody::StepCase { .. }
            | OperationBody::NominateElimination { .. }
            | OperationBody::StepElimination { .. } => "case",
            OperationBody::ReduceNaturally { .. } => "elimination",
            _ => "plan",
        };
        return format!("{}/{page}", household_address(household));
    }
    if operation.body.days().is_some() {
        return address_of_days(&operation.body, &view.me.staff).to_owned();
    }
    if let Some(work) = operation.body.work() {
        return format!("/work/{work}");
    }
    if let Some(of) = operation.body.handover() {
        return format!("/handover/{}", of.id());
    }
    match (visit, household_of(operation, view)) {
        (Some(visit), _) => format!("/visits/{visit}"),
        (None, Some(household)) => household_address(household),
        (None, None) => "/me#sync".to_owned(),
    }
}

/// Where leave and months open: the own ones on the person's screen, the team's on the leader's.
pub fn address_of_days(body: &OperationBody, me: &StaffId) -> &'static str {
    let whose = match body {
        OperationBody::AskLeave { whose, .. } | OperationBody::ConfirmMonth { whose, .. } => {
            Some(&whose.staff)
        }
        OperationBody::EndLeave { staff, .. } => Some(staff),
        _ => None,
    };
    match whose == Some(me) {
        true => "/me/month",
        false => "/review/team",
    }
}

/// A row for a waiting operation.
pub fn waiting_row(pending: &Pending, view: &View, words: Words) -> AnyView {
    let operation = &pending.operation;
    let name = view! { {name_of(operation, view, words)}" "{tag(Tone::Plain, Some(Icon::Phone), kind(operation, words))} };
    row(
        opens(operation, view),
        name.into_any(),
        moment(operation.recorded_at, view.today, words),
        None,
    )
}

/// Whether anything that concerns this visit still waits or needs a look; the graver of the two.
pub fn state_of_visit(view: &View, visit: VisitId) -> Option<PendingState> {
    let of_visit = || {
        view.outbox
            .iter()
            .filter(move |pending| pending.operation.body.visit() == Some(visit))
    };
    of_visit()
        .find(|pending| pending.state != PendingState::Waiting)
        .or_else(|| of_visit().next())
        .map(|pending| pending.state.clone())
}

/// Which of the operations wait, and which need a person.
pub fn split(view: &View) -> (Vec<&Pending>, Vec<&Pending>) {
    view.outbox
        .iter()
        .partition(|pending| pending.state == PendingState::Waiting)
}
