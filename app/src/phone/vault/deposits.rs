//! Deposits in a vault: sealed operations ready to be handed in, in the clear for the service worker (`sw.template.js`).
//!
//! Under the outbox key of its operation lies a whole request, or nothing any more once the server has taken it. Beside
//! them, sealed like everything else, what they are made with.

use super::{Vault, mine};
use crate::phone::PhoneError;
use crate::phone::address::{Area, outbox_key, outbox_number};
use crate::phone::store::{Access, Transaction, Write};
use std::collections::BTreeSet;

/// The key of what deposits are made with.
const GRANT: &str = "grant";

impl Vault {
    /// What deposits are made with; none before the first exchange, and after the server no longer knew it.
    ///
    /// # Errors
    /// [`PhoneError::Corrupt`] if it does not open.
    pub async fn deposit_grant(&self) -> Result<Option<Vec<u8>>, PhoneError> {
        self.get(Area::Deposit, GRANT).await
    }

    /// Keeps what deposits are made with from now on; `afresh` lets those of this store go that were made with another one.
    /// What a store left whose code was forgotten stays: it cannot be made again.
    ///
    /// # Errors
    /// What the browser says; everything is as it was then.
    pub async fn put_deposit_grant(&self, grant: &[u8], afresh: bool) -> Result<(), PhoneError> {
        let put = self.put(Area::Deposit, GRANT.to_owned(), grant)?;
        let writing = self.store.begin(&[Area::Meta, Area::Deposit], Access::Write)?;
        mine(&writing, self.device).await?;
        let mut writes = Vec::new();
        if afresh {
            let own = writing.keys(Area::Deposit).await?.into_iter();
            let own = own.filter(|key| !key.contains('/'));
            writes.extend(own.map(|key| Write::Delete(Area::Deposit, key)));
        }
        writes.push(put);
        writing.write(writes)?;
        writing.finish().await
    }

    /// The places in the outbox of which a deposit was made, taken or not; none where there is nothing to make any with.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn deposit_numbers(&self) -> Result<Option<BTreeSet<u64>>, PhoneError> {
        let reading = self.store.begin(&[Area::Deposit], Access::Read)?;
        let keys = reading.keys(Area::Deposit).await?;
        let granted = keys.iter().any(|key| key == GRANT);
        Ok(granted.then(|| keys.iter().filter_map(|key| outbox_number(key)).collect()))
    }

    /// Keeps deposits of what still waits at these places of the outbox and has none yet.
    ///
    /// # Errors
    /// What the browser says; none was kept then.
    pub async fn put_deposits(&self, made: Vec<(u64, Vec<u8>)>) -> Result<(), PhoneError> {
        let areas = [Area::Meta, Area::Outbox, Area::Deposit];
        let writing = self.store.begin(&areas, Access::Write)?;
        mine(&writing, self.device).await?;
        // Looked up one by one: mostly it is what was just saved, and the outbox may be long.
        let mut puts = Vec::new();
        if writing.has(Area::Deposit, GRANT).await? {
            for (number, body) in made {
                let key = outbox_key(number);
                if writing.has(Area::Outbox, &key).await? && !writing.has(Area::Deposit, &key).await? {
                    puts.push(Write::Put(Area::Deposit, key, body));
                }
            }
        }
        writing.write(puts)?;
        writing.finish().await
    }
}

/// How many of these places of the outbox, in their order, the server has taken in deposit.
pub(super) async fn taken(reading: &Transaction, waiting: &[String]) -> Result<usize, PhoneError> {
    let deposits = reading.all(Area::Deposit).await?;
    let taken = deposits
        .iter()
        .filter(|(key, body)| body.is_empty() && waiting.binary_search(key).is_ok());
    Ok(taken.count())
}

/// How many operations of stores whose code was forgotten lie here that the server has not taken in deposit either.
pub(super) async fn set_aside(reading: &Transaction) -> Result<usize, PhoneError> {
    let aside = reading.keys(Area::Aside).await?;
    if aside.is_empty() {
        return Ok(0);
    }
    // `DEVICE/outbox/KEY` of the store; its deposit was carried over as `DEVICE/KEY`.
    let within = format!("/{}/", Area::Outbox.name());
    let operations = aside.iter().filter(|key| key.contains(&within));
    let carried: Vec<String> = operations.map(|key| key.replace(&within, "/")).collect();
    Ok(carried.len().saturating_sub(taken(reading, &carried).await?))
}

/// What carries deposits of a store over into the one that takes its place: they cannot be made again, and still arrive.
pub(super) async fn carried_over(writing: &Transaction, device: &str) -> Result<Vec<Write>, PhoneError> {
    let deposits = writing.all(Area::Deposit).await?.into_iter();
    // Also that one was taken is carried over: it is all that is known of what lies under the forgotten code.
    let moved = deposits.filter(|(key, _)| key != GRANT).map(|(key, body)| {
        let key = if key.contains('/') {
            key
        } else {
            format!("{device}/{key}")
        };
        Write::Put(Area::Deposit, key, body)
    });
    Ok([Write::Clear(Area::Deposit)].into_iter().chain(moved).collect())
}
