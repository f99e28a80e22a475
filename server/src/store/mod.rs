//! The ledger's store: one set of verbs on an embedded SQLite file or a PostgreSQL server.
//!
//! Words used here: a *record* is what people read, with a version; the *scope* of a team is the records of
//! the villages that it leads now; its *feed* numbers their changes; an *operation* is answered once, for ever.

mod accounts;
mod assignments;
mod audit;
mod board;
mod cases;
mod counts;
mod deposits;
mod desk;
mod devices;
mod duties;
mod editions;
mod engine;
mod error;
mod feed;
mod four;
mod handover;
mod holders;
mod index;
mod lead;
mod leader_links;
mod leaves;
#[cfg(feature = "mishaps")]
pub mod mishap;
mod papers;
mod people;
mod photos;
mod policies;
mod postings;
mod posts;
mod record;
mod register;
mod requests;
mod roster;
mod schema;
mod scope;
mod sessions;
mod signed_off;
mod trend;
mod vault;
mod visits;
mod warnings;
mod whole;
mod writer;

pub use accounts::{Account, StaffPlace};
pub use assignments::PostingEnd;
pub use counts::Guess;
pub use deposits::{DepositKey, Depositor};
pub use devices::{Contact, KnownPhone, PhoneInQuestion};
pub use duties::{DutyTaken, ListedDuty};
pub use editions::Adoption;
pub use error::{Result, StoreError};
pub use feed::{Body, FeedPage, RawFeedEntry};
pub use holders::VillagePost;
pub use papers::HouseholdPaper;
pub use postings::EndTold;
pub use register::RegisterHousehold;
pub use roster::{LeaderLink, Roster, StaffRow};
pub use signed_off::GonePhone;
pub use visits::VisitFilter;

use engine::Engine;
use std::path::Path;
use std::sync::Arc;

/// The store. A cheap copy; all copies share the connections and the writer.
#[derive(Clone)]
pub struct Store {
    engine: Engine,
    queue: Arc<writer::Queue>,
    editions: Arc<editions::Known>,
}

impl Store {
    /// Opens `sqlite:PATH` or `postgres://…`, checks the settings that durability rests on, and starts the
    /// writer. Tables are not made: see [`Store::migrate`].
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when it cannot be reached or another process holds the file;
    /// [`StoreError::Unsupported`] when a setting does not take.
    pub async fn open(url: &str) -> Result<Self> {
        let engine = Engine::open(url).await?;
        let queue = Arc::new(writer::Queue::start(&engine));
        let editions = Arc::default();
        Ok(Self {
            engine,
            queue,
            editions,
        })
    }

    /// Closes every connection after the work that is under way, and lets the file go.
    pub async fn close(&self) {
        self.engine.close().await;
    }

    /// Whether the database answers and has the tables of this version.
    pub async fn ready(&self) -> bool {
        matches!(schema::version(&self.engine).await, Ok(version) if version == schema::newest())
    }

    /// Writes a consistent, checked and durable copy of the database to a new file; work goes on meanwhile.
    ///
    /// # Errors
    /// [`StoreError::Unsupported`] on PostgreSQL, which has its own tools for it.
    pub async fn backup(&self, to: &Path) -> Result<()> {
        match &self.engine {
            Engine::Sqlite { path, .. } => engine::copy_database(path, to).await,
            Engine::Postgres(_) => Err(StoreError::Unsupported(
                "A PostgreSQL database is backed up with pg_dump or its own archive.",
            )),
        }
    }
}

/// A count as the databases hold it.
fn int(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// SHA-256 as lower-case hexadecimal digits.
fn hash(text: &[u8]) -> String {
    use sha2::Digest;
    use std::fmt::Write;
    let mut hex = String::with_capacity(64);
    for byte in sha2::Sha256::digest(text) {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
