//! Requests in lists: what presses on Today, what is open on the household's page and at its door.

use crate::format::day_of;
use crate::ledger::View;
use crate::parts::row::{row, section};
use crate::parts::{Icon, Tone, household_address, tag};
use crate::words::Words;
use chrono::NaiveDate;
use domain::ids::HouseholdId;
use domain::policy::{Action, permits_somehow};
use domain::record::Records;
use domain::request::codes::{RequestStanding, RequestStatus};
use domain::request::{Request, order};
use leptos::prelude::*;

/// How it stands, as a tag; in time it is what was made of it.
pub fn standing_tag(standing: RequestStanding, status: RequestStatus, words: Words) -> AnyView {
    let (tone, sign) = match standing {
        RequestStanding::Overdue => (Tone::Stop, Icon::Bang),
        RequestStanding::DueSoon | RequestStanding::NotTold => (Tone::Warn, Icon::Clock),
        RequestStanding::Running => (Tone::Calm, Icon::Clock),
        RequestStanding::Finished => (Tone::Act, Icon::Check),
    };
    let said = match standing {
        RequestStanding::Running => status.label(words.lang()),
        _ => standing.label(words.lang()),
    };
    tag(tone, Some(sign), said)
}

/// Who answers for it, until when.
pub(super) fn promised(request: &Request, today: NaiveDate, words: Words) -> String {
    words.request_promised(&request.owner().name, &day_of(request.due(), today, words.lang()))
}

fn request_row(request: &Request, (view, named): (&View, bool), words: Words) -> AnyView {
    let category = request.content.category.label(words.lang());
    let household = view.records.household(request.household).filter(|_| named);
    let face = match household {
        Some(household) => format!("{} · {category}", words.of_name(household.name())),
        None => category.to_owned(),
    };
    let standing = standing_tag(request.standing(view.today), request.status(), words);
    let name = view! { {face}" "{standing} };
    let detail = format!(
        "{} · {}",
        request.content.text,
        promised(request, view.today, words)
    );
    row(format!("/requests/{}", request.id), name.into_any(), detail, None)
}

fn listed(requests: &[&Request], shown: (&View, bool), words: Words) -> AnyView {
    let rows: Vec<AnyView> = requests
        .iter()
        .map(|one| request_row(one, shown, words))
        .collect();
    view! { <ul class="card list">{rows}</ul> }.into_any()
}

/// What needs somebody today: a leader sees the team's, everybody else what he or she answers for.
fn mine(view: &View) -> Vec<&Request> {
    let leads = permits_somehow(view.me.role, Action::ReviewVisit);
    let requests = view.records.requests();
    let mine = requests.filter(|request| leads || request.owner().staff == view.me.staff);
    let pressing = order::pressing(mine, view.today).into_iter();
    pressing.map(|(_, request)| request).collect()
}

/// How many requests [`pressing`] lists.
pub fn pressing_count(view: &View) -> usize {
    mine(view).len()
}

/// What needs somebody today: a leader sees the team's, everybody else what he or she answers for.
pub fn pressing(view: &View, words: Words) -> Option<AnyView> {
    let found = mine(view);
    if found.is_empty() {
        return None;
    }
    let count = Some(found.len().to_string());
    let list = listed(&found, (view, true), words);
    Some(section("h-requests", words.request_pressing(), count, None, list))
}

/// The open requests of a household, and the way to a new one.
pub fn of_household(view: &View, household: HouseholdId, words: Words) -> AnyView {
    let open = order::open_of(view.records.requests(), household);
    let list = (!open.is_empty()).then(|| listed(&open, (view, false), words));
    let add = permits_somehow(view.me.role, Action::RaiseRequest).then(|| {
        let href = format!("{}/request", household_address(household));
        view! { <a href=href>{words.request_add()}</a> }.into_any()
    });
    let count = (!open.is_empty()).then(|| open.len().to_string());
    let body = match list {
        Some(list) => list,
        None => view! { <p class="quiet-text">{words.request_none()}</p> }.into_any(),
    };
    section("h-requests", words.request_heading(), count, add, body)
}

/// What the next visit has something to say of.
pub fn at_the_door(view: &View, household: HouseholdId, words: Words) -> Option<AnyView> {
    let open = order::open_of(view.records.requests(), household);
    if open.is_empty() {
        return None;
    }
    let count = Some(open.len().to_string());
    let list = listed(&open, (view, false), words);
    Some(section("h-requests", words.request_door(), count, None, list))
}
