//! Which leader was linked with which village and when: kept as the roster changes and as accounts close, never edited.

use super::assignments::day;
use super::engine::{Link, Value};
use super::error::Result;
use domain::ids::{StaffId, VillageId};
use domain::time::{Millis, field_day};
use std::collections::BTreeSet;

/// Brings a leader's stretches to what the roster says now: a village that is the leader's no more ends one, another begins
/// one. What the office takes back on the same day was never so.
pub(super) async fn settle(link: &mut Link, leader: &StaffId, now: Millis) -> Result<()> {
    let wanted = wanted(link, leader).await?;
    let lasting = "SELECT village, n, from_day FROM leader_link WHERE leader = $1 AND to_day IS NULL";
    let today = field_day(now);
    let mut there = BTreeSet::new();
    for row in link.fetch(lasting, &[leader.as_str().into()]).await? {
        let village = VillageId(row.text(0)?);
        if wanted.contains(&village) {
            there.insert(village);
            continue;
        }
        let sql = match day(&row, 2)? == Some(today) {
            true => "DELETE FROM leader_link WHERE village = $1 AND leader = $2 AND n = $3 AND from_day = $4",
            false => "UPDATE leader_link SET to_day = $4 WHERE village = $1 AND leader = $2 AND n = $3",
        };
        let values = [
            village.as_str().into(),
            leader.as_str().into(),
            row.int(1)?.into(),
            Value::from(today.to_string()),
        ];
        link.execute(sql, &values).await?;
    }
    for village in wanted.difference(&there) {
        begin(link, (leader, village), &today.to_string()).await?;
    }
    Ok(())
}

/// The villages with which the roster links a leader whose account is open.
async fn wanted(link: &mut Link, leader: &StaffId) -> Result<BTreeSet<VillageId>> {
    let sql = "SELECT l.village FROM leader_village l JOIN account a ON a.staff = l.leader AND a.closed = 0 \
               WHERE l.leader = $1";
    let rows = link.fetch(sql, &[leader.as_str().into()]).await?;
    rows.iter().map(|row| Ok(VillageId(row.text(0)?))).collect()
}

async fn begin(link: &mut Link, (leader, village): (&StaffId, &VillageId), today: &str) -> Result<()> {
    let pair = [village.as_str().into(), leader.as_str().into(), today.into()];
    let goes_on = "UPDATE leader_link SET to_day = NULL WHERE village = $1 AND leader = $2 AND to_day = $3";
    if link.execute(goes_on, &pair).await? > 0 {
        return Ok(());
    }
    // Of who comes to a village that had a leader the day of telling counts; since when the first was there nobody told.
    let sql = "INSERT INTO leader_link (village, leader, n, from_day) SELECT $1, $2, \
               COALESCE((SELECT MAX(n) FROM leader_link WHERE village = $1 AND leader = $2), 0) + 1, \
               CASE WHEN EXISTS (SELECT 1 FROM leader_link WHERE village = $1) THEN $3 END";
    link.execute(sql, &pair).await?;
    Ok(())
}
