//! What is read and written of photos in the folder beside the database.

use super::PhotoError;
use crate::folder::{Folder, PARTS, PICTURES, SENDERS, named};
use domain::ids::StaffId;
use domain::visit::photo::PhotoHash;
use object_store::ObjectMeta;
use object_store::path::Path as Place;
use std::time::Duration;

type Result<T> = std::result::Result<T, PhotoError>;

/// The files of all photos.
#[derive(Clone)]
pub struct Files(Folder);

impl Files {
    /// The photos in this folder.
    pub fn of(folder: Folder) -> Self {
        Self(folder)
    }

    /// Whether the picture is there.
    pub async fn has(&self, photo: PhotoHash) -> Result<bool> {
        Ok(self.0.is_there(&picture(photo)).await?)
    }

    /// Whether it is there and this person sent it.
    pub async fn has_sent(&self, who: &StaffId, photo: PhotoHash) -> Result<bool> {
        Ok(self.0.is_there(&sender(who, photo)).await? && self.has(photo).await?)
    }

    /// The picture.
    pub async fn get(&self, photo: PhotoHash) -> Result<Option<Vec<u8>>> {
        Ok(self.0.read(&picture(photo)).await?)
    }

    /// Keeps a picture.
    pub async fn put(&self, photo: PhotoHash, bytes: Vec<u8>) -> Result<()> {
        Ok(self.0.put(&picture(photo), bytes).await?)
    }

    /// Notes who sent it.
    pub async fn note_sender(&self, who: &StaffId, photo: PhotoHash) -> Result<()> {
        Ok(self.0.put(&sender(who, photo), Vec::new()).await?)
    }

    /// The pieces that lie one behind the other from the start, in order.
    async fn pieces(&self, who: &StaffId, photo: PhotoHash) -> Result<Vec<ObjectMeta>> {
        let mut found = self.0.list(&parts(who, photo)).await?;
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
            self.0.put(&place, bytes).await?;
        }
        Ok(())
    }

    /// All that has arrived.
    pub async fn parts(&self, who: &StaffId, photo: PhotoHash) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        for piece in self.pieces(who, photo).await? {
            // One that went meanwhile is missed when the whole is looked at.
            bytes.extend(self.0.read(&piece.location).await?.unwrap_or_default());
        }
        Ok(bytes)
    }

    /// Lets go of what has arrived.
    pub async fn drop_parts(&self, who: &StaffId, photo: PhotoHash) -> Result<()> {
        let found = self.0.list(&parts(who, photo)).await?;
        self.0.remove(found).await?;
        Ok(())
    }

    /// Lets go of pieces that are older than this.
    pub async fn drop_old_parts(&self, older_than: Duration) -> Result<usize> {
        let all = self.0.list(&Place::from(PARTS)).await?;
        let now = chrono::Utc::now();
        let age = |piece: &ObjectMeta| now.signed_duration_since(piece.last_modified).to_std();
        let old = all
            .into_iter()
            .filter(|piece| age(piece).is_ok_and(|age| age > older_than));
        Ok(self.0.remove(old.collect()).await?)
    }
}

fn picture(photo: PhotoHash) -> Place {
    let name = photo.to_string();
    let begins: String = name.chars().take(2).collect();
    Place::from_iter([PICTURES.to_owned(), begins, format!("{name}.jpg")])
}

fn sender(who: &StaffId, photo: PhotoHash) -> Place {
    Place::from_iter([SENDERS.to_owned(), photo.to_string(), named(who)])
}

fn parts(who: &StaffId, photo: PhotoHash) -> Place {
    Place::from_iter([PARTS.to_owned(), named(who), photo.to_string()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_pieces_that_join_count_and_old_ones_go() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::of(Folder::open(&folder.path().join("photos")).unwrap());
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
        let open = |name: &str| Folder::open(&folder.path().join(name)).unwrap();
        let (from, to) = (open("photos"), folder.path().join("copy"));
        let files = Files::of(from.clone());
        let (who, photo) = (StaffId::from("P001"), PhotoHash([7; 32]));
        files.put(photo, vec![1, 2]).await.unwrap();
        files.note_sender(&who, photo).await.unwrap();
        files
            .put_part(&who, PhotoHash([8; 32]), 0, vec![3])
            .await
            .unwrap();
        assert_eq!(from.copy_to(&to).await.unwrap(), 2);
        assert_eq!(from.copy_to(&to).await.unwrap(), 0);
        let copy = Files::of(open("copy"));
        assert!(copy.has_sent(&who, photo).await.unwrap());
        assert!(!copy.has_sent(&"P002".into(), photo).await.unwrap());
        assert_eq!(copy.get(photo).await.unwrap(), Some(vec![1, 2]));
    }
}
