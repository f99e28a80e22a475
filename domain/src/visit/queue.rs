//! The leader's review: the order of the queue, which no-change visits are opened singly, which words
//! stand in an earlier visit, and which return waits too long (domain.md §5.4, §12.6).

use super::codes::VisitStatus;
use super::{Visit, rules};
use crate::config::Config;
use crate::household::Household;
use crate::ids::{StaffId, VisitId};
use crate::text::compact;
use crate::time::{days_between, field_day};
use chrono::NaiveDate;

/// Days within which an earlier visit is compared with (VV07, design).
pub const COPIED_WITHIN_DAYS: i64 = 90;
/// Shortest note that is compared, in characters without spaces and marks (VV07, design).
pub const COPIED_MIN: usize = 12;
/// The same of a visit that found nothing changed: there a stock phrase says all there is to say.
pub const COPIED_MIN_NO_CHANGE: usize = 24;

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
    } else if !visit.conflicts.is_empty() {
        // A sign that the record speaks against, such as bad water where water is assured, ranks as a new risk already.
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

/// The newest earlier visit of the same author in which the same words stand (VV07), none where there is none.
///
/// A hint for the reviewer alone: it stops nothing, and nobody counts it by person. A note counts from [`COPIED_MIN`]
/// characters on, spaces and marks aside, and from [`COPIED_MIN_NO_CHANGE`] where nothing has changed.
#[must_use]
pub fn same_words<'a>(visit: &Visit, others: impl Iterator<Item = &'a Visit>) -> Option<&'a Visit> {
    let words = bare(&visit.content.note);
    let least = match visit.content.no_change {
        true => COPIED_MIN_NO_CHANGE,
        false => COPIED_MIN,
    };
    if words.chars().count() < least {
        return None;
    }
    let place = |visit: &Visit| (visit.counted_on(), visit.id);
    let near = |other: &Visit| {
        days_between(other.counted_on(), visit.counted_on()) <= COPIED_WITHIN_DAYS
            && (other.household != visit.household || other.content.visited_on != visit.content.visited_on)
    };
    others
        .filter(|other| other.author == visit.author && place(other) < place(visit) && near(other))
        .filter(|other| bare(&other.content.note) == words)
        .max_by_key(|other| place(other))
}

/// A text without spaces and marks, so that a comma more does not make other words of it.
fn bare(note: &str) -> String {
    let mark = |c: &char| ",.;:!?。、\"“”'()".contains(*c);
    compact(note).chars().filter(|c| !mark(c)).collect()
}

/// For how many days a returned visit has waited for its author, where they are more than the district lets it
/// (`STALE_RETURN`, domain.md §5.4); none where it waits for nothing or not that long. Derived, never kept.
#[must_use]
pub fn stale_return(visit: &Visit, today: NaiveDate, config: &Config) -> Option<i64> {
    let (entry, ..) = visit.open_return()?;
    let since = field_day(entry.received_at.unwrap_or(entry.recorded_at));
    let days = days_between(since, today);
    let limit = i64::from(config.return_stale_days);
    (limit > 0 && days > limit).then_some(days)
}
