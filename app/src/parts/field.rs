//! A text field with label, hint and the error that stands beside it.

use super::row::error;
use leptos::prelude::*;

/// What a field asks for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ask {
    /// Its id, also its name.
    pub id: &'static str,
    /// `text`, `password`, `date` …
    pub kind: &'static str,
    /// What the browser may fill in.
    pub autocomplete: &'static str,
    /// The keyboard that a phone shows.
    pub inputmode: &'static str,
    /// Additional class of the input.
    pub class: &'static str,
    /// Letters that the keyboard makes large.
    pub capitalize: &'static str,
}

/// One line that the browser must not fill in; its id stands for itself.
pub const LINE: Ask = Ask {
    id: "",
    kind: "text",
    autocomplete: "off",
    inputmode: "",
    class: "",
    capitalize: "",
};

/// A day.
pub const DAY: Ask = Ask { kind: "date", ..LINE };

/// A whole number.
pub const NUMBER: Ask = Ask {
    inputmode: "numeric",
    ..LINE
};

/// A password, passphrase or code: hidden while it is typed.
pub const SECRET: Ask = Ask {
    id: "password",
    kind: "password",
    autocomplete: "current-password",
    inputmode: "",
    class: "",
    capitalize: "none",
};

/// A secret that is chosen now, which the browser must not fill in from elsewhere.
pub const NEW_SECRET: Ask = Ask {
    autocomplete: "new-password",
    ..SECRET
};

/// The unlock code of this phone: digits, large.
pub const UNLOCK_CODE: Ask = Ask {
    id: "code",
    autocomplete: "off",
    inputmode: "numeric",
    class: "code",
    ..SECRET
};

/// One line of text.
#[component]
pub fn Field(
    /// What is asked.
    ask: Ask,
    /// Its label.
    #[prop(into)]
    label: String,
    /// The text.
    value: RwSignal<String>,
    /// A sentence above the input.
    #[prop(into, optional)]
    hint: String,
    /// What is wrong with it, if anything.
    #[prop(into, optional)]
    fault: Signal<Option<String>>,
) -> impl IntoView {
    let id = ask.id;
    let has_hint = !hint.is_empty();
    let described = move || {
        let hint = has_hint.then(|| format!("{id}-hint"));
        let fault = fault.read().is_some().then(|| format!("{id}-error"));
        let ids: Vec<String> = hint.into_iter().chain(fault).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {has_hint.then(|| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> }.into_any())}
            <input
                id=id name=id class=ask.class type=ask.kind autocomplete=ask.autocomplete
                inputmode=(!ask.inputmode.is_empty()).then_some(ask.inputmode)
                autocapitalize=(!ask.capitalize.is_empty()).then_some(ask.capitalize)
                aria-describedby=described
                aria-invalid=move || fault.read().is_some().then_some("true")
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
            {move || fault.get().map(|text| error(format!("{id}-error"), text))}
        </div>
    }
}
