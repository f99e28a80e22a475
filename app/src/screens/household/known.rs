//! Ask once: what it is time to ask, the oldest first, and of every fact who asked it, when and from which source.

use crate::format::day_of;
use crate::ledger::View;
use crate::parts::row::section;
use crate::parts::{Icon, Tone, tag};
use crate::words::Words;
use chrono::NaiveDate;
use domain::household::Household;
use domain::household::asking::{FactSource, Known, fresh, known, to_ask};
use domain::household::facts::FieldKey;
use domain::ids::StaffId;
use leptos::prelude::*;

/// Who said so, when, and from which source.
pub fn said_by(by: Option<&StaffId>, on: NaiveDate, view: &View, words: Words) -> String {
    let on = day_of(on, view.today, words.lang());
    match by {
        None => words.said_by(FactSource::Register.label(words.lang()), &on),
        Some(by) => words.said_by(name_of(by, view), &on),
    }
}

/// The name of who asked, else the number.
pub fn name_of<'a>(by: &'a StaffId, view: &'a View) -> &'a str {
    let mut colleagues = view.reference.iter().flat_map(|reference| &reference.colleagues);
    let known = colleagues.find(|colleague| colleague.id == *by);
    known.map_or(by.as_str(), |colleague| colleague.name.as_str())
}

/// Facts that are due and shown at once: a register of years ago makes all of them due.
const SHOWN: usize = 5;

/// The section: the oldest of what is due, and folded away the rest of it and what is fresh.
pub fn asked_when(household: &Household, view: &View, words: Words) -> Option<AnyView> {
    let facts = known(household);
    let config = view.config();
    let due = to_ask(household, view.today, &config).into_iter();
    let due: Vec<FieldKey> = due.map(|one| one.key).collect();
    let fresh = fresh(household, view.today, &config).into_iter();
    let fresh: Vec<FieldKey> = fresh.map(|fact| fact.key).collect();
    let lines = |keys: &[FieldKey]| {
        let line = |key: &FieldKey| {
            line(
                household,
                *key,
                facts.iter().find(|fact| fact.key == *key),
                view,
                words,
            )
        };
        view! { <dl class="facts">{keys.iter().map(line).collect_view()}</dl> }.into_any()
    };
    let folded = |keys: &[FieldKey], title: fn(Words, usize) -> String| {
        (!keys.is_empty()).then(|| {
            view! { <details class="fold"><summary>{title(words, keys.len())}</summary>{lines(keys)}</details> }.into_any()
        })
    };
    let (first, more) = due.split_at(due.len().min(SHOWN));
    let (title, count) = match due.len() {
        0 if fresh.is_empty() => return None,
        0 => (words.facts_fresh(), None),
        due => (words.facts_to_ask(), Some(due.to_string())),
    };
    let body = view! {
        <div class="card pad stack">
            {(!first.is_empty()).then(|| lines(first))}
            {folded(more, Words::more_to_ask)}
            {folded(&fresh, Words::fresh_facts)}
        </div>
    };
    Some(section("h-asked", title, count, None, body.into_any()))
}

fn line(
    household: &Household,
    key: FieldKey,
    fact: Option<&Known<'_>>,
    view: &View,
    words: Words,
) -> AnyView {
    let said = match fact {
        Some(fact) => {
            let from = said_by(fact.by, fact.as_of, view, words);
            view! { {words.value(key.name, Some(fact.value))}" "<em>{from}</em> }.into_any()
        }
        None => tag(Tone::Warn, Some(Icon::Ask), words.not_asked_yet()),
    };
    view! { <dt>{words.field(&key, Some(household))}</dt><dd>{said}</dd> }.into_any()
}
