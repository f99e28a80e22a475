//! Writing an entry of the work log, and striking one out (domain.md §7.2).

use super::{Context, Effect, entry};
use crate::ids::{VillageId, WorkId};
use crate::operation::Operation;
use crate::policy::Action;
use crate::record::{Record, Records};
use crate::refusal::{Refusal, RefusalCode};
use crate::visit::rules::check_required;
use crate::work::{WHY_MAX, WorkContent, WorkEvent, WorkLog, check_content};

/// Most lines of an entry's history; a bound, not a rule of the field.
const HISTORY_MAX: usize = 20;

fn only(work: WorkLog) -> Effect {
    Effect::of(Record::Work(Box::new(work)))
}

/// Writes an entry.
pub(super) fn log(
    operation: &Operation,
    (id, village): (WorkId, &VillageId),
    content: &WorkContent,
    records: &impl Records,
    context: Context<'_>,
) -> Result<Effect, Refusal> {
    let actor = context.actor;
    if !actor.sees(village) || records.work(id).is_some() {
        return Err(Refusal::plain(RefusalCode::NotFound));
    }
    context.require(Action::LogWork, village, Some(&operation.author))?;
    check_content(content, operation.recorded_on)?;
    let mut content = content.clone();
    content.companions.sort_unstable();
    content.companions.dedup();
    content.companions.retain(|person| *person != operation.author);
    Ok(only(WorkLog {
        id,
        village: village.clone(),
        team: actor.team.clone(),
        author: operation.author.clone(),
        author_name: actor.name.clone(),
        recorded_on: operation.recorded_on,
        content,
        history: vec![entry(operation, WorkEvent::Logged, context)],
    }))
}

/// Strikes an entry out. Where two do so at once both reasons stay readable.
pub(super) fn strike(
    operation: &Operation,
    id: WorkId,
    why: &str,
    records: &impl Records,
    context: Context<'_>,
) -> Result<Effect, Refusal> {
    let known = records.work(id).filter(|work| context.actor.sees(&work.village));
    let mut work = known
        .cloned()
        .ok_or_else(|| Refusal::plain(RefusalCode::NotFound))?;
    context.require(Action::StrikeWork, &work.village, Some(&work.author))?;
    check_required("why", why, WHY_MAX)?;
    if work.history.len() >= HISTORY_MAX {
        return Err(Refusal::plain(RefusalCode::TooMany));
    }
    let why = why.trim().to_owned();
    work.history
        .push(entry(operation, WorkEvent::Struck { why }, context));
    Ok(only(work))
}
