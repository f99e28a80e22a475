//! Which team leads which village, and how a village's records move when that changes.

use super::engine::{Link, Value};
use super::error::{Result, StoreError};
use super::int;
use super::record::{self, Exit};
use super::scope::{Teams, column, lead};
use domain::ids::{TeamId, VillageId};
use domain::record::RecordKey;
use domain::roster::Team;
use domain::time::Millis;
use std::collections::BTreeSet;

/// Makes the teams lead exactly the villages of their lines.
pub(super) async fn settle(link: &mut Link, rows: &[Team], now: Millis) -> Result<()> {
    let mut claimed = BTreeSet::new();
    let mut teams = Teams::default();
    for team in rows {
        for village in &team.villages {
            if !claimed.insert(village) {
                return Err(StoreError::Constraint("team_village".to_owned()));
            }
        }
    }
    for team in rows {
        teams.lock(link, &team.id).await?;
        let sql = "SELECT village FROM team_village WHERE team = $1 AND to_ms IS NULL";
        for row in link.fetch(sql, &[team.id.as_str().into()]).await? {
            let village = VillageId(row.text(0)?);
            if !claimed.contains(&village) {
                change_lead(link, &mut teams, &village, Some(&team.id), None, now).await?;
            }
        }
        for village in &team.villages {
            let before = lead(link, village).await?;
            if before.as_ref() != Some(&team.id) {
                change_lead(link, &mut teams, village, before.as_ref(), Some(&team.id), now).await?;
            }
        }
    }
    teams.save(link).await
}

/// Ends one team's lead of a village, begins the other's, and moves the village's records.
async fn change_lead(
    link: &mut Link,
    teams: &mut Teams,
    village: &VillageId,
    before: Option<&TeamId>,
    after: Option<&TeamId>,
    now: Millis,
) -> Result<()> {
    let last = "SELECT MAX(from_ms) FROM team_village WHERE village = $1";
    let last = link.first(last, &[village.as_str().into()]).await?;
    let last = last.map(|row| row.opt_int(0)).transpose()?.flatten();
    // A clock that stood still must not give two beginnings at one moment.
    let at = last.map_or(now.0, |last| now.0.max(last.saturating_add(1)));
    let end = "UPDATE team_village SET to_ms = $2 WHERE village = $1 AND to_ms IS NULL";
    link.execute(end, &[village.as_str().into(), at.into()]).await?;
    if let Some(team) = after {
        let begin = "INSERT INTO team_village (village, team, from_ms, to_ms) VALUES ($1, $2, $3, NULL)";
        let values = [village.as_str().into(), team.as_str().into(), Value::from(at)];
        link.execute(begin, &values).await?;
    }
    for team in before.iter().chain(after.iter()) {
        teams.lock(link, team).await?;
    }
    move_records(link, teams, village, before, after).await
}

async fn move_records(
    link: &mut Link,
    teams: &mut Teams,
    village: &VillageId,
    before: Option<&TeamId>,
    after: Option<&TeamId>,
) -> Result<()> {
    let sql = "SELECT kind, id, version FROM record WHERE village = $1 ORDER BY change_no, kind, id";
    for row in link.fetch(sql, &[village.as_str().into()]).await? {
        let key =
            RecordKey::of(&row.text(0)?, row.parsed(1)?).ok_or(StoreError::corrupt("kind of record"))?;
        let version = row.count(2)?;
        if let Some(team) = before {
            let change_no = teams.of(team)?.leave(&key, version);
            let exit = Exit {
                team: team.clone(),
                version,
                change_no,
            };
            record::leave(link, &key, &exit).await?;
        }
        let change_no = match after {
            Some(team) => {
                record::come_back(link, &key, team).await?;
                teams.of(team)?.enter(&key, version)
            }
            None => 0,
        };
        let update = "UPDATE record SET team = $3, change_no = $4 WHERE kind = $1 AND id = $2";
        let values = [
            key.kind().into(),
            Value::from(key.uuid().to_string()),
            column(after).into(),
            int(change_no).into(),
        ];
        link.execute(update, &values).await?;
    }
    Ok(())
}
