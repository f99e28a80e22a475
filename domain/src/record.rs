//! Records: what people read. Each has a version; a scope's records have a digest.

use crate::case::MonitoringFile;
use crate::commitments::Explanation;
use crate::entitlement::EntitlementFile;
use crate::handover::Handover;
use crate::household::Household;
use crate::ids::{
    DaysId, ExplanationId, FlagId, HandoverId, HouseholdId, OpId, RequestId, TeamId, VillageId, VisitId,
    WorkId,
};
use crate::request::Request;
use crate::risk::RelapseFlag;
use crate::team::DaysFile;
use crate::visit::Visit;
use crate::work::WorkLog;
use minicbor::bytes::ByteArray;
use minicbor::encode::{self, Write};
use minicbor::{Decode, Decoder, Encode, Encoder, decode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// The identity of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordKey {
    /// A household with its members.
    Household(HouseholdId),
    /// A visit with its review.
    Visit(VisitId),
    /// A flag for a risk with its triage.
    Flag(FlagId),
    /// An explanation of a line of the four not-removes.
    Explanation(ExplanationId),
    /// The monitoring file of a household, by the household's identity.
    Monitoring(HouseholdId),
    /// A request of a household with its steps.
    Request(RequestId),
    /// The leave and months of a person in a team.
    Days(DaysId),
    /// What was found of the policies that a household receives, by the household's identity.
    Entitlements(HouseholdId),
    /// A handover between people of a village.
    Handover(HandoverId),
    /// An entry of the work log of a village.
    Work(WorkId),
}

impl RecordKey {
    /// Every kind as stored.
    pub const KINDS: [&'static str; 10] = [
        "household",
        "visit",
        "explanation",
        "flag",
        "monitoring",
        "request",
        "days",
        "entitlements",
        "handover",
        "work",
    ];

    /// The kind as stored, such as `household`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Household(_) => "household",
            Self::Visit(_) => "visit",
            Self::Explanation(_) => "explanation",
            Self::Flag(_) => "flag",
            Self::Monitoring(_) => "monitoring",
            Self::Request(_) => "request",
            Self::Days(_) => "days",
            Self::Entitlements(_) => "entitlements",
            Self::Handover(_) => "handover",
            Self::Work(_) => "work",
        }
    }

    /// The version of the sync messages with which phones began to read this kind. What an older phone cannot read
    /// it is not sent: it would hear nothing at all until it has updated itself.
    #[must_use]
    pub const fn since_protocol(&self) -> u16 {
        match self {
            Self::Household(_) | Self::Visit(_) | Self::Explanation(_) | Self::Flag(_) => 1,
            Self::Monitoring(_) => 2,
            Self::Request(_) => 3,
            Self::Days(_) => 4,
            Self::Entitlements(_) | Self::Handover(_) => 5,
            Self::Work(_) => 6,
        }
    }

    /// The bare identity.
    #[must_use]
    pub const fn uuid(&self) -> uuid::Uuid {
        match self {
            Self::Household(id) | Self::Monitoring(id) | Self::Entitlements(id) => id.0,
            Self::Visit(id) => id.0,
            Self::Explanation(id) => id.0,
            Self::Flag(id) => id.0,
            Self::Request(id) => id.0,
            Self::Days(id) => id.0,
            Self::Handover(id) => id.0,
            Self::Work(id) => id.0,
        }
    }

    /// The key of a kind and an identity; `None` for an unknown kind.
    #[must_use]
    pub fn of(kind: &str, id: uuid::Uuid) -> Option<Self> {
        match kind {
            "household" => Some(Self::Household(HouseholdId(id))),
            "visit" => Some(Self::Visit(VisitId(id))),
            "explanation" => Some(Self::Explanation(ExplanationId(id))),
            "flag" => Some(Self::Flag(FlagId(id))),
            "monitoring" => Some(Self::Monitoring(HouseholdId(id))),
            "request" => Some(Self::Request(RequestId(id))),
            "days" => Some(Self::Days(DaysId(id))),
            "entitlements" => Some(Self::Entitlements(HouseholdId(id))),
            "handover" => Some(Self::Handover(HandoverId(id))),
            "work" => Some(Self::Work(WorkId(id))),
            _ => None,
        }
    }
}

impl fmt::Display for RecordKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind(), self.uuid())
    }
}

impl std::str::FromStr for RecordKey {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (kind, id) = text.split_once(':').ok_or("no kind")?;
        Self::of(kind, uuid::Uuid::parse_str(id).map_err(|_| "no identity")?).ok_or("unknown kind")
    }
}

impl Serialize for RecordKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RecordKey {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A record of any kind.
impl<C> Encode<C> for RecordKey {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), encode::Error<W::Error>> {
        let kind = match self {
            Self::Household(_) => 0,
            Self::Visit(_) => 1,
            Self::Explanation(_) => 4,
            Self::Flag(_) => 2,
            Self::Monitoring(_) => 5,
            Self::Request(_) => 3,
            Self::Days(_) => 6,
            Self::Entitlements(_) => 7,
            Self::Handover(_) => 8,
            Self::Work(_) => 9,
        };
        e.array(2)?.u8(kind)?.bytes(self.uuid().as_bytes())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for RecordKey {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
        let (kind, id): (u8, ByteArray<16>) = d.decode()?;
        let id = uuid::Uuid::from_bytes(id.into());
        match kind {
            0 => Ok(Self::Household(HouseholdId(id))),
            1 => Ok(Self::Visit(VisitId(id))),
            4 => Ok(Self::Explanation(ExplanationId(id))),
            2 => Ok(Self::Flag(FlagId(id))),
            5 => Ok(Self::Monitoring(HouseholdId(id))),
            3 => Ok(Self::Request(RequestId(id))),
            6 => Ok(Self::Days(DaysId(id))),
            7 => Ok(Self::Entitlements(HouseholdId(id))),
            8 => Ok(Self::Handover(HandoverId(id))),
            9 => Ok(Self::Work(WorkId(id))),
            _ => Err(decode::Error::message("unknown kind of record")),
        }
    }
}

/// What people read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cbor(flat)]
pub enum Record {
    /// A household with its members.
    #[n(0)]
    Household(#[n(0)] Box<Household>),
    /// A visit with its review.
    #[n(1)]
    Visit(#[n(0)] Box<Visit>),
    /// An explanation of a line.
    #[n(4)]
    Explanation(#[n(0)] Box<Explanation>),
    /// A flag for a risk with its triage.
    #[n(2)]
    Flag(#[n(0)] Box<RelapseFlag>),
    /// The monitoring file of a household.
    #[n(5)]
    Monitoring(#[n(0)] Box<MonitoringFile>),
    /// A request of a household with its steps.
    #[n(3)]
    Request(#[n(0)] Box<Request>),
    /// The leave and months of a person in a team.
    #[n(6)]
    Days(#[n(0)] Box<DaysFile>),
    /// What was found of the policies that a household receives.
    #[n(7)]
    Entitlements(#[n(0)] Box<EntitlementFile>),
    /// A handover between people of a village.
    #[n(8)]
    Handover(#[n(0)] Box<Handover>),
    /// An entry of the work log of a village.
    #[n(9)]
    Work(#[n(0)] Box<WorkLog>),
}

/// To whom a record belongs: that decides which team has it in its scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// To whoever leads this village.
    Village(&'a VillageId),
    /// To this team for ever, and in it only to those who may read it.
    Team(&'a TeamId),
}

impl Record {
    /// Its identity.
    #[must_use]
    pub const fn key(&self) -> RecordKey {
        match self {
            Self::Household(household) => RecordKey::Household(household.id),
            Self::Visit(visit) => RecordKey::Visit(visit.id),
            Self::Explanation(explanation) => RecordKey::Explanation(explanation.id),
            Self::Flag(flag) => RecordKey::Flag(flag.id),
            Self::Monitoring(file) => RecordKey::Monitoring(file.household),
            Self::Request(request) => RecordKey::Request(request.id),
            Self::Days(file) => RecordKey::Days(file.id),
            Self::Entitlements(file) => RecordKey::Entitlements(file.household),
            Self::Handover(handover) => RecordKey::Handover(handover.id),
            Self::Work(work) => RecordKey::Work(work.id),
        }
    }

    /// Where it belongs.
    #[must_use]
    pub const fn place(&self) -> Place<'_> {
        Place::Village(match self {
            Self::Household(household) => &household.village,
            Self::Visit(visit) => &visit.village,
            Self::Explanation(explanation) => &explanation.village,
            Self::Flag(flag) => &flag.village,
            Self::Monitoring(file) => &file.village,
            Self::Request(request) => &request.village,
            Self::Entitlements(file) => &file.village,
            Self::Handover(handover) => &handover.of.village,
            Self::Work(work) => &work.village,
            Self::Days(file) => return Place::Team(&file.team),
        })
    }

    /// The village to which it belongs; none where it is a person's own.
    #[must_use]
    pub const fn village(&self) -> Option<&VillageId> {
        match self.place() {
            Place::Village(village) => Some(village),
            Place::Team(_) => None,
        }
    }

    /// The household that a record lies with, so that it moves along; none for a household itself.
    #[must_use]
    pub const fn of_household(&self) -> Option<HouseholdId> {
        match self {
            Self::Household(_) | Self::Days(_) | Self::Handover(_) | Self::Work(_) => None,
            Self::Visit(visit) => Some(visit.household),
            Self::Flag(flag) => Some(flag.household),
            Self::Monitoring(file) => Some(file.household),
            Self::Request(request) => Some(request.household),
            Self::Entitlements(file) => Some(file.household),
            Self::Explanation(said) => said.household,
        }
    }

    /// As [`RecordKey::since_protocol`], by what stands in the record: a value that was added to a list of codes later
    /// a phone of before cannot read, and the record is as one of an unknown kind to it.
    #[must_use]
    pub fn since_protocol(&self) -> u16 {
        match self {
            Self::Entitlements(file) => file.since_protocol(),
            _ => self.key().since_protocol(),
        }
    }

    /// How often an operation stands in the record's own history: once, if it was applied to it.
    #[must_use]
    pub fn times(&self, op: OpId) -> usize {
        match self {
            Self::Household(household) => household.incomes.iter().filter(|made| made.op == op).count(),
            Self::Explanation(said) => said.history.iter().filter(|entry| entry.op == op).count(),
            Self::Visit(visit) => visit.history.iter().filter(|entry| entry.op == op).count(),
            Self::Flag(flag) => flag.history.iter().filter(|entry| entry.op == op).count(),
            Self::Monitoring(file) => file.times(op),
            Self::Request(request) => request.history.iter().filter(|entry| entry.op == op).count(),
            Self::Days(file) => file.times(op),
            Self::Entitlements(file) => file.times(op),
            Self::Handover(handover) => handover.times(op),
            Self::Work(work) => work.times(op),
        }
    }
}

/// What the reducer and the screens read from: a phone's memory, or what a store loaded under a lock.
pub trait Records {
    /// A household by identity.
    fn household(&self, id: HouseholdId) -> Option<&Household>;
    /// A visit by identity.
    fn visit(&self, id: VisitId) -> Option<&Visit>;
    /// An explanation by identity.
    fn explanation(&self, id: ExplanationId) -> Option<&Explanation>;
    /// A flag by identity.
    fn flag(&self, id: FlagId) -> Option<&RelapseFlag>;
    /// A household's monitoring file.
    fn monitoring(&self, id: HouseholdId) -> Option<&MonitoringFile>;
    /// A request by identity.
    fn request(&self, id: RequestId) -> Option<&Request>;
    /// The leave and months of a person in a team.
    fn days(&self, id: DaysId) -> Option<&DaysFile>;
    /// What was found of the policies that a household receives.
    fn entitlements(&self, id: HouseholdId) -> Option<&EntitlementFile>;
    /// A handover by identity.
    fn handover(&self, id: HandoverId) -> Option<&Handover>;
    /// An entry of the work log.
    fn work(&self, id: WorkId) -> Option<&WorkLog>;
    /// The flags of a household, in any order.
    fn flags_of(&self, household: HouseholdId) -> Vec<&RelapseFlag>;
    /// The requests of a household, in any order.
    fn requests_of(&self, household: HouseholdId) -> Vec<&Request>;
}

/// A plain map of records; cloning it is cheap, for the records are shared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordMap(pub BTreeMap<RecordKey, Arc<Record>>);

impl RecordMap {
    /// Puts a record in, replacing an earlier state of it.
    pub fn put(&mut self, record: impl Into<Arc<Record>>) {
        let record = record.into();
        self.0.insert(record.key(), record);
    }

    /// All households, by identity.
    pub fn households(&self) -> impl Iterator<Item = &Household> {
        self.0.values().filter_map(|record| match record.as_ref() {
            Record::Household(household) => Some(household.as_ref()),
            _ => None,
        })
    }

    /// All visits, by identity.
    pub fn visits(&self) -> impl Iterator<Item = &Visit> {
        self.0.values().filter_map(|record| match record.as_ref() {
            Record::Visit(visit) => Some(visit.as_ref()),
            _ => None,
        })
    }

    /// All explanations, by identity.
    pub fn explanations(&self) -> impl Iterator<Item = &Explanation> {
        self.0.values().filter_map(|record| match record.as_ref() {
            Record::Explanation(explanation) => Some(explanation.as_ref()),
            _ => None,
        })
    }

    /// All flags, by identity.
    pub fn flags(&self) -> impl Iterator<Item = &RelapseFlag> {
        self.0.values().filter_map(|record| match record.as_ref() {
            Record::Flag(flag) => Some(flag.as_ref()),
            _ => None,
        })
    }

    /// All monitoring files, by household.
    pub fn monitoring_files(&self) -> impl Iterator<Item = &MonitoringFile> {
        self.0.values().filter_map(|record| match record.as_ref() {
            Record::Monitoring(file) => Some(file.as_ref()),
            _ => None,
        })
    }

    /// All requests, by identity.
    pub fn requests(&self) -> impl Iterator<Item = &Request> {
        self.0.values().filter_map(|record| match record.as_ref() {
            Record::Request(request) => Some(request.as_ref()),
            _ => None,
        })
    }

    /// All files of leave and months, by identity.
    pub fn days_files(&self) -> impl Iterator<Item = &DaysFile> {
        self.0.values().filter_map(|record| match record.as_ref() {
            Record::Days(file) => Some(file.as_ref()),
            _ => None,
        })
    }

    /// What was found of policies, by household.
    pub fn entitlement_files(&self) -> impl Iterator<Item = &EntitlementFile> {
        self.0.values().filter_map(|record| match record.as_ref() {
            Record::Entitlements(file) => Some(file.as_ref()),
            _ => None,
        })
    }

    /// All handovers, by identity.
    pub fn handovers(&self) -> impl Iterator<Item = &Handover> {
        self.0.values().filter_map(|record| match record.as_ref() {
            Record::Handover(handover) => Some(handover.as_ref()),
            _ => None,
        })
    }

    /// All entries of the work log, by identity.
    pub fn works(&self) -> impl Iterator<Item = &WorkLog> {
        self.0.values().filter_map(|record| match record.as_ref() {
            Record::Work(work) => Some(work.as_ref()),
            _ => None,
        })
    }

    /// Whether the history of a record here already shows this operation.
    #[must_use]
    pub fn shows(&self, key: Option<RecordKey>, op: OpId) -> bool {
        let record = key.and_then(|key| self.0.get(&key));
        record.is_some_and(|record| record.times(op) > 0)
    }
}

impl Records for RecordMap {
    fn household(&self, id: HouseholdId) -> Option<&Household> {
        match self.0.get(&RecordKey::Household(id)).map(Arc::as_ref) {
            Some(Record::Household(household)) => Some(household),
            _ => None,
        }
    }

    fn visit(&self, id: VisitId) -> Option<&Visit> {
        match self.0.get(&RecordKey::Visit(id)).map(Arc::as_ref) {
            Some(Record::Visit(visit)) => Some(visit),
            _ => None,
        }
    }

    fn explanation(&self, id: ExplanationId) -> Option<&Explanation> {
        match self.0.get(&RecordKey::Explanation(id)).map(Arc::as_ref) {
            Some(Record::Explanation(explanation)) => Some(explanation),
            _ => None,
        }
    }

    fn flag(&self, id: FlagId) -> Option<&RelapseFlag> {
        match self.0.get(&RecordKey::Flag(id)).map(Arc::as_ref) {
            Some(Record::Flag(flag)) => Some(flag),
            _ => None,
        }
    }

    fn monitoring(&self, id: HouseholdId) -> Option<&MonitoringFile> {
        match self.0.get(&RecordKey::Monitoring(id)).map(Arc::as_ref) {
            Some(Record::Monitoring(file)) => Some(file),
            _ => None,
        }
    }

    fn request(&self, id: RequestId) -> Option<&Request> {
        match self.0.get(&RecordKey::Request(id)).map(Arc::as_ref) {
            Some(Record::Request(request)) => Some(request),
            _ => None,
        }
    }

    fn days(&self, id: DaysId) -> Option<&DaysFile> {
        match self.0.get(&RecordKey::Days(id)).map(Arc::as_ref) {
            Some(Record::Days(file)) => Some(file),
            _ => None,
        }
    }

    fn entitlements(&self, id: HouseholdId) -> Option<&EntitlementFile> {
        match self.0.get(&RecordKey::Entitlements(id)).map(Arc::as_ref) {
            Some(Record::Entitlements(file)) => Some(file),
            _ => None,
        }
    }

    fn handover(&self, id: HandoverId) -> Option<&Handover> {
        match self.0.get(&RecordKey::Handover(id)).map(Arc::as_ref) {
            Some(Record::Handover(handover)) => Some(handover),
            _ => None,
        }
    }

    fn work(&self, id: WorkId) -> Option<&WorkLog> {
        match self.0.get(&RecordKey::Work(id)).map(Arc::as_ref) {
            Some(Record::Work(work)) => Some(work),
            _ => None,
        }
    }

    fn flags_of(&self, household: HouseholdId) -> Vec<&RelapseFlag> {
        self.flags().filter(|flag| flag.household == household).collect()
    }

    fn requests_of(&self, household: HouseholdId) -> Vec<&Request> {
        self.requests()
            .filter(|request| request.household == household)
            .collect()
    }
}

/// An order-independent digest of (record, version) pairs: phone and server compare it at each sync.
///
/// A sum of mixed pairs, so that one change is one subtraction and one addition. It finds drift, not malice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(transparent)]
#[cbor(transparent)]
pub struct ScopeDigest(#[n(0)] pub u32);

impl ScopeDigest {
    /// The digest with a record at a version taken in.
    #[must_use]
    pub fn with(self, key: &RecordKey, version: u64) -> Self {
        Self(self.0.wrapping_add(mix(key, version)))
    }

    /// The digest with a record at a version taken out.
    #[must_use]
    pub fn without(self, key: &RecordKey, version: u64) -> Self {
        Self(self.0.wrapping_sub(mix(key, version)))
    }
}

/// FNV-1a over kind, identity and version, finished so that neighbouring versions spread.
fn mix(key: &RecordKey, version: u64) -> u32 {
    let bytes = key
        .kind()
        .bytes()
        .chain(key.uuid().into_bytes())
        .chain(version.to_be_bytes());
    let hash = bytes.fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    let hash = (hash ^ (hash >> 16)).wrapping_mul(0x85eb_ca6b);
    hash ^ (hash >> 13)
}
