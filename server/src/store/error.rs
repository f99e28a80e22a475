//! What can go wrong in the store, and how the databases' own errors become that.

use sqlx::error::ErrorKind;

/// Result of a verb of the store.
pub type Result<T> = std::result::Result<T, StoreError>;

/// Why the store did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be reached or refuses service; nothing was changed.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// The commit was sent and its fate is not known: send the same again, with the same ids.
    #[error("the fate of the commit is not known; send the same again")]
    Unknown,
    /// The data break a rule of the table named here, such as `identity_number`; nothing was changed.
    #[error("refused by a rule of {0}")]
    Constraint(String),
    /// What is stored cannot be read.
    #[error("stored data cannot be read: {0}")]
    Corrupt(String),
    /// This engine, or this data, does not support what was asked.
    #[error("{0}")]
    Unsupported(&'static str),
    /// Another transaction was in the way and this one gave way; nothing was changed, try again.
    #[error("another transaction was in the way")]
    Contended,
}

impl StoreError {
    /// The error of a stored text that does not read as what it should be.
    pub(super) fn corrupt(what: &str) -> Self {
        Self::Corrupt(what.to_owned())
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(fault) => of_database(fault.as_ref()),
            sqlx::Error::ColumnDecode { index, .. } => Self::Corrupt(format!("column {index}")),
            _ => Self::Unavailable(error.to_string()),
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        // The line and column only: the words of the error may quote the data.
        Self::Corrupt(format!("JSON at {}:{}", error.line(), error.column()))
    }
}

fn of_database(fault: &dyn sqlx::error::DatabaseError) -> StoreError {
    if !matches!(fault.kind(), ErrorKind::Other) {
        return StoreError::Constraint(table_of(fault));
    }
    let code = fault.code().unwrap_or_default().into_owned();
    if fault.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some() {
        return of_sqlite(&code, fault.message());
    }
    match code.get(..2) {
        Some("40") => StoreError::Contended,
        // Data exceptions, broken constraints, exceeded limits and raised exceptions concern this statement only.
        Some("22" | "23" | "54" | "P0") => StoreError::Constraint(table_of(fault)),
        Some("XX") => StoreError::Corrupt(format!("PostgreSQL {code}")),
        _ => StoreError::Unavailable(format!("PostgreSQL {code}: {}", fault.message())),
    }
}

/// By SQLite's primary result code: the low byte of the extended one.
fn of_sqlite(code: &str, message: &str) -> StoreError {
    match code.parse::<u32>().unwrap_or_default() & 0xff {
        // TOOBIG, CONSTRAINT and MISMATCH concern this statement only.
        18..=20 => StoreError::Constraint(message_table(message)),
        11 | 26 => StoreError::Corrupt(message.to_owned()),
        _ => StoreError::Unavailable(format!("SQLite {code}: {message}")),
    }
}

fn table_of(fault: &dyn sqlx::error::DatabaseError) -> String {
    match fault.table() {
        Some(table) => table.to_owned(),
        None => message_table(fault.message()),
    }
}

/// SQLite says `UNIQUE constraint failed: identity_number.number`.
fn message_table(message: &str) -> String {
    let columns = message.rsplit(": ").next().unwrap_or_default();
    columns.split('.').next().unwrap_or_default().to_owned()
}
