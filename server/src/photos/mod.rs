//! Photos of visits as files: received in pieces, looked at, drawn anew and kept by name (docs/decisions/0025).
//!
//! A photo is named by the SHA-256 of what the phone sent. What is kept is what this program drew of it, so that no
//! byte of anybody's file, and nothing that was hidden in one, is ever given out.

mod files;
mod look;
mod turns;

use crate::folder::{Folder, FolderError};
use axum::body::Body;
use domain::api::PhotoUpload;
use domain::ids::StaffId;
use domain::visit::photo::PhotoHash;
use files::Files;
use futures::StreamExt;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use turns::{Turn, Turns};

/// Pieces of a photo that nobody went on with for so long are let go; the phone begins again.
pub const UNFINISHED_DAYS: u64 = 7;
/// Photos that are looked at at the same time: each holds a picture in memory.
const LOOKING: usize = 2;
/// Longest wait for the next bytes of a request after which the sender has asked anew: they have arrived, or are lost.
const LAST_BYTES: Duration = Duration::from_millis(200);

/// Why a photo is not kept.
#[derive(Debug, thiserror::Error)]
pub enum PhotoError {
    /// What arrived is not what its name says: it has to be sent again from the start.
    #[error("the bytes are not those of the name")]
    OtherBytes,
    /// No picture that we take, or a damaged one.
    #[error("no picture")]
    NoPicture,
    /// The folder in which they lie.
    #[error("the folder of photos: {0}")]
    Files(#[from] FolderError),
    /// A picture could not be drawn.
    #[error("a picture could not be drawn: {0}")]
    Broken(String),
}

/// All photos of a server. A cheap copy.
#[derive(Clone)]
pub struct Photos {
    files: Files,
    turns: Turns,
    looking: Arc<Semaphore>,
}

impl Photos {
    /// Photos in this folder.
    #[must_use]
    pub fn of(folder: Folder) -> Self {
        Self {
            files: Files::of(folder),
            turns: Turns::default(),
            looking: Arc::new(Semaphore::new(LOOKING)),
        }
    }

    /// How far a photo of this sender is.
    ///
    /// # Errors
    /// The folder's.
    pub async fn standing(&self, sender: &StaffId, photo: PhotoHash) -> Result<PhotoUpload, PhotoError> {
        let _turn = self.turns.take(sender, photo).await;
        self.told(sender, photo).await
    }

    async fn told(&self, sender: &StaffId, photo: PhotoHash) -> Result<PhotoUpload, PhotoError> {
        if self.files.has_sent(sender, photo).await? {
            return Ok(PhotoUpload {
                received: 0,
                stored: true,
            });
        }
        let received = self.files.received(sender, photo).await?;
        Ok(PhotoUpload {
            received,
            stored: false,
        })
    }

    /// Takes the bytes from `offset` on, of `total` in all, and tells how far the photo is then. What arrived before a
    /// connection broke is kept. The last bytes end it: the photo is looked at, drawn anew and on the disk when this returns.
    ///
    /// Bytes that do not begin where the photo is are not waited for: the answer comes at once and tells where that is. A
    /// browser says a request that a cut ended once more by itself, with all of its bytes, of which the server has kept the
    /// first ones.
    ///
    /// # Errors
    /// [`PhotoError::OtherBytes`] or [`PhotoError::NoPicture`]: all that had arrived is let go then.
    pub async fn receive(
        &self,
        sender: &StaffId,
        photo: PhotoHash,
        total: u32,
        offset: u32,
        body: Body,
    ) -> Result<PhotoUpload, PhotoError> {
        let mut turn = self.turns.take(sender, photo).await;
        let mut told = self.told(sender, photo).await?;
        let at = told.received;
        if !told.stored && offset == at && at < total {
            let bytes = read(body, total.saturating_sub(at), &mut turn).await;
            let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
            self.files.put_part(sender, photo, at, bytes).await?;
            told.received = at.saturating_add(length);
        }
        if told.stored || told.received < total {
            return Ok(told);
        }
        let ended = self.finish(sender, photo).await;
        if !matches!(ended, Err(PhotoError::Files(_))) {
            self.files.drop_parts(sender, photo).await?;
        }
        ended.map(|()| PhotoUpload { stored: true, ..told })
    }

    async fn finish(&self, sender: &StaffId, photo: PhotoHash) -> Result<(), PhotoError> {
        let bytes = self.files.parts(sender, photo).await?;
        let hash: [u8; 32] = Sha256::digest(&bytes).into();
        if PhotoHash(hash) != photo {
            return Err(PhotoError::OtherBytes);
        }
        if !self.files.has(photo).await? {
            let place = self.looking.acquire().await;
            let drawn = tokio::task::spawn_blocking(move || look::drawn_anew(&bytes)).await;
            drop(place);
            let drawn = drawn.map_err(|error| PhotoError::Broken(error.to_string()))??;
            self.files.put(photo, drawn).await?;
        }
        self.files.note_sender(sender, photo).await
    }

    /// The picture, where this sender has sent it: whoever only names a photo has not shown that it is theirs.
    ///
    /// # Errors
    /// The folder's.
    pub async fn picture(&self, sender: &StaffId, photo: PhotoHash) -> Result<Option<Vec<u8>>, PhotoError> {
        match self.files.has_sent(sender, photo).await? {
            true => self.files.get(photo).await,
            false => Ok(None),
        }
    }

    /// Lets pieces go that nobody went on with; gives how many.
    ///
    /// # Errors
    /// The folder's.
    pub async fn drop_unfinished(&self, older_than: Duration) -> Result<usize, PhotoError> {
        self.files.drop_old_parts(older_than).await
    }
}

/// Reads up to `most` bytes: until the end, until the connection breaks, or until the sender asks anew; what has arrived
/// by then is still read.
async fn read(body: Body, most: u32, turn: &mut Turn) -> Vec<u8> {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let mut stream = body.into_data_stream();
    let mut bytes = Vec::new();
    let mut over = false;
    while bytes.len() < most {
        let next = if over {
            tokio::time::timeout(LAST_BYTES, stream.next())
                .await
                .ok()
                .flatten()
        } else {
            tokio::select! {
                next = stream.next() => next,
                () = turn.over() => {
                    over = true;
                    continue;
                }
            }
        };
        let Some(Ok(more)) = next else { break };
        let room = most.saturating_sub(bytes.len()).min(more.len());
        bytes.extend_from_slice(more.get(..room).unwrap_or_default());
    }
    bytes
}
