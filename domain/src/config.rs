//! Dated configuration that rules read; figures are defaults until the district confirms them (domain.md §2).

use crate::due::VisitTier;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// The figures that rules of this slice need. Each has its source in domain.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(default)]
pub struct Config {
    /// Days between qualifying visits by tier, in the order of [`VisitTier::ALL`] (§4.9, uncertain).
    #[n(0)]
    pub visit_interval_days: [u32; 5],
    /// A guarantee answer older than this is asked again (design).
    #[n(1)]
    pub guarantee_stale_days: u32,
    /// A visit recorded later than this after its date needs a reason (§5.2).
    #[n(2)]
    pub late_after_days: u32,
    /// A visit older than this needs a reason however it was recorded (VV01).
    #[n(3)]
    pub old_after_days: u32,
    /// Days a leader has for a review (`review_sla_days`, design).
    #[n(4)]
    pub review_sla_days: u32,
    /// Share of no-change visits, in percent, that must be opened one by one (§5.4).
    #[n(5)]
    pub open_alone_percent: u8,
    /// Minutes since last use during which the phone opens without the unlock code.
    #[n(6)]
    pub unlock_window_minutes: u32,
    /// Number of the filing of this application (domain.md §10.1); empty until the district has one.
    #[n(7)]
    pub filing_number: String,
    /// Where complaints and suggestions go (domain.md §10.1); empty until configured.
    #[n(8)]
    pub complaint_channel: String,
    /// Days within which the leader triages a flag, from the day of the sighting (§5.3); 0 where not set.
    #[cbor(n(9), default)]
    pub triage_limit_days: u32,
    /// Days from the sighting to the county's decision (`identify_total_limit_days`, §2); 0 where not set.
    #[cbor(n(10), default)]
    pub identify_limit_days: u32,
    /// The days in which the district counts that limit (§2: it differs from place to place).
    #[cbor(n(11), default)]
    pub identify_limit_unit: DayUnit,
}

coded! {
    /// Which days a limit counts.
    pub enum DayUnit {
        Calendar = "CALENDAR", "天", "calendar days";
        Working = "WORKING", "个工作日", "working days";
    }
}

#[expect(
    clippy::derivable_impls,
    reason = "the macro makes the enumeration, and marks no value as usual"
)]
impl Default for DayUnit {
    fn default() -> Self {
        Self::Calendar
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            visit_interval_days: [30, 60, 90, 90, 365],
            guarantee_stale_days: 30,
            late_after_days: 3,
            old_after_days: 60,
            review_sla_days: 3,
            open_alone_percent: 10,
            unlock_window_minutes: 60,
            filing_number: String::new(),
            complaint_channel: String::new(),
            triage_limit_days: 2,
            identify_limit_days: 15,
            identify_limit_unit: DayUnit::Calendar,
        }
    }
}

impl Config {
    /// The interval of a tier, in days.
    #[must_use]
    pub const fn interval(&self, tier: VisitTier) -> u32 {
        let [active, focus, eliminated, lifted, general] = self.visit_interval_days;
        match tier {
            VisitTier::Active => active,
            VisitTier::Focus => focus,
            VisitTier::Eliminated => eliminated,
            VisitTier::Lifted => lifted,
            VisitTier::General => general,
        }
    }
}
