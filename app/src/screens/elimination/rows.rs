//! Eliminations in lists: on Today whose turn it is, on the household's page where it stands.

use super::told::state_tag;
use crate::format::day_of;
use crate::ledger::View;
use crate::parts::household_address;
use crate::parts::row::{row, section};
use crate::parts::tag::unsent_tag;
use crate::words::Words;
use domain::case::MonitoringFile;
use domain::elimination::desk::in_order;
use domain::elimination::{Elimination, transitions};
use domain::household::Household;
use domain::policy::permits_somehow;
use domain::record::Records;
use leptos::prelude::*;

/// Where the page of a household's elimination is.
fn address(household: &Household) -> String {
    format!("{}/elimination", household_address(household.id))
}

/// The eliminations in which the next step is the person's, with their households.
fn mine(view: &View) -> Vec<(&Household, &Elimination)> {
    in_order(view.records.monitoring_files(), view.today)
        .into_iter()
        .filter(|(_, one)| one.waits_for(view.me.role, view.today))
        .filter_map(|(file, one)| Some((view.records.household(file.household)?, one)))
        .collect()
}

/// How many eliminations [`waiting`] lists.
pub fn waiting_count(view: &View) -> usize {
    mine(view).len()
}

/// The eliminations in which the next step is the person's.
pub fn waiting(view: &View, words: Words) -> Option<AnyView> {
    let rows: Vec<AnyView> = mine(view)
        .into_iter()
        .map(|(household, one)| {
            elimination_row(household, one, words.of_name(household.name()), (view, words))
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let count = Some(rows.len().to_string());
    let list = view! { <ul class="card list">{rows}</ul> }.into_any();
    Some(section("h-eliminations", words.elim_mine(), count, None, list))
}

/// An elimination in a list of many households.
pub fn named_row(file: &MonitoringFile, one: &Elimination, view: &View, words: Words) -> Option<AnyView> {
    let household = view.records.household(file.household)?;
    let face = words.of_name(household.name());
    Some(elimination_row(household, one, face, (view, words)))
}

fn elimination_row(
    household: &Household,
    one: &Elimination,
    face: String,
    (view, words): (&View, Words),
) -> AnyView {
    // What waits on the phone is not done: the list tells where the server has it.
    let state = one.settled_on(view.today);
    let unsent = one.waits_to_be_sent().then(|| unsent_tag(words));
    let name = view! { {face}" "{state_tag(state, words)}{unsent} };
    let detail = words.elim_nominated(&one.by_name);
    row(address(household), name.into_any(), detail, None)
}

/// The household's present elimination; where there is none and it is monitored, the way to the criteria.
pub fn of_household(view: &View, household: &Household, words: Words) -> Option<AnyView> {
    let file = view.records.monitoring(household.id);
    let present = file.and_then(|file| file.eliminations.last());
    // An elimination that an episode has left behind is history: it stands on its page.
    let present = present.filter(|one| one.is_running() || household.monitored().is_none());
    let row = match present {
        Some(one) if household.reduced.is_none() => {
            let face = words.elim_on(&day_of(one.nominated_on, view.today, words.lang()));
            elimination_row(household, one, face, (view, words))
        }
        _ if household.reduced.is_some() => {
            let name = view! { {words.elim_episodes()} }.into_any();
            row(address(household), name, String::new(), None)
        }
        None if can_be_nominated(view, household, file) => {
            let name = view! { {words.elim_look()} }.into_any();
            row(address(household), name, String::new(), None)
        }
        _ => return None,
    };
    let list = view! { <ul class="card list">{row}</ul> }.into_any();
    Some(section("h-elimination", words.elim_heading(), None, None, list))
}

/// Whether the person may nominate the household, and nothing runs that has to end before.
pub fn can_be_nominated(view: &View, household: &Household, file: Option<&MonitoringFile>) -> bool {
    let busy = |file: &MonitoringFile| file.running().is_some() || file.eliminating().is_some();
    household.monitored().is_some()
        && permits_somehow(view.me.role, transitions::NOMINATE)
        && !file.is_some_and(busy)
}
