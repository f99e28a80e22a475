//! A team's change feed: each record's latest state, at its latest change number.

use super::Store;
use super::engine::{Link, Row};
use super::error::{Result, StoreError};
use super::{int, whole};
use domain::entitlement::codes::EntitlementKind;
use domain::ids::{StaffId, TeamId};
use domain::policy::Actor;
use domain::record::{RecordKey, ScopeDigest};
use domain::sync::{FeedEntry, PROTOCOL};
use domain::team::shown_to;
use minicbor::encode::{self, Write};
use minicbor::{Encode, Encoder};
use serde::{Serialize, Serializer, ser};
use serde_json::value::RawValue;
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;

/// One line of the feed; on the wire the same as [`domain::sync::FeedEntry`], with the record as it
/// is stored: passed through as JSON, read and written again as CBOR.
#[derive(Debug, Serialize)]
pub struct RawFeedEntry {
    /// The record.
    pub key: RecordKey,
    /// The team's change number of this state.
    pub change: u64,
    /// The record's version.
    pub version: u64,
    /// The state; none when the record left the scope.
    pub record: Option<Body>,
}

/// A record as its row has it.
#[derive(Debug)]
pub struct Body(String);

impl Body {
    /// The text.
    #[must_use]
    pub fn get(&self) -> &str {
        &self.0
    }
}

impl Serialize for Body {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        // Looked through here and not when the row is read: phones are answered in the other form, which reads it anyway.
        let body: &RawValue = serde_json::from_str(&self.0).map_err(<S::Error as ser::Error>::custom)?;
        body.serialize(serializer)
    }
}

impl<C> Encode<C> for RawFeedEntry {
    fn encode<W: Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> std::result::Result<(), encode::Error<W::Error>> {
        let record = self.record.as_ref().map(|body| whole::read(body.get()));
        let record = record.transpose().map_err(encode::Error::message)?;
        let entry = FeedEntry {
            key: self.key,
            change: self.change,
            version: self.version,
            record,
        };
        e.encode(entry)?.ok()
    }
}

/// A page of the feed, with the scope's state at the same moment.
#[derive(Debug)]
pub struct FeedPage {
    /// Changes in order of change number.
    pub changes: Vec<RawFeedEntry>,
    /// The change number that a reader has after this page.
    pub cursor: u64,
    /// The team's newest change number.
    pub head: u64,
    /// Digest of the whole scope at `head`.
    pub digest: ScopeDigest,
    /// Records in the scope at `head`.
    pub records: u64,
}

impl Store {
    /// The changes of a team's whole scope after a change number, at most `limit` (and at least one).
    ///
    /// # Errors
    /// As the database's.
    pub async fn feed(&self, team: &TeamId, after: u64, limit: usize) -> Result<FeedPage> {
        self.page(None, team, after, limit).await
    }

    /// The same for a person's phone that speaks version `protocol`: what it cannot read or may not know, such as a
    /// colleague's leave, is left out of the changes and of the digest, for one record of an unknown kind would hide
    /// all others from it. When it has updated itself, or the person has another role, its digest is no longer ours,
    /// and it starts over with everything.
    ///
    /// # Errors
    /// As the database's.
    pub async fn feed_for(
        &self,
        actor: &Actor,
        protocol: u16,
        team: &TeamId,
        after: u64,
        limit: usize,
    ) -> Result<FeedPage> {
        self.page(Some((actor, protocol)), team, after, limit).await
    }

    async fn page(
        &self,
        reader: Option<(&Actor, u16)>,
        team: &TeamId,
        after: u64,
        limit: usize,
    ) -> Result<FeedPage> {
        let limit = limit.max(1);
        let mut link = self.engine.snapshot().await?;
        let sql = "SELECT change_no, digest, records FROM team_state WHERE team = $1";
        let (head, digest, records) = match link.first(sql, &[team.as_str().into()]).await? {
            Some(row) => (row.count(0)?, u32::try_from(row.int(1)?), row.count(2)?),
            None => (0, Ok(0), 0),
        };
        let mut digest = ScopeDigest(digest.map_err(|_| StoreError::corrupt("digest"))?);
        let hidden = match reader {
            Some((actor, protocol)) => hidden(&mut link, team, actor, protocol).await?,
            None => BTreeMap::new(),
        };
        for (key, version) in &hidden {
            digest = digest.without(key, *version);
        }
        let mut changes = Vec::new();
        if after < head {
            changes = entries(&mut link, team, after, limit).await?;
        }
        let cursor = match changes.last() {
            Some(last) if changes.len() >= limit => last.change,
            _ => head,
        };
        let protocol = reader.map_or(PROTOCOL, |(_, protocol)| protocol);
        changes.retain(|entry| entry.key.since_protocol() <= protocol && !hidden.contains_key(&entry.key));
        Ok(FeedPage {
            changes,
            cursor,
            head,
            digest,
            records,
        })
    }
}

/// The records of a team that a person's phone is not told, with their versions: those of kinds that it cannot read,
/// and the files of colleagues that the person may not know.
async fn hidden(
    link: &mut Link,
    team: &TeamId,
    actor: &Actor,
    protocol: u16,
) -> Result<BTreeMap<RecordKey, u64>> {
    let mut records = unreadable(link, team, protocol).await?;
    // In this order: SQLite left to itself looks through all records of the team, at each exchange.
    let sql = "SELECT r.id, r.version, i.staff FROM days_index i CROSS JOIN record r \
               WHERE i.team = $1 AND r.kind = 'days' AND r.id = i.id AND r.team = $1";
    for row in link.fetch(sql, &[team.as_str().into()]).await? {
        if !shown_to(team, &StaffId(row.text(2)?), actor) {
            records.insert(RecordKey::Days(row.parsed(0)?), row.count(1)?);
        }
    }
    Ok(records)
}

/// The records of a team that a phone of an older version cannot read, with their versions: of kinds that it does not
/// know, and files of policies received in which stands a policy that it does not know.
async fn unreadable(link: &mut Link, team: &TeamId, protocol: u16) -> Result<BTreeMap<RecordKey, u64>> {
    let mut records = BTreeMap::new();
    for kind in RecordKey::KINDS {
        let nobody = RecordKey::of(kind, uuid::Uuid::nil());
        if nobody.is_some_and(|key| key.since_protocol() <= protocol) {
            continue;
        }
        let sql = "SELECT id, version FROM record WHERE team = $1 AND kind = $2";
        for row in link.fetch(sql, &[team.as_str().into(), kind.into()]).await? {
            let key = RecordKey::of(kind, row.parsed(0)?);
            records.insert(key.ok_or(StoreError::corrupt("kind of record"))?, row.count(1)?);
        }
    }
    if EntitlementKind::ALL
        .iter()
        .any(|kind| kind.since_protocol() > protocol)
    {
        let sql = "SELECT version, body FROM record WHERE team = $1 AND kind = 'entitlements'";
        for row in link.fetch(sql, &[team.as_str().into()]).await? {
            let record = whole::read(&row.text(1)?)?;
            if record.since_protocol() > protocol {
                records.insert(record.key(), row.count(0)?);
            }
        }
    }
    Ok(records)
}

async fn entries(link: &mut Link, team: &TeamId, after: u64, limit: usize) -> Result<Vec<RawFeedEntry>> {
    let values = [team.as_str().into(), int(after).into()];
    // SQLite plans by a limit, and so makes anew at each question a statement to which it is bound.
    let tail = format!("WHERE team = $1 AND change_no > $2 ORDER BY change_no LIMIT {limit}");
    let states = format!("SELECT kind, id, change_no, version, body FROM record {tail}");
    let exits = format!("SELECT kind, id, change_no, version FROM feed_exit {tail}");
    let mut rows = Vec::new();
    for row in link.fetch(AssertSqlSafe(states), &values).await? {
        let body = Body(row.text(4)?);
        rows.push(entry(&row, Some(body))?);
    }
    for row in link.fetch(AssertSqlSafe(exits), &values).await? {
        rows.push(entry(&row, None)?);
    }
    rows.sort_by_key(|entry| entry.change);
    rows.truncate(limit);
    Ok(rows)
}

fn entry(row: &Row, record: Option<Body>) -> Result<RawFeedEntry> {
    Ok(RawFeedEntry {
        key: RecordKey::of(&row.text(0)?, row.parsed(1)?).ok_or(StoreError::corrupt("kind of record"))?,
        change: row.count(2)?,
        version: row.count(3)?,
        record,
    })
}
