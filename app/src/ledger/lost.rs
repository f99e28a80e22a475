//! A store that the browser threw away: what of it the server has, and what never arrived.

use super::Ledger;
use super::call::call;
use crate::phone::markers::{Lost, forget_lost, lost, set_lost};
use domain::device::Arrived;
use leptos::prelude::*;

impl Ledger {
    /// Asks the server what it has of this person's lost store, if there is one. Without connection it is asked
    /// again when the ledger is next opened; until then the screen says that it is not known.
    pub(super) async fn ask_what_arrived(self, person: String) {
        let told = self.lost_signal();
        let loss = lost().into_iter().find(|loss| loss.person == person);
        let _ = told.try_set(loss.clone());
        let Some(loss) = loss.filter(|loss| loss.missing.is_none()) else {
            return;
        };
        let address = format!("/api/v1/devices/{}", loss.device);
        if let Ok(arrived) = call::<(), Arrived>("GET", &address, None).await {
            let loss = Lost {
                missing: Some(arrived.missing_of(loss.made)),
                ..loss
            };
            set_lost(&loss);
            let _ = told.try_set(Some(loss));
        }
    }

    /// The person has read what was lost.
    pub fn lost_is_read(self) {
        if let Some(loss) = self.lost_signal().get_untracked() {
            forget_lost(&loss.person);
        }
        self.lost_signal().set(None);
    }
}
