//! A person's store, open: everything in it is sealed on the way in and opened on the way out.

use uuid::Uuid;

use super::PhoneError;
use super::address::{Area, outbox_key, outbox_number};
use super::sealed::DataKey;
use super::store::{Access, Store, Transaction, Write};

mod deposits;
mod door;
mod photos;
mod shelf;

pub use super::batch::{Batch, Committed, Snapshot};
pub use door::StoreState;

// Plain values of the area `meta`. Sealed ones are written by callers under `SEALED_PREFIX`.
const LOCK: &str = "lock";
/// There while the phone's own fingerprint or face unlock opens the store as well.
const PASSKEY: &str = "passkey";
const PATIENCE: &str = "patience";
const DEVICE: &str = "device";
const NEXT_NUMBER: &str = "next_number";
/// How many places in the outbox went to operations of other phones, which are no running numbers of this one's.
/// Absent while none did.
const CARRIED: &str = "carried";
const REVISION: &str = "revision";
/// There while the person's account is closed and unsent work is kept sealed until it is opened again.
const CLOSED: &str = "closed";
/// There once nothing lies under a key that tells something; see [`Area::hides_keys`].
const KEYS_HIDDEN: &str = "keys_hidden";
const SEALED_PREFIX: &str = "sealed/";

/// What a batch may change.
const OF_A_BATCH: [Area; 5] = [
    Area::Meta,
    Area::Records,
    Area::Outbox,
    Area::Drafts,
    Area::Deposit,
];

/// A person's open store. Dropping it forgets the key; [`Vault::lock`] ends the window.
pub struct Vault {
    store: Store,
    data_key: DataKey,
    person: String,
    device: Uuid,
}

impl Vault {
    /// The staff number.
    #[must_use]
    pub fn person(&self) -> &str {
        &self.person
    }

    /// The id of this store as a device: made once, sent with every operation.
    #[must_use]
    pub fn device(&self) -> Uuid {
        self.device
    }

    /// An id as it may stand in an address; see [`Names`](super::names::Names).
    #[must_use]
    pub fn veil(&self, id: Uuid) -> Uuid {
        self.data_key.names().veil(id)
    }

    /// The id behind what stands in an address.
    #[must_use]
    pub fn unveil(&self, veiled: Uuid) -> Uuid {
        self.data_key.names().unveil(veiled)
    }

    /// Everything but drafts, as of one moment.
    ///
    /// # Errors
    /// What the browser says. Single values that do not open are listed, not an error.
    pub async fn load(&self) -> Result<Snapshot, PhoneError> {
        self.hide_keys().await?;
        let areas = [
            Area::Meta,
            Area::Records,
            Area::Outbox,
            Area::Aside,
            Area::Deposit,
        ];
        let reading = self.store.begin(&areas, Access::Read)?;
        let revision = number(reading.get(Area::Meta, REVISION).await?)?;
        let next_number = number(reading.get(Area::Meta, NEXT_NUMBER).await?)?;
        let carried = carried(&reading).await?;
        let meta = reading.all(Area::Meta).await?;
        let records = reading.all(Area::Records).await?;
        let outbox = reading.all(Area::Outbox).await?;
        let set_aside = deposits::set_aside(&reading).await?;
        let mut damaged = Vec::new();
        let meta = meta
            .into_iter()
            .filter(|(key, _)| key.starts_with(SEALED_PREFIX))
            .collect();
        let meta = self.open_all(Area::Meta, meta, &mut damaged);
        let records = self.open_all(Area::Records, records, &mut damaged);
        let outbox = self.open_all(Area::Outbox, outbox, &mut damaged);
        Ok(Snapshot {
            revision,
            made: next_number.saturating_sub(carried).saturating_sub(1),
            records,
            outbox: outbox
                .into_iter()
                .filter_map(|(key, value)| Some((outbox_number(&key)?, value)))
                .collect(),
            meta: meta
                .into_iter()
                .map(|(key, value)| (note_name(&key), value))
                .collect(),
            damaged,
            set_aside,
        })
    }

    /// Keeps a batch, all or nothing, and returns when it is on the disk.
    ///
    /// `build` gets the running number of the batch's first new operation and is called inside the
    /// transaction, so that two tabs never give one number twice. With `base`, the batch is refused if any
    /// tab has written since that revision.
    ///
    /// # Errors
    /// [`PhoneError::Stale`], [`PhoneError::QuotaExceeded`]; nothing was written then.
    pub async fn commit(
        &self,
        base: Option<u64>,
        build: impl FnOnce(u64) -> Batch,
    ) -> Result<Committed, PhoneError> {
        let writing = self.store.begin(&OF_A_BATCH, Access::Write)?;
        mine(&writing, self.device).await?;
        let revision = number(writing.get(Area::Meta, REVISION).await?)?;
        let first_number = number(writing.get(Area::Meta, NEXT_NUMBER).await?)?;
        let carried = carried(&writing).await?;
        if base.is_some_and(|base| base != revision) {
            return Err(PhoneError::Stale);
        }
        let committed = Committed {
            first_number,
            revision: revision.saturating_add(1),
        };
        // Sealing is synchronous, so the transaction stays alive.
        writing.write(self.writes(build(first_number.saturating_sub(carried)), committed, carried)?)?;
        writing.finish().await?;
        Ok(committed)
    }

    /// Keeps the sealed note `name` beside the records. Raises no revision: nobody's work rests on it.
    ///
    /// # Errors
    /// What the browser says; the older note is still there then.
    pub async fn note(&self, name: &str, value: &[u8]) -> Result<(), PhoneError> {
        let write = self.put(Area::Meta, format!("{SEALED_PREFIX}{name}"), value)?;
        let writing = self.store.begin(&[Area::Meta], Access::Write)?;
        mine(&writing, self.device).await?;
        writing.write(vec![write])?;
        writing.finish().await
    }

    /// Keeps the unfinished form `key`, in place of an older one, if it is still `wanted` when its turn has come: a
    /// save that was under way may have finished it. Whether it was.
    ///
    /// # Errors
    /// [`PhoneError::QuotaExceeded`]; the older one is still there then.
    pub async fn save_draft(
        &self,
        key: &str,
        value: &[u8],
        wanted: impl FnOnce() -> bool,
    ) -> Result<bool, PhoneError> {
        let write = self.put(Area::Drafts, key.to_owned(), value)?;
        self.change_drafts(write, wanted).await
    }

    /// The unfinished form `key`.
    ///
    /// # Errors
    /// [`PhoneError::Corrupt`] if it does not open.
    pub async fn draft(&self, key: &str) -> Result<Option<Vec<u8>>, PhoneError> {
        self.get(Area::Drafts, key).await
    }

    /// All unfinished forms that open, by key, in no order.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn drafts(&self) -> Result<Vec<(String, Vec<u8>)>, PhoneError> {
        let stored = self.store.load_all(Area::Drafts).await?;
        Ok(self.open_all(Area::Drafts, stored, &mut Vec::new()))
    }

    /// Throws an unfinished form away.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn drop_draft(&self, key: &str) -> Result<(), PhoneError> {
        let gone = self.change_drafts(self.delete(Area::Drafts, key), || true);
        gone.await.map(|_| ())
    }

    async fn change_drafts(&self, write: Write, wanted: impl FnOnce() -> bool) -> Result<bool, PhoneError> {
        let writing = self.store.begin(&[Area::Meta, Area::Drafts], Access::Write)?;
        // Answered only when every earlier transaction over these areas has ended.
        mine(&writing, self.device).await?;
        let wanted = wanted();
        if wanted {
            writing.write(vec![write])?;
        }
        writing.finish().await?;
        Ok(wanted)
    }

    fn writes(&self, batch: Batch, committed: Committed, carried: u64) -> Result<Vec<Write>, PhoneError> {
        // An exchange took place, or the person works: whatever was said of a closed account is over.
        let mut writes = vec![Write::Delete(Area::Meta, CLOSED.to_owned())];
        let deleted = move |area, keys: Vec<String>| keys.into_iter().map(move |key| self.delete(area, &key));
        writes.extend(deleted(Area::Records, batch.delete_records));
        writes.extend(deleted(Area::Drafts, batch.delete_drafts));
        let answered: Vec<String> = batch.delete_outbox.into_iter().map(outbox_key).collect();
        // What is answered, or stands otherwise than when it was sealed, is handed in no more.
        let set_again = batch.put_outbox.iter().map(|(number, _)| outbox_key(*number));
        writes.extend(deleted(
            Area::Deposit,
            set_again.chain(answered.iter().cloned()).collect(),
        ));
        writes.extend(deleted(Area::Outbox, answered));
        for (key, value) in batch.put_records {
            writes.push(self.put(Area::Records, key, &value)?);
        }
        for (name, value) in batch.put_meta {
            writes.push(self.put(Area::Meta, format!("{SEALED_PREFIX}{name}"), &value)?);
        }
        for (number, value) in batch.put_outbox {
            writes.push(self.put(Area::Outbox, outbox_key(number), &value)?);
        }
        if !batch.carried.is_empty() {
            let more = u64::try_from(batch.carried.len()).unwrap_or(u64::MAX);
            writes.push(meta(CARRIED, carried.saturating_add(more).to_be_bytes().to_vec()));
        }
        let mut next_number = committed.first_number;
        for value in batch.operations.into_iter().chain(batch.carried) {
            writes.push(self.put(Area::Outbox, outbox_key(next_number), &value)?);
            next_number = next_number.saturating_add(1);
        }
        writes.push(meta(NEXT_NUMBER, next_number.to_be_bytes().to_vec()));
        writes.push(meta(REVISION, committed.revision.to_be_bytes().to_vec()));
        Ok(writes)
    }
}

fn note_name(key: &str) -> String {
    key.strip_prefix(SEALED_PREFIX).unwrap_or(key).to_owned()
}

/// Refuses where another tab has started the store over or deleted it: this vault's key is no longer the store's.
async fn mine(transaction: &Transaction, device: Uuid) -> Result<(), PhoneError> {
    match transaction.get(Area::Meta, DEVICE).await? {
        Some(id) if id == device.as_bytes() => Ok(()),
        _ => Err(PhoneError::NoStore),
    }
}

/// How many places of the outbox went to operations of other phones.
async fn carried(transaction: &Transaction) -> Result<u64, PhoneError> {
    match transaction.get(Area::Meta, CARRIED).await? {
        Some(count) => number(Some(count)),
        None => Ok(0),
    }
}

fn meta(key: &str, value: Vec<u8>) -> Write {
    Write::Put(Area::Meta, key.to_owned(), value)
}

fn number(stored: Option<Vec<u8>>) -> Result<u64, PhoneError> {
    let bytes = stored.ok_or(PhoneError::NoStore)?;
    bytes
        .try_into()
        .map(u64::from_be_bytes)
        .map_err(|_| PhoneError::Corrupt("counter"))
}
