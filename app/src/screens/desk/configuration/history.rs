//! Every edition that was adopted, the newest first.

use super::{Page, said};
use crate::format::day_of;
use crate::parts::moment;
use crate::words::Words;
use chrono::NaiveDate;
use domain::edition::{Configuration as Known, Edition};
use leptos::prelude::*;

/// The list.
pub fn shown(known: &Known, page: Page) -> AnyView {
    let words = page.words;
    let editions = known
        .editions
        .iter()
        .map(|edition| one(edition, known.today, words));
    let list = match known.editions.is_empty() {
        true => view! { <p class="quiet-text">{words.config_history_none()}</p> }.into_any(),
        false => view! { <ol class="card timeline" reversed>{editions.collect_view()}</ol> }.into_any(),
    };
    view! {
        <section class="sec" aria-labelledby="h-history">
            <div class="head"><h2 id="h-history">{words.config_history()}</h2></div>
            {list}
        </section>
    }
    .into_any()
}

fn one(edition: &Edition, today: NaiveDate, words: Words) -> AnyView {
    let draft = &edition.draft;
    let day = day_of(draft.from, today, words.lang());
    let holds = match draft.from > today {
        true => words.config_ahead(&day),
        false => words.config_holds(&day),
    };
    let when = moment(edition.adopted_at, today, words);
    let settings = draft.settings.iter().map(|setting| {
        view! { <li>{said::label(setting, words)}": "{said::value(setting, words)}</li> }.into_any()
    });
    let why = (!draft.words.is_empty()).then(|| view! { <p>{draft.words.clone()}</p> }.into_any());
    view! {
        <li class="done">
            <b>{words.config_edition(edition.number)}" · "{draft.document.clone()}</b>
            <p>{holds}" · "{words.config_by(&edition.by_name, &when)}</p>
            {why}
            <ul>{settings.collect_view()}</ul>
        </li>
    }
    .into_any()
}
