//! Logging and correcting a visit.

use super::facts::{Statement, rebase_on_own, retract, state};
use super::{Context, Effect, flags, revision_entry};
use crate::household::Household;
use crate::ids::{HouseholdId, VisitId};
use crate::operation::Operation;
use crate::policy::Action;
use crate::record::{Record, Records};
use crate::refusal::{Refusal, RefusalCode};
use crate::risk::RelapseFlag;
use crate::roster::Role;
use crate::time::trusted_day;
use crate::visit::codes::VisitStatus;
use crate::visit::{Visit, VisitContent, VisitEvent, rules};

/// Where a visit goes when its author hands it in: a leader's own is filed, nobody reviews himself.
fn status_of_new(role: Role) -> VisitStatus {
    if role == Role::TeamLeader {
        VisitStatus::Filed
    } else {
        VisitStatus::Submitted
    }
}

pub(super) fn known_household(
    id: HouseholdId,
    records: &impl Records,
    context: Context<'_>,
) -> Result<Household, Refusal> {
    records
        .household(id)
        .filter(|household| context.actor.sees(&household.village))
        .cloned()
        .ok_or_else(|| Refusal::plain(RefusalCode::NotFound))
}

pub(super) fn log(
    operation: &Operation,
    id: VisitId,
    household: HouseholdId,
    content: &VisitContent,
    records: &impl Records,
    context: Context<'_>,
) -> Result<Effect, Refusal> {
    let mut household = known_household(household, records, context)?;
    context.require(Action::LogVisit, &household.village, Some(&operation.author))?;
    if let Some(other) = records.visit(id) {
        // Another team's visit is not there for this person, not even by its number.
        let known = context.actor.sees(&other.village);
        let code = if known {
            RefusalCode::AlreadyExists
        } else {
            RefusalCode::NotFound
        };
        return Err(Refusal::plain(code));
    }
    rules::check(content, &household, operation.recorded_on, context.config)?;

    let statement = Statement {
        op: operation.id,
        by: &operation.author,
        on: trusted_day(content.visited_on, operation.recorded_on, context.received_at),
        visit: Some(id),
    };
    let conflicts = state(&mut household, &content.changes, statement);
    let visit = Visit {
        id,
        household: household.id,
        village: household.village.clone(),
        team: context.actor.team.clone(),
        author: operation.author.clone(),
        author_name: context.actor.name.clone(),
        rev: 1,
        status: status_of_new(context.actor.role),
        recorded_on: operation.recorded_on,
        content: content.clone(),
        conflicts: conflicts.clone(),
        history: vec![revision_entry(operation, 1, VisitEvent::Logged, context)],
    };
    let flag = flags::of_visit(&visit, operation, records, context)?;
    let touched = !content.changes.is_empty();
    Ok(effect(visit, household, touched, flag, conflicts))
}

pub(super) fn revise(
    operation: &Operation,
    (id, household, base_rev): (VisitId, HouseholdId, u32),
    content: &VisitContent,
    records: &impl Records,
    context: Context<'_>,
) -> Result<Effect, Refusal> {
    let mut household = known_household(household, records, context)?;
    let mut visit = records
        .visit(id)
        .filter(|visit| visit.household == household.id)
        .cloned()
        .ok_or_else(|| Refusal::plain(RefusalCode::NotFound))?;
    context.require(Action::ReviseVisit, &visit.village, Some(&visit.author))?;
    rules::check(content, &household, operation.recorded_on, context.config)?;

    let open = matches!(visit.status, VisitStatus::Submitted | VisitStatus::Returned);
    if !open || base_rev != visit.rev {
        // Too late to change it: kept for all to read, never dropped (issue 3 §9).
        let event = VisitEvent::LateRevision {
            content: Box::new(content.clone()),
        };
        visit
            .history
            .push(revision_entry(operation, visit.rev, event, context));
        return Ok(effect(visit, household, false, None, Vec::new()));
    }
    let statement = Statement {
        op: operation.id,
        by: &operation.author,
        on: trusted_day(content.visited_on, operation.recorded_on, context.received_at),
        visit: Some(id),
    };
    retract(
        &mut household,
        &visit.content.changes,
        &content.changes,
        id,
        statement,
    );
    let changes = rebase_on_own(&household, &content.changes, id);
    let conflicts = state(&mut household, &changes, statement);
    let touched = !visit.content.changes.is_empty() || !content.changes.is_empty();

    let before = Box::new(std::mem::replace(&mut visit.content, content.clone()));
    visit.rev = visit.rev.saturating_add(1);
    visit.status = status_of_new(context.actor.role);
    visit.conflicts.clone_from(&conflicts);
    visit.history.push(revision_entry(
        operation,
        visit.rev,
        VisitEvent::Revised { before },
        context,
    ));
    let flag = flags::of_visit(&visit, operation, records, context)?;
    Ok(effect(visit, household, touched, flag, conflicts))
}

fn effect(
    visit: Visit,
    household: Household,
    touched: bool,
    flag: Option<RelapseFlag>,
    conflicts: Vec<crate::household::facts::FieldKey>,
) -> Effect {
    let mut records = vec![Record::Visit(Box::new(visit))];
    if touched {
        records.push(Record::Household(Box::new(household)));
    }
    records.extend(flag.map(|flag| Record::Flag(Box::new(flag))));
    Effect { records, conflicts }
}
