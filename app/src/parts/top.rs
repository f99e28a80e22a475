//! The header of a screen: back, line above, title that takes the focus, and a state at the right.

use super::icon::{Icon, icon};
use super::look::set_title;
use super::scene::scene;
use super::sync_line::SyncLine;
use crate::format::dotted;
use leptos::html;
use leptos::prelude::*;

/// A way back: address and the name of the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Back(pub String, pub String);

/// The header. Its title takes the focus when the screen appears, so that a screen reader starts there.
#[component]
pub fn Top(
    /// The title.
    #[prop(into)]
    title: Signal<String>,
    /// What the browser's tab and history are told in its place, where it names a person.
    #[prop(optional)]
    tab: Option<&'static str>,
    /// The line above it.
    #[prop(into, optional)]
    sub: Signal<String>,
    /// Where back leads.
    #[prop(optional_no_strip)]
    back: Option<Back>,
    /// What stands at the right instead of the sync line.
    #[prop(optional)]
    state: Option<AnyView>,
) -> impl IntoView {
    let words = scene().words;
    let heading = NodeRef::<html::H1>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            let _ = heading.focus();
        }
    });
    Effect::new(move |_| match tab {
        Some(tab) => set_title(tab, words.app_name()),
        None => set_title(&title.get(), words.app_name()),
    });
    let back = back.map(|Back(href, place)| {
        view! { <a class="back" href=href aria-label=words.back_to(&place)>{icon(Icon::Back)}</a> }.into_any()
    });
    view! {
        <header class="top">
            {back}
            <div class="titles">
                <p class="sub">{move || dotted(&sub.read())}</p>
                <h1 tabindex="-1" node_ref=heading>{title}</h1>
            </div>
            {state.unwrap_or_else(|| view! { <SyncLine/> }.into_any())}
        </header>
    }
}
