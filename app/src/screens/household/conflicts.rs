//! Facts of which two people said different things: both values with author and day, and the pick.

use super::known::said_by;
use crate::ledger::View;
use crate::parts::icon::Icon;
use crate::parts::row::{banner, error, section};
use crate::parts::{Scene, scene};
use crate::words::Words;
use domain::household::Household;
use domain::household::facts::{FactValue, FieldKey, Mark};
use domain::ids::OpId;
use domain::operation::OperationBody;
use domain::policy::{Action, permits_somehow};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// One of the values that were stated.
#[derive(Clone)]
struct Stated {
    value: Option<FactValue>,
    words: String,
    source: String,
}

/// All open fields of a household, for leaders with a pick; nothing where all is one.
pub fn conflicts(household: &Household, view: &View) -> Option<AnyView> {
    let words = scene().words;
    let open = household.conflicts();
    if open.is_empty() {
        return None;
    }
    let may_pick = permits_somehow(view.me.role, Action::ResolveConflict);
    let blocks = open
        .iter()
        .map(|field| block(household, *field, view, may_pick, words))
        .collect_view();
    let note = (!may_pick).then(|| banner("calm", Icon::Info, words.leader_picks()));
    let body = view! { <div class="stack">{note}{blocks}</div> }.into_any();
    Some(section(
        "h-conflicts",
        words.conflicts_title(),
        Some(open.len().to_string()),
        None,
        body,
    ))
}

/// The present value first, then its rivals, and the operations of the rivals that the person saw.
fn stated(household: &Household, field: FieldKey, view: &View, words: Words) -> (Vec<Stated>, Vec<OpId>) {
    let Some(facts) = household.facts_of(field.member) else {
        return (Vec::new(), Vec::new());
    };
    let name = field.name;
    let one = |value: Option<&FactValue>, mark: Option<&Mark>| Stated {
        value: value.cloned(),
        words: value.map_or_else(
            || words.empty_value().to_owned(),
            |value| words.value(name, Some(value)),
        ),
        source: source(mark, household, view, words),
    };
    let present = one(facts.value(name), facts.mark(name));
    let rivals = facts
        .rivals(name)
        .map(|rival| one(rival.value.as_ref(), Some(&rival.mark)));
    let seen = facts.rivals(name).map(|rival| rival.op).collect();
    (std::iter::once(present).chain(rivals).collect(), seen)
}

/// Who said so, and when.
fn source(mark: Option<&Mark>, household: &Household, view: &View, words: Words) -> String {
    let on = mark.map_or(household.register_as_of, |mark| mark.as_of);
    said_by(mark.map(|mark| &mark.by), on, view, words)
}

fn block(household: &Household, field: FieldKey, view: &View, may_pick: bool, words: Words) -> AnyView {
    let (values, seen) = stated(household, field, view, words);
    let legend = words.which_holds(&words.field(&field, Some(household)));
    if !may_pick {
        let lines = values
            .into_iter()
            .map(|one| view! { <li><b>{one.words}</b>" "<small>{one.source}</small></li> })
            .collect_view();
        return view! { <div class="card pad"><p>{legend}</p><ul>{lines}</ul></div> }.into_any();
    }
    let pick = Pick {
        household: household.id,
        field,
        base: household.field_version(&field),
        seen,
    };
    view! { <Picker legend values pick/> }.into_any()
}

#[derive(Clone)]
struct Pick {
    household: domain::ids::HouseholdId,
    field: FieldKey,
    base: Option<OpId>,
    seen: Vec<OpId>,
}

/// The pick itself.
#[component]
fn Picker(legend: String, values: Vec<Stated>, pick: Pick) -> impl IntoView {
    let Scene { ledger, words, .. } = scene();
    let chosen = RwSignal::new(0_usize);
    let busy = RwSignal::new(false);
    let fault = RwSignal::new(None::<String>);
    let group = format!("pick-{}-{:?}", pick.field.name.code(), pick.field.member);
    let kept: Vec<Option<FactValue>> = values.iter().map(|one| one.value.clone()).collect();
    let labels = values
        .into_iter()
        .enumerate()
        .map(|(index, one)| {
            view! {
                <label>
                    <input type="radio" name=group.clone() prop:checked=move || chosen.get() == index on:change=move |_| chosen.set(index)/>
                    <span><b>{one.words}</b><small>{one.source}</small></span>
                </label>
            }
        })
        .collect_view();
    let keep = move |_| {
        let Some(value) = kept.get(chosen.get_untracked()).cloned() else {
            return;
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let body = OperationBody::ResolveConflict {
            household: pick.household,
            field: pick.field,
            base: pick.base,
            keep: value,
            seen: pick.seen.clone(),
        };
        spawn_local(async move {
            let done = ledger.save(body, None).await;
            let _ = busy.try_set(false);
            if let Err(problem) = done {
                let _ = fault.try_set(Some(words.trouble(&problem)));
            }
        });
    };
    view! {
        <fieldset class="two-values"><legend>{legend}</legend><div>{labels}</div></fieldset>
        {move || fault.get().map(|text| error("pick-error".to_owned(), text))}
        <button class="solid" type="button" aria-disabled=move || busy.get().then_some("true") on:click=keep>{words.keep_this()}</button>
    }
}
