//! Dated configuration that rules read; figures are defaults until the district confirms them (domain.md §2).

use crate::calendar::Holidays;
use crate::case::codes::Department;
use crate::case::{AskedFrom, asked_on};
use crate::commitments::calendar::Calendar;
use crate::commitments::{Figures, LineRow};
use crate::due::VisitTier;
use crate::elimination::EliminationLimits;
use crate::identification::IdentifyLimits;
use crate::income::{CountingRule, MonitoringLine, published_lines};
use crate::regime::{Regime, RegimeFrom, regime_on, shipped_regimes};
use crate::screening::RuleRow;
use crate::team::{DaysFigure, LeaveFigures, shipped_days};
use chrono::NaiveDate;
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
    /// A visit longer ago than this needs a reason whatever `late_after_days` allows, and its day is asked about (VV01).
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
    /// The income lines by year, yuan per person (§4.2); a year that is not here has none.
    #[cbor(n(19), default)]
    pub income_lines: Vec<MonitoringLine>,
    /// What the district decided of lines that places count differently (§4.3).
    #[cbor(n(20), default)]
    pub counting_rules: Vec<CountingRule>,
    /// The district's own rows of the catalogue of commitments; each replaces the shipped one of its code (§6).
    #[cbor(n(14), default)]
    pub commitments: Vec<LineRow>,
    /// The year's calendar (§7.5, to be confirmed locally).
    #[cbor(n(15), default)]
    pub calendar: Calendar,
    /// Figures of the four not-removes.
    #[cbor(n(16), default)]
    pub four: Figures,
    /// Days within which the leader triages a flag, from the day of the sighting (§5.3); 0 where not set.
    #[cbor(n(9), default)]
    pub triage_limit_days: u32,
    /// Days after which a request should be answered, as the form proposes them (design); 0 where not set.
    #[cbor(n(11), default)]
    pub request_due_days: u32,
    /// Days from the decision within which the plan is made (§4.8, uncertain); 0 where not set.
    #[cbor(n(21), default)]
    pub plan_due_days: u32,
    /// Limits of the identification procedure (§2, §4.7); none where the district set none.
    #[cbor(n(10), default)]
    pub identify: Option<IdentifyLimits>,
    /// Figures of risk elimination (§2, §4.10); none where the district set none.
    #[cbor(n(22), default)]
    pub eliminate: Option<EliminationLimits>,
    /// Fewest days on site a month, by the day from which they hold (§7.3); none where the district set none.
    #[cbor(n(23), default)]
    pub days_on_site: Vec<DaysFigure>,
    /// Fewest nights in the village a month, by the day from which they hold (`min_nights_on_site_month`, §2, §7.3); none
    /// where the district set none.
    #[cbor(n(31), default)]
    pub nights_on_site: Vec<DaysFigure>,
    /// For how many months the office keeps what §11.3 names (`retention_*`, §2): dismissed clues, closed cases, the audit
    /// log. 0 where the district set none. No rule reads them: they say what was ordered.
    #[cbor(n(32), default)]
    pub retention_months: [u32; 3],
    /// By which figures leave is decided (§7.3); none where the district set none.
    #[cbor(n(24), default)]
    pub leave: Option<LeaveFigures>,
    /// Days after which a fact other than a guarantee item is asked again (design: people go away for work and come back
    /// with the seasons); 0 where not set, and then nothing is.
    #[cbor(n(25), default)]
    pub fact_stale_days: u32,
    /// The district's own rows of the rules of screening; a rule without one is as it ships (§12.2, §12.3).
    #[cbor(n(27), default)]
    pub screening: Vec<RuleRow>,
    /// Days after which a returned visit that nobody corrected is marked (§5.4, design); 0 where not set, and then none is.
    #[cbor(n(28), default)]
    pub return_stale_days: u32,
    /// The public holidays by year, as far as they are set: the district sets a year when its notice is out (§4.7).
    #[cbor(n(17), default)]
    pub holidays: Holidays,
    /// The regimes of monitoring, by the day from which they hold (§2).
    #[cbor(n(18), default)]
    pub regimes: Vec<RegimeFrom>,
    /// The departments whose answer the comparison needs, by the day from which they are asked (§4.7); none where the district
    /// set none, and then one answer is enough.
    #[cbor(n(29), default)]
    pub asked_departments: Vec<AskedFrom>,
    /// Days after the decision from which on a household without a measure is pointed out (`no_measure_alert_days`, §2, VQ38);
    /// 0 where not set, and then only the plan's own day is.
    #[cbor(n(30), default)]
    pub no_measure_days: u32,
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
            income_lines: published_lines(),
            counting_rules: Vec::new(),
            commitments: Vec::new(),
            calendar: Calendar::default(),
            four: Figures::default(),
            triage_limit_days: 2,
            request_due_days: 15,
            plan_due_days: 10,
            identify: Some(IdentifyLimits::default()),
            eliminate: Some(EliminationLimits::default()),
            days_on_site: shipped_days(),
            nights_on_site: Vec::new(),
            retention_months: [0; 3],
            leave: Some(LeaveFigures::default()),
            fact_stale_days: 180,
            screening: Vec::new(),
            return_stale_days: 7,
            holidays: Holidays::default(),
            regimes: shipped_regimes(),
            asked_departments: Vec::new(),
            no_measure_days: 30,
        }
    }
}

impl Config {
    /// The regime of monitoring in force on a day; none where none is known.
    #[must_use]
    pub fn regime_on(&self, day: NaiveDate) -> Option<Regime> {
        regime_on(&self.regimes, day).map(|found| found.regime)
    }

    /// The departments that a case opened on a day asks to compare; none where the district set none.
    #[must_use]
    pub fn asked_on(&self, day: NaiveDate) -> &[Department] {
        asked_on(&self.asked_departments, day).map_or(&[], |row| &row.departments)
    }

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
