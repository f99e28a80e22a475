//! The folder beside the database (`--photos`): files that a restore of the database leaves as they are.
//!
//! In it lie the photos of visits ([`crate::photos`]) and the notes of phones that were signed off ([`crate::gone`]), each
//! in areas of its own. On the disk, and in backups of every version so far, it bears the name of the first: `ledger.db.photos`,
//! and `photos` beside a backup.

use domain::ids::StaffId;
use domain::visit::photo::PhotoHash;
use futures::TryStreamExt;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Place;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt};
use sha2::{Digest, Sha256};
use std::path::Path;
use std::sync::Arc;

/// What the folder's disk says.
pub type FolderError = object_store::Error;

type Result<T> = std::result::Result<T, FolderError>;

/// `photos/AB/HASH.jpg`: a picture; `AB` begins the hash.
pub(crate) const PICTURES: &str = "photos";
/// `senders/HASH/SENDER`: this person sent that picture.
pub(crate) const SENDERS: &str = "senders";
/// `parts/SENDER/HASH/OFFSET`: a piece of a picture that has not arrived whole.
pub(crate) const PARTS: &str = "parts";
/// `phones/DEVICE/OWNER`: a phone that was signed off.
pub(crate) const PHONES: &str = "phones";
/// What is copied to a backup: pieces are begun anew after a restore.
const KEPT: [&str; 3] = [PICTURES, SENDERS, PHONES];

/// The folder. A cheap copy.
#[derive(Clone)]
pub struct Folder(Arc<dyn ObjectStore>);

impl Folder {
    /// A folder on this machine, which is made if it is not there. What a put has returned from is on the disk.
    ///
    /// # Errors
    /// What the file system says.
    pub fn open(folder: &Path) -> Result<Self> {
        make_private(folder).map_err(|source| FolderError::Generic {
            store: "folder",
            source: Box::new(source),
        })?;
        let files = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Self(Arc::new(files)))
    }

    /// Copies into another folder what is not there yet; gives how many files. What is kept never changes, so that one
    /// folder serves every backup beside it.
    ///
    /// # Errors
    /// What either folder's file system says.
    pub async fn copy_to(&self, folder: &Path) -> Result<usize> {
        let other = Self::open(folder)?;
        let mut copied = 0;
        for kind in KEPT {
            for file in self.list(&Place::from(kind)).await? {
                if !other.is_there(&file.location).await? {
                    let bytes = self.0.get(&file.location).await?.bytes().await?;
                    other.0.put(&file.location, bytes.into()).await?;
                    copied += 1;
                }
            }
        }
        Ok(copied)
    }

    pub(crate) async fn is_there(&self, place: &Place) -> Result<bool> {
        match self.0.head(place).await {
            Ok(_) => Ok(true),
            Err(FolderError::NotFound { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// What lies there.
    pub(crate) async fn read(&self, place: &Place) -> Result<Option<Vec<u8>>> {
        match self.0.get(place).await {
            Ok(found) => Ok(Some(found.bytes().await?.to_vec())),
            Err(FolderError::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub(crate) async fn put(&self, place: &Place, bytes: Vec<u8>) -> Result<()> {
        self.0.put(place, bytes.into()).await?;
        Ok(())
    }

    /// All files below a place, in no order.
    pub(crate) async fn list(&self, below: &Place) -> Result<Vec<ObjectMeta>> {
        self.0.list(Some(below)).try_collect().await
    }

    /// Deletes files; gives how many. One that is gone already is no fault.
    pub(crate) async fn remove(&self, files: Vec<ObjectMeta>) -> Result<usize> {
        let count = files.len();
        for file in files {
            match self.0.delete(&file.location).await {
                Ok(()) | Err(FolderError::NotFound { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(count)
    }
}

/// A staff number as part of a file's name, by its hash: offices write what they like into them.
pub(crate) fn named(who: &StaffId) -> String {
    let hash: [u8; 32] = Sha256::digest(who.as_str().as_bytes()).into();
    PhotoHash(hash).to_string().chars().take(32).collect()
}

/// Makes the folder; what lies in it is for this program's user only.
fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut making = std::fs::DirBuilder::new();
    making.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut making, 0o700);
    making.create(folder)
}
