//! Cases and eliminations at the desks of village, township and district: how many stand at each step, and the list
//! behind each figure. In the order in which they need somebody, never by who is slow.

use super::waiting_or;
use crate::desk_client::cases;
use crate::format::day_of;
use crate::ledger::UiError;
use crate::parts::pipeline::{At, pipeline};
use crate::parts::row::empty;
use crate::parts::{Frame, Here, Tone, Top, scene, tag};
use crate::screens::{case, elimination};
use crate::words::Words;
use domain::case::codes::CaseState;
use domain::case::desk::{CaseBoard, CaseLine, Place};
use domain::elimination::codes::EliminationState;
use domain::elimination::desk::{EliminationLine, count};
use domain::ids::HouseholdId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;

/// The pipeline and the list behind each of its figures.
#[component]
pub fn Cases() -> impl IntoView {
    let words = scene().words;
    let asked = use_query_map().with_untracked(|map| {
        (
            map.get("state").and_then(|code| CaseState::from_code(&code)),
            map.get("elimination")
                .and_then(|code| EliminationState::from_code(&code)),
        )
    });
    let (chosen, eliminating) = (RwSignal::new(asked.0), RwSignal::new(asked.1));
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

fn identifications(board: CaseBoard, chosen: RwSignal<Option<CaseState>>, words: Words) -> AnyView {
    let steps = board.pipeline.iter().map(|at| At {
        state: at.state,
        label: at.state.label(words.lang()),
        households: at.cases,
        late: at.late,
    });
    let steps = steps.collect();
    let rows = move || {
        let lines = board.lines.iter();
        let wanted = lines.filter(|line| chosen.get().is_none_or(|state| state == line.state));
        wanted
            .map(|line| row(line, &board, words))
            .collect_view()
            .into_any()
    };
    let heads = Heads {
        pipeline: ("h-pipeline", words.cases_pipeline()),
        list: ("h-list", words.cases_list()),
    };
    let columns = [
        words.head_name(),
        words.village(),
        words.cases_step(),
        words.cases_due(),
        words.cases_seen(),
    ];
    panels(heads, (steps, chosen), &columns, rows, words)
}

fn eliminations(board: CaseBoard, chosen: RwSignal<Option<EliminationState>>, words: Words) -> AnyView {
    let steps = count(board.eliminations.iter().map(|line| line.state))
        .into_iter()
        .map(|(state, households)| At {
            state,
            label: state.label(words.lang()),
            households,
            late: 0,
        });
    let steps = steps.collect();
    let rows = move || {
        let lines = board.eliminations.iter();
        let wanted = lines.filter(|line| chosen.get().is_none_or(|state| state == line.state));
        wanted
            .map(|line| elimination_row(line, &board, words))
            .collect_view()
            .into_any()
    };
    let heads = Heads {
        pipeline: ("h-elim-pipeline", words.elims_pipeline()),
        list: ("h-elim-list", words.elims_list()),
    };
    let columns = [
        words.head_name(),
        words.village(),
        words.cases_step(),
        words.elims_on(),
    ];
    panels(heads, (steps, chosen), &columns, rows, words)
}

/// A pipeline, and the list behind the figure that was pressed.
fn panels<S: Copy + PartialEq + Send + Sync + 'static>(
    heads: Heads,
    (steps, chosen): (Vec<At<S>>, RwSignal<Option<S>>),
    columns: &[&'static str],
    rows: impl Fn() -> AnyView + Send + 'static,
    words: Words,
) -> AnyView {
    let steps = pipeline(steps, chosen, words);
    let (id, over) = heads.pipeline;
    let (list, title) = heads.list;
    let table = super::table(list, columns, rows.into_any());
    view! {
        <section class="panel full" aria-labelledby=id>
            <h2 id=id>{over}</h2>
            {steps}
        </section>
        <section class="panel full" aria-labelledby=list>
            <h2 id=list>{title}</h2>
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
    view! {
        <tr>
            {whose(line.household, &line.place, words)}
            <td>{case::state_tag(line.state, line.late, words)}" "{first}{mine}</td>
            <td>{due}</td>
            <td>{day_of(line.seen_on, board.today, lang)}</td>
        </tr>
    }
    .into_any()
}
