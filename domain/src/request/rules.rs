//! What a request and its steps must say (domain.md §5.2).

use super::{Owner, RequestContent, RequestStep};
use crate::refusal::{Refusal, RefusalCode};
use crate::visit::rules::{check_required, check_text};
use chrono::NaiveDate;

/// Longest request, in characters; a bound, not a rule of the field.
pub const TEXT_MAX: usize = 500;
/// Longest reason, or word on what was done, in characters.
pub const REASON_MAX: usize = 500;
/// Longest name of whoever answers for it, or to whom it is passed on, in characters.
pub const NAME_MAX: usize = 100;

/// Whether a request can be raised as it is said. Days are compared with those of the same phone, so that a wrong
/// clock, which moves all of them alike, never blocks the work (issue 3 §6).
///
/// # Errors
/// The first rule that blocks, with the field of the form that it concerns.
pub fn check_content(content: &RequestContent, recorded_on: NaiveDate) -> Result<(), Refusal> {
    check_required("text", &content.text, TEXT_MAX)?;
    check_owner(&content.owner)?;
    if content.asked_on > recorded_on {
        return Err(Refusal::at(RefusalCode::AskedInFuture, "asked_on"));
    }
    match content.due < content.asked_on {
        true => Err(Refusal::at(RefusalCode::DueBeforeAsked, "due")),
        false => Ok(()),
    }
}

/// Whether a step says what it has to, whatever the state of the request.
///
/// # Errors
/// As of [`check_content`].
pub fn check_step(step: &RequestStep, recorded_on: NaiveDate) -> Result<(), Refusal> {
    match step {
        RequestStep::TakeUp => Ok(()),
        RequestStep::Reassign { owner, due, reason } => {
            check_owner(owner)?;
            if *due < recorded_on {
                return Err(Refusal::at(RefusalCode::DuePast, "due"));
            }
            check_required("reason", reason, REASON_MAX)
        }
        RequestStep::Finish { words } => check_text("words", words, REASON_MAX),
        RequestStep::Refuse { reason } => said(RefusalCode::RequestReason, ("reason", reason, REASON_MAX)),
        RequestStep::Transfer { to } => said(RefusalCode::RequestNowhere, ("to", to, NAME_MAX)),
        RequestStep::Tell { on, .. } if *on > recorded_on => {
            Err(Refusal::at(RefusalCode::ToldInFuture, "on"))
        }
        RequestStep::Tell { .. } => Ok(()),
        RequestStep::Reopen { reason } => said(RefusalCode::ReopenReason, ("reason", reason, REASON_MAX)),
    }
}

fn check_owner(owner: &Owner) -> Result<(), Refusal> {
    check_required("owner", owner.staff.as_str(), NAME_MAX)?;
    check_required("owner", &owner.name, NAME_MAX)
}

/// A text that has to be there, with the sentence that says what is missing.
fn said(missing: RefusalCode, (field, words, max): (&str, &str, usize)) -> Result<(), Refusal> {
    match words.trim().is_empty() {
        true => Err(Refusal::at(missing, field)),
        false => check_text(field, words, max),
    }
}
