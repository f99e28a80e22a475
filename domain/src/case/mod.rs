//! The identification case 识别程序: what was done, by whom, and where that leaves it (domain.md §4.7).
//!
//! A household has one monitoring file. Its cases come one after the other, so that two can never be open at the
//! same time (VP01); where a case stands is what its steps make of it, never a field that somebody sets.

pub mod codes;
mod comparison;
pub mod desk;
pub mod order;
pub mod rules;
mod step;
pub mod transitions;

pub use comparison::{AskedFrom, asked_on};
pub use step::{CaseEntry, CaseStep, Compared, Deed, Entry, Step, Verification, Verifier, Votes};

use crate::calendar::Holidays;
use crate::elimination::{Elimination, Reduction};
use crate::identification::{DeadlineStrip, IdentifyLimits, IdentifyStep, notice_over, strip};
use crate::ids::{FlagId, HouseholdId, OpId, StaffId, VillageId};
use crate::plan::Plan;
use crate::regime::Regime;
use crate::time::Millis;
use chrono::NaiveDate;
use codes::{CaseState, Department, StepKind};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// A case: from the leader's confirmation of a flag to the entry in the national system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct IdentificationCase {
    /// The operation that opened it.
    #[n(0)]
    pub op: OpId,
    /// The flag from which it came.
    #[n(1)]
    pub flag: FlagId,
    /// T0: the day on which the sign was seen, as it counts.
    #[cbor(n(2), with = "crate::cbor::day")]
    pub seen_on: NaiveDate,
    /// The day on which the server heard of the sign; none while it has not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(3), with = "crate::cbor::maybe_day", default)]
    pub heard_on: Option<NaiveDate>,
    /// The limits in force when it was opened; they stay its limits.
    #[n(4)]
    pub limits: IdentifyLimits,
    /// Who opened it.
    #[n(5)]
    pub by: StaffId,
    /// The name, as of then.
    #[n(6)]
    pub by_name: String,
    /// The device's clock at opening.
    #[n(7)]
    pub recorded_at: Millis,
    /// The server's time of receipt; none while it waits on a phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(8)]
    pub received_at: Option<Millis>,
    /// Every step, in the order in which it took effect.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(9), default)]
    pub steps: Vec<CaseEntry>,
    /// The regime in force when it was opened; none where nobody knew of regimes. See [`Self::regime`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(10)]
    pub opened_under: Option<Regime>,
    /// Whether the sign could not wait, as its flag said when the case was opened.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cbor(n(11), default)]
    pub urgent: bool,
    /// The departments that the district asked when it was opened, all of which have to answer before it decides; none
    /// where it had not set whom to ask: then one answer is enough.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(12), default)]
    pub asked: Vec<Department>,
}

/// Where the steps of a case leave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Where it stands, but for the passing of days.
    pub state: CaseState,
    /// Since when the notice hangs.
    pub hung_on: Option<NaiveDate>,
    /// Steps that changed the state: the number that the next one must name (VP09).
    pub rev: u32,
    /// Green channel.
    pub expedited: bool,
}

impl IdentificationCase {
    /// The regime that it keeps to its end, whatever comes into force meanwhile (domain.md §0). Cases of before regimes
    /// were kept were opened under the three types of the transition period.
    #[must_use]
    pub fn regime(&self) -> Regime {
        self.opened_under.unwrap_or(Regime::Transition)
    }

    /// Where all steps leave it, those that still wait on the phone included.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.after(self.steps.iter())
    }

    /// Where the server knows it: nothing that waits on a phone is done (domain.md §4.7).
    #[must_use]
    pub fn settled(&self) -> Progress {
        self.after(self.steps.iter().filter(|entry| entry.received_at.is_some()))
    }

    fn after<'a>(&self, steps: impl Iterator<Item = &'a CaseEntry>) -> Progress {
        steps.fold(Progress::START, |before, entry| before.then(entry, self.limits))
    }

    /// Where it stands on a day: a notice that has hung its full days without an objection is over.
    #[must_use]
    pub fn state(&self, today: NaiveDate) -> CaseState {
        self.progress().on(today, self.limits)
    }

    /// Whether it stands before the others: it runs, and its sign could not wait or help goes first (§4.7, §5.3).
    #[must_use]
    pub fn is_pressing(&self) -> bool {
        let progress = self.progress();
        progress.state.is_running() && (self.urgent || progress.expedited)
    }

    /// Where the server knows it on a day; what waits on a phone is said to wait.
    #[must_use]
    pub fn settled_on(&self, today: NaiveDate) -> CaseState {
        self.settled().on(today, self.limits)
    }

    /// Whether a step of it still waits on the phone.
    #[must_use]
    pub fn waits_to_be_sent(&self) -> bool {
        self.received_at.is_none() || self.steps.iter().any(|entry| entry.received_at.is_none())
    }

    /// The last verification that said that it qualifies.
    #[must_use]
    pub fn found(&self) -> Option<&Verification> {
        self.steps.iter().rev().find_map(|entry| match &entry.step.deed {
            Deed::Verify { found } => Some(found.as_ref()),
            _ => None,
        })
    }

    /// The number 户编号 under which it was entered in the national system, the last one that was told.
    #[must_use]
    pub fn national_number(&self) -> Option<&str> {
        self.steps.iter().rev().find_map(|entry| match &entry.step.deed {
            Deed::EnterNumber { number } => Some(number.as_str()),
            _ => None,
        })
    }

    /// Everybody who ever verified at home in this case.
    pub fn verifiers(&self) -> impl Iterator<Item = &Verifier> {
        self.steps.iter().flat_map(|entry| entry.step.deed.verifiers())
    }

    /// The return by township or district that waits for an answer: the last step of those that change the state.
    #[must_use]
    pub fn sent_back(&self) -> Option<&CaseEntry> {
        let mut steps = self.steps.iter().rev();
        let last = steps.find(|entry| !entry.step.deed.kind().runs_aside())?;
        last.step.deed.kind().sends_back().then_some(last)
    }

    /// The day of the last step of a kind, as it counts.
    #[must_use]
    pub fn day_of(&self, kind: StepKind) -> Option<NaiveDate> {
        let mut steps = self.steps.iter().rev();
        steps
            .find(|entry| entry.step.deed.kind() == kind)
            .map(CaseEntry::day)
    }

    /// The day on which the district decided that the household is monitored: the clocks of plan, measures and
    /// elimination start there.
    #[must_use]
    pub fn identified_on(&self) -> Option<NaiveDate> {
        let identified = self.progress().state.is_identified();
        identified.then(|| self.day_of(StepKind::Approve)).flatten()
    }

    /// The deadline strip on a day: by the limits under which it was opened and the holidays as they are set now. The
    /// comparison has its days from the home verification on, and is no step ahead any more once it is done.
    #[must_use]
    pub fn strip(&self, today: NaiveDate, holidays: &Holidays) -> DeadlineStrip {
        let mut strip = strip(self.seen_on, self.heard_on, today, self.limits, holidays);
        if self.is_compared() {
            strip
                .steps
                .retain(|latest| latest.step != IdentifyStep::CountyCompare);
        }
        let at_home = matches!(
            self.progress().state,
            CaseState::AwaitAuthorisation | CaseState::HomeVerifying
        );
        let verified = self.day_of(StepKind::Verify).filter(|_| !at_home);
        if let Some(verified) = verified {
            let compare = strip
                .steps
                .iter_mut()
                .find(|latest| latest.step == IdentifyStep::CountyCompare);
            if let Some(compare) = compare {
                compare.by = self.limits.compare_by(verified, strip.last);
            }
        }
        strip
    }

    /// Every step with where the case stood before it, in order.
    pub fn walk(&self) -> impl Iterator<Item = (Progress, &CaseEntry)> {
        let limits = self.limits;
        self.steps.iter().scan(Progress::START, move |progress, entry| {
            let before = *progress;
            *progress = before.then(entry, limits);
            Some((before, entry))
        })
    }

    /// How often an operation stands in it.
    #[must_use]
    pub fn times(&self, op: OpId) -> usize {
        usize::from(self.op == op) + self.steps.iter().filter(|entry| entry.op == op).count()
    }
}

impl Progress {
    const START: Self = Self {
        state: CaseState::AwaitAuthorisation,
        hung_on: None,
        rev: 0,
        expedited: false,
    };

    fn then(self, entry: &CaseEntry, limits: IdentifyLimits) -> Self {
        let deed = &entry.step.deed;
        let kind = deed.kind();
        if kind == StepKind::Expedite {
            return Self {
                expedited: true,
                ..self
            };
        }
        let day = entry.day();
        let Some(state) = transitions::leads(self.on(day, limits), kind) else {
            // Only a store that was tampered with holds such a step; it changes nothing.
            return self;
        };
        let hung_on = match deed {
            Deed::HangNotice => Some(day),
            Deed::RejectObjection { facts_changed: true } => None,
            _ if matches!(state, CaseState::HomeVerifying | CaseState::VillageReview) => None,
            _ => self.hung_on,
        };
        Self {
            state,
            hung_on,
            rev: self.rev.saturating_add(u32::from(!kind.runs_aside())),
            expedited: self.expedited,
        }
    }

    /// Whether a step would hang a notice that hangs already.
    #[must_use]
    pub fn hangs_again(&self, kind: StepKind) -> bool {
        kind == StepKind::HangNotice && self.hung_on.is_some()
    }

    /// The state on a day.
    #[must_use]
    pub fn on(&self, today: NaiveDate, limits: IdentifyLimits) -> CaseState {
        match self.state {
            CaseState::Publicity if notice_over(self.hung_on, limits.publicity_days, today) => {
                CaseState::TownReview
            }
            state => state,
        }
    }
}

/// Everything about the monitoring of one household; its identity is the household's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct MonitoringFile {
    /// The household.
    #[n(0)]
    pub household: HouseholdId,
    /// The village in which it lies.
    #[n(1)]
    pub village: VillageId,
    /// Its cases, the present one last; only that one may be running (VP01).
    #[n(2)]
    pub cases: Vec<IdentificationCase>,
    /// Its plan.
    #[serde(default)]
    #[cbor(n(3), default)]
    pub plan: Plan,
    /// Its eliminations, the present one last; only that one may be running.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(4), default)]
    pub eliminations: Vec<Elimination>,
    /// Natural reductions, the latest last: the household was no longer there (§4.10).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(5), default)]
    pub reductions: Vec<Reduction>,
}

impl MonitoringFile {
    /// An empty file.
    #[must_use]
    pub fn new(household: HouseholdId, village: VillageId) -> Self {
        Self {
            household,
            village,
            cases: Vec::new(),
            plan: Plan::default(),
            eliminations: Vec::new(),
            reductions: Vec::new(),
        }
    }

    /// The case on whose decision the present episode rests: the last one, unless an elimination that holds or a
    /// natural reduction has ended it. None where only the register says that the household is monitored.
    #[must_use]
    pub fn identified(&self) -> Option<&IdentificationCase> {
        let mut cases = self.cases.iter().rev();
        let last = cases.find(|case| case.progress().state.is_identified())?;
        let ended = self
            .eliminations
            .iter()
            .any(|one| one.ends == Some(last.op) && one.progress().state.is_eliminated());
        let gone = self.reductions.iter().any(|one| one.ends == Some(last.op));
        (!ended && !gone).then_some(last)
    }

    /// The day on which the present episode began; none where only the register says that the household is monitored.
    #[must_use]
    pub fn identified_on(&self) -> Option<NaiveDate> {
        self.identified()?.identified_on()
    }

    /// The elimination that runs, if one does.
    #[must_use]
    pub fn eliminating(&self) -> Option<&Elimination> {
        self.eliminations.last().filter(|one| one.is_running())
    }

    /// The present case.
    #[must_use]
    pub fn present(&self) -> Option<&IdentificationCase> {
        self.cases.last()
    }

    /// The case that runs, if one does.
    #[must_use]
    pub fn running(&self) -> Option<&IdentificationCase> {
        self.present().filter(|case| case.progress().state.is_running())
    }

    /// Whether a case on this flag led to a decision that the household is monitored: the flag was answered by it, and a
    /// later sign is another flag.
    #[must_use]
    pub fn has_answered(&self, flag: FlagId) -> bool {
        let answers = |case: &IdentificationCase| case.flag == flag && case.progress().state.is_identified();
        self.cases.iter().any(answers)
    }

    /// Whether help goes first and papers later: the case that runs is on the green channel (§4.7).
    #[must_use]
    pub fn helps_first(&self) -> bool {
        self.running().is_some_and(|case| case.progress().expedited)
    }

    /// How often an operation stands in it.
    #[must_use]
    pub fn times(&self, op: OpId) -> usize {
        let cases: usize = self.cases.iter().map(|case| case.times(op)).sum();
        let eliminations: usize = self.eliminations.iter().map(|one| one.times(op)).sum();
        let reductions = self.reductions.iter().filter(|one| one.op == op).count();
        cases + self.plan.times(op) + eliminations + reductions
    }
}
