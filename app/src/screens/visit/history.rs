//! What happened to a visit, in the order in which it took effect, by the phone's clock and the server's.

use crate::ledger::View;
use crate::parts::moment;
use crate::screens::household::gist_of;
use crate::words::Words;
use domain::visit::codes::VisitStatus;
use domain::visit::{Decision, HistoryEntry, Visit, VisitEvent};
use leptos::prelude::*;

/// The timeline.
pub fn history(view: &View, visit: &Visit, words: Words) -> AnyView {
    let entries = visit
        .history
        .iter()
        .map(|entry| line(entry, view, words))
        .collect_view();
    let waits = (visit.status == VisitStatus::Returned).then(|| {
        view! { <li class="now"><b>{words.wait_author(&visit.author_name)}</b><p>{words.wait_author_more()}</p></li> }.into_any()
    });
    view! { <ol class="card timeline">{entries}{waits}</ol> }.into_any()
}

fn line(entry: &HistoryEntry, view: &View, words: Words) -> AnyView {
    let who = entry.by_name.as_str();
    let (class, title, said) = match &entry.event {
        VisitEvent::Logged => ("done", words.ev_logged(who), None),
        VisitEvent::Revised { before } => {
            let said = format!("{}：{}", words.before_it_said(), gist_of(before, words));
            ("done", words.ev_revised(who), Some(said))
        }
        VisitEvent::Reviewed {
            decision: Decision::Approve,
        } => ("done", words.ev_approved(who), None),
        VisitEvent::Reviewed {
            decision: Decision::Return { reason, words: said },
        } => (
            "back-to",
            words.ev_returned(who, reason.label(words.lang())),
            Some(said.clone()),
        ),
        VisitEvent::Addendum { text } => ("done", words.ev_addendum(who), Some(text.clone())),
        VisitEvent::LateRevision { content } => ("done", words.ev_late(who), Some(gist_of(content, words))),
    };
    let said = said
        .filter(|said| !said.trim().is_empty())
        .map(|said| view! { <blockquote>{said}</blockquote> }.into_any());
    let device = words.device_time(&moment(entry.recorded_at, view.today, words));
    let server = match entry.received_at {
        Some(at) => words.server_time(&moment(at, view.today, words)),
        None => words.not_sent_yet().to_owned(),
    };
    view! { <li class=class><b>{title}</b><p>{device}"\u{a0}· "{server}</p>{said}</li> }.into_any()
}
