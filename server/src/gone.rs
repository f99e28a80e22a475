//! Phones that were signed off, as they are remembered in the folder beside the database: a restored database does not
//! know the last of them (docs/decisions/0027).

use crate::folder::{Folder, FolderError, PHONES, named};
use crate::store::{GonePhone, Store, StoreError};
use domain::cbor;
use domain::time::Millis;
use object_store::path::Path as Place;

/// Why folder and database may not know the same phones as signed off.
#[derive(Debug, thiserror::Error)]
pub enum RemindError {
    /// The folder.
    #[error("the folder beside the database: {0}")]
    Folder(#[from] FolderError),
    /// The database.
    #[error("the database: {0}")]
    Store(#[from] StoreError),
}

/// The notes of all phones that were signed off. A cheap copy.
#[derive(Clone)]
pub struct GonePhones(Folder);

impl GonePhones {
    /// The notes in this folder.
    #[must_use]
    pub fn of(folder: Folder) -> Self {
        Self(folder)
    }

    /// Remembers a phone that was signed off, where a restore of the database does not reach.
    ///
    /// # Errors
    /// The folder's.
    pub async fn note(&self, gone: &GonePhone) -> Result<(), FolderError> {
        let device = gone.phone.device.to_string();
        let place = Place::from_iter([PHONES.to_owned(), device, named(&gone.phone.owner)]);
        if !self.0.is_there(&place).await? {
            self.0.put(&place, cbor::to_vec(gone)).await?;
        }
        Ok(())
    }

    /// Makes folder and database know the same phones as signed off; gives how many the database had forgotten. What was
    /// signed off stays so, so that there is nothing to weigh.
    ///
    /// # Errors
    /// Either's.
    pub async fn remind(&self, store: &Store, now: Millis) -> Result<usize, RemindError> {
        let mut forgotten = 0;
        for gone in self.all().await? {
            forgotten += usize::from(store.sign_off_again(&gone, now).await?);
        }
        for gone in store.gone_phones().await? {
            self.note(&gone).await?;
        }
        Ok(forgotten)
    }

    /// All of them, as far as they can be read.
    async fn all(&self) -> Result<Vec<GonePhone>, FolderError> {
        let mut gone = Vec::new();
        for file in self.0.list(&Place::from(PHONES)).await? {
            let Some(bytes) = self.0.read(&file.location).await? else {
                continue;
            };
            match cbor::from_slice::<GonePhone>(&bytes) {
                Ok(phone) => gone.push(phone),
                Err(error) => {
                    tracing::error!(file = %file.location, %error, "a phone that was signed off is not known")
                }
            }
        }
        Ok(gone)
    }
}
