//! A dialog: a sheet at the thumb on the phone, a card in the middle on the desk.

use leptos::html;
use leptos::prelude::*;

/// A modal sheet; what is in it exists only while it is open. Escape and the back gesture close it.
#[component]
pub fn Sheet(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The id of its heading.
    id: &'static str,
    /// Its heading.
    #[prop(into)]
    title: Signal<String>,
    /// What is in it.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        match (open.get(), dialog.open()) {
            // An old browser without dialogs shows it in place.
            (true, false) if dialog.show_modal().is_err() => dialog.set_open(true),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    view! {
        <dialog class="sheet" aria-labelledby=id node_ref=node on:close=move |_| open.set(false)>
            <h2 id=id>{title}</h2>
            {move || open.get().then(|| children())}
        </dialog>
    }
}
