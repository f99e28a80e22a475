//! The server of Village Ledger.
