//! Sign in by staff number and password, or enrol for the first time with a code.

use super::gate::{GateFrame, inside_another_app, install_hint};
use super::lost::before_sign_in;
use crate::ledger::{Ledger, UiError};
use crate::parts::dialog::Sheet;
use crate::parts::field::{Ask, Field, NEW_SECRET, SECRET};
use crate::parts::form::{Fault, Filling};
use crate::parts::icon::{Icon, go, icon};
use crate::parts::look::focus;
use crate::parts::row::banner;
use crate::parts::{Scene, scene};
use crate::words::Words;
use domain::api::PASSWORD_MIN;
use leptos::prelude::*;

const STAFF: Ask = Ask {
    id: "staff",
    kind: "text",
    autocomplete: "username",
    capitalize: "characters",
    ..SECRET
};
const CODE: Ask = Ask {
    id: "code",
    kind: "text",
    autocomplete: "one-time-code",
    capitalize: "characters",
    ..SECRET
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
    filling: Filling,
}

impl Form {
    fn new(scene: Scene, staff: String) -> Self {
        let Scene { ledger, words, .. } = scene;
        Self {
            ledger,
            words,
            staff: RwSignal::new(staff),
            password: RwSignal::new(String::new()),
            code: RwSignal::new(String::new()),
            enrolling: RwSignal::new(false),
            filling: Filling::default(),
        }
    }

    /// The first field that is not filled in.
    fn missing(self) -> Option<Fault> {
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
        let missing = untrack(|| self.missing());
        self.filling.submit(missing, async move {
            let (staff, password) = (self.staff.get_untracked(), self.password.get_untracked());
            let enrolling = self.enrolling.get_untracked();
            let done = if enrolling {
                let code = self.code.get_untracked();
                self.ledger.enrol(&staff, &code, &password).await
            } else {
                self.ledger.sign_in(&staff, &password).await
            };
            done.map_err(|fault| self.refused(&fault, enrolling))
        });
    }

    /// Beside which field a fault stands; a refused code must not be called a wrong password.
    fn refused(self, fault: &UiError, enrolling: bool) -> Fault {
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
    let form = Form::new(scene(), String::new());
    let words = form.words;
    let turn = move |_| {
        form.enrolling.update(|enrolling| *enrolling = !*enrolling);
        form.filling.forgive();
    };
    view! {
        <GateFrame title=words.sign_in_title() line=words.gate_line()>
            {inside_another_app(words)}
            {before_sign_in(words)}
            {known_people(known, form)}
            {fields(form)}
            <button class="quiet" type="button" on:click=turn>
                {move || if form.enrolling.get() { words.have_password() } else { words.first_time() }}
            </button>
            <p class="quiet-text">{words.sign_in_banner()}</p>
            {install_hint(words).map(|hint| view! { <p class="quiet-text">{hint}</p> }.into_any())}
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
            }.into_any()
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
                <Field ask=CODE label=words.invite_code() value=form.code hint=words.invite_code_hint() fault=form.filling.fault_of("code")/>
                <Field ask=NEW_SECRET label=words.new_password() value=form.password hint=words.password_hint(PASSWORD_MIN) fault=form.filling.fault_of("password")/>
            }
            .into_any()
        } else {
            view! { <Field ask=SECRET label=words.password() value=form.password fault=form.filling.fault_of("password")/> }
                .into_any()
        }
    };
    let label = move || match (form.filling.busy.get(), form.enrolling.get()) {
        (false, false) => words.sign_in(),
        (true, false) => words.signing_in(),
        (false, true) => words.enrol(),
        (true, true) => words.enrolling(),
    };
    view! {
        <form novalidate on:submit=submit>
            <Field ask=STAFF label=words.staff_number() value=form.staff fault=form.filling.fault_of("staff")/>
            {move || secret()}
            <button class="solid wide" type="submit" aria-disabled=move || form.filling.busy.get().then_some("true")>{move || label()}</button>
        </form>
    }
    .into_any()
}

/// On a form: that the session has ended, and a sign-in over it that leaves what is typed where it is.
pub fn over_a_form() -> AnyView {
    let scene = scene();
    let words = scene.words;
    let sync = scene.ledger.sync();
    let ended = Memo::new(move |_| sync.read().session_ended);
    let asking = RwSignal::new(false);
    Effect::new(move |before: Option<bool>| {
        let ended = ended.get();
        if before == Some(true) && !ended {
            asking.set(false);
            focus("main");
        }
        ended
    });
    let told = move || {
        ended.get().then(|| {
            view! {
                <div class="banner warn" role="status">
                    {icon(Icon::Info)}
                    <span>{words.session_ended()}</span>
                    <button class="quiet" type="button" on:click=move |_| asking.set(true)>{words.sign_in_again()}</button>
                </div>
            }.into_any()
        })
    };
    let entrance = move || {
        view! {
            {fields(Form::new(scene, scene.me().map(|me| me.staff.0).unwrap_or_default()))}
            <button class="ghost wide" type="button" on:click=move |_| asking.set(false)>{words.cancel()}</button>
        }
        .into_any()
    };
    view! { {move || told()}<Sheet open=asking id="h-again" title=words.sign_in_again()>{entrance()}</Sheet> }
        .into_any()
}

/// Renewing an ended session from within the open ledger; the queue flushes by itself afterwards.
#[component]
pub fn SignInAgain() -> impl IntoView {
    let scene = scene();
    let form = Form::new(scene, scene.me().map(|me| me.staff.0).unwrap_or_default());
    view! {
        <div class="card pad stack">
            {banner("warn", Icon::Info, scene.words.session_ended())}
            {fields(form)}
        </div>
    }
}
