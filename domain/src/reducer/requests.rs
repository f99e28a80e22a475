//! Raising a request, and what is done to it until the household knows the answer.

use super::visits::known_household;
use super::{Context, Effect};
use crate::ids::{HouseholdId, RequestId, VisitId};
use crate::operation::Operation;
use crate::policy::Action;
use crate::record::{Record, Records};
use crate::refusal::{Refusal, RefusalCode};
use crate::request::rules::{check_content, check_step};
use crate::request::transitions::leads;
use crate::request::{Request, RequestContent, RequestEntry, RequestEvent, RequestStep};

fn entry(operation: &Operation, rev: u32, event: RequestEvent, context: Context<'_>) -> RequestEntry {
    RequestEntry {
        op: operation.id,
        rev,
        by: operation.author.clone(),
        by_name: context.actor.name.clone(),
        recorded_at: operation.recorded_at,
        recorded_on: operation.recorded_on,
        received_at: context.received_at,
        event,
    }
}

fn only(request: Request) -> Effect {
    Effect::of(Record::Request(Box::new(request)))
}

pub(super) fn raise(
    operation: &Operation,
    (id, household, visit): (RequestId, HouseholdId, Option<VisitId>),
    content: &RequestContent,
    records: &impl Records,
    context: Context<'_>,
) -> Result<Effect, Refusal> {
    let household = known_household(household, records, context)?;
    context.require(Action::RaiseRequest, &household.village, Some(&operation.author))?;
    // Whose the number is stays unsaid. A visit may still be on its way: what was asked there is kept all the same.
    let elsewhere = visit
        .and_then(|visit| records.visit(visit))
        .is_some_and(|visit| visit.household != household.id);
    if records.request(id).is_some() || elsewhere {
        return Err(Refusal::plain(RefusalCode::NotFound));
    }
    check_content(content, operation.recorded_on)?;
    Ok(only(Request {
        id,
        household: household.id,
        village: household.village,
        team: context.actor.team.clone(),
        raised_by: operation.author.clone(),
        raised_by_name: context.actor.name.clone(),
        visit,
        rev: 1,
        content: content.clone(),
        history: vec![entry(operation, 1, RequestEvent::Raised, context)],
    }))
}

pub(super) fn step(
    operation: &Operation,
    (id, household, base_rev): (RequestId, HouseholdId, u32),
    step: &RequestStep,
    records: &impl Records,
    context: Context<'_>,
) -> Result<Effect, Refusal> {
    let household = known_household(household, records, context)?;
    context.require(Action::StepRequest, &household.village, Some(&operation.author))?;
    let mut request = records
        .request(id)
        .filter(|request| request.household == household.id)
        .cloned()
        .ok_or_else(|| Refusal::plain(RefusalCode::NotFound))?;
    check_step(step, operation.recorded_on)?;
    // A restored server lacks what the person read: it may come back from a colleague's phone (decision 0009).
    if base_rev > request.rev {
        return Err(Refusal::plain(RefusalCode::NewerRevision));
    }
    let step = step.clone();
    let event = if base_rev == request.rev {
        if leads(request.state(), step.kind()).is_none() {
            return Err(Refusal::at(RefusalCode::NotThisStep, "step"));
        }
        request.rev = request.rev.saturating_add(1);
        RequestEvent::Stepped { step }
    } else {
        // Two phones met: the first step counts, the other is kept for all to read.
        RequestEvent::LateStep { step }
    };
    request
        .history
        .push(entry(operation, request.rev, event, context));
    Ok(only(request))
}
