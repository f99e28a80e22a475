//! Lines of a handover written, and its two sides signed (domain.md §7.4). Nothing in it is ever overwritten.

use super::visits::known_household;
use super::{Context, Effect, entry};
use crate::handover::codes::HandoverSide;
use crate::handover::{
    ENTRIES_MAX, Handover, HandoverEvent, HandoverLine, Leaving, check_line, check_signature,
};
use crate::ids::StaffId;
use crate::operation::Operation;
use crate::policy::Action;
use crate::record::{Record, Records};
use crate::refusal::{Refusal, RefusalCode};
use crate::visit::rules::check_required;

/// Longest name of a person, in characters.
const NAME_MAX: usize = 60;

/// The handover as it is; none before its first entry.
fn known<'a>(
    of: &Leaving,
    records: &'a impl Records,
    context: Context<'_>,
) -> Result<Option<&'a Handover>, Refusal> {
    let actor = context.actor;
    if !actor.sees(&of.village) {
        return Err(Refusal::plain(RefusalCode::NotFound));
    }
    context.require(Action::HandOver, &of.village, None)?;
    check_required("name", &of.name, NAME_MAX)?;
    let known = records.handover(of.id());
    match known {
        Some(known) if known.of.village != of.village || known.of.staff != of.staff => {
            Err(Refusal::plain(RefusalCode::NotFound))
        }
        Some(known) if known.entries.len() >= ENTRIES_MAX => Err(Refusal::plain(RefusalCode::TooMany)),
        _ => Ok(known),
    }
}

fn added(
    known: Option<&Handover>,
    of: &Leaving,
    operation: &Operation,
    event: HandoverEvent,
    context: Context<'_>,
) -> Effect {
    let mut handover = known.cloned().unwrap_or_else(|| Handover::new(of.clone()));
    handover.entries.push(entry(operation, event, context));
    Effect::of(Record::Handover(Box::new(handover)))
}

/// Writes one more line.
pub(super) fn write(
    operation: &Operation,
    of: &Leaving,
    line: &HandoverLine,
    records: &impl Records,
    context: Context<'_>,
) -> Result<Effect, Refusal> {
    let handover = known(of, records, context)?;
    if let Some(household) = line.household {
        let household = known_household(household, records, context)?;
        // Of another village of the team: it belongs into that one's pack. One that has moved away was noted before.
        if household.village != of.village && context.actor.villages.contains(&household.village) {
            return Err(Refusal::at(RefusalCode::BadValue, "household"));
        }
    }
    check_line(line)?;
    let line = HandoverLine {
        text: line.text.trim().to_owned(),
        ..line.clone()
    };
    let event = HandoverEvent::Written { line };
    Ok(added(handover, of, operation, event, context))
}

/// Signs a side.
pub(super) fn sign(
    operation: &Operation,
    of: &Leaving,
    (side, whom, words): (HandoverSide, &StaffId, &str),
    records: &impl Records,
    context: Context<'_>,
) -> Result<Effect, Refusal> {
    let handover = known(of, records, context)?;
    check_signature((handover, of), (side, whom, words), context.actor)?;
    let event = HandoverEvent::Signed {
        side,
        whom: whom.clone(),
        words: words.trim().to_owned(),
    };
    Ok(added(handover, of, operation, event, context))
}
