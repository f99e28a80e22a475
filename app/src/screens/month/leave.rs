//! Leave: what was asked for and where it stands, and the short form that asks for more.

use super::{file_of, whose};
use crate::format::{day_of, dotted};
use crate::ledger::{DraftKey, View};
use crate::parts::chips::chip;
use crate::parts::field::{Ask, DAY, Field, LINE};
use crate::parts::form::{Filling, beside};
use crate::parts::row::section;
use crate::parts::typing::{Part, Typing};
use crate::parts::{Icon, Scene, Tone, scene, tag};
use crate::words::Words;
use chrono::NaiveDate;
use domain::ids::StaffId;
use domain::operation::OperationBody;
use domain::team::codes::{LeaveKind, LeaveLevel, LeaveStatus};
use domain::team::{DaysFile, Leave, LeaveContent};
use leptos::prelude::*;
use uuid::Uuid;

const FROM: Ask = Ask { id: "from", ..DAY };
const TO: Ask = Ask { id: "to", ..DAY };
const REASON: Ask = Ask { id: "reason", ..LINE };
const FIELDS: [&str; 3] = ["from", "to", "reason"];

/// `病假 · 3月10日到3月12日，3 天`
pub fn said(content: &LeaveContent, today: NaiveDate, words: Words) -> String {
    let date = |on| day_of(on, today, words.lang());
    let span = words.leave_span(&date(content.from), &date(content.to), content.days());
    format!("{} · {span}", content.kind.label(words.lang()))
}

/// `乡镇（街道） · 王某 · 不同意 · 那几天要走访`: what a level decided.
pub fn decided(level: LeaveLevel, by: &str, (approve, why): (bool, &str), words: Words) -> String {
    let verdict = match approve {
        true => words.leave_yes(),
        false => words.leave_no(),
    };
    let parts = [level.label(words.lang()), by, verdict, why];
    let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    dotted(&said.join(" · "))
}

/// Where it stands, as a tag.
pub fn state_tag(status: LeaveStatus, words: Words) -> AnyView {
    let (tone, sign) = match status {
        LeaveStatus::Submitted | LeaveStatus::LeaderOk | LeaveStatus::TownOk => (Tone::Warn, Icon::Clock),
        LeaveStatus::TownApproved | LeaveStatus::DistrictApproved => (Tone::Act, Icon::Check),
        LeaveStatus::OnLeave => (Tone::Calm, Icon::File),
        LeaveStatus::Rejected => (Tone::Stop, Icon::Cross),
        LeaveStatus::ReturnedEarly | LeaveStatus::Returned | LeaveStatus::Cancelled => {
            (Tone::Plain, Icon::Minus)
        }
    };
    tag(tone, Some(sign), status.label(words.lang()))
}

/// The person's leave, newest first, and the form.
pub fn part(me: StaffId) -> AnyView {
    let Scene { words, view, .. } = scene();
    let list = move || {
        let view = view.get()?;
        let Some(file) = file_of(&view, &me).filter(|file| !file.leaves.is_empty()) else {
            return Some(view! { <p class="quiet-text">{words.leave_none()}</p> }.into_any());
        };
        let rows = file.leaves.iter().rev();
        let rows = rows.map(|leave| one(leave, file, &view, words)).collect_view();
        Some(view! { <ul class="card list">{rows}</ul> }.into_any())
    };
    let body = view! { {move || list()}{form()} };
    section("h-leave", words.leave_heading(), None, None, body.into_any())
}

fn one(leave: &Leave, file: &DaysFile, view: &View, words: Words) -> AnyView {
    let ledger = scene().ledger;
    let filling = Filling::default();
    let today = view.today;
    // What has begun is ended; what has not is withdrawn.
    let begun = leave.is_approved() && leave.content.from < today;
    let (op, team, staff) = (leave.op, file.team.clone(), file.staff.clone());
    let end = move |_| {
        let body = OperationBody::EndLeave {
            team: team.clone(),
            staff: staff.clone(),
            leave: op,
            back_on: begun.then_some(today),
        };
        filling.submit(None, async move {
            let saved = ledger.save(body, None).await;
            saved
                .map(|_| ())
                .map_err(|problem| ("step", words.trouble(&problem)))
        });
    };
    let button = leave.is_open().then(|| {
        let word = if begun {
            words.leave_back()
        } else {
            words.leave_cancel()
        };
        view! { <button class="ghost" type="button" on:click=end>{word}</button> }.into_any()
    });
    let levels: Vec<String> = leave
        .path
        .iter()
        .map(|level| level.label(words.lang()).to_owned())
        .collect();
    let decided = leave.decisions().map(|(decision, by)| {
        let line = decided(decision.level, by, (decision.approve, &decision.words), words);
        view! { <p class="quiet-text">{line}</p> }.into_any()
    });
    let decided = decided.collect_view();
    view! {
        <li class="pad stack">
            <b>{said(&leave.content, today, words)}</b>
            <div class="tags">{state_tag(leave.status(today), words)}</div>
            {decided}
            {leave.waits_for().map(|_| view! { <p class="quiet-text">{words.leave_path(&words.join(&levels))}</p> }.into_any())}
            {button}
            {filling.complaint("step")}
        </li>
    }
    .into_any()
}

/// Asks for leave.
fn form() -> AnyView {
    let Scene { words, view, .. } = scene();
    let Some(known) = untrack(|| view.get()) else {
        return ().into_any();
    };
    let filling = Filling::default();
    let kind = RwSignal::new(None::<LeaveKind>);
    let [from, to] = [(); 2].map(|()| RwSignal::new(known.today.to_string()));
    let reason = RwSignal::new(String::new());
    let parts = vec![
        Part::choice("kind", kind, LeaveKind::code, LeaveKind::from_code),
        Part::text(FROM.id, from),
        Part::text(TO.id, to),
        Part::text(REASON.id, reason),
    ];
    let typing = Typing::go_on(DraftKey::Form("leave", Uuid::nil()), parts);
    let year = known
        .config()
        .leave
        .map(|figures| words.leave_year(figures.year_days));
    let chips = LeaveKind::ALL.iter().map(|one| {
        let one = *one;
        let is = move || kind.get() == Some(one);
        chip("radio", "kind", one.label(words.lang()), is, move |_| {
            filling.forgive();
            kind.set(Some(one));
        })
    });
    let chips = chips.collect_view();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(kind) = kind.get_untracked() else {
            return filling.complain(("kind", words.leave_lack_kind().to_owned()));
        };
        let (Ok(first), Ok(last)) = (from.get_untracked().parse(), to.get_untracked().parse()) else {
            return filling.complain((TO.id, words.case_lack_day().to_owned()));
        };
        let known = untrack(|| view.get());
        let Some(whose) = known.and_then(|view| whose(&view, &view.me.staff, &view.me.name)) else {
            return;
        };
        let body = OperationBody::AskLeave {
            whose: Box::new(whose),
            content: Box::new(LeaveContent {
                kind,
                from: first,
                to: last,
                reason: reason.get_untracked().trim().to_owned(),
            }),
        };
        filling.submit(None, async move {
            let saved = typing.save(body).await;
            saved.map_err(|problem| beside(&problem, &FIELDS, "kind", words))?;
            typing.begin_anew();
            Ok(())
        });
    };
    view! {
        <details class="card fold">
            <summary>{words.leave_ask()}</summary>
            {typing.told()}
            <form class="stack" autocomplete="off" novalidate on:submit=submit>
                <fieldset class="ask" id="kind" tabindex="-1">
                    <legend>{words.leave_kind()}</legend>
                    <div class="chips">{chips}</div>
                    {filling.complaint("kind")}
                </fieldset>
                <Field ask=FROM label=words.leave_from() value=from fault=filling.fault_of(FROM.id)/>
                <Field ask=TO label=words.leave_to() value=to fault=filling.fault_of(TO.id)/>
                <Field ask=REASON label=words.leave_reason() value=reason hint=words.leave_reason_hint() fault=filling.fault_of(REASON.id)/>
                {year.map(|text| view! { <p class="hint">{text}</p> }.into_any())}
                <button class="solid wide" type="submit" aria-disabled=move || filling.busy.get().then_some("true")>{words.leave_send()}</button>
            </form>
        </details>
    }
    .into_any()
}
