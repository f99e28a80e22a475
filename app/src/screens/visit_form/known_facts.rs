//! Ask once: the facts that it is time to ask stand open, the oldest first; what was asked lately is behind one line that
//! says since when and by whom.

use super::answers::{confirm, remove_change, said_of};
use super::asked::{is_stated, item};
use super::form::Form;
use crate::format::day_of;
use crate::ledger::View;
use crate::parts::chips::chip;
use crate::parts::scene;
use crate::screens::household::{name_of, said_by};
use crate::words::Words;
use chrono::NaiveDate;
use domain::household::asking::{fresh, known_of, to_ask};
use domain::household::facts::{FieldKey, GUARANTEES};
use domain::ids::StaffId;
use leptos::prelude::*;

/// Facts shown at once; with more the rest unfolds, so that signals and note stay near.
const SHOWN: usize = 3;

fn is_guarantee(key: FieldKey) -> bool {
    key.member.is_none() && GUARANTEES.contains(&key.name)
}

/// What it is time to ask beside the guarantee items.
pub fn due(form: Form) -> AnyView {
    let words = form.words;
    let due: Vec<FieldKey> = form.with(|ground| {
        let due = to_ask(&ground.start.household, ground.today, &ground.config);
        let keys = due.into_iter().map(|one| one.key);
        keys.filter(|key| !is_guarantee(*key)).collect()
    });
    let (first, rest) = due.split_at(due.len().min(SHOWN));
    let first = first.iter().map(|key| fact(form, *key)).collect_view();
    let (rest, open) = (rest.to_vec(), RwSignal::new(false));
    let rest = move || {
        match (open.get(), rest.len()) {
        (_, 0) => ().into_any(),
        (true, _) => rest.iter().map(|key| fact(form, *key)).collect_view().into_any(),
        (false, count) => view! {
            <button class="ghost wide" type="button" aria-expanded="false" on:click=move |_| open.set(true)>{words.facts_rest(count)}</button>
        }
        .into_any(),
    }
    };
    view! { {first}{rest} }.into_any()
}

/// What was asked lately, behind one line.
pub fn asked_before(form: Form) -> Option<AnyView> {
    let words = form.words;
    let view = untrack(|| scene().view.get())?;
    let (keys, title) = form.with(|ground| {
        let mut fresh = fresh(&ground.start.household, ground.today, &ground.config);
        // What is answered in this form already stands open.
        fresh.retain(|one| !(is_guarantee(one.key) && is_stated(ground, one.key.name)));
        let oldest = fresh.first()?;
        let title = line_of(fresh.len(), (oldest.by, oldest.as_of), &view, words);
        let keys: Vec<FieldKey> = fresh.iter().map(|one| one.key).collect();
        Some((keys, title))
    })?;
    let open = RwSignal::new(false);
    let facts = move || {
        let one = |key: &FieldKey| match is_guarantee(*key) {
            true => item(form, key.name),
            false => fact(form, *key),
        };
        open.get().then(|| keys.iter().map(one).collect_view())
    };
    Some(
        view! {
            <button class="quiet" type="button" aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|open| *open = !*open)>
                {title}
            </button>
            {move || facts()}
        }
        .into_any(),
    )
}

/// How many were asked, the oldest when and by whom.
fn line_of(count: usize, (by, on): (Option<&StaffId>, NaiveDate), view: &View, words: Words) -> String {
    let on = day_of(on, view.today, words.lang());
    match by {
        Some(by) => words.asked_before(count, &on, name_of(by, view)),
        None => words.asked_register(count, &on),
    }
}

/// One fact as it is recorded: still so with a tap, or the way to the editor.
fn fact(form: Form, key: FieldKey) -> AnyView {
    let words = form.words;
    let view = untrack(|| scene().view.get());
    let (label, known) = form.with(|ground| {
        let household = &ground.start.household;
        let known = known_of(household, key).zip(view).map(|(known, view)| {
            let from = said_by(known.by, known.as_of, &view, words);
            words.known_so(&words.value(key.name, Some(known.value)), &from)
        });
        (words.field(&key, Some(household)), known)
    });
    let said = Memo::new(move |_| said_of(&form.content.read(), key));
    let still = move |on| {
        form.with(|ground| {
            form.change(|content| match on {
                true => confirm(content, &ground.start.household, key),
                false => remove_change(content, key),
            });
        });
    };
    view! {
        <fieldset class="ask">
            <legend>{label}" "<small>{known}</small></legend>
            <div class="chips">
                {chip("checkbox", "still", words.still_so(), move || said.get() == Some(false), still)}
                <button class="chip" type="button" aria-pressed=move || (said.get() == Some(true)).to_string() on:click=move |_| form.edit(key)>
                    <span>{words.now_changed()}</span>
                </button>
            </div>
        </fieldset>
    }
    .into_any()
}
