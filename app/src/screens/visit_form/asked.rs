//! The guarantee items that were not asked for long. What was asked lately is in [`super::known_facts`].

use super::answers::{answer, set_answer};
use super::form::{Form, Ground};
use crate::format::day_of;
use crate::parts::chips::{chip, stop_chip};
use domain::household::asking::guarantees_to_ask;
use domain::household::codes::Answer;
use domain::household::facts::{FieldName, GUARANTEES};
use leptos::prelude::*;

/// Items shown at once; with more the rest unfolds, so that signals and note stay near.
const SHOWN: usize = 3;

/// The items to ask.
pub fn asked(form: Form) -> AnyView {
    let words = form.words;
    let first: Vec<FieldName> = form.with(|ground| {
        let stale = guarantees_to_ask(&ground.start.household, ground.today, &ground.config);
        let asked = |name: &FieldName| stale.contains(name) || is_stated(ground, *name);
        GUARANTEES.into_iter().filter(asked).collect()
    });
    let folded: Vec<FieldName> = if first.len() > SHOWN {
        first.iter().skip(SHOWN - 1).copied().collect()
    } else {
        Vec::new()
    };
    let first: Vec<FieldName> = first.into_iter().filter(|name| !folded.contains(name)).collect();
    let unfolded = RwSignal::new(form.with(|ground| folded.iter().any(|name| is_stated(ground, *name))));
    let count = folded.len();
    let rest = move || {
        match unfolded.get() {
        true => folded.iter().map(|name| item(form, *name)).collect_view().into_any(),
        false if count > 0 => view! {
            <button class="ghost wide" type="button" aria-expanded="false" on:click=move |_| unfolded.set(true)>{words.ask_rest(count)}</button>
        }
        .into_any(),
        false => ().into_any(),
    }
    };
    view! { {first.iter().map(|name| item(form, *name)).collect_view()}{move || rest()} }.into_any()
}

/// Whether the form began with an answer to it: that of a draft, or of the visit to correct.
pub fn is_stated(ground: &Ground, name: FieldName) -> bool {
    answer(&ground.start.content, name).is_some()
}

/// One item, with what was answered last.
pub fn item(form: Form, name: FieldName) -> AnyView {
    let words = form.words;
    let lang = words.lang();
    let last = form.with(|ground| {
        let household = &ground.start.household;
        household.known_on(name).map_or_else(
            || words.never_asked().to_owned(),
            |day| {
                words.last_answer(
                    &day_of(day, ground.today, lang),
                    household.guarantee(name).label(lang),
                )
            },
        )
    });
    let is = move |wanted: Option<Answer>| answer(&form.content.read(), name) == wanted;
    let set = move |wanted: Option<Answer>| {
        form.with(|ground| form.change(|content| set_answer(content, &ground.start.household, name, wanted)));
    };
    let (ok, problem) = (Some(Answer::Ok), Some(Answer::Problem));
    view! {
        <fieldset class="ask">
            <legend>{words.how_is(name.label(lang))}" "<small>{last}</small></legend>
            <div class="chips">
                {chip("radio", name.code(), Answer::Ok.label(lang), move || is(ok), move |_| set(ok))}
                {stop_chip("radio", name.code(), Answer::Problem.label(lang), move || is(problem), move |_| set(problem))}
                {chip("radio", name.code(), Answer::Unknown.label(lang), move || is(None), move |_| set(None))}
            </div>
        </fieldset>
    }
    .into_any()
}
