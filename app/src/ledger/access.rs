//! What screens may ask of the ledger: sign-in, unlock, save, drafts, sync.

use super::call::{call, tell};
use super::engine::Engine;
use super::unsent::Unsent;
use super::{Draft, DraftKey, Gate, SyncState, TypedDraft, UiError, View, keep};
use crate::phone::PhoneError;
use crate::phone::markers::{Lost, forget_person, last_person, note_lost, persons, was_wiped};
use crate::phone::passphrase;
use crate::phone::platform::{Drawn, now_ms};
use crate::phone::vault::{StoreState, Vault};
use domain::api::{ChangePassword, Enrol, Me, Present, SignIn};
use domain::ids::OpId;
use domain::operation::OperationBody;
use domain::reveal::{RevealRequest, Revealed};
use domain::visit::photo::{PHOTOS_MAX, PhotoHash, PhotoRef};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;
use std::sync::Arc;

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

    /// Looks at the phone: opens the last person's store if it was used within the window, else asks.
    pub async fn start(self) {
        let engine = self.engine();
        engine.listen();
        let Some(staff) = last_person() else {
            if was_wiped() {
                return self.set_gate(Gate::Wiped);
            }
            return self.start_without_store().await;
        };
        let opened = Vault::reopen(&staff, now_ms(), engine.window_ms()).await;
        match opened {
            Ok(Some(vault)) => match engine.open(vault).await {
                Ok(me) => self.enter(me),
                Err(_) => self.set_gate(Gate::Locked { staff }),
            },
            // The browser evicted the store: it is said at the sign-in.
            Err(PhoneError::NoStore) => {
                note_lost(&staff);
                self.start_without_store().await;
            }
            // Any other fault takes nothing away; the unlock code brings it to light.
            Ok(None) | Err(_) => {
                self.set_gate(Gate::Locked { staff: staff.clone() });
                engine.look_after_other_stores();
                self.leave_if_closed(&staff).await;
            }
        }
    }

    async fn start_without_store(self) {
        match call::<(), Present>("GET", "/api/v1/session", None).await {
            Ok(Present::Person(me)) if !me.has_phone_store() => self.set_gate(Gate::Desk { me }),
            _ => {
                self.set_gate(signed_out());
                self.engine().look_after_other_stores();
            }
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

    /// Signs in online. With a store of this person open, only the session is renewed and the queue flushes.
    ///
    /// # Errors
    /// The server's problem, [`UiError::Offline`], or [`UiError::OtherPerson`] while another's store is open.
    pub async fn sign_in(self, staff: &str, password: &str) -> Result<(), UiError> {
        let body = SignIn {
            staff: staff.to_owned(),
            password: password.to_owned(),
        };
        let me = call("POST", "/api/v1/session", Some(&body)).await?;
        self.signed_in(me).await
    }

    /// Signs in for the first time with a single-use code.
    ///
    /// # Errors
    /// As [`Ledger::sign_in`].
    pub async fn enrol(self, staff: &str, code: &str, password: &str) -> Result<(), UiError> {
        let body = Enrol {
            staff: staff.to_owned(),
            code: code.to_owned(),
            password: password.to_owned(),
        };
        let me = call("POST", "/api/v1/enrol", Some(&body)).await?;
        self.signed_in(me).await
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

    async fn signed_in(self, me: Me) -> Result<(), UiError> {
        let engine = self.engine();
        if let Some(open) = engine.person() {
            if open != me.staff {
                // The cookie of the other person must not send this one's work.
                let _ = tell::<()>("DELETE", "/api/v1/session", None).await;
                return Err(UiError::OtherPerson);
            }
            engine.session_renewed();
            return Ok(());
        }
        // The store decides, not the mark of it: browsers clear either without the other.
        let known = match Vault::look(me.staff.as_str(), now_ms()).await {
            Ok(Some(_)) => true,
            Ok(None) => {
                note_lost(me.staff.as_str());
                false
            }
            Err(_) => persons().iter().any(|mark| mark.person == me.staff.as_str()),
        };
        self.set_gate(if !me.has_phone_store() {
            Gate::Desk { me }
        } else if known {
            Gate::Locked { staff: me.staff.0 }
        } else {
            Gate::NewCode { me, over: false }
        });
        Ok(())
    }

    /// Makes the store of the person who signed in, under a new unlock code.
    ///
    /// # Errors
    /// What the phone says; [`UiError::Locked`] when nobody has just signed in.
    pub async fn set_code(self, code: &str) -> Result<(), UiError> {
        let Gate::NewCode { me, over } = self.gate.get_untracked() else {
            return Err(UiError::Locked);
        };
        let vault = match Vault::create(me.staff.as_str(), code, now_ms()).await {
            Err(PhoneError::AlreadyExists) if over => {
                Vault::start_over(me.staff.as_str(), code, now_ms()).await?
            }
            // Another tab was quicker, and may have work in it already: its code is asked.
            Err(PhoneError::AlreadyExists) => {
                self.set_gate(Gate::Locked { staff: me.staff.0 });
                return Ok(());
            }
            other => other?,
        };
        let birth = keep::birth(&me);
        vault.commit(None, |_| birth).await?;
        let me = self.engine().open(vault).await?;
        let _ = crate::phone::platform::ask_to_persist().await;
        self.enter(me);
        Ok(())
    }

    /// Opens the locked store.
    ///
    /// # Errors
    /// A wrong code with the wait until the next try.
    pub async fn unlock(self, code: &str) -> Result<(), UiError> {
        let Gate::Locked { staff } = self.gate.get_untracked() else {
            return Err(UiError::Locked);
        };
        self.open_with(&staff, Vault::unlock(&staff, code, now_ms()).await)
            .await
    }

    /// Opens the locked store with the phone's own fingerprint or face unlock.
    ///
    /// # Errors
    /// The phone's refusal, as when the person declines; the code opens it in any case.
    pub async fn unlock_by_passkey(self) -> Result<(), UiError> {
        let Gate::Locked { staff } = self.gate.get_untracked() else {
            return Err(UiError::Locked);
        };
        self.open_with(&staff, Vault::unlock_by_passkey(&staff, now_ms()).await)
            .await
    }

    async fn open_with(self, staff: &str, opened: Result<Vault, PhoneError>) -> Result<(), UiError> {
        let vault = match opened {
            Err(PhoneError::NoStore) => {
                note_lost(staff);
                self.set_gate(signed_out());
                return Ok(());
            }
            other => other?,
        };
        let me = self.engine().open(vault).await?;
        self.enter(me);
        Ok(())
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

    /// Locks now: forgets the key in memory and ends the window.
    pub async fn lock(self) {
        let staff = self.engine().person();
        self.engine().close().await;
        self.set_gate(staff.map_or_else(signed_out, |staff| Gate::Locked { staff: staff.0 }));
    }

    /// Goes to the sign-in of another person; the open or locked store stays sealed where it is.
    pub async fn other_person(self) {
        self.engine().close().await;
        let _ = tell::<()>("DELETE", "/api/v1/session", None).await;
        self.set_gate(signed_out());
    }

    /// Chooses one of the stores on this phone.
    pub fn choose(self, staff: &str) {
        self.set_gate(Gate::Locked {
            staff: staff.to_owned(),
        });
    }

    /// What can be said of a locked store: unsent operations, drafts, operations set aside, wait for the next code.
    pub async fn look(self, staff: &str) -> Option<StoreState> {
        Vault::look(staff, now_ms()).await.ok().flatten()
    }

    /// Ends the session and deletes this person's store from the phone. The caller has asked the person,
    /// naming the number of operations that were never sent.
    pub async fn sign_out_and_wipe(self) {
        let staff = self.engine().person();
        self.engine().close().await;
        let _ = tell::<()>("DELETE", "/api/v1/session", None).await;
        if let Some(staff) = staff {
            let _ = Vault::destroy(staff.as_str()).await;
            forget_person(staff.as_str());
        }
        self.set_gate(signed_out());
    }

    /// Ends a desk's session.
    pub async fn leave_desk(self) {
        let _ = tell::<()>("DELETE", "/api/v1/session", None).await;
        self.set_gate(signed_out());
    }

    /// Starts over when the code of the locked store is forgotten, after an online sign-in of the same person:
    /// a new code is asked, and what was never sent stays on the phone, sealed and counted.
    ///
    /// # Errors
    /// The server's problem, or [`UiError::OtherPerson`] if the sign-in was somebody else's.
    pub async fn start_over(self, password: &str) -> Result<(), UiError> {
        let Gate::Locked { staff } = self.gate.get_untracked() else {
            return Err(UiError::Locked);
        };
        let body = SignIn {
            staff,
            password: password.to_owned(),
        };
        let me: Me = call("POST", "/api/v1/session", Some(&body)).await?;
        if me.staff.as_str() != body.staff {
            return Err(UiError::OtherPerson);
        }
        self.set_gate(Gate::NewCode { me, over: true });
        Ok(())
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
    /// The phone's refusal; the form must stay on the screen then.
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

    /// Lets a refused operation go. The caller has shown it to the person and offered the export.
    ///
    /// # Errors
    /// The phone's refusal.
    pub async fn discard(self, op: OpId) -> Result<(), UiError> {
        self.engine().discard(op).await
    }

    /// Packs what the server has not durably answered, or only `op`, into a file sealed under `passphrase`.
    /// Everything stays in line on this phone as well.
    ///
    /// # Errors
    /// The phone's refusal.
    pub async fn pack_unsent(self, passphrase: &str, op: Option<OpId>) -> Result<Vec<u8>, UiError> {
        let unsent = self.engine().unsent(op)?;
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

    /// Lets the person in, and asks after what an evicted store may have lost.
    fn enter(self, me: Me) {
        spawn_local(self.ask_what_arrived(me.staff.0.clone()));
        self.set_gate(Gate::Open { me });
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

pub(super) fn signed_out() -> Gate {
    Gate::SignedOut {
        known: persons().into_iter().map(|mark| mark.person).collect(),
    }
}
