//! One leave: what was asked, whose consent it needs, what became of it.

use super::codes::{LeaveKind, LeaveLevel, LeaveStatus};
use crate::history::Entry;
use crate::ids::{OpId, StaffId};
use crate::time::{Millis, days_between};
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct LeaveContent {
    /// Why.
    #[n(0)]
    pub kind: LeaveKind,
    /// First day away.
    #[cbor(n(1), with = "crate::cbor::day")]
    pub from: NaiveDate,
    /// Last day away.
    #[cbor(n(2), with = "crate::cbor::day")]
    pub to: NaiveDate,
    /// In the person's words; may be empty where the kind says enough.
    #[serde(default)]
    #[cbor(n(3), default)]
    pub reason: String,
}

impl LeaveContent {
    /// Days away, both ends included.
    #[must_use]
    pub fn days(&self) -> i64 {
        days_between(self.from, self.to).saturating_add(1)
    }
}

/// What one level decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct LeaveDecision {
    /// Whose decision it is.
    #[n(0)]
    pub level: LeaveLevel,
    /// Whether the person may go.
    #[n(1)]
    pub approve: bool,
    /// Who decided, where it was on paper or by word and the leader enters it; empty for the leader's own.
    #[serde(default)]
    #[cbor(n(2), default)]
    pub decider: String,
    /// Why not, or what to see to; may be empty with a consent.
    #[serde(default)]
    #[cbor(n(3), default)]
    pub words: String,
}

/// What happened to a leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(tag = "event", rename_all = "snake_case")]
#[cbor(flat)]
pub enum LeaveEvent {
    /// A level decided.
    #[n(0)]
    Decided {
        /// What.
        #[n(0)]
        decision: LeaveDecision,
    },
    /// Withdrawn by the person.
    #[n(1)]
    Cancelled,
    /// The person is back 销假.
    #[n(2)]
    Returned {
        /// First day back.
        #[cbor(n(0), with = "crate::cbor::day")]
        back_on: NaiveDate,
    },
}

/// One entry of its history.
pub type LeaveEntry = Entry<LeaveEvent>;

impl LeaveEntry {
    /// What was decided, with the name of who decided: the one whom the leader entered, else whoever recorded it.
    #[must_use]
    pub fn decision(&self) -> Option<(&LeaveDecision, &str)> {
        match &self.event {
            LeaveEvent::Decided { decision } if decision.decider.is_empty() => {
                Some((decision, &self.by_name))
            }
            LeaveEvent::Decided { decision } => Some((decision, &decision.decider)),
            LeaveEvent::Cancelled | LeaveEvent::Returned { .. } => None,
        }
    }
}

/// A leave of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Leave {
    /// The operation that asked for it; its identity.
    #[n(0)]
    pub op: OpId,
    /// Who asked: the person, or the leader for a member without a phone.
    #[n(1)]
    pub asked_by: StaffId,
    /// Whose consent it needs, by the figures of the day on which it was asked for.
    #[n(2)]
    pub path: Vec<LeaveLevel>,
    /// The device's clock.
    #[n(3)]
    pub recorded_at: Millis,
    /// The server's clock; none while it waits on the phone.
    #[serde(default)]
    #[n(4)]
    pub received_at: Option<Millis>,
    /// What is asked for.
    #[n(5)]
    pub content: LeaveContent,
    /// What happened since.
    #[serde(default)]
    #[cbor(n(6), default)]
    pub steps: Vec<LeaveEntry>,
}

/// How far a leave has come, without a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stand {
    Waits(LeaveLevel),
    Approved,
    Rejected,
    Cancelled,
    Back(NaiveDate),
}

impl Leave {
    fn stand(&self) -> Stand {
        let mut consents = 0_usize;
        let mut stand = None;
        for entry in &self.steps {
            match &entry.event {
                LeaveEvent::Decided { decision } if decision.approve => {
                    consents = consents.saturating_add(1);
                }
                LeaveEvent::Decided { .. } => stand = Some(Stand::Rejected),
                LeaveEvent::Cancelled => stand = Some(Stand::Cancelled),
                LeaveEvent::Returned { back_on } => stand = Some(Stand::Back(*back_on)),
            }
        }
        let asked = self.path.get(consents).copied();
        stand.unwrap_or_else(|| asked.map_or(Stand::Approved, Stand::Waits))
    }

    /// What was decided so far, by whom, in that order.
    pub fn decisions(&self) -> impl Iterator<Item = (&LeaveDecision, &str)> {
        self.steps.iter().filter_map(LeaveEntry::decision)
    }

    /// Whether a level has decided on it.
    #[must_use]
    pub fn was_decided_by(&self, level: LeaveLevel) -> bool {
        self.decisions().any(|(decision, _)| decision.level == level)
    }

    /// Whose decision it waits for; none once that is over.
    #[must_use]
    pub fn waits_for(&self) -> Option<LeaveLevel> {
        match self.stand() {
            Stand::Waits(level) => Some(level),
            _ => None,
        }
    }

    /// Whether everybody has agreed and the person is not back yet.
    #[must_use]
    pub fn is_approved(&self) -> bool {
        self.stand() == Stand::Approved
    }

    /// Where it stands on a day.
    #[must_use]
    pub fn status(&self, today: NaiveDate) -> LeaveStatus {
        match self.stand() {
            Stand::Waits(LeaveLevel::Leader) => LeaveStatus::Submitted,
            Stand::Waits(LeaveLevel::Town) => LeaveStatus::LeaderOk,
            Stand::Waits(LeaveLevel::District) => LeaveStatus::TownOk,
            Stand::Rejected => LeaveStatus::Rejected,
            Stand::Cancelled => LeaveStatus::Cancelled,
            Stand::Back(on) if on <= self.content.to => LeaveStatus::ReturnedEarly,
            Stand::Back(_) => LeaveStatus::Returned,
            Stand::Approved if (self.content.from..=self.content.to).contains(&today) => LeaveStatus::OnLeave,
            Stand::Approved if self.path.contains(&LeaveLevel::District) => LeaveStatus::DistrictApproved,
            Stand::Approved => LeaveStatus::TownApproved,
        }
    }

    /// Whether the person was away on a day with everybody's consent.
    #[must_use]
    pub fn covers(&self, on: NaiveDate) -> bool {
        let within = (self.content.from..=self.content.to).contains(&on);
        match self.stand() {
            Stand::Approved => within,
            Stand::Back(back_on) => within && on < back_on,
            Stand::Waits(_) | Stand::Rejected | Stand::Cancelled => false,
        }
    }

    /// Whether it may still be withdrawn or ended.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.stand(), Stand::Waits(_) | Stand::Approved)
    }
}
