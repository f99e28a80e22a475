//! Which policies were explained and what was done for the household: folded, and nobody has to open it.

use super::answers::toggle;
use super::form::Form;
use crate::parts::chips::chip;
use crate::parts::field::{Ask, Field, LINE};
use crate::parts::icon::{Icon, icon};
use domain::entitlement::codes::EntitlementKind;
use leptos::prelude::*;

const HELP: Ask = Ask {
    id: "help_done",
    capitalize: "sentences",
    ..LINE
};

/// The folded part; what it holds stands in its row.
pub fn helped(form: Form) -> AnyView {
    let words = form.words;
    let open = RwSignal::new(false);
    let summary = move || {
        let explained = form.content.read().policies_explained.clone();
        let labels: Vec<&str> = explained.iter().map(|kind| kind.label(words.lang())).collect();
        let parts = [words.join(&labels), form.help.get().trim().to_owned()];
        let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        match said.is_empty() {
            true => words.helped_none().to_owned(),
            false => said.join(" · "),
        }
    };
    // A fault inside must be seen.
    Effect::new(move |_| {
        if form.fault_at("help_done").is_some() {
            open.set(true);
        }
    });
    view! {
        <section class="card">
            <button class="row" type="button" aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|open| *open = !*open)>
                <span class="w"><span class="n">{words.helped_title()}</span><span class="d">{move || summary()}</span></span>
                {icon(Icon::Down)}
            </button>
        </section>
        {move || open.get().then(|| details(form))}
    }
    .into_any()
}

fn details(form: Form) -> AnyView {
    let words = form.words;
    let chips = EntitlementKind::ALL.iter().map(|kind| {
        let kind = *kind;
        let is = move || form.content.read().policies_explained.contains(&kind);
        let set = move |on| form.change(|content| toggle(&mut content.policies_explained, kind, on));
        chip("checkbox", "policy", kind.label(words.lang()), is, set)
    });
    let fault = Signal::derive(move || form.fault_at("help_done"));
    view! {
        <fieldset class="ask"><legend>{words.policies_explained()}</legend><div class="chips">{chips.collect_view()}</div></fieldset>
        <Field ask=HELP label=words.help_done() value=form.help hint=words.help_done_hint() fault=fault/>
    }
    .into_any()
}
