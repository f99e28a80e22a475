//! Where the draft of a form stands, in place of the sync line once something was typed.

use super::scene::words;
use super::sync_line::SyncLine;
use leptos::prelude::*;

/// Where the draft stands; never said before it is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftState {
    /// Nothing was changed since the form opened.
    Untouched,
    /// Changed, on its way.
    Saving,
    /// On the disk.
    Saved,
    /// The phone refused; tried again at the next change.
    Failed,
}

/// At the right of the title: where the draft is, once there is one; before that the sync line.
pub fn draft_line(draft: RwSignal<DraftState>) -> AnyView {
    let words = words();
    (move || {
        let (dot, said) = match draft.get() {
            DraftState::Untouched => return view! { <SyncLine/> }.into_any(),
            DraftState::Saving => ("dot busy", words.draft_saving()),
            DraftState::Saved => ("dot ok", words.draft_saved()),
            DraftState::Failed => ("dot stop", words.draft_failed()),
        };
        view! { <span class="sync"><i class=dot aria-hidden="true"></i><span role="status">{said}</span></span> }.into_any()
    })
    .into_any()
}
