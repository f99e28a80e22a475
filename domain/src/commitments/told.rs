//! What a desk is told of a finding: what it was computed from, what puts it right and how it is explained, in kinds, days and
//! counts, without who in a household or a team it is about.

use super::explanation::ExplanationEvent;
use super::{Evidence, Explanation, Finding, Ground, Remedy};
use crate::case::MonitoringFile;
use crate::entitlement::EntitlementFile;
use crate::household::Household;
use crate::household::asking::known_of;
use crate::ids::{ExplanationId, FlagId, HouseholdId, VisitId, WorkId};
use crate::risk::RelapseFlag;
use crate::visit::Visit;
use crate::work::WorkLog;
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

coded! {
    /// Of what kind a piece of evidence is.
    pub enum EvidenceKind {
        Visit = "VISIT", "走访", "visits";
        Fact = "FACT", "登记的情况", "facts on record";
        Post = "POST", "在岗的人", "people in post";
        Team = "TEAM", "工作队", "team";
        Month = "MONTH", "确认过的在岗月份", "confirmed months";
        Handover = "HANDOVER", "签过字的交接", "signed handovers";
        Contact = "CONTACT", "帮扶联系人", "contact person";
        Measure = "MEASURE", "帮扶措施", "measures";
        Flag = "FLAG", "风险线索", "flags";
        Case = "CASE", "识别程序", "identification case";
        Policy = "POLICY", "政策享受登记", "findings of policies";
        Work = "WORK", "工作日志", "entries of the work log";
    }
}

coded! {
    /// What kind of deed puts a line right.
    pub enum RemedyKind {
        Visit = "VISIT", "去走访一次", "visit the household";
        Settle = "SETTLE", "帮着办好，走访时记下", "help, and record it at a visit";
        Screen = "SCREEN", "还没排查的户，走访时选“集中排查”", "visit those left with the purpose “screening campaign”";
        Fill = "FILL", "区驻村办补上岗位", "the district office fills the post";
        SendTeam = "SEND_TEAM", "区驻村办派工作队", "the district office sends a team";
        Explain = "EXPLAIN", "写一句原因，别人确认", "give a reason and have another confirm it";
        NameContact = "NAME_CONTACT", "在帮扶计划里写上帮扶联系人", "name a contact person in the plan";
        PlanMeasure = "PLAN_MEASURE", "在帮扶计划里定一项措施", "plan a measure";
        ConfirmMonth = "CONFIRM_MONTH", "确认上个月的在岗", "confirm last month";
        HandOver = "HAND_OVER", "交接，双方签字", "hand over; both sign";
        NoteHandover = "NOTE_HANDOVER", "交接后由工作队记进工作记录", "once handed over, the team notes it in its work log";
        RecordProgress = "RECORD_PROGRESS", "推进措施，记下进展", "carry the measure on and record how it went";
        Triage = "TRIAGE", "队长研判线索", "the leader decides on the flag";
        OpenCase = "OPEN_CASE", "启动识别程序", "open the identification case";
        CarryOn = "CARRY_ON", "识别程序接着走", "carry the case on";
        Receive = "RECEIVE", "帮着办好政策，办好后登记", "help to get the policy, then record it";
        LogWork = "LOG_WORK", "来过、给过就记工作日志", "write into the work log what came";
    }
}

impl From<&Remedy> for RemedyKind {
    fn from(remedy: &Remedy) -> Self {
        match remedy {
            Remedy::Visit(..) => Self::Visit,
            Remedy::Settle(..) => Self::Settle,
            Remedy::Screen(_) => Self::Screen,
            Remedy::Fill(_) => Self::Fill,
            Remedy::SendTeam => Self::SendTeam,
            Remedy::Explain => Self::Explain,
            Remedy::NameContact(_) => Self::NameContact,
            Remedy::PlanMeasure(_) => Self::PlanMeasure,
            Remedy::ConfirmMonth(_) => Self::ConfirmMonth,
            Remedy::HandOver(_) => Self::HandOver,
            Remedy::NoteHandover(_) => Self::NoteHandover,
            Remedy::RecordProgress(..) => Self::RecordProgress,
            Remedy::Triage(_) => Self::Triage,
            Remedy::OpenCase(..) => Self::OpenCase,
            Remedy::CarryOn(..) => Self::CarryOn,
            Remedy::Receive(..) => Self::Receive,
            Remedy::LogWork(_) => Self::LogWork,
        }
    }
}

/// Evidence of one kind: how many pieces, and the newest day among those that have one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct ToldEvidence {
    /// The kind.
    #[n(0)]
    pub kind: EvidenceKind,
    /// Pieces.
    #[n(1)]
    pub count: u32,
    /// The newest day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(2), with = "crate::cbor::maybe_day", default)]
    pub newest: Option<NaiveDate>,
}

/// Why a line stands as it does, and whether another has confirmed that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct ToldExplanation {
    /// The reason, in its author's words.
    #[n(0)]
    pub reason: String,
    /// Who wrote it, by name.
    #[n(1)]
    pub by_name: String,
    /// The last day for which it holds.
    #[cbor(n(2), with = "crate::cbor::day")]
    pub until: NaiveDate,
    /// Who confirmed it, by name; none while it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(3)]
    pub confirmed_by: Option<String>,
}

/// The records of a village by what findings name them by: of a village there are a thousand findings, which are not to
/// look through a thousand records each.
pub(super) struct Index<'a> {
    households: BTreeMap<HouseholdId, &'a Household>,
    visits: BTreeMap<VisitId, &'a Visit>,
    files: BTreeMap<HouseholdId, &'a MonitoringFile>,
    flags: BTreeMap<FlagId, &'a RelapseFlag>,
    entitlements: BTreeMap<HouseholdId, &'a EntitlementFile>,
    works: BTreeMap<WorkId, &'a WorkLog>,
    explanations: BTreeMap<ExplanationId, &'a Explanation>,
}

fn by<'a, K: Ord, T>(records: &[&'a T], key: impl Fn(&T) -> K) -> BTreeMap<K, &'a T> {
    records.iter().map(|record| (key(record), *record)).collect()
}

impl<'a> Index<'a> {
    pub(super) fn of(ground: &Ground<'a>) -> Self {
        Self {
            households: by(&ground.households, |home| home.id),
            visits: by(&ground.visits, |visit| visit.id),
            files: by(&ground.files, |file| file.household),
            flags: by(&ground.flags, |flag| flag.id),
            entitlements: by(&ground.entitlements, |file| file.household),
            works: by(&ground.works, |work| work.id),
            explanations: by(&ground.explanations, |said| said.id),
        }
    }

    /// The household that a finding is about.
    pub(super) fn home(&self, finding: &Finding) -> Option<&'a Household> {
        self.households.get(&finding.subject.household()?).copied()
    }

    fn file(&self, finding: &Finding) -> Option<&'a MonitoringFile> {
        self.files.get(&finding.subject.household()?).copied()
    }
}

/// What a finding was computed from, by kind.
pub(super) fn evidence(finding: &Finding, index: &Index<'_>) -> Vec<ToldEvidence> {
    let mut of: BTreeMap<EvidenceKind, ToldEvidence> = BTreeMap::new();
    for one in &finding.evidence {
        let (kind, on) = told(one, finding, index);
        let told = of.entry(kind).or_insert(ToldEvidence {
            kind,
            count: 0,
            newest: None,
        });
        told.count = told.count.saturating_add(1);
        told.newest = told.newest.max(on);
    }
    of.into_values().collect()
}

fn told(one: &Evidence, finding: &Finding, index: &Index<'_>) -> (EvidenceKind, Option<NaiveDate>) {
    match one {
        Evidence::Visit(id) => {
            let visit = index.visits.get(id);
            (EvidenceKind::Visit, visit.map(|visit| visit.counted_on()))
        }
        Evidence::Fact(key) => {
            let known = index.home(finding).and_then(|home| known_of(home, *key));
            (EvidenceKind::Fact, known.map(|known| known.as_of))
        }
        Evidence::Post(..) => (EvidenceKind::Post, None),
        Evidence::Team(_) => (EvidenceKind::Team, None),
        Evidence::Month(_, month) => (EvidenceKind::Month, Some(*month)),
        Evidence::Handover(_) => (EvidenceKind::Handover, None),
        Evidence::Contact(_) => (EvidenceKind::Contact, None),
        Evidence::Measure(op) => {
            let file = index.file(finding).into_iter();
            let mut measures = file.flat_map(|file| &file.plan.measures);
            let measure = measures.find(|measure| measure.op == *op);
            (EvidenceKind::Measure, measure.map(|measure| measure.moved_on()))
        }
        Evidence::Flag(id) => {
            let flag = index.flags.get(id);
            (EvidenceKind::Flag, flag.map(|flag| flag.t0()))
        }
        Evidence::Case(op) => {
            let file = index.file(finding).into_iter();
            let mut cases = file.flat_map(|file| &file.cases);
            let case = cases.find(|case| case.op == *op);
            (EvidenceKind::Case, case.map(|case| case.seen_on))
        }
        Evidence::Entitlement(op) => {
            let household = finding.subject.household();
            let of = household.and_then(|id| index.entitlements.get(&id));
            let check = of.and_then(|of| of.checks.iter().find(|check| check.op == *op));
            (EvidenceKind::Policy, check.map(|check| check.day()))
        }
        Evidence::Work(id) => {
            let work = index.works.get(id);
            (EvidenceKind::Work, work.map(|work| work.content.on))
        }
    }
}

/// The explanation that holds, or the one that waits.
pub(super) fn explanation(finding: &Finding, index: &Index<'_>) -> Option<ToldExplanation> {
    let said = index.explanations.get(&finding.explanation?)?;
    let name = |event| {
        let entry = said.history.iter().find(|entry| entry.event == event);
        entry.map(|entry| entry.by_name.clone())
    };
    Some(ToldExplanation {
        reason: said.reason.clone(),
        by_name: name(ExplanationEvent::Written).unwrap_or_else(|| said.author.to_string()),
        until: said.until,
        confirmed_by: name(ExplanationEvent::Confirmed),
    })
}
