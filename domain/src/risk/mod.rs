//! A flag for a risk 风险线索: signs that somebody saw, and what the leader made of them (domain.md §5.3).

pub mod order;
mod source;
pub mod warning;

pub use source::ClueSource;

use crate::calendar::Holidays;
use crate::config::Config;
use crate::history::RevisionEntry;
use crate::household::codes::RiskCause;
use crate::identification::{DeadlineStrip, IdentifyLimits, strip};
use crate::ids::{FlagId, HouseholdId, StaffId, TeamId, VillageId, VisitId};
use crate::time::{Millis, as_far_ahead, days_between, field_day, plus_days, trusted_day};
use crate::visit::VisitContent;
use crate::visit::codes::Signal;
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use warning::Warning;

/// Most risk causes of one household (domain.md §4.4).
pub const CAUSES_MAX: usize = 5;
/// Longest reason or household's view, in characters; a bound, not a rule of the field.
pub const REASON_MAX: usize = 500;

coded! {
    /// Where a flag stands.
    pub enum FlagStatus {
        Raised = "RAISED", "等队长研判", "waiting for the leader";
        Watch = "WATCH", "先观察", "being watched";
        Confirmed = "CONFIRMED", "已确认", "confirmed";
        Dismissed = "DISMISSED", "不列入", "dismissed";
        Merged = "MERGED", "并入另一条", "merged";
        Withdrawn = "WITHDRAWN", "更正后没有了", "taken back by a correction";
    }
}

impl FlagId {
    /// The flag that a visit raises bears the visit's number, so that phone and server name it alike.
    #[must_use]
    pub const fn of_visit(visit: VisitId) -> Self {
        Self(visit.0)
    }
}

/// What was seen or heard; everything that a correction of the visit may change.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Encode, Decode)]
pub struct FlagContent {
    /// The day on which it was seen, local: T0, from which every limit counts (§5.3).
    #[cbor(n(0), with = "crate::cbor::day")]
    pub seen_on: NaiveDate,
    /// The signs, in plain words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(1), default)]
    pub signals: Vec<Signal>,
    /// It cannot wait: first help, papers later (§4.7, green channel).
    #[serde(default)]
    #[cbor(n(2), default)]
    pub urgent: bool,
    /// In the words of whoever saw it.
    #[serde(default)]
    #[cbor(n(3), default)]
    pub words: String,
    /// What a department warned of, where its list raised the flag (`DEPT_WARNING`, §4.6); none where somebody saw
    /// something. Only the import of a list says so, no phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(4), default)]
    pub warning: Option<Warning>,
    /// How it was found, where that was said (§4.6); see [`Self::found_by`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(5), default)]
    pub source: Option<ClueSource>,
}

impl FlagContent {
    /// What a visit says of a risk. A visit's note speaks for its flag.
    #[must_use]
    pub fn of_visit(content: &VisitContent) -> Self {
        Self {
            seen_on: content.visited_on,
            signals: content.signals.clone(),
            urgent: content.urgent,
            words: content.note.trim().to_owned(),
            warning: None,
            source: ClueSource::of_visit(content),
        }
    }

    /// The causes that the warning or the signs suggest, most direct first; a proposal, never a decision (§5.3).
    #[must_use]
    pub fn causes(&self) -> Vec<RiskCause> {
        match &self.warning {
            Some(warning) => warning.kind.proposes().to_vec(),
            None => causes(&self.signals),
        }
    }

    /// Whether a visit that says this raises a flag: it ticked a sign, or that something cannot wait.
    #[must_use]
    pub fn alarms(&self) -> bool {
        self.urgent || !self.signals.is_empty()
    }
}

/// A leader's decision on one revision of a flag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(tag = "decision", rename_all = "snake_case")]
#[cbor(flat)]
pub enum Triage {
    /// It is a clue of a risk; the limit of identification runs from T0.
    #[n(0)]
    Confirm,
    /// Not yet; somebody looks again.
    #[n(1)]
    Watch {
        /// When.
        #[cbor(n(0), with = "crate::cbor::day")]
        recheck_on: NaiveDate,
        /// Why not yet.
        #[n(1)]
        reason: String,
    },
    /// It is no risk.
    #[n(2)]
    Dismiss {
        /// Why.
        #[n(0)]
        reason: String,
        /// What the household says to it; may be empty.
        #[serde(default)]
        #[cbor(n(1), default)]
        household_view: String,
    },
    /// Another flag of the household says the same.
    #[n(3)]
    Merge {
        /// That flag.
        #[n(0)]
        into: FlagId,
    },
}

impl Triage {
    /// The flag into which it merges.
    #[must_use]
    pub const fn into_flag(&self) -> Option<FlagId> {
        match self {
            Self::Merge { into } => Some(*into),
            Self::Confirm | Self::Watch { .. } | Self::Dismiss { .. } => None,
        }
    }

    /// Where it leaves the flag.
    #[must_use]
    pub const fn status(&self) -> FlagStatus {
        match self {
            Self::Confirm => FlagStatus::Confirmed,
            Self::Watch { .. } => FlagStatus::Watch,
            Self::Dismiss { .. } => FlagStatus::Dismissed,
            Self::Merge { .. } => FlagStatus::Merged,
        }
    }
}

/// What happened to a flag, in the order in which it took effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(tag = "event", rename_all = "snake_case")]
#[cbor(flat)]
pub enum FlagEvent {
    /// Raised.
    #[n(0)]
    Raised,
    /// Its visit was corrected before the triage.
    #[n(1)]
    Revised {
        /// What it said before.
        #[n(0)]
        before: Box<FlagContent>,
    },
    /// Decided.
    #[n(2)]
    Triaged {
        /// The decision.
        #[serde(flatten)]
        #[n(0)]
        triage: Triage,
    },
    /// A decision on what the flag no longer was, kept for all to read.
    #[n(3)]
    LateTriage {
        /// The decision.
        #[serde(flatten)]
        #[n(0)]
        triage: Triage,
    },
    /// Its visit was corrected after the triage: the decision stands, the words are kept.
    #[n(4)]
    LateRevision {
        /// What the visit says now.
        #[n(0)]
        content: Box<FlagContent>,
    },
}

/// A line of a flag's history.
pub type FlagEntry = RevisionEntry<FlagEvent>;

/// What flags bring along that were merged into another: the limit runs from the first finding, and what could not wait of
/// one of them cannot wait of what they are together (§4.7, §5.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Joined {
    /// The first day on which one of them was seen, as it counts.
    #[cbor(n(0), with = "crate::cbor::day")]
    pub seen_on: NaiveDate,
    /// The day on which the server heard of that one; none while it has not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(1), with = "crate::cbor::maybe_day", default)]
    pub heard_on: Option<NaiveDate>,
    /// Whether one of them cannot wait.
    #[serde(default)]
    #[cbor(n(2), default)]
    pub urgent: bool,
}

/// A flag as everybody reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct RelapseFlag {
    /// Identity; that of the visit, where a visit raised it.
    #[n(0)]
    pub id: FlagId,
    /// The household.
    #[n(1)]
    pub household: HouseholdId,
    /// The village in which the household lies.
    #[n(2)]
    pub village: VillageId,
    /// The team of whoever raised it, at the time.
    #[n(3)]
    pub team: Option<TeamId>,
    /// Who raised it.
    #[n(4)]
    pub raised_by: StaffId,
    /// The name, as of then.
    #[n(5)]
    pub raised_by_name: String,
    /// The visit that raised it; none when it was flagged by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(6)]
    pub visit: Option<VisitId>,
    /// Raised by one at each correction and each decision; starts at 1.
    #[n(7)]
    pub rev: u32,
    /// The day on which the device recorded it, local.
    #[cbor(n(8), with = "crate::cbor::day")]
    pub recorded_on: NaiveDate,
    /// What was seen.
    #[n(9)]
    pub content: FlagContent,
    /// The decision that holds; none before the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(10)]
    pub triage: Option<Triage>,
    /// Everything that happened, in order of effect.
    #[n(11)]
    pub history: Vec<FlagEntry>,
    /// What the flags bring along that were merged into it; none where none was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(12), default)]
    pub joined: Option<Joined>,
}

impl RelapseFlag {
    /// Where it stands: what the last decision made of it; before any, whether its visit still says so. What was merged
    /// into it keeps it up.
    #[must_use]
    pub fn status(&self) -> FlagStatus {
        match &self.triage {
            Some(triage) => triage.status(),
            None if self.visit.is_some() && !self.content.alarms() && self.joined.is_none() => {
                FlagStatus::Withdrawn
            }
            None => FlagStatus::Raised,
        }
    }

    /// Whether a decision may be made on it: none yet, or so far only to watch.
    #[must_use]
    pub fn awaits_triage(&self) -> bool {
        matches!(self.status(), FlagStatus::Raised | FlagStatus::Watch)
    }

    /// Whether it is not settled, so that the household shows it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.awaits_triage() || self.status() == FlagStatus::Confirmed
    }

    /// Whether the leader has to look now: undecided, or the day to look again has come.
    #[must_use]
    pub fn bites(&self, today: NaiveDate) -> bool {
        match self.status() {
            FlagStatus::Raised => true,
            _ => self.recheck_on().is_some_and(|on| on <= today),
        }
    }

    /// The day to look again at a watched flag, as it counts: where the clock of the phone was evidently wrong, as long after
    /// the day that counts as it was stated to lie after the day of the phone.
    #[must_use]
    pub fn recheck_on(&self) -> Option<NaiveDate> {
        let Some(Triage::Watch { recheck_on, .. }) = &self.triage else {
            return None;
        };
        let watches = |entry: &&FlagEntry| {
            matches!(
                &entry.event,
                FlagEvent::Triaged {
                    triage: Triage::Watch { .. }
                }
            )
        };
        let decided = self.history.iter().rev().find(watches);
        let Some(entry) = decided else {
            return Some(*recheck_on);
        };
        let said = field_day(entry.recorded_at);
        let counted = trusted_day(said, said, entry.received_at);
        Some(as_far_ahead(*recheck_on, said, counted))
    }

    /// The causes that the warning or the signs suggest, most direct first; a proposal, never a decision (§5.3).
    #[must_use]
    pub fn causes(&self) -> Vec<RiskCause> {
        self.content.causes()
    }

    /// The day on which its own sign was seen, as it counts (see [`trusted_day`]), not that of its receipt.
    #[must_use]
    pub fn seen_on(&self) -> NaiveDate {
        trusted_day(self.content.seen_on, self.recorded_on, self.received_at())
    }

    /// T0: the day on which it was seen, or the one on which a flag was seen that was merged into it, if that is earlier.
    #[must_use]
    pub fn t0(&self) -> NaiveDate {
        self.first().0
    }

    /// The day on which the server heard of what was seen on T0; none while it has not.
    #[must_use]
    pub fn heard_on(&self) -> Option<NaiveDate> {
        self.first().1
    }

    fn first(&self) -> (NaiveDate, Option<NaiveDate>) {
        let seen_on = self.seen_on();
        match self.joined {
            Some(joined) if joined.seen_on < seen_on => (joined.seen_on, joined.heard_on),
            _ => (seen_on, self.received_at().map(field_day)),
        }
    }

    /// Whether it cannot wait: by what it says itself, or by what was merged into it.
    #[must_use]
    pub fn is_urgent(&self) -> bool {
        self.content.urgent || self.joined.is_some_and(|joined| joined.urgent)
    }

    /// Takes in what another flag brings along that merges into it; once or twice is the same.
    pub(crate) fn take_in(&mut self, other: &Self) {
        let (seen_on, heard_on) = other.first();
        let (known, urgent) = (self.joined, other.is_urgent());
        self.joined = Some(match known {
            Some(known) if known.seen_on <= seen_on => Joined {
                urgent: known.urgent || urgent,
                ..known
            },
            known => Joined {
                seen_on,
                heard_on,
                urgent: urgent || known.is_some_and(|known| known.urgent),
            },
        });
    }

    /// Whole calendar days since T0; 0 on the day itself.
    #[must_use]
    pub fn days_since(&self, today: NaiveDate) -> i64 {
        days_between(self.t0(), today).max(0)
    }

    /// Days of the limit that passed before the server heard of it; none while it waits on a phone.
    #[must_use]
    pub fn days_until_received(&self) -> Option<i64> {
        let heard_on = self.heard_on()?;
        Some(days_between(self.t0(), heard_on).max(0))
    }

    /// The server's time of the first entry; none while the flag waits on the phone.
    #[must_use]
    pub fn received_at(&self) -> Option<Millis> {
        self.history.first().and_then(|entry| entry.received_at)
    }

    /// The deadline strip of the procedure that a confirmed flag begins: its time runs from T0 (§4.7, §5.3).
    #[must_use]
    pub fn strip(&self, today: NaiveDate, limits: IdentifyLimits, holidays: &Holidays) -> DeadlineStrip {
        strip(self.t0(), self.heard_on(), today, limits, holidays)
    }

    /// The last day for the leader's decision; none where the district set no limit.
    #[must_use]
    pub fn triage_by(&self, config: &Config) -> Option<NaiveDate> {
        (config.triage_limit_days > 0).then(|| plus_days(self.t0(), config.triage_limit_days))
    }
}

/// The causes that some signs suggest, each once, at most [`CAUSES_MAX`].
#[must_use]
pub fn causes(signals: &[Signal]) -> Vec<RiskCause> {
    let mut found = Vec::new();
    for cause in signals.iter().flat_map(|signal| signal.proposes()) {
        if !found.contains(cause) && found.len() < CAUSES_MAX {
            found.push(*cause);
        }
    }
    found
}
