//! How addresses name households: browsers keep addresses in their history.

use super::{Ledger, View};
use domain::ids::HouseholdId;
use domain::record::Records;

impl Ledger {
    /// The address of a household's page. Household ids follow from the register's numbers, and browsers keep
    /// addresses in their history: so it names the household in a way that only this store reads.
    #[must_use]
    pub fn address_of(self, household: HouseholdId) -> String {
        let vault = self.engine().vault();
        let shown = vault.map_or(household.0, |vault| vault.veil(household.0));
        format!("/households/{shown}")
    }

    /// The household that an address names: by this store's own word, or by its id, as somebody else may send it.
    #[must_use]
    pub fn household_at(self, view: &View, named: &str) -> Option<HouseholdId> {
        let named: HouseholdId = named.parse().ok()?;
        let unveiled = self
            .engine()
            .vault()
            .map(|vault| HouseholdId(vault.unveil(named.0)));
        let mut meant = unveiled.into_iter().chain([named]);
        meant.find(|id| view.records.household(*id).is_some())
    }
}
