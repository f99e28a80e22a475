//! A short form: a few fields, one button, and the fault beside the field that it concerns.

use super::field::{Ask, Field};
use super::look::focus;
use super::row::error;
use super::scene::words;
use crate::ledger::UiError;
use crate::words::Words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use std::pin::Pin;

/// What is wrong, and with which field.
pub type Fault = (&'static str, String);

/// One line to fill in.
pub struct Entry {
    /// What is asked.
    pub ask: Ask,
    /// Its label.
    pub label: &'static str,
    /// A sentence above the input; may be empty.
    pub hint: String,
    /// What was typed.
    pub value: RwSignal<String>,
}

impl Entry {
    /// An empty line without a hint.
    pub fn new(ask: Ask, label: &'static str) -> Self {
        Self {
            ask,
            label,
            hint: String::new(),
            value: RwSignal::new(String::new()),
        }
    }

    /// The same with a sentence above the input.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        let hint = hint.into();
        Self { hint, ..self }
    }
}

/// How the filling in of a form goes; cheap to copy.
#[derive(Clone, Copy)]
pub struct Filling {
    /// What was typed is being worked on.
    pub busy: RwSignal<bool>,
    fault: RwSignal<Option<Fault>>,
}

impl Default for Filling {
    fn default() -> Self {
        Self {
            busy: RwSignal::new(false),
            fault: RwSignal::new(None),
        }
    }
}

impl Filling {
    /// What is wrong with this field.
    pub fn fault_of(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            let fault = self.fault.get();
            fault.filter(|(at, _)| *at == field).map(|(_, text)| text)
        })
    }

    /// What is wrong with this field, as it stands below what is no input by itself: chips, a button, a text of many lines.
    pub fn complaint(self, field: &'static str) -> impl Fn() -> Option<AnyView> + Send + 'static {
        let fault = self.fault_of(field);
        move || fault.get().map(|text| error(format!("{field}-error"), text))
    }

    /// Says what is wrong, beside the field, which takes the focus.
    pub fn complain(self, (field, text): Fault) {
        let _ = self.fault.try_set(Some((field, text)));
        focus(field);
    }

    /// Says no more that anything is wrong.
    pub fn forgive(self) {
        let _ = self.fault.try_set(None);
    }

    /// Does what the form is for, once at a time, unless `fault` names what is wrong before.
    pub fn submit(self, fault: Option<Fault>, work: impl Future<Output = Result<(), Fault>> + 'static) {
        self.begin(fault, Box::pin(work));
    }

    fn begin(self, fault: Option<Fault>, work: Work) {
        if self.busy.get_untracked() {
            return;
        }
        if let Some(fault) = fault {
            return self.complain(fault);
        }
        self.forgive();
        self.busy.set(true);
        spawn_local(async move {
            let done = work.await;
            // The form may be gone with what it did.
            let _ = self.busy.try_set(false);
            if let Err(fault) = done {
                self.complain(fault);
            }
        });
    }
}

/// What went wrong beside the field that it concerns, or elsewhere where the form has none of these for it.
pub fn beside(problem: &UiError, fields: &[&'static str], elsewhere: &'static str, words: Words) -> Fault {
    let field = fields
        .iter()
        .copied()
        .find(|field| problem.field() == Some(*field));
    (field.unwrap_or(elsewhere), words.trouble(problem))
}

/// To go on from a form that was saved: the way back does not lead into it again.
pub fn instead() -> NavigateOptions {
    NavigateOptions {
        replace: true,
        ..NavigateOptions::default()
    }
}

/// Empties what was typed: no secret stays on a screen that a person leaves open.
pub fn forget(typed: &[RwSignal<String>]) {
    for line in typed {
        let _ = line.try_set(String::new());
    }
}

/// What a form does. Boxed: the waiting for it is compiled once, not for each form.
type Work = Pin<Box<dyn Future<Output = Result<(), Fault>>>>;

/// The form: its fields, and a button that says what it does and, meanwhile, that it is being done.
pub fn short_form<F>(
    entries: Vec<Entry>,
    filling: Filling,
    (word, meanwhile): (&'static str, &'static str),
    check: impl Fn() -> Option<Fault> + 'static,
    work: impl Fn() -> F + 'static,
) -> AnyView
where
    F: Future<Output = Result<(), Fault>> + 'static,
{
    let submit = move || filling.submit(untrack(&check), work());
    asking(entries, filling, (word, meanwhile), Box::new(submit))
}

fn asking(
    entries: Vec<Entry>,
    filling: Filling,
    (word, meanwhile): (&'static str, &'static str),
    submit: Box<dyn Fn()>,
) -> AnyView {
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        submit();
    };
    let fields = entries
        .into_iter()
        .map(
            |Entry {
                 ask,
                 label,
                 hint,
                 value,
             }| {
                view! { <Field ask=ask label=label value=value hint=hint fault=filling.fault_of(ask.id)/> }
                    .into_any()
            },
        )
        .collect_view();
    let label = move || if filling.busy.get() { meanwhile } else { word };
    view! {
        <form class="stack narrow" novalidate on:submit=submit>
            {fields}
            <button class="solid wide" type="submit" aria-disabled=move || filling.busy.get().then_some("true")>{label}</button>
        </form>
    }
    .into_any()
}

/// A text of many lines below its label and a sentence, which may be empty, and its fault below it.
pub fn note(
    id: &'static str,
    (label, hint): (AnyView, &'static str),
    max: usize,
    value: RwSignal<String>,
    filling: Filling,
) -> AnyView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {(!hint.is_empty()).then(|| view! { <p class="hint">{hint}</p> }.into_any())}
            <textarea
                class="note" id=id autocomplete="off" maxlength=max.to_string()
                prop:value=move || value.get() on:input=move |event| value.set(event_target_value(&event))
            ></textarea>
            {filling.complaint(id)}
        </div>
    }
    .into_any()
}

/// The dock below a form of this id, which needs no signal: says so, and what is done with the form.
pub fn dock(
    form: &'static str,
    (word, meanwhile): (&'static str, &'static str),
    filling: Filling,
) -> AnyView {
    let label = move || if filling.busy.get() { meanwhile } else { word };
    view! {
        <div class="dock">
            <p>{words().dock_offline()}</p>
            <button class="solid" type="submit" form=form aria-disabled=move || filling.busy.get().then_some("true")>{label}</button>
        </div>
    }
    .into_any()
}
