//! The assistance plan of a household: its page, and its section on the household's page.

mod forms;
mod measure_form;
mod page;
mod rows;

use crate::format::day_of;
use crate::ledger::View;
use crate::parts::row::{row, section};
use crate::parts::{Icon, Tone, household_address, tag};
use crate::words::Words;
use domain::case::MonitoringFile;
use domain::household::Household;
use domain::plan::Plan;
use domain::plan::hints::{PlanHint, hints};
use domain::record::Records;
use leptos::prelude::*;

pub use page::PlanScreen;
pub use rows::{waiting, waiting_count};

/// Whether a household has a plan: it is monitored, help goes first, or there is one already.
fn has_plan(household: &Household, file: Option<&MonitoringFile>) -> bool {
    let planned = |file: &MonitoringFile| file.helps_first() || !file.plan.measures.is_empty();
    household.monitored().is_some() || file.is_some_and(planned)
}

/// What the plan lacks today.
fn lacking(view: &View, household: &Household, file: Option<&MonitoringFile>) -> Vec<PlanHint> {
    let empty = Plan::default();
    let plan = file.map_or(&empty, |file| &file.plan);
    let identified_on = file.and_then(MonitoringFile::identified_on);
    hints(household, plan, identified_on, view.today, &view.config())
}

/// A hint in words.
fn said(hint: PlanHint, view: &View, words: Words) -> String {
    let lang = words.lang();
    match hint {
        PlanHint::DueBy(day) => words.plan_due(&day_of(day, view.today, lang)),
        PlanHint::PastDue(day) => words.plan_past(&day_of(day, view.today, lang)),
        PlanHint::NoMeasure => words.plan_no_measure().to_owned(),
        PlanHint::NoDevelopmental => words.plan_no_developmental().to_owned(),
        PlanHint::Unanswered(cause) => words.plan_unanswered(cause.label(lang)),
        PlanHint::SubsistenceUnplanned => words.plan_subsistence().to_owned(),
        PlanHint::NoSafetyNet => words.plan_no_safety_net().to_owned(),
        PlanHint::NoContact => words.plan_no_contact().to_owned(),
    }
}

/// The plan in one row, with what it lacks.
pub fn of_household(view: &View, household: &Household, words: Words) -> Option<AnyView> {
    let file = view.records.monitoring(household.id);
    if !has_plan(household, file) {
        return None;
    }
    let measures = file.map_or(0, |file| file.plan.measures.len());
    let lacking = lacking(view, household, file);
    let late = file.is_some_and(|file| file.plan.measures.iter().any(|one| one.is_late(view.today)));
    let warning = late.then(|| tag(Tone::Stop, Some(Icon::Clock), words.plan_late()));
    let name = view! { {words.plan_measures(measures)}" "{warning} };
    let detail = match lacking.first() {
        Some(hint) => said(*hint, view, words),
        None => file
            .and_then(|file| Some(words.plan_contact(&file.plan.contact()?.name)))
            .unwrap_or_default(),
    };
    let href = format!("{}/plan", household_address(household.id));
    let list = view! { <ul class="card list">{row(href, name.into_any(), detail, None)}</ul> }.into_any();
    Some(section("h-plan", words.plan_heading(), None, None, list))
}
