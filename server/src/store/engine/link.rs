//! A connection or transaction of either database, and what statements are sent through it.

use super::places::Places;
use super::{Row, Value};
use crate::store::error::{Result, StoreError};
use sqlx::pool::PoolConnection;
use sqlx::postgres::PgConnection;
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Postgres, SqlSafeStr, SqlStr, Sqlite, Transaction};
use std::convert::identity;
use std::sync::Arc;

/// Most values bound to one statement; both engines allow more.
const MOST_VALUES: usize = 2_000;

/// A connection, or a transaction that is undone when dropped.
pub(in crate::store) enum Link {
    Sqlite(PoolConnection<Sqlite>),
    SqliteTx(Transaction<'static, Sqlite>),
    Postgres(PoolConnection<Postgres>),
    PostgresTx(Transaction<'static, Postgres>),
}

enum Wire<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

/// Binds values to a query of either engine; texts in the form that its driver copies least.
macro_rules! bound {
    ($query:expr, $values:expr, $text:path) => {{
        let mut query = $query;
        for value in $values {
            query = match value {
                Value::Int(int) => query.bind(*int),
                Value::Text(text) => query.bind($text(text.as_deref())),
            };
        }
        query
    }};
}

/// A text for SQLite's driver, whose thread shares it.
fn shared(text: Option<&str>) -> Option<Arc<str>> {
    text.map(Arc::from)
}

impl Link {
    fn wire(&mut self) -> Wire<'_> {
        match self {
            Self::Sqlite(connection) => Wire::Sqlite(connection),
            Self::SqliteTx(transaction) => Wire::Sqlite(transaction),
            Self::Postgres(connection) => Wire::Postgres(connection),
            Self::PostgresTx(transaction) => Wire::Postgres(transaction),
        }
    }

    const fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_) | Self::PostgresTx(_))
    }

    /// Runs a statement; gives the number of rows it touched.
    pub(in crate::store) async fn execute(
        &mut self,
        sql: impl SqlSafeStr,
        values: &[Value<'_>],
    ) -> Result<u64> {
        refuse_nul(values)?;
        let sql = sql.into_sql_str();
        may_end().await;
        let rows = match self.wire() {
            Wire::Sqlite(wire) => bound!(sqlx::query::<Sqlite>(sql), values, shared)
                .execute(wire)
                .await?
                .rows_affected(),
            Wire::Postgres(wire) => bound!(sqlx::query::<Postgres>(sql), values, identity)
                .execute(wire)
                .await?
                .rows_affected(),
        };
        may_end().await;
        Ok(rows)
    }

    /// Runs a script of several statements without values.
    pub(in crate::store) async fn script(&mut self, sql: SqlStr) -> Result<()> {
        match self.wire() {
            Wire::Sqlite(wire) => sqlx::raw_sql(sql).execute(wire).await.map(|_| ())?,
            Wire::Postgres(wire) => sqlx::raw_sql(sql).execute(wire).await.map(|_| ())?,
        }
        Ok(())
    }

    /// Runs a question; gives its rows.
    pub(in crate::store) async fn fetch(
        &mut self,
        sql: impl SqlSafeStr,
        values: &[Value<'_>],
    ) -> Result<Vec<Row>> {
        refuse_nul(values)?;
        let sql = sql.into_sql_str();
        may_end().await;
        Ok(match self.wire() {
            Wire::Sqlite(wire) => {
                let rows = bound!(sqlx::query::<Sqlite>(sql), values, shared)
                    .fetch_all(wire)
                    .await?;
                rows.into_iter().map(Row::Sqlite).collect()
            }
            Wire::Postgres(wire) => {
                let rows = bound!(sqlx::query::<Postgres>(sql), values, identity)
                    .fetch_all(wire)
                    .await?;
                rows.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    /// The first row of an answer.
    pub(in crate::store) async fn first(
        &mut self,
        sql: impl SqlSafeStr,
        values: &[Value<'_>],
    ) -> Result<Option<Row>> {
        Ok(self.fetch(sql, values).await?.into_iter().next())
    }

    /// The first row of an answer, locked until the transaction ends.
    pub(in crate::store) async fn first_locked(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> Result<Option<Row>> {
        if self.is_postgres() {
            return self
                .first(AssertSqlSafe(format!("{sql} FOR UPDATE")), values)
                .await;
        }
        self.first(sql, values).await
    }

    /// How this engine writes the places of lists.
    const fn places(&self) -> Places {
        match self.is_postgres() {
            true => Places::Numbered,
            false => Places::InOrder,
        }
    }

    /// The rows of `head IN (list)`; `head` names no values.
    pub(in crate::store) async fn fetch_in(
        &mut self,
        head: &'static str,
        list: impl IntoIterator<Item = &str>,
    ) -> Result<Vec<Row>> {
        let values: Vec<Value<'_>> = list.into_iter().map(Value::from).collect();
        let mut rows = Vec::new();
        for part in values.chunks(MOST_VALUES) {
            let part = padded(part);
            let mut sql = format!("{head} IN ");
            self.places().write(&mut sql, 1, part.len());
            rows.append(&mut self.fetch(AssertSqlSafe(sql), &part).await?);
        }
        Ok(rows)
    }

    /// The rows of `head IN (list)`, where `head` names `first` as `$1`, by `id` and locked in that order until the
    /// transaction ends.
    pub(in crate::store) async fn fetch_locked_in(
        &mut self,
        head: &'static str,
        first: &str,
        list: &[String],
    ) -> Result<Vec<Row>> {
        let lock = if self.is_postgres() { " FOR UPDATE" } else { "" };
        let head = self.places().first(head);
        let mut rows = Vec::new();
        for part in list.chunks(MOST_VALUES) {
            let part: Vec<Value<'_>> = part.iter().map(|text| Value::from(text.as_str())).collect();
            let part = padded(&part);
            let mut sql = format!("{head} IN ");
            self.places().write(&mut sql, 2, part.len());
            sql.push_str(" ORDER BY id");
            sql.push_str(lock);
            let values = [&[Value::from(first)][..], part.as_slice()].concat();
            rows.append(&mut self.fetch(AssertSqlSafe(sql), &values).await?);
        }
        Ok(rows)
    }

    /// `head VALUES (…), (…) tail` for rows of `width` values each, laid end to end; nothing where there are none.
    /// Neither `head` nor `tail` names values.
    pub(in crate::store) async fn insert_many(
        &mut self,
        head: &'static str,
        tail: &'static str,
        width: usize,
        values: &[Value<'_>],
    ) -> Result<()> {
        let width = width.max(1);
        let mut left = values;
        while !left.is_empty() {
            let count = rows_at_once(left.len() / width, MOST_VALUES / width).max(1);
            let (part, rest) = left.split_at((count * width).min(left.len()));
            left = rest;
            let mut sql = format!("{head} VALUES ");
            for row in 0..count {
                if row > 0 {
                    sql.push(',');
                }
                self.places().write(&mut sql, row * width + 1, width);
            }
            sql.push(' ');
            sql.push_str(tail);
            self.execute(AssertSqlSafe(sql), part).await?;
        }
        Ok(())
    }

    /// Lets others apply operations at the same time, but nobody change the roster or the register.
    pub(in crate::store) async fn share_district(&mut self) -> Result<()> {
        self.advisory("SELECT pg_advisory_xact_lock_shared($1)", 1).await
    }

    /// Keeps everybody else from writing records or the roster until the transaction ends.
    pub(in crate::store) async fn own_district(&mut self) -> Result<()> {
        self.advisory("SELECT pg_advisory_xact_lock($1)", 1).await
    }

    /// Keeps everybody else from adding to the audit log until the transaction ends.
    pub(in crate::store) async fn own_audit(&mut self) -> Result<()> {
        self.advisory("SELECT pg_advisory_xact_lock($1)", 2).await
    }

    /// Keeps everybody else from changing the tables until the transaction ends.
    pub(in crate::store) async fn own_schema(&mut self) -> Result<()> {
        self.advisory("SELECT pg_advisory_xact_lock($1)", 3).await
    }

    /// Keeps PostgreSQL from reading whole tables for a few rows: while an import fills empty tables, its
    /// statistics still say that they are small. Until the transaction ends.
    pub(in crate::store) async fn prefer_indexes(&mut self) -> Result<()> {
        if self.is_postgres() {
            self.execute("SET LOCAL enable_seqscan = off", &[]).await?;
        }
        Ok(())
    }

    /// Lets PostgreSQL count anew the tables that an import fills.
    pub(in crate::store) async fn count_anew(&mut self) -> Result<()> {
        if self.is_postgres() {
            self.execute(
                "ANALYZE record, identity_number, household_phone, household_index",
                &[],
            )
            .await?;
        }
        Ok(())
    }

    /// SQLite has one writer, which therefore owns everything already.
    async fn advisory(&mut self, sql: &'static str, lock: i64) -> Result<()> {
        const FAMILY: i64 = 0x6c65_6467_6572_0000;
        if self.is_postgres() {
            self.fetch(sql, &[Value::from(FAMILY + lock)]).await?;
        }
        Ok(())
    }

    /// Makes the transaction durable.
    ///
    /// # Errors
    /// [`StoreError::Unknown`]: a commit that returns an error may still have taken place.
    pub(in crate::store) async fn commit(self) -> Result<()> {
        may_end().await;
        let result = match self {
            Self::SqliteTx(transaction) => transaction.commit().await,
            Self::PostgresTx(transaction) => transaction.commit().await,
            Self::Sqlite(_) | Self::Postgres(_) => Ok(()),
        };
        may_end().await;
        result.map_err(|error| {
            tracing::error!(%error, "commit failed, fate unknown");
            StoreError::Unknown
        })
    }
}

/// A point at which the simulation may end the process.
#[cfg(feature = "mishaps")]
async fn may_end() {
    crate::store::mishap::point().await;
}

/// Nothing ends a process that serves.
#[cfg(not(feature = "mishaps"))]
async fn may_end() {}

/// Rows in the next statement of those that are left: as many as may be, else a power of two, so that there are few
/// texts of statements and the databases find most of them prepared.
fn rows_at_once(left: usize, most: usize) -> usize {
    const LARGEST: u32 = 6;
    match left >= most {
        true => most,
        false => 1 << left.checked_ilog2().unwrap_or(0).min(LARGEST),
    }
}

/// A list with its last value repeated until its length is a power of two, for the same reason.
fn padded<'a>(list: &[Value<'a>]) -> Vec<Value<'a>> {
    let length = list.len().next_power_of_two().min(MOST_VALUES);
    let mut padded = list.to_vec();
    if let Some(last) = list.last() {
        padded.resize(length.max(list.len()), last.clone());
    }
    padded
}

/// PostgreSQL cannot hold NUL in a text; SQLite could, and the two must answer alike.
fn refuse_nul(values: &[Value<'_>]) -> Result<()> {
    let holds = |value: &Value<'_>| matches!(value, Value::Text(Some(text)) if text.contains('\0'));
    if values.iter().any(holds) {
        return Err(StoreError::Constraint("text with NUL".to_owned()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_come_in_few_lengths() {
        let lengths = |mut left: usize| {
            let mut lengths = Vec::new();
            while left > 0 {
                lengths.push(rows_at_once(left, 222));
                left -= lengths.last().copied().unwrap_or(left);
            }
            lengths
        };
        assert_eq!(lengths(50), [32, 16, 2]);
        assert_eq!(lengths(500), [222, 222, 32, 16, 8]);
        assert_eq!(lengths(200), [64, 64, 64, 8]);
        assert_eq!(lengths(1), [1]);
        let list: Vec<Value<'_>> = ["a", "b", "c"].into_iter().map(Value::from).collect();
        assert_eq!(padded(&list).len(), 4);
        assert_eq!(padded(&[]).len(), 0);
    }
}
