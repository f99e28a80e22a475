//! The sync messages, version 1: one round trip that pushes operations and pulls changes (design.md §3).

use crate::config::Config;
use crate::household::facts::FieldKey;
use crate::ids::{DeviceId, OpId, StaffId, TeamId};
use crate::operation::Operation;
use crate::record::{Record, RecordKey, ScopeDigest};
use crate::refusal::Refusal;
use crate::roster::{Role, Team, Village};
use crate::time::Millis;
use serde::{Deserialize, Serialize};

/// The version of these messages that this code speaks.
pub const PROTOCOL: u16 = 1;
/// Most operations in one request; above it the phone splits.
pub const BATCH_OPERATIONS: usize = 100;
/// Most bytes of one request body after decompression; above it the server answers 413 and the phone splits.
pub const BATCH_BYTES: usize = 8 * 1024 * 1024;
/// Most changes in one reply; the phone asks again while `more` is set.
pub const PAGE_CHANGES: usize = 2_000;

/// What a phone sends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncRequest {
    /// The version of the messages that the phone speaks.
    pub protocol: u16,
    /// The device's store of this person.
    pub device: DeviceId,
    /// The epoch of the server that the cursor belongs to; none at first.
    #[serde(default)]
    pub epoch: Option<String>,
    /// The team whose feed the cursor counts; none at first.
    #[serde(default)]
    pub team: Option<TeamId>,
    /// The last change number that the phone has stored; 0 at first.
    #[serde(default)]
    pub cursor: u64,
    /// The version of the reference data on the phone; empty at first.
    #[serde(default)]
    pub reference: String,
    /// Digest of the phone's server records, when it believes that it is up to date.
    #[serde(default)]
    pub digest: Option<ScopeDigest>,
    /// What waits in the outbox, oldest first.
    #[serde(default)]
    pub operations: Vec<Operation>,
}

/// The one durable answer to an operation; asking twice answers the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// Applied.
    Applied,
    /// Applied; some facts were changed by another before and now hold two values.
    ConflictKept {
        /// The facts.
        fields: Vec<FieldKey>,
    },
    /// Not applied; the person has to look at it. The phone keeps it.
    Refused {
        /// Why.
        #[serde(flatten)]
        refusal: Refusal,
    },
    /// The commit's fate is not known: send the same operation again. Never stored.
    Unknown,
}

/// The outcome of one operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationOutcome {
    /// The operation.
    pub op: OpId,
    /// What became of it.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// The server's time when it was first received.
    pub received_at: Millis,
    /// Whether this answer had been given before.
    #[serde(default)]
    pub duplicate: bool,
}

/// One line of the change feed: the latest state of a record, or that it left the scope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedEntry {
    /// The record.
    pub key: RecordKey,
    /// The team's change number of this state.
    pub change: u64,
    /// The record's version.
    pub version: u64,
    /// The state; none when the record left the scope.
    #[serde(default)]
    pub record: Option<Record>,
}

/// A person whom the team works with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    /// Staff number.
    pub id: StaffId,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
}

/// Everything that changes rarely and that screens need offline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// Hash of the content; a phone that has it is not sent it again.
    pub version: String,
    /// The person.
    pub me: Colleague,
    /// The team.
    pub team: Team,
    /// The team's people, the person included.
    pub colleagues: Vec<Colleague>,
    /// The team's villages.
    pub villages: Vec<Village>,
    /// Dated configuration in force.
    pub config: Config,
}

/// What the server answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncReply {
    /// The server's epoch; another one than the phone's means: start over at cursor 0, offer everything again.
    pub epoch: String,
    /// The team whose feed follows; another one than the phone's means: start over at cursor 0.
    pub team: TeamId,
    /// The outcomes, in the order of the request's operations.
    pub outcomes: Vec<OperationOutcome>,
    /// The changes after the phone's cursor, in order of change number.
    pub changes: Vec<FeedEntry>,
    /// The change number to store once the changes are stored.
    pub cursor: u64,
    /// The team's newest change number; the phone is up to date when its cursor equals it.
    pub head: u64,
    /// Digest of the scope at `head`.
    pub digest: ScopeDigest,
    /// The phone's digest was wrong: it must start over at cursor 0.
    #[serde(default)]
    pub repair: bool,
    /// New reference data, if the phone's is old.
    #[serde(default)]
    pub reference: Option<Reference>,
    /// The server's clock.
    pub server_time: Millis,
}

impl SyncReply {
    /// Whether there are further pages.
    #[must_use]
    pub const fn more(&self) -> bool {
        self.cursor < self.head
    }
}
