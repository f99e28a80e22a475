//! A phone's durable store: what is here survives the death of the phone, and nothing else does.
//!
//! Follows the sealed store's own contract ([`app::phone::batch`]): a batch is kept whole or not at all, new
//! operations get their running numbers inside it, and a batch on top of an older revision is refused.

use app::phone::PhoneError;
use app::phone::batch::{Batch, Committed, Snapshot};
use std::collections::BTreeMap;

/// The store of one person on one phone.
#[derive(Clone, Debug)]
pub struct Shelf {
    revision: u64,
    next_number: u64,
    records: BTreeMap<String, Vec<u8>>,
    outbox: BTreeMap<u64, Vec<u8>>,
    notes: BTreeMap<String, Vec<u8>>,
}

impl Default for Shelf {
    fn default() -> Self {
        Self {
            revision: 0,
            next_number: 1,
            records: BTreeMap::new(),
            outbox: BTreeMap::new(),
            notes: BTreeMap::new(),
        }
    }
}

impl Shelf {
    /// Everything, as of now.
    #[must_use]
    pub fn load(&self) -> Snapshot {
        let list = |map: &BTreeMap<String, Vec<u8>>| map.clone().into_iter().collect();
        Snapshot {
            revision: self.revision,
            made: self.next_number.saturating_sub(1),
            records: list(&self.records),
            outbox: self.outbox.clone().into_iter().collect(),
            meta: list(&self.notes),
            damaged: Vec::new(),
            set_aside: 0,
        }
    }

    /// Keeps a batch.
    ///
    /// # Errors
    /// [`PhoneError::Stale`] when something was kept since `base`.
    pub fn commit(
        &mut self,
        base: Option<u64>,
        build: impl FnOnce(u64) -> Batch,
    ) -> Result<Committed, PhoneError> {
        if base.is_some_and(|base| base != self.revision) {
            return Err(PhoneError::Stale);
        }
        let first_number = self.next_number;
        let batch = build(first_number);
        for key in &batch.delete_records {
            self.records.remove(key);
        }
        for number in &batch.delete_outbox {
            self.outbox.remove(number);
        }
        self.records.extend(batch.put_records);
        self.notes.extend(batch.put_meta);
        self.outbox.extend(batch.put_outbox);
        for value in batch.operations {
            self.outbox.insert(self.next_number, value);
            self.next_number = self.next_number.saturating_add(1);
        }
        self.revision = self.revision.saturating_add(1);
        Ok(Committed {
            first_number,
            revision: self.revision,
        })
    }
}
