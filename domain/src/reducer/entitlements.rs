//! Adding what was found of the policies that a household and its members receive.

use super::visits::known_household;
use super::{Context, Effect};
use crate::entitlement::rules::{CHECKS_MAX, check_content};
use crate::entitlement::{EntitlementCheck, EntitlementContent, EntitlementFile};
use crate::ids::HouseholdId;
use crate::operation::Operation;
use crate::policy::Action;
use crate::record::{Record, Records};
use crate::refusal::{Refusal, RefusalCode};

/// Adds a finding; what was found before stays.
pub(super) fn record(
    operation: &Operation,
    household: HouseholdId,
    content: &EntitlementContent,
    records: &impl Records,
    context: Context<'_>,
) -> Result<Effect, Refusal> {
    let household = known_household(household, records, context)?;
    context.require(
        Action::RecordEntitlement,
        &household.village,
        Some(&operation.author),
    )?;
    check_content(content, &household, operation.recorded_on)?;
    let mut file = match records.entitlements(household.id) {
        Some(file) => file.clone(),
        None => EntitlementFile::new(household.id, household.village),
    };
    if file.checks.len() >= CHECKS_MAX {
        return Err(Refusal::plain(RefusalCode::TooMany));
    }
    file.checks.push(EntitlementCheck {
        op: operation.id,
        by: operation.author.clone(),
        by_name: context.actor.name.clone(),
        recorded_at: operation.recorded_at,
        recorded_on: operation.recorded_on,
        received_at: context.received_at,
        content: content.clone(),
        listed: None,
    });
    Ok(Effect::of(Record::Entitlements(Box::new(file))))
}
