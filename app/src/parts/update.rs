//! A new version that waits: offered where no form is open, never forced.

use super::icon::{Icon, icon};
use super::scene::words;
use leptos::prelude::*;

/// What the start script says when a new version waits, and what it hears when it may take over.
const WAITS: &str = "ledger-update";
const TAKE_OVER: &str = "ledger-activate";

/// The offer, while there is one.
#[component]
pub fn Update() -> impl IntoView {
    let words = words();
    let waits = RwSignal::new(is_marked());
    let heard = window_event_listener_untyped(WAITS, move |_| waits.set(true));
    on_cleanup(move || heard.remove());
    let take_over = move |_| {
        if let Ok(event) = web_sys::Event::new(TAKE_OVER) {
            // The script reloads the page once the new version is in charge.
            let _ = window().dispatch_event(&event);
        }
    };
    move || {
        waits.get().then(|| {
            view! {
                <div class="banner calm" role="status">
                    {icon(Icon::Info)}
                    <span>{words.update_waits()}</span>
                    <button class="quiet" type="button" on:click=take_over>{words.update_now()}</button>
                </div>
            }
            .into_any()
        })
    }
}

/// The script marks the document too, for screens that open after it spoke.
fn is_marked() -> bool {
    let root = document().document_element();
    root.and_then(|root| root.get_attribute("data-update")).as_deref() == Some("ready")
}
