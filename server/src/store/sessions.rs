//! Sessions, by the hash of their token.

use super::Store;
use super::engine::Value;
use super::error::Result;
use domain::ids::StaffId;
use domain::time::Millis;
use std::time::Duration;
use tokio::time::timeout;

/// A session's last use is written at most this often: reading must not cost a durable write.
const TOUCH_EVERY_MS: i64 = 60_000;
/// How long a request waits for the writer to note it.
const TOUCH_PATIENCE: Duration = Duration::from_millis(500);

impl Store {
    /// Begins a session.
    ///
    /// # Errors
    /// [`StoreError::Constraint`](super::StoreError::Constraint) for an unknown number.
    pub async fn put_session(
        &self,
        token_hash: &str,
        staff: &StaffId,
        now: Millis,
        absolute_end: Millis,
    ) -> Result<()> {
        let mut link = self.engine.write().await?;
        let over = "DELETE FROM session WHERE absolute_end <= $1";
        link.execute(over, &[now.0.into()]).await?;
        let sql = "INSERT INTO session (token_hash, staff, created, last_seen, absolute_end) \
                   VALUES ($1, $2, $3, $3, $4)";
        let values = [
            Value::from(token_hash),
            staff.as_str().into(),
            now.0.into(),
            absolute_end.0.into(),
        ];
        link.execute(sql, &values).await?;
        link.commit().await
    }

    /// Whose session this is; none when it is unknown, over, idle for too long, or of a closed account.
    ///
    /// # Errors
    /// As the database's.
    pub async fn session(
        &self,
        token_hash: &str,
        now: Millis,
        idle_limit_ms: i64,
    ) -> Result<Option<StaffId>> {
        let sql = "SELECT s.staff, s.last_seen FROM session s \
                   JOIN account a ON a.staff = s.staff AND a.closed = 0 \
                   WHERE s.token_hash = $1 AND s.absolute_end > $2 AND s.last_seen > $3";
        let oldest = now.0.saturating_sub(idle_limit_ms);
        let values = [Value::from(token_hash), now.0.into(), oldest.into()];
        let Some(row) = self.engine.reader().await?.first(sql, &values).await? else {
            return Ok(None);
        };
        let staff = StaffId(row.text(0)?);
        if now.0.saturating_sub(row.int(1)?) >= TOUCH_EVERY_MS {
            self.touch(token_hash, now).await;
        }
        Ok(Some(staff))
    }

    /// Whose closed account a session was of that would still hold; none for any other session.
    ///
    /// # Errors
    /// As the database's.
    pub async fn session_of_closed(&self, token_hash: &str, now: Millis) -> Result<Option<StaffId>> {
        let sql = "SELECT s.staff FROM session s JOIN account a ON a.staff = s.staff AND a.closed = 1 \
                   WHERE s.token_hash = $1 AND s.absolute_end > $2";
        let values = [token_hash.into(), now.0.into()];
        let row = self.engine.reader().await?.first(sql, &values).await?;
        row.map(|row| Ok(StaffId(row.text(0)?))).transpose()
    }

    /// Left out when the writer is busy, as during an import: a later request does it.
    async fn touch(&self, token_hash: &str, now: Millis) {
        let Ok(Ok(mut link)) = timeout(TOUCH_PATIENCE, self.engine.writer()).await else {
            return;
        };
        let sql = "UPDATE session SET last_seen = $2 WHERE token_hash = $1 AND last_seen < $2";
        if let Err(error) = link.execute(sql, &[token_hash.into(), now.0.into()]).await {
            tracing::warn!(%error, "a session's last use was not noted");
        }
    }

    /// Ends a session.
    ///
    /// # Errors
    /// As the database's.
    pub async fn end_session(&self, token_hash: &str) -> Result<()> {
        let sql = "DELETE FROM session WHERE token_hash = $1";
        self.engine
            .writer()
            .await?
            .execute(sql, &[token_hash.into()])
            .await?;
        Ok(())
    }

    /// Ends all sessions of a person, but one if it is named.
    ///
    /// # Errors
    /// As the database's.
    pub async fn end_sessions_of(&self, staff: &StaffId, except: Option<&str>) -> Result<()> {
        // No token hashes to nothing, so that an empty exception excepts none.
        let sql = "DELETE FROM session WHERE staff = $1 AND token_hash <> $2";
        let values = [staff.as_str().into(), except.unwrap_or_default().into()];
        self.engine.writer().await?.execute(sql, &values).await?;
        Ok(())
    }
}
