//! The desk: what is stuck and where, the lists behind the numbers, imports, accounts. Online only.

mod accounts;
mod board;
mod cases;
mod cases_townships;
mod configuration;
mod duties;
mod evidence;
mod four;
mod four_months;
mod four_plot;
mod households;
mod import;
mod import_report;
mod leaves;
mod one_case;
mod one_duty;
mod posting_end;
mod requests;
mod teams;
mod trend;
mod villages;
mod visit_list;

use super::not_here::NoSuchPage;
use crate::ledger::UiError;
use crate::parts::icon::{Icon, icon};
use crate::parts::row::error;
use crate::parts::words;
use crate::phone::platform::{local_date, now_ms};
use chrono::{Days, NaiveDate};
use leptos::prelude::*;

/// The screen of an address below `/desk/`, or what says that there is none.
pub fn at(what: &str, id: String) -> AnyView {
    match (what, id.is_empty()) {
        ("board", true) => view! { <board::Board/> }.into_any(),
        ("teams", true) => view! { <teams::Teams/> }.into_any(),
        ("visits", true) => view! { <visit_list::VisitList/> }.into_any(),
        ("four", true) => view! { <four::FourMap/> }.into_any(),
        ("four", false) => view! { <four::FourVillage id/> }.into_any(),
        ("cases", true) => view! { <cases::Cases/> }.into_any(),
        ("cases", false) => view! { <one_case::OneCase id/> }.into_any(),
        ("duties", true) => view! { <duties::Duties/> }.into_any(),
        ("duties", false) => view! { <one_duty::OneDuty id/> }.into_any(),
        ("leaves", true) => view! { <leaves::Leaves/> }.into_any(),
        ("requests", true) => view! { <requests::Requests/> }.into_any(),
        ("households", true) => view! { <households::Households/> }.into_any(),
        ("households", false) => view! { <households::OneHousehold id/> }.into_any(),
        ("import", true) => view! { <import::Import/> }.into_any(),
        ("configuration", true) => view! { <configuration::Configuration/> }.into_any(),
        ("accounts", true) => view! { <accounts::Accounts/> }.into_any(),
        _ => view! { <NoSuchPage/> }.into_any(),
    }
}

/// The phone's or the desk's local day.
fn today() -> NaiveDate {
    local_date(now_ms()).parse().unwrap_or_default()
}

/// The period of so many days that ends today.
fn last_days(days: u64) -> (NaiveDate, NaiveDate) {
    let today = today();
    let from = today
        .checked_sub_days(Days::new(days.saturating_sub(1)))
        .unwrap_or(today);
    (from, today)
}

/// A table that scrolls sideways where it is wider than its panel, named by the heading above it.
fn table(heading: &'static str, columns: &[&'static str], rows: AnyView) -> AnyView {
    let columns = columns
        .iter()
        .map(|word| view! { <th scope="col">{*word}</th> }.into_any())
        .collect_view();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-labelledby=heading>
            <table class="table">
                <thead>
                    <tr>{columns}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// The field that narrows a list.
fn search(query: RwSignal<String>, label: &'static str, hint: &'static str) -> AnyView {
    view! {
        <label class="search">
            <span class="visually-hidden">{label}</span>
            {icon(Icon::Search)}
            <input
                type="search" placeholder=hint autocomplete="off"
                prop:value=move || query.get() on:input=move |event| query.set(event_target_value(&event))
            />
        </label>
    }
    .into_any()
}

/// What is shown while data are fetched or when they could not be.
fn waiting_or<T>(loaded: Option<Result<T, UiError>>, show: impl FnOnce(T) -> AnyView) -> AnyView {
    let words = words();
    match loaded {
        None => view! { <p class="quiet-text" role="status">{words.loading_data()}</p> }.into_any(),
        Some(Err(problem)) => error("desk-error".to_owned(), words.trouble(&problem)),
        Some(Ok(data)) => show(data),
    }
}
