//! Changing the password, online.

use crate::ledger::UiError;
use crate::parts::field::{Ask, Field};
use crate::parts::icon::Icon;
use crate::parts::look::focus;
use crate::parts::row::banner;
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Scene, Top, scene};
use domain::api::PASSWORD_MIN;
use leptos::prelude::*;
use leptos::task::spawn_local;

const PRESENT: Ask = Ask {
    id: "present",
    kind: "password",
    autocomplete: "current-password",
    inputmode: "",
    class: "",
    capitalize: "none",
};
const NEW: Ask = Ask {
    id: "password",
    kind: "password",
    autocomplete: "new-password",
    inputmode: "",
    class: "",
    capitalize: "none",
};

/// The screen.
#[component]
pub fn Password() -> impl IntoView {
    let Scene { ledger, words, .. } = scene();
    let (present, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (busy, done) = (RwSignal::new(false), RwSignal::new(false));
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
        if new.read_untracked().chars().count() < PASSWORD_MIN {
            return complain("password", words.password_too_short(PASSWORD_MIN));
        }
        fault.set(None);
        busy.set(true);
        spawn_local(async move {
            let changed = ledger
                .change_password(&present.get_untracked(), &new.get_untracked())
                .await;
            let _ = busy.try_set(false);
            match changed {
                Ok(()) => {
                    let _ = done.try_set(true);
                }
                Err(problem) => complain(field_of(&problem), words.trouble(&problem)),
            }
        });
    };
    let back = Some(Back("/me".to_owned(), words.me_title().to_owned()));
    view! {
        <Frame here=Here::Me>
            <Top title=words.change_password() sub=words.change_password_more() back=back/>
            <main id="main" tabindex="-1">
                {move || done.get().then(|| view! { <div role="status">{banner("act", Icon::Check, words.password_changed())}</div> })}
                <form class="stack narrow" novalidate on:submit=submit>
                    <Field ask=PRESENT label=words.present_password() value=present fault=fault_of("present")/>
                    <Field ask=NEW label=words.new_password() value=new hint=words.password_hint(PASSWORD_MIN) fault=fault_of("password")/>
                    <button class="solid" type="submit" aria-disabled=move || busy.get().then_some("true")>
                        {move || if busy.get() { words.saving() } else { words.change_password() }}
                    </button>
                </form>
            </main>
        </Frame>
    }
}

fn field_of(problem: &UiError) -> &'static str {
    match problem {
        UiError::Problem(document) if document.field.as_deref() == Some("present") => "present",
        _ => "password",
    }
}
