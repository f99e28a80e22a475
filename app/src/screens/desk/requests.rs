//! Requests at the desks of village, township and district: what is not finished, the most pressing first.

use super::waiting_or;
use crate::desk_client::requests;
use crate::format::day_of;
use crate::ledger::UiError;
use crate::parts::row::empty;
use crate::parts::{Frame, Here, Top, scene};
use crate::screens::request::standing_tag;
use crate::words::Words;
use domain::request::desk::{RequestBoard, RequestLine};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The list.
#[component]
pub fn Requests() -> impl IntoView {
    let words = scene().words;
    let loaded = RwSignal::new(None::<Result<RequestBoard, UiError>>);
    spawn_local(async move {
        let board = requests().await;
        let _ = loaded.try_set(Some(board));
    });
    view! {
        <Frame here=Here::Requests>
            <Top title=words.requests_title() sub=words.sub_desk()/>
            <main id="main" tabindex="-1">{move || waiting_or(loaded.get(), |board| shown(&board, words))}</main>
        </Frame>
    }
}

fn shown(board: &RequestBoard, words: Words) -> AnyView {
    if board.lines.is_empty() {
        return empty(words.requests_none(), words.requests_none_more());
    }
    let rows = board
        .lines
        .iter()
        .map(|line| row(line, board, words))
        .collect_view();
    let columns = [
        words.head_name(),
        words.village(),
        words.requests_what(),
        words.cases_step(),
        words.requests_due(),
        words.requests_asked(),
    ];
    let table = super::table("h-list", &columns, rows.into_any());
    view! {
        <section class="panel full" aria-labelledby="h-list">
            <h2 id="h-list">{words.requests_total(board.total)}</h2>
            {table}
        </section>
    }
    .into_any()
}

fn row(line: &RequestLine, board: &RequestBoard, words: Words) -> AnyView {
    let day = |on| day_of(on, board.today, words.lang());
    let passed = (!line.passed_to.is_empty()).then(|| format!(" → {}", line.passed_to));
    view! {
        <tr>
            <td>{words.of_name(&line.place.name)}</td>
            <td>{line.place.township.clone()}{line.place.village.clone()}" "{line.place.group.clone()}</td>
            <td>{line.category.label(words.lang())}" · "{line.text.clone()}{passed}</td>
            <td>{standing_tag(line.standing, line.status, words)}</td>
            <td>{day(line.due)}</td>
            <td>{day(line.asked_on)}</td>
        </tr>
    }
    .into_any()
}
