//! In which order flags stand in a list: what cannot wait first, then the longest known (domain.md §5.3).

use super::RelapseFlag;
use crate::case::MonitoringFile;
use crate::ids::HouseholdId;
use crate::record::Records;
use chrono::NaiveDate;

/// Sorts flags: urgent first, then by T0, then by identity. The same everywhere.
#[must_use]
pub fn in_order<'a>(flags: impl Iterator<Item = &'a RelapseFlag>) -> Vec<&'a RelapseFlag> {
    let mut flags: Vec<&RelapseFlag> = flags.collect();
    flags.sort_by_key(|flag| (!flag.is_urgent(), flag.t0(), flag.id));
    flags
}

/// The flags that need the leader today.
#[must_use]
pub fn biting<'a>(flags: impl Iterator<Item = &'a RelapseFlag>, today: NaiveDate) -> Vec<&'a RelapseFlag> {
    in_order(flags.filter(|flag| flag.bites(today)))
}

/// Whether a flag still stands: nobody has decided on it, or it is confirmed and no case has answered it yet. Once one
/// has, what the household is says its standing.
#[must_use]
pub fn is_unsettled(flag: &RelapseFlag, records: &impl Records) -> bool {
    stands(flag, records.monitoring(flag.household))
}

/// As [`is_unsettled`], where the household's monitoring file, if it has one, is in hand.
#[must_use]
pub fn stands(flag: &RelapseFlag, file: Option<&MonitoringFile>) -> bool {
    flag.is_open() && file.is_none_or(|file| !file.has_answered(flag.id))
}

/// The unsettled flags of one household.
#[must_use]
pub fn open_of(records: &impl Records, household: HouseholdId) -> Vec<&RelapseFlag> {
    let flags = records.flags_of(household);
    in_order(flags.into_iter().filter(|flag| is_unsettled(flag, records)))
}
