//! Showing a full number: asked for with a reason, noted by the server, shown for a minute, kept nowhere.

use crate::format::wait;
use crate::ledger::UiError;
use crate::parts::chips::chip;
use crate::parts::dialog::Sheet;
use crate::parts::field::{Ask, Field, LINE};
use crate::parts::row::error;
use crate::parts::{Scene, scene};
use crate::phone::platform::sleep;
use crate::words::Words;
use domain::ids::{HouseholdId, MemberId};
use domain::policy::{Action, permits_somehow};
use domain::reveal::{RevealField, RevealReason, RevealRequest};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How long a number stays on the screen.
const SHOWN_MS: u32 = 60_000;

const WORDS: Ask = Ask {
    id: "reveal-words",
    ..LINE
};

/// Which number of whom.
#[derive(Clone, PartialEq, Eq)]
pub struct Asked {
    /// The member, for an identity number.
    pub member: Option<MemberId>,
    /// Which number.
    pub field: RevealField,
    /// The name that people know.
    pub whose: String,
}

/// The numbers of one household's page; at most one is open at a time.
#[derive(Clone, Copy)]
pub struct Reveal {
    household: HouseholdId,
    allowed: bool,
    /// Whether somebody is being asked what for.
    open: RwSignal<bool>,
    asked: RwSignal<Option<Asked>>,
    shown: RwSignal<Option<(Asked, String)>>,
    /// Counts what was shown, so that an earlier minute does not end a later one.
    rounds: StoredValue<u64>,
}

impl Reveal {
    /// All numbers of the household hidden.
    pub fn new(household: HouseholdId) -> Self {
        let allowed = scene()
            .me()
            .is_some_and(|me| permits_somehow(me.role, Action::RevealNumber));
        Self {
            household,
            allowed,
            open: RwSignal::new(false),
            asked: RwSignal::new(None),
            shown: RwSignal::new(None),
            rounds: StoredValue::new(0),
        }
    }

    /// A number with its button, or as it was asked for.
    pub fn number(self, asked: Asked, masked: Option<&str>, words: Words) -> AnyView {
        let Some(masked) = masked.map(str::to_owned) else {
            return words.none_known().into_any();
        };
        if !self.allowed {
            return masked.into_any();
        }
        (move || {
            let shown = self.shown.get().filter(|(of, _)| *of == asked);
            match shown {
                Some((of, number)) => full(of.field, &number, words),
                None => self.hidden(asked.clone(), masked.clone(), words),
            }
        })
        .into_any()
    }

    fn hidden(self, asked: Asked, masked: String, words: Words) -> AnyView {
        let sync = scene().ledger.sync();
        let online = move || sync.read().online;
        let name = words.reveal_show_of(asked.field.label(words.lang()), &asked.whose);
        let label = move || {
            if online() {
                name.clone()
            } else {
                format!("{name}：{}", words.reveal_needs_net())
            }
        };
        let face = move || {
            if online() {
                words.reveal_show()
            } else {
                words.reveal_needs_net()
            }
        };
        let ask = move |_| {
            if online() {
                self.asked.set(Some(asked.clone()));
                self.open.set(true);
            }
        };
        view! {
            {masked}
            <button class="quiet show" type="button" aria-label=label aria-disabled=move || (!online()).then_some("true") on:click=ask>{move || face()}</button>
        }
        .into_any()
    }

    fn show(self, asked: Asked, number: String) {
        let round = self.rounds.get_value().wrapping_add(1);
        self.rounds.set_value(round);
        self.open.set(false);
        self.shown.set(Some((asked, number)));
        spawn_local(async move {
            sleep(SHOWN_MS).await;
            if self.rounds.try_get_value() == Some(round) {
                let _ = self.shown.try_set(None);
            }
        });
    }
}

fn full(field: RevealField, number: &str, words: Words) -> AnyView {
    let number = match field {
        RevealField::Phone => {
            let call = format!("tel:{number}");
            view! { <a class="quiet show" href=call>{number.to_owned()}</a> }.into_any()
        }
        RevealField::IdNumber => view! { <b>{number.to_owned()}</b> }.into_any(),
    };
    view! { <span role="status">{number}" "<small>{words.reveal_soon()}</small></span> }.into_any()
}

/// The question what a number is needed for.
#[component]
pub fn RevealSheet(reveal: Reveal) -> impl IntoView {
    let words = scene().words;
    let title = Signal::derive(move || {
        let asked = reveal.asked.get();
        asked.map_or_else(String::new, |asked| {
            words.reveal_show_of(asked.field.label(words.lang()), &asked.whose)
        })
    });
    view! {
        <Sheet open=reveal.open id="h-reveal" title=title>
            <Question reveal/>
        </Sheet>
    }
}

/// Reasons that make sense for a number.
fn reasons(field: RevealField) -> impl Iterator<Item = RevealReason> {
    let fits =
        move |reason: &RevealReason| field == RevealField::Phone || *reason != RevealReason::CallBeforeVisit;
    RevealReason::ALL.iter().copied().filter(fits)
}

#[component]
fn Question(reveal: Reveal) -> impl IntoView {
    let Scene { ledger, words, .. } = scene();
    let reason = RwSignal::new(None::<RevealReason>);
    let (text, fault, busy) = (
        RwSignal::new(String::new()),
        RwSignal::new(None::<String>),
        RwSignal::new(false),
    );
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(asked) = reveal.asked.get_untracked().filter(|_| !busy.get_untracked()) else {
            return;
        };
        let Some(reason) = reason.get_untracked() else {
            return fault.set(Some(words.reveal_choose().to_owned()));
        };
        let other = reason == RevealReason::Other;
        let request = RevealRequest {
            household: reveal.household,
            member: asked.member,
            field: asked.field,
            reason,
            words: if other {
                text.get_untracked()
            } else {
                String::new()
            },
        };
        if let Err(wrong) = request.check() {
            return fault.set(Some(wrong.label(words.lang()).to_owned()));
        }
        fault.set(None);
        busy.set(true);
        spawn_local(async move {
            let told = ledger.reveal(&request).await;
            // The question may have been closed meanwhile: then nothing is shown.
            if busy.try_set(false).is_some() {
                return;
            }
            match told {
                Ok(number) => reveal.show(asked, number),
                Err(problem) => fault.set(Some(trouble(&problem, words))),
            }
        });
    };
    let field = reveal
        .asked
        .get_untracked()
        .map_or(RevealField::Phone, |asked| asked.field);
    let chips = reasons(field)
        .map(|one| {
            let chosen = move |_| {
                fault.set(None);
                reason.set(Some(one));
            };
            chip(
                "radio",
                "reveal-reason",
                one.label(words.lang()),
                move || reason.get() == Some(one),
                chosen,
            )
        })
        .collect_view();
    let own_words = move || {
        (reason.get() == Some(RevealReason::Other))
            .then(|| view! { <Field ask=WORDS label=words.reveal_words() value=text/> }.into_any())
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <fieldset class="ask"><legend>{words.reveal_why()}</legend><div class="chips">{chips}</div></fieldset>
            {move || own_words()}
            <p class="quiet-text">{words.reveal_noted()}</p>
            {move || fault.get().map(|said| error("reveal-error".to_owned(), said))}
            <div class="acts">
                <button class="ghost" type="button" on:click=move |_| reveal.open.set(false)>{words.cancel()}</button>
                <button class="solid" type="submit" aria-disabled=move || busy.get().then_some("true")>{words.reveal_yes()}</button>
            </div>
        </form>
    }
}

fn trouble(problem: &UiError, words: Words) -> String {
    let seconds = match problem {
        UiError::Problem(document) if document.code == "WAIT" => document.retry_after,
        _ => None,
    };
    match seconds.and_then(|seconds| i64::try_from(seconds).ok()) {
        Some(seconds) => words.reveal_wait(&wait(seconds.saturating_mul(1000), words)),
        None => words.trouble(problem),
    }
}
