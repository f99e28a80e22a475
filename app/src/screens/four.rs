//! The four not-removes: each pillar's worst state with the count behind it, then what to do first.

mod explain;
mod lists;
mod one;
mod parts;

pub use lists::FourList;
pub use parts::{of_household, of_season};

use super::not_here::first_load;
use super::root::Four as State;
use super::standing::Standings;
use super::today::village_names;
use crate::parts::icon::{Icon, icon};
use crate::parts::row::{empty, section};
use crate::parts::{Frame, Here, Scene, Top, scene};
use crate::words::Words;
use domain::commitments::{CommitmentStatus, Finding, LineCode, PillarState, pillars};
use leptos::prelude::*;
use parts::{finding_row, to_do};

/// Lines shown before the person asks for more.
const SHOWN: usize = 12;

/// The tab.
#[component]
pub fn Four() -> impl IntoView {
    let Scene { words, view, .. } = scene();
    let sub = Signal::derive(move || {
        view.get()
            .map(|view| village_names(&view, words))
            .unwrap_or_default()
    });
    let shown = RwSignal::new(SHOWN);
    let state = expect_context::<State>().0;
    let body = move || {
        let (view, standings) = (view.get()?, state.get());
        let found = standings.all().map(|(_, finding)| finding);
        let cards = pillars(found, &standings.rows)
            .iter()
            .map(|pillar| card(pillar, &standings, words))
            .collect_view();
        let open = to_do(&standings, view.today, |_| true);
        let list = if open.is_empty() {
            empty(words.four_none(), words.four_none_more())
        } else {
            let rows = open
                .iter()
                .take(shown.get())
                .map(|(standing, finding)| finding_row(standing, finding, &view, words))
                .collect_view();
            let rest = open.len().saturating_sub(shown.get());
            view! { <ul class="card list">{rows}</ul>{more(rest, (shown, SHOWN), words)} }.into_any()
        };
        let count = (!open.is_empty()).then(|| words.four_open(open.len()));
        Some(view! {
            <ul class="pillars">{cards}</ul>
            {section("h-first", words.four_first(), count, None, list)}
        })
    };
    view! {
        <Frame here=Here::Four>
            <Top title=words.four_title() sub=sub/>
            <main id="main" tabindex="-1">{first_load()}{move || body()}</main>
        </Frame>
    }
}

/// Code and wording of a line, as the title of its screen.
fn line_title(line: LineCode, words: Words) -> Signal<String> {
    let state = expect_context::<State>().0;
    Signal::derive(move || {
        let wording = state
            .read()
            .row(line)
            .map(|row| row.wording(words.lang()).to_owned());
        format!("{} {}", line.code(), wording.unwrap_or_default())
    })
}

/// The button that shows so many more of a long list.
pub fn more(rest: usize, (shown, step): (RwSignal<usize>, usize), words: Words) -> Option<AnyView> {
    (rest > 0).then(|| {
        let next = rest.min(step);
        let press = move |_| shown.update(|shown| *shown = shown.saturating_add(step));
        view! { <button class="ghost wide" type="button" on:click=press>{words.four_more(next)}</button> }
            .into_any()
    })
}

/// A pillar: its worst state as icon and word, the count, and the gravest thing in a few words.
fn card(pillar: &PillarState, standings: &Standings, words: Words) -> AnyView {
    let (class, sign, said) = match pillar.worst {
        None => ("card pillar", Icon::Minus, words.four_not_yet().to_owned()),
        Some(CommitmentStatus::Breached) => (
            "card pillar stop",
            Icon::Bang,
            words.four_breached(pillar.breached),
        ),
        Some(CommitmentStatus::DueSoon) => (
            "card pillar warn",
            Icon::Clock,
            words.four_due_soon(pillar.due_soon),
        ),
        Some(CommitmentStatus::Explained) => {
            ("card pillar", Icon::Info, words.four_explained(pillar.explained))
        }
        Some(_) => ("card pillar", Icon::Check, words.four_ok().to_owned()),
    };
    let of_pillar = |finding: &&Finding| {
        standings
            .row(finding.line)
            .is_some_and(|row| row.pillar == pillar.pillar)
    };
    let worst = standings
        .all()
        .map(|(_, finding)| finding)
        .filter(of_pillar)
        .find(|finding| finding.status.is_open() && Some(finding.status) == pillar.worst);
    let detail = match worst {
        Some(finding) => finding.why.label(words.lang()).to_owned(),
        None => words.four_computed(pillar.computed, pillar.waiting),
    };
    view! {
        <li>
            <a class=class href=format!("/four/{}", pillar.pillar.code())>
                <span class="k">{pillar.pillar.label(words.lang())}</span>
                <b>{icon(sign)}{said}</b>
                <small>{detail}</small>
            </a>
        </li>
    }
    .into_any()
}
