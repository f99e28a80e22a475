//! How a stated fact meets the record: taken over, confirmed, or kept as a second value.

use crate::household::Household;
use crate::household::facts::{Facts, FieldKey, Mark, Rival};
use crate::ids::{OpId, StaffId, VisitId};
use crate::visit::FactChange;
use chrono::NaiveDate;

/// By whom, when and in which visit facts are stated.
#[derive(Clone, Copy, Debug)]
pub(super) struct Statement<'a> {
    pub op: OpId,
    pub by: &'a StaffId,
    pub on: NaiveDate,
    pub visit: Option<VisitId>,
}

impl Statement<'_> {
    pub(super) fn mark(&self) -> Mark {
        Mark {
            op: Some(self.op),
            as_of: self.on,
            by: self.by.clone(),
            visit: self.visit,
        }
    }
}

/// Takes the stated facts into the household. Returns the fields that now hold two values.
///
/// A statement that says what is known confirms it, whatever it rests on. One that rests on the present
/// value replaces it. Any other stands beside the present value until somebody picks.
pub(super) fn state(
    household: &mut Household,
    changes: &[FactChange],
    statement: Statement<'_>,
) -> Vec<FieldKey> {
    changes
        .iter()
        .filter(|change| !state_one(household, change, statement))
        .map(|change| change.field)
        .collect()
}

/// Returns whether the field holds one value afterwards, as far as this statement goes.
fn state_one(household: &mut Household, change: &FactChange, statement: Statement<'_>) -> bool {
    let name = change.field.name;
    let Some(facts) = household.facts_of_mut(change.field.member) else {
        return true;
    };
    // A person who goes on from a value that became a rival meanwhile replaces the rival, not the colleague's value.
    let goes_on_from: Vec<OpId> = facts
        .rivals(name)
        .map(|r| r.op)
        .filter(|op| change.base == Some(*op))
        .collect();
    facts.settle(name, &goes_on_from);
    if facts.value(name) == change.new.as_ref() {
        facts.confirm(name, statement.on, statement.by);
        return true;
    }
    if change.base == facts.mark(name).and_then(|mark| mark.op) {
        facts.set(name, change.new.clone(), statement.mark());
        return true;
    }
    facts.add_rival(Rival {
        name,
        value: change.new.clone(),
        mark: statement.mark(),
        op: statement.op,
    });
    false
}

/// Takes back what a visit had stated and its correction no longer states, where nobody has touched it since.
pub(super) fn retract(
    household: &mut Household,
    before: &[FactChange],
    after: &[FactChange],
    visit: VisitId,
    statement: Statement<'_>,
) {
    let dropped = before
        .iter()
        .filter(|old| old.is_change() && !after.iter().any(|new| new.field == old.field));
    for change in dropped {
        let name = change.field.name;
        let Some(facts) = household.facts_of_mut(change.field.member) else {
            continue;
        };
        let own = own_rivals(facts, change, visit);
        facts.settle(name, &own);
        let still_ours = facts.mark(name).is_some_and(|mark| mark.visit == Some(visit));
        if still_ours && facts.value(name) == change.new.as_ref() {
            facts.set(name, change.old.clone(), statement.mark());
        }
    }
}

/// A correction rests on what its own visit made of the field, even if the phone had not yet heard the
/// server's version of it.
pub(super) fn rebase_on_own(
    household: &Household,
    changes: &[FactChange],
    visit: VisitId,
) -> Vec<FactChange> {
    let own_base = |change: &FactChange| {
        let facts = household.facts_of(change.field.member)?;
        let set = facts
            .mark(change.field.name)
            .filter(|mark| mark.visit == Some(visit))
            .and_then(|mark| mark.op);
        set.or_else(|| own_rivals(facts, change, visit).first().copied())
    };
    let rebase = |change: &FactChange| FactChange {
        base: own_base(change).or(change.base),
        ..change.clone()
    };
    changes.iter().map(rebase).collect()
}

fn own_rivals(facts: &Facts, change: &FactChange, visit: VisitId) -> Vec<OpId> {
    facts
        .rivals(change.field.name)
        .filter(|rival| rival.mark.visit == Some(visit))
        .map(|rival| rival.op)
        .collect()
}
