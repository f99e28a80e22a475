//! The ways in: what is on the phone, signing in, a new code, unlocking, and starting over.

use super::Ledger;
use crate::ledger::call::{call, tell};
use crate::ledger::{Gate, UiError, keep};
use crate::phone::PhoneError;
use crate::phone::markers::{last_person, note_lost, persons, set_thrown_away, thrown_away, was_wiped};
use crate::phone::platform::{ask_to_persist, now_ms};
use crate::phone::vault::{StoreState, Vault};
use domain::api::{Enrol, Me, Present, SignIn};
use leptos::prelude::*;
use leptos::task::spawn_local;

impl Ledger {
    /// Looks at the phone: opens the last person's store if it was used within the window, else asks.
    pub async fn start(self) {
        let engine = self.engine();
        engine.listen();
        let Some(staff) = last_person() else {
            if was_wiped() {
                return self.set_gate(Gate::Wiped);
            }
            return self.start_without_store().await;
        };
        let opened = Vault::reopen(&staff, now_ms(), engine.window_ms()).await;
        match opened {
            Ok(Some(vault)) => {
                if self.let_in(vault).await.is_err() {
                    self.set_gate(Gate::Locked { staff });
                }
            }
            // The browser evicted the store: it is said at the sign-in.
            Err(PhoneError::NoStore) => {
                note_lost(&staff);
                self.start_without_store().await;
            }
            // Any other fault takes nothing away; the unlock code brings it to light.
            Ok(None) | Err(_) => {
                self.set_gate(Gate::Locked { staff: staff.clone() });
                engine.look_after_other_stores();
                self.leave_if_closed(&staff).await;
            }
        }
    }

    async fn start_without_store(self) {
        match call::<(), Present>("GET", "/api/v1/session", None).await {
            Ok(Present::Person(me)) if !me.has_phone_store() => self.set_gate(Gate::Desk { me }),
            _ => {
                self.set_gate(signed_out());
                self.engine().look_after_other_stores();
            }
        }
    }

    /// Signs in online. With a store of this person open, only the session is renewed and the queue flushes.
    ///
    /// # Errors
    /// The server's problem, [`UiError::Offline`], or [`UiError::OtherPerson`] while another's store is open.
    pub async fn sign_in(self, staff: &str, password: &str) -> Result<(), UiError> {
        let body = SignIn {
            staff: staff.to_owned(),
            password: password.to_owned(),
        };
        let me = call("POST", "/api/v1/session", Some(&body)).await?;
        self.signed_in(me).await
    }

    /// Signs in for the first time with a single-use code.
    ///
    /// # Errors
    /// As [`Ledger::sign_in`].
    pub async fn enrol(self, staff: &str, code: &str, password: &str) -> Result<(), UiError> {
        let body = Enrol {
            staff: staff.to_owned(),
            code: code.to_owned(),
            password: password.to_owned(),
        };
        let me = call("POST", "/api/v1/enrol", Some(&body)).await?;
        self.signed_in(me).await
    }

    async fn signed_in(self, me: Me) -> Result<(), UiError> {
        let engine = self.engine();
        if let Some(open) = engine.person() {
            if open != me.staff {
                // The cookie of the other person must not send this one's work.
                let _ = tell::<()>("DELETE", "/api/v1/session", None).await;
                return Err(UiError::OtherPerson);
            }
            engine.session_renewed();
            return Ok(());
        }
        // The store decides, not the mark of it: browsers clear either without the other.
        let known = match Vault::look(me.staff.as_str(), now_ms()).await {
            Ok(Some(_)) => true,
            Ok(None) => {
                note_lost(me.staff.as_str());
                false
            }
            Err(_) => persons().iter().any(|mark| mark.person == me.staff.as_str()),
        };
        self.set_gate(if !me.has_phone_store() {
            Gate::Desk { me }
        } else if known {
            Gate::Locked { staff: me.staff.0 }
        } else {
            Gate::NewCode { me, over: false }
        });
        Ok(())
    }

    /// Makes the store of the person who signed in, under a new unlock code.
    ///
    /// # Errors
    /// What the phone says; [`UiError::Locked`] when nobody has just signed in.
    pub async fn set_code(self, code: &str) -> Result<(), UiError> {
        let Gate::NewCode { me, over } = self.gate.get_untracked() else {
            return Err(UiError::Locked);
        };
        let vault = match Vault::create(me.staff.as_str(), code, now_ms()).await {
            Err(PhoneError::AlreadyExists) if over => {
                Vault::start_over(me.staff.as_str(), code, now_ms()).await?
            }
            // Another tab was quicker, and may have work in it already: its code is asked.
            Err(PhoneError::AlreadyExists) => {
                self.set_gate(Gate::Locked { staff: me.staff.0 });
                return Ok(());
            }
            other => other?,
        };
        let mut birth = keep::birth(&me);
        let earlier = thrown_away(me.staff.as_str()).map(keep::discarded_earlier);
        birth.put_meta.extend(earlier);
        vault.commit(None, |_| birth).await?;
        set_thrown_away(me.staff.as_str(), None);
        // Some browsers ask the person, who need not answer to begin.
        spawn_local(async {
            let _ = ask_to_persist().await;
        });
        self.let_in(vault).await
    }

    /// Opens the locked store.
    ///
    /// # Errors
    /// A wrong code with the wait until the next try.
    pub async fn unlock(self, code: &str) -> Result<(), UiError> {
        let Gate::Locked { staff } = self.gate.get_untracked() else {
            return Err(UiError::Locked);
        };
        self.open_with(&staff, Vault::unlock(&staff, code, now_ms()).await)
            .await
    }

    /// Opens the locked store with the phone's own fingerprint or face unlock.
    ///
    /// # Errors
    /// The phone's refusal, as when the person declines; the code opens it in any case.
    pub async fn unlock_by_passkey(self) -> Result<(), UiError> {
        let Gate::Locked { staff } = self.gate.get_untracked() else {
            return Err(UiError::Locked);
        };
        self.open_with(&staff, Vault::unlock_by_passkey(&staff, now_ms()).await)
            .await
    }

    async fn open_with(self, staff: &str, opened: Result<Vault, PhoneError>) -> Result<(), UiError> {
        let vault = match opened {
            Err(PhoneError::NoStore) => {
                note_lost(staff);
                self.set_gate(signed_out());
                return Ok(());
            }
            other => other?,
        };
        self.let_in(vault).await
    }

    /// Chooses one of the stores on this phone.
    pub fn choose(self, staff: &str) {
        self.set_gate(Gate::Locked {
            staff: staff.to_owned(),
        });
    }

    /// What can be said of a locked store: unsent operations, drafts, operations set aside, wait for the next code.
    pub async fn look(self, staff: &str) -> Option<StoreState> {
        Vault::look(staff, now_ms()).await.ok().flatten()
    }

    /// Starts over when the code of the locked store is forgotten, after an online sign-in of the same person:
    /// a new code is asked, and what was never sent stays on the phone, sealed and counted.
    ///
    /// # Errors
    /// The server's problem, or [`UiError::OtherPerson`] if the sign-in was somebody else's.
    pub async fn start_over(self, password: &str) -> Result<(), UiError> {
        let Gate::Locked { staff } = self.gate.get_untracked() else {
            return Err(UiError::Locked);
        };
        let body = SignIn {
            staff,
            password: password.to_owned(),
        };
        let me: Me = call("POST", "/api/v1/session", Some(&body)).await?;
        if me.staff.as_str() != body.staff {
            return Err(UiError::OtherPerson);
        }
        self.set_gate(Gate::NewCode { me, over: true });
        Ok(())
    }

    /// Opens the vault and lets the person in; asks after what an evicted store may have lost.
    async fn let_in(self, vault: Vault) -> Result<(), UiError> {
        let me = self.engine().open(vault).await?;
        spawn_local(self.ask_what_arrived(me.staff.0.clone()));
        self.set_gate(Gate::Open { me });
        Ok(())
    }
}

/// The sign-in, for whoever has a store on this phone or nobody.
pub(in crate::ledger) fn signed_out() -> Gate {
    Gate::SignedOut {
        known: persons().into_iter().map(|mark| mark.person).collect(),
    }
}
