//! Picking one of several values of a fact.

use super::facts::Statement;
use super::{Context, Effect};
use crate::household::facts::{FactValue, Facts, FieldKey, FieldName, Mark, Rival};
use crate::ids::{HouseholdId, OpId};
use crate::operation::Operation;
use crate::policy::Action;
use crate::record::{Record, Records};
use crate::refusal::{Refusal, RefusalCode};
use crate::time::trusted_day;

pub(super) fn resolve(
    operation: &Operation,
    (id, field, base): (HouseholdId, FieldKey, Option<OpId>),
    keep: Option<&FactValue>,
    seen: &[OpId],
    records: &impl Records,
    context: Context<'_>,
) -> Result<Effect, Refusal> {
    let mut household = records
        .household(id)
        .filter(|household| context.actor.sees(&household.village))
        .cloned()
        .ok_or_else(|| Refusal::plain(RefusalCode::NotFound))?;
    context.require(Action::ResolveConflict, &household.village, None)?;
    if field.name.of_member() != field.member.is_some() || !field.name.accepts(keep) {
        return Err(Refusal::at(RefusalCode::BadValue, field.name.code()));
    }
    let version = household.field_version(&field);
    let facts = household
        .facts_of_mut(field.member)
        .ok_or_else(|| Refusal::at(RefusalCode::UnknownMember, field.name.code()))?;
    let statement = Statement {
        op: operation.id,
        by: &operation.author,
        on: trusted_day(operation.recorded_on, operation.recorded_on, context.received_at),
        visit: None,
    };
    let mark = heard(facts, (field.name, keep), statement.mark());
    facts.settle(field.name, seen);
    let mut conflicts = Vec::new();
    if version == base {
        facts.set(field.name, keep.cloned(), mark);
    } else if facts.value(field.name) != keep {
        // Somebody stated something newer meanwhile: the choice stands beside it instead of over it.
        let rival = Rival {
            name: field.name,
            value: keep.cloned(),
            mark,
            op: operation.id,
        };
        facts.add_rival(rival);
        conflicts.push(field);
    }
    Ok(Effect {
        records: vec![Record::Household(Box::new(household))],
        conflicts,
    })
}

/// To pick asks nobody: the value keeps who heard it last, and when (domain.md §9.3). The visit at which that was is left
/// out, so that a later correction of it does not touch what was picked. A value that nobody stated is the picker's.
fn heard(facts: &Facts, (name, keep): (FieldName, Option<&FactValue>), own: Mark) -> Mark {
    let present = facts.mark(name).filter(|_| facts.value(name) == keep);
    let rivals = facts.rivals(name).filter(|rival| rival.value.as_ref() == keep);
    let stated = present.into_iter().chain(rivals.map(|rival| &rival.mark));
    match stated.max_by_key(|mark| mark.as_of) {
        Some(mark) => Mark {
            as_of: mark.as_of,
            by: mark.by.clone(),
            ..own
        },
        None => own,
    }
}
