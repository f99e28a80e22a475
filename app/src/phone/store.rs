//! One person's database on this phone: areas of bytes by key, read and written in transactions.
//!
//! Trap: a transaction commits by itself as soon as nothing in it is pending. Between [`Store::begin`] and
//! [`Transaction::finish`] nothing may be awaited but the transaction's own methods.

use idb::{Factory, ObjectStoreParams, Query, TransactionMode};
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, IdbDatabase, IdbTransaction};

use super::address::{Area, database_name};
use super::browser::{call, from_exception, object};
use super::error::PhoneError;

/// The shape of the database. Raise it when an area is added or what lies in one is written in a way that an older
/// app would take for damage: that one then says so and touches nothing. Stores of every released version must open.
///
/// 2: records and drafts lie under hidden names. 3: photos. 4: deposits.
const VERSION: u32 = 4;

/// One change to the store.
#[derive(Debug, Clone)]
pub enum Write {
    /// Sets the value of a key.
    Put(Area, String, Vec<u8>),
    /// Sets a key to a browser key object, which is stored as a handle and never as bytes.
    PutKey(Area, String, web_sys::CryptoKey),
    /// Removes a key; no matter if it is not there.
    Delete(Area, String),
    /// Removes everything in an area.
    Clear(Area),
}

impl Write {
    fn area(&self) -> Area {
        match self {
            Write::Put(area, ..) | Write::PutKey(area, ..) | Write::Delete(area, _) | Write::Clear(area) => {
                *area
            }
        }
    }
}

/// An open connection to one person's database. Several tabs may hold one each.
pub struct Store {
    database: IdbDatabase,
    // Held for as long as the connection: another tab that deletes or upgrades must not be blocked by this one.
    _on_version_change: Closure<dyn FnMut(Event)>,
}

impl Store {
    /// Opens a person's database and makes it if it is not there.
    ///
    /// # Errors
    /// [`PhoneError::Unavailable`] without IndexedDB, [`PhoneError::NewerStore`] after a roll-back of the app.
    pub async fn open(person: &str) -> Result<Self, PhoneError> {
        let mut request = Factory::new()?.open(&database_name(person), Some(VERSION))?;
        request.on_upgrade_needed(|event| {
            // A failure here leaves an area missing, which is looked for below.
            let _ = idb::DatabaseEvent::database(&event).map(|database| make_areas(&database));
        });
        let database: IdbDatabase = request.await?.into();
        let closing = database.clone();
        let on_version_change = Closure::new(move |_: Event| closing.close());
        database.set_onversionchange(Some(on_version_change.as_ref().unchecked_ref()));
        let store = Self {
            database,
            _on_version_change: on_version_change,
        };
        let names = store.database.object_store_names();
        if Area::ALL.iter().all(|area| names.contains(area.name())) {
            Ok(store)
        } else {
            Err(PhoneError::Corrupt("areas of the store"))
        }
    }

    /// Deletes a person's database with everything in it.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn delete(person: &str) -> Result<(), PhoneError> {
        Ok(Factory::new()?.delete(&database_name(person))?.await?)
    }

    /// Starts a transaction over `areas`: it sees and changes all of them at one moment, or none.
    ///
    /// # Errors
    /// [`PhoneError::Unavailable`] if the connection is closed.
    pub fn begin(&self, areas: &[Area], access: Access) -> Result<Transaction, PhoneError> {
        let names: Array = areas.iter().map(|area| JsValue::from_str(area.name())).collect();
        // `idb` has no durability option. Strict asks the system to write through before `complete` is told.
        let options = object([("durability", JsValue::from_str("strict"))])?;
        let mode = JsValue::from(match access {
            Access::Read => TransactionMode::ReadOnly,
            Access::Write => TransactionMode::ReadWrite,
        });
        let inner: IdbTransaction = call(
            &self.database,
            "transaction",
            [names.into(), mode, options.into()],
        )?
        .dyn_into()?;
        Ok(Transaction {
            typed: inner.clone().into(),
            inner,
            finished: access == Access::Read,
        })
    }

    /// One value.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn get(&self, area: Area, key: &str) -> Result<Option<Vec<u8>>, PhoneError> {
        self.begin(&[area], Access::Read)?.get(area, key).await
    }

    /// Everything in an area, in the order of keys.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn load_all(&self, area: Area) -> Result<Vec<(String, Vec<u8>)>, PhoneError> {
        self.begin(&[area], Access::Read)?.all(area).await
    }

    /// Writes all of `writes` or none, and returns when they are on the disk.
    ///
    /// # Errors
    /// [`PhoneError::QuotaExceeded`] if there is no room; nothing was written then.
    pub async fn commit(&self, writes: Vec<Write>) -> Result<(), PhoneError> {
        let mut areas: Vec<Area> = Vec::new();
        for write in &writes {
            if !areas.contains(&write.area()) {
                areas.push(write.area());
            }
        }
        if areas.is_empty() {
            return Ok(());
        }
        let transaction = self.begin(&areas, Access::Write)?;
        transaction.write(writes)?;
        transaction.finish().await
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.database.set_onversionchange(None);
        self.database.close();
    }
}

fn make_areas(database: &idb::Database) -> Result<(), idb::Error> {
    let there = database.store_names();
    for area in Area::ALL {
        if !there.iter().any(|name| name == area.name()) {
            database.create_object_store(area.name(), ObjectStoreParams::new())?;
        }
    }
    Ok(())
}

/// What a transaction may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Look only; does not wait for other readers.
    Read,
    /// Look and change; one at a time over all tabs.
    Write,
}

/// A running transaction. Dropped before [`Transaction::finish`], it takes everything back.
pub struct Transaction {
    typed: idb::Transaction,
    inner: IdbTransaction,
    finished: bool,
}

impl Transaction {
    /// One value as this transaction sees it.
    ///
    /// # Errors
    /// What the browser says; [`PhoneError::Corrupt`] if the value is not bytes.
    pub async fn get(&self, area: Area, key: &str) -> Result<Option<Vec<u8>>, PhoneError> {
        self.get_js(area, key).await?.map(bytes).transpose()
    }

    /// Whether something lies under a key.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn has(&self, area: Area, key: &str) -> Result<bool, PhoneError> {
        Ok(self.get_js(area, key).await?.is_some())
    }

    /// A browser key object that was stored with [`Write::PutKey`].
    ///
    /// # Errors
    /// What the browser says; [`PhoneError::Corrupt`] if the value is not a key.
    pub async fn get_key(&self, area: Area, key: &str) -> Result<Option<web_sys::CryptoKey>, PhoneError> {
        let value = self.get_js(area, key).await?;
        value
            .map(|value| value.dyn_into().map_err(|_| PhoneError::Corrupt("key object")))
            .transpose()
    }

    async fn get_js(&self, area: Area, key: &str) -> Result<Option<JsValue>, PhoneError> {
        let request = self
            .typed
            .object_store(area.name())?
            .get(Query::Key(JsValue::from_str(key)))?;
        Ok(request.await?)
    }

    /// All keys of an area, in order; needs no data key.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn keys(&self, area: Area) -> Result<Vec<String>, PhoneError> {
        let request = self.typed.object_store(area.name())?.get_all_keys(None, None)?;
        request.await?.iter().map(text).collect()
    }

    /// Everything in an area in the order of keys, as this transaction sees it.
    ///
    /// # Errors
    /// What the browser says; [`PhoneError::Corrupt`] if a value is not bytes.
    pub async fn all(&self, area: Area) -> Result<Vec<(String, Vec<u8>)>, PhoneError> {
        let store = self.typed.object_store(area.name())?;
        // Both are asked before either is awaited; both come in the order of keys.
        let keys = store.get_all_keys(None, None)?.into_future();
        let values = store.get_all(None, None)?.into_future();
        let (keys, values) = (keys.await?, values.await?);
        keys.into_iter()
            .zip(values)
            .map(|(key, value)| Ok((text(&key)?, bytes(value)?)))
            .collect()
    }

    /// Issues all of `writes`. Nothing is kept before [`Transaction::finish`] says so.
    ///
    /// # Errors
    /// What the browser says; the transaction is then to be dropped.
    pub fn write(&self, writes: Vec<Write>) -> Result<(), PhoneError> {
        for write in writes {
            let store = self.typed.object_store(write.area().name())?;
            match write {
                Write::Put(_, key, value) => {
                    let value = Uint8Array::from(value.as_slice());
                    store.put(&value, Some(&JsValue::from(key)))?;
                }
                Write::PutKey(_, key, value) => {
                    store.put(&value, Some(&JsValue::from(key)))?;
                }
                Write::Delete(_, key) => {
                    store.delete(Query::Key(JsValue::from(key)))?;
                }
                Write::Clear(_) => {
                    store.clear()?;
                }
            }
        }
        Ok(())
    }

    /// Waits until everything is on the disk.
    ///
    /// # Errors
    /// [`PhoneError::QuotaExceeded`] if there is no room, else why the transaction was taken back.
    pub async fn finish(mut self) -> Result<(), PhoneError> {
        self.finished = true;
        // Not `idb`'s own future: it hides why a transaction was aborted, and a full disk is told only there.
        let mut listen = |complete: js_sys::Function, abort: js_sys::Function| {
            self.inner.set_oncomplete(Some(&complete));
            self.inner.set_onabort(Some(&abort));
        };
        let ended = JsFuture::from(Promise::new(&mut listen)).await;
        ended.map(|_| ()).map_err(|_| match self.inner.error() {
            Some(reason) => from_exception(&reason),
            None => PhoneError::Browser("transaction aborted".to_owned()),
        })
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        if !self.finished {
            // Half a batch must not commit by itself. An error means that it already ended.
            let _ = self.inner.abort();
        }
    }
}

fn text(key: &JsValue) -> Result<String, PhoneError> {
    key.as_string().ok_or(PhoneError::Corrupt("key"))
}

fn bytes(value: JsValue) -> Result<Vec<u8>, PhoneError> {
    value
        .dyn_into::<Uint8Array>()
        .map(|array| array.to_vec())
        .map_err(|_| PhoneError::Corrupt("stored value"))
}

impl From<idb::Error> for PhoneError {
    fn from(error: idb::Error) -> Self {
        use idb::Error as E;
        match error {
            E::DomException(exception) => from_exception(&exception),
            E::IndexedDbNotFound(_) => PhoneError::Unavailable("IndexedDB".to_owned()),
            E::AddFailed(thrown)
            | E::ClearFailed(thrown)
            | E::CountFailed(thrown)
            | E::DeleteFailed(thrown)
            | E::GetFailed(thrown)
            | E::GetAllFailed(thrown)
            | E::GetAllKeysFailed(thrown)
            | E::IndexedDbDeleteFailed(thrown)
            | E::IndexedDbOpenFailed(thrown)
            | E::ObjectStoreNotFound(thrown)
            | E::TransactionOpenFailed(thrown)
            | E::UpdateFailed(thrown) => PhoneError::from(thrown),
            other => PhoneError::Browser(other.to_string()),
        }
    }
}
