//! A closed account: the register leaves the phone at the next contact, what was never sent stays sealed.

use super::access::signed_out;
use super::call::call;
use super::{Gate, Ledger};
use crate::phone::markers::forget_person;
use crate::phone::platform::sleep;
use crate::phone::vault::Vault;
use domain::api::Present;
use leptos::prelude::*;

impl Ledger {
    /// Takes the locked store of a closed account off the phone.
    pub(super) async fn leave_if_closed(self, staff: &str) {
        let present = call::<(), Present>("GET", "/api/v1/session", None).await;
        if matches!(present, Ok(Present::Closed { staff: closed }) if closed.as_str() == staff) {
            if self.look(staff).await.is_some_and(|state| state.closed) {
                // Known and on the screen: nothing may change under the fingers of who types the code.
                return;
            }
            let gate = put_away(staff).await;
            // Unlocked meanwhile: its own sync is told the same.
            if matches!(self.gate().get_untracked(), Gate::Locked { staff: locked } if locked == staff) {
                // The same screen would not look at the store again.
                self.set_gate(Gate::Starting);
                sleep(0).await;
                self.set_gate(gate);
            }
        }
    }
}

/// Takes the store of a closed account off the phone, and gives what the person then stands before.
pub(super) async fn put_away(staff: &str) -> Gate {
    match Vault::put_away(staff).await {
        Ok(false) => {
            forget_person(staff);
            signed_out()
        }
        // Said there, with what is kept; what could not be done now is done at the next contact.
        Ok(true) | Err(_) => Gate::Locked {
            staff: staff.to_owned(),
        },
    }
}
