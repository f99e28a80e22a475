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
mod explanation;
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
mod state;
mod summary;
pub mod told;
pub mod trend;

pub use catalogue::{LineRow, catalogue, row_on};
pub use codes::{CommitmentStatus, Cycle, Level, LineCode, Owner, Pillar, Post, Rule, Why};
pub use explanation::{Explanation, ExplanationEntry, ExplanationEvent};
pub use of_duty::{BodyStanding, DutyFinding, DutyRemedy, bodies, duty_lines, duty_status};
pub use state::{Ground, lines};
pub use summary::{PillarState, first_to_do, pillars};

use crate::entitlement::EntitlementKey;
use crate::handover::{Assignment, Leaving};
use crate::household::facts::{FactValue, FieldKey};
use crate::identification::IdentifyStep;
use crate::ids::{
    ExplanationId, FlagId, HandoverId, HouseholdId, MemberId, OpId, StaffId, TeamId, VillageId, VisitId,
    WorkId,
};
use crate::sync::Colleague;
use crate::visit::codes::Purpose;
use crate::work::codes::WorkKind;
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use state::{Desk, Of, well};

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
    /// Somebody in a post.
    Post(Post, StaffId),
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
