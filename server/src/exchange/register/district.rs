//! Planning a register over what a store knows, village by village.

use super::{NumbersInUse, Phones, Planning, RegisterPlan, Sheets, Vault, household_id};
use crate::exchange::Workbook;
use crate::store::{Store, StoreError};
use chrono::NaiveDate;
use domain::household::Household;
use domain::ids::{HouseholdId, VillageId};
use std::collections::BTreeSet;

/// What a plan asks of the district's store.
pub trait District {
    /// What goes wrong in it.
    type Fault;

    /// The households of some villages.
    fn households_in(
        &self,
        villages: &[VillageId],
    ) -> impl Future<Output = Result<Vec<Household>, Self::Fault>> + Send;

    /// Those among these households that are known, wherever they are.
    fn households_of(
        &self,
        households: &[HouseholdId],
    ) -> impl Future<Output = Result<Vec<Household>, Self::Fault>> + Send;

    /// Which of these identity numbers are known, and whose they are.
    fn numbers_in_use(
        &self,
        numbers: &[String],
    ) -> impl Future<Output = Result<NumbersInUse, Self::Fault>> + Send;

    /// The full telephone numbers of households.
    fn phones_of(
        &self,
        households: &[HouseholdId],
    ) -> impl Future<Output = Result<Phones, Self::Fault>> + Send;
}

/// Plans the import of a register: a dry run that writes nothing. `progress` hears how many households were
/// planned, of how many.
///
/// # Errors
/// What went wrong in the store; faults of the file are in the report.
pub async fn plan<D: District>(
    workbook: &Workbook,
    district: &D,
    villages: &[VillageId],
    today: NaiveDate,
    progress: &(dyn Fn(usize, usize) + Send + Sync),
) -> Result<RegisterPlan, D::Fault> {
    let (sheets, reporter) = match Sheets::open(workbook) {
        Ok(opened) => opened,
        Err(report) => {
            return Ok(RegisterPlan {
                rows: Vec::new(),
                report,
            });
        }
    };
    let mut planning = Planning::begin(&sheets, reporter, villages.iter().cloned().collect(), today);
    let named = planning.villages();
    let total: usize = named.iter().map(|village| planning.codes(village).len()).sum();
    let mut done = 0_usize;
    for village in &named {
        let here = planning.codes(village).len();
        let in_use = district.numbers_in_use(&planning.numbers(village)).await?;
        let known = known_of(&planning, village, district).await?;
        let ids: Vec<HouseholdId> = known.iter().map(|household| household.id).collect();
        let vault = Vault {
            numbers: in_use,
            phones: district.phones_of(&ids).await?,
        };
        planning.village(village, &known, &vault);
        done = done.saturating_add(here);
        progress(done, total);
    }
    Ok(planning.finish())
}

/// The known households of a village, and those of other villages that the file has in it: their numbers tell
/// that they are known.
async fn known_of<D: District>(
    planning: &Planning<'_>,
    village: &VillageId,
    district: &D,
) -> Result<Vec<Household>, D::Fault> {
    let mut known = district.households_in(std::slice::from_ref(village)).await?;
    let here: BTreeSet<&str> = known.iter().map(|household| household.code.as_str()).collect();
    let named = planning.codes(village).iter();
    let elsewhere: Vec<HouseholdId> = named
        .filter(|code| !here.contains(code.as_str()))
        .map(|code| household_id(code))
        .collect();
    known.extend(district.households_of(&elsewhere).await?);
    Ok(known)
}

impl District for Store {
    type Fault = StoreError;

    async fn households_in(&self, villages: &[VillageId]) -> Result<Vec<Household>, StoreError> {
        Store::households_in(self, villages).await
    }

    async fn households_of(&self, households: &[HouseholdId]) -> Result<Vec<Household>, StoreError> {
        Store::households_of(self, households).await
    }

    async fn numbers_in_use(&self, numbers: &[String]) -> Result<NumbersInUse, StoreError> {
        Store::numbers_in_use(self, numbers).await
    }

    async fn phones_of(&self, households: &[HouseholdId]) -> Result<Phones, StoreError> {
        Store::phones_of(self, households).await
    }
}
