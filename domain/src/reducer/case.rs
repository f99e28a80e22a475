//! Opening an identification case, and each step of it (domain.md §4.7).

use super::{Context, Effect, file_of};
use crate::case::rules::{Taking, check};
use crate::case::{
    CaseStep, Deed, Entry, IdentificationCase, MonitoringFile, Step, Verification, transitions,
};
use crate::household::Household;
use crate::ids::{FlagId, HouseholdId};
use crate::operation::Operation;
use crate::policy::Action;
use crate::record::{Record, Records};
use crate::refusal::{Refusal, RefusalCode};
use crate::risk::{FlagStatus, RelapseFlag};
use crate::time::{field_day, trusted_day};
use chrono::NaiveDate;

/// Most steps of a case, the endless returns included, and most cases of a household; bounds, not rules of the field.
const STEPS_MAX: usize = 200;
const CASES_MAX: usize = 50;

/// The household, where the person may do this to it. What is not there and what is somebody else's get one answer.
pub(super) fn allowed(
    id: HouseholdId,
    action: Action,
    records: &impl Records,
    context: Context<'_>,
) -> Result<Household, Refusal> {
    let household = records
        .household(id)
        .ok_or_else(|| Refusal::plain(RefusalCode::NotFound))?;
    if context.actor.may(action, &household.village, None) {
        return Ok(household.clone());
    }
    Err(Refusal::plain(match context.actor.sees(&household.village) {
        true => RefusalCode::NotAllowed,
        false => RefusalCode::NotFound,
    }))
}

/// What the confirmation of a flag opens, where a case can be opened: it may be that one runs, that the household is
/// monitored already, or that the district set no limits. The confirmation stands in any case.
pub(super) fn on_confirmation(
    operation: &Operation,
    id: HouseholdId,
    flag: &RelapseFlag,
    records: &impl Records,
    context: Context<'_>,
) -> Option<Record> {
    let household = allowed(id, Action::OpenCase, records, context).ok()?;
    let file = opened(operation, &household, flag, records, context).ok()?;
    Some(Record::Monitoring(Box::new(file)))
}

/// The file of a household whose running case began with a flag, where a flag that was merged into it was seen earlier or
/// cannot wait; none where that changes nothing.
pub(super) fn on_merge(file: &MonitoringFile, flag: &RelapseFlag) -> Option<MonitoringFile> {
    let mut file = file.clone();
    let present = file.cases.last_mut()?;
    if present.flag != flag.id || !present.progress().state.is_running() {
        return None;
    }
    let earlier = flag.t0() < present.seen_on;
    if !earlier && (present.urgent || !flag.is_urgent()) {
        return None;
    }
    if earlier {
        present.seen_on = flag.t0();
        present.heard_on = flag.heard_on();
    }
    present.urgent |= flag.is_urgent();
    Some(file)
}

pub(super) fn open(
    operation: &Operation,
    id: HouseholdId,
    flag: FlagId,
    records: &impl Records,
    context: Context<'_>,
) -> Result<Effect, Refusal> {
    let household = allowed(id, Action::OpenCase, records, context)?;
    let flag = records
        .flag(flag)
        .filter(|flag| flag.household == household.id)
        .ok_or_else(|| Refusal::plain(RefusalCode::NotFound))?;
    if flag.status() != FlagStatus::Confirmed {
        return Err(Refusal::plain(RefusalCode::FlagNotConfirmed));
    }
    let file = opened(operation, &household, flag, records, context)?;
    Ok(Effect::of(Record::Monitoring(Box::new(file))))
}

/// The household's file with a new case on a flag. VP01: where a case runs, or the household is monitored already, no
/// other is opened.
fn opened(
    operation: &Operation,
    household: &Household,
    flag: &RelapseFlag,
    records: &impl Records,
    context: Context<'_>,
) -> Result<MonitoringFile, Refusal> {
    let mut file = file_of(household, records);
    // A case that led to monitoring is over as well, once the risk is eliminated: a new sign opens the next (§4.10).
    let over = |case: &IdentificationCase| !case.progress().state.is_running();
    if household.monitored().is_some() || !file.present().is_none_or(over) {
        return Err(Refusal::plain(RefusalCode::CaseRunning));
    }
    if file.has_answered(flag.id) {
        return Err(Refusal::plain(RefusalCode::FlagAnswered));
    }
    if file.cases.len() >= CASES_MAX {
        return Err(Refusal::plain(RefusalCode::TooMany));
    }
    let limits = context.config.identify;
    let opened_on = trusted_day(operation.recorded_on, operation.recorded_on, context.received_at);
    file.cases.push(IdentificationCase {
        op: operation.id,
        flag: flag.id,
        seen_on: flag.t0(),
        heard_on: flag.heard_on(),
        limits: limits.ok_or_else(|| Refusal::plain(RefusalCode::NoLimits))?,
        by: operation.author.clone(),
        by_name: context.actor.name.clone(),
        recorded_at: operation.recorded_at,
        received_at: context.received_at,
        steps: Vec::new(),
        opened_under: context.config.regime_on(opened_on),
        urgent: flag.is_urgent(),
        asked: context.config.asked_on(opened_on).to_vec(),
    });
    Ok(file)
}

/// Who takes a step of a case or of an elimination, when, and of which household.
pub(super) fn taking<'a>(
    operation: &'a Operation,
    on: NaiveDate,
    household: &'a Household,
    context: Context<'a>,
) -> Taking<'a> {
    Taking {
        author: &operation.author,
        recorded_on: operation.recorded_on,
        day: trusted_day(on, operation.recorded_on, context.received_at),
        today: context.received_at.map_or(operation.recorded_on, field_day),
        household,
        lines: &context.config.income_lines,
    }
}

/// A step as it stands in its history.
pub(super) fn entry<D: Clone>(operation: &Operation, step: &Step<D>, context: Context<'_>) -> Entry<D> {
    Entry {
        op: operation.id,
        by: operation.author.clone(),
        by_name: context.actor.name.clone(),
        role: context.actor.role,
        recorded_at: operation.recorded_at,
        recorded_on: operation.recorded_on,
        received_at: context.received_at,
        step: step.clone(),
    }
}

pub(super) fn step(
    operation: &Operation,
    (id, rev): (HouseholdId, u32),
    step: &CaseStep,
    records: &impl Records,
    context: Context<'_>,
) -> Result<Effect, Refusal> {
    let kind = step.deed.kind();
    let mut household = allowed(id, transitions::action(kind), records, context)?;
    let mut file = records
        .monitoring(id)
        .cloned()
        .ok_or_else(|| Refusal::plain(RefusalCode::NotThisStep))?;
    let case = file
        .cases
        .last_mut()
        .ok_or_else(|| Refusal::plain(RefusalCode::NotThisStep))?;
    if !kind.runs_aside() && rev != case.progress().rev {
        return Err(Refusal::plain(RefusalCode::CaseMoved));
    }
    if case.steps.len() >= STEPS_MAX {
        return Err(Refusal::plain(RefusalCode::TooMany));
    }
    check(case, step, taking(operation, step.on, &household, context))?;
    case.steps.push(entry(operation, step, context));
    let found = case
        .found()
        .filter(|_| matches!(step.deed, Deed::Approve))
        .cloned();
    let mut records = vec![Record::Monitoring(Box::new(file))];
    if let Some(Verification { category, risks, .. }) = found {
        household.monitor = Some(category);
        household.risks = risks;
        household.monitor_by = Some(operation.id);
        household.eliminated = None;
        household.reduced = None;
        records.push(Record::Household(Box::new(household)));
    }
    Ok(Effect {
        records,
        conflicts: Vec::new(),
    })
}
