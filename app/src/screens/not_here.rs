//! What stands where an address or a record leads nowhere on this phone.

use crate::ledger::{Ledger, View};
use crate::parts::row::empty;
use crate::parts::{Frame, Here, Scene, Top, scene};
use domain::ids::HouseholdId;
use leptos::prelude::*;

/// What stands at the address of a household, drawn anew only when it comes or goes: `show`, where this phone has the
/// household and it `has` what the screen is about.
pub fn at_household(
    id: String,
    has: fn(&View, HouseholdId) -> bool,
    show: fn(HouseholdId) -> AnyView,
) -> AnyView {
    let Scene { ledger, view, .. } = scene();
    let there = Memo::new(move |_| {
        let view = view.get()?;
        let id = ledger.household_at(&view, &id)?;
        has(&view, id).then_some(id)
    });
    (move || match there.get() {
        Some(id) => show(id),
        None => view! { <NotHere here=Here::Households/> }.into_any(),
    })
    .into_any()
}

/// An address that no screen has.
#[component]
pub fn NoSuchPage() -> impl IntoView {
    let Scene { words, .. } = scene();
    view! {
        <Frame here=Here::Today>
            <Top title=words.not_found_title()/>
            <main id="main" tabindex="-1">
                {empty(words.not_found_title(), words.not_found())}
                <a class="ghost" href="/">{words.nav_today()}</a>
            </main>
        </Frame>
    }
}

/// A record that this phone does not have, or not yet while the first load is under way.
#[component]
pub fn NotHere(
    /// The section in which it was looked for.
    here: Here,
) -> impl IntoView {
    let Scene { words, .. } = scene();
    view! {
        <Frame here>
            <Top title=words.not_here_title()/>
            <main id="main" tabindex="-1">
                {first_load()}
                {empty(words.not_here_title(), words.not_here())}
                <a class="ghost" href="/">{words.nav_today()}</a>
            </main>
        </Frame>
    }
}

/// How far the first load is, while it runs.
pub fn first_load() -> AnyView {
    let Scene { words, .. } = scene();
    let sync = expect_context::<Ledger>().sync();
    let load = Memo::new(move |_| sync.read().first_load);
    (move || {
        load.get().map(|(have, all)| {
            view! {
                <div class="panel stack">
                    <label for="first-load" class="quiet-text">{words.first_loading(have, all)}</label>
                    <progress class="progress" id="first-load" max=all.to_string() value=have.to_string()></progress>
                </div>
            }.into_any()
        })
    })
    .into_any()
}
