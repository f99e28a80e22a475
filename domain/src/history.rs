//! One line of a record's history: what happened, by which operation, by whom and when.

use crate::ids::{OpId, StaffId};
use crate::time::Millis;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// A line of a history; `E` is what can happen to the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Entry<E> {
    /// The operation that caused it.
    #[n(0)]
    pub op: OpId,
    /// Who did it.
    #[n(1)]
    pub by: StaffId,
    /// The person's name, as of then.
    #[n(2)]
    pub by_name: String,
    /// The device's clock.
    #[n(3)]
    pub recorded_at: Millis,
    /// The server's clock; none while it waits on the phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(4)]
    pub received_at: Option<Millis>,
    /// What happened.
    #[n(5)]
    pub event: E,
}

/// A line of the history of a record that counts its revisions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct RevisionEntry<E> {
    /// The operation that caused it.
    #[n(0)]
    pub op: OpId,
    /// The revision to which it led, or at which the record stood.
    #[n(1)]
    pub rev: u32,
    /// Who did it.
    #[n(2)]
    pub by: StaffId,
    /// The person's name, as of then.
    #[n(3)]
    pub by_name: String,
    /// The device's clock.
    #[n(4)]
    pub recorded_at: Millis,
    /// The server's clock; none while it waits on the phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(5)]
    pub received_at: Option<Millis>,
    /// What happened.
    #[serde(flatten)]
    #[n(6)]
    pub event: E,
}
