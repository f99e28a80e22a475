//! Handover between people 交接 (domain.md §6 R2, §7.4): who leaves a village hands over what the team knows, owes and
//! keeps, and both sides sign.
//!
//! The pack itself is made from the records ([`pack`]); only what no record says is written: what to know of a
//! household, what was promised, what lies where. Lines are added and never changed.

mod changes;
pub mod codes;
mod pack;
mod posts;
mod rules;

pub use changes::{AHEAD_DAYS, Assignment, Change, changes, is_short_term};
pub use pack::{Home, Open, OpenKind, Pack, pack};
pub use posts::{PostChange, post_changes};
pub use rules::{ENTRIES_MAX, TEXT_MAX, check_line, check_signature};

use crate::history::Entry;
use crate::ids::{HandoverId, HouseholdId, OpId, StaffId, VillageId};
use crate::roster::Role;
use crate::time::field_day;
use chrono::NaiveDate;
use codes::{HandoverSide, HandoverState, LineKind};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// Who leaves which village, and when: that names a handover.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Leaving {
    /// The village.
    #[n(0)]
    pub village: VillageId,
    /// The person.
    #[n(1)]
    pub staff: StaffId,
    /// The person's name, for whoever reads it.
    #[n(2)]
    pub name: String,
    /// What the person was there.
    #[n(3)]
    pub role: Role,
    /// The last day.
    #[cbor(n(4), with = "crate::cbor::day")]
    pub on: NaiveDate,
}

impl Leaving {
    /// The number of the handover.
    #[must_use]
    pub fn id(&self) -> HandoverId {
        HandoverId::of(&self.village, &self.staff, self.on)
    }
}

/// One line that somebody writes for whoever takes over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct HandoverLine {
    /// What it is about.
    #[n(0)]
    pub kind: LineKind,
    /// The household, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(1), default)]
    pub household: Option<HouseholdId>,
    /// The words, at most [`TEXT_MAX`] characters.
    #[n(2)]
    pub text: String,
}

/// What happened in a handover.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(tag = "event", rename_all = "snake_case")]
#[cbor(flat)]
pub enum HandoverEvent {
    /// A line was written.
    #[n(0)]
    Written {
        /// What it says.
        #[n(0)]
        line: HandoverLine,
    },
    /// A side was signed, under everything that stood above.
    #[n(1)]
    Signed {
        /// Which.
        #[n(0)]
        side: HandoverSide,
        /// Whose signature it is.
        #[n(1)]
        whom: StaffId,
        /// Why somebody else signed; else may be empty.
        #[serde(default)]
        #[cbor(n(2), default)]
        words: String,
    },
}

/// One entry of a handover.
pub type HandoverEntry = Entry<HandoverEvent>;

impl HandoverEntry {
    /// The line that was written.
    #[must_use]
    pub const fn line(&self) -> Option<&HandoverLine> {
        match &self.event {
            HandoverEvent::Written { line } => Some(line),
            HandoverEvent::Signed { .. } => None,
        }
    }

    /// The side that was signed.
    #[must_use]
    pub const fn side(&self) -> Option<HandoverSide> {
        match &self.event {
            HandoverEvent::Written { .. } => None,
            HandoverEvent::Signed { side, .. } => Some(*side),
        }
    }

    /// Whether somebody signed in another's place.
    #[must_use]
    pub fn stands_in(&self) -> bool {
        matches!(&self.event, HandoverEvent::Signed { whom, .. } if *whom != self.by)
    }

    /// The day, by the field's calendar.
    #[must_use]
    pub fn day(&self) -> NaiveDate {
        field_day(self.recorded_at)
    }
}

/// The handover of one person who leaves a village.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Handover {
    /// Identity, from village, person and day.
    #[n(0)]
    pub id: HandoverId,
    /// Who leaves, as of the first entry.
    #[n(1)]
    pub of: Leaving,
    /// Lines and signatures, in order of effect.
    #[serde(default)]
    #[cbor(n(2), default)]
    pub entries: Vec<HandoverEntry>,
}

impl Handover {
    /// The empty handover of somebody.
    #[must_use]
    pub fn new(of: Leaving) -> Self {
        Self {
            id: of.id(),
            of,
            entries: Vec::new(),
        }
    }

    /// The signatures of a side, in order of effect.
    pub fn signatures(&self, side: HandoverSide) -> impl Iterator<Item = &HandoverEntry> {
        let of_side = move |entry: &&HandoverEntry| entry.side() == Some(side);
        self.entries.iter().filter(of_side)
    }

    /// How far it has come.
    #[must_use]
    pub fn state(&self) -> HandoverState {
        let signed = |side| self.signatures(side).next().is_some();
        match (signed(HandoverSide::Outgoing), signed(HandoverSide::Incoming)) {
            (false, false) => HandoverState::Open,
            (true, false) => HandoverState::ByOutgoing,
            (false, true) => HandoverState::ByIncoming,
            (true, true) => HandoverState::Done,
        }
    }

    /// Whether both sides have signed.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.state() == HandoverState::Done
    }

    /// The lines of a kind with their entries, in the order of effect.
    pub fn lines(&self, kind: LineKind) -> impl Iterator<Item = (&HandoverEntry, &HandoverLine)> {
        let lines = self
            .entries
            .iter()
            .filter_map(|entry| Some((entry, entry.line()?)));
        lines.filter(move |(_, line)| line.kind == kind)
    }

    /// How often an operation stands in it.
    #[must_use]
    pub fn times(&self, op: OpId) -> usize {
        self.entries.iter().filter(|entry| entry.op == op).count()
    }
}
