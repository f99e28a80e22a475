//! Policies that households and their members receive 政策享受 (domain.md §6, rows P1–P5, P7 and P8): what somebody found of each,
//! for which day, from which source. One file a household, to which findings are only ever added.

pub mod codes;
mod listing;
pub mod rules;
mod standing;

pub use listing::{ListedPolicy, Listing};
pub use standing::{Basis, Standing, keys, order, standing, standings, standings_of, worth_asking};

use crate::ids::{HouseholdId, MemberId, OpId, StaffId, VillageId};
use crate::record::RecordKey;
use crate::time::{Millis, trusted_day};
use chrono::NaiveDate;
use codes::{EntitlementKind, EntitlementSource, EntitlementStatus};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// Which policy, and whose.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Encode, Decode,
)]
pub struct EntitlementKey {
    /// The member; none for what the whole household receives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(0)]
    pub member: Option<MemberId>,
    /// The policy.
    #[n(1)]
    pub kind: EntitlementKind,
}

impl EntitlementKey {
    /// What the whole household receives.
    #[must_use]
    pub const fn own(kind: EntitlementKind) -> Self {
        Self { member: None, kind }
    }

    /// What one member receives.
    #[must_use]
    pub const fn of(member: MemberId, kind: EntitlementKind) -> Self {
        Self {
            member: Some(member),
            kind,
        }
    }
}

/// What somebody found of one policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct EntitlementContent {
    /// Which policy, and whose.
    #[n(0)]
    pub key: EntitlementKey,
    /// Whether it is received.
    #[n(1)]
    pub status: EntitlementStatus,
    /// The day for which that is said, local.
    #[cbor(n(2), with = "crate::cbor::day")]
    pub on: NaiveDate,
    /// From where it is known.
    #[n(3)]
    pub source: EntitlementSource,
    /// First day without it, where it was stopped and the day is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(4), with = "crate::cbor::maybe_day", default)]
    pub stopped_on: Option<NaiveDate>,
    /// Why it was stopped, else a note; may be empty but for what was stopped by the rules.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cbor(n(5), default)]
    pub words: String,
    /// The findings of this policy that the person had read, which this one takes the place of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(6), default)]
    pub seen: Vec<OpId>,
}

/// A finding with who recorded it when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct EntitlementCheck {
    /// The operation that added it.
    #[n(0)]
    pub op: OpId,
    /// Who.
    #[n(1)]
    pub by: StaffId,
    /// The name, as of then.
    #[n(2)]
    pub by_name: String,
    /// The device's clock.
    #[n(3)]
    pub recorded_at: Millis,
    /// The day on which the device recorded it, local.
    #[cbor(n(4), with = "crate::cbor::day")]
    pub recorded_on: NaiveDate,
    /// The server's time of receipt; none while it waits on a phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(5)]
    pub received_at: Option<Millis>,
    /// What was found.
    #[n(6)]
    pub content: EntitlementContent,
    /// What only a department's list says, where it came by one; whatever a phone sends has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(7), default)]
    pub listed: Option<Listing>,
}

impl EntitlementCheck {
    /// The day for which it is said, as it counts: see [`trusted_day`].
    #[must_use]
    pub fn day(&self) -> NaiveDate {
        trusted_day(self.content.on, self.recorded_on, self.received_at)
    }
}

/// Everything that was found of the policies of one household, in order of effect. Nothing in it is ever changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct EntitlementFile {
    /// The household, which also identifies the file: two phones offline write the same one.
    #[n(0)]
    pub household: HouseholdId,
    /// The village in which the household lies.
    #[n(1)]
    pub village: VillageId,
    /// What was found.
    #[serde(default)]
    #[cbor(n(2), default)]
    pub checks: Vec<EntitlementCheck>,
}

impl EntitlementFile {
    /// The empty file of a household.
    #[must_use]
    pub const fn new(household: HouseholdId, village: VillageId) -> Self {
        Self {
            household,
            village,
            checks: Vec::new(),
        }
    }

    /// How often an operation stands in it.
    #[must_use]
    pub fn times(&self, op: OpId) -> usize {
        self.checks.iter().filter(|check| check.op == op).count()
    }

    /// The version of the sync messages that a phone has to speak to read all of it: a code that it does not know it
    /// could not read past.
    #[must_use]
    pub fn since_protocol(&self) -> u16 {
        let of_checks = self
            .checks
            .iter()
            .map(|check| check.content.key.kind.since_protocol());
        let of_kind = RecordKey::Entitlements(self.household).since_protocol();
        of_checks.fold(of_kind, u16::max)
    }

    /// What was found of a policy, in order of effect.
    pub fn of(&self, key: EntitlementKey) -> impl DoubleEndedIterator<Item = &EntitlementCheck> {
        self.checks.iter().filter(move |check| check.content.key == key)
    }

    /// What was found of a policy and not replaced by somebody who had read it: one finding, or several where phones
    /// met that did not know of each other. The one that counts comes last: that of the latest day.
    #[must_use]
    pub fn open(&self, key: EntitlementKey) -> Vec<&EntitlementCheck> {
        let replaced = |op: OpId| self.of(key).any(|other| other.content.seen.contains(&op));
        let mut open: Vec<&EntitlementCheck> = self.of(key).filter(|check| !replaced(check.op)).collect();
        open.sort_by_key(|check| check.day());
        open
    }
}
