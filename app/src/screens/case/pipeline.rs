//! The team's pipeline, without signal: how many households stand at each step of identification and elimination, and the
//! list behind each figure.

use super::rows::case_row;
use crate::ledger::View;
use crate::parts::chips::filter_chip;
use crate::parts::row::{empty, row, section};
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Icon, Scene, Tone, Top, scene, tag};
use crate::screens::elimination;
use crate::words::Words;
use domain::case::codes::CaseState;
use domain::case::order::{in_order, pipeline};
use domain::elimination::codes::EliminationState;
use leptos::prelude::*;

/// The pipeline and the list behind the figure that was pressed.
#[component]
pub fn CasesScreen() -> impl IntoView {
    let Scene { words, view, .. } = scene();
    let (chosen, eliminating) = (RwSignal::new(None), RwSignal::new(None));
    let body = move || {
        let view = view.get()?;
        let cases = cases(&view, chosen, words);
        let eliminations = eliminations(&view, eliminating, words);
        if cases.is_none() && eliminations.is_none() {
            return Some(empty(words.cases_none(), words.cases_none_more()));
        }
        Some(view! { {cases}{eliminations} }.into_any())
    };
    let sub = Signal::derive(move || words.cases_team().to_owned());
    let back = Some(Back("/households".to_owned(), words.nav_households().to_owned()));
    view! {
        <Frame here=Here::Households>
            <Top title=words.cases_team_title() tab=words.cases_title() sub=sub back=back/>
            <main id="main" tabindex="-1"><div class="stack narrow">{body}</div></main>
        </Frame>
    }
}

/// The way there, with what is under way; nothing where nothing is.
pub fn link(view: &View, words: Words) -> Option<AnyView> {
    let files = view.records.monitoring_files();
    let busy = files.filter(|file| file.running().is_some() || file.eliminating().is_some());
    let busy = busy.count();
    if busy == 0 {
        return None;
    }
    let name = words.cases_team_title().into_any();
    let row = row("/cases".to_owned(), name, words.cases_busy(busy), None);
    Some(view! { <ul class="card list">{row}</ul> }.into_any())
}

fn cases(view: &View, chosen: RwSignal<Option<CaseState>>, words: Words) -> Option<AnyView> {
    let cases = in_order(view.records.monitoring_files(), view.today);
    let steps = pipeline(cases.iter().map(|(_, case)| *case), view.today);
    let steps: Vec<AnyView> = steps
        .into_iter()
        .filter(|at| at.cases > 0)
        .map(|at| {
            let label = at.state.label(words.lang());
            step(at.state, (label, at.cases, at.late), chosen, words)
        })
        .collect();
    if steps.is_empty() {
        return None;
    }
    let rows = cases
        .into_iter()
        .filter(|(_, case)| chosen.get().is_none_or(|state| state == case.state(view.today)))
        .map(|(file, case)| case_row(file, case, (view, true), words));
    let rows = rows.collect_view();
    let body = panel(steps, chosen, rows.into_any(), words);
    Some(section("h-cases", words.cases_title(), None, None, body))
}

fn eliminations(view: &View, chosen: RwSignal<Option<EliminationState>>, words: Words) -> Option<AnyView> {
    let all = domain::elimination::desk::in_order(view.records.monitoring_files(), view.today);
    let standing = |state: &EliminationState| {
        let there = all.iter().filter(|(_, one)| one.state(view.today) == *state);
        (*state, there.map(|_| 1_u64).sum::<u64>())
    };
    let steps = EliminationState::ALL.iter().map(standing);
    let steps: Vec<AnyView> = steps
        .filter(|(_, households)| *households > 0)
        .map(|(state, households)| step(state, (state.label(words.lang()), households, 0), chosen, words))
        .collect();
    if steps.is_empty() {
        return None;
    }
    let rows = all
        .into_iter()
        .filter(|(_, one)| chosen.get().is_none_or(|state| state == one.state(view.today)))
        .filter_map(|(file, one)| elimination::named_row(file, one, view, words));
    let rows = rows.collect_view();
    let body = panel(steps, chosen, rows.into_any(), words);
    Some(section("h-eliminations", words.elim_heading(), None, None, body))
}

/// The figures of the steps at which somebody stands, and the list behind the one that was pressed, else all.
fn panel<S: Copy + PartialEq + Send + Sync + 'static>(
    steps: Vec<AnyView>,
    chosen: RwSignal<Option<S>>,
    rows: AnyView,
    words: Words,
) -> AnyView {
    let all = filter_chip(
        words.cases_all(),
        || None,
        move || chosen.read().is_none(),
        move || chosen.set(None),
    );
    view! {
        <ol class="pipeline">{steps}</ol>
        <div class="chips">{all}</div>
        <ul class="card list">{rows}</ul>
    }
    .into_any()
}

fn step<S: Copy + PartialEq + Send + Sync + 'static>(
    state: S,
    (label, households, late): (&'static str, u64, u64),
    chosen: RwSignal<Option<S>>,
    words: Words,
) -> AnyView {
    let late = (late > 0).then(|| tag(Tone::Stop, Some(Icon::Clock), words.cases_late(late)));
    let pressed = move || {
        if chosen.get() == Some(state) {
            "true"
        } else {
            "false"
        }
    };
    view! {
        <li>
            <button type="button" aria-pressed=pressed on:click=move |_| chosen.set(Some(state))>
                <b>{words.cases_count(households)}</b><span>{label}</span>{late}
            </button>
        </li>
    }
    .into_any()
}
