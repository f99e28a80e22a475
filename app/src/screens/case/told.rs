//! A case as everybody reads it: where it stands, its clock, what was found, every step in order.

use crate::format::day_of;
use crate::parts::row::banner;
use crate::parts::{Icon, Tone, tag};
use crate::screens::flag::strip;
use crate::screens::step;
use crate::words::Words;
use chrono::NaiveDate;
use domain::calendar::Holidays;
use domain::case::codes::{CaseState, Comparison, Department};
use domain::case::order::{awaited, due, is_late, passed};
use domain::case::rules::one_sided;
use domain::case::{CaseEntry, Deed, IdentificationCase};
use domain::identification::IdentifyStep;
use leptos::prelude::*;

/// The tags of what stands before other cases: an urgent sign, the green channel.
pub fn first_tags((urgent, expedited): (bool, bool), words: Words) -> AnyView {
    let first = |said| tag(Tone::Stop, Some(Icon::Bang), said);
    let urgent = urgent.then(|| first(words.urgent_tag()));
    let quick = expedited.then(|| first(words.case_expedited()));
    view! { {urgent}{quick} }.into_any()
}

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
pub fn told(case: &IdentificationCase, (today, holidays): (NaiveDate, &Holidays), words: Words) -> AnyView {
    let late = is_late(case, today, holidays);
    let first = first_tags((case.urgent, case.progress().expedited), words);
    let steps = case.steps.iter().zip(passed(case, holidays));
    let steps = steps
        .map(|(entry, passed)| line(entry, passed, today, words))
        .collect();
    let opened = step::opened(
        words.ev_case_opened(&case.by_name),
        (case.recorded_at, case.received_at),
        String::new(),
        (today, words),
    );
    view! {
        <div class="tags">{state_tag(case.state(today), late, words)}{first}</div>
        <p class="quiet-text">{words.case_regime(case.regime().label(words.lang()))}</p>
        {case.waits_to_be_sent().then(|| banner("calm", Icon::Phone, words.case_not_sent(case.settled().state.label(words.lang()))))}
        {clock(case, (today, holidays), words)}
        {found(case, words)}
        {step::history(("h-steps", words.case_steps()), opened, steps)}
    }
    .into_any()
}

/// The days: of the notice while it hangs, of the whole procedure while it runs.
fn clock(
    case: &IdentificationCase,
    (today, holidays): (NaiveDate, &Holidays),
    words: Words,
) -> Option<AnyView> {
    let state = case.state(today);
    if !state.is_running() {
        return None;
    }
    let lang = words.lang();
    let notice = case
        .progress()
        .hung_on
        .map(|hung_on| step::notice(hung_on, case.limits.publicity_days, (today, words)));
    let days = case.strip(today, holidays);
    // Once the notice hangs, what is left are the decisions.
    let hangs = notice.is_some();
    let ahead = awaited(state).map(|step| {
        if hangs {
            step.max(IdentifyStep::TownReview)
        } else {
            step
        }
    });
    let body = strip(&days, ahead, today, words);
    let eaten = days
        .eaten
        .filter(|days| *days > 0)
        .map(|days| view! { <p>{words.flag_delay(i64::from(days))}</p> }.into_any());
    let next = due(case, today, holidays).map(|day| {
        let day = day_of(day, today, lang);
        view! { <p>{words.case_due(&day)}</p> }.into_any()
    });
    let tone = if is_late(case, today, holidays) {
        "stop"
    } else {
        "warn"
    };
    Some(banner(tone, Icon::Clock, view! { {notice}{body}{eaten}{next} }))
}

/// What the last home verification found, and what the departments' data say to it.
fn found(case: &IdentificationCase, words: Words) -> Option<AnyView> {
    let found = case.found()?;
    let lang = words.lang();
    let causes: Vec<&str> = found.risks.iter().map(|risk| risk.cause.label(lang)).collect();
    let compared = case.compared();
    let named = |departments: Vec<Department>| {
        let names: Vec<&str> = departments.iter().map(|one| one.label(lang)).collect();
        (!names.is_empty()).then(|| words.join(&names))
    };
    let of = |wanted: Comparison| {
        let departments = compared.iter().filter(|one| one.result == wanted);
        named(departments.map(|one| one.department).collect())
    };
    let runs = case.progress().state.is_running();
    let unasked = (runs && case.asked.is_empty()).then(|| words.case_asked_none().to_owned());
    let line = |term: &'static str, said: Option<String>| {
        said.map(|said| view! { <dt>{term}</dt><dd>{said}</dd> }.into_any())
    };
    let sides = one_sided(&found.verifiers).then(|| words.case_one_side().to_owned());
    Some(
        view! {
            <dl class="facts card">
                {line(words.case_category(), Some(found.category.label(lang).to_owned()))}
                {line(words.case_causes(), Some(words.join(&causes)))}
                {line(words.case_verifiers(), Some(step::verifiers(&found.verifiers, words)))}
                {line(words.case_hint(), sides)}
                {line(words.case_agrees(), of(Comparison::Agrees))}
                {line(words.case_differs(), of(Comparison::Differs))}
                {line(words.case_unanswered(), named(case.unanswered()).filter(|_| runs))}
                {line(words.case_compared(), unasked)}
            </dl>
        }
        .into_any(),
    )
}

fn line(entry: &CaseEntry, passed: Option<NaiveDate>, today: NaiveDate, words: Words) -> AnyView {
    let deed = &entry.step.deed;
    let detail = match deed {
        Deed::Authorise { signer } => words.case_signed_by(signer),
        Deed::Agree { votes } | Deed::Disagree { votes } => step::voted(*votes, words),
        Deed::EnterNumber { number } => number.clone(),
        deed => step::verifiers(deed.verifiers(), words),
    };
    let told = (deed.kind().label(words.lang()), detail.as_str());
    step::line(entry, told, passed, (today, words))
}
