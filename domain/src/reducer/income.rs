//! Recording what a household earned and spent.

use super::visits::known_household;
use super::{Context, Effect};
use crate::ids::HouseholdId;
use crate::income::{IncomeContent, IncomeSnapshot, check};
use crate::operation::Operation;
use crate::policy::Action;
use crate::record::{Record, Records};
use crate::refusal::{Refusal, RefusalCode};
use crate::time::trusted_day;

/// Most calculations that a household keeps; a bound, not a rule of the field.
const SNAPSHOTS_MAX: usize = 200;

pub(super) fn record(
    operation: &Operation,
    household: HouseholdId,
    content: &IncomeContent,
    records: &impl Records,
    context: Context<'_>,
) -> Result<Effect, Refusal> {
    let mut household = known_household(household, records, context)?;
    context.require(Action::RecordIncome, &household.village, Some(&operation.author))?;
    // Replayed on a household that the server sent back with it: nothing to add.
    if household.incomes.iter().any(|made| made.op == operation.id) {
        return Ok(Effect::default());
    }
    check(content, operation.recorded_on)?;
    if household.incomes.len() >= SNAPSHOTS_MAX {
        return Err(Refusal::plain(RefusalCode::TooMany));
    }
    household.incomes.push(IncomeSnapshot {
        op: operation.id,
        by: operation.author.clone(),
        by_name: context.actor.name.clone(),
        asked_on: trusted_day(operation.recorded_on, operation.recorded_on, context.received_at),
        received_at: context.received_at,
        content: content.clone(),
    });
    Ok(Effect::of(Record::Household(Box::new(household))))
}
