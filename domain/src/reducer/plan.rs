//! Planning measures, recording how they go on, naming the contact person, signing the plan.

use super::case::allowed;
use super::{Context, Effect, file_of};
use crate::case::MonitoringFile;
use crate::household::Household;
use crate::ids::{HouseholdId, OpId};
use crate::operation::Operation;
use crate::plan::{
    Contact, MOST, Measure, MeasureContent, NAME_MAX, Progress, ProgressStep, Signature, WORDS_MAX,
    check_measure, check_progress,
};
use crate::policy::Action;
use crate::record::{Record, Records};
use crate::refusal::{Refusal, RefusalCode};
use crate::visit::rules::{check_required, check_text};
use chrono::NaiveDate;

/// The household and its file, where it is monitored, or help goes first (green channel).
fn file(
    id: HouseholdId,
    action: Action,
    records: &impl Records,
    context: Context<'_>,
) -> Result<(Household, MonitoringFile), Refusal> {
    let household: Household = allowed(id, action, records, context)?;
    let file = file_of(&household, records);
    match household.monitored().is_some() || file.helps_first() {
        true => Ok((household, file)),
        false => Err(Refusal::plain(RefusalCode::NotMonitored)),
    }
}

fn only(file: MonitoringFile) -> Effect {
    Effect::of(Record::Monitoring(Box::new(file)))
}

fn full(count: usize) -> Result<(), Refusal> {
    match count >= MOST {
        true => Err(Refusal::plain(RefusalCode::TooMany)),
        false => Ok(()),
    }
}

pub(super) fn add(
    operation: &Operation,
    id: HouseholdId,
    content: &MeasureContent,
    records: &impl Records,
    context: Context<'_>,
) -> Result<Effect, Refusal> {
    let (household, mut file) = file(id, Action::PlanMeasures, records, context)?;
    check_measure(content, &household)?;
    full(file.plan.measures.len())?;
    file.plan.measures.push(Measure {
        op: operation.id,
        by: operation.author.clone(),
        by_name: context.actor.name.clone(),
        recorded_at: operation.recorded_at,
        received_at: context.received_at,
        content: content.clone(),
        progress: Vec::new(),
    });
    Ok(only(file))
}

pub(super) fn progress(
    operation: &Operation,
    (id, measure): (HouseholdId, OpId),
    step: &ProgressStep,
    records: &impl Records,
    context: Context<'_>,
) -> Result<Effect, Refusal> {
    let household = allowed(id, Action::PlanMeasures, records, context)?;
    let mut file = records
        .monitoring(id)
        .cloned()
        .ok_or_else(|| Refusal::plain(RefusalCode::NotFound))?;
    let measure = file
        .plan
        .measures
        .iter_mut()
        .find(|known| known.op == measure)
        .ok_or_else(|| Refusal::plain(RefusalCode::NotFound))?;
    check_progress(
        measure,
        step,
        operation.recorded_on,
        household.eliminated.is_some(),
    )?;
    full(measure.progress.len())?;
    measure.progress.push(Progress {
        op: operation.id,
        by_name: context.actor.name.clone(),
        recorded_at: operation.recorded_at,
        received_at: context.received_at,
        step: step.clone(),
    });
    Ok(only(file))
}

/// The new contact person follows the one before, whose time ends on the day on which the new one's begins.
pub(super) fn contact(
    operation: &Operation,
    id: HouseholdId,
    (name, unit, from): (&str, &str, Option<NaiveDate>),
    records: &impl Records,
    context: Context<'_>,
) -> Result<Effect, Refusal> {
    let (_, mut file) = file(id, Action::PlanMeasures, records, context)?;
    check_required("name", name, NAME_MAX)?;
    check_text("unit", unit, NAME_MAX)?;
    full(file.plan.contacts.len())?;
    let recorded_on = operation.recorded_on;
    let from = from.unwrap_or(recorded_on);
    if from > recorded_on {
        return Err(Refusal::at(RefusalCode::StepInFuture, "from"));
    }
    if let Some(before) = file.plan.contacts.last_mut() {
        if from < before.to.unwrap_or(before.from) {
            return Err(Refusal::at(RefusalCode::StepBeforeLast, "from"));
        }
        before.to.get_or_insert(from);
    }
    file.plan.contacts.push(Contact {
        op: operation.id,
        name: name.trim().to_owned(),
        unit: unit.trim().to_owned(),
        from,
        to: None,
    });
    Ok(only(file))
}

/// The leader signs the plan that was read: one with another number of measures is another plan.
pub(super) fn sign(
    operation: &Operation,
    (id, measures, opinion): (HouseholdId, u32, &str),
    records: &impl Records,
    context: Context<'_>,
) -> Result<Effect, Refusal> {
    let (_, mut file) = file(id, Action::SignPlan, records, context)?;
    if usize::try_from(measures) != Ok(file.plan.measures.len()) || measures == 0 {
        return Err(Refusal::plain(RefusalCode::PlanChanged));
    }
    check_text("opinion", opinion, WORDS_MAX)?;
    full(file.plan.signed.len())?;
    file.plan.signed.push(Signature {
        op: operation.id,
        by_name: context.actor.name.clone(),
        on: operation.recorded_on,
        measures,
        opinion: opinion.trim().to_owned(),
    });
    Ok(only(file))
}
