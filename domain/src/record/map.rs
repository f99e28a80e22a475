//! Records to read from: what the reducer needs of them, and a plain map.

use super::{Record, RecordKey};
use crate::case::MonitoringFile;
use crate::commitments::Explanation;
use crate::entitlement::EntitlementFile;
use crate::handover::Handover;
use crate::household::Household;
use crate::ids::{DaysId, ExplanationId, FlagId, HandoverId, HouseholdId, OpId, RequestId, VisitId, WorkId};
use crate::request::Request;
use crate::risk::RelapseFlag;
use crate::team::DaysFile;
use crate::visit::Visit;
use crate::work::WorkLog;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the reducer and the screens read from: a phone's memory, or what a store loaded under a lock.
pub trait Records {
    /// A household by identity.
    fn household(&self, id: HouseholdId) -> Option<&Household>;
    /// A visit by identity.
    fn visit(&self, id: VisitId) -> Option<&Visit>;
    /// An explanation by identity.
    fn explanation(&self, id: ExplanationId) -> Option<&Explanation>;
    /// A flag by identity.
    fn flag(&self, id: FlagId) -> Option<&RelapseFlag>;
    /// A household's monitoring file.
    fn monitoring(&self, id: HouseholdId) -> Option<&MonitoringFile>;
    /// A request by identity.
    fn request(&self, id: RequestId) -> Option<&Request>;
    /// The leave and months of a person in a team.
    fn days(&self, id: DaysId) -> Option<&DaysFile>;
    /// What was found of the policies that a household receives.
    fn entitlements(&self, id: HouseholdId) -> Option<&EntitlementFile>;
    /// A handover by identity.
    fn handover(&self, id: HandoverId) -> Option<&Handover>;
    /// An entry of the work log.
    fn work(&self, id: WorkId) -> Option<&WorkLog>;
    /// The flags of a household, in any order.
    fn flags_of(&self, household: HouseholdId) -> Vec<&RelapseFlag>;
    /// The requests of a household, in any order.
    fn requests_of(&self, household: HouseholdId) -> Vec<&Request>;
}

/// A plain map of records; cloning it is cheap, for the records are shared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordMap(pub BTreeMap<RecordKey, Arc<Record>>);

impl RecordMap {
    /// Puts a record in, replacing an earlier state of it.
    pub fn put(&mut self, record: impl Into<Arc<Record>>) {
        let record = record.into();
        self.0.insert(record.key(), record);
    }

    /// All households, by identity.
    pub fn households(&self) -> impl Iterator<Item = &Household> {
        self.0.values().filter_map(|record| match record.as_ref() {
            Record::Household(household) => Some(household.as_ref()),
            _ => None,
        })
    }

    /// All visits, by identity.
    pub fn visits(&self) -> impl Iterator<Item = &Visit> {
        self.0.values().filter_map(|record| match record.as_ref() {
            Record::Visit(visit) => Some(visit.as_ref()),
            _ => None,
        })
    }

    /// All explanations, by identity.
    pub fn explanations(&self) -> impl Iterator<Item = &Explanation> {
        self.0.values().filter_map(|record| match record.as_ref() {
            Record::Explanation(explanation) => Some(explanation.as_ref()),
            _ => None,
        })
    }

    /// All flags, by identity.
    pub fn flags(&self) -> impl Iterator<Item = &RelapseFlag> {
        self.0.values().filter_map(|record| match record.as_ref() {
            Record::Flag(flag) => Some(flag.as_ref()),
            _ => None,
        })
    }

    /// All monitoring files, by household.
    pub fn monitoring_files(&self) -> impl Iterator<Item = &MonitoringFile> {
        self.0.values().filter_map(|record| match record.as_ref() {
            Record::Monitoring(file) => Some(file.as_ref()),
            _ => None,
        })
    }

    /// All requests, by identity.
    pub fn requests(&self) -> impl Iterator<Item = &Request> {
        self.0.values().filter_map(|record| match record.as_ref() {
            Record::Request(request) => Some(request.as_ref()),
            _ => None,
        })
    }

    /// All files of leave and months, by identity.
    pub fn days_files(&self) -> impl Iterator<Item = &DaysFile> {
        self.0.values().filter_map(|record| match record.as_ref() {
            Record::Days(file) => Some(file.as_ref()),
            _ => None,
        })
    }

    /// What was found of policies, by household.
    pub fn entitlement_files(&self) -> impl Iterator<Item = &EntitlementFile> {
        self.0.values().filter_map(|record| match record.as_ref() {
            Record::Entitlements(file) => Some(file.as_ref()),
            _ => None,
        })
    }

    /// All handovers, by identity.
    pub fn handovers(&self) -> impl Iterator<Item = &Handover> {
        self.0.values().filter_map(|record| match record.as_ref() {
            Record::Handover(handover) => Some(handover.as_ref()),
            _ => None,
        })
    }

    /// All entries of the work log, by identity.
    pub fn works(&self) -> impl Iterator<Item = &WorkLog> {
        self.0.values().filter_map(|record| match record.as_ref() {
            Record::Work(work) => Some(work.as_ref()),
            _ => None,
        })
    }

    /// Whether the history of a record here already shows this operation.
    #[must_use]
    pub fn shows(&self, key: Option<RecordKey>, op: OpId) -> bool {
        let record = key.and_then(|key| self.0.get(&key));
        record.is_some_and(|record| record.times(op) > 0)
    }
}

impl Records for RecordMap {
    fn household(&self, id: HouseholdId) -> Option<&Household> {
        match self.0.get(&RecordKey::Household(id)).map(Arc::as_ref) {
            Some(Record::Household(household)) => Some(household),
            _ => None,
        }
    }

    fn visit(&self, id: VisitId) -> Option<&Visit> {
        match self.0.get(&RecordKey::Visit(id)).map(Arc::as_ref) {
            Some(Record::Visit(visit)) => Some(visit),
            _ => None,
        }
    }

    fn explanation(&self, id: ExplanationId) -> Option<&Explanation> {
        match self.0.get(&RecordKey::Explanation(id)).map(Arc::as_ref) {
            Some(Record::Explanation(explanation)) => Some(explanation),
            _ => None,
        }
    }

    fn flag(&self, id: FlagId) -> Option<&RelapseFlag> {
        match self.0.get(&RecordKey::Flag(id)).map(Arc::as_ref) {
            Some(Record::Flag(flag)) => Some(flag),
            _ => None,
        }
    }

    fn monitoring(&self, id: HouseholdId) -> Option<&MonitoringFile> {
        match self.0.get(&RecordKey::Monitoring(id)).map(Arc::as_ref) {
            Some(Record::Monitoring(file)) => Some(file),
            _ => None,
        }
    }

    fn request(&self, id: RequestId) -> Option<&Request> {
        match self.0.get(&RecordKey::Request(id)).map(Arc::as_ref) {
            Some(Record::Request(request)) => Some(request),
            _ => None,
        }
    }

    fn days(&self, id: DaysId) -> Option<&DaysFile> {
        match self.0.get(&RecordKey::Days(id)).map(Arc::as_ref) {
            Some(Record::Days(file)) => Some(file),
            _ => None,
        }
    }

    fn entitlements(&self, id: HouseholdId) -> Option<&EntitlementFile> {
        match self.0.get(&RecordKey::Entitlements(id)).map(Arc::as_ref) {
            Some(Record::Entitlements(file)) => Some(file),
            _ => None,
        }
    }

    fn handover(&self, id: HandoverId) -> Option<&Handover> {
        match self.0.get(&RecordKey::Handover(id)).map(Arc::as_ref) {
            Some(Record::Handover(handover)) => Some(handover),
            _ => None,
        }
    }

    fn work(&self, id: WorkId) -> Option<&WorkLog> {
        match self.0.get(&RecordKey::Work(id)).map(Arc::as_ref) {
            Some(Record::Work(work)) => Some(work),
            _ => None,
        }
    }

    fn flags_of(&self, household: HouseholdId) -> Vec<&RelapseFlag> {
        self.flags().filter(|flag| flag.household == household).collect()
    }

    fn requests_of(&self, household: HouseholdId) -> Vec<&Request> {
        self.requests()
            .filter(|request| request.household == household)
            .collect()
    }
}
