//! Leave and days on site of the people of a team (domain.md §7.3): asked for, decided, derived from the work, and
//! confirmed once a month. Nobody clocks in, and nothing is counted of a person above the own leader.
//! Township and district decide on leave at their desks.

pub mod codes;
mod days;
pub mod desk;
mod leave;
mod rules;

pub use days::{DayOf, MonthOfDays, Work, day_status, month, work_of};
pub use leave::{Leave, LeaveContent, LeaveDecision, LeaveEntry, LeaveEvent};
pub use rules::{
    LEAVES_MAX, MONTHS_MAX, check_decision, check_leave, check_month, decides, lacks_nights, level_at_desk,
    needs_reason, needs_words, path,
};

use crate::config::Config;
use crate::ids::{DaysId, OpId, StaffId, TeamId};
use crate::policy::Actor;
use crate::roster::Role;
use crate::time::Millis;
use chrono::NaiveDate;
use codes::{DayMark, MonthState};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// Fewest days on site a month, or fewest nights, as a document orders it from a day on (domain.md §7.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct DaysFigure {
    /// First day on which it holds.
    #[cbor(n(0), with = "crate::cbor::day")]
    pub from: NaiveDate,
    /// Days a month, or nights; of nights 0 orders none any more.
    #[n(1)]
    pub days: u32,
    /// The document that orders it; empty where none was given.
    #[serde(default)]
    #[cbor(n(2), default)]
    pub document: String,
}

/// What ships until the district says its own: at least 20 days a month (domain.md §7.3, source S21, of another county
/// of the province), since the base document of 2021-05.
#[must_use]
pub fn shipped_days() -> Vec<DaysFigure> {
    let from = NaiveDate::from_ymd_opt(2021, 5, 1);
    let figure = |from| DaysFigure {
        from,
        days: 20,
        document: String::new(),
    };
    from.map(figure).into_iter().collect()
}

/// The figure in force in a month; none where the district set none.
#[must_use]
pub fn figure_of(figures: &[DaysFigure], month: NaiveDate) -> Option<&DaysFigure> {
    let in_force = figures.iter().filter(|figure| figure.from <= month);
    in_force.max_by_key(|figure| figure.from)
}

/// The fewest nights that are set for a month; none where the district set none (`min_nights_on_site_month`, domain.md §2:
/// off until it does).
#[must_use]
pub fn nights_of(config: &Config, month: NaiveDate) -> Option<u32> {
    let figure = figure_of(&config.nights_on_site, month)?;
    Some(figure.days).filter(|nights| *nights > 0)
}

/// By which figures leave is decided (domain.md §7.3, sources S21; the year's figure is local).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct LeaveFigures {
    /// Days up to which the township decides; above it the district does.
    #[n(0)]
    pub town_days: u32,
    /// Days of leave a year after which replacing the person is to be considered; official trips do not count.
    #[n(1)]
    pub year_days: u32,
}

impl Default for LeaveFigures {
    fn default() -> Self {
        Self {
            town_days: 3,
            year_days: 30,
        }
    }
}

/// What a person says of one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct DayNote {
    /// The day.
    #[cbor(n(0), with = "crate::cbor::day")]
    pub on: NaiveDate,
    /// What it was.
    #[n(1)]
    pub mark: DayMark,
    /// What was done, or why the records show it otherwise; may be empty of a rest day.
    #[serde(default)]
    #[cbor(n(2), default)]
    pub why: String,
}

/// What somebody confirms of a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct MonthContent {
    /// Its first day.
    #[cbor(n(0), with = "crate::cbor::day")]
    pub month: NaiveDate,
    /// The newest confirmation of this month that the person had read; none where there was none.
    #[serde(default)]
    #[n(1)]
    pub seen: Option<OpId>,
    /// Days on site as the person saw them, the extra ones included.
    #[n(2)]
    pub on_site: u32,
    /// Extra days and corrections, all of them.
    #[serde(default)]
    #[cbor(n(3), default)]
    pub marks: Vec<DayNote>,
    /// Why there are fewer days or nights than set, or why it is confirmed anew; else empty.
    #[serde(default)]
    #[cbor(n(4), default)]
    pub words: String,
    /// Nights in the village, as the person says: nothing is derived of nights. None where they were not asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(5), default)]
    pub nights: Option<u32>,
}

/// One confirmation of a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct MonthEntry {
    /// The operation that caused it.
    #[n(0)]
    pub op: OpId,
    /// Who confirmed.
    #[n(1)]
    pub by: StaffId,
    /// The person's name, as of then.
    #[n(2)]
    pub by_name: String,
    /// Whether that was a team leader.
    #[n(3)]
    pub leads: bool,
    /// The device's clock.
    #[n(4)]
    pub recorded_at: Millis,
    /// The server's clock; none while it waits on the phone.
    #[serde(default)]
    #[n(5)]
    pub received_at: Option<Millis>,
    /// What was confirmed.
    #[n(6)]
    pub content: MonthContent,
}

/// The leave and the confirmed months of one person in one team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct DaysFile {
    /// Identity, from team and person.
    #[n(0)]
    pub id: DaysId,
    /// The team.
    #[n(1)]
    pub team: TeamId,
    /// The person.
    #[n(2)]
    pub staff: StaffId,
    /// The person's name, as of the first entry.
    #[n(3)]
    pub name: String,
    /// Leave, in the order in which it was asked for.
    #[serde(default)]
    #[cbor(n(4), default)]
    pub leaves: Vec<Leave>,
    /// Confirmations of months, in order of effect.
    #[serde(default)]
    #[cbor(n(5), default)]
    pub months: Vec<MonthEntry>,
}

impl DaysFile {
    /// The empty file of a person in a team.
    #[must_use]
    pub fn new(team: TeamId, staff: StaffId, name: String) -> Self {
        Self {
            id: DaysId::of(&team, &staff),
            team,
            staff,
            name,
            leaves: Vec::new(),
            months: Vec::new(),
        }
    }

    /// Whether somebody may read it: the person, and whoever leads the team. See [`shown_to`].
    #[must_use]
    pub fn is_shown_to(&self, actor: &Actor) -> bool {
        shown_to(&self.team, &self.staff, actor)
    }

    /// The confirmations of a month, in order of effect.
    fn entries(&self, month: NaiveDate) -> impl DoubleEndedIterator<Item = &MonthEntry> {
        self.months
            .iter()
            .filter(move |entry| entry.content.month == month)
    }

    /// The newest confirmation of a month.
    #[must_use]
    pub fn newest(&self, month: NaiveDate) -> Option<&MonthEntry> {
        self.entries(month).next_back()
    }

    /// The newest confirmation by a leader: what it says of days counts.
    #[must_use]
    pub fn confirmed(&self, month: NaiveDate) -> Option<&MonthEntry> {
        self.entries(month).rfind(|entry| entry.leads)
    }

    /// How far a month is confirmed. A person's correction of a confirmed month waits for the leader again.
    #[must_use]
    pub fn month_state(&self, month: NaiveDate) -> MonthState {
        match self.newest(month) {
            None => MonthState::Open,
            Some(entry) if entry.leads => MonthState::Confirmed,
            Some(_) => MonthState::ByMember,
        }
    }

    /// The months that wait for the leader, oldest first.
    #[must_use]
    pub fn months_to_confirm(&self) -> Vec<NaiveDate> {
        let waits = |month: &NaiveDate| self.month_state(*month) == MonthState::ByMember;
        let mut months: Vec<NaiveDate> = self.months.iter().map(|entry| entry.content.month).collect();
        months.sort_unstable();
        months.dedup();
        months.retain(waits);
        months
    }

    /// A leave by the operation that asked for it.
    #[must_use]
    pub fn leave(&self, op: OpId) -> Option<&Leave> {
        self.leaves.iter().find(|leave| leave.op == op)
    }

    /// How often an operation stands in it.
    #[must_use]
    pub fn times(&self, op: OpId) -> usize {
        let asked = self.leaves.iter().filter(|leave| leave.op == op).count();
        let steps = self.leaves.iter().flat_map(|leave| &leave.steps);
        let months = self.months.iter().filter(|entry| entry.op == op).count();
        asked + steps.filter(|entry| entry.op == op).count() + months
    }
}

/// Whether the file of `staff` in `team` may be known to somebody: to the person, and to the leader of that team; to
/// no colleague and to nobody above (domain.md §10.1: nothing is counted per person). Of a leave that needs their consent
/// township and district read what [`desk::LeaveBoard`] tells.
#[must_use]
pub fn shown_to(team: &TeamId, staff: &StaffId, actor: &Actor) -> bool {
    let leads = actor.role == Role::TeamLeader && actor.team.as_ref() == Some(team);
    *staff == actor.staff || leads
}
