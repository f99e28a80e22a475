//! What each act of the stories says, of what the household and its file are at that time.

use super::super::super::tales::answered;
use super::super::walk::Walk;
use super::Act;
use chrono::{Months, NaiveDate};
use domain::case::codes::{Comparison, Department, Side};
use domain::case::{CaseStep, Compared, Deed, MonitoringFile, Verification, Verifier, Votes};
use domain::elimination::codes::EliminationWay;
use domain::elimination::{EliminationDeed, EliminationStep, ReductionReason, StableFound};
use domain::household::codes::{MonitorCategory, RiskCause};
use domain::household::{Household, Risk};
use domain::ids::{FlagId, HouseholdId, OpId, VisitId};
use domain::income::codes::{IncomeLine, IncomeSource};
use domain::income::{IncomeAmount, IncomeContent};
use domain::operation::OperationBody;
use domain::plan::catalogue::SubItem;
use domain::plan::codes::MeasureCategory;
use domain::plan::{MeasureContent, ProgressStep};
use domain::policy::Actor;
use domain::record::Records;
use domain::risk::{FlagContent, Triage};
use domain::visit::VisitContent;
use domain::visit::codes::{Purpose, Signal, TimeBand, VisitMode};

const MEASURE: &str = "介绍到长沙的园区务工";

/// The operation of an act by somebody on a day; none where the story does not stand there.
pub(super) fn body(
    walk: &mut Walk<'_>,
    id: HouseholdId,
    (act, on): (Act, NaiveDate),
    by: &Actor,
) -> Option<OperationBody> {
    let household = walk.records().household(id)?.clone();
    let file = walk.records().monitoring(id).cloned();
    Some(match act {
        Act::Asked => OperationBody::LogVisit {
            visit: VisitId(walk.identity()),
            household: id,
            content: Box::new(asked(&household, on)),
        },
        Act::Sign => OperationBody::RaiseFlag {
            flag: FlagId(walk.identity()),
            household: id,
            content: Box::new(FlagContent {
                seen_on: on,
                signals: vec![Signal::LostJob],
                urgent: false,
                words: "厂里停工，两口子都回来了，还没有找到活。".to_owned(),
                warning: None,
                source: None,
            }),
        },
        Act::Confirm => confirmation(walk, id)?,
        Act::Income(each) => OperationBody::RecordIncome {
            household: id,
            content: Box::new(income(&household, on, each)),
        },
        Act::Measure | Act::Progress(_) => measure(id, act, on, file.as_ref())?,
        Act::Nominate => OperationBody::NominateElimination {
            household: id,
            way: EliminationWay::ByAssistance,
            words: "在园区做满半年，工资按月发，医药费也报了。".to_owned(),
            on,
        },
        Act::Reduce => OperationBody::ReduceNaturally {
            household: id,
            reason: ReductionReason::Moved,
            on,
            words: "全家随儿子迁到长沙，户口已迁出。".to_owned(),
        },
        _ => case_step(&household, act, on, (by, file.as_ref()?))
            .or_else(|| elimination_step(&household, act, on, (by, file.as_ref()?)))?,
    })
}

/// The leader's visit at which everything is asked that a verification needs.
fn asked(household: &Household, on: NaiveDate) -> VisitContent {
    VisitContent {
        visited_on: on,
        time_band: TimeBand::Morning,
        mode: VisitMode::InHome,
        purposes: vec![Purpose::Routine],
        companions: vec![],
        met: household
            .members
            .first()
            .map(|member| member.id)
            .into_iter()
            .collect(),
        nobody_home: false,
        no_change: false,
        changes: answered(household),
        signals: vec![],
        urgent: false,
        note: "坐下来把家里的情况从头问了一遍。".to_owned(),
        late_reason: None,
        next_visit_on: None,
        photos: vec![],
        policies_explained: vec![],
        help_done: String::new(),
    }
}

fn confirmation(walk: &Walk<'_>, id: HouseholdId) -> Option<OperationBody> {
    let flags = walk.records().flags_of(id);
    let flag = flags.into_iter().find(|flag| flag.awaits_triage())?;
    Some(OperationBody::TriageFlag {
        flag: flag.id,
        rev: flag.rev,
        triage: Triage::Confirm,
        household: Some(id),
    })
}

/// What each member had in the twelve months before.
fn income(household: &Household, on: NaiveDate, each: u32) -> IncomeContent {
    let sharing = u32::try_from(household.members.len()).unwrap_or(1).max(1);
    let year_ago = on.checked_sub_months(Months::new(12)).unwrap_or(on);
    IncomeContent {
        from: year_ago.succ_opt().unwrap_or(year_ago),
        to: on,
        sharing,
        amounts: vec![IncomeAmount {
            line: IncomeLine::AwayWork,
            yuan: each.saturating_mul(sharing),
            source: IncomeSource::SelfReport,
        }],
        spending: vec![],
        note: String::new(),
    }
}

fn measure(
    household: HouseholdId,
    act: Act,
    on: NaiveDate,
    file: Option<&MonitoringFile>,
) -> Option<OperationBody> {
    if let Act::Progress(status) = act {
        let measure: OpId = file?.plan.measures.last()?.op;
        let step = Box::new(ProgressStep {
            on,
            status,
            words: "和厂里对过，按月上班。".to_owned(),
        });
        return Some(OperationBody::ProgressMeasure {
            household,
            measure,
            step,
        });
    }
    Some(OperationBody::AddMeasure {
        household,
        content: Box::new(MeasureContent {
            sub_item: Some(SubItem::LabourExport),
            category: MeasureCategory::Employment,
            item: MEASURE.to_owned(),
            start: on,
            planned_end: None,
            yuan: None,
            body: String::new(),
        }),
    })
}

/// The two people at the door: who enters it, and somebody of the village.
fn two(by: &Actor) -> Vec<Verifier> {
    vec![
        Verifier {
            staff: Some(by.staff.clone()),
            name: by.name.clone(),
            side: Side::Team,
        },
        Verifier {
            staff: None,
            name: "刘会计".to_owned(),
            side: Side::Village,
        },
    ]
}

const VOTES: Votes = Votes {
    present: 11,
    agree: 10,
    disagree: 1,
};
const BOARD: &str = "村部门口公开栏";

fn case_step(
    household: &Household,
    act: Act,
    on: NaiveDate,
    (by, file): (&Actor, &MonitoringFile),
) -> Option<OperationBody> {
    let (deed, words) = match act {
        Act::Authorise => {
            let signer = household.members.first()?.name.clone();
            (Deed::Authorise { signer }, "")
        }
        Act::Verify => {
            let found = Box::new(Verification {
                verifiers: two(by),
                category: MonitorCategory::SuddenHardship,
                risks: vec![Risk {
                    cause: RiskCause::UnstableJob,
                    disaster: None,
                }],
            });
            (Deed::Verify { found }, "")
        }
        Act::Agree => (Deed::Agree { votes: VOTES }, ""),
        Act::Hang => (Deed::HangNotice, BOARD),
        Act::Object => (Deed::Object, "有人在村部说，这户的女儿在县城开着店，请再核一核。"),
        Act::PassTown => (Deed::PassTown, "材料齐全。"),
        Act::ReturnToHome => (
            Deed::ReturnToHome,
            "只问了务工收入，种植和卖猪的没有问，请补问后重新核实。",
        ),
        Act::Compare => {
            let agrees = |department| Compared {
                department,
                result: Comparison::Agrees,
            };
            let results = [Department::CivilAffairs, Department::HumanResources].map(agrees);
            (
                Deed::Compare {
                    results: results.to_vec(),
                },
                "",
            )
        }
        Act::Approve => (Deed::Approve, ""),
        Act::Announce => (Deed::Announce, BOARD),
        Act::Enter => {
            // Invented, like the household's own: no two of these stories have one number.
            let code: String = household.code.chars().filter(char::is_ascii_digit).collect();
            let number = format!("999{code}{}", file.cases.len());
            (Deed::EnterNumber { number }, "")
        }
        _ => return None,
    };
    Some(OperationBody::StepCase {
        household: household.id,
        rev: file.present()?.progress().rev,
        step: Box::new(CaseStep {
            on,
            words: words.to_owned(),
            late_reason: String::new(),
            deed,
        }),
    })
}

fn elimination_step(
    household: &Household,
    act: Act,
    on: NaiveDate,
    (by, file): (&Actor, &MonitoringFile),
) -> Option<OperationBody> {
    let (deed, words) = match act {
        Act::Stable => {
            let found = Box::new(StableFound {
                verifiers: two(by),
                signer: household.members.first()?.name.clone(),
                way: EliminationWay::ByAssistance,
            });
            (EliminationDeed::Verify { found }, "")
        }
        Act::AgreeStable => (EliminationDeed::Agree { votes: VOTES }, ""),
        Act::HangStable => (EliminationDeed::HangNotice, BOARD),
        Act::PassStable => (EliminationDeed::PassTown, "上门看过，情况属实。"),
        Act::Eliminate => (EliminationDeed::Decide, "同意标注风险消除，按季度回头看。"),
        Act::AnnounceStable => (EliminationDeed::Announce, BOARD),
        _ => return None,
    };
    Some(OperationBody::StepElimination {
        household: household.id,
        rev: file.eliminations.last()?.progress().rev,
        step: Box::new(EliminationStep {
            on,
            words: words.to_owned(),
            late_reason: String::new(),
            deed,
        }),
    })
}
