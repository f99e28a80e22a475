//! Whether a change of an item may be taken.

use super::desk::{DutyChange, DutyDeed};
use super::{DutyCode, DutyEvent, DutyItem};
use crate::commitments::duty_status;
use crate::config::Config;
use crate::identity::carries_personal_number;
use crate::ids::StaffId;
use crate::text;
use crate::time::plus_days;
use chrono::NaiveDate;

/// Longest note or reason, in characters.
pub const NOTE_MAX: usize = 300;

/// Why a change is not taken, and with which field: `note`, `reason`, `until`, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DutyFault {
    /// The reason.
    pub code: DutyCode,
    /// The field; empty where it is about the item.
    pub field: &'static str,
}

const fn fault(code: DutyCode, field: &'static str) -> DutyFault {
    DutyFault { code, field }
}

/// What a change comes to, on a day, by somebody who may do it at all.
///
/// # Errors
/// The first thing that is wrong.
pub fn check(
    item: &DutyItem,
    change: &DutyChange,
    by: &StaffId,
    today: NaiveDate,
    config: &Config,
) -> Result<DutyEvent, DutyFault> {
    if u32::try_from(item.history.len()) != Ok(change.seen) {
        return Err(fault(DutyCode::ChangedMeanwhile, ""));
    }
    if item.terms.withdrawn {
        return Err(fault(DutyCode::Withdrawn, ""));
    }
    match &change.deed {
        DutyDeed::Update { state, note } => Ok(DutyEvent::Updated {
            before: item.state(),
            state: *state,
            note: words(note, DutyCode::NoteMissing, "note")?,
        }),
        DutyDeed::Explain { reason, until } => {
            let reason = words(reason, DutyCode::ReasonMissing, "reason")?;
            if *until < today || *until > plus_days(today, config.four.explanation_days) {
                return Err(fault(DutyCode::UntilWrong, "until"));
            }
            match duty_status(item, today, config).is_open() {
                true => Ok(DutyEvent::Explained {
                    reason,
                    until: *until,
                }),
                false => Err(fault(DutyCode::NothingOpen, "")),
            }
        }
        DutyDeed::Confirm { explanation } => {
            let waiting = item
                .explanation(today)
                .filter(|said| said.entry.id == *explanation && !said.confirmed);
            match waiting {
                None => Err(fault(DutyCode::NotWaiting, "")),
                Some(said) if said.entry.by == *by => Err(fault(DutyCode::OwnExplanation, "")),
                Some(_) => Ok(DutyEvent::Confirmed {
                    explanation: *explanation,
                }),
            }
        }
    }
}

/// Words that are there, short enough and without anybody's number.
fn words(said: &str, missing: DutyCode, field: &'static str) -> Result<String, DutyFault> {
    let said = said.trim();
    if said.is_empty() {
        return Err(fault(missing, field));
    }
    if text::check(said, NOTE_MAX).is_err() {
        return Err(fault(DutyCode::TooLong, field));
    }
    if carries_personal_number(said) {
        return Err(fault(DutyCode::PersonalNumber, field));
    }
    Ok(said.to_owned())
}
