//! The records that a batch has read and written so far, under lock, so that later operations see earlier ones.

use crate::store::engine::Link;
use crate::store::error::Result;
use crate::store::record::{self, Next, Stored};
use crate::store::scope::{self, Teams};
use crate::store::whole;
use domain::ids::{TeamId, VillageId};
use domain::operation::Operation;
use domain::policy::Actor;
use domain::record::{Place, Record, RecordKey, RecordMap, Records};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

#[derive(Default)]
pub(super) struct Shelf {
    /// What the reducer reads.
    pub records: RecordMap,
    /// The rows; none for a record that is known not to exist.
    rows: BTreeMap<RecordKey, Option<Stored>>,
    leads: BTreeMap<VillageId, Option<TeamId>>,
    /// The feeds that this batch numbers.
    pub teams: Teams,
}

/// The changes of one operation, numbered but not yet on the shelf.
pub(super) struct Staged {
    /// The feeds concerned, as they are then.
    pub teams: Teams,
    pub lines: Vec<(Record, Next)>,
}

/// Where the shelf was before an operation's changes.
pub(super) struct Mark {
    teams: Teams,
    keys: Vec<RecordKey>,
}

impl Shelf {
    /// Reads and locks at once what a whole batch is going to need, in one order for all writers. What cannot be read
    /// stays off the shelf: it concerns the operations that need it, which will ask for it.
    pub(super) async fn fetch(&mut self, link: &mut Link, keys: BTreeSet<RecordKey>) -> Result<()> {
        let mut kinds: Vec<(&'static str, Vec<RecordKey>)> = Vec::new();
        for key in keys {
            match kinds.last_mut() {
                Some((kind, list)) if *kind == key.kind() => list.push(key),
                _ => kinds.push((key.kind(), vec![key])),
            }
        }
        for (kind, keys) in kinds {
            let ids: Vec<String> = keys.iter().map(|key| key.uuid().to_string()).collect();
            let rows = record::load_all(link, kind, &ids).await?;
            let mut rows: BTreeMap<Uuid, Stored> = rows.into_iter().collect();
            for key in keys {
                let row = rows.remove(&key.uuid());
                if let Some(stored) = &row {
                    let Ok(record) = whole::record(&stored.body) else {
                        continue;
                    };
                    self.records.put(record);
                }
                self.rows.insert(key, row);
            }
        }
        Ok(())
    }

    /// Reads and locks records that are not on the shelf yet, in one order for all writers.
    pub(super) async fn load(&mut self, link: &mut Link, mut keys: Vec<RecordKey>) -> Result<()> {
        keys.sort();
        for key in keys {
            if self.rows.contains_key(&key) {
                continue;
            }
            let row = record::load(link, &key).await?;
            if let Some(stored) = &row {
                self.records.put(whole::record(&stored.body)?);
            }
            self.rows.insert(key, row);
        }
        Ok(())
    }

    /// The author with the relations that hold for one operation: a household that left the author's team by
    /// itself, not with its village, is a former one as well, so that work done before still arrives.
    pub(super) async fn actor_for<'a>(
        &self,
        link: &mut Link,
        actor: &'a Actor,
        operation: &Operation,
    ) -> Result<Cow<'a, Actor>> {
        let household = operation
            .body
            .household()
            .and_then(|id| self.records.household(id));
        let (Some(team), Some(household)) = (&actor.team, household) else {
            return Ok(Cow::Borrowed(actor));
        };
        let key = RecordKey::Household(household.id);
        if actor.sees(&household.village) || !record::has_left(link, &key, team).await? {
            return Ok(Cow::Borrowed(actor));
        }
        let mut actor = actor.clone();
        actor.former_villages.push(household.village.clone());
        Ok(Cow::Owned(actor))
    }

    /// Numbers what an operation changes; locks the feeds concerned.
    pub(super) async fn stage(&mut self, link: &mut Link, changed: Vec<Record>) -> Result<Staged> {
        self.load(link, changed.iter().map(Record::key).collect()).await?;
        let mut teams = Teams::default();
        let mut lines = Vec::with_capacity(changed.len());
        for record in changed {
            let team = self.team_of(link, &record).await?;
            let before = self.row(&record.key()).and_then(|row| row.team.clone());
            for team in team.iter().chain(&before) {
                self.teams.lock(link, team).await?;
                teams.adopt(team, &self.teams);
            }
            let next = record::next(&mut teams, self.row(&record.key()), &record, team.as_ref())?;
            lines.push((record, next));
        }
        Ok(Staged { teams, lines })
    }

    /// The row of a record as the batch has it now.
    pub(super) fn row(&self, key: &RecordKey) -> Option<&Stored> {
        self.rows.get(key).and_then(Option::as_ref)
    }

    /// Takes in a record's next state. Gives the row that it had.
    pub(super) fn replace(&mut self, record: Record, stored: Stored) -> Option<Stored> {
        let before = self.rows.insert(record.key(), Some(stored));
        self.records.put(record);
        before.flatten()
    }

    /// What undoes the taking in of changes.
    pub(super) fn mark(&self, staged: Option<&Staged>) -> Mark {
        let lines = staged.iter().flat_map(|staged| &staged.lines);
        Mark {
            teams: self.teams.clone(),
            keys: lines.map(|(record, _)| record.key()).collect(),
        }
    }

    /// Undoes it: what was changed leaves the shelf, and is read again by whoever asks for it.
    pub(super) fn undo(&mut self, mark: Mark) {
        self.teams = mark.teams;
        for key in mark.keys {
            self.rows.remove(&key);
            self.records.0.remove(&key);
        }
    }

    /// The team in whose scope a record is.
    async fn team_of(&mut self, link: &mut Link, record: &Record) -> Result<Option<TeamId>> {
        match record.place() {
            Place::Village(village) => self.lead(link, village).await,
            Place::Team(team) => Ok(Some(team.clone())),
        }
    }

    async fn lead(&mut self, link: &mut Link, village: &VillageId) -> Result<Option<TeamId>> {
        if let Some(known) = self.leads.get(village) {
            return Ok(known.clone());
        }
        let lead = scope::lead(link, village).await?;
        self.leads.insert(village.clone(), lead.clone());
        Ok(lead)
    }
}
