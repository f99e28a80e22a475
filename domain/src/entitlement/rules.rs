//! What a finding of a policy must say (domain.md §6).

use super::EntitlementContent;
use super::codes::EntitlementStatus;
use crate::household::Household;
use crate::refusal::{Refusal, RefusalCode};
use crate::visit::rules::check_text;
use chrono::NaiveDate;

/// Longest reason or note, in characters.
pub const WORDS_MAX: usize = 200;
/// Most findings of one household; a bound, not a rule of the field.
pub const CHECKS_MAX: usize = 1_000;
/// Most findings that one takes the place of; a bound.
const SEEN_MAX: usize = 20;

/// Whether a finding can be recorded as it is said. Days are compared with those of the same phone.
///
/// # Errors
/// The first rule that blocks, with the field of the form that it concerns.
pub fn check_content(
    content: &EntitlementContent,
    household: &Household,
    recorded_on: NaiveDate,
) -> Result<(), Refusal> {
    let key = content.key;
    if key.kind.is_fact() {
        return Err(Refusal::at(RefusalCode::EntitlementIsFact, "kind"));
    }
    if key.kind.of_member() != key.member.is_some() {
        return Err(Refusal::at(RefusalCode::BadValue, "kind"));
    }
    if key
        .member
        .is_some_and(|member| household.member(member).is_none())
    {
        return Err(Refusal::at(RefusalCode::UnknownMember, "kind"));
    }
    if content.on > recorded_on {
        return Err(Refusal::at(RefusalCode::StepInFuture, "on"));
    }
    if content.seen.len() > SEEN_MAX {
        return Err(Refusal::plain(RefusalCode::TooMany));
    }
    check_text("words", &content.words, WORDS_MAX)?;
    check_stop(content, recorded_on)
}

fn check_stop(content: &EntitlementContent, recorded_on: NaiveDate) -> Result<(), Refusal> {
    let lawful = content.status == EntitlementStatus::StoppedLawful;
    match content.stopped_on {
        Some(day) if day > recorded_on => Err(Refusal::at(RefusalCode::StepInFuture, "stopped_on")),
        Some(_) if !content.status.is_stop() => Err(Refusal::at(RefusalCode::BadValue, "stopped_on")),
        None if lawful => Err(Refusal::at(RefusalCode::StopUnexplained, "stopped_on")),
        _ if lawful && content.words.trim().is_empty() => {
            Err(Refusal::at(RefusalCode::StopUnexplained, "words"))
        }
        _ => Ok(()),
    }
}
