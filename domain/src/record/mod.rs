//! Records: what people read. Each has a version; a scope's records have a digest.

use crate::case::MonitoringFile;
use crate::commitments::Explanation;
use crate::entitlement::EntitlementFile;
use crate::handover::Handover;
use crate::household::Household;
use crate::ids::{HouseholdId, OpId, TeamId, VillageId};
use crate::request::Request;
use crate::risk::RelapseFlag;
use crate::team::DaysFile;
use crate::visit::Visit;
use crate::work::WorkLog;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

mod digest;
mod key;
mod map;

pub use digest::ScopeDigest;
pub use key::RecordKey;
pub use map::{RecordMap, Records};

/// What people read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cbor(flat)]
pub enum Record {
    /// A household with its members.
    #[n(0)]
    Household(#[n(0)] Box<Household>),
    /// A visit with its review.
    #[n(1)]
    Visit(#[n(0)] Box<Visit>),
    /// An explanation of a line.
    #[n(4)]
    Explanation(#[n(0)] Box<Explanation>),
    /// A flag for a risk with its triage.
    #[n(2)]
    Flag(#[n(0)] Box<RelapseFlag>),
    /// The monitoring file of a household.
    #[n(5)]
    Monitoring(#[n(0)] Box<MonitoringFile>),
    /// A request of a household with its steps.
    #[n(3)]
    Request(#[n(0)] Box<Request>),
    /// The leave and months of a person in a team.
    #[n(6)]
    Days(#[n(0)] Box<DaysFile>),
    /// What was found of the policies that a household receives.
    #[n(7)]
    Entitlements(#[n(0)] Box<EntitlementFile>),
    /// A handover between people of a village.
    #[n(8)]
    Handover(#[n(0)] Box<Handover>),
    /// An entry of the work log of a village.
    #[n(9)]
    Work(#[n(0)] Box<WorkLog>),
}

/// To whom a record belongs: that decides which team has it in its scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// To whoever leads this village.
    Village(&'a VillageId),
    /// To this team for ever, and in it only to those who may read it.
    Team(&'a TeamId),
}

impl Record {
    /// Its identity.
    #[must_use]
    pub const fn key(&self) -> RecordKey {
        match self {
            Self::Household(household) => RecordKey::Household(household.id),
            Self::Visit(visit) => RecordKey::Visit(visit.id),
            Self::Explanation(explanation) => RecordKey::Explanation(explanation.id),
            Self::Flag(flag) => RecordKey::Flag(flag.id),
            Self::Monitoring(file) => RecordKey::Monitoring(file.household),
            Self::Request(request) => RecordKey::Request(request.id),
            Self::Days(file) => RecordKey::Days(file.id),
            Self::Entitlements(file) => RecordKey::Entitlements(file.household),
            Self::Handover(handover) => RecordKey::Handover(handover.id),
            Self::Work(work) => RecordKey::Work(work.id),
        }
    }

    /// Where it belongs.
    #[must_use]
    pub const fn place(&self) -> Place<'_> {
        Place::Village(match self {
            Self::Household(household) => &household.village,
            Self::Visit(visit) => &visit.village,
            Self::Explanation(explanation) => &explanation.village,
            Self::Flag(flag) => &flag.village,
            Self::Monitoring(file) => &file.village,
            Self::Request(request) => &request.village,
            Self::Entitlements(file) => &file.village,
            Self::Handover(handover) => &handover.of.village,
            Self::Work(work) => &work.village,
            Self::Days(file) => return Place::Team(&file.team),
        })
    }

    /// The village to which it belongs; none where it is a person's own.
    #[must_use]
    pub const fn village(&self) -> Option<&VillageId> {
        match self.place() {
            Place::Village(village) => Some(village),
            Place::Team(_) => None,
        }
    }

    /// The household that a record lies with, so that it moves along; none for a household itself.
    #[must_use]
    pub const fn of_household(&self) -> Option<HouseholdId> {
        match self {
            Self::Household(_) | Self::Days(_) | Self::Handover(_) | Self::Work(_) => None,
            Self::Visit(visit) => Some(visit.household),
            Self::Flag(flag) => Some(flag.household),
            Self::Monitoring(file) => Some(file.household),
            Self::Request(request) => Some(request.household),
            Self::Entitlements(file) => Some(file.household),
            Self::Explanation(said) => said.household,
        }
    }

    /// As [`RecordKey::since_protocol`], by what stands in the record: a value that was added to a list of codes later
    /// a phone of before cannot read, and the record is as one of an unknown kind to it.
    #[must_use]
    pub fn since_protocol(&self) -> u16 {
        match self {
            Self::Entitlements(file) => file.since_protocol(),
            _ => self.key().since_protocol(),
        }
    }

    /// How often an operation stands in the record's own history: once, if it was applied to it.
    #[must_use]
    pub fn times(&self, op: OpId) -> usize {
        match self {
            Self::Household(household) => household.incomes.iter().filter(|made| made.op == op).count(),
            Self::Explanation(said) => said.history.iter().filter(|entry| entry.op == op).count(),
            Self::Visit(visit) => visit.history.iter().filter(|entry| entry.op == op).count(),
            Self::Flag(flag) => flag.history.iter().filter(|entry| entry.op == op).count(),
            Self::Monitoring(file) => file.times(op),
            Self::Request(request) => request.history.iter().filter(|entry| entry.op == op).count(),
            Self::Days(file) => file.times(op),
            Self::Entitlements(file) => file.times(op),
            Self::Handover(handover) => handover.times(op),
            Self::Work(work) => work.times(op),
        }
    }
}
