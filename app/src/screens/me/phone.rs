//! This phone: room, lock, codes, sign-out.

use super::leave::SignOut;
use crate::format::bytes;
use crate::parts::icon::{Icon, icon_as};
use crate::parts::row::{banner, row, section};
use crate::parts::{Scene, scene};
use crate::phone::passkey::is_offered;
use crate::phone::platform::{ask_to_persist, is_persisted, is_standalone, storage_use};
use crate::words::Words;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Lock, unsent work, unlock code, password, sign-out.
pub fn part(scene: Scene) -> AnyView {
    let Scene { ledger, words, view } = scene;
    let minutes = view
        .get_untracked()
        .map_or(60, |view| view.config().unlock_window_minutes);
    let install = (!is_standalone()).then(|| banner("calm", Icon::Phone, words.install_hint()));
    let body = view! {
        <div class="card">
            <Storage/>
            <ul class="list">
                <li>
                    <button class="row" type="button" on:click=move |_| spawn_local(ledger.lock())>
                        <span class="w"><span class="n">{words.lock_now()}</span><span class="d">{words.lock_more(minutes)}</span></span>
                        {icon_as(Icon::Lock, "icon go")}
                    </button>
                </li>
                {carry_row(words)}
                {code_row(words)}
                <PasskeyRow/>
                {password_row(words)}
                {phones_row(words)}
            </ul>
        </div>
        {install}
        <SignOut/>
    };
    section("h-phone", words.this_phone(), None, None, body.into_any())
}

fn carry_row(words: Words) -> AnyView {
    let name = view! { {words.carry_title()} }.into_any();
    row(
        "/me/unsent".to_owned(),
        name,
        words.carry_row_more().to_owned(),
        None,
    )
}

fn code_row(words: Words) -> AnyView {
    let name = view! { {words.change_code()} }.into_any();
    row(
        "/me/code".to_owned(),
        name,
        words.change_code_more().to_owned(),
        None,
    )
}

/// The way to the password.
pub fn password_row(words: Words) -> AnyView {
    let name = view! { {words.change_password()} }.into_any();
    row(
        "/me/password".to_owned(),
        name,
        words.change_password_more().to_owned(),
        None,
    )
}

fn phones_row(words: Words) -> AnyView {
    let name = view! { {words.phones_title()} }.into_any();
    row(
        "/me/phones".to_owned(),
        name,
        words.phones_row_more().to_owned(),
        None,
    )
}

/// The phone's own fingerprint or face unlock, where it has one: on or off.
#[component]
fn PasskeyRow() -> impl IntoView {
    let scene = scene();
    let Scene { ledger, words, .. } = scene;
    // None while it is not known, or where the phone has none.
    let on = RwSignal::new(None::<bool>);
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(false);
    let staff = scene.me().map(|me| me.staff.0).unwrap_or_default();
    spawn_local(async move {
        if let (Some(state), true) = (ledger.look(&staff).await, is_offered().await) {
            let _ = on.try_set(Some(state.passkey));
        }
    });
    let turn = move |_| {
        let Some(now) = on.get_untracked().filter(|_| !busy.get_untracked()) else {
            return;
        };
        busy.set(true);
        spawn_local(async move {
            let done = ledger.use_passkey(!now).await.is_ok();
            let _ = busy.try_set(false);
            let _ = failed.try_set(!done);
            let _ = on.try_set(Some(now ^ done));
        });
    };
    let said = move || match (busy.get(), on.get()) {
        (true, _) => words.passkey_waiting(),
        (false, Some(true)) => words.passkey_on(),
        (false, _) => words.passkey_off(),
    };
    let pressed = move || on.get().unwrap_or_default().to_string();
    move || {
        on.read().is_some().then(|| {
            view! {
                <li>
                    <button class="row" type="button" aria-pressed=pressed on:click=turn>
                        <span class="w"><span class="n">{words.passkey_title()}</span><span class="d">{move || said()}</span></span>
                        {icon_as(Icon::Finger, "icon go")}
                    </button>
                    <div role="alert">{move || failed.get().then(|| banner("warn", Icon::Warn, words.passkey_not_made()))}</div>
                </li>
            }.into_any()
        })
    }
}

/// Room on the phone, and whether the browser promised to keep what is there.
#[component]
fn Storage() -> impl IntoView {
    let words = scene().words;
    let used = RwSignal::new(None::<(f64, f64)>);
    let persisted = RwSignal::new(None::<bool>);
    spawn_local(async move {
        let room = storage_use()
            .await
            .map(|room| (room.used_bytes, room.quota_bytes));
        let _ = used.try_set(room);
        let _ = persisted.try_set(Some(is_persisted().await));
    });
    let ask = move |_| {
        spawn_local(async move {
            let _ = persisted.try_set(Some(ask_to_persist().await));
        });
    };
    let label = move || match used.get() {
        Some((used, quota)) => words.storage_used(&bytes(used), &bytes(quota - used)),
        None => words.storage_unknown().to_owned(),
    };
    let bar = move || {
        used.get().map(|(used, quota)| {
            view! { <progress class="meter" id="space" max=quota.to_string() value=used.to_string()></progress> }.into_any()
        })
    };
    let promise = move || {
        persisted.get().map(|kept| match kept {
            true => view! { <p class="quiet-text">{words.persisted_yes()}</p> }.into_any(),
            false => view! {
                <p class="quiet-text">{words.persisted_no()}</p>
                <button class="quiet" type="button" on:click=ask>{words.persist_ask()}</button>
            }
            .into_any(),
        })
    };
    view! { <div class="setting"><label for="space">{move || label()}</label>{move || bar()}{move || promise()}</div> }
}
