//! The narrow waist between the store's verbs and the two databases: connections, values and rows.
//!
//! Everything above this folder is written once. What differs between SQLite and PostgreSQL — how a
//! transaction begins, how rows are locked, settings — is here and in `schema.rs`.

mod link;
mod places;
mod postgres;
mod sqlite;
mod value;

pub(super) use link::Link;
pub(super) use sqlite::copy_database;
pub(super) use value::{Row, Value};

use super::error::{Result, StoreError};
use sqlx::{PgPool, SqlitePool};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// One of the two databases, opened. A cheap copy.
#[derive(Clone)]
pub(super) enum Engine {
    /// An embedded file: many readers, one writer.
    Sqlite {
        path: PathBuf,
        writer: SqlitePool,
        readers: SqlitePool,
        /// Held so that no second process opens the file.
        lock: Arc<Mutex<Option<File>>>,
    },
    /// A server.
    Postgres(PgPool),
}

impl Engine {
    /// Opens `sqlite:PATH` or `postgres://…` and reads its settings back.
    pub(super) async fn open(url: &str) -> Result<Self> {
        if let Some(path) = url
            .strip_prefix("sqlite://")
            .or_else(|| url.strip_prefix("sqlite:"))
        {
            return sqlite::open(Path::new(path)).await;
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return postgres::open(url).await;
        }
        Err(StoreError::Unsupported(
            "The address of the database must begin with sqlite: or postgres://.",
        ))
    }

    /// How many writer tasks serve it: SQLite has one writer; PostgreSQL serves teams in parallel.
    pub(super) const fn writers(&self) -> usize {
        match self {
            Self::Sqlite { .. } => 1,
            Self::Postgres(_) => 4,
        }
    }

    /// A connection for single reading statements.
    pub(super) async fn reader(&self) -> Result<Link> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Link::Sqlite(readers.acquire().await?),
            Self::Postgres(pool) => Link::Postgres(pool.acquire().await?),
        })
    }

    /// A transaction that reads one snapshot.
    pub(super) async fn snapshot(&self) -> Result<Link> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Link::SqliteTx(readers.begin().await?),
            Self::Postgres(pool) => Link::PostgresTx(
                pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    .await?,
            ),
        })
    }

    /// A connection for single writing statements, each its own transaction.
    pub(super) async fn writer(&self) -> Result<Link> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Link::Sqlite(writer.acquire().await?),
            Self::Postgres(pool) => Link::Postgres(pool.acquire().await?),
        })
    }

    /// A transaction that writes. Dropping it undoes it.
    pub(super) async fn write(&self) -> Result<Link> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Link::SqliteTx(writer.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Link::PostgresTx(pool.begin().await?),
        })
    }

    /// Waits for running work, closes every connection and lets the file go.
    pub(super) async fn close(&self) {
        match self {
            Self::Sqlite {
                writer,
                readers,
                lock,
                ..
            } => {
                readers.close().await;
                writer.close().await;
                if let Ok(mut held) = lock.lock() {
                    held.take();
                }
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}
