//! The ways out: locking, making room for somebody else, and leaving with nothing left behind.

use super::{Ledger, signed_out};
use crate::ledger::call::tell;
use crate::ledger::{Gate, SyncState, keep};
use crate::phone::markers::{forget_person, set_thrown_away};
use crate::phone::platform::now_ms;
use crate::phone::vault::Vault;
use domain::time::Millis;
use leptos::prelude::*;

impl Ledger {
    /// Locks now: forgets the key in memory and ends the window.
    pub async fn lock(self) {
        let staff = self.engine().person();
        self.engine().close().await;
        self.set_gate(staff.map_or_else(signed_out, |staff| Gate::Locked { staff: staff.0 }));
    }

    /// Goes to the sign-in of another person; the open or locked store stays sealed where it is.
    pub async fn other_person(self) {
        self.engine().close().await;
        let _ = tell::<()>("DELETE", "/api/v1/session", None).await;
        self.set_gate(signed_out());
    }

    /// Ends the session and deletes this person's store from the phone. The caller has asked the person,
    /// naming the number of operations that were never sent. That they were thrown away is noted beside the store; the
    /// person's next one here takes the note over.
    pub async fn sign_out_and_wipe(self) {
        let staff = self.engine().person();
        let known = self.sync.get_untracked();
        self.engine().close().await;
        let _ = tell::<()>("DELETE", "/api/v1/session", None).await;
        if let Some(staff) = staff {
            let staff = staff.as_str();
            // First the note: a tab that is closed in between must not take it along with the work.
            set_thrown_away(staff, self.thrown_away_with(staff, &known).await);
            if Vault::destroy(staff).await.is_err() {
                // All of it is still there, the notes in it too.
                set_thrown_away(staff, None);
            }
            forget_person(staff);
        }
        self.set_gate(signed_out());
    }

    /// What goes for good with a store, all that the person had let go in it before included.
    async fn thrown_away_with(self, staff: &str, known: &SyncState) -> Option<(usize, Millis)> {
        let shown = known.waiting.saturating_add(known.attention);
        // What the server has taken in deposit arrives, also from here.
        let unsent = self.look(staff).await.map_or(shown, |store| {
            let here_only = store.unsent.saturating_sub(store.deposited);
            here_only.saturating_add(store.set_aside)
        });
        let more = unsent.saturating_add(known.photos);
        keep::thrown_away(known.discarded, more, Millis(now_ms()))
    }

    /// Ends a desk's session.
    pub async fn leave_desk(self) {
        let _ = tell::<()>("DELETE", "/api/v1/session", None).await;
        self.set_gate(signed_out());
    }
}
