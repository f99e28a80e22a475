//! A household visit 入户走访: what was recorded, by whom, and what became of it (domain.md §5).

pub mod codes;
pub mod queue;
pub mod rules;

use crate::household::facts::{FactValue, FieldKey};
use crate::ids::{HouseholdId, MemberId, OpId, StaffId, TeamId, VillageId, VisitId};
use crate::time::{Millis, trusted_day};
use chrono::NaiveDate;
use codes::{Purpose, ReturnReason, Signal, TimeBand, VisitMode, VisitStatus};
use serde::{Deserialize, Serialize};

/// One fact as a visit states it: a change, or a confirmation when `old` and `new` are equal.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FactChange {
    /// Which fact.
    pub field: FieldKey,
    /// The version of the value that the person saw: the operation that set it, none for the register's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<OpId>,
    /// What the person saw; shown to the reviewer.
    #[serde(default)]
    pub old: Option<FactValue>,
    /// What the household says now; `None` empties the field.
    #[serde(default)]
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
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct VisitContent {
    /// The day of the visit, local.
    pub visited_on: NaiveDate,
    /// Morning, afternoon or evening.
    pub time_band: TimeBand,
    /// How it was made.
    pub mode: VisitMode,
    /// Why; at least one (VV02).
    pub purposes: Vec<Purpose>,
    /// Others who came along; the author is always a visitor.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub companions: Vec<StaffId>,
    /// Members of the household that were met.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub met: Vec<MemberId>,
    /// Nobody was at home.
    #[serde(default)]
    pub nobody_home: bool,
    /// The one tap: everything as it was.
    #[serde(default)]
    pub no_change: bool,
    /// Facts changed or confirmed, guarantee answers included.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<FactChange>,
    /// Signs of a risk, seen or heard.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signals: Vec<Signal>,
    /// The signals cannot wait.
    #[serde(default)]
    pub urgent: bool,
    /// What was talked about.
    #[serde(default)]
    pub note: String,
    /// Why it was recorded late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_reason: Option<String>,
    /// When to come again, if the person proposes a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_visit_on: Option<NaiveDate>,
}

/// A reviewer's decision on one revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "decision", rename_all = "snake_case")]
pub enum Decision {
    /// Seen and accepted.
    Approve,
    /// Back to the author.
    Return {
        /// Why.
        reason: ReturnReason,
        /// In the reviewer's words.
        words: String,
    },
}

/// What happened to a visit, in the order in which it took effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum VisitEvent {
    /// First recorded.
    Logged,
    /// Corrected; the content before it is kept.
    Revised {
        /// The content that the correction replaced.
        before: Box<VisitContent>,
    },
    /// Reviewed.
    Reviewed {
        /// The decision.
        #[serde(flatten)]
        decision: Decision,
    },
    /// Something was added after approval; the original never changes.
    Addendum {
        /// The addition.
        text: String,
    },
    /// A correction that came too late to change the visit, kept for all to read.
    LateRevision {
        /// What the author wanted it to say.
        content: Box<VisitContent>,
    },
}

/// One entry of a visit's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// The operation that caused it.
    pub op: OpId,
    /// The revision to which it belongs.
    pub rev: u32,
    /// Who did it.
    pub by: StaffId,
    /// The person's name, as of then.
    pub by_name: String,
    /// The device's clock.
    pub recorded_at: Millis,
    /// The server's clock; none while it waits on the phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_at: Option<Millis>,
    /// What happened.
    #[serde(flatten)]
    pub event: VisitEvent,
}

/// A visit as everybody reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// Identity, made on the phone.
    pub id: VisitId,
    /// The household.
    pub household: HouseholdId,
    /// The village in which the household lies.
    pub village: VillageId,
    /// The author's team at the time, if any.
    pub team: Option<TeamId>,
    /// Who recorded it.
    pub author: StaffId,
    /// The author's name, as of then.
    pub author_name: String,
    /// Raised by one at each correction; starts at 1.
    pub rev: u32,
    /// Where the review stands.
    pub status: VisitStatus,
    /// The day on which the device recorded it, local.
    pub recorded_on: NaiveDate,
    /// The present content.
    pub content: VisitContent,
    /// Fields of which this visit brought a second value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<FieldKey>,
    /// Everything that happened, in order of effect.
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
