//! What may be written and who may sign: the checks of handovers (domain.md §6 R2: both sign).

use super::codes::HandoverSide;
use super::{Handover, HandoverLine, Leaving};
use crate::ids::StaffId;
use crate::policy::Actor;
use crate::refusal::{Refusal, RefusalCode};
use crate::roster::Role;
use crate::visit::rules::{check_required, check_text};

/// Longest line, in characters: a short text that is read before a visit.
pub const TEXT_MAX: usize = 200;
/// Most entries of one handover; a bound, not a rule of the field.
pub const ENTRIES_MAX: usize = 1_000;

/// Checks a line.
///
/// # Errors
/// A text that is empty or out of bounds.
pub fn check_line(line: &HandoverLine) -> Result<(), Refusal> {
    check_required("text", &line.text, TEXT_MAX)
}

/// Checks a signature over a handover as it stands.
///
/// Everybody signs for the own side. Whoever is gone without having signed is signed for, with a word why, by the leader;
/// a leader who is gone by any colleague, for the next leader is the other side. Nobody signs for both sides.
///
/// # Errors
/// A side that is signed already, one hand on both sides, a missing reason, somebody who may not.
pub fn check_signature(
    (handover, of): (Option<&Handover>, &Leaving),
    (side, whom, words): (HandoverSide, &StaffId, &str),
    actor: &Actor,
) -> Result<(), Refusal> {
    if (*whom == of.staff) != (side == HandoverSide::Outgoing) {
        return Err(Refusal::at(RefusalCode::BadValue, "whom"));
    }
    check_text("words", words, TEXT_MAX)?;
    let own = *whom == actor.staff;
    let role = handover.map_or(of.role, |handover| handover.of.role);
    let colleague = side == HandoverSide::Outgoing && role == Role::TeamLeader;
    if !own && actor.role != Role::TeamLeader && !colleague {
        return Err(Refusal::plain(RefusalCode::NotAllowed));
    }
    if !own && words.trim().is_empty() {
        return Err(Refusal::at(RefusalCode::HandoverReason, "words"));
    }
    let Some(handover) = handover else {
        return Ok(());
    };
    // The own signature is also taken beside one that stood in for it.
    let mut signed = handover.signatures(side);
    if signed.any(|entry| !own || !entry.stands_in()) {
        return Err(Refusal::plain(RefusalCode::HandoverSigned));
    }
    let mut others = handover.signatures(side.other());
    match others.any(|entry| entry.by == actor.staff) {
        true => Err(Refusal::plain(RefusalCode::HandoverBothSides)),
        false => Ok(()),
    }
}
