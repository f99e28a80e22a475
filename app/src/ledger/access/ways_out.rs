//! The ways out: locking, making room for somebody else, and leaving with nothing left behind.

use super::{Ledger, signed_out};
use crate::ledger::Gate;
use crate::ledger::call::tell;
use crate::phone::markers::forget_person;
use crate::phone::vault::Vault;

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
    /// naming the number of operations that were never sent.
    pub async fn sign_out_and_wipe(self) {
        let staff = self.engine().person();
        self.engine().close().await;
        let _ = tell::<()>("DELETE", "/api/v1/session", None).await;
        if let Some(staff) = staff {
            let _ = Vault::destroy(staff.as_str()).await;
            forget_person(staff.as_str());
        }
        self.set_gate(signed_out());
    }

    /// Ends a desk's session.
    pub async fn leave_desk(self) {
        let _ = tell::<()>("DELETE", "/api/v1/session", None).await;
        self.set_gate(signed_out());
    }
}
