//! A household visit 入户走访: what was recorded, by whom, and what became of it (domain.md §5).

pub mod codes;
pub mod photo;
pub mod queue;
pub mod rules;

use crate::entitlement::codes::EntitlementKind;
use crate::history::RevisionEntry;
use crate::household::facts::{FactValue, FieldKey};
use crate::ids::{HouseholdId, MemberId, OpId, StaffId, TeamId, VillageId, VisitId};
use crate::time::{Millis, trusted_day};
use chrono::NaiveDate;
use codes::{Purpose, ReturnReason, Signal, TimeBand, VisitMode, VisitStatus};
use minicbor::{Decode, Encode};
use photo::PhotoRef;
use serde::{Deserialize, Serialize};

/// One fact as a visit states it: a change, or a confirmation when `old` and `new` are equal.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Encode, Decode)]
pub struct FactChange {
    /// Which fact.
    #[n(0)]
    pub field: FieldKey,
    /// The version of the value that the person saw: the operation that set it, none for the register's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(1)]
    pub base: Option<OpId>,
    /// What the person saw; shown to the reviewer.
    #[serde(default)]
    #[n(2)]
    pub old: Option<FactValue>,
    /// What the household says now; `None` empties the field.
    #[serde(default)]
    #[n(3)]
    pub new: Option<FactValue>,
}

impl FactChange {
    /// Whether the value differs from what was known, so that it is more than a confirmation.
    #[must_use]
    pub fn is_change(&self) -> bool {
        self.old != self.new
    }
}

/// What a person records about a visit; everything that a correction may change.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Encode, Decode)]
pub struct VisitContent {
    /// The day of the visit, local.
    #[cbor(n(0), with = "crate::cbor::day")]
    pub visited_on: NaiveDate,
    /// Morning, afternoon or evening.
    #[n(1)]
    pub time_band: TimeBand,
    /// How it was made.
    #[n(2)]
    pub mode: VisitMode,
    /// Why; at least one (VV02).
    #[n(3)]
    pub purposes: Vec<Purpose>,
    /// Others who came along; the author is always a visitor.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(4), default)]
    pub companions: Vec<StaffId>,
    /// Members of the household that were met.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(5), default)]
    pub met: Vec<MemberId>,
    /// Nobody was at home.
    #[serde(default)]
    #[cbor(n(6), default)]
    pub nobody_home: bool,
    /// The one tap: everything as it was.
    #[serde(default)]
    #[cbor(n(7), default)]
    pub no_change: bool,
    /// Facts changed or confirmed, guarantee answers included.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(8), default)]
    pub changes: Vec<FactChange>,
    /// Signs of a risk, seen or heard.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(9), default)]
    pub signals: Vec<Signal>,
    /// The signals cannot wait.
    #[serde(default)]
    #[cbor(n(10), default)]
    pub urgent: bool,
    /// What was talked about.
    #[serde(default)]
    #[cbor(n(11), default)]
    pub note: String,
    /// Why it was recorded late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(12)]
    pub late_reason: Option<String>,
    /// When to come again, if the person proposes a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(13), with = "crate::cbor::maybe_day", default)]
    pub next_visit_on: Option<NaiveDate>,
    /// Photos by name, at most [`photo::PHOTOS_MAX`]; none is demanded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(14), skip_if = "Vec::is_empty")]
    pub photos: Vec<PhotoRef>,
    /// Policies that were explained 宣讲政策, each once; none is demanded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(15), skip_if = "Vec::is_empty")]
    pub policies_explained: Vec<EntitlementKind>,
    /// What was done for the household there and then 办了什么实事; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cbor(n(16), skip_if = "String::is_empty")]
    pub help_done: String,
}

/// A reviewer's decision on one revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(tag = "decision", rename_all = "snake_case")]
#[cbor(flat)]
pub enum Decision {
    /// Seen and accepted.
    #[n(0)]
    Approve,
    /// Back to the author.
    #[n(1)]
    Return {
        /// Why.
        #[n(0)]
        reason: ReturnReason,
        /// In the reviewer's words.
        #[n(1)]
        words: String,
    },
}

/// What happened to a visit, in the order in which it took effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(tag = "event", rename_all = "snake_case")]
#[cbor(flat)]
pub enum VisitEvent {
    /// First recorded.
    #[n(0)]
    Logged,
    /// Corrected; the content before it is kept.
    #[n(1)]
    Revised {
        /// The content that the correction replaced.
        #[n(0)]
        before: Box<VisitContent>,
    },
    /// Reviewed.
    #[n(2)]
    Reviewed {
        /// The decision.
        #[serde(flatten)]
        #[n(0)]
        decision: Decision,
    },
    /// Something was added after approval; the original never changes.
    #[n(3)]
    Addendum {
        /// The addition.
        #[n(0)]
        text: String,
    },
    /// A correction that came too late to change the visit, kept for all to read.
    #[n(4)]
    LateRevision {
        /// What the author wanted it to say.
        #[n(0)]
        content: Box<VisitContent>,
    },
}

/// One entry of a visit's history.
pub type HistoryEntry = RevisionEntry<VisitEvent>;

/// A visit as everybody reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Visit {
    /// Identity, made on the phone.
    #[n(0)]
    pub id: VisitId,
    /// The household.
    #[n(1)]
    pub household: HouseholdId,
    /// The village in which the household lies.
    #[n(2)]
    pub village: VillageId,
    /// The author's team at the time, if any.
    #[n(3)]
    pub team: Option<TeamId>,
    /// Who recorded it.
    #[n(4)]
    pub author: StaffId,
    /// The author's name, as of then.
    #[n(5)]
    pub author_name: String,
    /// Raised by one at each correction; starts at 1.
    #[n(6)]
    pub rev: u32,
    /// Where the review stands.
    #[n(7)]
    pub status: VisitStatus,
    /// The day on which the device recorded it, local.
    #[cbor(n(8), with = "crate::cbor::day")]
    pub recorded_on: NaiveDate,
    /// The present content.
    #[n(9)]
    pub content: VisitContent,
    /// Fields of which this visit brought a second value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(10), default)]
    pub conflicts: Vec<FieldKey>,
    /// Everything that happened, in order of effect.
    #[n(11)]
    pub history: Vec<HistoryEntry>,
}

impl Visit {
    /// The last return that the author has not answered yet.
    #[must_use]
    pub fn open_return(&self) -> Option<(&HistoryEntry, ReturnReason, &str)> {
        if self.status != VisitStatus::Returned {
            return None;
        }
        self.history.iter().rev().find_map(|entry| match &entry.event {
            VisitEvent::Reviewed {
                decision: Decision::Return { reason, words },
            } => Some((entry, *reason, words.as_str())),
            _ => None,
        })
    }

    /// Whether somebody was met, so that the visit counts for the interval (domain.md §4.9).
    #[must_use]
    pub fn qualifies(&self) -> bool {
        !self.content.nobody_home
    }

    /// Every photo that the visit names or ever named, each once: what was said before a correction stays to be read.
    #[must_use]
    pub fn all_photos(&self) -> Vec<PhotoRef> {
        let earlier = self.history.iter().filter_map(|entry| match &entry.event {
            VisitEvent::Revised { before: said } | VisitEvent::LateRevision { content: said } => {
                Some(&said.photos)
            }
            _ => None,
        });
        let mut all: Vec<PhotoRef> = Vec::new();
        for photo in std::iter::once(&self.content.photos).chain(earlier).flatten() {
            if !all.iter().any(|known| known.hash == photo.hash) {
                all.push(*photo);
            }
        }
        all
    }

    /// The day of the visit as it counts for what is due and in what order: see [`trusted_day`].
    #[must_use]
    pub fn counted_on(&self) -> NaiveDate {
        trusted_day(self.content.visited_on, self.recorded_on, self.received_at())
    }

    /// The server's time of the first entry; none while the visit waits on the phone.
    #[must_use]
    pub fn received_at(&self) -> Option<Millis> {
        self.history.first().and_then(|entry| entry.received_at)
    }
}
