//! In which order flags stand in a list: what cannot wait first, then the longest known (domain.md §5.3).

use super::RelapseFlag;
use crate::ids::HouseholdId;
use chrono::NaiveDate;

/// Sorts flags: urgent first, then by T0, then by identity. The same everywhere.
#[must_use]
pub fn in_order<'a>(flags: impl Iterator<Item = &'a RelapseFlag>) -> Vec<&'a RelapseFlag> {
    let mut flags: Vec<&RelapseFlag> = flags.collect();
    flags.sort_by_key(|flag| (!flag.content.urgent, flag.t0(), flag.id));
    flags
}

/// The flags that need the leader today.
#[must_use]
pub fn biting<'a>(flags: impl Iterator<Item = &'a RelapseFlag>, today: NaiveDate) -> Vec<&'a RelapseFlag> {
    in_order(flags.filter(|flag| flag.bites(today)))
}

/// The unsettled flags of one household.
#[must_use]
pub fn open_of<'a>(
    flags: impl Iterator<Item = &'a RelapseFlag>,
    household: HouseholdId,
) -> Vec<&'a RelapseFlag> {
    in_order(flags.filter(|flag| flag.household == household && flag.is_open()))
}
