//! What phones deposit with: the server's keys, one a month, and the grants of phones.

use super::Store;
use super::engine::{Link, Value};
use super::error::Result;
use domain::device::PhoneKey;
use domain::ids::{DeviceId, StaffId};
use domain::time::Millis;
use uuid::Uuid;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// A key is handed out for so long; then there is a new one.
const KEY_FRESH_MS: i64 = 30 * DAY_MS;
/// Keys open and grants hold for so long, so that what waited on a phone for months still opens.
const HOLDS_MS: i64 = 180 * DAY_MS;
/// The newest grants that one phone keeps: what was sealed under the one before still waits there.
const GRANTS_OF_A_PHONE: i64 = 4;

/// A key of the server's, in base64.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepositKey {
    /// Its name.
    pub id: Uuid,
    /// What phones seal for.
    pub public: String,
}

/// Whose deposits a token brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Depositor {
    /// The phone, and the person.
    pub phone: PhoneKey,
    /// What proves that the person wrote an operation, in base64.
    pub proof_key: String,
}

impl Store {
    /// The key that phones seal for now. `fresh` (public, private) becomes it where the last one is a month old; keys
    /// and grants that are over go.
    ///
    /// # Errors
    /// As the database's.
    pub async fn deposit_key(&self, fresh: (&str, &str), now: Millis) -> Result<DepositKey> {
        let newest =
            "SELECT id, public_key FROM deposit_key WHERE made_at > $1 ORDER BY made_at DESC, id LIMIT 1";
        let since = now.0.saturating_sub(KEY_FRESH_MS);
        if let Some(row) = self.engine.reader().await?.first(newest, &[since.into()]).await? {
            return Ok(DepositKey {
                id: row.parsed(0)?,
                public: row.text(1)?,
            });
        }
        let (public, private) = fresh;
        let id = Uuid::new_v4();
        let over = now.0.saturating_sub(HOLDS_MS);
        let mut link = self.engine.write().await?;
        link.execute("DELETE FROM deposit_key WHERE made_at <= $1", &[over.into()])
            .await?;
        link.execute("DELETE FROM deposit_grant WHERE made_at <= $1", &[over.into()])
            .await?;
        let sql = "INSERT INTO deposit_key (id, public_key, private_key, made_at) VALUES ($1, $2, $3, $4)";
        let values = [
            Value::from(id.to_string()),
            public.into(),
            private.into(),
            now.0.into(),
        ];
        link.execute(sql, &values).await?;
        link.commit().await?;
        Ok(DepositKey {
            id,
            public: public.to_owned(),
        })
    }

    /// The private half of a key that still opens, in base64.
    ///
    /// # Errors
    /// As the database's.
    pub async fn deposit_private(&self, key: Uuid, now: Millis) -> Result<Option<String>> {
        let sql = "SELECT private_key FROM deposit_key WHERE id = $1 AND made_at > $2";
        let values = [
            Value::from(key.to_string()),
            now.0.saturating_sub(HOLDS_MS).into(),
        ];
        let row = self.engine.reader().await?.first(sql, &values).await?;
        row.map(|row| row.text(0)).transpose()
    }

    /// Lets a phone deposit with the token of this hash; whether it may, which one that was signed off may not.
    ///
    /// # Errors
    /// As the database's.
    pub async fn grant_deposit(&self, token_hash: &str, depositor: &Depositor, now: Millis) -> Result<bool> {
        let owner = depositor.phone.owner.as_str();
        let device = depositor.phone.device.to_string();
        let mut link = self.engine.write().await?;
        let off = "SELECT 1 FROM phone WHERE device = $1 AND owner = $2 AND revoked_at IS NOT NULL";
        let values = [Value::from(device.as_str()), owner.into()];
        if link.first(off, &values).await?.is_some() {
            return Ok(false);
        }
        let sql = "INSERT INTO deposit_grant (token_hash, staff, device, proof_key, made_at) \
                   VALUES ($1, $2, $3, $4, $5)";
        let values = [
            Value::from(token_hash),
            owner.into(),
            device.as_str().into(),
            depositor.proof_key.as_str().into(),
            now.0.into(),
        ];
        link.execute(sql, &values).await?;
        let older = "DELETE FROM deposit_grant WHERE staff = $1 AND device = $2 AND token_hash NOT IN \
                     (SELECT token_hash FROM deposit_grant WHERE staff = $1 AND device = $2 \
                     ORDER BY made_at DESC, token_hash LIMIT $3)";
        let values = [
            Value::from(owner),
            device.as_str().into(),
            GRANTS_OF_A_PHONE.into(),
        ];
        link.execute(older, &values).await?;
        link.commit().await?;
        Ok(true)
    }

    /// Who deposits with the token of this hash; none for a token that is none, or no longer, and for a phone that was
    /// signed off.
    ///
    /// # Errors
    /// As the database's.
    pub async fn depositor(&self, token_hash: &str, now: Millis) -> Result<Option<Depositor>> {
        let sql = "SELECT g.staff, g.device, g.proof_key FROM deposit_grant g \
                   LEFT JOIN phone p ON p.device = g.device AND p.owner = g.staff \
                   WHERE g.token_hash = $1 AND g.made_at > $2 AND p.revoked_at IS NULL";
        let values = [Value::from(token_hash), now.0.saturating_sub(HOLDS_MS).into()];
        let row = self.engine.reader().await?.first(sql, &values).await?;
        row.map(|row| {
            Ok(Depositor {
                phone: PhoneKey {
                    owner: StaffId(row.text(0)?),
                    device: DeviceId(row.parsed(1)?),
                },
                proof_key: row.text(2)?,
            })
        })
        .transpose()
    }
}

/// Ends what one phone deposits with.
pub(super) async fn end_of_phone(link: &mut Link, owner: &StaffId, device: &str) -> Result<()> {
    let sql = "DELETE FROM deposit_grant WHERE staff = $1 AND device = $2";
    link.execute(sql, &[owner.as_str().into(), device.into()]).await?;
    Ok(())
}

/// Ends what all phones of a person deposit with.
pub(super) async fn end_of_person(link: &mut Link, staff: &StaffId) -> Result<()> {
    let sql = "DELETE FROM deposit_grant WHERE staff = $1";
    link.execute(sql, &[staff.as_str().into()]).await?;
    Ok(())
}
