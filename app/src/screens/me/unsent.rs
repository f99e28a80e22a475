//! Carrying unsent work to another phone: out as one sealed file, and in again.

use crate::ledger::UiError;
use crate::parts::field::{Ask, NEW_SECRET, SECRET};
use crate::parts::form::{Entry, Fault, Filling, forget, short_form};
use crate::parts::icon::{Icon, icon};
use crate::parts::row::{banner, error, section};
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Scene, Top, scene};
use crate::phone::PhoneError;
use crate::phone::parcel::{ENDING, MAX_BYTES, MIN_PASSPHRASE_CHARS, ParcelFault};
use crate::phone::platform::{PickedFile, download, local_date, now_ms};
use crate::words::Words;
use domain::ids::OpId;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

const PASSPHRASE: Ask = Ask {
    id: "passphrase",
    ..NEW_SECRET
};
const AGAIN: Ask = Ask {
    id: "again",
    ..NEW_SECRET
};
const OPENS: Ask = Ask {
    id: "opens",
    autocomplete: "off",
    ..SECRET
};
const FILE: &str = "parcel";

/// The screen. With `?op=` only that operation is packed.
#[component]
pub fn Unsent() -> impl IntoView {
    let words = scene().words;
    let back = Some(Back("/me".to_owned(), words.me_title().to_owned()));
    view! {
        <Frame here=Here::Me>
            <Top title=words.carry_title() sub=words.carry_sub() back=back/>
            <main id="main" tabindex="-1">
                <div class="flow">
                    {section("h-pack", words.pack_heading(), None, None, pack())}
                    {section("h-unpack", words.unpack_heading(), None, None, unpack())}
                </div>
            </main>
        </Frame>
    }
}

fn pack() -> AnyView {
    let Scene { words, view, ledger } = scene();
    let named = use_query_map().with_untracked(|map| map.get("op"));
    let only = named.and_then(|op| op.parse::<OpId>().ok());
    let count = Memo::new(move |_| {
        let unsent = view.get().map(|view| view.outbox.clone()).unwrap_or_default();
        let chosen = unsent
            .iter()
            .filter(|pending| only.is_none_or(|op| pending.operation.id == op));
        chosen.count()
    });
    // Also what only the store knows is not sent, though it cannot be packed.
    let left = Memo::new(move |_| {
        let state = ledger.sync().read();
        (state.photos, state.waiting.saturating_add(state.attention))
    });
    let some = Memo::new(move |_| count.get() > 0 || (only.is_none() && left.get().0 > 0));
    let done = RwSignal::new(None::<String>);
    view! {
        {move || done.get().map(|name| view! { <div role="status">{banner("act", Icon::Check, words.packed(&name))}</div> }.into_any())}
        {move || if some.get() {
            view! {
                <div class="stack">
                    {move || Some(count.get()).filter(|n| *n > 0).map(|n| view! { <p>{words.pack_words(n)}</p> }.into_any())}
                    <p class="quiet-text">{words.pack_no_drafts()}</p>
                    {pack_form(only, done)}
                </div>
            }.into_any()
        } else if left.get() == (0, 0) {
            banner("calm", Icon::Check, words.pack_nothing())
        } else {
            ().into_any()
        }}
    }
    .into_any()
}

fn pack_form(only: Option<OpId>, done: RwSignal<Option<String>>) -> AnyView {
    let Scene { ledger, words, .. } = scene();
    let passphrase =
        Entry::new(PASSPHRASE, words.passphrase()).hint(words.passphrase_hint(MIN_PASSPHRASE_CHARS));
    let again = Entry::new(AGAIN, words.passphrase_again());
    let (typed, repeated) = (passphrase.value, again.value);
    let check = move || fault_in(&typed.get(), &repeated.get(), words);
    let work = move || async move {
        let packed = async {
            let file = ledger.pack_unsent(&typed.get_untracked(), only).await?;
            let name = format!("village-ledger-unsent-{}.{ENDING}", local_date(now_ms()));
            download(&name, "application/octet-stream", &file)?;
            Ok::<_, UiError>(name)
        };
        let name = packed
            .await
            .map_err(|fault| (PASSPHRASE.id, words.trouble(&fault)))?;
        let _ = done.try_set(Some(name));
        forget(&[typed, repeated]);
        Ok(())
    };
    let labels = (words.pack_do(), words.packing());
    short_form(vec![passphrase, again], Filling::default(), labels, check, work)
}

fn fault_in(typed: &str, again: &str, words: Words) -> Option<Fault> {
    if typed.trim().chars().count() < MIN_PASSPHRASE_CHARS {
        Some((PASSPHRASE.id, words.passphrase_short(MIN_PASSPHRASE_CHARS)))
    } else if typed.trim() != again.trim() {
        Some((AGAIN.id, words.passphrases_differ().to_owned()))
    } else {
        None
    }
}

fn unpack() -> AnyView {
    let Scene { ledger, words, .. } = scene();
    let picked = RwSignal::new_local(None::<PickedFile>);
    let (filling, done) = (Filling::default(), RwSignal::new(None::<String>));
    let opens = Entry::new(OPENS, words.unpack_passphrase());
    let typed = opens.value;
    let check = move || {
        let size = picked.with(|file| file.as_ref().map(|file| file.size));
        match size {
            None => Some((FILE, words.unpack_no_file().to_owned())),
            Some(size) if size > f64::from(MAX_BYTES) => Some((FILE, words.unpack_too_large().to_owned())),
            Some(_) if typed.read().is_empty() => Some((OPENS.id, words.enter_passphrase().to_owned())),
            Some(_) => None,
        }
    };
    let work = move || async move {
        let taken = async {
            let file = picked
                .get_untracked()
                .ok_or(PhoneError::from(ParcelFault::NotOurs))?;
            let bytes = file.read().await?;
            ledger.unpack_unsent(&typed.get_untracked(), &bytes).await
        };
        let (taken, _) = taken
            .await
            .map_err(|fault| (field_of(&fault), words.trouble(&fault)))?;
        let said = match taken {
            0 => words.unpacked_known().to_owned(),
            n => words.unpacked(n),
        };
        let _ = done.try_set(Some(said));
        forget(&[typed]);
        Ok(())
    };
    let labels = (words.unpack_do(), words.unpacking());
    view! {
        {move || done.get().map(|said| view! { <div role="status">{banner("act", Icon::Check, said)}</div> }.into_any())}
        <div class="stack">
            <p class="quiet-text">{words.unpack_words()}</p>
            {picker(picked, filling, words)}
            {short_form(vec![opens], filling, labels, check, work)}
        </div>
    }
    .into_any()
}

fn picker(picked: RwSignal<Option<PickedFile>, LocalStorage>, filling: Filling, words: Words) -> AnyView {
    let pick = move |event: leptos::ev::Event| {
        filling.forgive();
        picked.set(PickedFile::from_event(&event));
    };
    let name = move || {
        let name = picked.with(|file| file.as_ref().map(|file| file.name.clone()));
        name.unwrap_or_else(|| words.unpack_file_hint().to_owned())
    };
    let fault = filling.fault_of(FILE);
    view! {
        <label class="drop">
            <input type="file" id=FILE on:change=pick/>
            {icon(Icon::File)}<span><b>{words.unpack_choose()}</b></span><small class="quiet-text" role="status">{name}</small>
        </label>
        {move || fault.get().map(|text| error(format!("{FILE}-error"), text))}
    }
    .into_any()
}

/// Beside which field a fault stands: the passphrase only where another one could help.
fn field_of(fault: &UiError) -> &'static str {
    match fault {
        UiError::Phone(PhoneError::Parcel(ParcelFault::Closed)) => OPENS.id,
        _ => FILE,
    }
}
