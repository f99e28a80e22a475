//! The pipeline of a procedure: how many households stand at each step; pressing a figure shows the list behind it.

use super::chips::filter_chip;
use super::{Icon, Tone, tag};
use crate::words::Words;
use leptos::prelude::*;

/// A step: its word, and how many households stand there, how many of them late.
pub struct At<S> {
    /// The state in which they are.
    pub state: S,
    /// Its word.
    pub label: &'static str,
    /// Households.
    pub households: u64,
    /// Of these, late.
    pub late: u64,
}

/// The figures in the order of the procedure, and the way back to all of them; `choose` shows the list of a figure.
pub fn pipeline<S: Copy + PartialEq + Send + Sync + 'static>(
    steps: impl IntoIterator<Item = At<S>>,
    (chosen, choose): (RwSignal<Option<S>>, impl Fn(Option<S>) + Copy + 'static),
    words: Words,
) -> AnyView {
    let steps = steps.into_iter().map(|at| stand(at, (chosen, choose), words));
    let steps = steps.collect_view();
    let all = filter_chip(
        words.cases_all(),
        || None,
        move || chosen.read().is_none(),
        move || choose(None),
    );
    view! { <ol class="pipeline">{steps}</ol><div class="chips">{all}</div> }.into_any()
}

fn stand<S: Copy + PartialEq + Send + Sync + 'static>(
    at: At<S>,
    (chosen, choose): (RwSignal<Option<S>>, impl Fn(Option<S>) + 'static),
    words: Words,
) -> AnyView {
    let At {
        state,
        label,
        households,
        late,
    } = at;
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
            <button type="button" class:none=households == 0 aria-pressed=pressed on:click=move |_| choose(Some(state))>
                <b>{words.cases_count(households)}</b><span>{label}</span>{late}
            </button>
        </li>
    }
    .into_any()
}
