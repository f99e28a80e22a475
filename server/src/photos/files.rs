//! Where the files of photos lie, and what is read and written of them.
//!
//! `photos/AB/HASH.jpg` is a picture; `senders/HASH/SENDER` says that this person sent it; `parts/SENDER/HASH/OFFSET` is
//! a piece of one that has not arrived whole. `AB` begins the hash; `SENDER` is a hash of the staff number.
//! `phones/DEVICE/OWNER` remembers a phone that was signed off: this folder is what a restored database finds as it was.

use super::PhotoError;
use crate::store::GonePhone;
use domain::cbor;
use domain::ids::StaffId;
use domain::visit::photo::PhotoHash;
use futures::TryStreamExt;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Place;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt};
use sha2::{Digest, Sha256};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

type Result<T> = std::result::Result<T, PhotoError>;

/// What is copied to a backup: pieces are begun anew after a restore.
const KEPT: [&str; 3] = ["photos", "senders", PHONES];
const PHONES: &str = "phones";

/// The files of all photos.
#[derive(Clone)]
pub struct Files(Arc<dyn ObjectStore>);

impl Files {
    /// A folder on this machine. What a put has returned from is on the disk.
    pub fn in_folder(folder: &Path) -> Result<Self> {
        make_private(folder).map_err(|source| object_store::Error::Generic {
            store: "photos",
            source: Box::new(source),
        })?;
        let files = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Self(Arc::new(files)))
    }

    async fn is_there(&self, place: &Place) -> Result<bool> {
        match self.0.head(place).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether the picture is there.
    pub async fn has(&self, photo: PhotoHash) -> Result<bool> {
        self.is_there(&picture(photo)).await
    }

    /// Whether it is there and this person sent it.
    pub async fn has_sent(&self, who: &StaffId, photo: PhotoHash) -> Result<bool> {
        Ok(self.is_there(&sender(who, photo)).await? && self.has(photo).await?)
    }

    /// The picture.
    pub async fn get(&self, photo: PhotoHash) -> Result<Option<Vec<u8>>> {
        match self.0.get(&picture(photo)).await {
            Ok(found) => Ok(Some(found.bytes().await?.to_vec())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Keeps a picture.
    pub async fn put(&self, photo: PhotoHash, bytes: Vec<u8>) -> Result<()> {
        self.0.put(&picture(photo), bytes.into()).await?;
        Ok(())
    }

    /// Notes who sent it.
    pub async fn note_sender(&self, who: &StaffId, photo: PhotoHash) -> Result<()> {
        self.0.put(&sender(who, photo), Vec::new().into()).await?;
        Ok(())
    }

    /// Remembers a phone that was signed off.
    pub async fn note_gone(&self, gone: &GonePhone) -> Result<()> {
        let device = gone.phone.device.to_string();
        let place = Place::from_iter([PHONES.to_owned(), device, named(&gone.phone.owner)]);
        if !self.is_there(&place).await? {
            self.0.put(&place, cbor::to_vec(gone).into()).await?;
        }
        Ok(())
    }

    /// The phones that were signed off, as far as they can be read.
    pub async fn gone_phones(&self) -> Result<Vec<GonePhone>> {
        let all: Vec<ObjectMeta> = self.0.list(Some(&Place::from(PHONES))).try_collect().await?;
        let mut gone = Vec::new();
        for file in all {
            let bytes = self.0.get(&file.location).await?.bytes().await?;
            match cbor::from_slice::<GonePhone>(&bytes) {
                Ok(phone) => gone.push(phone),
                Err(error) => {
                    tracing::error!(file = %file.location, %error, "a phone that was signed off is not known")
                }
            }
        }
        Ok(gone)
    }

    /// The pieces that lie one behind the other from the start, in order.
    async fn pieces(&self, who: &StaffId, photo: PhotoHash) -> Result<Vec<ObjectMeta>> {
        let mut found: Vec<ObjectMeta> = self.0.list(Some(&parts(who, photo))).try_collect().await?;
        found.sort_by(|one, other| one.location.cmp(&other.location));
        let mut end = 0;
        let joined = found.into_iter().take_while(|piece| {
            let begins = piece
                .location
                .filename()
                .and_then(|name| name.parse::<u64>().ok());
            let joins = begins == Some(end);
            end = end.saturating_add(piece.size);
            joins
        });
        Ok(joined.collect())
    }

    /// How many bytes have arrived.
    pub async fn received(&self, who: &StaffId, photo: PhotoHash) -> Result<u32> {
        let pieces = self.pieces(who, photo).await?;
        let received = pieces
            .iter()
            .fold(0_u64, |sum, piece| sum.saturating_add(piece.size));
        Ok(u32::try_from(received).unwrap_or(u32::MAX))
    }

    /// Keeps what arrived at an offset.
    pub async fn put_part(&self, who: &StaffId, photo: PhotoHash, offset: u32, bytes: Vec<u8>) -> Result<()> {
        if !bytes.is_empty() {
            let place = parts(who, photo).join(format!("{offset:010}"));
            self.0.put(&place, bytes.into()).await?;
        }
        Ok(())
    }

    /// All that has arrived.
    pub async fn parts(&self, who: &StaffId, photo: PhotoHash) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        for piece in self.pieces(who, photo).await? {
            bytes.extend_from_slice(&self.0.get(&piece.location).await?.bytes().await?);
        }
        Ok(bytes)
    }

    /// Lets go of what has arrived.
    pub async fn drop_parts(&self, who: &StaffId, photo: PhotoHash) -> Result<()> {
        let found: Vec<ObjectMeta> = self.0.list(Some(&parts(who, photo))).try_collect().await?;
        self.remove(found).await.map(|_| ())
    }

    /// Lets go of pieces that are older than this.
    pub async fn drop_old_parts(&self, older_than: Duration) -> Result<usize> {
        let all: Vec<ObjectMeta> = self.0.list(Some(&Place::from("parts"))).try_collect().await?;
        let now = chrono::Utc::now();
        let age = |piece: &ObjectMeta| now.signed_duration_since(piece.last_modified).to_std();
        let old = all
            .into_iter()
            .filter(|piece| age(piece).is_ok_and(|age| age > older_than));
        self.remove(old.collect()).await
    }

    async fn remove(&self, pieces: Vec<ObjectMeta>) -> Result<usize> {
        let count = pieces.len();
        for piece in pieces {
            match self.0.delete(&piece.location).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(count)
    }

    /// Copies what the other does not have.
    pub async fn copy_to(&self, other: &Self) -> Result<usize> {
        let mut copied = 0;
        for kind in KEPT {
            let all: Vec<ObjectMeta> = self.0.list(Some(&Place::from(kind))).try_collect().await?;
            for file in all {
                if !other.is_there(&file.location).await? {
                    let bytes = self.0.get(&file.location).await?.bytes().await?;
                    other.0.put(&file.location, bytes.into()).await?;
                    copied += 1;
                }
            }
        }
        Ok(copied)
    }
}

/// Makes the folder; what lies in it is for this program's user only.
fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut making = std::fs::DirBuilder::new();
    making.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut making, 0o700);
    making.create(folder)
}

fn picture(photo: PhotoHash) -> Place {
    let name = photo.to_string();
    let begins: String = name.chars().take(2).collect();
    Place::from_iter(["photos".to_owned(), begins, format!("{name}.jpg")])
}

fn sender(who: &StaffId, photo: PhotoHash) -> Place {
    Place::from_iter(["senders".to_owned(), photo.to_string(), named(who)])
}

fn parts(who: &StaffId, photo: PhotoHash) -> Place {
    Place::from_iter(["parts".to_owned(), named(who), photo.to_string()])
}

/// A staff number as part of a file's name: offices write what they like into them.
fn named(who: &StaffId) -> String {
    let hash: [u8; 32] = Sha256::digest(who.as_str().as_bytes()).into();
    PhotoHash(hash).to_string().chars().take(32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_pieces_that_join_count_and_old_ones_go() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::in_folder(&folder.path().join("photos")).unwrap();
        let (who, photo) = (StaffId::from("工/../号"), PhotoHash([7; 32]));
        files.put_part(&who, photo, 0, vec![1; 5]).await.unwrap();
        files.put_part(&who, photo, 5, vec![2; 3]).await.unwrap();
        files.put_part(&who, photo, 9, vec![3; 3]).await.unwrap();
        assert_eq!(files.received(&who, photo).await.unwrap(), 8);
        assert_eq!(files.parts(&who, photo).await.unwrap(), [1, 1, 1, 1, 1, 2, 2, 2]);
        let week = Duration::from_secs(7 * 86_400);
        assert_eq!(files.drop_old_parts(week).await.unwrap(), 0);
        assert_eq!(files.drop_old_parts(Duration::ZERO).await.unwrap(), 3);
        assert_eq!(files.received(&who, photo).await.unwrap(), 0);
    }

    #[tokio::test]
    async fn a_backup_takes_pictures_and_senders_once() {
        let folder = tempfile::tempdir().unwrap();
        let open = |name: &str| Files::in_folder(&folder.path().join(name)).unwrap();
        let (files, copy) = (open("photos"), open("copy"));
        let (who, photo) = (StaffId::from("P001"), PhotoHash([7; 32]));
        files.put(photo, vec![1, 2]).await.unwrap();
        files.note_sender(&who, photo).await.unwrap();
        files
            .put_part(&who, PhotoHash([8; 32]), 0, vec![3])
            .await
            .unwrap();
        assert_eq!(files.copy_to(&copy).await.unwrap(), 2);
        assert_eq!(files.copy_to(&copy).await.unwrap(), 0);
        assert!(copy.has_sent(&who, photo).await.unwrap());
        assert!(!copy.has_sent(&"P002".into(), photo).await.unwrap());
        assert_eq!(copy.get(photo).await.unwrap(), Some(vec![1, 2]));
    }
}
