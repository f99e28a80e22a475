//! The leader's review queue: its order, what contradicts, and which no-change visits are opened singly
//! (domain.md §5.4).

use super::codes::{Signal, VisitStatus};
use super::{Visit, rules};
use crate::config::Config;
use crate::household::Household;
use crate::household::codes::Answer;
use crate::household::facts::FieldName;
use crate::ids::{StaffId, VisitId};

coded! {
    /// Why a visit stands where it stands in the queue; earlier is more pressing.
    pub enum Rank {
        Urgent = "URGENT", "急", "urgent";
        NewRisk = "NEW_RISK", "新风险", "new risk";
        Contradiction = "CONTRADICTION", "与档案不一致", "contradicts the record";
        Changed = "CHANGED", "情况有变", "facts changed";
        Monitored = "MONITORED", "监测户", "monitored household";
        Late = "LATE", "补录", "recorded late";
        NoChange = "NO_CHANGE", "无变化", "no change";
    }
}

/// Where a visit stands in the queue.
#[must_use]
pub fn rank(visit: &Visit, household: Option<&Household>, config: &Config) -> Rank {
    let content = &visit.content;
    if content.urgent {
        Rank::Urgent
    } else if !content.signals.is_empty() {
        Rank::NewRisk
    } else if household.is_some_and(|household| contradicts(visit, household)) {
        Rank::Contradiction
    } else if content.changes.iter().any(super::FactChange::is_change) {
        Rank::Changed
    } else if household.is_some_and(|household| household.monitored().is_some()) {
        Rank::Monitored
    } else if rules::needs_late_reason(content.visited_on, visit.recorded_on, config) {
        Rank::Late
    } else {
        Rank::NoChange
    }
}

/// Whether what the visit says disagrees with itself or with what is known of the household.
#[must_use]
pub fn contradicts(visit: &Visit, household: &Household) -> bool {
    let says = |signal: Signal, name: FieldName| {
        visit.content.signals.contains(&signal) && household.guarantee(name) == Answer::Ok
    };
    !visit.conflicts.is_empty()
        || says(Signal::BadWater, FieldName::WaterGuarantee)
        || says(Signal::DangerousHouse, FieldName::HousingGuarantee)
        || says(Signal::OutOfSchool, FieldName::EducationGuarantee)
        || says(Signal::Uninsured, FieldName::MedicalGuarantee)
        || (visit.content.no_change && !visit.content.signals.is_empty())
}

/// Whether this reviewer may decide on the visit now: submitted, and not the reviewer's own (VV05).
#[must_use]
pub fn awaits(visit: &Visit, reviewer: &StaffId) -> bool {
    visit.status == VisitStatus::Submitted && visit.author != *reviewer
}

/// Whether a no-change visit must be opened singly instead of being approved with the others.
///
/// Drawn from the visit's identity, so that phone and server draw the same and nobody can choose.
#[must_use]
pub fn open_alone(visit: VisitId, config: &Config) -> bool {
    let lot = visit.0.as_bytes().iter().fold(0_u32, |lot, byte| {
        lot.wrapping_mul(31).wrapping_add(u32::from(*byte))
    });
    lot % 100 < u32::from(config.open_alone_percent)
}

/// Sorts the visits that await this reviewer: by rank, then oldest visit first, then identity.
#[must_use]
pub fn in_order<'a>(
    visits: impl Iterator<Item = &'a Visit>,
    household: impl Fn(&Visit) -> Option<&'a Household>,
    reviewer: &StaffId,
    config: &Config,
) -> Vec<(Rank, &'a Visit)> {
    let mut queue: Vec<(Rank, &Visit)> = visits
        .filter(|visit| awaits(visit, reviewer))
        .map(|visit| (rank(visit, household(visit), config), visit))
        .collect();
    queue.sort_by_key(|(rank, visit)| (*rank, visit.counted_on(), visit.id));
    queue
}
