//! The server of Village Ledger.

fn main() {}
