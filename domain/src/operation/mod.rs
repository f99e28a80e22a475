//! Operations: every change that a person makes, immutable, made on the phone (design.md §2).

use crate::commitments::LineCode;
use crate::ids::{DeviceId, HouseholdId, MemberId, OpId, StaffId, TeamId, VillageId};
use crate::time::Millis;
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

mod about;
mod body;

pub use body::OperationBody;

/// One change, with all that is needed to apply it anywhere, any number of times.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Operation {
    /// UUIDv7 made on the device; the idempotency key.
    #[n(0)]
    pub id: OpId,
    /// The device's store of this person.
    #[n(1)]
    pub device: DeviceId,
    /// The device's own running number, from 1 without gaps.
    #[n(2)]
    pub seq: u64,
    /// Who did it; bound when recorded.
    #[n(3)]
    pub author: StaffId,
    /// The device's clock. Shown, never used for order.
    #[n(4)]
    pub recorded_at: Millis,
    /// The device's local date.
    #[cbor(n(5), with = "crate::cbor::day")]
    pub recorded_on: NaiveDate,
    /// What changes.
    #[n(6)]
    pub body: OperationBody,
}

/// What somebody says of a line of the four not-removes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Explaining {
    /// The village.
    #[n(0)]
    pub village: VillageId,
    /// The line.
    #[n(1)]
    pub line: LineCode,
    /// The household, where it is about one.
    #[serde(default)]
    #[n(2)]
    pub household: Option<HouseholdId>,
    /// The member, where it is about one.
    #[serde(default)]
    #[n(3)]
    pub member: Option<MemberId>,
    /// The reason.
    #[n(4)]
    pub reason: String,
    /// The last day for which it holds.
    #[cbor(n(5), with = "crate::cbor::day")]
    pub until: NaiveDate,
}

/// Whose leave or month it is: a person in a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Whose {
    /// The team.
    #[n(0)]
    pub team: TeamId,
    /// The person.
    #[n(1)]
    pub staff: StaffId,
    /// The person's name, for whoever reads it.
    #[n(2)]
    pub name: String,
}
