//! The history of every fact: nothing was overwritten without a line, and nobody overwrote or removed what he
//! had not seen.

use crate::end::End;
use crate::fault::{Breach, Law};
use crate::oracle::Oracle;
use domain::household::Household;
use domain::household::facts::{Facts, FieldKey, FieldName, Mark};
use domain::ids::OpId;
use domain::operation::OperationBody;
use domain::record::{Record, RecordKey};
use domain::sync::Outcome;
use domain::visit::FactChange;

/// Checks every household.
#[must_use]
pub fn check(oracle: &Oracle, end: &End) -> Vec<Breach> {
    let mut found = Vec::new();
    for key in end.records.keys() {
        found.extend(gaps(key, end));
        let mut before: Option<&Household> = None;
        for (version, record) in end.states(key) {
            let Record::Household(household) = record else {
                break;
            };
            if let Some(before) = before {
                let breaches = fields(household).into_iter().filter_map(|field| {
                    overwritten(before, household, field, oracle)
                        .or_else(|| dropped(before, household, field, oracle))
                        .map(|words| format!("{key} version {version}, {}: {words}", field.name.code()))
                });
                found.extend(breaches.map(|words| Breach::of(Law::History, words)));
            }
            before = Some(household);
        }
    }
    found.extend(unheard(oracle, end));
    found
}

/// Every version before the present one stands in the history.
fn gaps(key: &RecordKey, end: &End) -> Option<Breach> {
    let versions: Vec<u64> = end.states(key).map(|(version, _)| version).collect();
    let last = end.records.get(key)?.version;
    let whole = versions.iter().copied().eq(1..=last);
    (!whole).then(|| Breach::of(Law::History, format!("{key} has the versions {versions:?}")))
}

fn fields(household: &Household) -> Vec<FieldKey> {
    let own = FieldName::ALL.iter().filter(|name| !name.of_member());
    let own = own.map(|name| FieldKey {
        member: None,
        name: *name,
    });
    let members = household.members.iter().flat_map(|member| {
        let names = FieldName::ALL.iter().filter(|name| name.of_member());
        names.map(|name| FieldKey {
            member: Some(member.id),
            name: *name,
        })
    });
    own.chain(members).collect()
}

fn mark<'h>(household: &'h Household, field: &FieldKey) -> Option<&'h Mark> {
    household.facts_of(field.member)?.mark(field.name)
}

/// The present value changed hands: its new author must have rested on the old one.
fn overwritten(before: &Household, after: &Household, field: FieldKey, oracle: &Oracle) -> Option<String> {
    let old = mark(before, &field);
    let (old_op, new_op) = (old.and_then(|mark| mark.op), mark(after, &field)?.op?);
    if old_op == Some(new_op) {
        return None;
    }
    let (name, operation) = oracle.saved.get(&new_op)?;
    let rested = match &operation.body {
        OperationBody::ResolveConflict { base, .. } => *base == old_op,
        OperationBody::LogVisit { content, .. } => rests(&content.changes, field, old_op),
        OperationBody::ReviseVisit { visit, content, .. } => {
            rests(&content.changes, field, old_op) || old.is_some_and(|mark| mark.visit == Some(*visit))
        }
        _ => false,
    };
    let old = old_op.map_or_else(|| "the register's value".to_owned(), |op| oracle.name(op));
    (!rested).then(|| format!("{name} overwrote {old} without having seen it"))
}

fn rests(changes: &[FactChange], field: FieldKey, on: Option<OpId>) -> bool {
    changes
        .iter()
        .any(|change| change.field == field && change.base == on)
}

/// A second value went: somebody must have picked, or gone on from it.
fn dropped(before: &Household, after: &Household, field: FieldKey, oracle: &Oracle) -> Option<String> {
    let rivals = |household: &Household| -> Vec<(OpId, Option<domain::ids::VisitId>)> {
        let facts: Option<&Facts> = household.facts_of(field.member);
        let rivals = facts.into_iter().flat_map(|facts| facts.rivals(field.name));
        rivals.map(|rival| (rival.op, rival.mark.visit)).collect()
    };
    let now = rivals(after);
    let gone = rivals(before).into_iter().filter(|rival| !now.contains(rival));
    for (op, visit) in gone {
        let seen = oracle.saved.values().any(|(_, operation)| match &operation.body {
            OperationBody::ResolveConflict { seen, .. } => seen.contains(&op),
            OperationBody::LogVisit { content, .. } => rests(&content.changes, field, Some(op)),
            OperationBody::ReviseVisit {
                visit: own, content, ..
            } => visit == Some(*own) || rests(&content.changes, field, Some(op)),
            _ => false,
        });
        if !seen {
            return Some(format!("the second value of {} went unseen", oracle.name(op)));
        }
    }
    None
}

/// What an applied visit stated stands, or stood, in the household: present value, second value or history.
fn unheard(oracle: &Oracle, end: &End) -> Vec<Breach> {
    let mut found = Vec::new();
    for (op, kept) in &end.operations {
        if !matches!(kept.outcome, Outcome::Applied | Outcome::ConflictKept { .. }) {
            continue;
        }
        let OperationBody::LogVisit {
            household, content, ..
        } = &kept.operation.body
        else {
            continue;
        };
        let key = RecordKey::Household(*household);
        for change in &content.changes {
            let stands = end.states(&key).any(|(_, record)| match record {
                Record::Household(household) => {
                    household.facts_of(change.field.member).is_some_and(|facts| {
                        facts.value(change.field.name) == change.new.as_ref()
                            || facts
                                .rivals(change.field.name)
                                .any(|rival| rival.value == change.new)
                    })
                }
                _ => false,
            });
            if !stands {
                let words = format!(
                    "what {} said of {} is nowhere",
                    oracle.name(*op),
                    change.field.name.code()
                );
                found.push(Breach::of(Law::History, words));
            }
        }
    }
    found
}
