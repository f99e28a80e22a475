//! The household register: a whole district taken in at once.

use super::engine::Link;
use super::error::{Result, StoreError};
use super::record::{self, Crossing, Next, Past, Present, Stored};
use super::scope::{self, Teams};
use super::whole;
use super::{Store, audit, vault};
use domain::household::Household;
use domain::household::facts::{Facts, FieldName};
use domain::ids::{HouseholdId, MemberId, StaffId, TeamId, VillageId};
use domain::record::Record;
use domain::time::Millis;
use std::collections::{BTreeMap, BTreeSet};

/// Households read, compared and written together; bounds the memory of an import.
const CHUNK: usize = 250;
/// Chunks after which PostgreSQL is told that the tables are not empty any more: its plans are made for what
/// it knows, and for an empty table any index will do.
const COUNT_AFTER: usize = 8;

/// A household as the register has it; its record, and what may not be in the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterHousehold {
    /// The household with its members, numbers and telephone masked.
    pub household: Household,
    /// Full identity numbers of members.
    pub numbers: Vec<(MemberId, String)>,
    /// Full telephone number.
    pub phone: Option<String>,
}

impl Store {
    /// The registered households of villages, in no particular order.
    ///
    /// # Errors
    /// As the database's.
    pub async fn households_in(&self, villages: &[VillageId]) -> Result<Vec<Household>> {
        let mut link = self.engine.snapshot().await?;
        let head = "SELECT body FROM record WHERE kind = 'household' AND village";
        let rows = link
            .fetch_in(head, villages.iter().map(VillageId::as_str))
            .await?;
        rows.iter().map(|row| household(&row.text(0)?)).collect()
    }

    /// Takes register lines in, all or none. Only households that differ get a new version; what was heard
    /// at the door since stays, whatever the file says. `progress` is told the number of households done.
    ///
    /// # Errors
    /// [`StoreError::Constraint`] `identity_number` when two people have one number, `household` when one
    /// household comes twice.
    pub async fn save_register(
        &self,
        rows: &[RegisterHousehold],
        actor: &StaffId,
        now: Millis,
        progress: &(dyn Fn(usize) + Send + Sync),
    ) -> Result<()> {
        let ids: BTreeSet<HouseholdId> = rows.iter().map(|row| row.household.id).collect();
        if ids.len() != rows.len() {
            return Err(StoreError::Constraint("household".to_owned()));
        }
        let mut link = self.engine.write().await?;
        link.own_district().await?;
        link.prefer_indexes().await?;
        let mut import = Import {
            link,
            by: format!("register:{actor}"),
            now,
            teams: Teams::default(),
            leads: BTreeMap::new(),
        };
        // Numbers are all let go before any is taken, so that a person can move between households.
        let mut renumbered = Vec::new();
        let mut done = 0_usize;
        for chunk in rows.chunks(CHUNK) {
            import.records(chunk).await?;
            vault::release(&mut import.link, chunk, &mut renumbered).await?;
            done += chunk.len();
            if done == CHUNK * COUNT_AFTER {
                import.link.count_anew().await?;
            }
            progress(done);
        }
        for chunk in renumbered.chunks(CHUNK) {
            vault::take(&mut import.link, chunk).await?;
        }
        let Import { mut link, teams, .. } = import;
        teams.save(&mut link).await?;
        audit::write(&mut link, actor, "IMPORT_REGISTER", &rows.len().to_string(), now).await?;
        link.commit().await?;
        // The import stands, whatever becomes of this.
        if let Ok(mut link) = self.engine.writer().await
            && let Err(error) = link.count_anew().await
        {
            tracing::warn!(%error, "the tables were not counted anew");
        }
        Ok(())
    }
}

fn household(body: &str) -> Result<Household> {
    match whole::record(body)? {
        Record::Household(household) => Ok(*household),
        _ => Err(StoreError::corrupt("kind of record")),
    }
}

/// The register's line over what is stored: what somebody asked at the door since stays as it is.
fn merge(before: Household, row: &Household) -> Household {
    let mut merged = row.clone();
    merged.keep_decisions(&before);
    merged.facts = merge_facts(before.facts, &row.facts);
    merged.incomes = before.incomes;
    let mut known: BTreeMap<MemberId, Facts> = before
        .members
        .into_iter()
        .map(|member| (member.id, member.facts))
        .collect();
    for member in &mut merged.members {
        if let Some(facts) = known.remove(&member.id) {
            member.facts = merge_facts(facts, &member.facts);
        }
    }
    merged
}

fn merge_facts(mut before: Facts, row: &Facts) -> Facts {
    for name in FieldName::ALL {
        before.reregister(*name, row.value(*name).cloned());
    }
    before
}

/// An import under way, in its one transaction.
struct Import {
    link: Link,
    by: String,
    now: Millis,
    teams: Teams,
    leads: BTreeMap<VillageId, Option<TeamId>>,
}

impl Import {
    async fn records(&mut self, chunk: &[RegisterHousehold]) -> Result<()> {
        let lines = self.lines(chunk).await?;
        let moved = lines.iter().filter_map(|(before, record, _)| {
            let before = household(&before.as_ref()?.body).ok()?;
            let to = record.village()?.clone();
            (before.village != to).then_some((before.id, to))
        });
        let moved: Vec<(HouseholdId, VillageId)> = moved.collect();
        self.write(&lines).await?;
        for (household, village) in moved {
            self.records_follow(household, &village).await?;
        }
        Ok(())
    }

    /// What was recorded of a household that moved to another village goes along: whoever leads it there must
    /// know its visits, its flags, its requests, its case, its policies and what was explained of it.
    async fn records_follow(&mut self, household: HouseholdId, village: &VillageId) -> Result<()> {
        let sql = "SELECT r.id, r.version, r.team, r.body FROM record r WHERE \
                   (r.kind = 'visit' AND r.id IN (SELECT id FROM visit_index WHERE household = $1)) OR \
                   (r.kind = 'flag' AND r.id IN (SELECT id FROM flag_index WHERE household = $1)) OR \
                   (r.kind = 'request' AND r.id IN (SELECT id FROM request_index WHERE household = $1)) OR \
                   (r.kind IN ('monitoring', 'entitlements') AND r.id = $1) \
                   ORDER BY r.kind, r.id";
        let mut rows = self.link.fetch(sql, &[household.to_string().into()]).await?;
        let sql = "SELECT id, version, team, body FROM record \
                   WHERE kind = 'explanation' AND village <> $1 ORDER BY id";
        rows.extend(self.link.fetch(sql, &[village.as_str().into()]).await?);
        for row in rows {
            let before = record::read(&row, 1)?;
            let mut moved = whole::record(&before.body)?;
            match &mut moved {
                Record::Visit(visit) => visit.village = village.clone(),
                Record::Flag(flag) => flag.village = village.clone(),
                Record::Monitoring(file) => file.village = village.clone(),
                Record::Request(request) => request.village = village.clone(),
                Record::Entitlements(file) => file.village = village.clone(),
                Record::Explanation(said) if said.household == Some(household) => {
                    said.village = village.clone();
                }
                _ => continue,
            }
            let team = self.lead(village).await?;
            for team in team.iter().chain(&before.team) {
                self.teams.lock(&mut self.link, team).await?;
            }
            let next = record::next(&mut self.teams, Some(&before), &moved, team.as_ref())?;
            record::write(&mut self.link, Some(&before), &moved, &next, &self.by, self.now).await?;
        }
        Ok(())
    }

    async fn lines(&mut self, chunk: &[RegisterHousehold]) -> Result<Vec<(Option<Stored>, Record, Next)>> {
        let ids: Vec<String> = chunk.iter().map(|row| row.household.id.to_string()).collect();
        let head = "SELECT id, version, team, body FROM record WHERE kind = 'household' AND id";
        let mut stored: BTreeMap<HouseholdId, Stored> = BTreeMap::new();
        for row in self.link.fetch_in(head, ids.iter().map(String::as_str)).await? {
            stored.insert(HouseholdId(row.parsed(0)?), record::read(&row, 1)?);
        }
        let mut lines = Vec::new();
        for row in chunk {
            let before = stored.remove(&row.household.id);
            if let Some((record, next)) = self.changed(before.as_ref(), &row.household).await? {
                lines.push((before, record, next));
            }
        }
        Ok(lines)
    }

    /// A household's next state, if it differs from the stored one.
    async fn changed(&mut self, before: Option<&Stored>, row: &Household) -> Result<Option<(Record, Next)>> {
        let merged = match before {
            Some(stored) => {
                let before = household(&stored.body)?;
                let merged = merge(before.clone(), row);
                if merged == before {
                    return Ok(None);
                }
                merged
            }
            None => row.clone(),
        };
        let team = self.lead(&merged.village).await?;
        for team in team.iter().chain(before.and_then(|stored| stored.team.as_ref())) {
            self.teams.lock(&mut self.link, team).await?;
        }
        let record = Record::Household(Box::new(merged));
        let next = record::next(&mut self.teams, before, &record, team.as_ref())?;
        Ok(Some((record, next)))
    }

    async fn lead(&mut self, village: &VillageId) -> Result<Option<TeamId>> {
        if let Some(known) = self.leads.get(village) {
            return Ok(known.clone());
        }
        let lead = scope::lead(&mut self.link, village).await?;
        self.leads.insert(village.clone(), lead.clone());
        Ok(lead)
    }

    /// Writes a chunk in few statements: row by row, a district would take minutes over a network.
    async fn write(&mut self, lines: &[(Option<Stored>, Record, Next)]) -> Result<()> {
        let (by, at) = (self.by.as_str(), self.now);
        let past = lines.iter().filter_map(|(before, record, _)| {
            let (key, stored) = (record.key(), before.as_ref()?);
            Some(Past { key, stored, by, at })
        });
        let past: Vec<Past<'_>> = past.collect();
        record::keep(&mut self.link, &past).await?;
        let present = lines.iter().map(|(before, record, next)| Present {
            record,
            stored: &next.stored,
            change_no: next.change_no,
            existed: before.is_some(),
        });
        let present: Vec<Present<'_>> = present.collect();
        record::put(&mut self.link, &present).await?;
        for (before, record, next) in lines {
            if let Some(crossing) = Crossing::of(record.key(), before.as_ref(), next) {
                crossing.write(&mut self.link).await?;
            }
        }
        Ok(())
    }
}
