//! Where the browser enters: takes the splash away, shows the app, says something calm if it ever breaks.

use crate::ledger::Ledger;
use crate::phone::markers::{Setting, setting};
use crate::screens::App;
use crate::words::Words;
use leptos::mount::mount_to_body;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::panic;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the shell's script once the module is there.
#[wasm_bindgen(start)]
pub fn start() {
    panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        say_saved();
    }));
    if let Some(splash) = document().get_element_by_id("splash") {
        splash.remove();
    }
    mount_to_body(|| {
        let ledger = Ledger::new();
        provide_context(ledger);
        spawn_local(ledger.start());
        view! { <App/> }
    });
}

/// The last words of a tab that broke: everything that was saved or drafted is on the disk.
fn say_saved() {
    let words = Words(setting(Setting::Language).unwrap_or_default());
    let Some(body) = document().body() else { return };
    if document().get_element_by_id("broken").is_some() {
        return;
    }
    if let Ok(note) = document().create_element("p") {
        note.set_id("broken");
        // Neither can be refused for a plain element; there is nobody to tell if they were.
        let _ = note.set_attribute("class", "banner stop");
        let _ = note.set_attribute("role", "alert");
        note.set_text_content(Some(words.panic_words()));
        let _ = body.prepend_with_node_1(&note);
    }
}
