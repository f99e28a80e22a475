//! Whom to visit and when: the tier of a household and the days since the last qualifying visit
//! (domain.md §4.9). Intervals, never counts per month.

use crate::config::Config;
use crate::household::Household;
use crate::household::codes::{Health, HouseholdType};
use crate::household::facts::{FactValue, FieldName};
use crate::ids::VisitId;
use crate::time::{days_between, plus_days};
use crate::visit::Visit;
use chrono::NaiveDate;

coded! {
    /// How closely a household is followed.
    pub enum VisitTier {
        Active = "T1_ACTIVE", "监测户", "monitored household";
        Focus = "T2_FOCUS", "重点户", "focus household";
        Eliminated = "T3_ELIMINATED", "已消除风险户", "risk eliminated";
        Lifted = "T4_LIFTED", "脱贫户", "lifted-out household";
        General = "T5_GENERAL", "一般农户", "ordinary household";
    }
}

/// The tier of a household: the closest of those into which it falls.
#[must_use]
pub fn tier(household: &Household) -> VisitTier {
    if household.monitored().is_some() {
        VisitTier::Active
    } else if is_focus(household) {
        VisitTier::Focus
    } else if household.eliminated.is_some() {
        VisitTier::Eliminated
    } else if household.household_type == HouseholdType::LiftedOut {
        VisitTier::Lifted
    } else {
        VisitTier::General
    }
}

/// Subsistence, special care, serious illness or disability in the household (“八必访”, 低保特困、残疾大病, domain.md §4.6,
/// §4.9).
fn is_focus(household: &Household) -> bool {
    let yes = FactValue::Flag(true);
    household.no_labour_safety_net
        || household.members.iter().any(|member| {
            let flag = |name| member.facts.value(name) == Some(&yes);
            flag(FieldName::Subsistence)
                || flag(FieldName::SpecialCare)
                || member.suffers(Health::Serious)
                || member.suffers(Health::Disabled)
        })
}

/// When a household should be visited next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The tier that sets the interval.
    pub tier: VisitTier,
    /// The last day on which somebody was met, if ever.
    pub last_met: Option<NaiveDate>,
    /// The visit at which that was.
    pub last_visit: Option<VisitId>,
    /// The last day of the interval, whatever was proposed at the door; none when nobody was ever met.
    pub ends: Option<NaiveDate>,
    /// The day by which the next visit should be made; none when nobody was ever met.
    pub by: Option<NaiveDate>,
    /// Days until `by`; negative when past. A household never visited is due now: 0.
    pub days_left: i64,
}

/// Computes when a household is due, from its visits in any order.
#[must_use]
pub fn due<'a>(
    household: &Household,
    visits: impl Iterator<Item = &'a Visit>,
    today: NaiveDate,
    config: &Config,
) -> Due {
    let tier = tier(household);
    let met = visits.filter(|visit| visit.household == household.id && visit.qualifies());
    let met = met.map(|visit| (visit.counted_on(), visit));
    let newest = met.max_by_key(|(on, visit)| (*on, visit.id));
    let (last_met, last) = newest.unzip();
    // A day proposed at the door may bring the next visit forward, never push it out.
    let proposed = last.and_then(|visit| visit.content.next_visit_on);
    let ends = last_met.map(|day| plus_days(day, config.interval(tier)));
    let by = ends.map(|day| proposed.map_or(day, |p| p.min(day)));
    Due {
        tier,
        last_met,
        last_visit: last.map(|visit| visit.id),
        ends,
        by,
        days_left: by.map_or(0, |by| days_between(today, by)),
    }
}
