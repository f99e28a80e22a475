//! Natural reduction 自然减少: a monitored household that is no longer there, which is no elimination (domain.md §4.10).

use super::rules::earliest;
use crate::case::MonitoringFile;
use crate::case::rules::{Taking, WORDS_MAX, check_day};
use crate::household::Household;
use crate::ids::{OpId, StaffId};
use crate::refusal::{Refusal, RefusalCode};
use crate::time::Millis;
use crate::visit::rules::{check_required, check_text};
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

coded! {
    /// Why the household is no longer there (§4.10: whole household died, moved, merged).
    pub enum ReductionReason {
        Died = "DIED", "全户死亡", "all members died";
        Moved = "MOVED", "整户迁出", "the whole household moved away";
        Merged = "MERGED", "并入其他户", "merged into another household";
    }
}

impl ReductionReason {
    /// Whether the words have to say more: to where, or into which household.
    #[must_use]
    pub const fn needs_words(self) -> bool {
        matches!(self, Self::Moved | Self::Merged)
    }
}

/// That a household is no longer there, while it holds; a later identification ends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Reduced {
    /// Since which day.
    #[cbor(n(0), with = "crate::cbor::day")]
    pub on: NaiveDate,
    /// Why.
    #[n(1)]
    pub reason: ReductionReason,
    /// The operation that recorded it.
    #[n(2)]
    pub by: OpId,
}

/// One natural reduction, as it stands in the household's monitoring file for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Reduction {
    /// The operation that recorded it.
    #[n(0)]
    pub op: OpId,
    /// Why the household is no longer there.
    #[n(1)]
    pub reason: ReductionReason,
    /// Since which day, local, as it counts.
    #[cbor(n(2), with = "crate::cbor::day")]
    pub on: NaiveDate,
    /// To where it moved, or into which household; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cbor(n(3), default)]
    pub words: String,
    /// The identification case whose episode it ends, by the operation that opened it; none where only the register
    /// says that the household is monitored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(4)]
    pub ends: Option<OpId>,
    /// The risk had been eliminated before: no episode was left to end.
    #[serde(default)]
    #[cbor(n(5), default)]
    pub after_elimination: bool,
    /// Who recorded it.
    #[n(6)]
    pub by: StaffId,
    /// The name, as of then.
    #[n(7)]
    pub by_name: String,
    /// The device's clock.
    #[n(8)]
    pub recorded_at: Millis,
    /// The server's time of receipt; none while it waits on a phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(9)]
    pub received_at: Option<Millis>,
}

/// Whether a natural reduction can be recorded: the household is or was monitored and is still there, and nothing runs
/// that has to end before. What was eliminated can be reduced as well.
///
/// # Errors
/// The rule that forbids it.
pub fn check_standing(household: &Household, file: Option<&MonitoringFile>) -> Result<(), Refusal> {
    if household.monitor.is_none() || household.reduced.is_some() {
        return Err(Refusal::plain(RefusalCode::NotReducible));
    }
    let busy = |file: &MonitoringFile| file.running().is_some() || file.eliminating().is_some();
    match file.is_some_and(busy) {
        true => Err(Refusal::plain(RefusalCode::ProcedureOpen)),
        false => Ok(()),
    }
}

/// Whether this natural reduction can be recorded now.
///
/// # Errors
/// The rule that forbids it, with the field that it concerns.
pub fn check_reduction(
    household: &Household,
    file: Option<&MonitoringFile>,
    (reason, words, on): (ReductionReason, &str, NaiveDate),
    taking: Taking<'_>,
) -> Result<(), Refusal> {
    check_standing(household, file)?;
    check_day(on, earliest(household, file), taking)?;
    match reason.needs_words() {
        true => check_required("words", words, WORDS_MAX),
        false => check_text("words", words, WORDS_MAX),
    }
}
