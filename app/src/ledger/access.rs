//! What screens may ask of the ledger: its ways in and out, secrets, save, drafts, photos, sync.

use super::call::{call, tell};
use super::engine::Engine;
use super::unsent::Unsent;
use super::{Draft, DraftKey, Gate, SyncState, TypedDraft, UiError, View};
use crate::phone::PhoneError;
use crate::phone::markers::Lost;
use crate::phone::passphrase;
use crate::phone::platform::{Drawn, now_ms};
use domain::api::ChangePassword;
use domain::ids::OpId;
use domain::operation::OperationBody;
use domain::reveal::{RevealRequest, Revealed};
use domain::visit::photo::{PHOTOS_MAX, PhotoHash, PhotoRef};
use leptos::prelude::*;
use std::rc::Rc;
use std::sync::Arc;

mod ways_in;
mod ways_out;

pub(super) use ways_in::signed_out;

/// A handle to the ledger; cheap to copy, provided as context to all screens.
#[derive(Clone, Copy)]
pub struct Ledger {
    gate: RwSignal<Gate>,
    view: RwSignal<Option<Arc<View>>>,
    sync: RwSignal<SyncState>,
    lost: RwSignal<Option<Lost>>,
    engine: StoredValue<Rc<Engine>, LocalStorage>,
}

impl Default for Ledger {
    fn default() -> Self {
        Self::new()
    }
}

impl Ledger {
    /// A ledger that has not looked at the phone yet; see [`Ledger::start`].
    #[must_use]
    pub fn new() -> Self {
        let (gate, view, sync) = (
            RwSignal::new(Gate::Starting),
            RwSignal::new(None),
            RwSignal::new(SyncState::default()),
        );
        Self {
            gate,
            view,
            sync,
            lost: RwSignal::new(None),
            engine: StoredValue::new_local(Rc::new(Engine::new(gate, view, sync))),
        }
    }

    /// What stands between the person and the work.
    #[must_use]
    pub fn gate(self) -> Signal<Gate> {
        self.gate.into()
    }

    /// What the person sees; none until the store is open.
    #[must_use]
    pub fn view(self) -> Signal<Option<Arc<View>>> {
        self.view.into()
    }

    /// The state of sync.
    #[must_use]
    pub fn sync(self) -> Signal<SyncState> {
        self.sync.into()
    }

    /// Changes the password, online.
    ///
    /// # Errors
    /// The server's problem, or [`UiError::Offline`].
    pub async fn change_password(self, present: &str, new: &str) -> Result<(), UiError> {
        let body = ChangePassword {
            present: present.to_owned(),
            new: new.to_owned(),
        };
        tell("POST", "/api/v1/password", Some(&body)).await.map(|_| ())
    }

    /// Asks the server for one full number, which is noted there with its reason. Nothing of it is stored.
    ///
    /// # Errors
    /// The server's problem, or [`UiError::Offline`].
    pub async fn reveal(self, asked: &RevealRequest) -> Result<String, UiError> {
        let told: Revealed = call("POST", "/api/v1/reveals", Some(asked)).await?;
        Ok(told.number)
    }

    /// Lets the phone's own fingerprint or face unlock open the open store too, or the code alone again.
    ///
    /// # Errors
    /// The phone's refusal, as when the person declines; all stays as it was then.
    pub async fn use_passkey(self, wanted: bool) -> Result<(), UiError> {
        let vault = self.engine().vault().ok_or(UiError::Locked)?;
        let done = match wanted {
            true => vault.add_passkey().await,
            false => vault.drop_passkey().await,
        };
        Ok(done?)
    }

    /// Changes the unlock code of the open store; needs no connection.
    ///
    /// # Errors
    /// A wrong present code with the wait until the next try, or the phone's refusal; the old code holds then.
    pub async fn change_code(self, present: &str, code: &str) -> Result<(), UiError> {
        let vault = self.engine().vault().ok_or(UiError::Locked)?;
        Ok(vault.change_code(present, code, now_ms()).await?)
    }

    /// Saves a change: checked, shown, sealed and on the disk when this returns. Sending starts by itself.
    ///
    /// # Errors
    /// A rule that forbids it, or the phone's refusal; the form must stay as it is then.
    pub async fn save(self, body: OperationBody, finished: Option<DraftKey>) -> Result<OpId, UiError> {
        self.engine().save(body, finished).await
    }

    /// The unfinished form of this name.
    pub async fn draft(self, key: DraftKey) -> Option<Draft> {
        self.engine().draft(key).await
    }

    /// Keeps an unfinished form; on the disk when this returns.
    ///
    /// # Errors
    /// The phone's refusal, or that its visit is saved already, as by another tab; the form must stay on the screen then.
    pub async fn put_draft(self, key: DraftKey, draft: &Draft) -> Result<(), UiError> {
        self.engine().put_draft(key, draft).await
    }

    /// Names a photo in the draft of a form that was left while it was being drawn; `fresh` is the draft where none was
    /// kept. Where there is no room, or the visit is saved already, the photo goes.
    pub async fn add_to_draft(self, key: DraftKey, fresh: Draft, photo: PhotoRef) {
        let mut draft = self.draft(key).await.unwrap_or(fresh);
        let photos = &mut draft.content.photos;
        let room = photos.len() < PHOTOS_MAX && photos.iter().all(|other| other.hash != photo.hash);
        photos.push(photo);
        if !room || self.put_draft(key, &draft).await.is_err() {
            self.let_photo_go(photo.hash, key).await;
        }
    }

    /// What was typed into a form and never saved.
    pub async fn typed_draft(self, key: DraftKey) -> Option<TypedDraft> {
        self.engine().typed_draft(key).await
    }

    /// Keeps what is typed into a form, if it is still `wanted` when the store is reached.
    ///
    /// # Errors
    /// The phone's refusal; the form must stay on the screen then.
    pub async fn put_typed_draft(
        self,
        key: DraftKey,
        draft: &TypedDraft,
        wanted: impl FnOnce() -> bool,
    ) -> Result<(), UiError> {
        self.engine().put_typed_draft(key, draft, wanted).await
    }

    /// Throws an unfinished form away.
    pub async fn remove_draft(self, key: DraftKey) {
        self.engine().remove_draft(key).await;
    }

    /// Keeps a photo of an unfinished form; on the disk when this returns. Gives how a visit names it.
    ///
    /// # Errors
    /// The phone's refusal, as where it is full; the form is as it was then.
    pub async fn keep_photo(self, drawn: &Drawn) -> Result<PhotoRef, UiError> {
        let measures = (drawn.width, drawn.height);
        self.engine().keep_photo(&drawn.bytes, measures).await
    }

    /// A photo that is still on this phone.
    pub async fn photo(self, photo: PhotoHash) -> Option<Vec<u8>> {
        self.engine().photo(photo).await
    }

    /// Lets a photo go that the form of this name no longer names, unless other work names it.
    pub async fn let_photo_go(self, photo: PhotoHash, form: DraftKey) {
        self.engine().let_photo_go(photo, Some(form)).await;
    }

    /// Lets the photos go that the server does not take.
    pub async fn let_refused_photos_go(self) {
        self.engine().let_refused_photos_go().await;
    }

    /// Tries to send and hear now.
    pub fn sync_now(self) {
        self.engine().poke();
    }

    /// Puts a refused operation back in line.
    ///
    /// # Errors
    /// The phone's refusal.
    pub async fn retry(self, op: OpId) -> Result<(), UiError> {
        self.engine().retry(op).await
    }

    /// Lets a refused operation go, and notes that it was. The caller has shown it to the person and offered the export.
    ///
    /// # Errors
    /// The phone's refusal.
    pub async fn discard(self, op: OpId) -> Result<(), UiError> {
        self.engine().discard(op, true).await
    }

    /// Lets a refused operation go in whose place another one was saved.
    ///
    /// # Errors
    /// The phone's refusal.
    pub async fn replaced(self, op: OpId) -> Result<(), UiError> {
        self.engine().discard(op, false).await
    }

    /// Packs what the server has not durably answered, or only `op`, with its photos into a file sealed under `passphrase`.
    /// Everything stays in line on this phone as well.
    ///
    /// # Errors
    /// The phone's refusal.
    pub async fn pack_unsent(self, passphrase: &str, op: Option<OpId>) -> Result<Vec<u8>, UiError> {
        let unsent = self.engine().unsent(op).await?;
        Ok(passphrase::seal(passphrase, &unsent.to_bytes()).await?)
    }

    /// Takes a packed file in: what this phone does not know yet queues behind its own work. Returns how many
    /// operations came in, and how many were in the file.
    ///
    /// # Errors
    /// Why the file is not taken, or the phone's refusal; nothing came in then.
    pub async fn unpack_unsent(self, passphrase: &str, file: &[u8]) -> Result<(usize, usize), UiError> {
        let plain = passphrase::open(passphrase, file).await?;
        let unsent = Unsent::from_bytes(&plain).map_err(PhoneError::from)?;
        let all = unsent.operations.len();
        Ok((self.engine().take_in(&unsent).await?, all))
    }

    /// The store of this person that the browser threw away, until they have read of it.
    #[must_use]
    pub fn lost(self) -> Signal<Option<Lost>> {
        self.lost.into()
    }

    pub(super) const fn lost_signal(self) -> RwSignal<Option<Lost>> {
        self.lost
    }

    pub(super) fn engine(self) -> Rc<Engine> {
        self.engine.with_value(Rc::clone)
    }

    pub(super) fn set_gate(self, gate: Gate) {
        let _ = self.gate.try_set(gate);
    }
}
