//! A fresh database per story, and a way to speak to it beside the store.

use server::store::Store;
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use std::path::PathBuf;

/// A migrated store and where it lives.
pub struct Home {
    pub store: Store,
    pub url: String,
    _folder: Option<tempfile::TempDir>,
}

impl Home {
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("ledger.db").display());
        Self::open(url, Some(folder)).await
    }

    pub async fn postgres() -> Option<Self> {
        let Ok(server) = std::env::var("LEDGER_TEST_POSTGRES") else {
            assert!(std::env::var("CI").is_err(), "CI must set LEDGER_TEST_POSTGRES");
            eprintln!("NOT TESTED ON POSTGRESQL: LEDGER_TEST_POSTGRES is not set");
            return None;
        };
        let name = format!("ledger_{}", uuid::Uuid::new_v4().simple());
        let mut admin = PgConnection::connect(&server).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(format!(
            "CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"
        )))
        .execute(&mut admin)
        .await
        .unwrap();
        let (base, query) = server.split_once('?').unwrap_or((&server, ""));
        let base = base.rsplit_once('/').unwrap().0;
        Some(Self::open(format!("{base}/{name}?{query}"), None).await)
    }

    async fn open(url: String, folder: Option<tempfile::TempDir>) -> Self {
        let store = Store::open(&url).await.unwrap();
        assert!(!store.ready().await);
        store.migrate().await.unwrap();
        Self {
            store,
            url,
            _folder: folder,
        }
    }

    pub fn path(&self) -> PathBuf {
        PathBuf::from(self.url.trim_start_matches("sqlite:"))
    }

    pub fn is_postgres(&self) -> bool {
        self.url.starts_with("postgres")
    }

    /// Runs SQL beside the store, by engine.
    pub async fn beside(&self, sqlite: &'static str, postgres: &'static str) {
        if self.is_postgres() {
            let mut link = PgConnection::connect(&self.url).await.unwrap();
            sqlx::raw_sql(postgres).execute(&mut link).await.unwrap();
        } else {
            let mut link = SqliteConnection::connect(&self.url).await.unwrap();
            sqlx::raw_sql(sqlite).execute(&mut link).await.unwrap();
        }
    }

    /// A number that the database itself counts.
    pub async fn count(&self, sql: &'static str) -> i64 {
        if self.is_postgres() {
            let mut link = PgConnection::connect(&self.url).await.unwrap();
            sqlx::query_scalar(sql).fetch_one(&mut link).await.unwrap()
        } else {
            let mut link = SqliteConnection::connect(&self.url).await.unwrap();
            sqlx::query_scalar(sql).fetch_one(&mut link).await.unwrap()
        }
    }

    pub async fn leave(self) {
        self.store.close().await;
        if self.is_postgres() {
            let (base, name) = self.url.split('?').next().unwrap().rsplit_once('/').unwrap();
            let mut admin = PgConnection::connect(&format!("{base}/postgres")).await.unwrap();
            let drop = format!("DROP DATABASE {name} WITH (FORCE)");
            sqlx::raw_sql(AssertSqlSafe(drop))
                .execute(&mut admin)
                .await
                .unwrap();
        }
    }
}
