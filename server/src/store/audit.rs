//! The audit log: append-only lines, each with the hash of the one before it.

use super::engine::{Link, Value};
use super::error::{Result, StoreError};
use super::{Store, hash};
use domain::ids::StaffId;
use domain::time::Millis;

/// Adds a line inside a transaction.
pub(super) async fn write(
    link: &mut Link,
    actor: &StaffId,
    action: &str,
    subject: &str,
    now: Millis,
) -> Result<()> {
    link.own_audit().await?;
    let last = link
        .first("SELECT n, chain FROM audit ORDER BY n DESC LIMIT 1", &[])
        .await?;
    let (n, before) = match last {
        Some(row) => (row.int(0)?.saturating_add(1), row.text(1)?),
        None => (1, String::new()),
    };
    let chain = chained(&before, n, now, actor, action, subject)?;
    let sql = "INSERT INTO audit (n, at, actor, action, subject, chain) VALUES ($1, $2, $3, $4, $5, $6)";
    let values = [
        n.into(),
        now.0.into(),
        actor.as_str().into(),
        action.into(),
        subject.into(),
        Value::from(chain),
    ];
    link.execute(sql, &values).await?;
    Ok(())
}

fn chained(before: &str, n: i64, at: Millis, actor: &StaffId, action: &str, subject: &str) -> Result<String> {
    let line = serde_json::to_vec(&(before, n, at, actor, action, subject))?;
    Ok(hash(&line))
}

impl Store {
    /// Adds a line to the audit log.
    ///
    /// # Errors
    /// As the database's.
    pub async fn audit(&self, actor: &StaffId, action: &str, subject: &str, now: Millis) -> Result<()> {
        let mut link = self.engine.write().await?;
        write(&mut link, actor, action, subject, now).await?;
        link.commit().await
    }

    /// Reads the whole audit log and checks its chain; gives the number of lines.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] naming the first line that was altered, removed or put in.
    pub async fn verify_audit(&self) -> Result<u64> {
        let mut link = self.engine.snapshot().await?;
        let sql = "SELECT n, at, actor, action, subject, chain FROM audit ORDER BY n";
        let (mut before, mut count) = (String::new(), 0_u64);
        for row in link.fetch(sql, &[]).await? {
            let n = row.int(0)?;
            let (at, actor) = (Millis(row.int(1)?), StaffId(row.text(2)?));
            let chain = chained(&before, n, at, &actor, &row.text(3)?, &row.text(4)?)?;
            count = count.saturating_add(1);
            if row.text(5)? != chain || u64::try_from(n) != Ok(count) {
                return Err(StoreError::Corrupt(format!("audit line {n}")));
            }
            before = chain;
        }
        Ok(count)
    }
}
