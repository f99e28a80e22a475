//! A fresh database on the PostgreSQL server that the environment names, dropped afterwards.

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use uuid::Uuid;

use super::BenchFault;

/// Names a server on which databases may be made.
const SERVER: &str = "LEDGER_TEST_POSTGRES";

/// The address of the server, if one is named.
pub fn server() -> Option<String> {
    std::env::var(SERVER).ok().filter(|url| !url.is_empty())
}

/// A database of our own.
pub struct Fresh {
    server: String,
    name: String,
}

impl Fresh {
    /// Makes it.
    pub async fn make(server: &str) -> Result<Self, BenchFault> {
        let name = format!("ledger_bench_{}", Uuid::new_v4().simple());
        let fresh = Self {
            server: server.to_owned(),
            name,
        };
        fresh
            .order(&format!(
                "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'",
                fresh.name
            ))
            .await?;
        Ok(fresh)
    }

    /// Its address.
    pub fn database(&self) -> String {
        beside(&self.server, &self.name)
    }

    /// Drops it.
    pub async fn drop(self) -> Result<(), BenchFault> {
        self.order(&format!("DROP DATABASE {} WITH (FORCE)", self.name))
            .await
    }

    /// The names in `sql` are our own making.
    async fn order(&self, sql: &str) -> Result<(), BenchFault> {
        let mut link = PgConnection::connect(&self.server).await?;
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
            .execute(&mut link)
            .await?;
        Ok(link.close().await?)
    }
}

/// The address of another database of a server.
fn beside(server: &str, name: &str) -> String {
    let (base, query) = server
        .split_once('?')
        .map_or((server, None), |(base, query)| (base, Some(query)));
    let host = base.rsplit_once('/').map_or(base, |(host, _)| host);
    match query {
        Some(query) => format!("{host}/{name}?{query}"),
        None => format!("{host}/{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_name_of_the_database_changes() {
        assert_eq!(beside("postgres://u@h:1/postgres", "x"), "postgres://u@h:1/x");
        assert_eq!(
            beside("postgres://u@h/p?sslmode=disable", "x"),
            "postgres://u@h/x?sslmode=disable"
        );
    }
}
