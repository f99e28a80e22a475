//! A phone that was signed off: everything of its person leaves it at the next contact with the server.

use super::call::call;
use super::engine::{Engine, locked};
use super::{Gate, SyncState};
use crate::phone::markers::{PersonMark, forget_lost, forget_person, note_wiped, persons};
use crate::phone::platform::set_badge;
use crate::phone::vault::Vault;
use domain::device::{PhoneKey, Standing};
use domain::ids::DeviceId;
use std::rc::Rc;
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;

/// How a tab begins to say which store it has wiped.
pub(super) const WIPED: &str = "wiped ";

/// The word of a tab that has wiped this store. It says which: the marks that another tab reads may still be as they were.
fn wiped(staff: &str, device: Uuid) -> String {
    format!("{WIPED}{device} {staff}")
}

/// Whether the server says of this very store that it was signed off. Only its own answer, in its own form, wipes
/// anything: no status does, and no page of a portal.
async fn is_revoked(staff: &str, device: Uuid) -> bool {
    let device = DeviceId(device);
    let asked = PhoneKey {
        device,
        owner: staff.into(),
    };
    let told = call::<_, Standing>("POST", "/api/v1/phones/standing", Some(&asked)).await;
    told.is_ok_and(|standing| standing.revokes(device))
}

/// Deletes a person's database with its keys, and the small marks of it. Whether it is gone: if not, the next contact
/// tries again. A store that the person has made anew since, in another tab, is not the one that was meant.
async fn wipe(staff: &str, device: Uuid) -> bool {
    let newer = |mark: &PersonMark| mark.person == staff && mark.device != Some(device);
    let gone = !persons().iter().any(newer) && Vault::destroy(staff).await.is_ok();
    if gone {
        forget_person(staff);
        forget_lost(staff);
        note_wiped(true);
        set_badge(0);
    }
    gone
}

impl Engine {
    /// The open store, after the server refused its session: wipes it if it was signed off. Whether it was.
    pub(super) async fn open_store_left(self: &Rc<Self>) -> bool {
        let (Some(staff), Some(vault)) = (self.person(), self.vault()) else {
            return false;
        };
        let device = vault.device();
        let revoked = is_revoked(staff.as_str(), device).await;
        // Locked meanwhile, and perhaps opened by somebody else: then it is asked after as a closed one.
        let same = self.vault().is_some_and(|now| Rc::ptr_eq(&now, &vault));
        if !revoked || !same {
            return false;
        }
        // Whoever holds the phone reads nothing more from here on, whatever the disk says. Other tabs hear it once the
        // store is gone: a locked one would look for it, and so make it anew.
        self.forget(SyncState::default());
        if wipe(staff.as_str(), device).await {
            self.set_gate(Gate::Wiped);
            self.say(&wiped(staff.as_str(), device));
        } else {
            let _ = vault.lock().await;
            self.say(&locked(&staff));
            self.set_gate(Gate::Locked { staff: staff.0 });
        }
        true
    }

    /// Looks after the stores on this phone that are not open: what waits in them is handed in, and those that were signed
    /// off are wiped. By their marks: to look into a store that another tab has just wiped would make it anew.
    pub(super) fn look_after_other_stores(self: &Rc<Self>) {
        self.deliver_for_others();
        let engine = Rc::clone(self);
        spawn_local(async move {
            for mark in persons() {
                if let Some(device) = mark.device {
                    engine.ask_after(&mark.person, device).await;
                }
            }
        });
    }

    async fn ask_after(&self, staff: &str, device: Uuid) {
        let is_open = || self.person().is_some_and(|open| open.as_str() == staff);
        let marked = || persons().iter().any(|mark| mark.person == staff);
        // Opened meanwhile: its own exchange is told the same. Wiped meanwhile: another tab was told, and this one may have
        // missed its word.
        if is_open()
            || !is_revoked(staff, device).await
            || is_open()
            || (marked() && !wipe(staff, device).await)
        {
            return;
        }
        self.say(&wiped(staff, device));
        let gate = self.gate_now();
        if matches!(gate, Some(Gate::Locked { .. } | Gate::SignedOut { .. })) {
            self.set_gate(Gate::Wiped);
        }
    }

    /// Another tab has wiped a store: if it was this one's, nothing of it stays on the screen.
    pub(super) fn heard_wiped(&self, word: &str) {
        let locked = || match self.gate_now() {
            Some(Gate::Locked { staff }) => {
                let mark = persons().into_iter().find(|mark| mark.person == staff);
                Some((staff, mark.and_then(|mark| mark.device)))
            }
            _ => None,
        };
        let open = self.person().zip(self.vault());
        let mine = open.map_or_else(locked, |(staff, vault)| Some((staff.0, Some(vault.device()))));
        // One that was made anew since is not the one that was meant.
        let meant = |(staff, device): (String, Option<Uuid>)| {
            let (told, owner) = word.strip_prefix(WIPED)?.split_once(' ')?;
            let same = device.is_none_or(|device| device.to_string() == told);
            Some(same && staff == owner)
        };
        if mine.and_then(meant) == Some(true) {
            self.forget(SyncState::default());
            self.set_gate(Gate::Wiped);
        }
    }
}
