//! Changing the unlock code of this phone; works without signal.

use crate::ledger::UiError;
use crate::parts::field::{Ask, UNLOCK_CODE};
use crate::parts::form::{Entry, Filling, forget, short_form};
use crate::parts::icon::Icon;
use crate::parts::row::banner;
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Scene, Top, scene};
use crate::phone::PhoneError;
use crate::screens::new_code::{choice, fault_in};
use leptos::prelude::*;

const PRESENT: Ask = Ask {
    id: "present",
    ..UNLOCK_CODE
};

/// The screen.
#[component]
pub fn Code() -> impl IntoView {
    let Scene { ledger, words, .. } = scene();
    let [new, again] = choice(words);
    let present = Entry::new(PRESENT, words.present_code());
    let typed = [&present, &new, &again].map(|entry| entry.value);
    let [old, code, repeated] = typed;
    let done = RwSignal::new(false);
    let check = move || {
        let none = old.read().trim().is_empty();
        let none = none.then(|| (PRESENT.id, words.enter_code().to_owned()));
        none.or_else(|| fault_in(&code.get(), &repeated.get(), Some(&old.get()), words))
    };
    let change = move || async move {
        let changed = ledger
            .change_code(&old.get_untracked(), &code.get_untracked())
            .await;
        let _ = done.try_set(changed.is_ok());
        if changed.is_ok() {
            forget(&typed);
        }
        changed.map_err(|problem| (field_of(&problem, new.ask.id), words.trouble(&problem)))
    };
    let labels = (words.change_code(), words.setting_code());
    let back = Some(Back("/me".to_owned(), words.me_title().to_owned()));
    let entries = vec![
        present,
        Entry {
            label: words.new_unlock_code(),
            ..new
        },
        again,
    ];
    view! {
        <Frame here=Here::Me>
            <Top title=words.change_code() sub=words.change_code_more() back=back/>
            <main id="main" tabindex="-1">
                {move || done.get().then(|| view! { <div role="status">{banner("act", Icon::Check, words.code_changed())}</div> }.into_any())}
                {short_form(entries, Filling::default(), labels, check, change)}
            </main>
        </Frame>
    }
}

fn field_of(problem: &UiError, other: &'static str) -> &'static str {
    match problem {
        UiError::Phone(PhoneError::WrongCode { .. } | PhoneError::Locked { .. }) => PRESENT.id,
        _ => other,
    }
}
