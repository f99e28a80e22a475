//! What people do with what they see: each act is one body of an operation, chosen by chance.

use crate::dice::Dice;
use app::ledger::model::View;
use chrono::{Days, NaiveDate};
use domain::case::codes::StepKind;
use domain::case::order::offered;
use domain::case::{CaseStep, Deed, MonitoringFile};
use domain::entitlement::codes::{EntitlementKind, EntitlementSource, EntitlementStatus};
use domain::entitlement::{EntitlementContent, EntitlementKey};
use domain::household::Household;
use domain::household::facts::{FactValue, FieldKey, FieldName};
use domain::ids::{FlagId, HouseholdId, OpId, RequestId, VisitId};
use domain::income::codes::{IncomeLine, IncomeSource};
use domain::income::{IncomeAmount, IncomeContent};
use domain::operation::OperationBody;
use domain::record::Records;
use domain::request::codes::{RequestCategory, RequestStepKind, ToldHow};
use domain::request::transitions::offered as steps_of;
use domain::request::{Owner, Request, RequestContent, RequestStep};
use domain::risk::{FlagContent, RelapseFlag, Triage};
use domain::visit::codes::{Purpose, ReturnReason, Signal, TimeBand, VisitMode, VisitStatus};
use domain::visit::{Decision, FactChange, Visit, VisitContent, queue};
use uuid::Uuid;

/// The fields over which people meet: few, so that they meet often.
const HOUSEHOLD_FIELDS: [FieldName; 3] = [
    FieldName::WaterGuarantee,
    FieldName::HousingGuarantee,
    FieldName::SelfPaidMedical,
];
const MEMBER_FIELDS: [FieldName; 2] = [FieldName::WorkPlace, FieldName::WorkMonths];

fn value(field: FieldName, dice: &mut Dice) -> Option<FactValue> {
    const ANSWERS: [&str; 3] = ["OK", "PROBLEM", "NOT_APPLICABLE"];
    const PLACES: [&str; 3] = ["县内", "广东", "浙江"];
    let one_of =
        |words: &[&str], dice: &mut Dice| dice.pick(words).map(|word| FactValue::Words((*word).to_owned()));
    match field {
        FieldName::SelfPaidMedical => Some(FactValue::Count(dice.between(0, 3) * 100)),
        FieldName::WorkMonths => Some(FactValue::Count(dice.between(0, 3))),
        FieldName::WorkPlace if dice.percent(10) => None,
        FieldName::WorkPlace => one_of(&PLACES, dice),
        _ => one_of(&ANSWERS, dice),
    }
}

fn change(household: &Household, dice: &mut Dice) -> FactChange {
    let member = household.members.first().filter(|_| dice.percent(35));
    let name = match member {
        Some(_) => dice.pick(&MEMBER_FIELDS),
        None => dice.pick(&HOUSEHOLD_FIELDS),
    };
    let field = FieldKey {
        member: member.map(|member| member.id),
        name: name.copied().unwrap_or(FieldName::WaterGuarantee),
    };
    FactChange {
        field,
        base: household.field_version(&field),
        old: household.value(&field).cloned(),
        new: value(field.name, dice),
    }
}

/// What a person writes about a visit to a household, by the phone's own date.
#[must_use]
pub fn content(household: &Household, today: NaiveDate, dice: &mut Dice) -> VisitContent {
    let nobody_home = dice.percent(10);
    let no_change = !nobody_home && dice.percent(30);
    let mut changes: Vec<FactChange> = Vec::new();
    if !nobody_home && !no_change {
        for _ in 0..1 + dice.below(2) {
            let next = change(household, dice);
            if changes.iter().all(|change| change.field != next.field) {
                changes.push(next);
            }
        }
    }
    let met = household.members.first().map(|member| member.id);
    let back = u64::try_from(dice.below(3)).unwrap_or(0);
    VisitContent {
        visited_on: today.checked_sub_days(Days::new(back)).unwrap_or(today),
        time_band: TimeBand::Morning,
        mode: VisitMode::InHome,
        purposes: vec![Purpose::Routine],
        companions: vec![],
        met: met.into_iter().filter(|_| !nobody_home).collect(),
        nobody_home,
        no_change,
        changes,
        signals: if dice.percent(10) {
            vec![Signal::BadWater]
        } else {
            vec![]
        },
        urgent: dice.percent(5),
        note: format!("第{}次", dice.below(1_000)),
        late_reason: None,
        next_visit_on: None,
        photos: vec![],
        policies_explained: vec![],
        help_done: String::new(),
    }
}

/// A new visit to a household in view: this one, or any.
#[must_use]
pub fn log(view: &View, visit: Uuid, at: Option<HouseholdId>, dice: &mut Dice) -> Option<OperationBody> {
    let households = view.records.households();
    let households: Vec<&Household> = households
        .filter(|household| at.is_none_or(|at| household.id == at))
        .collect();
    let household = dice.pick(&households)?;
    Some(OperationBody::LogVisit {
        visit: VisitId(visit),
        household: household.id,
        content: Box::new(content(household, view.today, dice)),
    })
}

/// A correction of an own visit; now and then of one that is closed already, or of an older revision.
#[must_use]
pub fn revise<K: Ord>(view: &View, name: impl Fn(VisitId) -> K, dice: &mut Dice) -> Option<OperationBody> {
    let late = dice.percent(25);
    let open = |visit: &Visit| matches!(visit.status, VisitStatus::Submitted | VisitStatus::Returned);
    let own = view
        .records
        .visits()
        .filter(|visit| visit.author == view.me.staff);
    let visit = pick(own.filter(|visit| late || open(visit)), name, dice)?;
    let household = view.records.household(visit.household)?;
    let mut content = content(household, view.today, dice);
    if dice.percent(50) {
        // Goes on from what it said, as the form does.
        content.changes.clone_from(&visit.content.changes);
        content.no_change = visit.content.no_change;
        content.nobody_home = visit.content.nobody_home;
        content.met.clone_from(&visit.content.met);
    }
    Some(OperationBody::ReviseVisit {
        visit: visit.id,
        household: visit.household,
        base_rev: visit.rev,
        content: Box::new(content),
    })
}

/// A decision on a visit that awaits this reviewer.
#[must_use]
pub fn review<K: Ord>(view: &View, name: impl Fn(VisitId) -> K, dice: &mut Dice) -> Option<OperationBody> {
    let waiting = view
        .records
        .visits()
        .filter(|visit| queue::awaits(visit, &view.me.staff));
    let visit = pick(waiting, name, dice)?;
    let decision = if dice.percent(60) {
        Decision::Approve
    } else {
        Decision::Return {
            reason: ReturnReason::MissingItem,
            words: "请补一句".to_owned(),
        }
    };
    Some(OperationBody::ReviewVisit {
        visit: visit.id,
        rev: visit.rev,
        decision,
    })
}

/// A choice between two values.
#[must_use]
pub fn resolve(view: &View, dice: &mut Dice) -> Option<OperationBody> {
    let mut open: Vec<(&Household, FieldKey)> = Vec::new();
    for household in view.records.households() {
        open.extend(household.conflicts().into_iter().map(|field| (household, field)));
    }
    let (household, field) = dice.pick(&open)?;
    let facts = household.facts_of(field.member)?;
    let rivals: Vec<_> = facts.rivals(field.name).collect();
    let first = dice.percent(50).then(|| facts.value(field.name).cloned());
    let keep = first.unwrap_or_else(|| rivals.first().and_then(|rival| rival.value.clone()));
    let seen: Vec<OpId> = rivals.iter().map(|rival| rival.op).collect();
    Some(OperationBody::ResolveConflict {
        household: household.id,
        field: *field,
        base: household.field_version(field),
        keep,
        seen,
    })
}

/// What any household in view earned in the year before the phone's day.
#[must_use]
pub fn income(view: &View, dice: &mut Dice) -> Option<OperationBody> {
    let households: Vec<&Household> = view.records.households().collect();
    let household = dice.pick(&households)?;
    let yuan = u32::try_from(dice.below(30_000)).unwrap_or(0);
    let content = IncomeContent {
        from: view.today.checked_sub_days(Days::new(364)).unwrap_or(view.today),
        to: view.today,
        sharing: 3,
        amounts: vec![IncomeAmount {
            line: *dice.pick(IncomeLine::ALL)?,
            yuan,
            source: IncomeSource::SelfReport,
        }],
        spending: Vec::new(),
        note: String::new(),
    };
    Some(OperationBody::RecordIncome {
        household: household.id,
        content: Box::new(content),
    })
}

/// An addition to any visit in view.
#[must_use]
pub fn add<K: Ord>(view: &View, name: impl Fn(VisitId) -> K, dice: &mut Dice) -> Option<OperationBody> {
    let visit = pick(view.records.visits(), name, dice)?;
    Some(OperationBody::AddAddendum {
        visit: visit.id,
        text: format!("补充{}", dice.below(1_000)),
    })
}

/// A flag of a household in view, outside any visit.
#[must_use]
pub fn flag(view: &View, flag: Uuid, dice: &mut Dice) -> Option<OperationBody> {
    let households: Vec<&Household> = view.records.households().collect();
    let household = dice.pick(&households)?;
    let content = FlagContent {
        seen_on: view.today,
        signals: vec![Signal::LargeBill],
        urgent: dice.percent(30),
        words: String::new(),
        warning: None,
        source: None,
    };
    Some(OperationBody::RaiseFlag {
        flag: FlagId(flag),
        household: household.id,
        content: Box::new(content),
    })
}

/// A decision on a flag; now and then on one that is decided, or that has another revision by now.
#[must_use]
pub fn triage<K: Ord>(view: &View, name: impl Fn(FlagId) -> K, dice: &mut Dice) -> Option<OperationBody> {
    let late = dice.percent(25);
    let flags = view.records.flags();
    let mut flags: Vec<&RelapseFlag> = flags.filter(|flag| late || flag.awaits_triage()).collect();
    flags.sort_by_key(|flag| name(flag.id));
    let flag = dice.pick(&flags)?;
    let other =
        |other: &&&RelapseFlag| other.household == flag.household && other.id != flag.id && other.is_open();
    let triage = match (dice.below(4), flags.iter().find(other)) {
        (0, _) => Triage::Confirm,
        (1, _) => Triage::Watch {
            recheck_on: view.today.checked_add_days(Days::new(30))?,
            reason: "再看一个月".to_owned(),
        },
        (2, Some(into)) => Triage::Merge { into: into.id },
        _ => Triage::Dismiss {
            reason: "已经核对过".to_owned(),
            household_view: String::new(),
        },
    };
    Some(OperationBody::TriageFlag {
        flag: flag.id,
        rev: flag.rev,
        triage,
        household: Some(flag.household),
    })
}

/// A request of a household in view.
#[must_use]
pub fn ask(view: &View, request: Uuid, dice: &mut Dice) -> Option<OperationBody> {
    let households: Vec<&Household> = view.records.households().collect();
    let household = dice.pick(&households)?;
    let days = u64::try_from(dice.below(30)).unwrap_or(0);
    let content = RequestContent {
        category: *dice.pick(RequestCategory::ALL)?,
        text: format!("第{}件", dice.below(1_000)),
        owner: owner(view),
        due: view.today.checked_add_days(Days::new(days))?,
        asked_on: view.today,
    };
    Some(OperationBody::RaiseRequest {
        request: RequestId(request),
        household: household.id,
        visit: None,
        content: Box::new(content),
    })
}

fn owner(view: &View) -> Owner {
    Owner {
        staff: view.me.staff.clone(),
        name: view.me.name.clone(),
    }
}

/// A step of a request in view, of those that its state allows.
#[must_use]
pub fn see_to<K: Ord>(view: &View, name: impl Fn(RequestId) -> K, dice: &mut Dice) -> Option<OperationBody> {
    let mut requests: Vec<&Request> = view.records.requests().collect();
    requests.sort_by_key(|request| name(request.id));
    let request = dice.pick(&requests)?;
    let step = match *dice.pick(&steps_of(request.state()))? {
        RequestStepKind::TakeUp => RequestStep::TakeUp,
        RequestStepKind::Reassign => RequestStep::Reassign {
            owner: owner(view),
            due: view.today.checked_add_days(Days::new(20))?,
            reason: "等材料".to_owned(),
        },
        RequestStepKind::Finish => RequestStep::Finish { words: String::new() },
        RequestStepKind::Refuse => RequestStep::Refuse {
            reason: "不在范围内".to_owned(),
        },
        RequestStepKind::Transfer => RequestStep::Transfer {
            to: "镇里".to_owned(),
        },
        RequestStepKind::Tell => RequestStep::Tell {
            on: view.today,
            how: ToldHow::InPerson,
        },
        RequestStepKind::Reopen => RequestStep::Reopen {
            reason: "还没办好".to_owned(),
        },
    };
    Some(OperationBody::StepRequest {
        request: request.id,
        household: request.household,
        base_rev: request.rev,
        step: Box::new(step),
    })
}

/// What was found of one of few policies of a household in view, so that people meet over it.
#[must_use]
pub fn entitle(view: &View, dice: &mut Dice) -> Option<OperationBody> {
    let households: Vec<&Household> = view.records.households().collect();
    let household = dice.pick(&households)?;
    let key = match household.members.first().filter(|_| dice.percent(50)) {
        Some(member) => EntitlementKey::of(member.id, EntitlementKind::MedicalAid),
        None => EntitlementKey::own(EntitlementKind::Subsistence),
    };
    let file = view.records.entitlements(household.id);
    let open = file.map(|file| file.open(key)).unwrap_or_default();
    let status = *dice.pick(EntitlementStatus::ALL)?;
    let content = EntitlementContent {
        key,
        status,
        on: view.today,
        source: *dice.pick(EntitlementSource::ALL)?,
        stopped_on: Some(view.today).filter(|_| status.is_stop()),
        words: "按规定".to_owned(),
        seen: open.iter().map(|check| check.op).collect(),
    };
    Some(OperationBody::RecordEntitlement {
        household: household.id,
        content: Box::new(content),
    })
}

/// A step in a case in view, of those that need nothing but the step itself.
#[must_use]
pub fn case_step(view: &View, dice: &mut Dice) -> Option<OperationBody> {
    let files: Vec<&MonitoringFile> = view.records.monitoring_files().collect();
    let file = dice.pick(&files)?;
    let case = file.present()?;
    let deeds: Vec<Deed> = offered(case, view.me.role, view.today)
        .into_iter()
        .filter_map(deed)
        .collect();
    Some(OperationBody::StepCase {
        household: file.household,
        rev: case.progress().rev,
        step: Box::new(CaseStep {
            // Not before the last step, whose phone may have been ahead.
            on: case
                .steps
                .last()
                .map_or(view.today, |entry| entry.step.on.max(view.today)),
            words: "村里的公开栏".to_owned(),
            late_reason: String::new(),
            deed: dice.pick(&deeds)?.clone(),
        }),
    })
}

fn deed(kind: StepKind) -> Option<Deed> {
    Some(match kind {
        StepKind::Authorise => Deed::Authorise {
            signer: "户主".to_owned(),
        },
        StepKind::RefuseAuthorisation => Deed::RefuseAuthorisation,
        StepKind::Withdraw => Deed::Withdraw,
        StepKind::Expedite => Deed::Expedite,
        _ => return None,
    })
}

/// One visit by chance, from an order that no clock decides.
fn pick<'a, K: Ord>(
    visits: impl Iterator<Item = &'a Visit>,
    name: impl Fn(VisitId) -> K,
    dice: &mut Dice,
) -> Option<&'a Visit> {
    let mut visits: Vec<&Visit> = visits.collect();
    visits.sort_by_key(|visit| name(visit.id));
    dice.pick(&visits).copied()
}
