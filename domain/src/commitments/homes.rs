//! The households of a village, each with what belongs to it: put together once, for all rules.

use super::Ground;
use crate::case::MonitoringFile;
use crate::entitlement::{EntitlementFile, Standing, standings_of};
use crate::household::Household;
use crate::ids::HouseholdId;
use crate::risk::RelapseFlag;
use crate::visit::Visit;

/// A household with what belongs to it.
pub(super) struct Of<'a> {
    pub household: &'a Household,
    /// In the order of their days.
    pub visits: &'a [&'a Visit],
    pub file: Option<&'a MonitoringFile>,
    pub flags: &'a [&'a RelapseFlag],
    pub entitlements: Option<&'a EntitlementFile>,
    /// Where each policy stands of which somebody said something; what a fact alone says, as of insurance, its own rule
    /// reads.
    pub policies: Vec<Standing<'a>>,
}

/// The records of a village, sorted by household. Phone and server load them in different orders; a rule that takes the
/// first of several must take the same.
pub(super) struct Shelves<'a> {
    households: Vec<&'a Household>,
    visits: Vec<&'a Visit>,
    files: Vec<&'a MonitoringFile>,
    flags: Vec<&'a RelapseFlag>,
    entitlements: Vec<&'a EntitlementFile>,
}

impl<'a> Shelves<'a> {
    pub(super) fn of(ground: &Ground<'a>) -> Self {
        let mut shelves = Self {
            households: ground.households.clone(),
            visits: ground.visits.clone(),
            files: ground.files.clone(),
            flags: ground.flags.clone(),
            entitlements: ground.entitlements.clone(),
        };
        shelves.households.sort_by_key(|household| household.id);
        let place = |visit: &&Visit| (visit.household, visit.counted_on(), visit.id);
        shelves.visits.sort_by_cached_key(place);
        shelves.files.sort_by_key(|file| file.household);
        shelves.flags.sort_by_key(|flag| (flag.household, flag.id));
        shelves.entitlements.sort_by_key(|file| file.household);
        shelves
    }

    /// Every household, in the order of their ids.
    pub(super) fn homes(&self) -> Vec<Of<'_>> {
        let (mut visits, mut files) = (self.visits.as_slice(), self.files.as_slice());
        let (mut flags, mut entitlements) = (self.flags.as_slice(), self.entitlements.as_slice());
        let mut home = |household: &&'a Household| {
            let id = household.id;
            let entitlements = taken(&mut entitlements, id, |file| file.household);
            let entitlements = entitlements.last().copied();
            Of {
                household,
                visits: taken(&mut visits, id, |visit| visit.household),
                file: taken(&mut files, id, |file| file.household).last().copied(),
                flags: taken(&mut flags, id, |flag| flag.household),
                entitlements,
                policies: standings_of(household, entitlements, |kind| !kind.is_fact()),
            }
        };
        self.households.iter().map(&mut home).collect()
    }
}

/// Takes what belongs to a household from records that are sorted by it, and what lies before with it: that belongs to
/// no household of the village.
fn taken<'s, 'a, T>(
    rest: &mut &'s [&'a T],
    household: HouseholdId,
    of: impl Fn(&T) -> HouseholdId,
) -> &'s [&'a T] {
    let from = rest.iter().take_while(|record| of(record) < household).count();
    let (_, ahead) = rest.split_at(from);
    let count = ahead.iter().take_while(|record| of(record) == household).count();
    let (taken, ahead) = ahead.split_at(count);
    *rest = ahead;
    taken
}
