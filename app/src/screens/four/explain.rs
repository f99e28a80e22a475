//! The explanation of a finding: the one that holds, the one that waits for another to confirm it, or the form.

use crate::format::day_of;
use crate::ledger::{UiError, View};
use crate::parts::field::{Ask, DAY, LINE};
use crate::parts::form::{Entry, Fault, Filling, short_form};
use crate::parts::row::{error, section};
use crate::parts::{Scene, scene};
use crate::phone::platform::{now_ms, uuid_v7};
use crate::words::Words;
use domain::commitments::{Explanation, Finding};
use domain::ids::{ExplanationId, VillageId};
use domain::operation::{Explaining, OperationBody};
use domain::record::Records;
use domain::roster::Role;
use leptos::prelude::*;
use leptos::task::spawn_local;

const REASON: Ask = Ask { id: "reason", ..LINE };
const UNTIL: Ask = Ask { id: "until", ..DAY };

/// What is said of it; a form where nothing is, and something is open. What is being typed there stays while records
/// come in.
pub(super) fn explanation(found: Memo<Option<Finding>>, village: VillageId) -> impl Fn() -> Option<AnyView> {
    let Scene { words, view, .. } = scene();
    let known = Memo::new(move |_| {
        let id = found.read().as_ref()?.explanation?;
        view.get()?.records.explanation(id).cloned()
    });
    let told = move || {
        known
            .get()
            .zip(view.get())
            .map(|(known, view)| told(&known, &view, words))
    };
    let asks = Memo::new(move |_| {
        let open = found
            .read()
            .as_ref()
            .is_some_and(|finding| finding.status.is_open());
        match known.read().is_some() {
            true => Some(false),
            false => open.then_some(true),
        }
    });
    move || {
        let body = match asks.get()? {
            true => form(found.get_untracked().as_ref()?, &village, words),
            false => told.into_any(),
        };
        Some(section(
            "h-explanation",
            words.four_explanation(),
            None,
            None,
            body,
        ))
    }
}

fn told(known: &Explanation, view: &View, words: Words) -> AnyView {
    let name = |at: usize| {
        let entry = known.history.get(at);
        entry.map(|entry| entry.by_name.clone()).unwrap_or_default()
    };
    let until = day_of(known.until, view.today, words.lang());
    let state = if known.confirmed_by.is_some() {
        words.four_holds(&name(1), &until)
    } else {
        words.four_waits(&name(0))
    };
    let may = known.confirmed_by.is_none()
        && known.author != view.me.staff
        && (view.me.role == Role::TeamLeader || known.author_role == Role::TeamLeader);
    let id = known.id;
    let button = may.then(|| view! { <Confirm id/> }.into_any());
    view! {
        <div class="card pad stack">
            <blockquote>{known.reason.clone()}</blockquote>
            <p class="quiet-text">{state}</p>
            {button}
        </div>
    }
    .into_any()
}

#[component]
fn Confirm(id: ExplanationId) -> impl IntoView {
    let Scene { ledger, words, .. } = scene();
    let fault = RwSignal::new(None::<String>);
    let confirm = move |_| {
        spawn_local(async move {
            let body = OperationBody::ConfirmExplanation { explanation: id };
            if let Err(problem) = ledger.save(body, None).await {
                let _ = fault.try_set(Some(words.trouble(&problem)));
            }
        });
    };
    view! {
        {move || fault.get().map(|text| error("confirm-error".to_owned(), text))}
        <button class="solid" type="button" on:click=confirm>{words.four_confirm()}</button>
    }
}

/// The field that a fault concerns: the end of it, else the reason.
fn fault_of(problem: &UiError, words: Words) -> Fault {
    let until = matches!(problem, UiError::Refused(refusal) if refusal.field.as_deref() == Some(UNTIL.id));
    let field = if until { UNTIL.id } else { REASON.id };
    (field, words.trouble(problem))
}

fn form(finding: &Finding, village: &VillageId, words: Words) -> AnyView {
    let ledger = scene().ledger;
    let reason = Entry::new(REASON, words.four_reason()).hint(words.four_explain_hint());
    let until = Entry::new(UNTIL, words.four_until());
    let (reason_typed, until_typed) = (reason.value, until.value);
    let said = Explaining {
        village: village.clone(),
        line: finding.line,
        household: finding.subject.household(),
        member: finding.subject.member(),
        reason: String::new(),
        until: chrono::NaiveDate::MIN,
    };
    let work = move || {
        let mut said = said.clone();
        async move {
            said.reason = reason_typed.get_untracked();
            // A day that cannot be read is one that the rule refuses, with words that say what to do.
            said.until = until_typed.get_untracked().parse().unwrap_or_default();
            let explanation = uuid_v7(now_ms()).map_err(|fault| fault_of(&UiError::Phone(fault), words))?;
            let body = OperationBody::ExplainLine {
                explanation: ExplanationId(explanation),
                said: Box::new(said),
            };
            let saved = ledger.save(body, None).await;
            saved.map(|_| ()).map_err(|problem| fault_of(&problem, words))
        }
    };
    let labels = (words.four_explain(), words.saving());
    let form = short_form(vec![reason, until], Filling::default(), labels, || None, work);
    view! { <div class="card pad">{form}</div> }.into_any()
}
