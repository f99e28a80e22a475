//! After a wipe: what happened to this phone and what to do. Tells a finder nothing of whose it was.

use super::gate::GateFrame;
use crate::parts::row::banner;
use crate::parts::{Icon, words};
use crate::phone::markers::note_wiped;
use leptos::prelude::*;

/// The page.
#[component]
pub fn Wiped() -> impl IntoView {
    let words = words();
    view! {
        <GateFrame title=words.wiped_title() titled=true line=words.gate_line()>
            {banner("stop", Icon::Lock, words.wiped_words())}
            <p>{words.wiped_yours()}</p>
            <p>{words.wiped_found()}</p>
            <p class="quiet-text">{words.wiped_why()}</p>
            // A whole new page: nothing that was read here stays in memory.
            <a class="solid wide" href="/" rel="external" on:click=|_| note_wiped(false)>{words.wiped_go()}</a>
        </GateFrame>
    }
}
