//! The team's pipeline, without signal: how many households stand at each step of identification and elimination, and the
//! list behind each figure.

use super::rows::case_row;
use crate::ledger::View;
use crate::parts::pipeline::{At, pipeline};
use crate::parts::row::{empty, row, section};
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Scene, Top, scene};
use crate::screens::elimination;
use crate::words::Words;
use domain::case::codes::CaseState;
use domain::case::order::{in_order, pipeline as count};
use domain::elimination::codes::EliminationState;
use domain::elimination::desk;
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
    let holidays = view.holidays();
    let cases = in_order(view.records.monitoring_files(), view.today, &holidays);
    let steps = count(cases.iter().map(|(_, case)| *case), view.today, &holidays);
    let steps = steps.into_iter().map(|at| At {
        state: at.state,
        label: at.state.label(words.lang()),
        households: at.cases,
        late: at.late,
    });
    let rows = cases
        .into_iter()
        .filter(|(_, case)| {
            chosen
                .get()
                .is_none_or(|state| state == case.settled_on(view.today))
        })
        .map(|(file, case)| case_row(file, case, (view, true), words));
    let rows = rows.collect();
    part(("h-cases", words.cases_title()), (steps, chosen), rows, words)
}

fn eliminations(view: &View, chosen: RwSignal<Option<EliminationState>>, words: Words) -> Option<AnyView> {
    let all = desk::in_order(view.records.monitoring_files(), view.today);
    let steps = desk::count(all.iter().map(|(_, one)| one.settled_on(view.today)));
    let steps = steps.into_iter().map(|(state, households)| At {
        state,
        label: state.label(words.lang()),
        households,
        late: 0,
    });
    let rows = all
        .into_iter()
        .filter(|(_, one)| {
            chosen
                .get()
                .is_none_or(|state| state == one.settled_on(view.today))
        })
        .filter_map(|(file, one)| elimination::named_row(file, one, view, words));
    let rows = rows.collect();
    part(
        ("h-eliminations", words.elim_heading()),
        (steps, chosen),
        rows,
        words,
    )
}

/// The figures of the steps at which somebody stands, and the list behind the one that was pressed, else all.
fn part<S: Copy + PartialEq + Send + Sync + 'static>(
    (id, title): (&'static str, &'static str),
    (steps, chosen): (impl Iterator<Item = At<S>>, RwSignal<Option<S>>),
    rows: Vec<AnyView>,
    words: Words,
) -> Option<AnyView> {
    let steps: Vec<At<S>> = steps.filter(|at| at.households > 0).collect();
    if steps.is_empty() {
        return None;
    }
    let steps = pipeline(steps, (chosen, move |state| chosen.set(state)), words);
    let body = view! { {steps}<ul class="card list">{rows}</ul> }.into_any();
    Some(section(id, title, None, None, body))
}
