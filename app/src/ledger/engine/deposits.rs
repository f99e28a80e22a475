//! Sealing what waits for the server as well, so that it can be handed in while its author is away (decision 0039).
//!
//! A deposit only hurries: nothing here takes anything out of the outbox, and no failure here is told.

use super::Engine;
use crate::ledger::call::call;
use crate::ledger::deposits::to_deposit;
use crate::ledger::keep;
use crate::phone::PhoneError;
use crate::phone::key_schedule::proof;
use crate::phone::markers::persons;
use crate::phone::platform::{deliver_now, deliver_when_there_is_signal, now_ms};
use crate::phone::seal_for::{new_proof_key, seal_for};
use crate::phone::vault::Vault;
use domain::cbor;
use domain::deposit::{AskGrant, Deposit, Grant, PROOF_KEY_BYTES, Slip};
use domain::ids::DeviceId;
use domain::time::Millis;
use minicbor::{Decode, Encode};
use std::collections::BTreeSet;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// What deposits of a store are made with, as it is sealed in it.
#[derive(Encode, Decode)]
pub(in crate::ledger) struct Held {
    #[n(0)]
    grant: Grant,
    #[cbor(n(1), with = "minicbor::bytes")]
    proof_key: [u8; PROOF_KEY_BYTES],
    /// The server's epoch when it was given.
    #[n(2)]
    epoch: String,
}

impl Engine {
    /// Makes deposits of what waits and has none yet.
    pub(in crate::ledger) fn seal_deposits(self: &Rc<Self>) {
        let engine = Rc::clone(self);
        spawn_local(async move {
            // What could not be sealed is sent by the exchange, and is sealed at the next occasion until then.
            let _ = engine.seal_waiting().await;
        });
    }

    async fn seal_waiting(&self) -> Result<(), PhoneError> {
        let (Some(vault), Some(epoch), true) = (self.vault(), self.epoch(), self.has_waiting()) else {
            return Ok(());
        };
        let Some(held) = self.held(&vault).await?.filter(|held| held.epoch == epoch) else {
            return Ok(());
        };
        let Some(there) = vault.deposit_numbers().await? else {
            // The service worker let it go: the server knows it no longer.
            self.hold(&vault, None);
            return Ok(());
        };
        let mut made = Vec::new();
        for (number, operation) in self.to_deposit(&vault, &there) {
            made.push((number, sealed(&held, operation).await?));
        }
        if !made.is_empty() {
            vault.put_deposits(made).await?;
            deliver_when_there_is_signal();
        }
        Ok(())
    }

    /// Of this vault's outbox, if it is still the open one.
    fn to_deposit(&self, vault: &Rc<Vault>, there: &BTreeSet<u64>) -> Vec<(u64, Vec<u8>)> {
        let opened = self.opened.borrow();
        let same = opened.iter().filter(|opened| Rc::ptr_eq(&opened.vault, vault));
        same.flat_map(|opened| to_deposit(&opened.model.outbox, DeviceId(vault.device()), there))
            .collect()
    }

    /// After an exchange: asks for what deposits are made with, where there is none, it nears its end, or the database
    /// was restored since.
    pub(super) async fn renew_deposit_grant(self: &Rc<Self>) {
        let (Some(vault), Some(epoch)) = (self.vault(), self.epoch()) else {
            return;
        };
        let Ok(present) = self.held(&vault).await else {
            return;
        };
        let same = present.as_ref().is_some_and(|held| held.epoch == epoch);
        let lasts = present.is_some_and(|held| !held.grant.is_near_its_end(Millis(now_ms())));
        if same && lasts {
            return;
        }
        if let Some(held) = ask(&vault, epoch, !same).await {
            self.hold(&vault, Some(Rc::new(held)));
            self.seal_deposits();
        }
    }

    /// What deposits of the open store are made with, read from it once.
    async fn held(&self, vault: &Rc<Vault>) -> Result<Option<Rc<Held>>, PhoneError> {
        let known = self
            .opened
            .borrow()
            .as_ref()
            .and_then(|opened| opened.deposits.clone());
        if known.is_some() {
            return Ok(known);
        }
        let stored = vault.deposit_grant().await?;
        let held: Option<Rc<Held>> = stored.and_then(|bytes| keep::parse(&bytes)).map(Rc::new);
        self.hold(vault, held.clone());
        Ok(held)
    }

    fn hold(&self, vault: &Rc<Vault>, held: Option<Rc<Held>>) {
        let mut opened = self.opened.borrow_mut();
        if let Some(opened) = opened.as_mut().filter(|opened| Rc::ptr_eq(&opened.vault, vault)) {
            opened.deposits = held;
        }
    }

    fn epoch(&self) -> Option<String> {
        let opened = self.opened.borrow();
        opened
            .as_ref()
            .and_then(|opened| opened.model.cursor.epoch.clone())
    }

    /// Has handed in what lies in the stores of this phone that are not open, and under a code that was forgotten.
    pub(in crate::ledger) fn deliver_for_others(&self) {
        let open = self.person();
        let other = |person: &str| open.as_ref().is_none_or(|open| open.as_str() != person);
        let opened = self.opened.borrow();
        let aside = opened.as_ref().is_some_and(|opened| opened.model.set_aside > 0);
        if aside || persons().iter().any(|mark| other(&mark.person)) {
            deliver_now();
        }
    }
}

async fn ask(vault: &Vault, epoch: String, afresh: bool) -> Option<Held> {
    let proof_key = new_proof_key().ok()?;
    let asked = AskGrant {
        device: DeviceId(vault.device()),
        proof_key,
    };
    let grant = call("POST", "/api/v1/devices/deposit", Some(&asked)).await.ok()?;
    let held = Held {
        grant,
        proof_key,
        epoch,
    };
    let kept = vault.put_deposit_grant(&cbor::to_vec(&held), afresh).await;
    kept.ok().map(|()| held)
}

/// A whole request.
async fn sealed(held: &Held, operation: Vec<u8>) -> Result<Vec<u8>, PhoneError> {
    let proof = proof(&held.proof_key, &operation);
    let slip = Slip {
        epoch: held.epoch.clone(),
        operation,
        proof,
    };
    let seal = seal_for(&held.grant.public, &cbor::to_vec(&slip)).await?;
    Ok(cbor::to_vec(&Deposit {
        token: held.grant.token.clone(),
        key: held.grant.key,
        enc: seal.enc,
        sealed: seal.sealed,
    }))
}
