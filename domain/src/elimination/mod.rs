//! Risk elimination 风险消除: from the village's nomination to the announcement, and what it makes of the household
//! (domain.md §4.10).
//!
//! An elimination lies in the household's monitoring file and is built like a case: where it stands is what its steps
//! make of it, never a field that somebody sets.

pub mod codes;
mod criterion;
pub mod desk;
mod episode;
pub mod precheck;
mod reduction;
pub mod rules;
mod step;
pub mod transitions;

pub use episode::{Begin, Ended, EndedBy, Episode, episodes, monitored_since, status};
pub use reduction::{Reduced, Reduction, ReductionReason, check_reduction, check_standing};
pub use step::{EliminationDeed, EliminationEntry, EliminationStep, StableFound};

use crate::case::Verifier;
use crate::identification::notice_over;
use crate::ids::{OpId, StaffId};
use crate::policy::permits_somehow;
use crate::roster::Role;
use crate::time::Millis;
use chrono::NaiveDate;
use codes::{EliminationKind, EliminationState, EliminationWay};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// Figures of the procedure, as the district configured them; the defaults are those of domain.md §2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct EliminationLimits {
    /// Whole months since identification before a household is eliminated by assistance (`elimination_min_months`,
    /// VE01).
    #[n(0)]
    pub min_months: u32,
    /// Full calendar days for which the notice hangs (`publicity_days_eliminate`).
    #[n(1)]
    pub publicity_days: u32,
}

impl Default for EliminationLimits {
    fn default() -> Self {
        Self {
            min_months: 6,
            publicity_days: 7,
        }
    }
}

/// The decision on a household whose risk is eliminated. Category and risks stay with the household beside it (§4.10:
/// the basic record stays and is updated).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Eliminated {
    /// The day of the decision.
    #[cbor(n(0), with = "crate::cbor::day")]
    pub on: NaiveDate,
    /// How the risk went away.
    #[n(1)]
    pub way: EliminationWay,
    /// The operation that decided it.
    #[n(2)]
    pub by: OpId,
}

/// An elimination: from the nomination to the announcement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Elimination {
    /// The operation that nominated the household.
    #[n(0)]
    pub op: OpId,
    /// How the risk went away, as the nomination says; see [`Elimination::way`].
    #[n(1)]
    pub nominated_way: EliminationWay,
    /// The identification case whose episode it ends, by the operation that opened it; none where only the register
    /// says that the household is monitored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(2)]
    pub ends: Option<OpId>,
    /// The figures in force at the nomination; they stay its figures.
    #[n(3)]
    pub limits: EliminationLimits,
    /// Why, in words: the contact person's feedback, or the reason for what is warned of.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cbor(n(4), default)]
    pub words: String,
    /// Who nominated.
    #[n(5)]
    pub by: StaffId,
    /// The name, as of then.
    #[n(6)]
    pub by_name: String,
    /// The device's clock.
    #[n(7)]
    pub recorded_at: Millis,
    /// The server's time of receipt; none while it waits on a phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(8)]
    pub received_at: Option<Millis>,
    /// The day of the nomination, as it counts.
    #[cbor(n(9), with = "crate::cbor::day")]
    pub nominated_on: NaiveDate,
    /// Every step, in the order in which it took effect.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(10), default)]
    pub steps: Vec<EliminationEntry>,
}

/// Where the steps of an elimination leave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Where it stands, but for the passing of days.
    pub state: EliminationState,
    /// Since when the notice hangs.
    pub hung_on: Option<NaiveDate>,
    /// Steps taken: the number that the next one must name (VP09).
    pub rev: u32,
}

impl Elimination {
    /// Where all steps leave it, those that still wait on the phone included.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.after(self.steps.iter())
    }

    /// Where the server knows it: nothing that waits on a phone is done.
    #[must_use]
    pub fn settled(&self) -> Progress {
        self.after(self.steps.iter().filter(|entry| entry.received_at.is_some()))
    }

    fn after<'a>(&self, steps: impl Iterator<Item = &'a EliminationEntry>) -> Progress {
        let start = Progress {
            state: EliminationState::HomeVerifying,
            hung_on: None,
            rev: 0,
        };
        steps.fold(start, |before, entry| before.then(entry, self.limits))
    }

    /// Where it stands on a day: a notice that has hung its full days without an objection is over.
    #[must_use]
    pub fn state(&self, today: NaiveDate) -> EliminationState {
        self.progress().on(today, self.limits)
    }

    /// Whether it is open: neither decided nor closed.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.progress().state.is_running()
    }

    /// Where the server knows it on a day; what waits on a phone is said to wait.
    #[must_use]
    pub fn settled_on(&self, today: NaiveDate) -> EliminationState {
        self.settled().on(today, self.limits)
    }

    /// Whether a step of it still waits on the phone.
    #[must_use]
    pub fn waits_to_be_sent(&self) -> bool {
        self.received_at.is_none() || self.steps.iter().any(|entry| entry.received_at.is_none())
    }

    /// How the risk went away: as the last home verification found it, else as it was nominated.
    #[must_use]
    pub fn way(&self) -> EliminationWay {
        let found = self.steps.iter().rev().find_map(|entry| match &entry.step.deed {
            EliminationDeed::Verify { found } => Some(found.way),
            _ => None,
        });
        found.unwrap_or(self.nominated_way)
    }

    /// Everybody who ever verified at home in this elimination.
    pub fn verifiers(&self) -> impl Iterator<Item = &Verifier> {
        self.steps.iter().flat_map(|entry| entry.step.deed.verifiers())
    }

    /// The last step of a kind.
    #[must_use]
    pub fn last(&self, kind: EliminationKind) -> Option<&EliminationEntry> {
        let mut steps = self.steps.iter().rev();
        steps.find(|entry| entry.step.deed.kind() == kind)
    }

    /// The day of the last step, or of the nomination, as it counts.
    #[must_use]
    pub fn last_day(&self) -> NaiveDate {
        self.steps.last().map_or(self.nominated_on, EliminationEntry::day)
    }

    /// The steps that somebody of this role may take now, in the order of the table.
    #[must_use]
    pub fn offered(&self, role: Role, today: NaiveDate) -> Vec<EliminationKind> {
        let progress = self.progress();
        transitions::ahead(progress.on(today, self.limits))
            .into_iter()
            .filter(|kind| permits_somehow(role, transitions::action(*kind)) && !progress.hangs_again(*kind))
            .collect()
    }

    /// Whether somebody of this role has to do something about it now. A notice that hangs waits for days to pass.
    #[must_use]
    pub fn waits_for(&self, role: Role, today: NaiveDate) -> bool {
        let state = self.state(today);
        let hangs = state == EliminationState::Publicity && self.progress().hung_on.is_some();
        !hangs && transitions::turn(state).is_some_and(|action| permits_somehow(role, action))
    }

    /// How often an operation stands in it.
    #[must_use]
    pub fn times(&self, op: OpId) -> usize {
        usize::from(self.op == op) + self.steps.iter().filter(|entry| entry.op == op).count()
    }
}

impl Progress {
    fn then(self, entry: &EliminationEntry, limits: EliminationLimits) -> Self {
        let deed = &entry.step.deed;
        let day = entry.day();
        let Some(state) = transitions::leads(self.on(day, limits), deed.kind()) else {
            // Only a store that was tampered with holds such a step; it changes nothing.
            return self;
        };
        let hung_on = match deed {
            EliminationDeed::HangNotice => Some(day),
            EliminationDeed::RejectObjection { facts_changed: true } => None,
            _ if matches!(
                state,
                EliminationState::HomeVerifying | EliminationState::VillageReview
            ) =>
            {
                None
            }
            _ => self.hung_on,
        };
        Self {
            state,
            hung_on,
            rev: self.rev.saturating_add(1),
        }
    }

    /// Whether a step would hang a notice that hangs already.
    #[must_use]
    pub fn hangs_again(&self, kind: EliminationKind) -> bool {
        kind == EliminationKind::HangNotice && self.hung_on.is_some()
    }

    /// The state on a day.
    #[must_use]
    pub fn on(&self, today: NaiveDate, limits: EliminationLimits) -> EliminationState {
        match self.state {
            EliminationState::Publicity if notice_over(self.hung_on, limits.publicity_days, today) => {
                EliminationState::TownReview
            }
            state => state,
        }
    }
}
