//! Signing out: clears the phone, and refuses to lose unsent work unless the person says so.

use crate::parts::dialog::Sheet;
use crate::parts::icon::Icon;
use crate::parts::row::{banner, error};
use crate::parts::{Scene, scene};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The button and its question.
#[component]
pub fn SignOut() -> impl IntoView {
    let Scene { ledger, words, view } = scene();
    let open = RwSignal::new(false);
    let shown = Memo::new(move |_| view.get().map_or(0, |view| view.outbox.len()));
    let (drafts, hidden) = (RwSignal::new(0_usize), RwSignal::new(0_usize));
    // The store itself says what is in it: forms that are not finished, and work that this version cannot read.
    let staff = scene().me().map(|me| me.staff.0).unwrap_or_default();
    let ask = move |_| {
        let staff = staff.clone();
        spawn_local(async move {
            if let Some(store) = ledger.look(&staff).await {
                let _ = drafts.try_set(store.drafts);
                // What was set aside when a code was forgotten goes with the store too.
                let _ = hidden.try_set(store.unsent.saturating_add(store.set_aside));
            }
            let _ = open.try_set(true);
        });
    };
    let unsent = Memo::new(move |_| shown.get().max(hidden.get()));
    let photos = Memo::new(move |_| ledger.sync().read().photos);
    let warn =
        move || (unsent.get() > 0).then(|| banner("warn", Icon::Warn, words.sign_out_unsent(unsent.get())));
    let pictures =
        move || (photos.get() > 0).then(|| banner("warn", Icon::Warn, words.sign_out_photos(photos.get())));
    view! {
        {warn}
        {pictures}
        <button class="danger wide" type="button" on:click=ask>{words.sign_out()}</button>
        <Sheet open=open id="h-leave" title=words.sign_out_title()>
            <Question open lost=Lost { unsent, photos, drafts }/>
        </Sheet>
    }
}

/// What signing out would lose.
#[derive(Clone, Copy)]
struct Lost {
    unsent: Memo<usize>,
    photos: Memo<usize>,
    drafts: RwSignal<usize>,
}

impl Lost {
    fn any(self) -> bool {
        self.unsent.get() > 0 || self.photos.get() > 0 || self.drafts.get() > 0
    }
}

/// Leaves only when nothing is lost, or when the person ticked that they know.
#[component]
fn Question(open: RwSignal<bool>, lost: Lost) -> impl IntoView {
    let Scene { ledger, words, .. } = scene();
    let (known, refused, busy) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let leave = move |_| {
        if untrack(|| lost.any()) && !known.get_untracked() {
            return refused.set(true);
        }
        if !busy.get_untracked() {
            busy.set(true);
            spawn_local(ledger.sign_out_and_wipe());
        }
    };
    let tick = move || {
        let (n, begun, photos) = (lost.unsent.get(), lost.drafts.get(), lost.photos.get());
        let said = [
            (n > 0).then(|| words.sign_out_lose(n)),
            (photos > 0).then(|| words.sign_out_photos(photos)),
            (begun > 0).then(|| words.sign_out_drafts(begun)),
        ];
        let said: Vec<String> = said.into_iter().flatten().collect();
        lost.any().then(|| {
            let export = (n > 0).then(|| view! { <a class="ghost" href="/me/unsent">{words.export_first()}</a> }.into_any());
            view! {
                {export}
                <label class="check">
                    <input type="checkbox" prop:checked=move || known.get() on:change=move |event| known.set(event_target_checked(&event))/>
                    <span>{said.join(" ")}</span>
                </label>
                {(n > 0 || photos > 0).then(|| view! { <p class="quiet-text">{words.sign_out_noted()}</p> }.into_any())}
            }.into_any()
        })
    };
    view! {
        <p>{words.sign_out_words()}</p>
        {move || tick()}
        {move || refused.get().then(|| error("leave-error".to_owned(), words.sign_out_tick().to_owned()))}
        <div class="acts">
            <button class="ghost" type="button" on:click=move |_| open.set(false)>{words.cancel()}</button>
            <button class="danger" type="button" aria-disabled=move || busy.get().then_some("true") on:click=leave>{words.sign_out_yes()}</button>
        </div>
    }
}
