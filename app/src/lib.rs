//! The user interface of Village Ledger.
