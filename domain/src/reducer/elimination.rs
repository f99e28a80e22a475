//! Nominating a household for risk elimination, each step of the elimination, and natural reduction (domain.md §4.10).

use super::case::{allowed, entry, taking};
use super::{Context, Effect, file_of};
use crate::elimination::codes::EliminationWay;
use crate::elimination::precheck::Ground;
use crate::elimination::rules::{check, check_nomination};
use crate::elimination::{
    Eliminated, Elimination, EliminationDeed, EliminationStep, Reduced, Reduction, ReductionReason,
    check_reduction, transitions,
};
use crate::household::Household;
use crate::ids::HouseholdId;
use crate::operation::Operation;
use crate::record::{Record, Records};
use crate::refusal::{Refusal, RefusalCode};
use chrono::NaiveDate;

/// Most steps of an elimination, the endless returns included, and most eliminations of a household; bounds, not rules
/// of the field.
const STEPS_MAX: usize = 200;
const ELIMINATIONS_MAX: usize = 50;
const REDUCTIONS_MAX: usize = 50;

/// What a nomination says.
pub(super) struct Nomination<'a> {
    pub way: EliminationWay,
    pub words: &'a str,
    pub on: NaiveDate,
}

pub(super) fn nominate(
    operation: &Operation,
    id: HouseholdId,
    said: &Nomination<'_>,
    records: &impl Records,
    context: Context<'_>,
) -> Result<Effect, Refusal> {
    let household = allowed(id, transitions::NOMINATE, records, context)?;
    let limits = context.config.eliminate;
    let limits = limits.ok_or_else(|| Refusal::plain(RefusalCode::NoEliminationLimits))?;
    let mut file = file_of(&household, records);
    let taking = taking(operation, said.on, &household, context);
    let ground = Ground {
        household: &household,
        file: Some(&file),
        flags: &records.flags_of(id),
        requests: &records.requests_of(id),
        config: context.config,
        limits,
    };
    check_nomination(ground, (said.way, said.words, said.on), taking)?;
    if file.eliminations.len() >= ELIMINATIONS_MAX {
        return Err(Refusal::plain(RefusalCode::TooMany));
    }
    let ends = file.identified().map(|case| case.op);
    let nominated_on = taking.day;
    file.eliminations.push(Elimination {
        op: operation.id,
        nominated_way: said.way,
        ends,
        limits,
        words: said.words.trim().to_owned(),
        by: operation.author.clone(),
        by_name: context.actor.name.clone(),
        recorded_at: operation.recorded_at,
        received_at: context.received_at,
        nominated_on,
        steps: Vec::new(),
    });
    Ok(Effect::of(Record::Monitoring(Box::new(file))))
}

pub(super) fn step(
    operation: &Operation,
    (id, rev): (HouseholdId, u32),
    step: &EliminationStep,
    records: &impl Records,
    context: Context<'_>,
) -> Result<Effect, Refusal> {
    let household = allowed(id, transitions::action(step.deed.kind()), records, context)?;
    let mut file = records
        .monitoring(id)
        .cloned()
        .ok_or_else(|| Refusal::plain(RefusalCode::NotThisStep))?;
    let present = file.eliminations.last();
    let present = present.ok_or_else(|| Refusal::plain(RefusalCode::NotThisStep))?;
    if rev != present.progress().rev {
        return Err(Refusal::plain(RefusalCode::CaseMoved));
    }
    if present.steps.len() >= STEPS_MAX {
        return Err(Refusal::plain(RefusalCode::TooMany));
    }
    let taking = taking(operation, step.on, &household, context);
    let ground = Ground {
        household: &household,
        file: Some(&file),
        flags: &records.flags_of(id),
        requests: &records.requests_of(id),
        config: context.config,
        limits: present.limits,
    };
    check(present, step, ground, taking)?;
    let decided = Eliminated {
        on: taking.day,
        way: present.way(),
        by: operation.id,
    };
    if let Some(present) = file.eliminations.last_mut() {
        present.steps.push(entry(operation, step, context));
    }
    let household =
        outcome(household, &step.deed, decided).map(|household| Record::Household(Box::new(household)));
    let file = Record::Monitoring(Box::new(file));
    Ok(Effect {
        records: [file].into_iter().chain(household).collect(),
        conflicts: Vec::new(),
    })
}

/// What a step makes of the household; none where it leaves the household as it is.
fn outcome(mut household: Household, deed: &EliminationDeed, decided: Eliminated) -> Option<Household> {
    let by = decided.by;
    household.eliminated = match deed {
        EliminationDeed::Decide => Some(decided),
        EliminationDeed::Rollback => None,
        _ => return None,
    };
    // From here on the register does not set the household back, whoever said first that it is monitored.
    household.monitor_by.get_or_insert(by);
    Some(household)
}

/// What a natural reduction says.
pub(super) struct Reducing<'a> {
    pub reason: ReductionReason,
    pub words: &'a str,
    pub on: NaiveDate,
}

/// The household is no longer there: the episode ends, and category and risks stay as they were.
pub(super) fn reduce(
    operation: &Operation,
    id: HouseholdId,
    said: &Reducing<'_>,
    records: &impl Records,
    context: Context<'_>,
) -> Result<Effect, Refusal> {
    let mut household = allowed(id, transitions::NOMINATE, records, context)?;
    let mut file = file_of(&household, records);
    let taking = taking(operation, said.on, &household, context);
    let on = taking.day;
    check_reduction(
        &household,
        Some(&file),
        (said.reason, said.words, said.on),
        taking,
    )?;
    if file.reductions.len() >= REDUCTIONS_MAX {
        return Err(Refusal::plain(RefusalCode::TooMany));
    }
    let ends = file.identified().map(|case| case.op);
    file.reductions.push(Reduction {
        op: operation.id,
        reason: said.reason,
        on,
        words: said.words.trim().to_owned(),
        ends,
        after_elimination: household.eliminated.is_some(),
        by: operation.author.clone(),
        by_name: context.actor.name.clone(),
        recorded_at: operation.recorded_at,
        received_at: context.received_at,
    });
    household.reduced = Some(Reduced {
        on,
        reason: said.reason,
        by: operation.id,
    });
    household.monitor_by.get_or_insert(operation.id);
    Ok(Effect {
        records: vec![
            Record::Monitoring(Box::new(file)),
            Record::Household(Box::new(household)),
        ],
        conflicts: Vec::new(),
    })
}
