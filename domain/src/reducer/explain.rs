//! Explaining a line of the four not-removes, and confirming what another explained.

use super::{Context, Effect, entry};
use crate::commitments::{Explanation, ExplanationEvent};
use crate::ids::ExplanationId;
use crate::operation::{Explaining, Operation};
use crate::policy::Action;
use crate::record::{Record, Records};
use crate::refusal::{Refusal, RefusalCode};
use crate::roster::Role;
use crate::time::days_between;
use crate::visit::rules::{NOTE_MAX, check_text};

fn effect(explanation: Explanation) -> Effect {
    Effect::of(Record::Explanation(Box::new(explanation)))
}

/// Writes an explanation; it waits until somebody else confirms it.
pub(super) fn explain(
    operation: &Operation,
    id: ExplanationId,
    said: &Explaining,
    records: &impl Records,
    context: Context<'_>,
) -> Result<Effect, Refusal> {
    let not_found = || Refusal::plain(RefusalCode::NotFound);
    let actor = context.actor;
    if !actor.sees(&said.village) {
        return Err(not_found());
    }
    if let Some(household) = said.household {
        let known = records.household(household).ok_or_else(not_found)?;
        let member_known = said.member.is_none_or(|member| known.member(member).is_some());
        if known.village != said.village || !member_known {
            return Err(not_found());
        }
    }
    context.require(Action::ExplainLine, &said.village, Some(&operation.author))?;
    if records.explanation(id).is_some() {
        return Err(Refusal::plain(RefusalCode::AlreadyExists));
    }
    check_text("reason", &said.reason, NOTE_MAX)?;
    if said.reason.trim().is_empty() {
        return Err(Refusal::at(RefusalCode::EmptyText, "reason"));
    }
    let days = days_between(operation.recorded_on, said.until);
    if !(1..=i64::from(context.config.four.explanation_days)).contains(&days) {
        return Err(Refusal::at(RefusalCode::ExplanationEnd, "until"));
    }
    Ok(effect(Explanation {
        id,
        village: said.village.clone(),
        line: said.line,
        household: said.household,
        member: said.member,
        reason: said.reason.trim().to_owned(),
        until: said.until,
        author: operation.author.clone(),
        author_role: actor.role,
        confirmed_by: None,
        history: vec![entry(operation, ExplanationEvent::Written, context)],
    }))
}

/// Confirms it. A member's is confirmed by the leader; the leader's own by anybody else of the team.
pub(super) fn confirm(
    operation: &Operation,
    id: ExplanationId,
    records: &impl Records,
    context: Context<'_>,
) -> Result<Effect, Refusal> {
    let known = records
        .explanation(id)
        .filter(|known| context.actor.sees(&known.village));
    let mut explanation = known
        .cloned()
        .ok_or_else(|| Refusal::plain(RefusalCode::NotFound))?;
    if explanation.author == operation.author {
        return Err(Refusal::plain(RefusalCode::OwnExplanation));
    }
    let leads = context.actor.role == Role::TeamLeader;
    let may = context.actor.may(
        Action::ConfirmExplanation,
        &explanation.village,
        Some(&explanation.author),
    );
    if !may || !(leads || explanation.author_role == Role::TeamLeader) {
        return Err(Refusal::plain(RefusalCode::NotAllowed));
    }
    if explanation.confirmed_by.is_some() {
        return Err(Refusal::plain(RefusalCode::ExplanationConfirmed));
    }
    explanation.confirmed_by = Some(operation.author.clone());
    explanation
        .history
        .push(entry(operation, ExplanationEvent::Confirmed, context));
    Ok(effect(explanation))
}
