//! A monitoring record against the household's facts (domain.md §12.3): of what stands in the record, and of what two
//! people are about to find at home.

use super::figures::{against, income_of, paid_this_year};
use super::record::health;
use super::{Finding, ScreeningRule, figure_on, in_use};
use crate::case::IdentificationCase;
use crate::config::Config;
use crate::household::codes::{Health, MonitorCategory, RiskCause};
use crate::household::facts::{FieldKey, FieldName};
use crate::household::{Household, Member};
use crate::income::codes::Spending;
use crate::income::{Standing, newest, spent, standing};
use chrono::NaiveDate;

/// What speaks against a category and causes that are about to be found of a household (VQ33–VQ35, VQ42). Hints: whoever
/// verifies says why it holds all the same. A rule that the district switched off says nothing.
#[must_use]
pub fn doubted(
    household: &Household,
    category: Option<MonitorCategory>,
    causes: &[RiskCause],
    (config, today): (&Config, NaiveDate),
) -> Vec<Finding> {
    let mut found = of_causes(household, causes, (config, today));
    found.extend(category.and_then(|category| of_category(household, category, (config, today))));
    found.retain(|finding| in_use(config, finding.rule, today));
    found
}

/// The same of what was found in a case that is not decided yet, for whoever decides; nothing where nobody verified.
#[must_use]
pub fn doubts_of(
    case: &IdentificationCase,
    household: &Household,
    (config, today): (&Config, NaiveDate),
) -> Vec<Finding> {
    let Some(found) = case.found().filter(|_| case.state(today).is_running()) else {
        return Vec::new();
    };
    let causes: Vec<RiskCause> = found.risks.iter().map(|risk| risk.cause).collect();
    doubted(household, Some(found.category), &causes, (config, today))
}

/// What speaks against the record of a household that is monitored. An income that has risen above the line since is
/// what help is for: of a record only a sudden hardship below the line is told (VQ42).
pub(super) fn of_record(household: &Household, on: (&Config, NaiveDate)) -> Vec<Finding> {
    let Some(category) = household.monitored() else {
        return Vec::new();
    };
    let causes: Vec<RiskCause> = household.risks.iter().map(|risk| risk.cause).collect();
    let mut found = of_causes(household, &causes, on);
    if category == MonitorCategory::SuddenHardship {
        found.extend(of_category(household, category, on));
    }
    found
}

fn of_causes(
    household: &Household,
    causes: &[RiskCause],
    (config, today): (&Config, NaiveDate),
) -> Vec<Finding> {
    let found = causes.iter().filter_map(|cause| match cause {
        RiskCause::Illness => illness_unseen(household, today),
        RiskCause::LackLabour => labour_enough(household, config, today),
        RiskCause::UnstableJob => job_unseen(household),
        _ => None,
    });
    found.collect()
}

fn finding(rule: ScreeningRule, facts: Vec<FieldKey>) -> Finding {
    Finding {
        rule,
        member: None,
        facts,
        compared: None,
    }
}

fn facts_of<'a>(
    members: impl Iterator<Item = &'a Member>,
    name: FieldName,
) -> impl Iterator<Item = FieldKey> {
    members.map(move |member| FieldKey::of(member.id, name))
}

/// VQ33: everybody's health is known and nobody is ill or disabled, or nothing was paid for medicine this year as it was
/// asked at the door, nor by the team's newest calculation.
fn illness_unseen(household: &Household, today: NaiveDate) -> Option<Finding> {
    let well = |member: &Member| health(member) == [Health::Healthy];
    let members = &household.members;
    let mut facts = Vec::new();
    if !members.is_empty() && members.iter().all(well) {
        facts.extend(facts_of(members.iter(), FieldName::Health));
    }
    let counted = newest(&household.incomes, today)
        .and_then(|made| spent(&made.content, Spending::SelfPaidMedical))
        .unwrap_or_default();
    if paid_this_year(household, today) == Some(0) && counted == 0 {
        facts.push(FieldKey::own(FieldName::SelfPaidMedical));
    }
    (!facts.is_empty()).then(|| finding(ScreeningRule::IllnessUnseen, facts))
}

/// VQ34: a large share of the members is known to be able to work. Who was not asked counts as not able.
fn labour_enough(household: &Household, config: &Config, today: NaiveDate) -> Option<Finding> {
    let share = figure_on(config, ScreeningRule::LabourEnough, today)?;
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let able = household.members.iter().filter(|member| member.has_labour());
    let facts: Vec<FieldKey> = facts_of(able, FieldName::LabourSkill).collect();
    let (able, all) = (count(facts.len()), count(household.members.len()));
    let enough = able > 0 && able.saturating_mul(100) >= all.saturating_mul(u64::from(share));
    enough.then(|| finding(ScreeningRule::LabourEnough, facts))
}

/// VQ35: everybody was asked and nobody can work, or somebody can and of nobody's work anything is recorded.
fn job_unseen(household: &Household) -> Option<Finding> {
    let members = &household.members;
    if household.lacks_labour() {
        let facts = facts_of(members.iter(), FieldName::LabourSkill).collect();
        return Some(finding(ScreeningRule::JobUnseen, facts));
    }
    let of_work = [
        FieldName::WorkPlace,
        FieldName::WorkMonths,
        FieldName::MonthlyIncome,
    ];
    let recorded = |member: &Member| of_work.iter().any(|name| member.facts.value(*name).is_some());
    if !household.has_labour() || members.iter().any(recorded) {
        return None;
    }
    let able = members.iter().filter(|member| member.has_labour());
    let facts = able.flat_map(|member| {
        let names = [FieldName::LabourSkill, FieldName::WorkPlace];
        names.map(|name| FieldKey::of(member.id, name))
    });
    Some(finding(ScreeningRule::JobUnseen, facts.collect()))
}

/// VQ42: a category that takes an income below the line, with one at or above it; a sudden hardship with one below.
fn of_category(
    household: &Household,
    category: MonitorCategory,
    (config, today): (&Config, NaiveDate),
) -> Option<Finding> {
    let (net, window) = income_of(household, config, today)?;
    let line = match (category, standing(net, window, &config.income_lines)) {
        (MonitorCategory::SuddenHardship, Standing::Below(line)) => line,
        (MonitorCategory::UnstableLifted | MonitorCategory::Marginal, Standing::Reached(line)) => line,
        _ => return None,
    };
    Some(against(ScreeningRule::CategoryNotOfIncome, net, line))
}
