//! Photos in a vault: each lies alone, for they are large and are not wanted when the rest is read.

use super::{Vault, mine};
use crate::phone::PhoneError;
use crate::phone::address::Area;
use crate::phone::store::{Access, Write};

impl Vault {
    /// Keeps a photo under its name; on the disk when this returns.
    ///
    /// # Errors
    /// [`PhoneError::QuotaExceeded`] if there is no room for it; everything else is as it was then.
    pub async fn put_photo(&self, name: &str, bytes: &[u8]) -> Result<(), PhoneError> {
        self.change_photos(self.put(Area::Photos, name.to_owned(), bytes)?)
            .await
    }

    /// The photo of this name.
    ///
    /// # Errors
    /// [`PhoneError::Corrupt`] if it does not open.
    pub async fn photo(&self, name: &str) -> Result<Option<Vec<u8>>, PhoneError> {
        self.get(Area::Photos, name).await
    }

    /// Lets a photo go.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn drop_photo(&self, name: &str) -> Result<(), PhoneError> {
        self.change_photos(self.delete(Area::Photos, name)).await
    }

    /// Those of `names` of which the photo is here; opens none.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn held_photos(&self, names: Vec<String>) -> Result<Vec<String>, PhoneError> {
        if names.is_empty() {
            return Ok(names);
        }
        let places = self
            .store
            .begin(&[Area::Photos], Access::Read)?
            .keys(Area::Photos)
            .await?;
        let here = |name: &String| places.contains(&self.place(Area::Photos, name));
        Ok(names.into_iter().filter(here).collect())
    }

    async fn change_photos(&self, write: Write) -> Result<(), PhoneError> {
        let writing = self.store.begin(&[Area::Meta, Area::Photos], Access::Write)?;
        mine(&writing, self.device).await?;
        writing.write(vec![write])?;
        writing.finish().await
    }
}
