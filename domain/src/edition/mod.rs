//! Editions 版次 of the dated configuration (domain.md §2): what the district sets by a document, from a day on.
//!
//! The history is append-only. An edition never changes; what was wrong in one is mended by the next. What is in force
//! on a day is a pure function of what the server was started with, the editions, and the day.

mod check;
pub mod codes;
mod force;
pub mod preview;
mod setting;

pub use check::{Fault, SETTINGS_MAX, check};
pub use force::{InForce, in_force, overview, sheet};
pub use setting::{CommitmentSetting, Setting};

use crate::ids::StaffId;
use crate::time::Millis;
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use preview::{FieldChange, VillageChange};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What somebody wants to set: `POST /api/v1/configuration/preview` and, as it is, `POST /api/v1/configuration`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Draft {
    /// Made at the desk: sent twice, it is adopted once.
    #[cbor(n(0), with = "crate::cbor::uuid")]
    pub id: Uuid,
    /// The number of the newest edition that the author has seen; 0 where there is none.
    #[n(1)]
    pub after: u32,
    /// Number of the document that orders it 文件号.
    #[n(2)]
    pub document: String,
    /// First day on which it holds.
    #[cbor(n(3), with = "crate::cbor::day")]
    pub from: NaiveDate,
    /// Why, in words; may be empty.
    #[serde(default)]
    #[cbor(n(4), default)]
    pub words: String,
    /// What it sets, each thing at most once.
    #[n(5)]
    pub settings: Vec<Setting>,
}

/// A draft that was adopted; it stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Edition {
    /// 1 for the first.
    #[n(0)]
    pub number: u32,
    /// What it sets, by which document and from when.
    #[n(1)]
    pub draft: Draft,
    /// Who adopted it.
    #[n(2)]
    pub by: StaffId,
    /// That person's name, as of then.
    #[n(3)]
    pub by_name: String,
    /// When, by the server's clock.
    #[n(4)]
    pub adopted_at: Millis,
}

/// `GET /api/v1/configuration`: what is in force today, and how it came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Configuration {
    /// The day for which it was put together.
    #[cbor(n(0), with = "crate::cbor::day")]
    pub today: NaiveDate,
    /// Everything that is set, in the order of the page.
    #[n(1)]
    pub in_force: Vec<InForce>,
    /// Every edition, the newest first.
    #[n(2)]
    pub editions: Vec<Edition>,
}

/// What a draft would change: shown before anybody adopts it, and nothing of it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Preview {
    /// The day for which it was computed: the draft's first.
    #[cbor(n(0), with = "crate::cbor::day")]
    pub on: NaiveDate,
    /// What stands otherwise with it than without.
    #[n(1)]
    pub fields: Vec<FieldChange>,
    /// The villages in which something comes to stand otherwise, by township and name.
    #[n(2)]
    pub villages: Vec<VillageChange>,
    /// Villages for which it was computed.
    #[n(3)]
    pub computed: u32,
    /// Identification cases and eliminations under way: they keep the limits and the regime they were opened under.
    #[n(4)]
    pub running: u32,
}
