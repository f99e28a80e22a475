//! The criteria of an elimination, each with what the ledger says of it and from what (domain.md §4.10, §12.5).
//!
//! Where the ledger cannot say, that is the answer; the figure is never guessed.

pub use super::criterion::{Calculated, Criterion, Evidence, Since};

use super::EliminationLimits;
use super::codes::{CriterionCode, EliminationWay, Finding, Severity};
use crate::case::MonitoringFile;
use crate::config::Config;
use crate::household::Household;
use crate::household::codes::{Answer, RiskCause};
use crate::household::facts::{FieldName, GUARANTEES};
use crate::ids::{FlagId, OpId, RequestId};
use crate::income::codes::Spending;
use crate::income::{IncomeSnapshot, Standing, is_recent, net_income, standing};
use crate::plan::Measure;
use crate::plan::codes::MeasureStatus;
use crate::plan::hints::unanswered;
use crate::request::Request;
use crate::request::codes::RequestCategory;
use crate::risk::{FlagStatus, RelapseFlag};
use chrono::{Months, NaiveDate};

/// Within so many months after identification nothing is eliminated by assistance, whatever the district set (VE06).
pub const TWO_MONTHS: u32 = 2;

/// What the criteria are read from.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// The household as it is recorded now.
    pub household: &'a Household,
    /// Its file; none where it has none yet.
    pub file: Option<&'a MonitoringFile>,
    /// Its flags, in any order.
    pub flags: &'a [&'a RelapseFlag],
    /// Its requests, in any order.
    pub requests: &'a [&'a Request],
    /// Lines and counting rules of the district.
    pub config: &'a Config,
    /// The figures of the procedure: those of an elimination that runs, else those in force.
    pub limits: EliminationLimits,
}

/// Every criterion of a way on a day, in the order of the form. Medical costs and fitting measures are told and left
/// to the people who verify at home.
#[must_use]
pub fn precheck(ground: Ground<'_>, way: EliminationWay, today: NaiveDate) -> Vec<Criterion> {
    let newest = newest_income(ground, today);
    let mut found = months(ground, way, today);
    if way == EliminationWay::ByAssistance {
        found.push(measures(ground));
    }
    found.push(income(ground, newest, today));
    found.push(spending(newest));
    found.push(guarantees(ground.household));
    if way == EliminationWay::ByAssistance {
        found.push(risks(ground));
    }
    found.push(safety_net(ground.household));
    found.push(flags(ground));
    found.push(requests(ground));
    found
}

/// The day on which the present episode began, as far as it is known.
#[must_use]
pub fn since(household: &Household, file: Option<&MonitoringFile>) -> Since {
    file.and_then(MonitoringFile::identified_on)
        .map_or(Since::RegisterOf(household.register_as_of), Since::Identified)
}

/// Whether at least so many whole months have passed. What the register said on a day was so on that day at the
/// latest: months since then have passed for certain, and of less nobody knows.
fn passed(since: Since, months: u32, today: NaiveDate) -> Finding {
    let (Since::Identified(from) | Since::RegisterOf(from)) = since;
    let full = from
        .checked_add_months(Months::new(months))
        .is_some_and(|full| today >= full);
    match (full, since) {
        (true, _) => Finding::Met,
        (false, Since::Identified(_)) => Finding::NotMet,
        (false, Since::RegisterOf(_)) => Finding::NotKnown,
    }
}

/// VE01 and VE06. What is known to be too early blocks an elimination by assistance; what is not known, and a risk that
/// went away sooner by itself, needs a reason.
fn months(ground: Ground<'_>, way: EliminationWay, today: NaiveDate) -> Vec<Criterion> {
    let since = since(ground.household, ground.file);
    let criterion = |code, finding| Criterion {
        code,
        finding,
        severity: match (way, finding) {
            (EliminationWay::ByAssistance, Finding::NotMet) => Severity::Block,
            _ => Severity::Warn,
        },
        evidence: Evidence::Since(since),
    };
    let full = passed(since, ground.limits.min_months, today);
    let mut found = vec![criterion(CriterionCode::MinMonths, full)];
    if way == EliminationWay::ByAssistance {
        // "At most two months" is too early: the day itself as well.
        let yesterday = today.pred_opt().unwrap_or(today);
        found.push(criterion(
            CriterionCode::TwoMonths,
            passed(since, TWO_MONTHS, yesterday),
        ));
    }
    found
}

/// VE02: a measure that was carried out, at least in part, in this episode; the green channel helps before the decision.
fn measures(ground: Ground<'_>) -> Criterion {
    let from = ground
        .file
        .and_then(MonitoringFile::identified)
        .map(|case| case.seen_on);
    let measures = ground.file.map_or(&[][..], |file| &file.plan.measures);
    let applied: Vec<OpId> = measures
        .iter()
        .filter(|measure| is_applied(measure, from))
        .map(|measure| measure.op)
        .collect();
    Criterion {
        code: CriterionCode::MeasureApplied,
        finding: met_if(!applied.is_empty()),
        severity: Severity::Block,
        evidence: Evidence::Measures(applied),
    }
}

fn is_applied(measure: &Measure, from: Option<NaiveDate>) -> bool {
    measure.progress.iter().any(|progress| {
        from.is_none_or(|from| progress.day() >= from)
            && matches!(
                progress.step.status,
                MeasureStatus::InProgress | MeasureStatus::Done | MeasureStatus::CarriedAfterRemoval
            )
    })
}

/// The newest calculation asked for after identification; the one on which the identification rests is another.
fn newest_income(ground: Ground<'_>, today: NaiveDate) -> Option<&IncomeSnapshot> {
    let since = since(ground.household, ground.file);
    let counts = |made: &&IncomeSnapshot| match since {
        Since::Identified(on) => made.asked_on > on,
        Since::RegisterOf(_) => true,
    };
    let recent = |made: &&IncomeSnapshot| is_recent(made.content.to, today);
    let made = ground.household.incomes.iter();
    made.filter(counts)
        .filter(recent)
        .max_by_key(|made| made.asked_on)
}

/// VE03: above the dated line of the year in which the window ends, however unsettled lines count.
fn income(ground: Ground<'_>, newest: Option<&IncomeSnapshot>, today: NaiveDate) -> Criterion {
    let calculated = newest.map(|made| calculated(made, ground.config));
    let finding = match calculated {
        // Of a window that is still to end on that day, nothing is known then.
        Some(made) if made.to > today => Finding::NotKnown,
        Some(Calculated {
            net: Some(net),
            line: Some(line),
            ..
        }) => match (net.least > line, net.most > line) {
            (true, _) => Finding::Met,
            (false, false) => Finding::NotMet,
            (false, true) => Finding::NotKnown,
        },
        _ => Finding::NotKnown,
    };
    Criterion {
        code: CriterionCode::IncomeAboveLine,
        finding,
        severity: Severity::Block,
        evidence: Evidence::Income(calculated),
    }
}

fn calculated(made: &IncomeSnapshot, config: &Config) -> Calculated {
    let net = net_income(&made.content, &config.counting_rules);
    let standing = net.map(|net| standing(net, made.content.window(), &config.income_lines));
    Calculated {
        op: made.op,
        net,
        to: made.content.to,
        line: match standing {
            Some(Standing::Below(line) | Standing::Reached(line) | Standing::Unsettled(line)) => {
                Some(line.yuan)
            }
            Some(Standing::NoLine(_) | Standing::ShortWindow(_)) | None => None,
        },
    }
}

/// Criterion 2: mainly medical costs and schooling. Whether they are steadily solved only people can say.
fn spending(newest: Option<&IncomeSnapshot>) -> Criterion {
    let spent = newest.map(|made| {
        let of_it = made
            .content
            .spending
            .iter()
            .filter(|spent| matches!(spent.kind, Spending::SelfPaidMedical | Spending::Education));
        of_it.map(|spent| u64::from(spent.yuan)).sum::<u64>()
    });
    Criterion {
        code: CriterionCode::SpendingSolved,
        finding: match spent {
            Some(0) => Finding::Met,
            _ => Finding::NotKnown,
        },
        severity: Severity::Info,
        evidence: Evidence::Spending(spent.unwrap_or_default()),
    }
}

/// VE04: each item holds; not asked is no answer, and of two answers nobody knows which is right.
fn guarantees(household: &Household) -> Criterion {
    let finding = |name: FieldName| match household.guarantee(name) {
        Answer::Problem => Finding::NotMet,
        Answer::Unknown => Finding::NotKnown,
        Answer::Ok | Answer::NotApplicable if household.facts.rivals(name).next().is_some() => {
            Finding::NotKnown
        }
        Answer::Ok | Answer::NotApplicable => Finding::Met,
    };
    let open: Vec<FieldName> = GUARANTEES
        .into_iter()
        .filter(|name| finding(*name) != Finding::Met)
        .collect();
    let worst = match open.iter().any(|name| finding(*name) == Finding::NotMet) {
        true => Finding::NotMet,
        false if open.is_empty() => Finding::Met,
        false => Finding::NotKnown,
    };
    Criterion {
        code: CriterionCode::GuaranteesHeld,
        finding: worst,
        severity: Severity::Block,
        evidence: Evidence::Guarantees(open),
    }
}

/// Criterion 4: help was fitted to each risk. What a plan lacks is told and never refused (decision 0022).
fn risks(ground: Ground<'_>) -> Criterion {
    let measures = ground.file.map_or(&[][..], |file| &file.plan.measures);
    let open: Vec<RiskCause> = unanswered(ground.household, measures).collect();
    Criterion {
        code: CriterionCode::RisksAnswered,
        finding: met_if(open.is_empty()),
        severity: Severity::Info,
        evidence: Evidence::Risks(open),
    }
}

/// VE05, and what it stands for: households of which nobody can work stay under tracking (§4.10, not allowed).
fn safety_net(household: &Household) -> Criterion {
    Criterion {
        code: CriterionCode::NotSafetyNet,
        finding: met_if(!household.no_labour_safety_net && !household.lacks_labour()),
        severity: Severity::Block,
        evidence: Evidence::SafetyNet(household.no_labour_safety_net),
    }
}

/// VE07: a flag that nobody has decided on, or one of a sign that was seen after the identification and confirmed.
/// Those that were confirmed by then were answered by it.
fn flags(ground: Ground<'_>) -> Criterion {
    let since = since(ground.household, ground.file);
    let case = ground.file.and_then(MonitoringFile::identified);
    let confirmed = |flag: &RelapseFlag| {
        let newer = match since {
            Since::Identified(on) => flag.seen_on() > on,
            Since::RegisterOf(_) => true,
        };
        flag.status() == FlagStatus::Confirmed && newer && case.is_none_or(|case| case.flag != flag.id)
    };
    let of_household = ground
        .flags
        .iter()
        .filter(|flag| flag.household == ground.household.id);
    let mut open: Vec<FlagId> = of_household
        .filter(|flag| flag.awaits_triage() || confirmed(flag))
        .map(|flag| flag.id)
        .collect();
    open.sort();
    Criterion {
        code: CriterionCode::NoOpenFlag,
        finding: met_if(open.is_empty()),
        severity: Severity::Warn,
        evidence: Evidence::Flags(open),
    }
}

/// The other half of VE07: requests about money, housing and water. Finished is one only when the household knows.
fn requests(ground: Ground<'_>) -> Criterion {
    let weighs = |request: &Request| {
        let category = request.content.category;
        matches!(
            category,
            RequestCategory::Subsidy | RequestCategory::Housing | RequestCategory::Water
        )
    };
    let of_household = ground
        .requests
        .iter()
        .filter(|request| request.household == ground.household.id);
    let mut open: Vec<RequestId> = of_household
        .filter(|request| request.is_open() && weighs(request))
        .map(|request| request.id)
        .collect();
    open.sort();
    Criterion {
        code: CriterionCode::NoOpenRequest,
        finding: met_if(open.is_empty()),
        severity: Severity::Warn,
        evidence: Evidence::Requests(open),
    }
}

const fn met_if(holds: bool) -> Finding {
    match holds {
        true => Finding::Met,
        false => Finding::NotMet,
    }
}
