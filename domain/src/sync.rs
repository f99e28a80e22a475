//! The sync messages, version 4: one round trip that pushes operations and pulls changes (design.md §3).

use crate::commitments::VillagePosts;
use crate::config::Config;
use crate::household::facts::FieldKey;
use crate::ids::{DeviceId, OpId, StaffId, TeamId};
use crate::operation::Operation;
use crate::record::{Record, RecordKey, ScopeDigest};
use crate::refusal::Refusal;
use crate::roster::{Role, Team, Village};
use crate::time::Millis;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// The version of these messages that this code speaks.
pub const PROTOCOL: u16 = 6;
/// Most operations in one request; above it the phone splits.
pub const BATCH_OPERATIONS: usize = 100;
/// Most bytes of one request body after decompression; above it the server answers 413 and the phone splits.
pub const BATCH_BYTES: usize = 8 * 1024 * 1024;
/// Bytes of operations after which a phone begins a new request: proxies in front often take no more than 1 MB, and
/// their own refusals are no answer of ours, so that the phone would wait for ever.
pub const REQUEST_BYTES: usize = 512 * 1024;
/// Most bytes of one operation in a request; a larger one is refused alone, as unreadable. The longest that the
/// rules let through stays far below.
pub const OPERATION_BYTES: usize = 256 * 1024;
/// Deepest nesting of lists and maps in a request, the request itself counted; beyond it the server answers 413
/// and the phone splits. Our own messages stay below 16.
pub const BATCH_DEPTH: usize = 32;
/// Most changes in one reply; the phone asks again while `more` is set.
pub const PAGE_CHANGES: usize = 2_000;

/// What a phone sends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct SyncRequest {
    /// The version of the messages that the phone speaks.
    #[n(0)]
    pub protocol: u16,
    /// The device's store of this person.
    #[n(1)]
    pub device: DeviceId,
    /// The epoch of the server that the cursor belongs to; none at first.
    #[serde(default)]
    #[n(2)]
    pub epoch: Option<String>,
    /// The team whose feed the cursor counts; none at first.
    #[serde(default)]
    #[n(3)]
    pub team: Option<TeamId>,
    /// The last change number that the phone has stored; 0 at first.
    #[serde(default)]
    #[cbor(n(4), default)]
    pub cursor: u64,
    /// The version of the reference data on the phone; empty at first.
    #[serde(default)]
    #[cbor(n(5), default)]
    pub reference: String,
    /// Digest of the phone's server records, when it believes that it is up to date.
    #[serde(default)]
    #[n(6)]
    pub digest: Option<ScopeDigest>,
    /// What waits in the outbox, oldest first.
    #[serde(default)]
    #[cbor(n(7), default)]
    pub operations: Vec<Operation>,
    /// The highest running number that the device has given out, so that the server knows of operations that it never
    /// got; none where the phone does not know any.
    #[serde(default)]
    #[cbor(n(12), default)]
    pub announced: Option<u64>,
    /// Whose store it is: on a phone of two people the session may be the other's, and neither's work is the other's to
    /// answer for. None from phones of before this was told.
    #[serde(default)]
    #[n(8)]
    pub staff: Option<StaffId>,
}

/// The one durable answer to an operation; asking twice answers the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(tag = "outcome", rename_all = "snake_case")]
#[cbor(flat)]
pub enum Outcome {
    /// Applied.
    #[n(0)]
    Applied,
    /// Applied; some facts were changed by another before and now hold two values.
    #[n(1)]
    ConflictKept {
        /// The facts.
        #[n(0)]
        fields: Vec<FieldKey>,
    },
    /// Not applied; the person has to look at it. The phone keeps it.
    #[n(2)]
    Refused {
        /// Why.
        #[serde(flatten)]
        #[n(0)]
        refusal: Refusal,
    },
    /// The commit's fate is not known: send the same operation again. Never stored.
    #[n(3)]
    Unknown,
}

/// The outcome of one operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct OperationOutcome {
    /// The operation.
    #[n(0)]
    pub op: OpId,
    /// What became of it.
    #[serde(flatten)]
    #[n(1)]
    pub outcome: Outcome,
    /// The server's time when it was first received.
    #[n(2)]
    pub received_at: Millis,
    /// Whether this answer had been given before.
    #[serde(default)]
    #[cbor(n(3), default)]
    pub duplicate: bool,
}

/// One line of the change feed: the latest state of a record, or that it left the scope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct FeedEntry {
    /// The record.
    #[n(0)]
    pub key: RecordKey,
    /// The team's change number of this state.
    #[n(1)]
    pub change: u64,
    /// The record's version.
    #[n(2)]
    pub version: u64,
    /// The state; none when the record left the scope.
    #[serde(default)]
    #[n(3)]
    pub record: Option<Record>,
}

/// A person whom the team works with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Colleague {
    /// Staff number.
    #[n(0)]
    pub id: StaffId,
    /// Name.
    #[n(1)]
    pub name: String,
    /// Role.
    #[n(2)]
    pub role: Role,
}

/// Everything that changes rarely and that screens need offline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Reference {
    /// Hash of the content; a phone that has it is not sent it again.
    #[n(0)]
    pub version: String,
    /// The person.
    #[n(1)]
    pub me: Colleague,
    /// The team.
    #[n(2)]
    pub team: Team,
    /// The team's people, the person included.
    #[n(3)]
    pub colleagues: Vec<Colleague>,
    /// The team's villages.
    #[n(4)]
    pub villages: Vec<Village>,
    /// Dated configuration in force.
    #[n(5)]
    pub config: Config,
    /// What the roster says of each village: its team, posts and linked leaders.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(7), default)]
    pub posts: Vec<VillagePosts>,
}

/// What the server answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct SyncReply {
    /// The server's epoch; another one than the phone's means: start over at cursor 0, offer everything again.
    #[n(0)]
    pub epoch: String,
    /// The team whose feed follows; another one than the phone's means: start over at cursor 0.
    #[n(1)]
    pub team: TeamId,
    /// The outcomes, in the order of the request's operations.
    #[n(2)]
    pub outcomes: Vec<OperationOutcome>,
    /// The changes after the phone's cursor, in order of change number.
    #[n(3)]
    pub changes: Vec<FeedEntry>,
    /// The change number to store once the changes are stored.
    #[n(4)]
    pub cursor: u64,
    /// The team's newest change number; the phone is up to date when its cursor equals it.
    #[n(5)]
    pub head: u64,
    /// Digest of the scope at `head`.
    #[n(6)]
    pub digest: ScopeDigest,
    /// The phone's digest was wrong: it must start over at cursor 0.
    #[serde(default)]
    #[cbor(n(7), default)]
    pub repair: bool,
    /// New reference data, if the phone's is old.
    #[serde(default)]
    #[n(8)]
    pub reference: Option<Reference>,
    /// The server's clock.
    #[n(9)]
    pub server_time: Millis,
}

impl SyncReply {
    /// Whether there are further pages.
    #[must_use]
    pub const fn more(&self) -> bool {
        self.cursor < self.head
    }
}
