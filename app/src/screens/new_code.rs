//! Choose the unlock code of this phone, twice.

use super::gate::GateFrame;
use crate::parts::field::{Ask, Field};
use crate::parts::icon::Icon;
use crate::parts::look::focus;
use crate::parts::row::banner;
use crate::parts::{Scene, scene};
use crate::phone::code::{CodeFault, MIN_CODE_CHARS, check_new_code, plain_code};
use crate::words::Words;
use domain::api::Me;
use leptos::prelude::*;
use leptos::task::spawn_local;

const CODE: Ask = Ask {
    id: "code",
    kind: "password",
    autocomplete: "new-password",
    inputmode: "numeric",
    class: "code",
    capitalize: "none",
};
const AGAIN: Ask = Ask { id: "again", ..CODE };

/// Which field is wrong, and why.
fn fault_in(code: &str, again: &str, words: Words) -> Option<(&'static str, String)> {
    match check_new_code(code) {
        Err(CodeFault::TooShort) => Some(("code", words.code_too_short(MIN_CODE_CHARS))),
        Err(CodeFault::TooSimple) => Some(("code", words.code_too_simple().to_owned())),
        Ok(()) if plain_code(code) != plain_code(again) => Some(("again", words.codes_differ().to_owned())),
        Ok(()) => None,
    }
}

/// The screen after the first sign-in on this phone.
#[component]
pub fn NewCode(
    /// The person who signed in.
    me: Me,
) -> impl IntoView {
    let Scene { ledger, words, .. } = scene();
    let (code, again) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let busy = RwSignal::new(false);
    let fault = RwSignal::new(None::<(&'static str, String)>);
    let fault_of = move |field: &'static str| {
        Signal::derive(move || fault.get().filter(|(at, _)| *at == field).map(|(_, text)| text))
    };
    let complain = move |field: &'static str, text: String| {
        let _ = fault.try_set(Some((field, text)));
        focus(field);
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        if let Some((field, text)) = fault_in(&code.get_untracked(), &again.get_untracked(), words) {
            return complain(field, text);
        }
        fault.set(None);
        busy.set(true);
        spawn_local(async move {
            let done = ledger.set_code(&code.get_untracked()).await;
            let _ = busy.try_set(false);
            if let Err(error) = done {
                complain("code", words.trouble(&error));
            }
        });
    };
    view! {
        <GateFrame title=words.new_code_title() line=me.name>
            {banner("calm", Icon::Lock, words.new_code_why())}
            <form novalidate on:submit=submit>
                <Field ask=CODE label=words.new_code() value=code hint=words.new_code_hint(MIN_CODE_CHARS) fault=fault_of("code")/>
                <Field ask=AGAIN label=words.repeat_code() value=again fault=fault_of("again")/>
                <button class="solid wide" type="submit" aria-disabled=move || busy.get().then_some("true")>
                    {move || if busy.get() { words.setting_code() } else { words.set_code() }}
                </button>
            </form>
        </GateFrame>
    }
}
