//! Phones that were signed off, as the database knows them; a restored one is told of the last of them by what
//! [`crate::gone`] remembers beside it.

use super::Store;
use super::devices::sign_off;
use super::engine::Value;
use super::error::{Result, StoreError};
use domain::device::PhoneKey;
use domain::ids::StaffId;
use domain::time::Millis;
use minicbor::{Decode, Encode};

/// A phone that was signed off. It never comes back: one that was found is signed in anew, as another store.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct GonePhone {
    /// Which.
    #[n(0)]
    pub phone: PhoneKey,
    /// Who signed it off.
    #[n(1)]
    pub by: StaffId,
    /// When.
    #[n(2)]
    pub at: Millis,
}

impl Store {
    /// All phones that were signed off.
    ///
    /// # Errors
    /// As the database's.
    pub async fn gone_phones(&self) -> Result<Vec<GonePhone>> {
        let sql = "SELECT device, owner, revoked_by, revoked_at FROM phone \
                   WHERE revoked_at IS NOT NULL ORDER BY owner, device";
        let mut link = self.engine.reader().await?;
        let mut gone = Vec::new();
        for row in link.fetch(sql, &[]).await? {
            gone.push(GonePhone {
                phone: PhoneKey {
                    device: row.parsed(0)?,
                    owner: StaffId(row.text(1)?),
                },
                by: StaffId(row.opt_text(2)?.unwrap_or_default()),
                at: Millis(row.opt_int(3)?.ok_or_else(|| StoreError::corrupt("revoked_at"))?),
            });
        }
        Ok(gone)
    }

    /// Signs a phone off once more where this database does not know it, as after a restore: one that it knows as held,
    /// and one of which it never heard. Whether it did; a person whom it does not know has no session here.
    ///
    /// # Errors
    /// As the database's.
    pub async fn sign_off_again(&self, gone: &GonePhone, now: Millis) -> Result<bool> {
        let mut link = self.engine.write().await?;
        let sql = "INSERT INTO phone (device, owner, first_contact, last_contact, announced) \
                   SELECT $1, id, $3, $3, 0 FROM staff WHERE id = $2 ON CONFLICT (device, owner) DO NOTHING";
        let values = [
            Value::from(gone.phone.device.to_string()),
            gone.phone.owner.as_str().into(),
            gone.at.0.into(),
        ];
        link.execute(sql, &values).await?;
        let news = sign_off(&mut link, gone, "", now).await?;
        if news {
            link.commit().await?;
        }
        Ok(news)
    }
}
