//! A person's store, open: everything in it is sealed on the way in and opened on the way out.

use uuid::Uuid;

use super::address::{Area, outbox_key, outbox_number};
use super::error::PhoneError;
use super::keyring::{self, Lock};
use super::patience::{Admission, Patience};
use super::platform::uuid_v7;
use super::sealed::{self, DataKey};
use super::store::{Access, Store, Transaction, Write};

// Plain values of the area `meta`. Sealed ones are written by callers under `SEALED_PREFIX`.
const LOCK: &str = "lock";
const PATIENCE: &str = "patience";
const DEVICE: &str = "device";
const NEXT_NUMBER: &str = "next_number";
const REVISION: &str = "revision";
const SEALED_PREFIX: &str = "sealed/";

const ALL_BUT_WINDOW: [Area; 4] = [Area::Meta, Area::Records, Area::Outbox, Area::Drafts];

/// A person's open store. Dropping it forgets the key; [`Vault::lock`] also ends the window.
pub struct Vault {
    store: Store,
    data_key: DataKey,
    person: String,
    device: Uuid,
}

/// What a vault holds at one moment, opened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// Raised by every [`Vault::commit`] of any tab; give it as `base` to be told of changes in between.
    pub revision: u64,
    /// Records by key, in the order of keys.
    pub records: Vec<(String, Vec<u8>)>,
    /// Operations by running number, oldest first.
    pub outbox: Vec<(u64, Vec<u8>)>,
    /// Sealed notes by name, such as the cursor.
    pub meta: Vec<(String, Vec<u8>)>,
    /// What does not open any more. The rest is good; say so, and pull again or export.
    pub damaged: Vec<(Area, String)>,
}

/// Changes that belong together: all are kept or none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    /// Removes every record before the ones below are put.
    pub clear_records: bool,
    /// Records to set.
    pub put_records: Vec<(String, Vec<u8>)>,
    /// Records to remove.
    pub delete_records: Vec<String>,
    /// New operations; they get the running numbers from `first_number` upwards, in this order.
    pub operations: Vec<Vec<u8>>,
    /// Operations to set again under the number they have.
    pub put_outbox: Vec<(u64, Vec<u8>)>,
    /// Operations that the server has durably answered.
    pub delete_outbox: Vec<u64>,
    /// Sealed notes to set.
    pub put_meta: Vec<(String, Vec<u8>)>,
    /// Drafts that became operations.
    pub delete_drafts: Vec<String>,
}

/// What a batch became.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Committed {
    /// The running number of the batch's first new operation, or of the next one if it had none.
    pub first_number: u64,
    /// The revision after the batch.
    pub revision: u64,
}

impl Vault {
    /// Makes a person's store on this phone and opens it.
    ///
    /// # Errors
    /// [`PhoneError::AlreadyExists`] if there is one; it is not touched.
    pub async fn create(person: &str, code: &str, now_ms: i64) -> Result<Self, PhoneError> {
        let store = Store::open(person).await?;
        let data_key = DataKey::generate()?;
        let lock = Lock::make(person, code, &data_key).await?;
        let device = uuid_v7(now_ms)?;
        let writing = store.begin(&[Area::Meta], Access::Write)?;
        if writing.get(Area::Meta, LOCK).await?.is_some() {
            return Err(PhoneError::AlreadyExists);
        }
        writing.write(birth(&lock, device)?)?;
        writing.finish().await?;
        let vault = Self {
            store,
            data_key,
            person: person.to_owned(),
            device,
        };
        vault.open_window(now_ms).await;
        Ok(vault)
    }

    /// Opens a person's store with the code.
    ///
    /// # Errors
    /// [`PhoneError::WrongCode`], [`PhoneError::Locked`], or [`PhoneError::NoStore`].
    pub async fn unlock(person: &str, code: &str, now_ms: i64) -> Result<Self, PhoneError> {
        let store = Store::open(person).await?;
        let (lock, device, patience) = count_try(&store, now_ms).await?;
        let Some(data_key) = lock.open(person, code).await? else {
            return Err(PhoneError::WrongCode {
                wait_ms: patience.wait_ms(),
            });
        };
        store
            .commit(vec![Write::Delete(Area::Meta, PATIENCE.to_owned())])
            .await?;
        let vault = Self {
            store,
            data_key,
            person: person.to_owned(),
            device,
        };
        vault.open_window(now_ms).await;
        Ok(vault)
    }

    /// Opens a person's store without the code if it was used less than `window_ms` ago; else `None`.
    ///
    /// # Errors
    /// [`PhoneError::NoStore`] if there is none.
    pub async fn reopen(person: &str, now_ms: i64, window_ms: i64) -> Result<Option<Self>, PhoneError> {
        let store = Store::open(person).await?;
        let (_, device) = read_lock(&store.begin(&[Area::Meta], Access::Read)?).await?;
        let data_key = keyring::reopen_window(&store, person, now_ms, window_ms).await?;
        Ok(data_key.map(|data_key| Self {
            store,
            data_key,
            person: person.to_owned(),
            device,
        }))
    }

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

    /// Everything but drafts, as of one moment.
    ///
    /// # Errors
    /// What the browser says. Single values that do not open are listed, not an error.
    pub async fn load(&self) -> Result<Snapshot, PhoneError> {
        let reading = self
            .store
            .begin(&[Area::Meta, Area::Records, Area::Outbox], Access::Read)?;
        let revision = number(reading.get(Area::Meta, REVISION).await?)?;
        let meta = reading.all(Area::Meta).await?;
        let records = reading.all(Area::Records).await?;
        let outbox = reading.all(Area::Outbox).await?;
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
        let writing = self.store.begin(&ALL_BUT_WINDOW, Access::Write)?;
        let revision = number(writing.get(Area::Meta, REVISION).await?)?;
        let first_number = number(writing.get(Area::Meta, NEXT_NUMBER).await?)?;
        if base.is_some_and(|base| base != revision) {
            return Err(PhoneError::Stale);
        }
        let committed = Committed {
            first_number,
            revision: revision.saturating_add(1),
        };
        // Sealing is synchronous, so the transaction stays alive.
        writing.write(self.writes(build(first_number), committed)?)?;
        writing.finish().await?;
        Ok(committed)
    }

    /// Keeps the unfinished form `key`, in place of an older one.
    ///
    /// # Errors
    /// [`PhoneError::QuotaExceeded`]; the older one is still there then.
    pub async fn save_draft(&self, key: &str, value: &[u8]) -> Result<(), PhoneError> {
        self.store
            .commit(vec![self.put(Area::Drafts, key.to_owned(), value)?])
            .await
    }

    /// The unfinished form `key`.
    ///
    /// # Errors
    /// [`PhoneError::Corrupt`] if it does not open.
    pub async fn draft(&self, key: &str) -> Result<Option<Vec<u8>>, PhoneError> {
        let stored = self.store.get(Area::Drafts, key).await?;
        stored
            .map(|value| sealed::open(&self.data_key, Area::Drafts, key, &value))
            .transpose()
    }

    /// All unfinished forms that open, in the order of keys.
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
        self.store
            .commit(vec![Write::Delete(Area::Drafts, key.to_owned())])
            .await
    }

    /// Notes that the person is using the app, which keeps the window open.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn touch(&self, now_ms: i64) -> Result<(), PhoneError> {
        keyring::touch_window(&self.store, now_ms).await
    }

    /// Forgets the key and ends the window: only the code opens the store again. Other tabs that have it
    /// open must be told by the caller.
    ///
    /// # Errors
    /// What the browser says; the key of this tab is forgotten in any case.
    pub async fn lock(self) -> Result<(), PhoneError> {
        keyring::close_window(&self.store).await
    }

    /// Sets another unlock code. The data key stays, nothing is sealed again.
    ///
    /// # Errors
    /// What the browser says; the old code still holds then.
    pub async fn set_code(&self, code: &str) -> Result<(), PhoneError> {
        let lock = Lock::make(&self.person, code, &self.data_key).await?;
        self.store
            .commit(vec![Write::Put(Area::Meta, LOCK.to_owned(), to_json(&lock)?)])
            .await
    }

    async fn open_window(&self, now_ms: i64) {
        // Some browsers store no key objects: then the code is asked at every start, and all else works.
        let _ = keyring::open_window(&self.store, &self.person, &self.data_key, now_ms).await;
    }

    fn put(&self, area: Area, key: String, plain: &[u8]) -> Result<Write, PhoneError> {
        let value = sealed::seal(&self.data_key, area, &key, plain)?;
        Ok(Write::Put(area, key, value))
    }

    fn writes(&self, batch: Batch, committed: Committed) -> Result<Vec<Write>, PhoneError> {
        let mut writes = Vec::new();
        if batch.clear_records {
            writes.push(Write::Clear(Area::Records));
        }
        writes.extend(
            batch
                .delete_records
                .into_iter()
                .map(|key| Write::Delete(Area::Records, key)),
        );
        writes.extend(
            batch
                .delete_drafts
                .into_iter()
                .map(|key| Write::Delete(Area::Drafts, key)),
        );
        writes.extend(
            batch
                .delete_outbox
                .into_iter()
                .map(|number| Write::Delete(Area::Outbox, outbox_key(number))),
        );
        for (key, value) in batch.put_records {
            writes.push(self.put(Area::Records, key, &value)?);
        }
        for (name, value) in batch.put_meta {
            writes.push(self.put(Area::Meta, format!("{SEALED_PREFIX}{name}"), &value)?);
        }
        for (number, value) in batch.put_outbox {
            writes.push(self.put(Area::Outbox, outbox_key(number), &value)?);
        }
        let mut next_number = committed.first_number;
        for value in batch.operations {
            writes.push(self.put(Area::Outbox, outbox_key(next_number), &value)?);
            next_number = next_number.saturating_add(1);
        }
        writes.push(counter(NEXT_NUMBER, next_number));
        writes.push(counter(REVISION, committed.revision));
        Ok(writes)
    }

    fn open_all(
        &self,
        area: Area,
        stored: Vec<(String, Vec<u8>)>,
        damaged: &mut Vec<(Area, String)>,
    ) -> Vec<(String, Vec<u8>)> {
        let mut opened = Vec::with_capacity(stored.len());
        for (key, value) in stored {
            match sealed::open(&self.data_key, area, &key, &value) {
                Ok(plain) => opened.push((key, plain)),
                Err(_) => damaged.push((area, key)),
            }
        }
        opened
    }
}

/// The first contents of a store.
fn birth(lock: &Lock, device: Uuid) -> Result<Vec<Write>, PhoneError> {
    Ok(vec![
        Write::Put(Area::Meta, LOCK.to_owned(), to_json(lock)?),
        Write::Put(Area::Meta, DEVICE.to_owned(), device.as_bytes().to_vec()),
        Write::Delete(Area::Meta, PATIENCE.to_owned()),
        counter(NEXT_NUMBER, 1),
        counter(REVISION, 1),
    ])
}

/// Counts a try before its code is looked at: a killed tab or a second one gives no free guesses.
async fn count_try(store: &Store, now_ms: i64) -> Result<(Lock, Uuid, Patience), PhoneError> {
    let writing = store.begin(&[Area::Meta], Access::Write)?;
    let (lock, device) = read_lock(&writing).await?;
    let stored = writing.get(Area::Meta, PATIENCE).await?;
    let patience: Patience = stored
        .map(|json| from_json(&json))
        .transpose()?
        .unwrap_or_default();
    let admission = patience.admit(now_ms);
    let (Admission::Go(kept) | Admission::Wait { patience: kept, .. }) = admission;
    writing.write(vec![Write::Put(Area::Meta, PATIENCE.to_owned(), to_json(&kept)?)])?;
    writing.finish().await?;
    match admission {
        Admission::Go(patience) => Ok((lock, device, patience)),
        Admission::Wait { wait_ms, .. } => Err(PhoneError::Locked { wait_ms }),
    }
}

async fn read_lock(transaction: &Transaction) -> Result<(Lock, Uuid), PhoneError> {
    let lock = transaction
        .get(Area::Meta, LOCK)
        .await?
        .ok_or(PhoneError::NoStore)?;
    let device = transaction
        .get(Area::Meta, DEVICE)
        .await?
        .ok_or(PhoneError::Corrupt("device"))?;
    let device = Uuid::from_slice(&device).map_err(|_| PhoneError::Corrupt("device"))?;
    Ok((from_json(&lock)?, device))
}

fn note_name(key: &str) -> String {
    key.strip_prefix(SEALED_PREFIX).unwrap_or(key).to_owned()
}

fn counter(key: &str, value: u64) -> Write {
    Write::Put(Area::Meta, key.to_owned(), value.to_be_bytes().to_vec())
}

fn number(stored: Option<Vec<u8>>) -> Result<u64, PhoneError> {
    let bytes = stored.ok_or(PhoneError::NoStore)?;
    bytes
        .try_into()
        .map(u64::from_be_bytes)
        .map_err(|_| PhoneError::Corrupt("counter"))
}

fn to_json<T: serde::Serialize>(value: &T) -> Result<Vec<u8>, PhoneError> {
    serde_json::to_vec(value).map_err(|_| PhoneError::Corrupt("lock"))
}

fn from_json<T: serde::de::DeserializeOwned>(json: &[u8]) -> Result<T, PhoneError> {
    serde_json::from_slice(json).map_err(|_| PhoneError::Corrupt("lock"))
}
