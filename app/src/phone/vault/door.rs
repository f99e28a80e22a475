//! In and out of a vault: making, unlocking, reopening, locking, and starting over when the code is forgotten.

use domain::cbor;
use uuid::Uuid;

use super::{CLOSED, DEVICE, LOCK, PASSKEY, PATIENCE, SEALED_PREFIX, Vault, deposits, meta, mine};
use crate::phone::PhoneError;
use crate::phone::address::Area;
use crate::phone::keyring::{self, Lock};
use crate::phone::passkey::Passkey;
use crate::phone::patience::{Admission, Patience};
use crate::phone::platform::uuid_v7;
use crate::phone::sealed::DataKey;
use crate::phone::store::{Access, Store, Transaction, Write};

/// What can be said of a person's store before it is unlocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoreState {
    /// Operations that the server has not durably answered.
    pub unsent: usize,
    /// Those of them that the server has taken in deposit and not answered yet.
    pub deposited: usize,
    /// Unfinished forms.
    pub drafts: usize,
    /// Operations of earlier stores whose code was forgotten and that the server has not taken in deposit; they cannot be
    /// opened, and are kept.
    pub set_aside: usize,
    /// The account was found closed: records are gone, what was not sent is sealed.
    pub closed: bool,
    /// The phone's own fingerprint or face unlock opens it as well.
    pub passkey: bool,
    /// Milliseconds until the next code is admitted.
    pub wait_ms: i64,
}

impl Vault {
    /// What can be said of a person's store without the code; `None` if there is none.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn look(person: &str, now_ms: i64) -> Result<Option<StoreState>, PhoneError> {
        let store = Store::open(person).await?;
        let reading = store.begin(
            &[Area::Meta, Area::Outbox, Area::Drafts, Area::Aside, Area::Deposit],
            Access::Read,
        )?;
        if !reading.has(Area::Meta, LOCK).await? {
            return Ok(None);
        }
        let patience = read_patience(&reading).await?;
        let waiting = reading.keys(Area::Outbox).await?;
        Ok(Some(StoreState {
            unsent: waiting.len(),
            deposited: deposits::taken(&reading, &waiting).await?,
            drafts: reading.keys(Area::Drafts).await?.len(),
            closed: reading.has(Area::Meta, CLOSED).await?,
            set_aside: deposits::set_aside(&reading).await?,
            passkey: reading.has(Area::Meta, PASSKEY).await?,
            wait_ms: patience.remaining_ms(now_ms),
        }))
    }

    /// Makes a person's store on this phone and opens it.
    ///
    /// # Errors
    /// [`PhoneError::AlreadyExists`] if there is one; it is not touched.
    pub async fn create(person: &str, code: &str, now_ms: i64) -> Result<Self, PhoneError> {
        let vault = Self::draw(person, now_ms).await?;
        let lock = Lock::make(person, code, &vault.data_key).await?;
        let writing = vault.store.begin(&[Area::Meta], Access::Write)?;
        if writing.has(Area::Meta, LOCK).await? {
            return Err(PhoneError::AlreadyExists);
        }
        writing.write(birth(&lock, vault.device)?)?;
        writing.finish().await?;
        Ok(vault.with_window(now_ms).await)
    }

    /// Makes a new store in place of one whose code is forgotten. To be called after an online sign-in only.
    ///
    /// Records go (the server has them). Unsent operations, drafts and photos are set aside, still sealed, with their
    /// lock, so that they are counted and could be opened if the code comes back to mind. What was sealed for the server
    /// still arrives.
    ///
    /// # Errors
    /// What the browser says; the old store is as it was then.
    pub async fn start_over(person: &str, code: &str, now_ms: i64) -> Result<Self, PhoneError> {
        let vault = Self::draw(person, now_ms).await?;
        let lock = Lock::make(person, code, &vault.data_key).await?;
        let writing = vault.store.begin(&Area::ALL, Access::Write)?;
        let old_lock = writing.get(Area::Meta, LOCK).await?;
        let old_device = writing
            .get(Area::Meta, DEVICE)
            .await?
            .and_then(|id| Uuid::from_slice(&id).ok());
        let mut writes = Vec::new();
        if let (Some(old_lock), Some(old_device)) = (old_lock, old_device) {
            for area in [Area::Outbox, Area::Drafts, Area::Photos] {
                let unsent = writing.all(area).await?.into_iter();
                writes.extend(unsent.map(|(key, value)| {
                    Write::Put(Area::Aside, format!("{old_device}/{}/{key}", area.name()), value)
                }));
            }
            writes.push(Write::Put(Area::Aside, format!("{old_device}/{LOCK}"), old_lock));
            writes.extend(deposits::carried_over(&writing, &old_device.to_string()).await?);
        }
        let emptied = [
            Area::Meta,
            Area::Records,
            Area::Outbox,
            Area::Drafts,
            Area::Window,
            Area::Photos,
        ];
        writes.extend(emptied.map(Write::Clear));
        writes.extend(birth(&lock, vault.device)?);
        writing.write(writes)?;
        writing.finish().await?;
        Ok(vault.with_window(now_ms).await)
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
        Ok(Self::of(person, device, store, data_key)
            .with_window(now_ms)
            .await)
    }

    /// Opens a person's store with the phone's own fingerprint or face unlock. Tries are counted by the phone, which
    /// asks for its own code after some.
    ///
    /// # Errors
    /// [`PhoneError::NoStore`]; [`PhoneError::Unavailable`] where no passkey was made or it opens nothing any more, and
    /// [`PhoneError::Browser`] if the person declined. The code opens the store in any case.
    pub async fn unlock_by_passkey(person: &str, now_ms: i64) -> Result<Self, PhoneError> {
        let store = Store::open(person).await?;
        let (_, device) = read_lock(&store.begin(&[Area::Meta], Access::Read)?).await?;
        let none = || PhoneError::Unavailable("passkey".to_owned());
        let passkey: Passkey = parse(&store.get(Area::Meta, PASSKEY).await?.ok_or_else(none)?)?;
        let data_key = passkey.open(person).await?.ok_or_else(none)?;
        Ok(Self::of(person, device, store, data_key)
            .with_window(now_ms)
            .await)
    }

    /// Lets the phone's own fingerprint or face unlock open this store too, from now on.
    ///
    /// # Errors
    /// As [`Passkey::make`]; the code alone opens the store then, as before.
    pub async fn add_passkey(&self) -> Result<(), PhoneError> {
        let passkey = Passkey::make(&self.person, &self.data_key).await?;
        let writing = self.store.begin(&[Area::Meta], Access::Write)?;
        // While the finger was waited for, another tab may have started over.
        mine(&writing, self.device).await?;
        writing.write(vec![meta(PASSKEY, cbor::to_vec(&passkey))])?;
        writing.finish().await
    }

    /// Only the code opens this store from now on.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn drop_passkey(&self) -> Result<(), PhoneError> {
        let forget = Write::Delete(Area::Meta, PASSKEY.to_owned());
        self.store.commit(vec![forget]).await
    }

    /// Opens a person's store without the code if it was used less than `window_ms` ago; else `None`.
    ///
    /// # Errors
    /// [`PhoneError::NoStore`] if there is none.
    pub async fn reopen(person: &str, now_ms: i64, window_ms: i64) -> Result<Option<Self>, PhoneError> {
        let store = Store::open(person).await?;
        let (_, device) = read_lock(&store.begin(&[Area::Meta], Access::Read)?).await?;
        let data_key = keyring::reopen_window(&store, person, now_ms, window_ms).await?;
        Ok(data_key.map(|data_key| Self::of(person, device, store, data_key)))
    }

    /// Deletes a person's store with everything in it, unsent work included: only with the person's consent,
    /// or when the server says that the phone is revoked.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn destroy(person: &str) -> Result<(), PhoneError> {
        Store::delete(person).await
    }

    /// Takes a person's records off the phone because their account is closed; needs no code. Unsent operations,
    /// photos and drafts stay, sealed under the code as before, until the account is opened again: with none the whole
    /// store goes. Returns whether anything stayed.
    ///
    /// # Errors
    /// What the browser says; the store is as it was then.
    pub async fn put_away(person: &str) -> Result<bool, PhoneError> {
        let store = Store::open(person).await?;
        let writing = store.begin(&Area::ALL, Access::Write)?;
        let mut unsent = 0;
        for area in [Area::Outbox, Area::Drafts, Area::Aside, Area::Photos] {
            unsent += writing.keys(area).await?.len();
        }
        if unsent == 0 {
            drop(writing);
            Store::delete(person).await?;
            return Ok(false);
        }
        let mut writes = vec![
            Write::Clear(Area::Records),
            Write::Clear(Area::Window),
            // The server takes none of a closed account.
            Write::Clear(Area::Deposit),
            meta(CLOSED, vec![1]),
        ];
        // Whose it is stays, or the outbox could not be opened; what the district told goes.
        let notes = writing.keys(Area::Meta).await?.into_iter();
        let told = notes.filter(|key| key.starts_with(SEALED_PREFIX) && !key.ends_with("/me"));
        writes.extend(told.map(|key| Write::Delete(Area::Meta, key)));
        writing.write(writes)?;
        writing.finish().await?;
        Ok(true)
    }

    /// Notes that the person is using the app, which keeps the window open.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn touch(&self, now_ms: i64) -> Result<(), PhoneError> {
        keyring::touch_window(&self.store, now_ms).await
    }

    /// When any tab last noted that the person is using the app; none where the window is closed.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn last_used(&self) -> Result<Option<i64>, PhoneError> {
        keyring::last_used(&self.store).await
    }

    /// Ends the window and forgets the key: only the code opens the store again. Vaults that are still held
    /// elsewhere, in this tab or another, must be dropped by their holders.
    ///
    /// # Errors
    /// What the browser says; the window may still be open then.
    pub async fn lock(&self) -> Result<(), PhoneError> {
        keyring::close_window(&self.store).await
    }

    /// Changes the unlock code. The data key stays, so that nothing is sealed again; the window is made anew.
    ///
    /// One transaction decides: after a crash either the old code holds or the new one, never both and never
    /// none. A wrong present code counts as a try at the door, so that an unlocked phone gives no free guesses.
    ///
    /// # Errors
    /// [`PhoneError::WrongCode`] or [`PhoneError::Locked`]; [`PhoneError::Stale`] if another tab changed the
    /// code meanwhile. The old code still holds then.
    pub async fn change_code(&self, present: &str, code: &str, now_ms: i64) -> Result<(), PhoneError> {
        let (lock, _, patience) = count_try(&self.store, now_ms).await?;
        if lock.open(&self.person, present).await?.is_none() {
            return Err(PhoneError::WrongCode {
                wait_ms: patience.wait_ms(),
            });
        }
        let new = Lock::make(&self.person, code, &self.data_key).await?;
        let window = keyring::fresh_window(&self.person, &self.data_key, now_ms).await?;
        let writing = self.store.begin(&[Area::Meta, Area::Window], Access::Write)?;
        mine(&writing, self.device).await?;
        if read_lock(&writing).await?.0 != lock {
            return Err(PhoneError::Stale);
        }
        let mut writes = vec![
            meta(LOCK, cbor::to_vec(&new)),
            Write::Delete(Area::Meta, PATIENCE.to_owned()),
        ];
        // A window that another tab closed meanwhile stays closed.
        if keyring::has_window(&writing).await? {
            writes.extend(window);
        }
        writing.write(writes)?;
        writing.finish().await
    }

    /// A vault with a new key and device, of which nothing is stored yet.
    async fn draw(person: &str, now_ms: i64) -> Result<Self, PhoneError> {
        let store = Store::open(person).await?;
        Ok(Self::of(person, uuid_v7(now_ms)?, store, DataKey::generate()?))
    }

    fn of(person: &str, device: Uuid, store: Store, data_key: DataKey) -> Self {
        Self {
            store,
            data_key,
            person: person.to_owned(),
            device,
        }
    }

    /// The same, and from now on the window is open.
    async fn with_window(self, now_ms: i64) -> Self {
        // Some browsers store no key objects: then the code is asked at every start, and all else works.
        let _ = keyring::open_window(&self.store, &self.person, &self.data_key, now_ms).await;
        self
    }
}

/// The first contents of a store.
fn birth(lock: &Lock, device: Uuid) -> Result<Vec<Write>, PhoneError> {
    let first = || 1_u64.to_be_bytes().to_vec();
    Ok(vec![
        meta(LOCK, cbor::to_vec(lock)),
        meta(DEVICE, device.as_bytes().to_vec()),
        meta(super::NEXT_NUMBER, first()),
        meta(super::REVISION, first()),
        meta(super::KEYS_HIDDEN, vec![1]),
    ])
}

/// Counts a try before its code is looked at: a killed tab or a second one gives no free guesses.
async fn count_try(store: &Store, now_ms: i64) -> Result<(Lock, Uuid, Patience), PhoneError> {
    let writing = store.begin(&[Area::Meta], Access::Write)?;
    let (lock, device) = read_lock(&writing).await?;
    let admission = read_patience(&writing).await?.admit(now_ms);
    let (Admission::Go(kept) | Admission::Wait { patience: kept, .. }) = admission;
    writing.write(vec![meta(PATIENCE, cbor::to_vec(&kept))])?;
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
    Ok((parse(&lock)?, device))
}

async fn read_patience(transaction: &Transaction) -> Result<Patience, PhoneError> {
    let stored = transaction.get(Area::Meta, PATIENCE).await?;
    stored.map_or_else(|| Ok(Patience::default()), |bytes| parse(&bytes))
}

fn parse<T: for<'b> minicbor::Decode<'b, ()>>(bytes: &[u8]) -> Result<T, PhoneError> {
    cbor::from_slice(bytes).map_err(|_| PhoneError::Corrupt("lock"))
}
