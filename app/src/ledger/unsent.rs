//! Work that was never sent, carried from one phone to another in a file: what is in it, and what is taken in.

use super::model::Model;
use super::photos::{Named, photos_of};
use crate::phone::parcel::ParcelFault;
use domain::cbor;
use domain::ids::{OpId, StaffId};
use domain::operation::Operation;
use domain::time::Millis;
use domain::visit::photo::PhotoHash;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use std::collections::BTreeSet;

/// Most bytes of photos in a parcel, so that it can be opened again: some hundred photos.
pub const PHOTO_BYTES: usize = 24 * 1024 * 1024;

/// The content of a parcel. Operations keep their ids, so that one that comes twice is still one.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Unsent {
    /// Whose work it is.
    #[n(0)]
    pub author: StaffId,
    /// When it was packed, by that phone's clock.
    #[n(1)]
    pub packed_at: Millis,
    /// The operations, oldest first.
    #[n(2)]
    pub operations: Vec<Operation>,
    /// Photos that were not sent either, as far as there is room. They are named by their content.
    #[cbor(n(3), default)]
    pub photos: Vec<ByteVec>,
}

impl Unsent {
    /// Everything that the server has not durably answered: what waits, and what needs a person; only `op`
    /// where one is named.
    #[must_use]
    pub fn of(model: &Model, op: Option<OpId>, now: Millis) -> Self {
        let unsent = model.outbox.values().filter(|queued| !queued.state.is_answered());
        let operations = unsent.map(|queued| queued.operation.clone());
        Self {
            author: model.me.staff.clone(),
            packed_at: now,
            operations: operations
                .filter(|operation| op.is_none_or(|op| operation.id == op))
                .collect(),
            photos: Vec::new(),
        }
    }

    /// Which photos belong into it, of those that are on the phone: all that are still to be sent, or only those of `op`.
    #[must_use]
    pub fn photos_for(&self, model: &Model, op: Option<OpId>, here: &BTreeSet<PhotoHash>) -> Vec<PhotoHash> {
        let named = match op {
            None => Named::by(model).all(),
            Some(_) => {
                let named = self.operations.iter().flat_map(photos_of);
                named.map(|photo| photo.hash).collect()
            }
        };
        named.intersection(here).copied().collect()
    }

    /// Puts a photo in, if it still fits.
    pub fn put_photo(&mut self, bytes: Vec<u8>) {
        let packed = self.photos.iter().map(|photo| photo.len());
        if packed.fold(bytes.len(), usize::saturating_add) <= PHOTO_BYTES {
            self.photos.push(bytes.into());
        }
    }

    /// The content as it is sealed.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        cbor::to_vec(self)
    }

    /// Reads an opened parcel.
    ///
    /// # Errors
    /// [`ParcelFault::NotOurs`] if something else is in it, [`ParcelFault::Newer`] where a newer version of the app
    /// packed what this one does not know: it must not be taken in without that.
    pub fn from_bytes(content: &[u8]) -> Result<Self, ParcelFault> {
        let read: Self = cbor::from_slice(content).map_err(|_| ParcelFault::NotOurs)?;
        match cbor::says_all(&read, content) {
            true => Ok(read),
            false => Err(ParcelFault::Newer),
        }
    }

    /// The operations that this phone does not know yet, oldest first.
    ///
    /// # Errors
    /// [`ParcelFault::OtherAuthor`] where it is not all this person's own work.
    pub fn missing_from(&self, model: &Model) -> Result<Vec<Operation>, ParcelFault> {
        let mine = |operation: &Operation| operation.author == model.me.staff;
        if self.author != model.me.staff || !self.operations.iter().all(mine) {
            return Err(ParcelFault::OtherAuthor);
        }
        let mut known: BTreeSet<OpId> = model.outbox.values().map(|queued| queued.operation.id).collect();
        let new = self.operations.iter();
        let new = new.filter(|operation| !model.was_told_of(operation) && known.insert(operation.id));
        Ok(new.cloned().collect())
    }
}
