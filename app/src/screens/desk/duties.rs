//! The duty list at the desks of townships and district, by due day: whose item it is, where it stands, what is overdue. Bodies,
//! never people.

use super::four::look;
use super::waiting_or;
use crate::desk_client::duties;
use crate::format::day_of;
use crate::ledger::UiError;
use crate::parts::chips::filter_chip;
use crate::parts::row::empty;
use crate::parts::{Frame, Here, Tone, Top, scene, tag};
use crate::words::Words;
use domain::commitments::CommitmentStatus;
use domain::duty::desk::{DutyBoard, DutyLine};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;

/// The states by which the list can be narrowed.
const STATES: [CommitmentStatus; 4] = [
    CommitmentStatus::Breached,
    CommitmentStatus::DueSoon,
    CommitmentStatus::Explained,
    CommitmentStatus::OnTrack,
];

/// The list.
#[component]
pub fn Duties() -> impl IntoView {
    let words = scene().words;
    let body = use_query_map().with_untracked(|map| map.get("body"));
    let query = RwSignal::new(body.unwrap_or_default());
    let chosen = RwSignal::new(None::<CommitmentStatus>);
    let loaded = RwSignal::new(None::<Result<DutyBoard, UiError>>);
    spawn_local(async move {
        let board = duties().await;
        let _ = loaded.try_set(Some(board));
    });
    let count = move |status: CommitmentStatus| match loaded.read().as_ref() {
        Some(Ok(board)) => Some(board.lines.iter().filter(|line| line.status == status).count()),
        _ => None,
    };
    let chips = STATES.into_iter().map(|status| {
        let press = move || {
            let again = chosen.get_untracked() == Some(status);
            chosen.set((!again).then_some(status));
        };
        filter_chip(
            status.label(words.lang()),
            move || count(status),
            move || chosen.get() == Some(status),
            press,
        )
    });
    let chips = chips.collect_view();
    view! {
        <Frame here=Here::Duties>
            <Top title=words.duties_title() sub=words.sub_desk()/>
            <main id="main" tabindex="-1">
                <div class="finder">{super::search(query, words.duties_search(), words.duties_search())}</div>
                <div class="chips" role="group" aria-label=words.state()>{chips}</div>
                {move || waiting_or(loaded.get(), |board| shown(&board, (query.read().as_str(), chosen.get()), words))}
            </main>
        </Frame>
    }
}

fn shown(board: &DutyBoard, (query, chosen): (&str, Option<CommitmentStatus>), words: Words) -> AnyView {
    if board.lines.is_empty() {
        return match board.imported {
            true => empty(words.duties_none_of_yours(), words.duties_none_of_yours_more()),
            false => empty(words.duties_none(), words.duties_none_more()),
        };
    }
    let wanted: Vec<&DutyLine> = board
        .lines
        .iter()
        .filter(|line| chosen.is_none_or(|status| status == line.status))
        .filter(|line| is_meant(line, query.trim()))
        .collect();
    if wanted.is_empty() {
        return empty(words.duties_none_found(), "");
    }
    let total = words.duties_total(wanted.len());
    let rows = wanted
        .into_iter()
        .map(|line| row(line, board, words))
        .collect_view();
    let columns = [
        words.duties_code(),
        words.duties_item(),
        words.duties_body(),
        words.duties_told(),
        words.duties_due(),
        words.duties_updated(),
        words.state(),
    ];
    let table = super::table("h-list", &columns, rows.into_any());
    view! {
        <section class="panel full" aria-labelledby="h-list">
            <h2 id="h-list">{total}</h2>
            {table}
        </section>
    }
    .into_any()
}

fn is_meant(line: &DutyLine, query: &str) -> bool {
    let texts = [&line.code, &line.wording, &line.task, &line.body.name];
    query.is_empty() || texts.into_iter().any(|text| text.contains(query))
}

/// The state of an item as a tag: a withdrawn one counts nowhere.
pub(super) fn state_tag(line: &DutyLine, words: Words) -> AnyView {
    if line.withdrawn {
        return tag(Tone::Plain, None, words.duties_withdrawn());
    }
    let (_, tone, sign) = look(line.status);
    tag(tone, Some(sign), line.status.label(words.lang()))
}

fn row(line: &DutyLine, board: &DutyBoard, words: Words) -> AnyView {
    let lang = words.lang();
    let day = |on| day_of(on, board.today, lang);
    let task = (!line.task.is_empty()).then(|| view! { <br/><small>{line.task.clone()}</small> }.into_any());
    let updated = line
        .updated_on
        .map_or_else(|| words.duties_never().to_owned(), day);
    let by = line.by.map_or_else(|| words.duties_no_due().to_owned(), day);
    let waits = line.waits.then(|| tag(Tone::Warn, None, words.duties_waits()));
    view! {
        <tr>
            <td>{line.code.clone()}</td>
            <td><a href=format!("/desk/duties/{}", line.code)>{line.wording.clone()}</a>{task}</td>
            <td>{line.body.name.clone()}</td>
            <td>{line.state.label(lang)}</td>
            <td>{by}</td>
            <td>{updated}</td>
            <td>{state_tag(line, words)}" "{waits}</td>
        </tr>
    }
    .into_any()
}
