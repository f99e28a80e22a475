//! Sign in by staff number and password, or enrol for the first time with a code.

use super::gate::{GateFrame, surroundings};
use crate::ledger::{Ledger, UiError};
use crate::parts::field::{Ask, Field};
use crate::parts::icon::{Icon, go};
use crate::parts::look::focus;
use crate::parts::row::banner;
use crate::parts::{Scene, scene};
use crate::words::Words;
use domain::api::PASSWORD_MIN;
use leptos::prelude::*;
use leptos::task::spawn_local;

const STAFF: Ask = Ask {
    id: "staff",
    kind: "text",
    autocomplete: "username",
    inputmode: "",
    class: "",
    capitalize: "characters",
};
const PASSWORD: Ask = Ask {
    id: "password",
    kind: "password",
    autocomplete: "current-password",
    inputmode: "",
    class: "",
    capitalize: "none",
};
const NEW_PASSWORD: Ask = Ask {
    id: "password",
    kind: "password",
    autocomplete: "new-password",
    inputmode: "",
    class: "",
    capitalize: "none",
};
const CODE: Ask = Ask {
    id: "code",
    kind: "text",
    autocomplete: "one-time-code",
    inputmode: "",
    class: "",
    capitalize: "characters",
};

/// What was typed and what is wrong with it.
#[derive(Clone, Copy)]
struct Form {
    ledger: Ledger,
    words: Words,
    staff: RwSignal<String>,
    password: RwSignal<String>,
    code: RwSignal<String>,
    enrolling: RwSignal<bool>,
    busy: RwSignal<bool>,
    fault: RwSignal<Option<(&'static str, String)>>,
}

impl Form {
    fn fault_of(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.fault
                .get()
                .filter(|(at, _)| *at == field)
                .map(|(_, text)| text)
        })
    }

    fn complain(self, field: &'static str, text: String) {
        let _ = self.fault.try_set(Some((field, text)));
        focus(field);
    }

    /// The first field that is not filled in.
    fn missing(self) -> Option<(&'static str, String)> {
        let words = self.words;
        let short = self.password.read().chars().count() < PASSWORD_MIN;
        if self.staff.read().trim().is_empty() {
            Some(("staff", words.enter_staff().to_owned()))
        } else if self.enrolling.get_untracked() && self.code.read().trim().is_empty() {
            Some(("code", words.enter_invite().to_owned()))
        } else if self.password.read().is_empty() {
            Some(("password", words.enter_password().to_owned()))
        } else if self.enrolling.get_untracked() && short {
            Some(("password", words.password_too_short(PASSWORD_MIN)))
        } else {
            None
        }
    }

    fn submit(self) {
        if self.busy.get_untracked() {
            return;
        }
        if let Some((field, text)) = untrack(|| self.missing()) {
            return self.complain(field, text);
        }
        self.fault.set(None);
        self.busy.set(true);
        spawn_local(async move {
            let (staff, password) = (self.staff.get_untracked(), self.password.get_untracked());
            let enrolling = self.enrolling.get_untracked();
            let done = if enrolling {
                self.ledger
                    .enrol(&staff, &self.code.get_untracked(), &password)
                    .await
            } else {
                self.ledger.sign_in(&staff, &password).await
            };
            let _ = self.busy.try_set(false);
            if let Err(fault) = done {
                let (field, text) = self.refused(&fault, enrolling);
                self.complain(field, text);
            }
        });
    }

    /// Beside which field a fault stands; a refused code must not be called a wrong password.
    fn refused(self, fault: &UiError, enrolling: bool) -> (&'static str, String) {
        match fault {
            UiError::Problem(problem) if enrolling && problem.code == "SIGN_IN_REFUSED" => {
                ("code", self.words.fault_invite().to_owned())
            }
            other => ("password", self.words.trouble(other)),
        }
    }
}

/// The sign-in.
#[component]
pub fn SignIn(
    /// Staff numbers that have a store on this phone.
    known: Vec<String>,
) -> impl IntoView {
    let Scene { ledger, words, .. } = scene();
    let form = Form {
        ledger,
        words,
        staff: RwSignal::new(String::new()),
        password: RwSignal::new(String::new()),
        code: RwSignal::new(String::new()),
        enrolling: RwSignal::new(false),
        busy: RwSignal::new(false),
        fault: RwSignal::new(None),
    };
    let turn = move |_| {
        form.enrolling.update(|enrolling| *enrolling = !*enrolling);
        form.fault.set(None);
    };
    view! {
        <GateFrame title=words.sign_in_title() line=words.gate_line()>
            {surroundings(words)}
            {known_people(known, form)}
            {fields(form)}
            <button class="quiet" type="button" on:click=turn>
                {move || if form.enrolling.get() { words.have_password() } else { words.first_time() }}
            </button>
            {banner("calm", Icon::Info, words.sign_in_banner())}
        </GateFrame>
    }
}

/// The people whose records are on this phone: a tap leads to their unlock code.
fn known_people(known: Vec<String>, form: Form) -> Option<AnyView> {
    if known.is_empty() {
        return None;
    }
    let words = form.words;
    let people = known
        .into_iter()
        .map(|staff| {
            let chosen = staff.clone();
            view! {
                <li>
                    <button class="row" type="button" on:click=move |_| form.ledger.choose(&chosen)>
                        <span class="w"><span class="n">{staff}</span><span class="d">{words.unlock_hint()}</span></span>
                        {go()}
                    </button>
                </li>
            }
        })
        .collect_view();
    let list = view! {
        <section class="sec" aria-labelledby="known">
            <div class="head"><h2 id="known">{words.known_here()}</h2></div>
            <ul class="card list">{people}</ul>
        </section>
    };
    Some(list.into_any())
}

fn fields(form: Form) -> AnyView {
    let words = form.words;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        form.submit();
    };
    let secret = move || {
        if form.enrolling.get() {
            view! {
                <Field ask=CODE label=words.invite_code() value=form.code hint=words.invite_code_hint() fault=form.fault_of("code")/>
                <Field ask=NEW_PASSWORD label=words.new_password() value=form.password hint=words.password_hint(PASSWORD_MIN) fault=form.fault_of("password")/>
            }
            .into_any()
        } else {
            view! { <Field ask=PASSWORD label=words.password() value=form.password fault=form.fault_of("password")/> }
                .into_any()
        }
    };
    let label = move || match (form.busy.get(), form.enrolling.get()) {
        (false, false) => words.sign_in(),
        (true, false) => words.signing_in(),
        (false, true) => words.enrol(),
        (true, true) => words.enrolling(),
    };
    view! {
        <form novalidate on:submit=submit>
            <Field ask=STAFF label=words.staff_number() value=form.staff fault=form.fault_of("staff")/>
            {secret}
            <button class="solid wide" type="submit" aria-disabled=move || form.busy.get().then_some("true")>{label}</button>
        </form>
    }
    .into_any()
}

/// Renewing an ended session from within the open ledger; the queue flushes by itself afterwards.
#[component]
pub fn SignInAgain() -> impl IntoView {
    let scene = scene();
    let Scene { ledger, words, .. } = scene;
    let form = Form {
        ledger,
        words,
        staff: RwSignal::new(scene.me().map(|me| me.staff.0).unwrap_or_default()),
        password: RwSignal::new(String::new()),
        code: RwSignal::new(String::new()),
        enrolling: RwSignal::new(false),
        busy: RwSignal::new(false),
        fault: RwSignal::new(None),
    };
    view! {
        <div class="card pad stack">
            {banner("warn", Icon::Info, words.session_ended())}
            {fields(form)}
        </div>
    }
}
