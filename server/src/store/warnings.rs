//! Departments' warning lists: whom a list names, and the flags that it raises, all at once.

use super::engine::{Link, Row};
use super::error::{Result, StoreError};
use super::scope::{self, Teams};
use super::{Store, audit, record, whole};
use domain::household::Household;
use domain::ids::{FlagId, HouseholdId, MemberId, StaffId, VillageId};
use domain::record::Record;
use domain::risk::RelapseFlag;
use domain::risk::warning::ListedWarning;
use domain::time::Millis;
use std::collections::{BTreeMap, BTreeSet};

impl Store {
    /// The members whose identity number begins with one of these resident numbers: a disability certificate goes on
    /// behind its holder's. By resident number.
    ///
    /// # Errors
    /// As the database's.
    pub async fn residents(
        &self,
        numbers: &[String],
    ) -> Result<BTreeMap<String, Vec<(HouseholdId, MemberId)>>> {
        let mut link = self.engine.snapshot().await?;
        let head = "SELECT substr(number, 1, 18), household, member FROM identity_number WHERE substr(number, 1, 18)";
        let mut found: BTreeMap<String, Vec<(HouseholdId, MemberId)>> = BTreeMap::new();
        for row in link.fetch_in(head, numbers.iter().map(String::as_str)).await? {
            let member = (HouseholdId(row.parsed(1)?), MemberId(row.parsed(2)?));
            found.entry(row.text(0)?).or_default().push(member);
        }
        for members in found.values_mut() {
            members.sort_unstable();
        }
        Ok(found)
    }

    /// Households by identity, in no particular order; those that are not there are left out.
    ///
    /// # Errors
    /// As the database's.
    pub async fn households_of(&self, ids: &[HouseholdId]) -> Result<Vec<Household>> {
        let household = |record| match record {
            Record::Household(household) => Some(*household),
            _ => None,
        };
        let head = "SELECT body FROM record WHERE kind = 'household' AND id";
        let ids = ids.iter().map(ToString::to_string).collect();
        Ok(self
            .records_read(head, ids)
            .await?
            .into_iter()
            .filter_map(household)
            .collect())
    }

    /// Flags by identity; those that are not there are left out.
    ///
    /// # Errors
    /// As the database's.
    pub async fn flags_of(&self, ids: &[FlagId]) -> Result<BTreeMap<FlagId, RelapseFlag>> {
        let flag = |record| match record {
            Record::Flag(flag) => Some((flag.id, *flag)),
            _ => None,
        };
        let head = "SELECT body FROM record WHERE kind = 'flag' AND id";
        let ids = ids.iter().map(ToString::to_string).collect();
        Ok(self
            .records_read(head, ids)
            .await?
            .into_iter()
            .filter_map(flag)
            .collect())
    }

    async fn records_read(&self, head: &'static str, ids: Vec<String>) -> Result<Vec<Record>> {
        let mut link = self.engine.snapshot().await?;
        let rows = link.fetch_in(head, ids.iter().map(String::as_str)).await?;
        let body = |row: &Row| whole::read(&row.text(0)?);
        rows.iter().map(body).collect()
    }

    /// Which of these households have a flag that is not settled.
    ///
    /// # Errors
    /// As the database's.
    pub async fn households_with_open_flags(&self, ids: &[HouseholdId]) -> Result<BTreeSet<HouseholdId>> {
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let mut link = self.engine.snapshot().await?;
        let head = "SELECT DISTINCT household FROM flag_index WHERE open = 1 AND household";
        let rows = link.fetch_in(head, ids.iter().map(String::as_str)).await?;
        rows.iter().map(|row| Ok(HouseholdId(row.parsed(0)?))).collect()
    }

    /// Raises the flags of a list, all or none, in the scope of the team that leads each household's village now. What
    /// a list raised before stays as it is.
    ///
    /// # Errors
    /// [`StoreError::Constraint`] `household` when a household is there no more.
    pub async fn save_warnings(&self, rows: Vec<ListedWarning>, actor: &StaffId, now: Millis) -> Result<()> {
        let mut link = self.engine.write().await?;
        link.own_district().await?;
        let mut there = raised_before(&mut link, &rows).await?;
        let villages = villages_of(&mut link, &rows).await?;
        let by = format!("warnings:{actor}");
        let mut teams = Teams::default();
        let mut raised = 0_usize;
        for row in rows {
            if !there.insert(row.flag) {
                continue;
            }
            let village = villages.get(&row.household).cloned();
            let village = village.ok_or_else(|| StoreError::Constraint("household".to_owned()))?;
            let team = scope::lead(&mut link, &village).await?;
            if let Some(team) = &team {
                teams.lock(&mut link, team).await?;
            }
            let flag = ListedWarning { village, ..row }.into_flag(actor.clone(), now);
            let flag = Record::Flag(Box::new(flag));
            let next = record::next(&mut teams, None, &flag, team.as_ref())?;
            record::write(&mut link, None, &flag, &next, &by, now).await?;
            raised = raised.saturating_add(1);
        }
        teams.save(&mut link).await?;
        audit::write(&mut link, actor, "IMPORT_WARNINGS", &raised.to_string(), now).await?;
        link.commit().await
    }
}

/// Which of the flags are there already.
async fn raised_before(link: &mut Link, rows: &[ListedWarning]) -> Result<BTreeSet<FlagId>> {
    let ids: Vec<String> = rows.iter().map(|row| row.flag.to_string()).collect();
    let head = "SELECT id FROM record WHERE kind = 'flag' AND id";
    let there = link.fetch_in(head, ids.iter().map(String::as_str)).await?;
    there.iter().map(|row| Ok(FlagId(row.parsed(0)?))).collect()
}

/// Where the households lie now.
async fn villages_of(link: &mut Link, rows: &[ListedWarning]) -> Result<BTreeMap<HouseholdId, VillageId>> {
    let ids: BTreeSet<String> = rows.iter().map(|row| row.household.to_string()).collect();
    let head = "SELECT id, village FROM record WHERE kind = 'household' AND id";
    let found = link.fetch_in(head, ids.iter().map(String::as_str)).await?;
    let line = |row: &Row| Ok((HouseholdId(row.parsed(0)?), VillageId(row.text(1)?)));
    found.iter().map(line).collect()
}
