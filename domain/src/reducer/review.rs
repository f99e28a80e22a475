//! Reviewing a visit and adding to it.

use super::{Context, Effect, revision_entry};
use crate::ids::VisitId;
use crate::operation::Operation;
use crate::policy::Action;
use crate::record::{Record, Records};
use crate::refusal::{Refusal, RefusalCode};
use crate::visit::codes::VisitStatus;
use crate::visit::rules::{NOTE_MAX, check_text};
use crate::visit::{Decision, Visit, VisitEvent};

fn known_visit(id: VisitId, records: &impl Records, context: Context<'_>) -> Result<Visit, Refusal> {
    records
        .visit(id)
        .filter(|visit| context.actor.sees(&visit.village))
        .cloned()
        .ok_or_else(|| Refusal::plain(RefusalCode::NotFound))
}

pub(super) fn review(
    operation: &Operation,
    id: VisitId,
    rev: u32,
    decision: &Decision,
    records: &impl Records,
    context: Context<'_>,
) -> Result<Effect, Refusal> {
    let mut visit = known_visit(id, records, context)?;
    if visit.author == operation.author {
        return Err(Refusal::plain(RefusalCode::OwnVisit));
    }
    context.require(Action::ReviewVisit, &visit.village, Some(&visit.author))?;
    // A decision holds for what the reviewer read: never for a text that came meanwhile.
    if visit.rev != rev {
        return Err(Refusal::plain(RefusalCode::NewerRevision));
    }
    if visit.status != VisitStatus::Submitted {
        return Err(Refusal::plain(RefusalCode::NotAwaitingReview));
    }
    visit.status = match decision {
        Decision::Approve => VisitStatus::Approved,
        Decision::Return { words, .. } => {
            check_text("words", words, NOTE_MAX)?;
            VisitStatus::Returned
        }
    };
    let event = VisitEvent::Reviewed {
        decision: decision.clone(),
    };
    visit
        .history
        .push(revision_entry(operation, visit.rev, event, context));
    Ok(Effect::of(Record::Visit(Box::new(visit))))
}

pub(super) fn addendum(
    operation: &Operation,
    id: VisitId,
    text: &str,
    records: &impl Records,
    context: Context<'_>,
) -> Result<Effect, Refusal> {
    let mut visit = known_visit(id, records, context)?;
    context.require(Action::AddAddendum, &visit.village, Some(&visit.author))?;
    check_text("text", text, NOTE_MAX)?;
    if text.trim().is_empty() {
        return Err(Refusal::at(RefusalCode::EmptyText, "text"));
    }
    let event = VisitEvent::Addendum {
        text: text.to_owned(),
    };
    visit
        .history
        .push(revision_entry(operation, visit.rev, event, context));
    Ok(Effect::of(Record::Visit(Box::new(visit))))
}
