//! One household on one screen: guarantees, two values to settle, recent visits, people, income.

mod conflicts;
mod guarantees;
mod known;
mod people;
mod reveal;

use super::case;
use super::elimination;
use super::entitlement;
use super::flag;
use super::income::told;
use super::not_here::at_household;
use super::papers;
use super::pending::state_of_visit;
use super::plan;
use super::request;
use super::root::Outline;
use super::screening;
use super::visit::status_tag;
use crate::format::day_of;
use crate::ledger::{PendingState, View};
use crate::parts::icon::{Icon, icon};
use crate::parts::row::{empty, row, section};
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Scene, Tone, Top, household_address, scene, tag};
use crate::words::Words;
use chrono::NaiveDate;
use domain::elimination::codes::MonitoringStatus;
use domain::household::Household;
use domain::household::codes::HouseholdType;
use domain::ids::{HouseholdId, VisitId};
use domain::record::Records;
use domain::risk::order::open_of;
use domain::visit::{Visit, VisitContent};
#[cfg(feature = "desk")]
pub(super) use guarantees::guarantees;
pub(super) use known::{name_of, said_by};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
#[cfg(feature = "desk")]
pub(super) use people::{income, people};
pub(super) use reveal::{Reveal, RevealSheet};
use std::sync::Arc;

/// Visits shown before "all".
const VISITS_SHOWN: usize = 5;

/// One household.
#[component]
pub fn HouseholdScreen(
    /// What the address names the household by.
    id: String,
) -> impl IntoView {
    at_household(id, |_, _| true, |id| view! { <Known id/> }.into_any())
}

#[component]
fn Known(id: HouseholdId) -> impl IntoView {
    let Scene { words, view, .. } = scene();
    let household = Memo::new(move |_| view.get().and_then(|view| view.records.household(id).cloned()));
    let title = Signal::derive(move || {
        household
            .get()
            .map(|h| words.of_name(h.name()))
            .unwrap_or_default()
    });
    let sub = Signal::derive(move || household.get().map(|h| line_above(&h, words)).unwrap_or_default());
    let saved = use_query_map()
        .with_untracked(|map| map.get("saved"))
        .and_then(|text| text.parse().ok());
    let flagged = use_query_map().with_untracked(|map| map.get_str("flagged").is_some());
    let all = RwSignal::new(false);
    let reveal = Reveal::new(id);
    let back = Some(Back(
        "/households".to_owned(),
        words.households_title().to_owned(),
    ));
    let above = move || {
        let (view, household) = (view.get()?, household.get()?);
        let body = view! {
            {saved.and_then(|visit| saved_banner(&view, visit, words))}
            {flagged.then(|| flagged_banner(words))}
            {labels(&household, &view, words)}
            {flag::of_household(&view, id, words)}
            {case::of_household(&view, id, words)}
            {plan::of_household(&view, &household, words)}
            {elimination::of_household(&view, &household, words)}
            {request::of_household(&view, id, words)}
            {screening::of_household(&view, &household, words)}
        };
        Some(body.into_any())
    };
    let below = move || {
        let (view, household) = (view.get()?, household.get()?);
        let body = view! {
            {guarantees::guarantees(&household, view.today, words)}
            {known::asked_when(&household, &view, words)}
            {entitlement::of_household(&household, &view, words)}
            {super::four::of_household(household.id, &view, words)}
            {visits(&view, &household, all, words)}
            {people::people(&household, view.today, reveal, words)}
            {told::told(&household, &view, words)}
            {people::income(&household, words)}
            {papers::of_household(household.id, words)}
        };
        Some(body.into_any())
    };
    view! {
        <Frame here=Here::Households docked=true>
            <Top title=title tab=words.household_tab() sub=sub back=back/>
            <main id="main" tabindex="-1">{move || above()}{conflicts::conflicts(household)}{move || below()}</main>
            <div class="dock">
                <a class="ghost" href=format!("{}/flag", household_address(id))>{words.flag_button()}</a>
                <a class="solid" href=format!("{}/visit", household_address(id))>{words.nav_visit_full()}</a>
            </div>
            <RevealSheet reveal/>
        </Frame>
    }
}

fn line_above(household: &Household, words: Words) -> String {
    let line = if household.address.contains(&household.group) {
        household.address.clone()
    } else {
        format!("{}{}", household.group, household.address)
    };
    format!("{line} · {}", words.people_count(household.members.len()))
}

/// What became of the visit that was just saved, told from the records, not from the tap.
fn saved_banner(view: &View, visit: VisitId, words: Words) -> Option<AnyView> {
    view.records.visit(visit)?;
    let said = match state_of_visit(view, visit) {
        None => words.saved_sent(),
        Some(PendingState::Waiting) => words.saved_waiting(),
        Some(PendingState::Attention(_)) => words.saved_attention(),
    };
    let banner = view! {
        <div class="banner act" role="status">
            {icon(Icon::Check)}
            <span><b>{words.saved_done()}</b>" "{said}</span>
            <a class="quiet" href="/">{words.next_household()}</a>
        </div>
    };
    Some(banner.into_any())
}

fn flagged_banner(words: Words) -> AnyView {
    view! { <div class="banner act" role="status">{icon(Icon::Check)}<span>{words.flag_saved()}</span></div> }
        .into_any()
}

/// What the household is in the register, and whether it is monitored.
pub(super) fn standing(household: &Household, words: Words) -> AnyView {
    let lang = words.lang();
    let base = match (household.household_type, household.lifted_out_year) {
        (HouseholdType::LiftedOut, Some(year)) => words.lifted_out_in(year),
        (base, _) => base.label(lang).to_owned(),
    };
    let over = match (&household.reduced, &household.eliminated) {
        (Some(_), _) => Some(MonitoringStatus::NaturallyReduced),
        (None, Some(_)) => Some(MonitoringStatus::Eliminated),
        (None, None) => None,
    };
    let monitor = household.monitor.map(|category| match over {
        Some(over) => {
            let over = [category.label(lang), over.label(lang)];
            tag(Tone::Plain, Some(Icon::Check), over.join(" · "))
        }
        None => tag(Tone::Calm, None, category.label(lang)),
    });
    view! { {tag(Tone::Plain, None, base)}{monitor} }.into_any()
}

fn labels(household: &Household, view: &View, words: Words) -> AnyView {
    let (lang, today) = (words.lang(), view.today);
    let flags = open_of(&view.records, household.id);
    let strip = flags.first().map(|flag| flag::risk_tag(flag, view, words));
    let over = household.monitored().is_none();
    let risks = household.risks.iter().map(|risk| {
        let disaster = risk
            .disaster
            .map(|kind| format!("({})", kind.label(lang)))
            .unwrap_or_default();
        let cause = format!("{}{disaster}", risk.cause.label(lang));
        match over {
            true => tag(Tone::Plain, None, cause),
            false => tag(Tone::Stop, Some(Icon::Flag), cause),
        }
    });
    let net = household
        .no_labour_safety_net
        .then(|| tag(Tone::Calm, None, words.safety_net()));
    let moved = household
        .resettled
        .then(|| tag(Tone::Plain, None, words.resettled()));
    view! {
        <div class="tags">
            {standing(household, words)}{strip}{risks.collect_view()}{net}{moved}{due_line(household, today, words)}
        </div>
    }
    .into_any()
}

fn due_line(household: &Household, today: NaiveDate, words: Words) -> Option<AnyView> {
    let lines = expect_context::<Outline>().0.get();
    let line = lines.iter().find(|line| line.id == household.id && !line.gone)?;
    let said = match line.due.by {
        None => words.due_line_first().to_owned(),
        Some(_) if line.due.days_left < 0 => words.due_line_past(line.due.days_left.saturating_neg()),
        Some(by) => words.due_line_by(&day_of(by, today, words.lang())),
    };
    let tone = if line.is_past() { Tone::Warn } else { Tone::Plain };
    Some(tag(tone, Some(Icon::Clock), said))
}

/// Newest visit first.
fn visits(view: &Arc<View>, household: &Household, all: RwSignal<bool>, words: Words) -> AnyView {
    let mut visits: Vec<&Visit> = view
        .records
        .visits()
        .filter(|visit| visit.household == household.id)
        .collect();
    visits.sort_by_key(|visit| std::cmp::Reverse((visit.content.visited_on, visit.id)));
    if visits.is_empty() {
        return section(
            "h-visits",
            words.recent_visits(),
            None,
            None,
            empty(words.no_visits_title(), words.no_visits()),
        );
    }
    let total = visits.len();
    let shown = if all.get() { total } else { VISITS_SHOWN };
    let rows = visits
        .iter()
        .take(shown)
        .map(|visit| visit_row(visit, view, words))
        .collect_view();
    let aside = (total > shown).then(|| {
        view! { <button type="button" on:click=move |_| all.set(true)>{words.all_visits(total)}</button> }
            .into_any()
    });
    let list = view! { <ul class="card list">{rows}</ul> }.into_any();
    section("h-visits", words.recent_visits(), None, aside, list)
}

fn visit_row(visit: &Visit, view: &View, words: Words) -> AnyView {
    let on = day_of(visit.content.visited_on, view.today, words.lang());
    let name = view! { {on}" · "{visit.author_name.clone()}" "{status_tag(visit, view, words)} };
    row(
        format!("/visits/{}", visit.id),
        name.into_any(),
        gist(visit, words),
        None,
    )
}

/// A visit in one line: what was said, else what was found.
pub(super) fn gist(visit: &Visit, words: Words) -> String {
    gist_of(&visit.content, words)
}

/// As [`gist`], of a content that a correction replaced.
pub(super) fn gist_of(content: &VisitContent, words: Words) -> String {
    let lang = words.lang();
    if !content.note.trim().is_empty() {
        return content.note.trim().to_owned();
    }
    let signals: Vec<&str> = content.signals.iter().map(|signal| signal.label(lang)).collect();
    let changed: Vec<&str> = content
        .changes
        .iter()
        .filter(|change| change.is_change())
        .map(|change| change.field.name.label(lang))
        .collect();
    if content.nobody_home {
        words.nobody_home().to_owned()
    } else if !signals.is_empty() {
        words.join(&signals)
    } else if !changed.is_empty() {
        words.join(&changed)
    } else if !content.help_done.is_empty() {
        content.help_done.clone()
    } else if content.no_change {
        words.no_change_done().to_owned()
    } else {
        let purposes: Vec<&str> = content
            .purposes
            .iter()
            .map(|purpose| purpose.label(lang))
            .collect();
        words.join(&purposes)
    }
}
