//! A step of a case: what is done, what it alone needs, and how it stands in the history.

use super::codes::{Comparison, Department, Side, StepKind};
use crate::household::Risk;
use crate::household::codes::MonitorCategory;
use crate::ids::{OpId, StaffId};
use crate::roster::Role;
use crate::time::{Millis, trusted_day};
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// Somebody who verified at home.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Verifier {
    /// Staff number, where the person has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(0)]
    pub staff: Option<StaffId>,
    /// Name, as it stands under the form.
    #[n(1)]
    pub name: String,
    /// On whose side.
    #[n(2)]
    pub side: Side,
}

/// What two people found at home (附件2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Verification {
    /// At least two (VP02).
    #[n(0)]
    pub verifiers: Vec<Verifier>,
    /// The category that fits.
    #[n(1)]
    pub category: MonitorCategory,
    /// One to five causes, the main one first (VQ30).
    #[n(2)]
    pub risks: Vec<Risk>,
}

/// The village's vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Votes {
    /// People present.
    #[n(0)]
    pub present: u32,
    /// For.
    #[n(1)]
    pub agree: u32,
    /// Against.
    #[n(2)]
    pub disagree: u32,
}

/// A department's answer to the comparison of data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Compared {
    /// Who compared.
    #[n(0)]
    pub department: Department,
    /// What came of it.
    #[n(1)]
    pub result: Comparison,
}

/// What is done in a step, with what this step alone needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(tag = "deed", rename_all = "snake_case")]
#[cbor(flat)]
pub enum Deed {
    /// A member of age signed the application and authorisation (附件1).
    #[n(0)]
    Authorise {
        /// Who signed, as it stands on the paper.
        #[n(0)]
        signer: String,
    },
    /// The household does not authorise.
    #[n(1)]
    RefuseAuthorisation,
    /// Verified at home: it qualifies.
    #[n(2)]
    Verify {
        /// What was found.
        #[n(0)]
        found: Box<Verification>,
    },
    /// Verified at home: it does not qualify, and the household was told why.
    #[n(3)]
    FindNotQualified {
        /// At least two (VP02).
        #[n(0)]
        verifiers: Vec<Verifier>,
    },
    /// The review group agreed.
    #[n(4)]
    Agree {
        /// The count.
        #[n(0)]
        votes: Votes,
    },
    /// The review group did not.
    #[n(5)]
    Disagree {
        /// The count.
        #[n(0)]
        votes: Votes,
    },
    /// The notice hangs; from this day its full days count.
    #[n(6)]
    HangNotice,
    /// Somebody objects.
    #[n(7)]
    Object,
    /// The objection is right: it does not qualify.
    #[n(8)]
    UpholdObjection,
    /// The objection is not: the notice goes on.
    #[n(9)]
    RejectObjection {
        /// The notice said something that has changed: it is hung again, and its days begin anew.
        #[n(0)]
        facts_changed: bool,
    },
    /// The township passes it.
    #[n(10)]
    PassTown,
    /// The township wants a new home verification.
    #[n(11)]
    ReturnToHome,
    /// The township wants a new village review.
    #[n(12)]
    ReturnToVillage,
    /// The departments compared; may happen beside the other steps.
    #[n(13)]
    Compare {
        /// Each department once.
        #[n(0)]
        results: Vec<Compared>,
    },
    /// The district decides that the household is monitored.
    #[n(14)]
    Approve,
    /// The district wants the township to look again.
    #[n(15)]
    ReturnToTown,
    /// The district decides that it does not qualify.
    #[n(16)]
    Reject,
    /// The decision was announced in the village.
    #[n(17)]
    Announce,
    /// Entered in the national system.
    #[n(18)]
    EnterNumber {
        /// 户编号.
        #[n(0)]
        number: String,
    },
    /// The household takes its application back.
    #[n(19)]
    Withdraw,
    /// First help, papers later: measures may come before the decision (green channel).
    #[n(20)]
    Expedite,
}

impl Deed {
    /// Its line in the table of transitions.
    #[must_use]
    pub const fn kind(&self) -> StepKind {
        match self {
            Self::Authorise { .. } => StepKind::Authorise,
            Self::RefuseAuthorisation => StepKind::RefuseAuthorisation,
            Self::Verify { .. } => StepKind::Verify,
            Self::FindNotQualified { .. } => StepKind::FindNotQualified,
            Self::Agree { .. } => StepKind::Agree,
            Self::Disagree { .. } => StepKind::Disagree,
            Self::HangNotice => StepKind::HangNotice,
            Self::Object => StepKind::Object,
            Self::UpholdObjection => StepKind::UpholdObjection,
            Self::RejectObjection { .. } => StepKind::RejectObjection,
            Self::PassTown => StepKind::PassTown,
            Self::ReturnToHome => StepKind::ReturnToHome,
            Self::ReturnToVillage => StepKind::ReturnToVillage,
            Self::Compare { .. } => StepKind::Compare,
            Self::Approve => StepKind::Approve,
            Self::ReturnToTown => StepKind::ReturnToTown,
            Self::Reject => StepKind::Reject,
            Self::Announce => StepKind::Announce,
            Self::EnterNumber { .. } => StepKind::EnterNumber,
            Self::Withdraw => StepKind::Withdraw,
            Self::Expedite => StepKind::Expedite,
        }
    }

    /// The departments that answer in this step.
    pub fn departments(&self) -> impl Iterator<Item = Department> {
        let results = match self {
            Self::Compare { results } => results.as_slice(),
            _ => &[],
        };
        results.iter().map(|result| result.department)
    }

    /// Those who verified at home in this step.
    #[must_use]
    pub fn verifiers(&self) -> &[Verifier] {
        match self {
            Self::Verify { found } => &found.verifiers,
            Self::FindNotQualified { verifiers } => verifiers,
            _ => &[],
        }
    }
}

/// A step as it is handed in: of a case, or of an elimination (see [`crate::elimination`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Step<D> {
    /// The day on which it was done, local; on paper it may have been some days before it was entered.
    #[cbor(n(0), with = "crate::cbor::day")]
    pub on: NaiveDate,
    /// Reason, opinion, minutes or place, as the step needs it.
    #[serde(default)]
    #[cbor(n(1), default)]
    pub words: String,
    /// Why it comes after the last day of its step (VP07); empty in time.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cbor(n(2), default)]
    pub late_reason: String,
    /// What was done.
    #[serde(flatten)]
    #[n(3)]
    pub deed: D,
}

/// A step of a case.
pub type CaseStep = Step<Deed>;

/// A step in a history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Entry<D> {
    /// The operation that did it.
    #[n(0)]
    pub op: OpId,
    /// Who.
    #[n(1)]
    pub by: StaffId,
    /// The name, as of then.
    #[n(2)]
    pub by_name: String,
    /// The role, as of then.
    #[n(3)]
    pub role: Role,
    /// The device's clock.
    #[n(4)]
    pub recorded_at: Millis,
    /// The device's local date.
    #[cbor(n(5), with = "crate::cbor::day")]
    pub recorded_on: NaiveDate,
    /// The server's time of receipt; none while it waits on a phone, and the step is not done until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(6)]
    pub received_at: Option<Millis>,
    /// What.
    #[n(7)]
    pub step: Step<D>,
}

/// A step in a case's history.
pub type CaseEntry = Entry<Deed>;

impl<D> Entry<D> {
    /// The day of the step, as it counts (see [`trusted_day`]).
    #[must_use]
    pub fn day(&self) -> NaiveDate {
        trusted_day(self.step.on, self.recorded_on, self.received_at)
    }
}
