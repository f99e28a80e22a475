//! What is known before the visit: the last one, where people work, what was not asked for long.

use super::form::{Form, Ground};
use crate::format::day_of;
use crate::parts::{Icon, Tone, tag};
use crate::screens::household::gist;
use crate::words::Words;
use domain::household::asking::guarantees_to_ask;
use domain::household::facts::FieldName;
use domain::time::days_between;
use leptos::prelude::*;

/// Most workers shown; the household page has all.
const WORKERS: usize = 2;
/// More items than these are told as one count.
const STALE_LINES: usize = 2;

/// The card above the form.
pub fn last_facts(form: Form) -> AnyView {
    let words = form.words;
    form.with(|ground| {
        let work = workers(ground, words);
        view! { <dl class="facts card">{last_visit(ground, words)}{work}{not_asked(ground, words)}</dl> }
            .into_any()
    })
}

fn last_visit(ground: &Ground, words: Words) -> AnyView {
    let last = ground.visits.iter().find(|visit| visit.id != ground.start.visit);
    let said = match last {
        None => view! { {words.last_none()} }.into_any(),
        Some(visit) => {
            let on = day_of(visit.content.visited_on, ground.today, words.lang());
            view! { {on}" "{visit.author_name.clone()}" "<em>{gist(visit, words)}</em> }.into_any()
        }
    };
    view! { <dt>{words.last_time()}</dt><dd>{said}</dd> }.into_any()
}

fn workers(ground: &Ground, words: Words) -> Vec<AnyView> {
    let label = FieldName::WorkPlace.label(words.lang());
    let lines = ground.start.household.members.iter().filter_map(|member| {
        let place = member.facts.value(FieldName::WorkPlace)?;
        let asked = member
            .facts
            .mark(FieldName::WorkPlace)
            .map(|mark| words.last_asked(&day_of(mark.as_of, ground.today, words.lang())));
        let place = words.value(FieldName::WorkPlace, Some(place));
        Some(view! { <dt>{label}</dt><dd>{member.name.clone()}" "{place}" "<em>{asked}</em></dd> }.into_any())
    });
    lines.take(WORKERS).collect()
}

fn not_asked(ground: &Ground, words: Words) -> Vec<AnyView> {
    let household = &ground.start.household;
    let line = |name: FieldName| {
        let said = match household.known_on(name) {
            Some(day) => words.days_not_asked(days_between(day, ground.today)),
            None => words.never_asked().to_owned(),
        };
        let label = name.label(words.lang());
        view! { <dt>{label}</dt><dd>{tag(Tone::Warn, Some(Icon::Ask), said)}</dd> }.into_any()
    };
    let stale = guarantees_to_ask(household, ground.today, &ground.config);
    if stale.len() > STALE_LINES {
        let said = words.items_due(stale.len());
        return vec![
            view! { <dt>{words.guarantees()}</dt><dd>{tag(Tone::Warn, Some(Icon::Ask), said)}</dd> }
                .into_any(),
        ];
    }
    stale.into_iter().map(line).collect()
}
