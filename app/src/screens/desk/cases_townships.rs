//! The pipeline by township: each figure opens its list. In the order of names, never of figures.

use crate::desk_client::escape;
use crate::parts::pipeline::At;
use crate::parts::{Icon, Tone, tag};
use crate::words::Words;
use leptos::prelude::*;

/// What is looked at alone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Only {
    /// What waits for the reader.
    Mine,
    /// Cases that wait for the departments' comparison.
    Compare,
    /// Cases that wait longer than they may.
    Late,
}

impl Only {
    /// What the address calls it.
    pub(super) const LATE: &'static str = "late";
}

/// The list that is shown: at which step, in which township, what alone; all where nothing is chosen.
#[derive(Clone, Copy)]
pub(super) struct Chosen<S: Copy + Send + Sync + 'static> {
    /// The step.
    pub(super) state: RwSignal<Option<S>>,
    /// The township.
    pub(super) township: RwSignal<Option<String>>,
    /// What alone.
    pub(super) only: RwSignal<Option<Only>>,
}

impl<S: Copy + PartialEq + Send + Sync + 'static> Chosen<S> {
    /// Shows what a figure counted: everything at a step, or what of it is late, of one township or of all.
    pub(super) fn show(self, state: Option<S>, township: Option<String>, only: Option<Only>) {
        self.state.set(state);
        self.township.set(township);
        self.only.set(only);
    }

    /// Whether the list shows what stands at a step in a township.
    pub(super) fn takes(self, state: S, township: &str) -> bool {
        self.state.get().is_none_or(|chosen| chosen == state)
            && self
                .township
                .read()
                .as_ref()
                .is_none_or(|chosen| chosen == township)
    }
}

/// What a table needs besides its figures.
#[derive(Clone, Copy)]
pub(super) struct Table<S> {
    /// The id of the heading, and its words.
    pub(super) heading: (&'static str, &'static str),
    /// The id of the heading of the list that a figure opens.
    pub(super) list: &'static str,
    /// What the address names the step by.
    pub(super) key: &'static str,
    /// The code of a step.
    pub(super) code: fn(S) -> &'static str,
}

/// The table; none where the reader has one township only, whose figures the pipeline shows.
pub(super) fn by_township<S: Copy + PartialEq + Send + Sync + 'static>(
    table: Table<S>,
    rows: Vec<(String, Vec<At<S>>)>,
    chosen: Chosen<S>,
    words: Words,
) -> Option<AnyView> {
    let (_, first) = rows.first().filter(|_| rows.len() > 1)?;
    let steps = first
        .iter()
        .map(|at| view! { <th scope="col" class="num">{at.label}</th> }.into_any());
    let steps = steps.collect_view();
    let rows = rows.into_iter().map(|(township, figures)| {
        let cells = figures
            .into_iter()
            .map(|at| figure(table, at, &township, chosen, words));
        let cells = cells.collect_view();
        view! { <tr><th scope="row">{township}</th>{cells}</tr> }.into_any()
    });
    let (id, over) = table.heading;
    Some(
        view! {
            <section class="panel full" aria-labelledby=id>
                <h2 id=id>{over}" "<small>{words.villages_hint()}</small></h2>
                <div class="table-scroll" tabindex="0" role="region" aria-labelledby=id>
                    <table class="table">
                        <thead><tr><th scope="col">{words.township()}</th>{steps}</tr></thead>
                        <tbody>{rows.collect_view()}</tbody>
                    </table>
                </div>
            </section>
        }
        .into_any(),
    )
}

fn figure<S: Copy + PartialEq + Send + Sync + 'static>(
    table: Table<S>,
    at: At<S>,
    township: &str,
    chosen: Chosen<S>,
    words: Words,
) -> AnyView {
    let Table { list, key, code, .. } = table;
    let href = format!(
        "/desk/cases?{key}={}&township={}#{list}",
        code(at.state),
        escape(township)
    );
    let class = (at.households == 0).then_some("zero");
    let township = township.to_owned();
    // The same figure opens its list again after another was looked at.
    let press = move |only| chosen.show(Some(at.state), Some(township.clone()), only);
    let late = (at.late > 0).then(|| {
        let (href, press) = (
            href.replace('#', &format!("&only={}#", Only::LATE)),
            press.clone(),
        );
        let said = tag(Tone::Stop, Some(Icon::Clock), words.cases_late(at.late));
        view! { <a href=href on:click=move |_| press(Some(Only::Late))>{said}</a> }.into_any()
    });
    view! { <td class="num"><a href=href class=class on:click=move |_| press(None)>{at.households}</a>" "{late}</td> }
        .into_any()
}

/// The choice of a township over a list; none where there is one only.
pub(super) fn choice(
    townships: &[String],
    chosen: RwSignal<Option<String>>,
    words: Words,
) -> Option<AnyView> {
    if townships.len() < 2 {
        return None;
    }
    let options = townships
        .iter()
        .map(|name| view! { <option value=name.clone()>{name.clone()}</option> }.into_any());
    let options = options.collect_view();
    let choose = move |event| chosen.set(Some(event_target_value(&event)).filter(|name| !name.is_empty()));
    Some(
        view! {
            <div class="filters">
                <label>
                    <span class="visually-hidden">{words.township()}</span>
                    <select name="township" prop:value=move || chosen.get().unwrap_or_default() on:change=choose>
                        <option value="">{words.all_townships()}</option>{options}
                    </select>
                </label>
            </div>
        }
        .into_any(),
    )
}
