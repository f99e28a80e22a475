//! What is said when the browser threw the store away: before the sign-in that it happened, after it what is missing.

use crate::ledger::Ledger;
use crate::parts::icon::{Icon, icon};
use crate::parts::row::banner;
use crate::parts::{Scene, scene};
use crate::phone::markers::lost;
use crate::words::Words;
use leptos::prelude::*;

/// At the sign-in: why it asks again.
pub fn before_sign_in(words: Words) -> Option<AnyView> {
    (!lost().is_empty()).then(|| banner("warn", Icon::Info, words.lost_before()))
}

/// After it, until the person has read it: how many records never arrived.
pub fn after_sign_in() -> AnyView {
    let Scene { ledger, words, .. } = scene();
    let told = ledger.lost();
    (move || told.get().map(|loss| gap(loss.missing, ledger, words))).into_any()
}

fn gap(missing: Option<u64>, ledger: Ledger, words: Words) -> AnyView {
    let (tone, said) = match missing {
        None => ("warn", words.lost_unknown().to_owned()),
        Some(0) => ("calm", words.lost_nothing().to_owned()),
        Some(count) => ("stop", words.lost_some(count)),
    };
    view! {
        <div class=format!("banner {tone}") role="status">
            {icon(Icon::Info)}
            <span>{said}</span>
            <button class="quiet" type="button" on:click=move |_| ledger.lost_is_read()>{words.lost_read()}</button>
        </div>
    }
    .into_any()
}
