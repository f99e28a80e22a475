//! The identity of a record, as it is written and read.

use crate::ids::{DaysId, ExplanationId, FlagId, HandoverId, HouseholdId, RequestId, VisitId, WorkId};
use minicbor::bytes::ByteArray;
use minicbor::encode::{self, Write};
use minicbor::{Decode, Decoder, Encode, Encoder, decode};
use serde::{Deserialize, Serialize};
use std::fmt;

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
