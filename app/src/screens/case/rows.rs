//! Cases in lists: on Today whose turn it is, on the household's page where it stands.

use super::told::{first_tags, state_tag};
use crate::format::day_of;
use crate::ledger::View;
use crate::parts::row::{row, section};
use crate::parts::tag::unsent_tag;
use crate::parts::{Icon, Tone, household_address, tag};
use crate::words::Words;
use domain::case::order::{due, in_order, is_late, waits_for};
use domain::case::{IdentificationCase, MonitoringFile};
use domain::ids::HouseholdId;
use domain::record::Records;
use leptos::prelude::*;

/// A household's present case; `named` where the list is of many households.
pub(super) fn case_row(
    file: &MonitoringFile,
    case: &IdentificationCase,
    (view, named): (&View, bool),
    words: Words,
) -> AnyView {
    let lang = words.lang();
    let holidays = view.holidays();
    let late = is_late(case, view.today, &holidays);
    let household = view.records.household(file.household).filter(|_| named);
    let face = match household {
        Some(household) => words.of_name(household.name()),
        None => words.case_since(&day_of(case.seen_on, view.today, lang)),
    };
    let first = first_tags((case.urgent, case.progress().expedited), words);
    // What waits on the phone is not done: the list tells where the server has it, as the case's page does.
    let state = case.settled_on(view.today);
    let unsent = case.waits_to_be_sent().then(|| unsent_tag(words));
    let back = case.sent_back();
    let due = match due(case, view.today, &holidays) {
        Some(day) if late => Some(words.case_past(&day_of(day, view.today, lang))),
        Some(day) => Some(words.case_due(&day_of(day, view.today, lang))),
        None => None,
    };
    let why = back.map(|entry| words.case_returned(&entry.step.words));
    let detail: Vec<String> = why.into_iter().chain(due).collect();
    let back = back.map(|_| tag(Tone::Warn, Some(Icon::Return), words.returned_tag()));
    let name = view! { {face}" "{first}{state_tag(state, late, words)}{back}{unsent} };
    let href = format!("{}/case", household_address(file.household));
    row(href, name.into_any(), detail.join(" · "), None)
}

/// The cases in which the next step is the person's.
fn mine(view: &View) -> Vec<(&MonitoringFile, &IdentificationCase)> {
    let mut cases = in_order(view.records.monitoring_files(), view.today, &view.holidays());
    cases.retain(|(_, case)| waits_for(case, view.me.role, view.today));
    cases
}

/// How many cases [`waiting`] lists.
pub fn waiting_count(view: &View) -> usize {
    mine(view).len()
}

/// The cases in which the next step is the person's.
pub fn waiting(view: &View, words: Words) -> Option<AnyView> {
    let rows: Vec<AnyView> = mine(view)
        .into_iter()
        .map(|(file, case)| case_row(file, case, (view, true), words))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let count = Some(rows.len().to_string());
    let list = view! { <ul class="card list">{rows}</ul> }.into_any();
    Some(section("h-cases", words.case_mine(), count, None, list))
}

/// The household's present case.
pub fn of_household(view: &View, id: HouseholdId, words: Words) -> Option<AnyView> {
    let file = view.records.monitoring(id)?;
    let case = file.present()?;
    let list = view! { <ul class="card list">{case_row(file, case, (view, false), words)}</ul> }.into_any();
    Some(section("h-case", words.case_heading(), None, None, list))
}
