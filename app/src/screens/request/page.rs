//! The page of one request: what was asked and promised, what was done, and the next step.

use super::rows::{promised, standing_tag};
use super::step::step_form;
use crate::format::day_of;
use crate::ledger::View;
use crate::parts::row::banner;
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Icon, Scene, Top, household_address, scene};
use crate::screens::not_here::NotHere;
use crate::screens::step::{history, opened};
use crate::words::Words;
use domain::ids::RequestId;
use domain::policy::{Action, permits_somehow};
use domain::record::Records;
use domain::request::{Request, RequestEntry, RequestEvent, RequestStep};
use leptos::prelude::*;

/// One request.
#[component]
pub fn RequestScreen(
    /// The identity in the address.
    id: String,
) -> impl IntoView {
    let view = scene().view;
    let id = id.parse::<RequestId>().ok();
    let request = Memo::new(move |_| id.and_then(|id| view.get()?.records.request(id).cloned()));
    let there = Memo::new(move |_| request.read().is_some());
    move || match there.get() {
        true => view! { <Known request/> }.into_any(),
        false => view! { <NotHere here=Here::Today/> }.into_any(),
    }
}

#[component]
fn Known(request: Memo<Option<Request>>) -> impl IntoView {
    let Scene { words, view, .. } = scene();
    let name = move || {
        let household = request.get()?.household;
        Some(view.get()?.records.household(household)?.name().to_owned())
    };
    let title = Signal::derive(move || words.request_title(&name().unwrap_or_default()));
    let back = untrack(move || request.get()).map(|request| {
        Back(
            household_address(request.household),
            untrack(name).unwrap_or_default(),
        )
    });
    let told = move || {
        let (request, view) = request.get().zip(view.get())?;
        Some(told(&request, &view, words))
    };
    // The form is made anew only when the request has moved: what is being typed stays otherwise.
    let rev = Memo::new(move |_| {
        let request = request.read();
        request.as_ref().map(|request| (request.rev, request.state()))
    });
    let next = move || {
        rev.get()?;
        let (request, view) = untrack(move || request.get().zip(view.get()))?;
        permits_somehow(view.me.role, Action::StepRequest).then(|| step_form(&request, &view))
    };
    let sub = Signal::derive(String::new);
    view! {
        <Frame here=Here::Households>
            <Top title=title tab=words.request_tab() sub=sub back=back/>
            <main id="main" tabindex="-1"><div class="stack narrow">{move || told()}{move || next()}</div></main>
        </Frame>
    }
}

fn told(request: &Request, view: &View, words: Words) -> AnyView {
    let lang = words.lang();
    let asked = day_of(request.asked_on(), view.today, lang);
    let entries = request.history.iter();
    let unsent = entries.clone().any(|entry| entry.received_at.is_none());
    let unsent = unsent.then(|| banner("calm", Icon::Phone, words.not_sent_yet()));
    let mut lines = entries.map(|entry| line(entry, request, view, words));
    let first = lines.next().unwrap_or_else(|| ().into_any());
    let rest: Vec<AnyView> = lines.collect();
    view! {
        <div class="tags">{standing_tag(request.standing(view.today), request.status(), words)}</div>
        {unsent}
        <dl class="facts card">
            <dt>{request.content.category.label(lang)}</dt><dd>{request.content.text.clone()}</dd>
            <dt>{words.request_owner()}</dt><dd>{promised(request, view.today, words)}</dd>
            <dt>{words.request_asked()}</dt><dd>{asked}</dd>
        </dl>
        {history(("h-steps", words.history()), first, rest)}
    }
    .into_any()
}

fn line(entry: &RequestEntry, request: &Request, view: &View, words: Words) -> AnyView {
    let lang = words.lang();
    let (what, said) = match &entry.event {
        RequestEvent::Raised => (words.op_request().to_owned(), request.content.text.clone()),
        RequestEvent::Stepped { step } => (step.kind().label(lang).to_owned(), detail(step, view, words)),
        RequestEvent::LateStep { step } => (
            words.request_late(step.kind().label(lang)),
            detail(step, view, words),
        ),
    };
    let title = format!("{what} · {}", entry.by_name);
    let times = (entry.recorded_at, entry.received_at);
    opened(title, times, said, (view.today, words))
}

/// What a step says beside its name.
fn detail(step: &RequestStep, view: &View, words: Words) -> String {
    let lang = words.lang();
    let day = |on| day_of(on, view.today, lang);
    match step {
        RequestStep::Reassign { owner, due, reason } => {
            format!("{} · {reason}", words.request_promised(&owner.name, &day(*due)))
        }
        RequestStep::Tell { on, how } => format!("{} · {}", day(*on), how.label(lang)),
        step => step.words().to_owned(),
    }
}
