//! What a plan lacks: hints for the team, never a refusal (domain.md §4.8, §12.3).

use super::codes::{MeasureCategory, answers};
use super::waiting::plan_due;
use super::{Measure, Plan, in_force};
use crate::config::Config;
use crate::household::Household;
use crate::household::codes::RiskCause;
use crate::household::facts::{FactValue, FieldName};
use crate::time::days_between;
use chrono::NaiveDate;

/// One thing that the plan lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanHint {
    /// No measure yet; the plan is due on this day.
    DueBy(NaiveDate),
    /// No measure, and the day has passed.
    PastDue(NaiveDate),
    /// No measure so many days after the decision (`no_measure_alert_days`, VQ38).
    NoMeasure,
    /// Somebody can work, and nothing helps to earn (VQ39).
    NoDevelopmental,
    /// A risk that no measure answers (VQ40).
    Unanswered(RiskCause),
    /// Nobody can work, and no safety net is planned (§4.8: no labour ⇒ safety net).
    NoSafetyNet,
    /// A subsistence allowance without a safety-net measure (VQ41).
    SubsistenceUnplanned,
    /// Nobody keeps in touch.
    NoContact,
}

/// What the plan of a monitored household lacks. `identified_on` is the day of the district's decision; none where the
/// register says that the household is monitored but not since when.
#[must_use]
pub fn hints(
    household: &Household,
    plan: &Plan,
    identified_on: Option<NaiveDate>,
    today: NaiveDate,
    config: &Config,
) -> Vec<PlanHint> {
    let mut hints = Vec::new();
    // What still runs after the elimination or the natural reduction runs to its end; nothing new is asked for (§4.8).
    if household.eliminated.is_some() || household.reduced.is_some() {
        return hints;
    }
    let categories = categories(&plan.measures);
    let has = |category: &MeasureCategory| categories.contains(category);
    if categories.is_empty() {
        hints.extend(without_measure(identified_on, today, config));
    } else {
        if household.has_labour() && !categories.iter().any(|category| category.is_developmental()) {
            hints.push(PlanHint::NoDevelopmental);
        }
        if household.lacks_labour() && !has(&MeasureCategory::Comprehensive) {
            hints.push(PlanHint::NoSafetyNet);
        }
        hints.extend(unanswered(household, &plan.measures).map(PlanHint::Unanswered));
        let yes = FactValue::Flag(true);
        let subsistence = household
            .members
            .iter()
            .any(|member| member.facts.value(FieldName::Subsistence) == Some(&yes));
        if subsistence && !has(&MeasureCategory::Comprehensive) {
            hints.push(PlanHint::SubsistenceUnplanned);
        }
    }
    if plan.contact().is_none() {
        hints.push(PlanHint::NoContact);
    }
    hints
}

/// The categories in which help is planned or given.
fn categories(measures: &[Measure]) -> Vec<MeasureCategory> {
    in_force(measures)
        .map(|measure| measure.content.category)
        .collect()
}

/// The risks of a household that no measure answers (VQ40).
pub fn unanswered<'a>(
    household: &'a Household,
    measures: &[Measure],
) -> impl Iterator<Item = RiskCause> + use<'a> {
    let categories = categories(measures);
    let causes = household.risks.iter().map(|risk| risk.cause);
    causes.filter(move |cause| {
        let answers = answers(*cause);
        !answers.is_empty() && !answers.iter().any(|category| categories.contains(category))
    })
}

fn without_measure(identified_on: Option<NaiveDate>, today: NaiveDate, config: &Config) -> Option<PlanHint> {
    let Some(identified_on) = identified_on else {
        return Some(PlanHint::NoMeasure);
    };
    let days = config.no_measure_days;
    if days > 0 && days_between(identified_on, today) >= i64::from(days) {
        return Some(PlanHint::NoMeasure);
    }
    // Where the district set none nothing is due, and nothing is said.
    let due = plan_due(identified_on, config)?;
    Some(match today > due {
        true => PlanHint::PastDue(due),
        false => PlanHint::DueBy(due),
    })
}

/// For what a category of measures would be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FitsFor {
    /// It answers this risk.
    Risk(RiskCause),
    /// Somebody can work, and it helps to earn.
    Labour,
    /// Nobody can work, and it holds the household up.
    NoLabour,
}

/// A category that fits a household, and for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fit {
    /// The category.
    pub category: MeasureCategory,
    /// For what.
    pub why: FitsFor,
}

/// The categories that fit a household, by the table of risks and measures and by its labour (§4.8), in the order of its
/// risks; hints while one is chosen, and no other is forbidden.
#[must_use]
pub fn fitting(household: &Household) -> Vec<Fit> {
    let of_risk = |cause: RiskCause| {
        let why = FitsFor::Risk(cause);
        answers(cause).iter().map(move |category| Fit {
            category: *category,
            why,
        })
    };
    let mut fits: Vec<Fit> = household
        .risks
        .iter()
        .flat_map(|risk| of_risk(risk.cause))
        .collect();
    if household.has_labour() {
        let developmental = MeasureCategory::ALL.iter().filter(|one| one.is_developmental());
        fits.extend(developmental.map(|category| Fit {
            category: *category,
            why: FitsFor::Labour,
        }));
    } else if household.lacks_labour() {
        fits.push(Fit {
            category: MeasureCategory::Comprehensive,
            why: FitsFor::NoLabour,
        });
    }
    fits
}
