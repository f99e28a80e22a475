//! The tables and their versions, and the epoch that tells phones of a restored database.

use super::engine::{Engine, Link, Value};
use super::error::{Result, StoreError};
use super::{Store, int};
use sqlx::{AssertSqlSafe, SqlSafeStr, SqlStr};

/// The steps from nothing to the present tables; each runs once, in order, and never changes once released.
const STEPS: &[&str] = &[
    include_str!("../../migrations/0001_ledger.sql"),
    include_str!("../../migrations/0004_flags.sql"),
    include_str!("../../migrations/0007_places.sql"),
    include_str!("../../migrations/0009_requests.sql"),
    include_str!("../../migrations/0012_team.sql"),
    include_str!("../../migrations/0013_editions.sql"),
    include_str!("../../migrations/0018_counts.sql"),
    include_str!("../../migrations/0011_phones.sql"),
    include_str!("../../migrations/0010_photos.sql"),
    include_str!("../../migrations/0016_assignments.sql"),
    include_str!("../../migrations/0019_four_months.sql"),
    include_str!("../../migrations/0020_duties.sql"),
    include_str!("../../migrations/0021_deposits.sql"),
    include_str!("../../migrations/0022_duty_months.sql"),
    include_str!("../../migrations/0023_village_posts.sql"),
    include_str!("../../migrations/0024_posting_ends.sql"),
    include_str!("../../migrations/0025_leader_links.sql"),
];

/// The name of the key under which guesses are remembered.
const GUESS_KEY: &str = "guess_key";

/// The version of the tables that this program works with.
pub(super) fn newest() -> i64 {
    int(STEPS.len().try_into().unwrap_or(u64::MAX))
}

/// The version of the tables in the database; 0 when there are none.
pub(super) async fn version(engine: &Engine) -> Result<i64> {
    let mut link = engine.reader().await?;
    present(&mut link).await
}

async fn present(link: &mut Link) -> Result<i64> {
    let question = match link {
        Link::Sqlite(_) | Link::SqliteTx(_) => {
            "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'meta'"
        }
        Link::Postgres(_) | Link::PostgresTx(_) => {
            "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'meta'"
        }
    };
    let tables = link.first(question, &[]).await?;
    if tables.map(|row| row.int(0)).transpose()? != Some(1) {
        return Ok(0);
    }
    match meta(link, "schema").await? {
        Some(text) => text.parse().map_err(|_| StoreError::corrupt("schema version")),
        None => Ok(0),
    }
}

/// The step as this engine's dialect has it.
fn dialect(link: &Link, step: &'static str) -> SqlStr {
    match link {
        Link::Sqlite(_) | Link::SqliteTx(_) => step.into_sql_str(),
        Link::Postgres(_) | Link::PostgresTx(_) => AssertSqlSafe(
            step.replace(" INTEGER", " BIGINT")
                .replace(" TEXT", " TEXT COLLATE \"C\"")
                .replace(") STRICT;", ");"),
        )
        .into_sql_str(),
    }
}

async fn meta(link: &mut Link, name: &str) -> Result<Option<String>> {
    let row = link
        .first("SELECT value FROM meta WHERE name = $1", &[name.into()])
        .await?;
    row.map(|row| row.text(0)).transpose()
}

async fn set_meta(link: &mut Link, name: &str, value: &str) -> Result<()> {
    let sql = "INSERT INTO meta (name, value) VALUES ($1, $2) \
               ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    link.execute(sql, &[Value::from(name), value.into()]).await?;
    Ok(())
}

/// The key under which guesses are remembered; the same for every process.
pub(super) async fn guess_key(link: &mut Link) -> Result<String> {
    meta(link, GUESS_KEY)
        .await?
        .ok_or(StoreError::corrupt("no key of guesses"))
}

/// A number that nobody guesses: 122 random bits.
fn new_epoch() -> String {
    uuid::Uuid::new_v4().simple().to_string()
}

impl Store {
    /// Brings the tables to this program's version; does nothing when they are there.
    ///
    /// # Errors
    /// [`StoreError::Unsupported`] when a newer program wrote them.
    pub async fn migrate(&self) -> Result<()> {
        let mut link = self.engine.write().await?;
        link.own_schema().await?;
        let present = present(&mut link).await?;
        if present > newest() {
            return Err(StoreError::Unsupported(
                "A newer version of this program wrote the database; install that one, or go back with `server restore` to the \
                 backup that was made before the update.",
            ));
        }
        let done = usize::try_from(present).unwrap_or_default();
        for step in STEPS.iter().skip(done) {
            let step = dialect(&link, step);
            link.script(step).await?;
        }
        set_meta(&mut link, "schema", &newest().to_string()).await?;
        if meta(&mut link, "epoch").await?.is_none() {
            set_meta(&mut link, "epoch", &new_epoch()).await?;
        }
        if meta(&mut link, GUESS_KEY).await?.is_none() {
            set_meta(&mut link, GUESS_KEY, &new_epoch()).await?;
        }
        link.commit().await
    }

    /// The epoch: phones that know another one start over and offer everything again.
    ///
    /// # Errors
    /// As the database's.
    pub async fn epoch(&self) -> Result<String> {
        let mut link = self.engine.reader().await?;
        meta(&mut link, "epoch")
            .await?
            .ok_or(StoreError::corrupt("no epoch"))
    }

    /// Begins a new epoch, as after a restore from backup. Gives it.
    ///
    /// # Errors
    /// As the database's.
    pub async fn renew_epoch(&self) -> Result<String> {
        let epoch = new_epoch();
        let mut link = self.engine.write().await?;
        set_meta(&mut link, "epoch", &epoch).await?;
        link.commit().await?;
        Ok(epoch)
    }
}
