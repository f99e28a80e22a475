//! Photos on their way: kept with the form, sent in pieces after the text, let go when the server has them.

use super::Engine;
use super::rounds::EXCHANGE_WITHIN;
use crate::ledger::pace::Round;
use crate::ledger::photos::{Named, names};
use crate::ledger::{Draft, DraftKey, SyncPhase, UiError, keep};
use crate::phone::platform::{HttpReply, fetch, now_ms, send_bytes, try_with_lock};
use crate::phone::vault::Vault;
use domain::api::PhotoUpload;
use domain::cbor;
use domain::time::Millis;
use domain::visit::photo::{CHUNK_MEDIA_TYPE, NextChunk, PhotoHash, PhotoRef, next_chunk};
use minicbor::bytes::ByteVec;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::rc::Rc;

/// What is known of the photos of an open store.
#[derive(Clone, Default)]
pub(in crate::ledger) struct Photos {
    /// Photos that work names and that are on this phone.
    pub here: BTreeSet<PhotoHash>,
    /// Photos that the server does not take, since the store was opened.
    pub refused: BTreeSet<PhotoHash>,
}

/// What became of one photo.
enum Sent {
    /// The server has it on its disk.
    Durably,
    /// The server knows no text that names it yet.
    NotNamed,
    /// It is no picture to the server.
    Refused,
    /// Something else comes first.
    Round(Round),
}

impl Engine {
    /// Looks which of the photos that work names are on the phone.
    pub(in crate::ledger) async fn look_for_photos(&self) {
        let (Some(vault), Some(named)) = (self.vault(), self.named_photos()) else {
            return;
        };
        let wanted = named.all().iter().map(ToString::to_string).collect();
        // Unread, they are looked for again at the next change.
        let Ok(held) = vault.held_photos(wanted).await else {
            return;
        };
        if let Some(opened) = self.opened.borrow_mut().as_mut() {
            opened.photos.here = held.iter().filter_map(|name| name.parse().ok()).collect();
        }
    }

    pub(super) fn named_photos(&self) -> Option<Named> {
        let opened = self.opened.borrow();
        opened.as_ref().map(|opened| Named::by(&opened.model))
    }

    /// Keeps a photo of an unfinished form; gives how a visit names it.
    pub(in crate::ledger) async fn keep_photo(
        &self,
        bytes: &[u8],
        (width, height): (u32, u32),
    ) -> Result<PhotoRef, UiError> {
        self.used();
        let vault = self.vault().ok_or(UiError::Locked)?;
        let hash = PhotoHash(Sha256::digest(bytes).into());
        vault.put_photo(&hash.to_string(), bytes).await?;
        if let Some(opened) = self.opened.borrow_mut().as_mut() {
            opened.photos.here.insert(hash);
        }
        Ok(PhotoRef {
            hash,
            bytes: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
            width,
            height,
        })
    }

    /// Keeps the photos of a parcel that work on this phone names.
    pub(in crate::ledger) async fn take_photos_in(
        self: &Rc<Self>,
        photos: &[ByteVec],
    ) -> Result<(), UiError> {
        let named = self.named_photos().map(|named| named.all());
        for bytes in photos {
            let hash = PhotoHash(Sha256::digest(bytes.as_slice()).into());
            if named.as_ref().is_some_and(|named| named.contains(&hash)) {
                self.keep_photo(bytes, (0, 0)).await?;
            }
        }
        if !photos.is_empty() {
            self.say("changed");
            self.show();
            self.poke();
        }
        Ok(())
    }

    /// A photo that is on this phone.
    pub(in crate::ledger) async fn photo(&self, photo: PhotoHash) -> Option<Vec<u8>> {
        self.vault()?.photo(&photo.to_string()).await.ok()?
    }

    /// Lets a photo go that a form no longer names, unless other work names it.
    pub(in crate::ledger) async fn let_photo_go(&self, photo: PhotoHash, form: Option<DraftKey>) {
        let Some(vault) = self.vault() else { return };
        let named = self.named_photos();
        if named.is_none_or(|named| named.all().contains(&photo)) {
            return;
        }
        let own = form.map(DraftKey::name);
        let Ok(drafts) = vault.drafts().await else { return };
        let others = drafts.iter().filter(|(key, _)| Some(key) != own.as_ref());
        let mut others = others.filter_map(|(_, draft)| keep::parse::<Draft>(draft));
        if !others.any(|draft| names(&draft.content, photo)) {
            self.forget_photo(&vault, photo).await;
        }
    }

    async fn forget_photo(&self, vault: &Vault, photo: PhotoHash) -> bool {
        let gone = vault.drop_photo(&photo.to_string()).await.is_ok();
        if let Some(opened) = self.opened.borrow_mut().as_mut().filter(|_| gone) {
            opened.photos.here.remove(&photo);
            opened.photos.refused.remove(&photo);
        }
        gone
    }

    /// Lets the photos go that the server does not take; the person has read it.
    pub(in crate::ledger) async fn let_refused_photos_go(self: &Rc<Self>) {
        let refused = {
            let opened = self.opened.borrow();
            opened.as_ref().map(|opened| opened.photos.refused.clone())
        };
        let Some(vault) = self.vault() else { return };
        for photo in refused.unwrap_or_default() {
            let (name, at) = keep::discarded(photo, Millis(now_ms()));
            if vault.note(&name, &at).await.is_ok() {
                self.forget_photo(&vault, photo).await;
            }
        }
        let _ = self.reload().await;
        self.say("changed");
        self.show();
        self.poke();
    }

    /// Sends what there is of photos, after everything else. One tab does it.
    pub(super) async fn photos_round(self: &Rc<Self>) -> Round {
        let Some(staff) = self
            .person()
            .filter(|_| self.next_photo(&BTreeSet::new()).is_some())
        else {
            return Round::Done;
        };
        self.tell(|state| state.phase = SyncPhase::Running);
        let name = format!("ledger-photos-{staff}");
        match try_with_lock(&name, self.send_photos()).await {
            Ok(Some(round)) => round,
            Ok(None) => Round::Done,
            Err(_) => Round::Later(None),
        }
    }

    fn next_photo(&self, put_off: &BTreeSet<PhotoHash>) -> Option<(Rc<Vault>, PhotoHash)> {
        let opened = self.opened.borrow();
        let opened = opened.as_ref()?;
        let put_off = put_off | &opened.photos.refused;
        let photo = Named::by(&opened.model).next(&opened.photos.here, &put_off)?;
        Some((Rc::clone(&opened.vault), photo))
    }

    async fn send_photos(self: &Rc<Self>) -> Round {
        let mut not_named = BTreeSet::new();
        let mut sent = false;
        while let Some((vault, photo)) = self.next_photo(&not_named) {
            match self.send_photo(&vault, photo).await {
                Sent::Durably => {
                    sent = true;
                    if !self.forget_photo(&vault, photo).await {
                        return Round::Later(None);
                    }
                    self.say("changed");
                }
                Sent::NotNamed => {
                    not_named.insert(photo);
                }
                Sent::Refused => {
                    if let Some(opened) = self.opened.borrow_mut().as_mut() {
                        opened.photos.refused.insert(photo);
                    }
                }
                Sent::Round(round) => return round,
            }
            self.show();
        }
        match (sent, not_named.is_empty()) {
            // That everything is sent is said after an exchange only.
            (true, _) => Round::More,
            (false, true) => Round::Done,
            (false, false) => Round::Later(None),
        }
    }

    /// Sends one photo from where the server has it to. Between two pieces text goes first.
    async fn send_photo(self: &Rc<Self>, vault: &Rc<Vault>, photo: PhotoHash) -> Sent {
        let bytes = match vault.photo(&photo.to_string()).await {
            Ok(Some(bytes)) => bytes,
            // Another tab sent it and let it go.
            Ok(None) => return Sent::Durably,
            Err(_) => return Sent::Refused,
        };
        let path = format!("/api/v1/photos/{photo}/upload");
        let mut known: Option<PhotoUpload> = None;
        loop {
            let mine = self.vault().is_some_and(|open| Rc::ptr_eq(&open, vault));
            if !mine {
                return Sent::Round(Round::Stop);
            }
            if known.is_some() && self.again.replace(false) {
                return Sent::Round(Round::More);
            }
            let (answer, from) = match known.map(|told| next_chunk(told, bytes.len())) {
                None => (fetch("GET", &path, None, EXCHANGE_WITHIN).await, None),
                Some(NextChunk::Done) => return Sent::Durably,
                Some(NextChunk::Send { from, to }) => {
                    let chunk = bytes.get(from..to).unwrap_or_default();
                    let at = format!("{path}?offset={from}");
                    let sent = send_bytes(&at, CHUNK_MEDIA_TYPE, chunk, EXCHANGE_WITHIN).await;
                    (sent, Some(from))
                }
            };
            self.unreached.set(answer.is_err());
            let Ok(reply) = answer else {
                return Sent::Round(Round::Later(None));
            };
            let told = match self.told_of_photo(&reply) {
                Ok(told) => told,
                Err(other) => return other,
            };
            let at = usize::try_from(told.received).unwrap_or(usize::MAX);
            if from.is_some_and(|from| !told.stored && at <= from) {
                // No step forward: not in circles.
                return Sent::Round(Round::Later(None));
            }
            self.failures.set(0);
            known = Some(told);
        }
    }

    fn told_of_photo(&self, reply: &HttpReply) -> Result<PhotoUpload, Sent> {
        let later = Sent::Round(Round::Later(reply.retry_after));
        match reply.status {
            _ if !reply.is_ours() => Err(Sent::Round(Round::Later(None))),
            200 => cbor::from_slice(&reply.body).map_err(|_| later),
            401 => {
                self.tell(|state| state.session_ended = true);
                Err(Sent::Round(Round::Stop))
            }
            404 => Err(Sent::NotNamed),
            422 => Err(Sent::Refused),
            _ => Err(later),
        }
    }
}
