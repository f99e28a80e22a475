//! Saving, correcting and letting go: what changes the outbox and the drafts.

use super::engine::Engine;
use super::model::{QueueState, Queued};
use super::photos::photos_of;
use super::unsent::Unsent;
use super::{Draft, DraftKey, TypedDraft, UiError, exchange, keep};
use crate::phone::PhoneError;
use crate::phone::batch::Batch;
use crate::phone::markers::remember_person;
use crate::phone::platform::{local_date, now_ms, uuid_v7};
use domain::cbor;
use domain::ids::{DeviceId, OpId, VisitId};
use domain::operation::{Operation, OperationBody};
use domain::record::RecordKey;
use domain::time::Millis;
use std::rc::Rc;

impl Engine {
    /// Checks, keeps and shows a change; returns when it is on the disk.
    pub(super) async fn save(
        self: &Rc<Self>,
        body: OperationBody,
        finished: Option<DraftKey>,
    ) -> Result<OpId, UiError> {
        self.keep_new(body, finished, None).await
    }

    /// Keeps a new operation; in the same transaction a draft that it finishes and an entry that it replaces go.
    async fn keep_new(
        self: &Rc<Self>,
        body: OperationBody,
        finished: Option<DraftKey>,
        replaces: Option<u64>,
    ) -> Result<OpId, UiError> {
        self.used();
        let (vault, operation) = self.compose_operation(body)?;
        // What replaces an entry stands on what was read: another tap, or another tab, may just have replaced it.
        let base = replaces.and_then(|_| self.opened.borrow().as_ref().map(|opened| opened.revision));
        let id = operation.id;
        let has_photos = !photos_of(&operation).is_empty();
        let mut kept: Option<Queued> = None;
        let mut made = 0;
        let committed = vault
            .commit(base, |number| {
                made = number;
                let queued = Queued {
                    operation: Operation {
                        seq: number,
                        ..operation
                    },
                    state: QueueState::Waiting,
                };
                let operations = vec![keep::queued(&queued)];
                kept = Some(queued);
                Batch {
                    operations,
                    delete_drafts: finished.map(DraftKey::name).into_iter().collect(),
                    delete_outbox: replaces.into_iter().collect(),
                    ..Batch::default()
                }
            })
            .await?;
        let in_step = {
            let mut opened = self.opened.borrow_mut();
            let opened = opened.as_mut().ok_or(UiError::Locked)?;
            let in_step = opened.revision.saturating_add(1) == committed.revision;
            if let (true, Some(queued)) = (in_step, kept) {
                if let Some(number) = replaces {
                    opened.model.outbox.remove(&number);
                }
                opened.model.outbox.insert(committed.first_number, queued);
                opened.revision = committed.revision;
            }
            in_step
        };
        if !in_step {
            self.reload().await?;
        } else if has_photos {
            // A draft of before the last start named them, which nobody had looked for.
            self.look_for_photos().await;
        }
        if let Some(staff) = self.person() {
            remember_person(staff.as_str(), vault.device(), made);
        }
        self.say("changed");
        self.show();
        self.poke();
        self.seal_deposits();
        Ok(id)
    }

    /// Makes the operation and runs it on what the person sees.
    fn compose_operation(
        &self,
        body: OperationBody,
    ) -> Result<(Rc<crate::phone::vault::Vault>, Operation), UiError> {
        let opened = self.opened.borrow();
        let opened = opened.as_ref().ok_or(UiError::Locked)?;
        let now = now_ms();
        let today = local_date(now)
            .parse()
            .map_err(|_| PhoneError::Unavailable("clock".to_owned()))?;
        let operation = Operation {
            id: OpId(uuid_v7(now)?),
            device: DeviceId(opened.vault.device()),
            // The store gives the number inside the transaction that keeps the operation.
            seq: 0,
            author: opened.model.me.staff.clone(),
            recorded_at: Millis(now),
            recorded_on: today,
            body,
        };
        opened
            .model
            .try_out(&operation, &opened.model.view(today).records)?;
        Ok((Rc::clone(&opened.vault), operation))
    }

    pub(super) async fn draft(&self, key: DraftKey) -> Option<Draft> {
        let bytes = self.vault()?.draft(&key.name()).await.ok()??;
        keep::parse(&bytes)
    }

    pub(super) async fn put_draft(&self, key: DraftKey, draft: &Draft) -> Result<(), UiError> {
        self.used();
        let vault = self.vault().ok_or(UiError::Locked)?;
        let wanted = || draft.base_rev.is_some() || !self.has_visit(draft.visit);
        match vault
            .save_draft(&key.name(), &cbor::to_vec(draft), wanted)
            .await?
        {
            true => Ok(()),
            // Nobody is to read that it was kept.
            false => Err(PhoneError::Stale.into()),
        }
    }

    pub(super) async fn typed_draft(&self, key: DraftKey) -> Option<TypedDraft> {
        let bytes = self.vault()?.draft(&key.name()).await.ok()??;
        keep::parse(&bytes)
    }

    pub(super) async fn put_typed_draft(
        &self,
        key: DraftKey,
        draft: &TypedDraft,
        wanted: impl FnOnce() -> bool,
    ) -> Result<(), UiError> {
        self.used();
        let vault = self.vault().ok_or(UiError::Locked)?;
        vault
            .save_draft(&key.name(), &cbor::to_vec(draft), wanted)
            .await?;
        Ok(())
    }

    /// Whether this visit is saved already, as far as this tab knows.
    fn has_visit(&self, visit: VisitId) -> bool {
        let opened = self.opened.borrow();
        let Some(opened) = opened.as_ref() else {
            return false;
        };
        let saved = RecordKey::Visit(visit);
        let mut unsent = opened.model.outbox.values();
        opened.model.base.contains_key(&saved)
            || unsent.any(|queued| queued.operation.body.visit() == Some(visit))
    }

    pub(super) async fn remove_draft(&self, key: DraftKey) {
        let draft = self.draft(key).await;
        for photo in draft.iter().flat_map(|draft| &draft.content.photos) {
            self.let_photo_go(photo.hash, Some(key)).await;
        }
        if let Some(vault) = self.vault() {
            // A draft that stays is offered again: harmless.
            let _ = vault.drop_draft(&key.name()).await;
        }
    }

    /// Offers a refused change again, as a new operation: the server answers the same id for ever the same.
    pub(super) async fn retry(self: &Rc<Self>, op: OpId) -> Result<(), UiError> {
        let (mut number, mut queued) = self.find(op)?;
        loop {
            let kept = self.keep_new(queued.operation.body, None, Some(number)).await;
            if !matches!(kept, Err(UiError::Phone(PhoneError::Stale))) {
                return kept.map(|_| ());
            }
            self.reload().await?;
            match self.find(op) {
                Ok(found) => (number, queued) = found,
                // A second tap, or another tab, was quicker.
                Err(_) => {
                    self.show();
                    return Ok(());
                }
            }
        }
    }

    /// Lets a refused operation go; `noted` where the person lets it go for good, and not for what was saved in its place.
    pub(super) async fn discard(self: &Rc<Self>, op: OpId, noted: bool) -> Result<(), UiError> {
        let (number, queued) = self.find(op)?;
        let note = noted.then(|| keep::discarded(op, Millis(now_ms())));
        let batch = Batch {
            delete_outbox: vec![number],
            put_meta: note.into_iter().collect(),
            ..Batch::default()
        };
        self.change_outbox(None, batch).await?;
        for photo in photos_of(&queued.operation) {
            self.let_photo_go(photo.hash, None).await;
        }
        Ok(())
    }

    /// What the server has not durably answered, or only `op`, with its photos.
    pub(super) async fn unsent(&self, op: Option<OpId>) -> Result<Unsent, UiError> {
        let (vault, mut unsent, photos) = {
            let opened = self.opened.borrow();
            let opened = opened.as_ref().ok_or(UiError::Locked)?;
            let unsent = Unsent::of(&opened.model, op, Millis(now_ms()));
            let photos = unsent.photos_for(&opened.model, op, &opened.photos.here);
            (Rc::clone(&opened.vault), unsent, photos)
        };
        for photo in photos {
            // One that does not open any more keeps nothing else back.
            if let Ok(Some(bytes)) = vault.photo(&photo.to_string()).await {
                unsent.put_photo(bytes);
            }
        }
        Ok(unsent)
    }

    /// Queues what another phone packed and this one does not know; returns how many operations that were.
    pub(super) async fn take_in(self: &Rc<Self>, unsent: &Unsent) -> Result<usize, UiError> {
        self.used();
        let (base, carried) = {
            let opened = self.opened.borrow();
            let opened = opened.as_ref().ok_or(UiError::Locked)?;
            let missing = unsent.missing_from(&opened.model).map_err(PhoneError::from)?;
            (opened.revision, missing)
        };
        let taken = carried.len();
        if taken > 0 {
            let carried = carried.into_iter().map(|operation| {
                keep::queued(&Queued {
                    operation,
                    state: QueueState::Waiting,
                })
            });
            let batch = Batch {
                carried: carried.collect(),
                ..Batch::default()
            };
            // Only on top of what was read: another tab may be taking in the same file.
            self.change_outbox(Some(base), batch).await?;
        }
        // Text first. Where there is no room for the photos, the file can be taken in once more.
        self.take_photos_in(&unsent.photos).await?;
        Ok(taken)
    }

    /// Sets the oldest waiting operation aside for a person.
    pub(super) async fn set_oldest_aside(self: &Rc<Self>) -> Result<(), UiError> {
        let (base, number, bytes) = {
            let mut opened = self.opened.borrow_mut();
            let opened = opened.as_mut().ok_or(UiError::Locked)?;
            let number = exchange::oldest_waiting(&opened.model).ok_or(UiError::Locked)?;
            exchange::set_aside(&mut opened.model, number);
            let queued = opened.model.outbox.get(&number).ok_or(UiError::Locked)?;
            (opened.revision, number, keep::queued(queued))
        };
        // Only on top of what was read: another tab may just have had it answered.
        let batch = Batch {
            put_outbox: vec![(number, bytes)],
            ..Batch::default()
        };
        self.change_outbox(Some(base), batch).await
    }

    async fn change_outbox(self: &Rc<Self>, base: Option<u64>, batch: Batch) -> Result<(), UiError> {
        let vault = self.vault().ok_or(UiError::Locked)?;
        vault.commit(base, |_| batch).await?;
        self.reload().await?;
        self.say("changed");
        self.show();
        self.poke();
        Ok(())
    }

    fn find(&self, op: OpId) -> Result<(u64, Queued), UiError> {
        let opened = self.opened.borrow();
        let opened = opened.as_ref().ok_or(UiError::Locked)?;
        let found = opened
            .model
            .queued(op)
            .map(|(number, queued)| (number, queued.clone()));
        found.ok_or(UiError::Locked)
    }
}
