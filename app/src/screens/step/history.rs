//! The steps so far, in order, and the days of a notice: the same for a case and for an elimination.

use crate::format::day_of;
use crate::parts::moment;
use crate::parts::row::section;
use crate::words::Words;
use chrono::NaiveDate;
use domain::case::{Entry, Verifier, Votes};
use domain::identification::publicity_over;
use domain::time::Millis;
use leptos::prelude::*;

/// How it began, and each step, under the heading of this id.
pub fn history((id, title): (&'static str, &'static str), opened: AnyView, steps: Vec<AnyView>) -> AnyView {
    let all = view! { <ol class="card timeline">{opened}{steps}</ol> }.into_any();
    section(id, title, None, None, all)
}

/// How it began.
pub fn opened(
    title: String,
    (recorded_at, received_at): (Millis, Option<Millis>),
    said: String,
    (today, words): (NaiveDate, Words),
) -> AnyView {
    let device = words.device_time(&moment(recorded_at, today, words));
    let server = match received_at {
        Some(at) => words.server_time(&moment(at, today, words)),
        None => words.not_sent_yet().to_owned(),
    };
    let said = (!said.is_empty()).then(|| view! { <blockquote>{said}</blockquote> }.into_any());
    view! { <li class="done"><b>{title}</b><p>{device}"\u{a0}· "{server}</p>{said}</li> }.into_any()
}

/// One step: `kind` is what was done, `detail` what this step alone tells, `passed` the last day that it has passed.
pub fn line<D>(
    entry: &Entry<D>,
    (kind, detail): (&str, &str),
    passed: Option<NaiveDate>,
    (today, words): (NaiveDate, Words),
) -> AnyView {
    let step = &entry.step;
    let late = match (step.late_reason.trim(), passed) {
        ("", None) => String::new(),
        ("", Some(last)) => words.case_late_unsaid(&day_of(last, today, words.lang())),
        (reason, _) => words.case_late_said(reason),
    };
    let said: Vec<&str> = [detail, step.words.as_str(), late.as_str()]
        .into_iter()
        .filter(|text| !text.trim().is_empty())
        .collect();
    let title = words.ev_case_step(&day_of(step.on, today, words.lang()), kind, &entry.by_name);
    let times = (entry.recorded_at, entry.received_at);
    opened(title, times, said.join(" · "), (today, words))
}

/// The verifiers, each with the side.
pub fn verifiers(verifiers: &[Verifier], words: Words) -> String {
    let names: Vec<String> = verifiers
        .iter()
        .map(|verifier| format!("{}（{}）", verifier.name, verifier.side.label(words.lang())))
        .collect();
    words.join(&names)
}

/// A vote.
pub fn voted(votes: Votes, words: Words) -> String {
    words.case_voted(votes.present, votes.agree, votes.disagree)
}

/// Until when a notice hangs, or since when it is over.
pub fn notice(hung_on: NaiveDate, days: u32, (today, words): (NaiveDate, Words)) -> AnyView {
    let over = publicity_over(hung_on, days);
    let day = day_of(over, today, words.lang());
    let said = match today < over {
        true => words.case_notice_until(&day),
        false => words.case_notice_over(&day),
    };
    view! { <p><b>{said}</b></p> }.into_any()
}
