//! Where each value of a vault lies and how it is written: under its key, or under a name that hides the key.

use super::{KEYS_HIDDEN, Vault, meta, mine};
use crate::phone::PhoneError;
use crate::phone::address::Area;
use crate::phone::sealed;
use crate::phone::store::{Access, Write};

impl Vault {
    /// The key under which the store has what callers know as `key`.
    pub(super) fn place(&self, area: Area, key: &str) -> String {
        if area.hides_keys() {
            self.data_key.names().name(area, key)
        } else {
            key.to_owned()
        }
    }

    /// What sets `key` to `plain`, sealed.
    pub(super) fn put(&self, area: Area, key: String, plain: &[u8]) -> Result<Write, PhoneError> {
        let (place, value) = if area.hides_keys() {
            sealed::seal_named(&self.data_key, area, &key, plain)?
        } else {
            let value = sealed::seal(&self.data_key, area, &key, plain)?;
            (key, value)
        };
        Ok(Write::Put(area, place, value))
    }

    /// What removes `key`.
    pub(super) fn delete(&self, area: Area, key: &str) -> Write {
        Write::Delete(area, self.place(area, key))
    }

    /// The key and the content of what lies at `place`.
    pub(super) fn open(
        &self,
        area: Area,
        place: String,
        value: &[u8],
    ) -> Result<(String, Vec<u8>), PhoneError> {
        if area.hides_keys() {
            sealed::open_named(&self.data_key, area, &place, value)
        } else {
            let plain = sealed::open(&self.data_key, area, &place, value)?;
            Ok((place, plain))
        }
    }

    /// The content of what lies under `key`; [`PhoneError::Corrupt`] if it does not open.
    pub(super) async fn get(&self, area: Area, key: &str) -> Result<Option<Vec<u8>>, PhoneError> {
        let place = self.place(area, key);
        let stored = self.store.get(area, &place).await?;
        let opened = stored.map(|value| self.open(area, place, &value));
        Ok(opened.transpose()?.map(|(_, plain)| plain))
    }

    /// Keys and contents of all that opens; the places of the rest are added to `damaged`.
    pub(super) fn open_all(
        &self,
        area: Area,
        stored: Vec<(String, Vec<u8>)>,
        damaged: &mut Vec<(Area, String)>,
    ) -> Vec<(String, Vec<u8>)> {
        let mut opened = Vec::with_capacity(stored.len());
        for (place, value) in stored {
            match self.open(area, place.clone(), &value) {
                Ok(entry) => opened.push(entry),
                Err(_) => damaged.push((area, place)),
            }
        }
        opened
    }

    /// Moves what the first version of the store left under clear keys to hidden names, once, all or nothing.
    pub(super) async fn hide_keys(&self) -> Result<(), PhoneError> {
        if self.store.get(Area::Meta, KEYS_HIDDEN).await?.is_some() {
            return Ok(());
        }
        let areas = [Area::Meta, Area::Records, Area::Drafts];
        let writing = self.store.begin(&areas, Access::Write)?;
        mine(&writing, self.device).await?;
        let mut writes = vec![meta(KEYS_HIDDEN, vec![1])];
        for area in areas.into_iter().filter(|area| area.hides_keys()) {
            for (key, value) in writing.all(area).await? {
                // What does not open stays, and is told as damaged.
                if let Ok(plain) = sealed::open(&self.data_key, area, &key, &value) {
                    writes.push(Write::Delete(area, key.clone()));
                    writes.push(self.put(area, key, &plain)?);
                }
            }
        }
        writing.write(writes)?;
        writing.finish().await
    }
}
