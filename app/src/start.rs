//! Where the browser enters: takes the splash away and shows the app.

use crate::ledger::Ledger;
use crate::screens::App;
use leptos::mount::mount_to_body;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the shell's script once the module is there.
#[wasm_bindgen(start)]
pub fn start() {
    // The module for phones ends without words (xtask: aim_at_size); the starting script tells the person.
    console_error_panic_hook::set_once();
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
