//! Policies received: their section on a household's page, the page of all of them, and the form of one.

mod form;
mod page;

use crate::format::day_of;
use crate::ledger::View;
use crate::parts::row::{row, section};
use crate::parts::{Icon, Tone, household_address, tag};
use crate::words::Words;
use domain::entitlement::codes::{EntitlementKind, EntitlementStatus};
use domain::entitlement::{
    Basis, EntitlementCheck, EntitlementContent, EntitlementKey, Standing, order, standings,
};
use domain::household::Household;
use domain::household::asking::known_of;
use domain::lang::Lang;
use domain::record::Records;
use leptos::prelude::*;

pub use form::PolicyScreen;
pub use page::PoliciesScreen;

/// Policies shown on the household's page; the rest is one tap away.
const SHOWN: usize = 6;

/// Where a policy is recorded. Insurance is a fact that visits record.
pub fn address(household: &Household, key: EntitlementKey) -> String {
    let home = household_address(household.id);
    if key.kind.is_fact() {
        return format!("{home}/visit");
    }
    let code = key.kind.code();
    let mut members = household.members.iter();
    match members.position(|member| Some(member.id) == key.member) {
        Some(at) => format!("{home}/policies/{code}-{at}"),
        None => format!("{home}/policies/{code}"),
    }
}

/// Whose policy, and which.
pub fn named(key: EntitlementKey, household: &Household, lang: Lang) -> String {
    let kind = key.kind.label(lang);
    let member = key.member.and_then(|id| household.member(id));
    member.map_or_else(|| kind.to_owned(), |member| format!("{} {kind}", member.name))
}

/// What was found.
pub fn gist(content: &EntitlementContent, words: Words) -> String {
    let lang = words.lang();
    let kind = content.key.kind;
    format!("{} {}", kind.label(lang), kind.says(content.status, lang))
}

/// When, by whom and from which source it was found, and since when and why it was stopped.
pub fn said(check: &EntitlementCheck, view: &View, words: Words) -> String {
    let lang = words.lang();
    let day = |on| day_of(on, view.today, lang);
    let parts = [
        Some(day(check.day())),
        Some(check.by_name.clone()),
        Some(source(check, words)),
        check
            .listed
            .as_ref()
            .and_then(|listed| listed.since)
            .map(|on| words.policy_since(&day(on))),
        check
            .content
            .stopped_on
            .map(|on| words.policy_stopped_from(&day(on))),
        Some(check.content.words.clone()).filter(|said| !said.is_empty()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// From where it is known: of a department's list, whose.
fn source(check: &EntitlementCheck, words: Words) -> String {
    let lang = words.lang();
    match &check.listed {
        Some(listed) => words.policy_listed_by(listed.department.label(lang)),
        None => check.content.source.label(lang).to_owned(),
    }
}

fn status_tag(kind: EntitlementKind, status: EntitlementStatus, words: Words) -> AnyView {
    let (tone, sign) = match status {
        EntitlementStatus::Receiving => (Tone::Act, Icon::Check),
        EntitlementStatus::DueNotReceived | EntitlementStatus::StoppedUnexplained => (Tone::Stop, Icon::Bang),
        EntitlementStatus::NotEligible | EntitlementStatus::StoppedLawful => (Tone::Plain, Icon::Minus),
        EntitlementStatus::Unknown => (Tone::Plain, Icon::Ask),
    };
    tag(tone, Some(sign), kind.says(status, words.lang()))
}

/// Where it stands and by what that is known; what others say beside it.
fn told(standing: &Standing<'_>, household: &Household, view: &View, words: Words) -> (AnyView, String) {
    let by = match standing.basis {
        Basis::Check(check) => said(check, view, words),
        Basis::Fact(field) => {
            let source = known_of(household, field).map(|known| known.source.label(words.lang()));
            let on = day_of(standing.on, view.today, words.lang());
            words.said_by(source.unwrap_or_default(), &on)
        }
    };
    let two =
        (!standing.beside.is_empty()).then(|| tag(Tone::Warn, Some(Icon::Differs), words.policies_two()));
    let others = standing.beside.iter().map(|other| {
        let status = standing.key.kind.says(other.content.status, words.lang());
        format!("{status} {}", said(other, view, words))
    });
    let detail: Vec<String> = [by].into_iter().chain(others).collect();
    let tags = view! { {status_tag(standing.key.kind, standing.status, words)}" "{two} };
    (tags.into_any(), detail.join("; "))
}

/// One policy with its state.
fn policy_row(
    name: String,
    standing: &Standing<'_>,
    household: &Household,
    view: &View,
    words: Words,
) -> AnyView {
    let (tags, detail) = told(standing, household, view, words);
    let name = view! { {name}" "{tags} };
    row(address(household, standing.key), name.into_any(), detail, None)
}

/// What is received, what is missing first. That somebody is insured is no news.
pub fn of_household(household: &Household, view: &View, words: Words) -> AnyView {
    let all = order(standings(household, view.records.entitlements(household.id)));
    let news = |one: &&Standing<'_>| !one.key.kind.is_fact() || one.status.is_breach();
    let rows: Vec<AnyView> = all
        .iter()
        .filter(news)
        .take(SHOWN)
        .map(|one| {
            let name = named(one.key, household, words.lang());
            policy_row(name, one, household, view, words)
        })
        .collect();
    let href = format!("{}/policies", household_address(household.id));
    let aside = view! { <a href=href>{words.policies_record()}</a> }.into_any();
    let body = match rows.is_empty() {
        true => view! { <p class="quiet-text">{words.policies_none()}</p> }.into_any(),
        false => view! { <ul class="card list">{rows}</ul> }.into_any(),
    };
    section("h-policies", words.policies_heading(), None, Some(aside), body)
}
