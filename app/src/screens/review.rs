//! The leader's queue: what to read, what can be approved together, what is out for correction.

mod together;

use self::together::Together;
use super::household::gist;
use crate::format::{dotted, relative_day};
use crate::ledger::View;
use crate::parts::diff::changes;
use crate::parts::icon::{Icon, go};
use crate::parts::row::{empty, row};
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Scene, Tone, Top, scene, tag};
use crate::words::Words;
use domain::policy::{Action, permits_somehow};
use domain::record::Records;
use domain::visit::Visit;
use domain::visit::codes::VisitStatus;
use domain::visit::queue::{Rank, in_order, stale_return};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use std::collections::BTreeSet;

/// The visits that await this leader, in the order of reading.
pub(super) fn queue(view: &View) -> Vec<(Rank, &Visit)> {
    let records = &view.records;
    let household = |visit: &Visit| records.household(visit.household);
    in_order(records.visits(), household, &view.me.staff, &view.config())
}

/// The rank as a tag.
pub(super) fn rank_tag(rank: Rank, words: Words) -> AnyView {
    let (tone, sign) = match rank {
        Rank::Urgent => (Tone::Stop, Icon::Flag),
        Rank::NewRisk => (Tone::Stop, Icon::Bang),
        Rank::Contradiction => (Tone::Warn, Icon::Differs),
        Rank::Changed => (Tone::Calm, Icon::Edit),
        Rank::Monitored => (Tone::Calm, Icon::Eye),
        Rank::Late => (Tone::Plain, Icon::Clock),
        Rank::NoChange => (Tone::Plain, Icon::Equal),
    };
    tag(tone, Some(sign), rank.label(words.lang()))
}

/// For how long a returned visit has waited for its author, where that is too long.
pub(super) fn stale_tag(visit: &Visit, view: &View, words: Words) -> Option<AnyView> {
    let days = stale_return(visit, view.today, &view.config())?;
    Some(tag(Tone::Warn, Some(Icon::Clock), words.stale_return(days)))
}

/// `周敏 · 今天 · 入户`
pub(super) fn by_line(visit: &Visit, view: &View, words: Words) -> String {
    let day = relative_day(visit.content.visited_on, view.today, words);
    format!(
        "{} · {day} · {}",
        visit.author_name,
        visit.content.mode.label(words.lang())
    )
}

fn name_of(visit: &Visit, view: &View, words: Words) -> String {
    view.records
        .household(visit.household)
        .map(|household| words.of_name(household.name()))
        .unwrap_or_default()
}

/// The screen.
#[component]
pub fn Review() -> impl IntoView {
    let Scene { words, view, .. } = scene();
    let asked = use_query_map();
    let show = Memo::new(move |_| asked.read().get("show").unwrap_or_default());
    let back = Some(Back("/".to_owned(), words.today_title().to_owned()));
    let leads = scene()
        .me()
        .is_some_and(|me| permits_somehow(me.role, Action::ReviewVisit));
    move || {
        let (show, back) = (show.get(), back.clone());
        let together = (leads && show == "same").then(Together::new);
        let body = move || {
            let view = view.get()?;
            let body = match (together, show.as_str()) {
                (Some(together), _) => together.lists(&view),
                (None, "returned") => returned(&view, words),
                _ => to_read(&view, words),
            };
            Some(view! { {tabs(&view, &show, words)}{body} }.into_any())
        };
        view! {
            <Frame here=Here::Today docked=together.is_some()>
                <Top title=words.review_heading() sub=words.review_title() back=back/>
                <main id="main" tabindex="-1">
                    {together.map(Together::told)}
                    {if leads { body.into_any() } else { empty(words.review_heading(), words.leader_only()) }}
                </main>
                {together.map(Together::dock)}
            </Frame>
        }
    }
}

fn out(view: &View) -> Vec<&Visit> {
    let open = |visit: &&Visit| visit.status == VisitStatus::Returned && visit.author != view.me.staff;
    view.records.visits().filter(open).collect()
}

fn tabs(view: &View, show: &str, words: Words) -> AnyView {
    let queue = queue(view);
    let alike = queue.iter().filter(|(rank, _)| *rank == Rank::NoChange).count();
    let counts = [
        ("", "/review", words.tab_read(), queue.len().saturating_sub(alike)),
        ("same", "/review?show=same", words.tab_no_change(), alike),
        (
            "returned",
            "/review?show=returned",
            words.tab_returned(),
            out(view).len(),
        ),
    ];
    let chips = counts.map(|(name, href, word, count)| {
        let here = (show == name).then_some("page");
        view! { <a class="chip" href=href aria-current=here><span>{word}" "<b>{count}</b></span></a> }
            .into_any()
    });
    view! { <nav class="chips" aria-label=words.review_kinds()>{chips.collect_view()}</nav> }.into_any()
}

fn to_read(view: &View, words: Words) -> AnyView {
    let cards: Vec<AnyView> = queue(view)
        .into_iter()
        .filter(|(rank, _)| *rank != Rank::NoChange)
        .map(|(rank, visit)| card(rank, visit, view, words))
        .collect();
    if cards.is_empty() {
        return empty(words.queue_empty(), words.queue_empty_more());
    }
    view! { <ul class="stack" aria-label=words.tab_read()>{cards}</ul> }.into_any()
}

/// One visit with what makes it worth reading.
fn card(rank: Rank, visit: &Visit, view: &View, words: Words) -> AnyView {
    let household = view.records.household(visit.household);
    let mut lines = changes(&visit.content.changes, household, words);
    lines.extend(flags(visit, words));
    if lines.is_empty() {
        lines.push(view! { <li>{gist(visit, words)}</li> }.into_any());
    }
    view! {
        <li class="card pick">
            <a class="row" href=format!("/review/{}", visit.id)>
                <span class="w">
                    <span class="n">{name_of(visit, view, words)}" "{rank_tag(rank, words)}</span>
                    <span class="d">{dotted(&by_line(visit, view, words))}</span>
                </span>
                {go()}
            </a>
            <ul class="diff">{lines}</ul>
        </li>
    }
    .into_any()
}

/// The signals with the causes that they suggest.
pub(super) fn flags(visit: &Visit, words: Words) -> Option<AnyView> {
    let content = &visit.content;
    if content.signals.is_empty() {
        return None;
    }
    let lang = words.lang();
    let signals: Vec<&str> = content.signals.iter().map(|signal| signal.label(lang)).collect();
    let causes: BTreeSet<_> = content
        .signals
        .iter()
        .flat_map(|signal| signal.proposes())
        .collect();
    let causes: Vec<&str> = causes.into_iter().map(|cause| cause.label(lang)).collect();
    let said = format!(
        "{} · {}",
        words.flagged(&words.join(&signals)),
        words.suggests(&words.join(&causes))
    );
    Some(view! { <li>{said}</li> }.into_any())
}

fn returned(view: &View, words: Words) -> AnyView {
    let rows: Vec<AnyView> = out(view)
        .into_iter()
        .map(|visit| {
            let reason = visit.open_return().map(|(_, reason, _)| reason.label(words.lang()));
            let name = view! { {name_of(visit, view, words)}" "{reason.map(|reason| tag(Tone::Warn, Some(Icon::Return), reason))}" "{stale_tag(visit, view, words)} };
            row(format!("/visits/{}", visit.id), name.into_any(), by_line(visit, view, words), None)
        })
        .collect();
    if rows.is_empty() {
        return empty(words.returned_empty(), words.queue_empty_more());
    }
    view! { <ul class="card list">{rows}</ul> }.into_any()
}
