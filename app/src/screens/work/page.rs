//! One entry: what it says, what happened to it, and how it is struck out.

use super::face;
use crate::format::day_of;
use crate::ledger::{DraftKey, View};
use crate::parts::field::{Ask, Field, LINE};
use crate::parts::form::Filling;
use crate::parts::row::banner;
use crate::parts::top::Back;
use crate::parts::typing::{Part, Typing};
use crate::parts::{Frame, Here, Icon, Scene, Top, scene};
use crate::screens::not_here::NotHere;
use crate::screens::step::{history, opened};
use crate::words::Words;
use domain::ids::{StaffId, WorkId};
use domain::operation::OperationBody;
use domain::policy::{Action, Relation, permits};
use domain::record::Records;
use domain::work::{WorkEntry, WorkEvent, WorkLog};
use leptos::prelude::*;

const WHY: Ask = Ask { id: "why", ..LINE };

/// One entry.
#[component]
pub fn WorkScreen(
    /// The identity in the address.
    id: String,
) -> impl IntoView {
    let view = scene().view;
    let id = id.parse::<WorkId>().ok();
    let work = Memo::new(move |_| id.and_then(|id| view.get()?.records.work(id).cloned()));
    let there = Memo::new(move |_| work.read().is_some());
    move || match there.get() {
        true => view! { <Known work/> }.into_any(),
        false => view! { <NotHere here=Here::Today/> }.into_any(),
    }
}

#[component]
fn Known(work: Memo<Option<WorkLog>>) -> impl IntoView {
    let Scene { words, view, .. } = scene();
    let told = move || {
        let (work, view) = work.get().zip(view.get())?;
        Some(told(&work, &view, words))
    };
    // Drawn anew only when it may be struck out no more: what is being typed stays otherwise.
    let open = Memo::new(move |_| {
        let (work, view) = work.get().zip(view.get())?;
        (work.counts() && may_strike(&view, &work)).then_some(work.id)
    });
    let strike = move || open.get().map(strike_form);
    let back = Some(Back("/work".to_owned(), words.work_title().to_owned()));
    let sub = Signal::derive(String::new);
    view! {
        <Frame here=Here::Today>
            <Top title=words.work_one() tab=words.work_title() sub=sub back=back/>
            <main id="main" tabindex="-1"><div class="stack narrow">{told}{move || strike()}</div></main>
        </Frame>
    }
}

fn may_strike(view: &View, work: &WorkLog) -> bool {
    work.author == view.me.staff || permits(view.me.role, Action::StrikeWork, Relation::OwnTeam)
}

fn told(work: &WorkLog, view: &View, words: Words) -> AnyView {
    let lang = words.lang();
    let content = &work.content;
    let unsent = work.history.iter().any(|entry| entry.received_at.is_none());
    let unsent = unsent.then(|| banner("calm", Icon::Phone, words.not_sent_yet()));
    let fact = |term: &'static str, said: String| {
        (!said.is_empty()).then(|| view! { <dt>{term}</dt><dd>{said}</dd> }.into_any())
    };
    let day = day_of(content.on, view.today, lang);
    let day = match content.elsewhere {
        true => format!("{day} · {}", words.work_not_there()),
        false => day,
    };
    let people = view.reference.iter().flat_map(|told| &told.colleagues);
    let people: Vec<_> = people.collect();
    let named = |staff: &StaffId| {
        let known = people.iter().find(|person| person.id == *staff);
        known.map_or_else(|| staff.to_string(), |person| person.name.clone())
    };
    let with: Vec<String> = content.companions.iter().map(named).collect();
    let duty = content.kind.duty().map(|duty| duty.label(lang).to_owned());
    let who = match content.post {
        Some(_) => words.work_present(),
        None => words.work_who(),
    };
    let money = content.yuan.map(|yuan| words.work_money(yuan));
    let mut lines = work.history.iter().map(|entry| line(entry, view, words));
    let first = lines.next().unwrap_or_else(|| ().into_any());
    let rest: Vec<AnyView> = lines.collect();
    view! {
        <h2>{face(work, words)}</h2>
        {unsent}
        <dl class="facts card">
            {fact(words.work_on(), day)}
            {fact(words.work_words(), content.words.clone())}
            {fact(who, content.who.clone())}
            {fact(words.work_yuan(), money.unwrap_or_default())}
            {fact(words.work_by(), work.author_name.clone())}
            {fact(words.work_with(), words.join(&with))}
            {fact(words.work_duty(), duty.unwrap_or_default())}
        </dl>
        {history(("h-steps", words.history()), first, rest)}
    }
    .into_any()
}

fn line(entry: &WorkEntry, view: &View, words: Words) -> AnyView {
    let (what, said) = match &entry.event {
        WorkEvent::Logged => (words.op_work(), String::new()),
        WorkEvent::Struck { why } => (words.work_struck(), why.clone()),
    };
    let title = format!("{what} · {}", entry.by_name);
    let times = (entry.recorded_at, entry.received_at);
    opened(title, times, said, (view.today, words))
}

/// The form that strikes it out, folded.
fn strike_form(id: WorkId) -> AnyView {
    let words = scene().words;
    let why = RwSignal::new(String::new());
    let filling = Filling::default();
    let typing = Typing::go_on(DraftKey::Form("strike", id.0), vec![Part::text(WHY.id, why)]);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let body = OperationBody::StrikeWork {
            work: id,
            why: why.get_untracked().trim().to_owned(),
        };
        filling.submit(None, async move {
            let saved = typing.save(body).await;
            saved
                .map(|_| ())
                .map_err(|problem| (WHY.id, words.trouble(&problem)))
        });
    };
    view! {
        <details class="card fold">
            <summary>{words.work_strike()}</summary>
            <form class="stack" autocomplete="off" novalidate on:submit=submit>
                {typing.told()}
                <p class="quiet-text">{words.work_strike_lead()}</p>
                <Field ask=WHY label=words.work_strike_why() value=why fault=filling.fault_of(WHY.id)/>
                <button class="ghost wide" type="submit" aria-disabled=move || filling.busy.get().then_some("true")>{words.work_strike()}</button>
            </form>
        </details>
    }
    .into_any()
}
