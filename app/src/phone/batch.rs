//! What goes into a vault and comes out of it, unsealed.

use crate::phone::address::Area;

/// What a vault holds at one moment, opened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// Raised by every commit of any tab; give it as `base` to be told of changes in between.
    pub revision: u64,
    /// The highest running number that an operation of this device got; 0 before the first.
    pub made: u64,
    /// Records by key, in no order.
    pub records: Vec<(String, Vec<u8>)>,
    /// Operations by running number, oldest first.
    pub outbox: Vec<(u64, Vec<u8>)>,
    /// Sealed notes by name, such as the cursor.
    pub meta: Vec<(String, Vec<u8>)>,
    /// Where what does not open any more lies. The rest is good; say so, and pull again or export.
    pub damaged: Vec<(Area, String)>,
    /// Operations that lie sealed under a code that was forgotten, and that the server has not taken in deposit either.
    pub set_aside: usize,
}

/// Changes that belong together: all are kept or none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    /// Records to set.
    pub put_records: Vec<(String, Vec<u8>)>,
    /// Records to remove.
    pub delete_records: Vec<String>,
    /// New operations; they get this device's next running numbers, in this order.
    pub operations: Vec<Vec<u8>>,
    /// Operations that were made on another phone: they queue behind `operations` and have numbers of that phone,
    /// so that none of this device's own is used up.
    pub carried: Vec<Vec<u8>>,
    /// Operations to set again under the number they have.
    pub put_outbox: Vec<(u64, Vec<u8>)>,
    /// Operations that the server has durably answered.
    pub delete_outbox: Vec<u64>,
    /// Sealed notes to set.
    pub put_meta: Vec<(String, Vec<u8>)>,
    /// Drafts that became operations.
    pub delete_drafts: Vec<String>,
}

/// What a batch became.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Committed {
    /// The place in the outbox of the batch's first new operation, or of the next one if it had none.
    pub first_number: u64,
    /// The revision after the batch.
    pub revision: u64,
}
