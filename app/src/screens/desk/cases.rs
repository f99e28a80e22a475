//! Cases and eliminations at the desks of village, township and district: how many stand at each step, and the list
//! behind each figure. In the order in which they need somebody, never by who is slow.

use super::cases_townships::{Chosen, Only, Table, by_township, choice};
use super::waiting_or;
use crate::desk_client::cases;
use crate::format::day_of;
use crate::ledger::UiError;
use crate::parts::chips::filter_chip;
use crate::parts::pipeline::{At, pipeline};
use crate::parts::row::empty;
use crate::parts::{Frame, Here, Icon, Tone, Top, scene, tag};
use crate::screens::{case, elimination};
use crate::words::Words;
use domain::case::codes::CaseState;
use domain::case::desk::{CaseBoard, CaseLine, Place};
use domain::case::order::AtState;
use domain::elimination::codes::EliminationState;
use domain::elimination::desk::{EliminationLine, count};
use domain::ids::HouseholdId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;

/// What the address asks for: a step of a case, one of an elimination, a township, what is looked at alone.
type Asked = (
    Option<CaseState>,
    Option<EliminationState>,
    Option<String>,
    Option<Only>,
);

fn asked(map: &ParamsMap) -> Asked {
    (
        map.get("state").and_then(|code| CaseState::from_code(&code)),
        map.get("elimination")
            .and_then(|code| EliminationState::from_code(&code)),
        map.get("township"),
        match map.get("only").as_deref() {
            Some("mine") => Some(Only::Mine),
            Some("compare") => Some(Only::Compare),
            Some(Only::LATE) => Some(Only::Late),
            _ => None,
        },
    )
}

/// The pipeline and the list behind each of its figures.
#[component]
pub fn Cases() -> impl IntoView {
    let words = scene().words;
    let query = use_query_map();
    let (township, only) = (RwSignal::new(None), RwSignal::new(None));
    let chosen = Chosen {
        state: RwSignal::new(None),
        township,
        only,
    };
    let eliminating = Chosen {
        state: RwSignal::new(None),
        township,
        only,
    };
    // A figure leads to this page as well: what the address says is followed wherever it comes from.
    let follow = move |(state, elimination, of, alone): Asked| {
        chosen.state.set(state);
        eliminating.state.set(elimination);
        township.set(of);
        only.set(alone);
    };
    follow(query.with_untracked(asked));
    Effect::new(move |before: Option<Asked>| {
        let now = query.with(asked);
        if before.is_some_and(|before| before != now) {
            follow(now.clone());
        }
        now
    });
    let loaded = RwSignal::new(None::<Result<CaseBoard, UiError>>);
    spawn_local(async move {
        let board = cases().await;
        let _ = loaded.try_set(Some(board));
    });
    let shown = move |board: CaseBoard| {
        if board.lines.is_empty() && board.eliminations.is_empty() {
            return empty(words.cases_none(), words.cases_none_more());
        }
        let eliminations =
            (!board.eliminations.is_empty()).then(|| eliminations(board.clone(), eliminating, words));
        view! { {identifications(board, chosen, words)}{eliminations} }.into_any()
    };
    view! {
        <Frame here=Here::Cases>
            <Top title=words.cases_title() sub=words.sub_desk()/>
            <main id="main" tabindex="-1">{move || waiting_or(loaded.get(), shown)}</main>
        </Frame>
    }
}

/// What stands over a list: its heading and that of the pipeline, each with its id.
struct Heads {
    pipeline: (&'static str, &'static str),
    list: (&'static str, &'static str),
}

fn identifications(board: CaseBoard, chosen: Chosen<CaseState>, words: Words) -> AnyView {
    let at = |at: &AtState| At {
        state: at.state,
        label: at.state.label(words.lang()),
        households: at.cases,
        late: at.late,
    };
    let steps = pipeline(
        board.pipeline.iter().map(at),
        (chosen.state, move |state| chosen.show(state, None, None)),
        words,
    );
    let heads = Heads {
        pipeline: ("h-pipeline", words.cases_pipeline()),
        list: ("h-list", words.cases_list()),
    };
    let table = Table {
        heading: ("h-townships", words.cases_by_township()),
        list: heads.list.0,
        key: "state",
        code: CaseState::code,
    };
    let townships = board
        .townships
        .iter()
        .map(|line| (line.township.clone(), line.cases.iter().map(at).collect()));
    let townships = by_township(table, townships.collect(), chosen, words);
    let mine = board.lines.iter().filter(|line| line.mine).count();
    let comparing = board.lines.iter().filter(|line| line.compare_by.is_some());
    let comparing = comparing.count();
    let compare =
        (comparing > 0).then(|| only_chip((Only::Compare, words.cases_comparing()), comparing, chosen.only));
    let overdue = board.lines.iter().filter(|line| line.late).count();
    let overdue = (overdue > 0).then(|| only_chip((Only::Late, words.cases_overdue()), overdue, chosen.only));
    let choice = view! {
        {choice(&names(&board), chosen.township, words)}
        <div class="chips">{only_chip((Only::Mine, words.cases_mine()), mine, chosen.only)}{compare}{overdue}</div>
    };
    let choice = choice.into_any();
    let rows = move || {
        let lines = board.lines.iter();
        let alone = |line: &CaseLine| match chosen.only.get() {
            None => true,
            Some(Only::Mine) => line.mine,
            Some(Only::Compare) => line.compare_by.is_some(),
            Some(Only::Late) => line.late,
        };
        let wanted = lines.filter(|line| alone(line) && chosen.takes(line.state, &line.place.township));
        wanted
            .map(|line| row(line, &board, words))
            .collect_view()
            .into_any()
    };
    let columns = [
        words.head_name(),
        words.village(),
        words.cases_step(),
        words.cases_due(),
        words.cases_seen(),
    ];
    panels(heads, (steps, townships, choice), &columns, rows)
}

fn eliminations(board: CaseBoard, chosen: Chosen<EliminationState>, words: Words) -> AnyView {
    let at = |(state, households): (EliminationState, u64)| At {
        state,
        label: state.label(words.lang()),
        households,
        late: 0,
    };
    let steps = count(board.eliminations.iter().map(|line| line.state));
    let steps = pipeline(
        steps.into_iter().map(at),
        (chosen.state, move |state| chosen.show(state, None, None)),
        words,
    );
    let heads = Heads {
        pipeline: ("h-elim-pipeline", words.elims_pipeline()),
        list: ("h-elim-list", words.elims_list()),
    };
    let table = Table {
        heading: ("h-elim-townships", words.elims_by_township()),
        list: heads.list.0,
        key: "elimination",
        code: EliminationState::code,
    };
    let townships = board.townships.iter().map(|line| {
        let figures = line.eliminations.iter().copied().map(at);
        (line.township.clone(), figures.collect())
    });
    let townships = by_township(table, townships.collect(), chosen, words);
    let mine = board.eliminations.iter().filter(|line| line.mine).count();
    let choice = view! {
        {choice(&names(&board), chosen.township, words)}
        <div class="chips">{only_chip((Only::Mine, words.cases_mine()), mine, chosen.only)}</div>
    };
    let choice = choice.into_any();
    let rows = move || {
        let lines = board.eliminations.iter();
        let alone = |line: &EliminationLine| line.mine || chosen.only.get() != Some(Only::Mine);
        let wanted = lines.filter(|line| alone(line) && chosen.takes(line.state, &line.place.township));
        wanted
            .map(|line| elimination_row(line, &board, words))
            .collect_view()
            .into_any()
    };
    let columns = [
        words.head_name(),
        words.village(),
        words.cases_step(),
        words.elims_on(),
    ];
    panels(heads, (steps, townships, choice), &columns, rows)
}

/// Looks at this alone, or at everything again.
fn only_chip((what, label): (Only, &'static str), count: usize, only: RwSignal<Option<Only>>) -> AnyView {
    let pressed = move || only.get() == Some(what);
    let press = move || only.update(|only| *only = (*only != Some(what)).then_some(what));
    filter_chip(label, move || Some(count), pressed, press)
}

/// The townships of the reader's place.
fn names(board: &CaseBoard) -> Vec<String> {
    board.townships.iter().map(|line| line.township.clone()).collect()
}

/// A pipeline, the same by township, and the list behind the figure that was pressed.
fn panels(
    heads: Heads,
    (steps, townships, choice): (AnyView, Option<AnyView>, AnyView),
    columns: &[&'static str],
    rows: impl Fn() -> AnyView + Send + 'static,
) -> AnyView {
    let (id, over) = heads.pipeline;
    let (list, title) = heads.list;
    let table = super::table(list, columns, rows.into_any());
    view! {
        <section class="panel full" aria-labelledby=id>
            <h2 id=id>{over}</h2>
            {steps}
        </section>
        {townships}
        <section class="panel full" aria-labelledby=list>
            <h2 id=list>{title}</h2>
            {choice}
            {table}
        </section>
    }
    .into_any()
}

/// Name with the way to the household's file, and where it lies.
fn whose(household: HouseholdId, place: &Place, words: Words) -> AnyView {
    view! {
        <td><a href=format!("/desk/cases/{household}")>{words.of_name(&place.name)}</a></td>
        <td>{place.township.clone()}{place.village.clone()}" "{place.group.clone()}</td>
    }
    .into_any()
}

fn elimination_row(line: &EliminationLine, board: &CaseBoard, words: Words) -> AnyView {
    let mine = line.mine.then(|| tag(Tone::Act, None, words.cases_mine()));
    view! {
        <tr>
            {whose(line.household, &line.place, words)}
            <td>{elimination::state_tag(line.state, words)}" "{mine}</td>
            <td>{day_of(line.nominated_on, board.today, words.lang())}</td>
        </tr>
    }
    .into_any()
}

fn row(line: &CaseLine, board: &CaseBoard, words: Words) -> AnyView {
    let lang = words.lang();
    let mine = line.mine.then(|| tag(Tone::Act, None, words.cases_mine()));
    let first = case::first_tags((line.urgent, line.expedited), words);
    let due = line.due.map(|day| day_of(day, board.today, lang));
    let unanswered: Vec<&str> = line.unanswered.iter().map(|one| one.label(lang)).collect();
    let unanswered = (!unanswered.is_empty()).then(|| {
        let names = words.join(&unanswered);
        view! { <p class="quiet-text">{words.cases_unanswered(&names)}</p> }.into_any()
    });
    let compare = line.compare_by.map(|by| {
        let tone = if by < board.today { Tone::Stop } else { Tone::Plain };
        tag(
            tone,
            Some(Icon::Clock),
            words.case_compare(&day_of(by, board.today, lang)),
        )
    });
    view! {
        <tr>
            {whose(line.household, &line.place, words)}
            <td>{case::state_tag(line.state, line.late, words)}" "{first}{mine}{compare}{unanswered}</td>
            <td>{due}</td>
            <td>{day_of(line.seen_on, board.today, lang)}</td>
        </tr>
    }
    .into_any()
}
