//! Changing the password, online.

use crate::ledger::UiError;
use crate::parts::field::{Ask, NEW_SECRET, SECRET};
use crate::parts::form::{Entry, Filling, forget, short_form};
use crate::parts::icon::Icon;
use crate::parts::row::banner;
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Scene, Top, scene};
use domain::api::PASSWORD_MIN;
use leptos::prelude::*;

const PRESENT: Ask = Ask {
    id: "present",
    ..SECRET
};

/// The screen.
#[component]
pub fn Password() -> impl IntoView {
    let Scene { ledger, words, .. } = scene();
    let present = Entry::new(PRESENT, words.present_password());
    let new = Entry::new(NEW_SECRET, words.new_password()).hint(words.password_hint(PASSWORD_MIN));
    let (present_typed, typed) = (present.value, new.value);
    let (filling, done) = (Filling::default(), RwSignal::new(false));
    let check = move || {
        let short = typed.read().chars().count() < PASSWORD_MIN;
        short.then(|| (NEW_SECRET.id, words.password_too_short(PASSWORD_MIN)))
    };
    let change = move || async move {
        let changed = ledger
            .change_password(&present_typed.get_untracked(), &typed.get_untracked())
            .await;
        let _ = done.try_set(changed.is_ok());
        if changed.is_ok() {
            forget(&[present_typed, typed]);
        }
        changed.map_err(|problem| (field_of(&problem), words.trouble(&problem)))
    };
    let labels = (words.change_password(), words.saving());
    let back = Some(Back("/me".to_owned(), words.me_title().to_owned()));
    view! {
        <Frame here=Here::Me>
            <Top title=words.change_password() sub=words.change_password_more() back=back/>
            <main id="main" tabindex="-1">
                {move || done.get().then(|| view! { <div role="status">{banner("act", Icon::Check, words.password_changed())}</div> }.into_any())}
                {short_form(vec![present, new], filling, labels, check, change)}
            </main>
        </Frame>
    }
}

fn field_of(problem: &UiError) -> &'static str {
    match problem {
        UiError::Problem(document) if document.field.as_deref() == Some("present") => PRESENT.id,
        _ => NEW_SECRET.id,
    }
}
