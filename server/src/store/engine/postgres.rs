//! The server engine: how PostgreSQL is reached and which settings must hold.

use super::Engine;
use crate::store::error::{Result, StoreError};
use sqlx::Row;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use std::time::Duration;

/// Writers, readers and the import together.
const CONNECTIONS: u32 = 16;
/// Statements that a connection keeps prepared: each in the few lengths that it has (`link.rs`).
const STATEMENTS: usize = 256;

pub(super) async fn open(url: &str) -> Result<Engine> {
    let options: PgConnectOptions = url
        .parse()
        .map_err(|_| StoreError::Unsupported("The address of the PostgreSQL database does not read."))?;
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(Duration::from_secs(30))
        .connect_with(
            options
                .application_name("village-ledger")
                .statement_cache_capacity(STATEMENTS)
                .options([
                    ("synchronous_commit", "on"),
                    ("idle_in_transaction_session_timeout", "120s"),
                    ("client_min_messages", "warning"),
                ]),
        )
        .await?;
    for (setting, needed) in [
        ("fsync", "on"),
        ("full_page_writes", "on"),
        ("server_encoding", "UTF8"),
    ] {
        let row = sqlx::query("SELECT current_setting($1)")
            .bind(setting)
            .fetch_one(&pool)
            .await?;
        if row.try_get::<String, _>(0)? != needed {
            return Err(StoreError::Unsupported(
                "PostgreSQL must run with fsync, full_page_writes and encoding UTF8.",
            ));
        }
    }
    Ok(Engine::Postgres(pool))
}
