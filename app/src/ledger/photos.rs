//! Which photos the work on this phone names, and which of them can be sent: text goes first.
//!
//! Knows no browser: tested natively.

use super::model::{Model, QueueState};
use domain::operation::{Operation, OperationBody};
use domain::record::Record;
use domain::visit::VisitContent;
use domain::visit::photo::{PhotoHash, PhotoRef};
use std::collections::BTreeSet;

/// The photos that work on this phone names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// Of texts that the server has durably answered, in the order in which they are sent.
    pub sendable: Vec<PhotoHash>,
    /// Of texts that wait.
    pub waiting: Vec<PhotoHash>,
    /// Of texts that need a person.
    pub held: Vec<PhotoHash>,
}

/// The photos of a visit that an operation records.
#[must_use]
pub fn photos_of(operation: &Operation) -> &[PhotoRef] {
    match &operation.body {
        OperationBody::LogVisit { content, .. } | OperationBody::ReviseVisit { content, .. } => {
            &content.photos
        }
        _ => &[],
    }
}

impl Named {
    /// Those of a phone's outbox and of the person's own visits.
    #[must_use]
    pub fn by(model: &Model) -> Self {
        let mut named = Self::default();
        for queued in model.outbox.values() {
            let list = match queued.state {
                QueueState::Sent { .. } => &mut named.sendable,
                QueueState::Waiting | QueueState::Again { .. } => &mut named.waiting,
                QueueState::Attention { .. } => &mut named.held,
            };
            list.extend(photos_of(&queued.operation).iter().map(|photo| photo.hash));
        }
        for stored in model.base.values() {
            if let Record::Visit(visit) = stored.record.as_ref()
                && visit.author == model.me.staff
            {
                named
                    .sendable
                    .extend(visit.all_photos().iter().map(|photo| photo.hash));
            }
        }
        named
    }

    /// All of them, each once.
    #[must_use]
    pub fn all(&self) -> BTreeSet<PhotoHash> {
        let lists = [&self.sendable, &self.waiting, &self.held];
        lists.into_iter().flatten().copied().collect()
    }

    /// Of the photos that are on the phone, how many the server is still to get by themselves.
    #[must_use]
    pub fn to_send(&self, here: &BTreeSet<PhotoHash>) -> usize {
        let lists = [&self.sendable, &self.waiting];
        let named: BTreeSet<&PhotoHash> = lists.into_iter().flatten().collect();
        named.into_iter().filter(|photo| here.contains(photo)).count()
    }

    /// The next one to send, of those that are on the phone and were not put off.
    #[must_use]
    pub fn next(&self, here: &BTreeSet<PhotoHash>, put_off: &BTreeSet<PhotoHash>) -> Option<PhotoHash> {
        let mut sendable = self.sendable.iter();
        sendable
            .find(|photo| here.contains(photo) && !put_off.contains(photo))
            .copied()
    }
}

/// Whether a draft names a photo.
#[must_use]
pub fn names(content: &VisitContent, photo: PhotoHash) -> bool {
    content.photos.iter().any(|named| named.hash == photo)
}
