//! Departments' lists of policies: what is known of the households that a list names, and the findings that it adds, all
//! at once.

use super::engine::Row;
use super::error::{Result, StoreError};
use super::scope::{self, Teams};
use super::{Store, audit, record, whole};
use domain::entitlement::{EntitlementFile, ListedPolicy};
use domain::ids::{HouseholdId, StaffId, VillageId};
use domain::record::{Record, RecordKey};
use domain::time::Millis;
use std::collections::BTreeMap;

impl Store {
    /// What was found of the policies of households; those of which nothing was found are left out.
    ///
    /// # Errors
    /// As the database's.
    pub async fn entitlements_of(
        &self,
        households: &[HouseholdId],
    ) -> Result<BTreeMap<HouseholdId, EntitlementFile>> {
        let ids: Vec<String> = households.iter().map(ToString::to_string).collect();
        let mut link = self.engine.snapshot().await?;
        let head = "SELECT body FROM record WHERE kind = 'entitlements' AND id";
        let rows = link.fetch_in(head, ids.iter().map(String::as_str)).await?;
        let file = |row: &Row| {
            let file = file(whole::read(&row.text(0)?)?)?;
            Ok((file.household, file))
        };
        rows.iter().map(file).collect()
    }

    /// Adds the findings of a list, all or none, in the scope of the team that leads each household's village now. What
    /// was found before stays.
    ///
    /// # Errors
    /// [`StoreError::Constraint`] `household` when a household is there no more.
    pub async fn save_policies(&self, rows: Vec<ListedPolicy>, actor: &StaffId, now: Millis) -> Result<()> {
        let mut of: BTreeMap<HouseholdId, Vec<ListedPolicy>> = BTreeMap::new();
        for row in rows {
            of.entry(row.household).or_default().push(row);
        }
        let mut link = self.engine.write().await?;
        link.own_district().await?;
        let sql = "SELECT name FROM staff WHERE id = $1";
        let name = link.first(sql, &[actor.as_str().into()]).await?;
        let by_name = name.map_or_else(|| Ok(actor.to_string()), |row| row.text(0))?;
        let by = format!("policies:{actor}");
        let mut teams = Teams::default();
        let mut added = 0_usize;
        for (household, rows) in of {
            let sql = "SELECT village FROM record WHERE kind = 'household' AND id = $1";
            let village = link.first(sql, &[household.to_string().into()]).await?;
            let village = village.ok_or_else(|| StoreError::Constraint("household".to_owned()))?;
            let village = VillageId(village.text(0)?);
            let team = scope::lead(&mut link, &village).await?;
            if let Some(team) = &team {
                teams.lock(&mut link, team).await?;
            }
            let before = record::load(&mut link, &RecordKey::Entitlements(household)).await?;
            if let Some(team) = before.as_ref().and_then(|stored| stored.team.as_ref()) {
                teams.lock(&mut link, team).await?;
            }
            let mut next = match &before {
                Some(stored) => file(whole::record(&stored.body)?)?,
                None => EntitlementFile::new(household, village.clone()),
            };
            let held = next.checks.len();
            for row in rows {
                let check = row.into_check(&next, (actor.clone(), by_name.clone()), now);
                next.checks.extend(check);
            }
            if next.checks.len() == held {
                continue;
            }
            added = added.saturating_add(next.checks.len().saturating_sub(held));
            let changed = Record::Entitlements(Box::new(next));
            let next = record::next(&mut teams, before.as_ref(), &changed, team.as_ref())?;
            record::write(&mut link, before.as_ref(), &changed, &next, &by, now).await?;
        }
        teams.save(&mut link).await?;
        audit::write(&mut link, actor, "IMPORT_POLICIES", &added.to_string(), now).await?;
        link.commit().await
    }
}

fn file(record: Record) -> Result<EntitlementFile> {
    match record {
        Record::Entitlements(file) => Ok(*file),
        _ => Err(StoreError::corrupt("kind of record")),
    }
}
