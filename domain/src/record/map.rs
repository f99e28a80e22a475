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
use uuid::Uuid;

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

/// Reads a record as one of its kind; none where it is of another.
macro_rules! reads {
    ($kind:ident) => {
        |record| match record {
            Record::$kind(one) => Some(one.as_ref()),
            _ => None,
        }
    };
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
        self.all(RecordKey::Household(HouseholdId(Uuid::nil())), reads!(Household))
    }

    /// All visits, by identity.
    pub fn visits(&self) -> impl Iterator<Item = &Visit> {
        self.all(RecordKey::Visit(VisitId(Uuid::nil())), reads!(Visit))
    }

    /// All explanations, by identity.
    pub fn explanations(&self) -> impl Iterator<Item = &Explanation> {
        self.all(
            RecordKey::Explanation(ExplanationId(Uuid::nil())),
            reads!(Explanation),
        )
    }

    /// All flags, by identity.
    pub fn flags(&self) -> impl Iterator<Item = &RelapseFlag> {
        self.all(RecordKey::Flag(FlagId(Uuid::nil())), reads!(Flag))
    }

    /// All monitoring files, by household.
    pub fn monitoring_files(&self) -> impl Iterator<Item = &MonitoringFile> {
        self.all(
            RecordKey::Monitoring(HouseholdId(Uuid::nil())),
            reads!(Monitoring),
        )
    }

    /// All requests, by identity.
    pub fn requests(&self) -> impl Iterator<Item = &Request> {
        self.all(RecordKey::Request(RequestId(Uuid::nil())), reads!(Request))
    }

    /// All files of leave and months, by identity.
    pub fn days_files(&self) -> impl Iterator<Item = &DaysFile> {
        self.all(RecordKey::Days(DaysId(Uuid::nil())), reads!(Days))
    }

    /// What was found of policies, by household.
    pub fn entitlement_files(&self) -> impl Iterator<Item = &EntitlementFile> {
        self.all(
            RecordKey::Entitlements(HouseholdId(Uuid::nil())),
            reads!(Entitlements),
        )
    }

    /// All handovers, by identity.
    pub fn handovers(&self) -> impl Iterator<Item = &Handover> {
        self.all(RecordKey::Handover(HandoverId(Uuid::nil())), reads!(Handover))
    }

    /// All entries of the work log, by identity.
    pub fn works(&self) -> impl Iterator<Item = &WorkLog> {
        self.all(RecordKey::Work(WorkId(Uuid::nil())), reads!(Work))
    }

    /// All records of the kind of the key, in the order of their identities: they lie side by side, for a key begins
    /// with its kind. A screen that asks for every kind looks through the map once in all, not once for each.
    fn all<T: 'static>(&self, first: RecordKey, read: fn(&Record) -> Option<&T>) -> impl Iterator<Item = &T> {
        self.0.range(first..).map_while(move |(_, record)| read(record))
    }

    fn one<T: 'static>(&self, key: RecordKey, read: fn(&Record) -> Option<&T>) -> Option<&T> {
        self.0.get(&key).and_then(|record| read(record))
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
        self.one(RecordKey::Household(id), reads!(Household))
    }

    fn visit(&self, id: VisitId) -> Option<&Visit> {
        self.one(RecordKey::Visit(id), reads!(Visit))
    }

    fn explanation(&self, id: ExplanationId) -> Option<&Explanation> {
        self.one(RecordKey::Explanation(id), reads!(Explanation))
    }

    fn flag(&self, id: FlagId) -> Option<&RelapseFlag> {
        self.one(RecordKey::Flag(id), reads!(Flag))
    }

    fn monitoring(&self, id: HouseholdId) -> Option<&MonitoringFile> {
        self.one(RecordKey::Monitoring(id), reads!(Monitoring))
    }

    fn request(&self, id: RequestId) -> Option<&Request> {
        self.one(RecordKey::Request(id), reads!(Request))
    }

    fn days(&self, id: DaysId) -> Option<&DaysFile> {
        self.one(RecordKey::Days(id), reads!(Days))
    }

    fn entitlements(&self, id: HouseholdId) -> Option<&EntitlementFile> {
        self.one(RecordKey::Entitlements(id), reads!(Entitlements))
    }

    fn handover(&self, id: HandoverId) -> Option<&Handover> {
        self.one(RecordKey::Handover(id), reads!(Handover))
    }

    fn work(&self, id: WorkId) -> Option<&WorkLog> {
        self.one(RecordKey::Work(id), reads!(Work))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_of_a_kind_lie_side_by_side_from_the_nil_one_on() {
        let ends = [Uuid::nil(), Uuid::max()];
        let of = |id: Uuid| {
            let kinds = RecordKey::KINDS.into_iter();
            kinds.map(move |kind| RecordKey::of(kind, id).unwrap())
        };
        let mut keys: Vec<RecordKey> = ends.into_iter().flat_map(of).collect();
        keys.sort_unstable();
        for pair in keys.chunks(2) {
            let [first, last] = pair else { panic!("{pair:?}") };
            assert_eq!((first.kind(), first.uuid()), (last.kind(), Uuid::nil()));
        }
    }
}
