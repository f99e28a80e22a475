//! A request of a household 诉求: what it asks, who answers for it until when, and whether it was told
//! (domain.md §5.2).

pub mod codes;
pub mod desk;
pub mod order;
pub mod rules;
pub mod transitions;

use crate::config::Config;
use crate::ids::{HouseholdId, OpId, RequestId, StaffId, TeamId, VillageId, VisitId};
use crate::time::{Millis, as_far_ahead, days_between, plus_days, trusted_day};
use chrono::NaiveDate;
use codes::{RequestCategory, RequestStanding, RequestStatus, RequestStepKind, ToldHow};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use transitions::{RequestState, leads};

/// Days before its due day on which a request shows as due soon (design).
pub const SOON_DAYS: i64 = 7;

/// Who answers for a request.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Encode, Decode)]
pub struct Owner {
    /// The person.
    #[n(0)]
    pub staff: StaffId,
    /// The name, as of then: another team that reads it later does not know its people.
    #[n(1)]
    pub name: String,
}

/// What a household asks, and what it was promised.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Encode, Decode)]
pub struct RequestContent {
    /// What it is about.
    #[n(0)]
    pub category: RequestCategory,
    /// In the household's words.
    #[n(1)]
    pub text: String,
    /// Who answers for it.
    #[n(2)]
    pub owner: Owner,
    /// The day until which it should be answered.
    #[cbor(n(3), with = "crate::cbor::day")]
    pub due: NaiveDate,
    /// The day on which it was asked, local; that of the visit, where it was asked there.
    #[cbor(n(4), with = "crate::cbor::day")]
    pub asked_on: NaiveDate,
}

/// The due day that a form proposes; none where the district set no period.
#[must_use]
pub fn proposed_due(asked_on: NaiveDate, config: &Config) -> Option<NaiveDate> {
    (config.request_due_days > 0).then(|| plus_days(asked_on, config.request_due_days))
}

/// What was done to a request.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Encode, Decode)]
#[serde(tag = "step", rename_all = "snake_case")]
#[cbor(flat)]
pub enum RequestStep {
    /// Somebody began.
    #[n(0)]
    TakeUp,
    /// Somebody else answers for it, or until another day.
    #[n(1)]
    Reassign {
        /// Who from now on.
        #[n(0)]
        owner: Owner,
        /// Until when from now on.
        #[cbor(n(1), with = "crate::cbor::day")]
        due: NaiveDate,
        /// Why.
        #[n(2)]
        reason: String,
    },
    /// It is done.
    #[n(2)]
    Finish {
        /// What was done; may be empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        #[cbor(n(0), default)]
        words: String,
    },
    /// It cannot be done.
    #[n(3)]
    Refuse {
        /// Why, as the household is told.
        #[n(0)]
        reason: String,
    },
    /// Others have to do it.
    #[n(4)]
    Transfer {
        /// Who.
        #[n(0)]
        to: String,
    },
    /// The household was told the answer, by whoever records this.
    #[n(5)]
    Tell {
        /// When, local.
        #[cbor(n(0), with = "crate::cbor::day")]
        on: NaiveDate,
        /// How.
        #[n(1)]
        how: ToldHow,
    },
    /// The answer does not hold.
    #[n(6)]
    Reopen {
        /// What the household says.
        #[n(0)]
        reason: String,
    },
}

impl RequestStep {
    /// Which step it is.
    #[must_use]
    pub const fn kind(&self) -> RequestStepKind {
        match self {
            Self::TakeUp => RequestStepKind::TakeUp,
            Self::Reassign { .. } => RequestStepKind::Reassign,
            Self::Finish { .. } => RequestStepKind::Finish,
            Self::Refuse { .. } => RequestStepKind::Refuse,
            Self::Transfer { .. } => RequestStepKind::Transfer,
            Self::Tell { .. } => RequestStepKind::Tell,
            Self::Reopen { .. } => RequestStepKind::Reopen,
        }
    }

    /// What somebody wrote in it; may be empty.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::TakeUp | Self::Tell { .. } => "",
            Self::Finish { words } => words,
            Self::Transfer { to } => to,
            Self::Reassign { reason, .. } | Self::Refuse { reason } | Self::Reopen { reason } => reason,
        }
    }
}

/// What happened to a request, in the order in which it took effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(tag = "event", rename_all = "snake_case")]
#[cbor(flat)]
pub enum RequestEvent {
    /// Raised.
    #[n(0)]
    Raised,
    /// A step that counts.
    #[n(1)]
    Stepped {
        /// The step.
        #[serde(flatten)]
        #[n(0)]
        step: RequestStep,
    },
    /// A step on what the request no longer was, kept for all to read.
    #[n(2)]
    LateStep {
        /// The step.
        #[serde(flatten)]
        #[n(0)]
        step: RequestStep,
    },
}

/// A line of a request's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct RequestEntry {
    /// The operation that did it.
    #[n(0)]
    pub op: OpId,
    /// The revision to which it led, or at which it stood.
    #[n(1)]
    pub rev: u32,
    /// Who.
    #[n(2)]
    pub by: StaffId,
    /// The name, as of then.
    #[n(3)]
    pub by_name: String,
    /// The device's clock.
    #[n(4)]
    pub recorded_at: Millis,
    /// The day on which the device recorded it, local.
    #[cbor(n(5), with = "crate::cbor::day")]
    pub recorded_on: NaiveDate,
    /// The server's time of receipt; none while it waits on a phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(6)]
    pub received_at: Option<Millis>,
    /// What.
    #[serde(flatten)]
    #[n(7)]
    pub event: RequestEvent,
}

impl RequestEntry {
    /// The step, where it counts.
    #[must_use]
    pub const fn step(&self) -> Option<&RequestStep> {
        match &self.event {
            RequestEvent::Stepped { step } => Some(step),
            RequestEvent::Raised | RequestEvent::LateStep { .. } => None,
        }
    }

    /// A day that this entry states, as it counts: see [`trusted_day`].
    fn counted(&self, stated: NaiveDate) -> NaiveDate {
        trusted_day(stated, self.recorded_on, self.received_at)
    }
}

/// That the household was told: when, how and by whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told<'a> {
    /// The day, as it counts.
    pub on: NaiveDate,
    /// How.
    pub how: ToldHow,
    /// Who.
    pub by: &'a StaffId,
    /// The name, as of then.
    pub by_name: &'a str,
}

/// A request as everybody reads it. Where it stands follows from its history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Request {
    /// Identity, made on the phone.
    #[n(0)]
    pub id: RequestId,
    /// The household.
    #[n(1)]
    pub household: HouseholdId,
    /// The village in which the household lies.
    #[n(2)]
    pub village: VillageId,
    /// The team of whoever raised it, at the time.
    #[n(3)]
    pub team: Option<TeamId>,
    /// Who raised it.
    #[n(4)]
    pub raised_by: StaffId,
    /// The name, as of then.
    #[n(5)]
    pub raised_by_name: String,
    /// The visit at which it was asked; none when it came by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(6)]
    pub visit: Option<VisitId>,
    /// Raised by one at each step that counts; starts at 1.
    #[n(7)]
    pub rev: u32,
    /// What was asked and promised at first.
    #[n(8)]
    pub content: RequestContent,
    /// Everything that happened, in order of effect.
    #[n(9)]
    pub history: Vec<RequestEntry>,
}

impl Request {
    /// The steps that count, with their lines, in order.
    fn steps(&self) -> impl DoubleEndedIterator<Item = (&RequestEntry, &RequestStep)> {
        let step = |entry| RequestEntry::step(entry).map(|step| (entry, step));
        self.history.iter().filter_map(step)
    }

    /// Where it stands: what the steps that count made of it.
    #[must_use]
    pub fn state(&self) -> RequestState {
        self.steps().fold(RequestState::RAISED, |state, (_, step)| {
            leads(state, step.kind()).unwrap_or(state)
        })
    }

    /// What was made of it.
    #[must_use]
    pub fn status(&self) -> RequestStatus {
        self.state().status
    }

    /// Whether it is not finished: without an answer, or with one that the household does not know.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.state().is_finished()
    }

    /// The line of the answer that stands.
    #[must_use]
    pub fn answer(&self) -> Option<(&RequestEntry, &RequestStep)> {
        let status = self.status();
        let gives = |step: &RequestStep| match step.kind() {
            RequestStepKind::Finish => status == RequestStatus::Done,
            RequestStepKind::Refuse => status == RequestStatus::CannotDo,
            RequestStepKind::Transfer => status == RequestStatus::Transferred,
            _ => false,
        };
        self.steps().rev().find(|(_, step)| gives(step))
    }

    /// That the household was told the answer that stands.
    #[must_use]
    pub fn told(&self) -> Option<Told<'_>> {
        if !self.state().is_finished() {
            return None;
        }
        self.steps().rev().find_map(|(entry, step)| match step {
            RequestStep::Tell { on, how } => Some(Told {
                on: entry.counted(*on),
                how: *how,
                by: &entry.by,
                by_name: &entry.by_name,
            }),
            _ => None,
        })
    }

    /// The lines of steps that met another one and did not count.
    pub fn late(&self) -> impl Iterator<Item = (&RequestEntry, &RequestStep)> {
        self.history.iter().filter_map(|entry| match &entry.event {
            RequestEvent::LateStep { step } => Some((entry, step)),
            RequestEvent::Raised | RequestEvent::Stepped { .. } => None,
        })
    }

    /// Who answers for it now.
    #[must_use]
    pub fn owner(&self) -> &Owner {
        let last = self.steps().rev().find_map(|(_, step)| match step {
            RequestStep::Reassign { owner, .. } => Some(owner),
            _ => None,
        });
        last.unwrap_or(&self.content.owner)
    }

    /// The day until which it should be answered, as it counts: where the clock of the phone was evidently wrong, as
    /// long after the day that counts as it was stated to lie after the day of the phone.
    #[must_use]
    pub fn due(&self) -> NaiveDate {
        let last = self.steps().rev().find_map(|(entry, step)| match step {
            RequestStep::Reassign { due, .. } => Some((Some(entry), entry.recorded_on, *due)),
            _ => None,
        });
        let first = (self.history.first(), self.content.asked_on, self.content.due);
        let (entry, from, due) = last.unwrap_or(first);
        let Some(entry) = entry else { return due };
        as_far_ahead(due, from, entry.counted(from))
    }

    /// The day on which it was asked, as it counts: see [`trusted_day`].
    #[must_use]
    pub fn asked_on(&self) -> NaiveDate {
        let first = self.history.first();
        first.map_or(self.content.asked_on, |entry| {
            entry.counted(self.content.asked_on)
        })
    }

    /// The server's time of the first entry; none while the request waits on the phone.
    #[must_use]
    pub fn received_at(&self) -> Option<Millis> {
        self.history.first().and_then(|entry| entry.received_at)
    }

    /// How it stands on a day. An answer that nobody has told waits to be told, whatever its due day.
    #[must_use]
    pub fn standing(&self, today: NaiveDate) -> RequestStanding {
        let state = self.state();
        if state.is_finished() {
            return RequestStanding::Finished;
        }
        if state.status.is_answer() {
            return RequestStanding::NotTold;
        }
        match days_between(today, self.due()) {
            days if days < 0 => RequestStanding::Overdue,
            days if days <= SOON_DAYS => RequestStanding::DueSoon,
            _ => RequestStanding::Running,
        }
    }
}
