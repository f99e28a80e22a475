//! The work log: what a team did besides visits, and who came to support its villages.

mod new;
mod page;

pub use new::NewWork;
pub use page::WorkScreen;

use crate::format::day_of;
use crate::ledger::View;
use crate::parts::icon::{Icon, icon};
use crate::parts::row::{empty, row, section};
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Scene, Tone, Top, scene, tag};
use crate::screens::not_here::first_load;
use crate::screens::today::village_names;
use crate::words::Words;
use domain::policy::{Action, permits_somehow};
use domain::time::first_of_month;
use domain::work::WorkLog;
use leptos::prelude::*;
use std::cmp::Reverse;

/// Entries shown before the person asks for more, and how many more each time.
const SHOWN: usize = 30;

/// What the entry was for and, where it is so, that it waits here or is struck out.
fn face(work: &WorkLog, words: Words) -> AnyView {
    let struck = (!work.counts()).then(|| tag(Tone::Plain, Some(Icon::Cross), words.work_struck()));
    let unsent = work.history.iter().any(|entry| entry.received_at.is_none());
    let unsent = unsent.then(|| tag(Tone::Plain, Some(Icon::Phone), words.step_saved()));
    view! { {work.content.what(words.lang())}" "{struck}{unsent} }.into_any()
}

/// The entries, newest first.
#[component]
pub fn Works() -> impl IntoView {
    let Scene { words, view, .. } = scene();
    let sub = Signal::derive(move || {
        let view = view.get();
        view.map(|view| village_names(&view, words)).unwrap_or_default()
    });
    let shown = RwSignal::new(SHOWN);
    let body = move || {
        let view = view.get()?;
        let mut all: Vec<&WorkLog> = view.records.works().collect();
        if all.is_empty() {
            return Some(empty(words.work_none(), words.work_none_more()));
        }
        all.sort_by_key(|work| Reverse((work.content.on, work.id)));
        let one = |work: &&WorkLog| {
            let day = day_of(work.content.on, view.today, words.lang());
            let by = [day, work.author_name.clone(), work.content.words.clone()];
            row(
                format!("/work/{}", work.id),
                face(work, words),
                by.join(" · "),
                None,
            )
        };
        let rows: Vec<AnyView> = all.iter().take(shown.get()).map(one).collect();
        let rest = all.len().saturating_sub(rows.len()).min(SHOWN);
        let more = (rest > 0).then(|| {
            let press = move |_| shown.update(|shown| *shown = shown.saturating_add(SHOWN));
            view! { <button class="ghost wide" type="button" on:click=press>{words.work_more(rest)}</button> }
                .into_any()
        });
        Some(view! { <ul class="card list">{rows}</ul>{more} }.into_any())
    };
    let back = Some(Back("/today".to_owned(), words.today_title().to_owned()));
    view! {
        <Frame here=Here::Today>
            <Top title=words.work_title() sub=sub back=back/>
            <main id="main" tabindex="-1">
                {first_load()}
                <p class="quiet-text">{words.work_sub()}</p>
                <p><a class="solid wide" href="/work/new">{icon(Icon::Plus)}"\u{a0}"{words.work_new()}</a></p>
                {body}
            </main>
        </Frame>
    }
}

/// Where it opens, from Today and from Me: how many entries this month has.
pub fn links(view: &View, words: Words) -> Option<AnyView> {
    permits_somehow(view.me.role, Action::LogWork).then_some(())?;
    let month = first_of_month(view.today);
    let lately = view
        .records
        .works()
        .filter(|work| work.counts() && work.content.on >= month);
    let rows = [
        row(
            "/work/new".to_owned(),
            words.work_new().into_any(),
            words.work_sub().to_owned(),
            None,
        ),
        row(
            "/work".to_owned(),
            words.work_title().into_any(),
            words.work_month(lately.count()),
            None,
        ),
    ];
    let body = view! { <ul class="card list">{rows.into_iter().collect_view()}</ul> }.into_any();
    Some(section("h-work", words.work_title(), None, None, body))
}
