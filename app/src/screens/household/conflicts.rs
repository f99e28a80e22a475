//! Facts of which two people said different things: both values with author and day, and the pick.

use super::known::said_by;
use crate::ledger::View;
use crate::parts::icon::Icon;
use crate::parts::items::items;
use crate::parts::row::{banner, counting_section, error};
use crate::parts::{Scene, scene};
use crate::words::Words;
use domain::household::Household;
use domain::household::facts::{FactValue, FieldKey, Mark};
use domain::ids::{HouseholdId, OpId};
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

/// All open fields of a household, for leaders with a pick; nothing where all is one. A pick that was chosen stays while
/// others are made and records come in.
pub fn conflicts(household: Memo<Option<Household>>) -> impl Fn() -> Option<AnyView> {
    let Scene { words, view, .. } = scene();
    let may_pick = scene()
        .me()
        .is_some_and(|me| permits_somehow(me.role, Action::ResolveConflict));
    let open = Memo::new(move |_| {
        let household = household.read();
        household.as_ref().map(picks).unwrap_or_default()
    });
    let some = Memo::new(move |_| !open.read().is_empty());
    move || {
        if !some.get() {
            return None;
        }
        let blocks = items(open, move |pick| {
            let (view, household) = (untrack(|| view.get()), household.get_untracked());
            let drawn = view.zip(household);
            drawn
                .map(|(view, household)| block(&household, pick, &view, may_pick, words))
                .into_any()
        });
        let note = (!may_pick).then(|| banner("calm", Icon::Info, words.leader_picks()));
        let body = view! { <div class="stack">{note}{blocks}</div> }.into_any();
        let count = move || open.read().len();
        Some(counting_section(
            "h-conflicts",
            words.conflicts_title(),
            count,
            body,
        ))
    }
}

/// A field of which two values were stated, as the person sees it.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Pick {
    household: HouseholdId,
    field: FieldKey,
    base: Option<OpId>,
    seen: Vec<OpId>,
}

fn picks(household: &Household) -> Vec<Pick> {
    let open = household.conflicts().into_iter();
    open.map(|field| Pick {
        household: household.id,
        field,
        base: household.field_version(&field),
        seen: household
            .facts_of(field.member)
            .map(|facts| facts.rivals(field.name).map(|rival| rival.op).collect())
            .unwrap_or_default(),
    })
    .collect()
}

/// The present value first, then its rivals.
fn stated(household: &Household, field: FieldKey, view: &View, words: Words) -> Vec<Stated> {
    let Some(facts) = household.facts_of(field.member) else {
        return Vec::new();
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
    std::iter::once(present).chain(rivals).collect()
}

/// Who said so, and when.
fn source(mark: Option<&Mark>, household: &Household, view: &View, words: Words) -> String {
    let on = mark.map_or(household.register_as_of, |mark| mark.as_of);
    said_by(mark.map(|mark| &mark.by), on, view, words)
}

fn block(household: &Household, pick: Pick, view: &View, may_pick: bool, words: Words) -> AnyView {
    let values = stated(household, pick.field, view, words);
    let legend = words.which_holds(&words.field(&pick.field, Some(household)));
    if !may_pick {
        let lines = values
            .into_iter()
            .map(|one| view! { <li><b>{one.words}</b>" "<small>{one.source}</small></li> }.into_any())
            .collect_view();
        return view! { <div class="card pad"><p>{legend}</p><ul>{lines}</ul></div> }.into_any();
    }
    view! { <Picker legend values pick/> }.into_any()
}

/// The pick itself.
#[component]
fn Picker(legend: String, values: Vec<Stated>, pick: Pick) -> impl IntoView {
    let Scene { ledger, words, .. } = scene();
    let chosen = RwSignal::new(0_usize);
    let busy = RwSignal::new(false);
    let fault = RwSignal::new(None::<String>);
    // Radios of one name are one choice for the browser: the same fact of two members must not be.
    let whose = pick
        .field
        .member
        .map(|member| member.to_string())
        .unwrap_or_default();
    let group = format!("pick-{}-{whose}", pick.field.name.code());
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
            }.into_any()
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
