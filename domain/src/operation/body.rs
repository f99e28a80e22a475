//! What an operation changes, kind by kind.

use super::{Explaining, Whose};
use crate::case::CaseStep;
use crate::elimination::codes::EliminationWay;
use crate::elimination::{EliminationStep, ReductionReason};
use crate::entitlement::EntitlementContent;
use crate::handover::codes::HandoverSide;
use crate::handover::{HandoverLine, Leaving};
use crate::household::facts::{FactValue, FieldKey};
use crate::ids::{
    ExplanationId, FlagId, HouseholdId, OpId, RequestId, StaffId, TeamId, VillageId, VisitId, WorkId,
};
use crate::income::IncomeContent;
use crate::plan::{MeasureContent, ProgressStep};
use crate::request::{RequestContent, RequestStep};
use crate::risk::{FlagContent, Triage};
use crate::team::{LeaveContent, LeaveDecision, MonthContent};
use crate::visit::{Decision, VisitContent};
use crate::work::WorkContent;
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// What an operation changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cbor(flat)]
pub enum OperationBody {
    /// Records a visit and the facts that it changed.
    #[n(0)]
    LogVisit {
        /// The new visit.
        #[n(0)]
        visit: VisitId,
        /// The household visited.
        #[n(1)]
        household: HouseholdId,
        /// What was recorded.
        #[n(2)]
        content: Box<VisitContent>,
    },
    /// Corrects a visit and submits it again.
    #[n(1)]
    ReviseVisit {
        /// The visit.
        #[n(0)]
        visit: VisitId,
        /// Its household.
        #[n(1)]
        household: HouseholdId,
        /// The revision that was corrected.
        #[n(2)]
        base_rev: u32,
        /// What it should say.
        #[n(3)]
        content: Box<VisitContent>,
    },
    /// Approves or returns one revision of a visit.
    #[n(2)]
    ReviewVisit {
        /// The visit.
        #[n(0)]
        visit: VisitId,
        /// The revision that the reviewer read.
        #[n(1)]
        rev: u32,
        /// The decision.
        #[serde(flatten)]
        #[n(2)]
        decision: Decision,
    },
    /// Adds to a visit after review; the original never changes.
    #[n(3)]
    AddAddendum {
        /// The visit.
        #[n(0)]
        visit: VisitId,
        /// What to add.
        #[n(1)]
        text: String,
    },
    /// Picks one of several values of a fact.
    #[n(4)]
    ResolveConflict {
        /// The household.
        #[n(0)]
        household: HouseholdId,
        /// The fact.
        #[n(1)]
        field: FieldKey,
        /// The version of the present value that the person saw.
        #[serde(default)]
        #[n(2)]
        base: Option<OpId>,
        /// The value that is right.
        #[n(3)]
        keep: Option<FactValue>,
        /// The rivals that the person saw; later ones stay open.
        #[n(4)]
        seen: Vec<OpId>,
    },
    /// Records what a household earned and spent in a window.
    #[n(13)]
    RecordIncome {
        /// The household.
        #[n(0)]
        household: HouseholdId,
        /// What was told.
        #[n(1)]
        content: Box<IncomeContent>,
    },
    /// Says why a line of the four not-removes stands as it does; counts once another has confirmed it.
    #[n(9)]
    ExplainLine {
        /// The new explanation.
        #[n(0)]
        explanation: ExplanationId,
        /// What it says.
        #[n(1)]
        said: Box<Explaining>,
    },
    /// Confirms what another explained.
    #[n(10)]
    ConfirmExplanation {
        /// The explanation.
        #[n(0)]
        explanation: ExplanationId,
    },
    /// Flags a risk that was seen or heard of outside a visit.
    #[n(5)]
    RaiseFlag {
        /// The new flag.
        #[n(0)]
        flag: FlagId,
        /// The household.
        #[n(1)]
        household: HouseholdId,
        /// What was seen.
        #[n(2)]
        content: Box<FlagContent>,
    },
    /// Decides on one revision of a flag.
    #[n(6)]
    TriageFlag {
        /// The flag.
        #[n(0)]
        flag: FlagId,
        /// The revision that the leader read.
        #[n(1)]
        rev: u32,
        /// The decision.
        #[serde(flatten)]
        #[n(2)]
        triage: Triage,
        /// The flag's household: a confirmation then opens its identification case as well, where one can be opened.
        /// None from phones that knew no cases.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[n(3)]
        household: Option<HouseholdId>,
    },
    /// Raises a request of a household.
    #[n(7)]
    RaiseRequest {
        /// The new request.
        #[n(0)]
        request: RequestId,
        /// The household.
        #[n(1)]
        household: HouseholdId,
        /// The visit at which it was asked; it may still be on its way.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[n(2)]
        visit: Option<VisitId>,
        /// What was asked and promised.
        #[n(3)]
        content: Box<RequestContent>,
    },
    /// Takes a step with one revision of a request.
    #[n(8)]
    StepRequest {
        /// The request.
        #[n(0)]
        request: RequestId,
        /// Its household.
        #[n(1)]
        household: HouseholdId,
        /// The revision that the person read.
        #[n(2)]
        base_rev: u32,
        /// The step.
        #[n(3)]
        step: Box<RequestStep>,
    },
    /// Opens the identification case of a household on a confirmed flag.
    #[n(14)]
    OpenCase {
        /// The household.
        #[n(0)]
        household: HouseholdId,
        /// The flag.
        #[n(1)]
        flag: FlagId,
    },
    /// Plans a measure for a monitored household.
    #[n(16)]
    AddMeasure {
        /// The household.
        #[n(0)]
        household: HouseholdId,
        /// What is planned.
        #[n(1)]
        content: Box<MeasureContent>,
    },
    /// Records how a measure went on.
    #[n(17)]
    ProgressMeasure {
        /// The household.
        #[n(0)]
        household: HouseholdId,
        /// The operation that planned it.
        #[n(1)]
        measure: OpId,
        /// How it went on.
        #[n(2)]
        step: Box<ProgressStep>,
    },
    /// Names who keeps in touch with a household from now on.
    #[n(18)]
    NameContact {
        /// The household.
        #[n(0)]
        household: HouseholdId,
        /// The person's name.
        #[n(1)]
        name: String,
        /// The person's unit; may be empty.
        #[serde(default)]
        #[cbor(n(2), default)]
        unit: String,
        /// Since which day, local, not in the future; none for the day of recording.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cbor(n(3), with = "crate::cbor::maybe_day", default)]
        from: Option<NaiveDate>,
    },
    /// Signs the plan of a household.
    #[n(19)]
    SignPlan {
        /// The household.
        #[n(0)]
        household: HouseholdId,
        /// How many measures it had when it was read.
        #[n(1)]
        measures: u32,
        /// What the household says of the plan 农户意愿 (domain.md §4.8); may be empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        #[cbor(n(2), default)]
        opinion: String,
    },
    /// Takes a step in the household's present case.
    #[n(15)]
    StepCase {
        /// The household.
        #[n(0)]
        household: HouseholdId,
        /// The number of state-changing steps that the person saw (VP09).
        #[n(1)]
        rev: u32,
        /// The step.
        #[n(2)]
        step: Box<CaseStep>,
    },
    /// Nominates a monitored household for risk elimination.
    #[n(20)]
    NominateElimination {
        /// The household.
        #[n(0)]
        household: HouseholdId,
        /// How the risk went away.
        #[n(1)]
        way: EliminationWay,
        /// The contact person's feedback, and the reason for what is warned of; may be empty without a warning.
        #[serde(default)]
        #[cbor(n(2), default)]
        words: String,
        /// The day of the nomination, local; on paper it may have been some days before it was entered.
        #[cbor(n(3), with = "crate::cbor::day")]
        on: NaiveDate,
    },
    /// Takes a step in the household's present elimination.
    #[n(21)]
    StepElimination {
        /// The household.
        #[n(0)]
        household: HouseholdId,
        /// The number of steps that the person saw (VP09).
        #[n(1)]
        rev: u32,
        /// The step.
        #[n(2)]
        step: Box<EliminationStep>,
    },
    /// Says that a monitored household is no longer there 自然减少; no elimination (domain.md §4.10).
    #[n(31)]
    ReduceNaturally {
        /// The household.
        #[n(0)]
        household: HouseholdId,
        /// Why it is no longer there.
        #[n(1)]
        reason: ReductionReason,
        /// Since which day, local.
        #[cbor(n(2), with = "crate::cbor::day")]
        on: NaiveDate,
        /// To where it moved, or into which household; may be empty where all died.
        #[serde(default)]
        #[cbor(n(3), default)]
        words: String,
    },
    /// Asks for leave.
    #[n(22)]
    AskLeave {
        /// For whom.
        #[n(0)]
        whose: Box<Whose>,
        /// What is asked for.
        #[n(1)]
        content: Box<LeaveContent>,
    },
    /// Decides on a leave, at the level for which it waits.
    #[n(23)]
    DecideLeave {
        /// The team.
        #[n(0)]
        team: TeamId,
        /// The person.
        #[n(1)]
        staff: StaffId,
        /// The operation that asked for it.
        #[n(2)]
        leave: OpId,
        /// The decision.
        #[n(3)]
        decision: Box<LeaveDecision>,
    },
    /// Withdraws a leave that has not begun, or says that the person is back.
    #[n(25)]
    EndLeave {
        /// The team.
        #[n(0)]
        team: TeamId,
        /// The person.
        #[n(1)]
        staff: StaffId,
        /// The operation that asked for it.
        #[n(2)]
        leave: OpId,
        /// First day back; none for a leave that is withdrawn.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cbor(n(3), with = "crate::cbor::maybe_day", default)]
        back_on: Option<NaiveDate>,
    },
    /// Confirms a month: the person first, then the leader.
    #[n(24)]
    ConfirmMonth {
        /// Whose month.
        #[n(0)]
        whose: Box<Whose>,
        /// What is confirmed.
        #[n(1)]
        content: Box<MonthContent>,
    },
    /// Adds what was found of a policy that a household or a member receives.
    #[n(26)]
    RecordEntitlement {
        /// The household.
        #[n(0)]
        household: HouseholdId,
        /// What was found.
        #[n(1)]
        content: Box<EntitlementContent>,
    },
    /// Writes one more line into a handover.
    #[n(28)]
    WriteHandover {
        /// Whose handover.
        #[n(0)]
        of: Box<Leaving>,
        /// The line.
        #[n(1)]
        line: Box<HandoverLine>,
    },
    /// Signs a handover, for oneself or in somebody's place.
    #[n(29)]
    SignHandover {
        /// Whose handover.
        #[n(0)]
        of: Box<Leaving>,
        /// Which side.
        #[n(1)]
        side: HandoverSide,
        /// Whose signature it is.
        #[n(2)]
        whom: StaffId,
        /// Why somebody else signs; may be empty for the own signature.
        #[serde(default)]
        #[cbor(n(3), default)]
        words: String,
    },
    /// Writes an entry of the work log.
    #[n(27)]
    LogWork {
        /// The new entry.
        #[n(0)]
        work: WorkId,
        /// The village.
        #[n(1)]
        village: VillageId,
        /// What was done.
        #[n(2)]
        content: Box<WorkContent>,
    },
    /// Strikes an entry of the work log out.
    #[n(30)]
    StrikeWork {
        /// The entry.
        #[n(0)]
        work: WorkId,
        /// Why.
        #[n(1)]
        why: String,
    },
}
