//! A case as everybody reads it: where it stands, its clock, what was found, every step in order.

use crate::format::day_of;
use crate::parts::row::{banner, section};
use crate::parts::{Icon, Tone, moment, tag};
use crate::screens::flag::strip;
use crate::words::Words;
use chrono::NaiveDate;
use domain::case::codes::{CaseState, Comparison};
use domain::case::order::{due, is_late};
use domain::case::rules::one_sided;
use domain::case::{CaseEntry, Deed, IdentificationCase, Verifier};
use domain::identification::publicity_over;
use leptos::prelude::*;

/// Where it stands, as a tag.
pub fn state_tag(state: CaseState, late: bool, words: Words) -> AnyView {
    let (tone, sign) = match state {
        _ if late => (Tone::Stop, Icon::Clock),
        CaseState::Approved | CaseState::Announced | CaseState::Recorded => (Tone::Act, Icon::Check),
        _ if state.is_closed() => (Tone::Plain, Icon::Minus),
        CaseState::ObjectionReview => (Tone::Stop, Icon::Bang),
        CaseState::Publicity => (Tone::Calm, Icon::Clock),
        _ => (Tone::Warn, Icon::Clock),
    };
    tag(tone, Some(sign), state.label(words.lang()))
}

/// The whole case but for what can be done next.
pub fn told(case: &IdentificationCase, today: NaiveDate, words: Words) -> AnyView {
    let late = is_late(case, today);
    let quick = case
        .progress()
        .expedited
        .then(|| tag(Tone::Stop, Some(Icon::Bang), words.case_expedited()));
    let steps = case
        .steps
        .iter()
        .map(|entry| line(entry, today, words))
        .collect_view();
    let opened = timeline_item(
        words.ev_case_opened(&case.by_name),
        words.device_time(&moment(case.recorded_at, today, words)),
        case.received_at.map(|at| moment(at, today, words)),
        String::new(),
        words,
    );
    let history = view! { <ol class="card timeline">{opened}{steps}</ol> }.into_any();
    view! {
        <div class="tags">{state_tag(case.state(today), late, words)}{quick}</div>
        {case.waits_to_be_sent().then(|| banner("calm", Icon::Phone, words.case_not_sent(case.settled().state.label(words.lang()))))}
        {clock(case, today, words)}
        {found(case, words)}
        {section("h-steps", words.case_steps(), None, None, history)}
    }
    .into_any()
}

/// The days: of the notice while it hangs, of the whole procedure while it runs.
fn clock(case: &IdentificationCase, today: NaiveDate, words: Words) -> Option<AnyView> {
    let state = case.state(today);
    if !state.is_running() {
        return None;
    }
    let lang = words.lang();
    let notice = case.progress().hung_on.map(|hung_on| {
        let over = publicity_over(hung_on, case.limits.publicity_days);
        let said = match today < over {
            true => words.case_notice_until(&day_of(over, today, lang)),
            false => words.case_notice_over(&day_of(over, today, lang)),
        };
        view! { <p><b>{said}</b></p> }
    });
    let body = match case.strip(today) {
        Ok(days) => strip(&days, today, words),
        Err(unknown) => view! { <p><b>{words.flag_no_calendar(unknown.year)}</b></p> }.into_any(),
    };
    let next = due(case, today).map(|day| {
        let day = day_of(day, today, lang);
        view! { <p>{words.case_due(&day)}</p> }
    });
    let tone = if is_late(case, today) { "stop" } else { "warn" };
    Some(banner(tone, Icon::Clock, view! { {notice}{body}{next} }))
}

fn names(verifiers: &[Verifier], words: Words) -> String {
    let names: Vec<String> = verifiers
        .iter()
        .map(|verifier| format!("{}（{}）", verifier.name, verifier.side.label(words.lang())))
        .collect();
    words.join(&names)
}

/// What the last home verification found, and what the departments' data say to it.
fn found(case: &IdentificationCase, words: Words) -> Option<AnyView> {
    let found = case.found()?;
    let lang = words.lang();
    let causes: Vec<&str> = found.risks.iter().map(|risk| risk.cause.label(lang)).collect();
    let compared = case.compared();
    let of = |wanted: Comparison| {
        let departments = compared.iter().filter(|one| one.result == wanted);
        let names: Vec<&str> = departments.map(|one| one.department.label(lang)).collect();
        (!names.is_empty()).then(|| words.join(&names))
    };
    let line =
        |term: &'static str, said: Option<String>| said.map(|said| view! { <dt>{term}</dt><dd>{said}</dd> });
    let sides = one_sided(&found.verifiers).then(|| words.case_one_side().to_owned());
    Some(
        view! {
            <dl class="facts card">
                {line(words.case_category(), Some(found.category.label(lang).to_owned()))}
                {line(words.case_causes(), Some(words.join(&causes)))}
                {line(words.case_verifiers(), Some(names(&found.verifiers, words)))}
                {line(words.case_hint(), sides)}
                {line(words.case_agrees(), of(Comparison::Agrees))}
                {line(words.case_differs(), of(Comparison::Differs))}
            </dl>
        }
        .into_any(),
    )
}

fn line(entry: &CaseEntry, today: NaiveDate, words: Words) -> AnyView {
    let lang = words.lang();
    let step = &entry.step;
    let detail = match &step.deed {
        Deed::Authorise { signer } => words.case_signed_by(signer),
        Deed::Agree { votes } | Deed::Disagree { votes } => {
            words.case_voted(votes.present, votes.agree, votes.disagree)
        }
        Deed::EnterNumber { number } => number.clone(),
        deed => names(deed.verifiers(), words),
    };
    let said: Vec<&str> = [detail.as_str(), step.words.as_str(), step.late_reason.as_str()]
        .into_iter()
        .filter(|text| !text.trim().is_empty())
        .collect();
    let title = words.ev_case_step(
        &day_of(step.on, today, lang),
        step.deed.kind().label(lang),
        &entry.by_name,
    );
    timeline_item(
        title,
        words.device_time(&moment(entry.recorded_at, today, words)),
        entry.received_at.map(|at| moment(at, today, words)),
        said.join(" · "),
        words,
    )
}

fn timeline_item(
    title: String,
    device: String,
    received: Option<String>,
    said: String,
    words: Words,
) -> AnyView {
    let said = (!said.is_empty()).then(|| view! { <blockquote>{said}</blockquote> });
    let server = match received {
        Some(at) => words.server_time(&at),
        None => words.not_sent_yet().to_owned(),
    };
    view! { <li class="done"><b>{title}</b><p>{device}"\u{a0}· "{server}</p>{said}</li> }.into_any()
}
