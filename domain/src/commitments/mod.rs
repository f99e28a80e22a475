//! The four not-removes 四个不摘 (domain.md §6): commitments computed from the work itself, never filled in.
//!
//! [`lines`] is the one function: phone, desk and tests call it with the records of a village, the roster's facts,
//! the configuration and a day. *Evidence* is what shows that a commitment is kept: a visit at which somebody was
//! met, an answer that a guarantee holds, a member's insurance or school, a policy that is received, or was stopped by
//! the rules, a filled post, a contact person, a measure and its progress, a step that carries a case on, a signed
//! handover, an entry of the work log, a confirmed explanation. More of it never makes a line worse. What
//! somebody *found wrong* (a problem, an uninsured member, a policy that is due and not received, a flag and its
//! confirmation, a case sent back, a measure stopped) is no evidence but the thing that lines exist to show; a day proposed for the next visit, or on which a
//! measure is to begin, is a promise, and moves no line.

pub mod board;
pub mod calendar;
mod catalogue;
mod codes;
mod deadline;
mod explanation;
mod found;
mod holder;
mod homes;
mod of_clue;
mod of_duty;
mod of_entitlements;
mod of_handover;
mod of_household;
mod of_monitored;
mod of_site;
mod of_team;
mod of_village;
mod of_work;
mod period;
mod summary;
pub mod told;
pub mod trend;

pub use catalogue::{LineRow, catalogue, row_on};
pub use codes::{CommitmentStatus, Cycle, Level, LineCode, Owner, Pillar, Post, Rule, Why};
pub use explanation::{Explanation, ExplanationEntry, ExplanationEvent};
pub use holder::{Holder, Tenure};
pub use of_duty::{BodyStanding, DutyFinding, DutyRemedy, bodies, duty_lines, duty_status};
pub use summary::{PillarState, first_to_do, pillars};

use deadline::Desk;
use found::Found;
use homes::{Of, Shelves};

use crate::case::MonitoringFile;
use crate::config::Config;
use crate::entitlement::{EntitlementFile, EntitlementKey};
use crate::handover::{Assignment, Handover, Leaving, PostChange};
use crate::household::Household;
use crate::household::facts::{FactValue, FieldKey};
use crate::identification::IdentifyStep;
use crate::ids::{
    ExplanationId, FlagId, HandoverId, HouseholdId, MemberId, OpId, StaffId, TeamId, VillageId, VisitId,
    WorkId,
};
use crate::risk::RelapseFlag;
use crate::roster::Village;
use crate::sync::Colleague;
use crate::team::DaysFile;
use crate::visit::Visit;
use crate::visit::codes::Purpose;
use crate::work::WorkLog;
use crate::work::codes::WorkKind;
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// Figures of the four not-removes that a district may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(default)]
pub struct Figures {
    /// Days before a deadline from which a commitment counts as due soon (design).
    #[n(0)]
    pub soon_days: u32,
    /// Fewest people of a team before a reason is asked (`team_min_size`, §7.1): a warning, never a block.
    #[n(1)]
    pub team_min_size: u32,
    /// Most days for which an explanation holds (design).
    #[n(2)]
    pub explanation_days: u32,
}

impl Default for Figures {
    fn default() -> Self {
        Self {
            soon_days: 7,
            team_min_size: 3,
            explanation_days: 366,
        }
    }
}

/// What the roster says of a village now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct VillagePosts {
    /// The village.
    #[n(0)]
    pub village: VillageId,
    /// The team that leads it.
    #[n(1)]
    pub team: Option<TeamId>,
    /// Since when that has been so.
    #[cbor(n(2), with = "crate::cbor::maybe_day", default)]
    pub since: Option<NaiveDate>,
    /// The first secretary in post.
    #[n(3)]
    pub secretary: Option<Colleague>,
    /// Since when there has been none, where the roster tells.
    #[cbor(n(4), with = "crate::cbor::maybe_day", default)]
    pub vacant_since: Option<NaiveDate>,
    /// People of the team.
    #[n(5)]
    pub people: u32,
    /// The linked leaders.
    #[cbor(n(6), default)]
    pub linked: Vec<Colleague>,
    /// The people of the team who confirm their months; empty where an older server does not tell.
    #[serde(default)]
    #[cbor(n(7), default)]
    pub posted: Vec<Posted>,
    /// Who worked in the village and when, those who are there now among them; empty where an older server does not tell.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(8), default)]
    pub assignments: Vec<Assignment>,
    /// The posts that are in no team, of each what the roster says; one that it never told of is not here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(9), default)]
    pub holders: Vec<Holder>,
    /// Who held the posts whose holders have no account, and who holds them, as far as the roster told; empty where an
    /// older server does not tell.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(10), default)]
    pub tenures: Vec<Tenure>,
}

/// Somebody in a team, and since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Posted {
    /// The person.
    #[n(0)]
    pub staff: StaffId,
    /// First day of the posting, where the office says it.
    #[serde(default)]
    #[cbor(n(1), with = "crate::cbor::maybe_day", default)]
    pub from: Option<NaiveDate>,
}

/// Of what a line is stated, within a village.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The village itself, or its team.
    Village,
    /// A household.
    Household(HouseholdId),
    /// A member of a household.
    Member(HouseholdId, MemberId),
}

impl Subject {
    /// The household that it is or belongs to.
    #[must_use]
    pub const fn household(self) -> Option<HouseholdId> {
        match self {
            Self::Village => None,
            Self::Household(id) | Self::Member(id, _) => Some(id),
        }
    }

    /// The member that it is.
    #[must_use]
    pub const fn member(self) -> Option<MemberId> {
        match self {
            Self::Member(_, id) => Some(id),
            _ => None,
        }
    }
}

/// One thing that a line was computed from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// A visit.
    Visit(VisitId),
    /// A fact of the subject's household.
    Fact(FieldKey),
    /// Somebody in a post, by name.
    Post(Post, String),
    /// The team that leads the village.
    Team(TeamId),
    /// A month that somebody of the team and the leader have confirmed, by its first day.
    Month(StaffId, NaiveDate),
    /// A handover that both sides have signed.
    Handover(HandoverId),
    /// The contact person of the household, by the operation that named the person.
    Contact(OpId),
    /// A measure of the household's plan, by the operation that planned it.
    Measure(OpId),
    /// A flag for a risk.
    Flag(FlagId),
    /// An identification case of the household, by the operation that opened it.
    Case(OpId),
    /// What was found of a policy, by the operation that added it.
    Entitlement(OpId),
    /// An entry of the work log.
    Work(WorkId),
}

/// What puts a line right; a screen opens it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Visit the household with this purpose.
    Visit(HouseholdId, Purpose),
    /// Ask, help, and record what holds then.
    Settle(HouseholdId, Vec<(FieldKey, FactValue)>),
    /// Visit these households for the yearly screening.
    Screen(Vec<HouseholdId>),
    /// Fill these posts; the roster is the office's.
    Fill(Vec<Post>),
    /// Send a team; the roster is the office's.
    SendTeam,
    /// Say why it is so.
    Explain,
    /// Name a contact person for the household.
    NameContact(HouseholdId),
    /// Plan a measure for the household.
    PlanMeasure(HouseholdId),
    /// Confirm this month: each of the team, then the leader.
    ConfirmMonth(NaiveDate),
    /// Hand over: write what is to be known, and sign on both sides.
    HandOver(Box<Leaving>),
    /// Note in the work log when a post was handed over and who was there; its holders have no account to sign with.
    NoteHandover(Box<PostChange>),
    /// Carry a measure of the household on, and record how it went.
    RecordProgress(HouseholdId, OpId),
    /// Decide on a flag.
    Triage(FlagId),
    /// Open the household's case on a confirmed flag.
    OpenCase(HouseholdId, FlagId),
    /// Take these steps of the household's case, which ends with the last one.
    CarryOn(HouseholdId, Vec<IdentifyStep>),
    /// Get the household these policies, or find out why not, and record how they stand then.
    Receive(HouseholdId, Vec<EntitlementKey>),
    /// Write into the work log what came of this kind.
    LogWork(WorkKind),
}

/// The state of one line for one subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The line.
    pub line: LineCode,
    /// Of whom or what.
    pub subject: Subject,
    /// Where it stands.
    pub status: CommitmentStatus,
    /// What was found.
    pub why: Why,
    /// What it was computed from.
    pub evidence: Vec<Evidence>,
    /// What puts it right; none where nothing has to be done.
    pub remedy: Option<Remedy>,
    /// Who sees to it.
    pub owner: Owner,
    /// By when it is due; none for "now" or "never".
    pub by: Option<NaiveDate>,
    /// The explanation that holds, or the newest that still waits.
    pub explanation: Option<ExplanationId>,
}

impl Finding {
    /// The order of what to do: nearest deadline first (what has none is due today), then the graver, then by line.
    #[must_use]
    pub fn urgency(&self, today: NaiveDate) -> (NaiveDate, u8, LineCode, Subject) {
        let calm = 3_u8.saturating_sub(self.status.gravity());
        (self.by.unwrap_or(today), calm, self.line, self.subject)
    }
}

/// The records of one village, as a phone or a store holds them, in any order.
#[derive(Clone, Debug, Default)]
pub struct Ground<'a> {
    /// The village; none where it is not known.
    pub village: Option<&'a Village>,
    /// What the roster says of it; none on a phone that has not heard yet.
    pub posts: Option<&'a VillagePosts>,
    /// Its households.
    pub households: Vec<&'a Household>,
    /// Their visits.
    pub visits: Vec<&'a Visit>,
    /// Explanations of its lines.
    pub explanations: Vec<&'a Explanation>,
    /// The monitoring files of its households.
    pub files: Vec<&'a MonitoringFile>,
    /// Flags for risks of its households.
    pub flags: Vec<&'a RelapseFlag>,
    /// What was found of the policies that its households receive.
    pub entitlements: Vec<&'a EntitlementFile>,
    /// The files of leave and months of the team's people that are known here.
    pub days: Vec<&'a DaysFile>,
    /// Handovers between the village's people.
    pub handovers: Vec<&'a Handover>,
    /// Entries of the village's work log.
    pub works: Vec<&'a WorkLog>,
    /// The person whose file alone may be known here; none where the whole team's may.
    pub only: Option<&'a StaffId>,
}

/// The state of every computed line of a village on a day: `rows` is the [`catalogue`] of that day.
///
/// Lines whose rule [needs](Rule::is_computed) what the ledger does not have give no finding, and so count nowhere.
#[must_use]
pub fn lines(ground: &Ground<'_>, rows: &[LineRow], today: NaiveDate, config: &Config) -> Vec<Finding> {
    let shelves = Shelves::of(ground);
    let homes = shelves.homes();
    let desk = Desk::new(rows, today, config);
    let mut found = Found::default();
    of_village::lines(&desk, ground, &homes, &mut found);
    of_team::lines(&desk, ground, &mut found);
    of_handover::lines(&desk, ground, &mut found);
    of_work::lines(&desk, ground, &mut found);
    for of in &homes {
        // Nobody is visited where nobody lives any more; a clue that comes is looked into (§4.10).
        if of.household.reduced.is_none() {
            of_household::lines(&desk, of, &mut found);
            of_entitlements::lines(&desk, of, &mut found);
            of_site::lines(&desk, of, &mut found);
            of_monitored::lines(&desk, of, &mut found);
        }
        of_clue::lines(&desk, of, &mut found);
    }
    nothing_to_watch(&desk, &mut found);
    let mut found = found.told();
    explanation::explain(&mut found, &ground.explanations, today);
    found
}

/// Lines of monitored households, of clues, of eliminated and of resettled households and of policies do not apply to a
/// village that has none; that of the duty list is stated of bodies ([`duty_lines`]), and of no village.
fn nothing_to_watch(desk: &Desk<'_>, found: &mut Found) {
    let rules = [
        (Rule::ContactNamed, Why::NoneMonitored),
        (Rule::PlanMoves, Why::NoneMonitored),
        (Rule::CluesInTime, Why::NoClue),
        (Rule::LookBacks, Why::NoneEliminated),
        (Rule::Entitlements, Why::NothingFound),
        (Rule::SiteList, Why::NoneResettled),
        (Rule::DutyItems, Why::CountedByBody),
    ];
    for (rule, why) in rules {
        for row in desk.by(rule) {
            if !found.has(row.code) {
                found.push(Finding {
                    status: CommitmentStatus::NotApplicable,
                    ..well(row, Subject::Village, why, Vec::new())
                });
            }
        }
    }
}

/// A finding with nothing to do.
fn well(row: &LineRow, subject: Subject, why: Why, evidence: Vec<Evidence>) -> Finding {
    Finding {
        line: row.code,
        subject,
        status: CommitmentStatus::OnTrack,
        why,
        evidence,
        remedy: None,
        owner: row.owner,
        by: None,
        explanation: None,
    }
}
