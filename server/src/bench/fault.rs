//! Why a figure could not be measured.

use crate::accounts::password::HashError;
use crate::demo::DemoFault;
use crate::store::StoreError;

/// A measurement that failed.
#[derive(Debug, thiserror::Error)]
pub enum BenchFault {
    /// Plain words.
    #[error("{0}")]
    Words(String),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The demonstration's import.
    #[error(transparent)]
    Demo(#[from] DemoFault),
    /// Hashing.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// Files, processes and sockets.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The PostgreSQL server, beside the store.
    #[error("PostgreSQL: {0}")]
    Postgres(#[from] sqlx::Error),
    /// The workbook.
    #[error("the workbook: {0}")]
    Zip(#[from] zip::result::ZipError),
    /// A reply.
    #[error("a message cannot be read: {0}")]
    Json(#[from] serde_json::Error),
}

impl BenchFault {
    pub(super) fn new(words: impl Into<String>) -> Self {
        Self::Words(words.into())
    }
}
