//! The desk's screens live in a module of their own, which phones never load: how to get there from here.

use crate::parts::words;
use crate::phone::markers::{at_desk, set_at_desk};
use leptos::prelude::*;

/// Loads the desk's module in place of this one; says what to do where that did not work.
#[component]
fn Elsewhere() -> impl IntoView {
    let words = words();
    if !at_desk() {
        set_at_desk();
        reload();
    }
    view! {
        <main class="gate" id="main">
            <p role="status">{words.desk_elsewhere()}</p>
            <button class="solid" type="button" on:click=move |_| reload()>{words.open_again()}</button>
        </main>
    }
}

fn reload() {
    // Where the browser refuses, the words and the button are still there.
    let _ = window().location().reload();
}

/// Stands for every screen of the desk.
pub fn at(_what: &str, _id: String) -> AnyView {
    view! { <Elsewhere/> }.into_any()
}
