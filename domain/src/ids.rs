//! Identities: UUIDs for what is made in the field, office codes for what an office numbers.

use chrono::NaiveDate;
use minicbor::encode::{self, Write};
use minicbor::{Decode, Decoder, Encode, Encoder, decode};
use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

macro_rules! uuid_id {
    ($($(#[$meta:meta])* $name:ident;)+) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl<C> Encode<C> for $name {
            fn encode<W: Write>(&self, e: &mut Encoder<W>, c: &mut C) -> Result<(), encode::Error<W::Error>> {
                crate::cbor::uuid::encode(&self.0, e, c)
            }
        }

        impl<'b, C> Decode<'b, C> for $name {
            fn decode(d: &mut Decoder<'b>, c: &mut C) -> Result<Self, decode::Error> {
                crate::cbor::uuid::decode(d, c).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> { Uuid::parse_str(text).map(Self) }
        }
    )+};
}

macro_rules! code_id {
    ($($(#[$meta:meta])* $name:ident;)+) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Encode, Decode)]
        #[serde(transparent)]
        #[cbor(transparent)]
        pub struct $name(#[n(0)] pub String);

        impl $name {
            /// The code as the office writes it.
            #[must_use]
            pub fn as_str(&self) -> &str { &self.0 }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.0) }
        }

        impl From<&str> for $name {
            fn from(code: &str) -> Self { Self(code.to_owned()) }
        }
    )+};
}

uuid_id! {
    /// A household 农户.
    HouseholdId;
    /// A member of a household.
    MemberId;
    /// A household visit 走访; also the idempotency key of its first operation's effect.
    VisitId;
    /// A flag for a risk 风险线索; one raised by a visit bears the visit's number.
    FlagId;
    /// A request of a household 诉求.
    RequestId;
    /// An operation; UUIDv7 made on the device.
    OpId;
    /// A phone's store of one person: the unit that numbers operations.
    DeviceId;
    /// An explanation of a line of the four not-removes.
    ExplanationId;
    /// The file of a person's leave and months in a team; follows from both, so that all phones give it alike.
    DaysId;
    /// An entry of the work log of a village.
    WorkId;
    /// A handover between people; follows from village, person and day, so that all phones give it alike.
    HandoverId;
}

code_id! {
    /// A village by the office's number, such as `V001`.
    VillageId;
    /// A team by the office's number, such as `T01`.
    TeamId;
    /// A person with an account by staff number 工号, such as `P001` or `L01`.
    StaffId;
}

/// The number that follows from these words, alike on every phone: FNV-1a in 128 bits, as a UUID of version 8.
fn following<'a>(words: impl IntoIterator<Item = &'a str>) -> Uuid {
    let bytes = words.into_iter().enumerate().flat_map(|(at, word)| {
        let between = (at > 0).then_some(0);
        between.into_iter().chain(word.bytes())
    });
    let hash = bytes.fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128, |hash, byte| {
        (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
    });
    uuid::Builder::from_custom_bytes(hash.to_be_bytes()).into_uuid()
}

impl DaysId {
    /// The file of a person in a team.
    #[must_use]
    pub fn of(team: &TeamId, staff: &StaffId) -> Self {
        Self(following([team.as_str(), staff.as_str()]))
    }
}

impl HandoverId {
    /// The handover of a person who leaves a village on a day.
    #[must_use]
    pub fn of(village: &VillageId, staff: &StaffId, on: NaiveDate) -> Self {
        Self(following([village.as_str(), staff.as_str(), &on.to_string()]))
    }
}
