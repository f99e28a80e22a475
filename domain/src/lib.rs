//! The rules and messages of Village Ledger.
