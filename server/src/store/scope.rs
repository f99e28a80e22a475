//! A team's scope: who leads a village, and the numbering of a team's changes under its row's lock.

use super::engine::Link;
use super::error::{Result, StoreError};
use super::int;
use domain::ids::{TeamId, VillageId};
use domain::record::{RecordKey, ScopeDigest};
use std::collections::BTreeMap;

/// The state of a team's feed, while its row is locked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct TeamState {
    pub change_no: u64,
    pub digest: ScopeDigest,
    pub records: u64,
}

impl TeamState {
    fn next(&mut self) -> u64 {
        self.change_no = self.change_no.saturating_add(1);
        self.change_no
    }

    /// A record comes into the scope. Gives its change number.
    pub(super) fn enter(&mut self, key: &RecordKey, version: u64) -> u64 {
        self.digest = self.digest.with(key, version);
        self.records = self.records.saturating_add(1);
        self.next()
    }

    /// A record of the scope has a new version.
    pub(super) fn renew(&mut self, key: &RecordKey, before: u64, version: u64) -> u64 {
        self.digest = self.digest.without(key, before).with(key, version);
        self.next()
    }

    /// A record leaves the scope.
    pub(super) fn leave(&mut self, key: &RecordKey, version: u64) -> u64 {
        self.digest = self.digest.without(key, version);
        self.records = self.records.saturating_sub(1);
        self.next()
    }
}

/// The teams that a transaction has locked.
#[derive(Clone, Debug, Default)]
pub(super) struct Teams(BTreeMap<TeamId, TeamState>);

impl Teams {
    /// Locks a team's row, once.
    pub(super) async fn lock(&mut self, link: &mut Link, team: &TeamId) -> Result<()> {
        if self.0.contains_key(team) {
            return Ok(());
        }
        let sql = "SELECT change_no, digest, records FROM team_state WHERE team = $1";
        let row = match link.first_locked(sql, &[team.as_str().into()]).await? {
            Some(row) => row,
            None => {
                let make = "INSERT INTO team_state (team, change_no, digest, records) VALUES ($1, 0, 0, 0) \
                            ON CONFLICT (team) DO NOTHING";
                link.execute(make, &[team.as_str().into()]).await?;
                link.first_locked(sql, &[team.as_str().into()])
                    .await?
                    .ok_or(StoreError::corrupt("team state"))?
            }
        };
        let digest = u32::try_from(row.int(1)?).map_err(|_| StoreError::corrupt("digest"))?;
        let state = TeamState {
            change_no: row.count(0)?,
            digest: ScopeDigest(digest),
            records: row.count(2)?,
        };
        self.0.insert(team.clone(), state);
        Ok(())
    }

    /// Takes in the state of a team that others have locked, unless it is here.
    pub(super) fn adopt(&mut self, team: &TeamId, locked: &Self) {
        if !self.0.contains_key(team)
            && let Some(state) = locked.0.get(team)
        {
            self.0.insert(team.clone(), *state);
        }
    }

    /// Takes over the states that were reckoned elsewhere.
    pub(super) fn take(&mut self, reckoned: Self) {
        self.0.extend(reckoned.0);
    }

    /// The state of a team that was locked.
    pub(super) fn of(&mut self, team: &TeamId) -> Result<&mut TeamState> {
        self.0
            .get_mut(team)
            .ok_or(StoreError::corrupt("a team's feed was numbered without its lock"))
    }

    /// Writes all states back.
    pub(super) async fn save(&self, link: &mut Link) -> Result<()> {
        let sql = "UPDATE team_state SET change_no = $2, digest = $3, records = $4 WHERE team = $1";
        for (team, state) in &self.0 {
            let values = [
                team.as_str().into(),
                int(state.change_no).into(),
                i64::from(state.digest.0).into(),
                int(state.records).into(),
            ];
            link.execute(sql, &values).await?;
        }
        Ok(())
    }
}

/// The team that leads a village now; none for an unknown village or one without a team.
pub(super) async fn lead(link: &mut Link, village: &VillageId) -> Result<Option<TeamId>> {
    let sql = "SELECT team FROM team_village WHERE village = $1 AND to_ms IS NULL";
    let row = link.first(sql, &[village.as_str().into()]).await?;
    row.map(|row| row.text(0).map(TeamId)).transpose()
}

/// The team as a record's column holds it.
pub(super) fn column(team: Option<&TeamId>) -> &str {
    team.map_or("", TeamId::as_str)
}

/// The team that a record's column names.
pub(super) fn from_column(team: String) -> Option<TeamId> {
    (!team.is_empty()).then_some(TeamId(team))
}
