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

/// Stands for the district's board.
#[component]
pub fn Board() -> impl IntoView {
    view! { <Elsewhere/> }
}

/// Stands for the list of visits.
#[component]
pub fn VisitList() -> impl IntoView {
    view! { <Elsewhere/> }
}

/// Stands for the four not-removes of all villages.
#[component]
pub fn FourMap() -> impl IntoView {
    view! { <Elsewhere/> }
}

/// Stands for those of one village.
#[component]
pub fn FourVillage(
    /// The village.
    id: String,
) -> impl IntoView {
    let _ = id;
    view! { <Elsewhere/> }
}

/// Stands for the list of cases.
#[component]
pub fn Cases() -> impl IntoView {
    view! { <Elsewhere/> }
}

/// Stands for one case.
#[component]
pub fn OneCase(
    /// The household.
    id: String,
) -> impl IntoView {
    let _ = id;
    view! { <Elsewhere/> }
}

/// Stands for the imports.
#[component]
pub fn Import() -> impl IntoView {
    view! { <Elsewhere/> }
}

/// Stands for the accounts.
#[component]
pub fn Accounts() -> impl IntoView {
    view! { <Elsewhere/> }
}
