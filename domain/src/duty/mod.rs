//! The duty list 责任清单 (domain.md §6 R5): each of the district's list items has an owner, a due date and a state that
//! the owner keeps up to date. Desks only: no phone carries it.
//!
//! What an item says comes from the district's workbook, its state from its body; neither is guessed. What the items
//! mean for R5 is [`crate::commitments::duty_lines`].

pub mod codes;
pub mod desk;
mod due;
mod rules;

pub use codes::{BodyKind, DutyCode, DutyState};
pub use due::CYCLES;
pub use rules::{DutyFault, NOTE_MAX, check};

use crate::commitments::Cycle;
use crate::ids::StaffId;
use crate::time::{Millis, field_day};
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A body that answers for items.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Encode, Decode)]
pub struct Body {
    /// Its kind.
    #[n(0)]
    pub kind: BodyKind,
    /// Its name: a township as on the roster, a department as the list has it.
    #[n(1)]
    pub name: String,
}

/// What the district's list says of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct DutyTerms {
    /// The task to which it belongs; may be empty.
    #[n(0)]
    pub task: String,
    /// What is to be done.
    #[n(1)]
    pub wording: String,
    /// Who leads it 牵头单位: one body.
    #[n(2)]
    pub body: Body,
    /// Who helps 配合单位, in words; may be empty.
    #[n(3)]
    pub partners: String,
    /// How often its state has to be told: one of [`CYCLES`].
    #[n(4)]
    pub cycle: Cycle,
    /// The first day by which that has to be done; without a cycle, the day by which the item has to be finished.
    #[cbor(n(5), with = "crate::cbor::day")]
    pub due: NaiveDate,
    /// The district has withdrawn it: it stays readable and counts nowhere.
    #[serde(default)]
    #[cbor(n(6), default)]
    pub withdrawn: bool,
}

/// Something that happened to an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DutyEvent {
    /// Its body told how it stands.
    #[n(0)]
    Updated {
        /// How it stood before.
        #[n(0)]
        before: DutyState,
        /// How it stands.
        #[n(1)]
        state: DutyState,
        /// What was done, in words.
        #[n(2)]
        note: String,
    },
    /// Somebody said why it is late.
    #[n(1)]
    Explained {
        /// The reason.
        #[n(0)]
        reason: String,
        /// The last day for which it holds.
        #[cbor(n(1), with = "crate::cbor::day")]
        until: NaiveDate,
    },
    /// Somebody else confirmed that.
    #[n(2)]
    Confirmed {
        /// The entry that holds the explanation.
        #[cbor(n(0), with = "crate::cbor::uuid")]
        explanation: Uuid,
    },
    /// A later workbook says something else of it.
    #[n(3)]
    Corrected {
        /// What stood before.
        #[n(0)]
        before: Box<DutyTerms>,
    },
}

/// An entry of an item's history; it stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct DutyEntry {
    /// Made at the desk: sent twice, it is taken once.
    #[cbor(n(0), with = "crate::cbor::uuid")]
    pub id: Uuid,
    /// Who did it.
    #[n(1)]
    pub by: StaffId,
    /// That person's name, as of then.
    #[n(2)]
    pub by_name: String,
    /// When, by the server's clock.
    #[n(3)]
    pub at: Millis,
    /// What happened.
    #[n(4)]
    pub event: DutyEvent,
}

/// An item of the duty list with everything that happened to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct DutyItem {
    /// Its number in the list.
    #[n(0)]
    pub code: String,
    /// What the list says of it.
    #[n(1)]
    pub terms: DutyTerms,
    /// What happened, in order.
    #[n(2)]
    pub history: Vec<DutyEntry>,
}

/// An explanation of an item, as its history tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said<'a> {
    /// The entry.
    pub entry: &'a DutyEntry,
    /// The reason.
    pub reason: &'a str,
    /// The last day for which it holds.
    pub until: NaiveDate,
    /// Whether another person has confirmed it.
    pub confirmed: bool,
}

impl DutyItem {
    /// Where its body says that it stands; not started before anything was said.
    #[must_use]
    pub fn state(&self) -> DutyState {
        let said = self.updates().next_back();
        said.map_or(DutyState::NotStarted, |(_, state, _)| state)
    }

    /// The updates: the entry, the state and the note, in order.
    pub fn updates(&self) -> impl DoubleEndedIterator<Item = (&DutyEntry, DutyState, &str)> {
        self.history.iter().filter_map(|entry| match &entry.event {
            DutyEvent::Updated { state, note, .. } => Some((entry, *state, note.as_str())),
            _ => None,
        })
    }

    /// The day of the newest update.
    #[must_use]
    pub fn updated_on(&self) -> Option<NaiveDate> {
        self.updates().map(|(entry, ..)| field_day(entry.at)).max()
    }

    /// The explanation that counts for a day: one that is confirmed before one that waits, then the one that lasts longer.
    #[must_use]
    pub fn explanation(&self, today: NaiveDate) -> Option<Said<'_>> {
        let said = self.history.iter().filter_map(|entry| match &entry.event {
            DutyEvent::Explained { reason, until } if today <= *until => Some(Said {
                entry,
                reason,
                until: *until,
                confirmed: self.is_confirmed(entry.id),
            }),
            _ => None,
        });
        said.max_by_key(|said| (said.confirmed, said.until))
    }

    fn is_confirmed(&self, id: Uuid) -> bool {
        let mut events = self.history.iter().map(|entry| &entry.event);
        events.any(|event| matches!(event, DutyEvent::Confirmed { explanation } if *explanation == id))
    }
}
