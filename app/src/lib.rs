//! The user interface of Village Ledger: screens, the phone's store and the sync client.

pub mod ledger;
pub mod phone;
