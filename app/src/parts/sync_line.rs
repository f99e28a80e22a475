//! The quiet line that tells, with exact counts, what has been sent.

use super::scene::scene;
use crate::ledger::{Gate, SyncPhase, SyncState};
use crate::words::Words;
use leptos::prelude::*;

/// The shape of the dot and the words for a state. "All sent" is said only when it is known.
pub fn state_words(state: &SyncState, words: Words) -> (&'static str, String) {
    let (n, photos) = (state.waiting, state.photos);
    if state.attention > 0 {
        ("dot stop", words.sync_attention(state.attention))
    } else if state.session_ended {
        ("dot stop", words.sync_session_ended().to_owned())
    } else if state.barred {
        ("dot stop", words.sync_barred().to_owned())
    } else if state.update_needed {
        ("dot stop", words.sync_update_needed().to_owned())
    } else if !state.online {
        let text = if n > 0 {
            words.sync_offline_waiting(n)
        } else if photos > 0 {
            words.sync_photos_offline(photos)
        } else {
            words.sync_offline().to_owned()
        };
        ("dot off", text)
    } else if state.phase == SyncPhase::Running && n > 0 {
        ("dot busy", words.sync_running_waiting(n))
    } else if n > 0 {
        ("dot", words.sync_waiting(n))
    } else if photos > 0 && state.phase == SyncPhase::Running {
        ("dot busy", words.sync_photos_running(photos))
    } else if photos > 0 {
        ("dot", words.sync_photos(photos))
    } else if state.up_to_date && state.set_aside > 0 {
        ("dot stop", words.sync_set_aside(state.set_aside))
    } else if state.up_to_date {
        ("dot ok", words.sync_all_sent().to_owned())
    } else if state.phase == SyncPhase::Running {
        ("dot busy", words.sync_fetching().to_owned())
    } else {
        ("dot", words.sync_not_yet().to_owned())
    }
}

/// The line, for people with a store on this phone; a desk has nothing to send.
#[component]
pub fn SyncLine() -> impl IntoView {
    let scene = scene();
    let words = scene.words;
    let sync = scene.ledger.sync();
    let told = Memo::new(move |_| state_words(&sync.read(), words));
    let open = matches!(scene.ledger.gate().get_untracked(), Gate::Open { .. });
    open.then(|| {
        view! {
            <a class="sync" href="/me#sync">
                <i class=move || told.get().0 aria-hidden="true"></i>
                <span role="status">{move || told.get().1}</span>
            </a>
        }
        .into_any()
    })
}
