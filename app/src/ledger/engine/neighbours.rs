//! What the tabs of one phone tell each other about the sync, and what each makes of it.

use super::Engine;
use crate::ledger::revoked::WIPED;
use crate::ledger::{Gate, SyncState};
use crate::phone::platform::until_free;
use domain::ids::StaffId;
use leptos::prelude::*;
use std::rc::Rc;

/// The word of a tab that is about to send what waits.
pub(super) const SENDING: &str = "sending";
/// How a tab begins to say that the phone is in step with the server.
const IN_STEP: &str = "in step";

/// How a tab begins to say that it locked somebody's store.
const LOCKED: &str = "locked ";

/// The word of a tab that locked this person's store.
pub(in crate::ledger) fn locked(staff: &StaffId) -> String {
    format!("{LOCKED}{staff}")
}

impl Engine {
    /// Waits until the tab that is at the sync is done or closed, and reads what it left. Whether that went well.
    ///
    /// A tab can be closed after it kept an answer and before it told anybody; the store knows, and this one must not go on
    /// saying what it knew before.
    pub(super) async fn caught_up(&self, lock: &str) -> bool {
        let free = until_free(lock).await.is_ok() && self.reload().await.is_ok();
        self.show();
        free
    }

    pub(super) async fn heard_other_tab(self: &Rc<Self>, word: &str) {
        match word {
            "changed" => {
                let _ = self.reload().await;
                self.show();
                // That tab may have found this one at the sync, which had looked before there was anything to send.
                if self.has_waiting() {
                    self.poke();
                }
            }
            _ if word.starts_with(LOCKED) => self.heard_locked(word),
            _ if word.starts_with(WIPED) => self.heard_wiped(word),
            // It may be closed before it can tell what it heard; this one waits for its end and looks for itself.
            SENDING if self.has_waiting() => self.poke(),
            _ if word.starts_with(IN_STEP) => self.heard_in_step(word).await,
            _ => {}
        }
    }

    /// Another tab locked a store: this one's, or that of somebody else on the same phone.
    fn heard_locked(&self, word: &str) {
        let Some(staff) = self.person().filter(|staff| locked(staff) == word) else {
            return;
        };
        self.opened.replace(None);
        let _ = self.view.try_set(None);
        let _ = self.gate.try_set(Gate::Locked { staff: staff.0 });
    }

    /// Another tab's exchange ended in step. Without its word this one would say "not connected yet", or "sign in again",
    /// of what it knew as waiting, until its own next exchange.
    async fn heard_in_step(&self, word: &str) {
        let known = self.sync.try_get_untracked();
        let stopped = |state: &SyncState| state.session_ended || state.update_needed;
        let current = |state: SyncState| state.up_to_date && state.online && !stopped(&state);
        if known.is_none_or(current) || self.reload().await.is_err() {
            return;
        }
        let same = self.in_step().is_some_and(|mine| mine == word);
        if same {
            self.unreached.set(false);
        }
        self.show();
        if same {
            self.tell(|state| {
                // Found out again at this tab's own next exchange, should it be so.
                state.session_ended = false;
                state.update_needed = false;
                state.up_to_date = state.waiting == 0 && state.attention == 0 && state.photos == 0;
            });
        }
    }

    /// The word for a phone that is in step: whose store, and at which revision, so that nobody takes it for another's or
    /// for what was written since.
    pub(super) fn in_step(&self) -> Option<String> {
        let opened = self.opened.borrow();
        let opened = opened.as_ref()?;
        Some(format!("{IN_STEP} {} {}", opened.vault.device(), opened.revision))
    }
}
