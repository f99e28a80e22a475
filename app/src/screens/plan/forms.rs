//! The short forms of the plan's page: a measure, its progress, the contact person, the signature.

use crate::ledger::{DraftKey, UiError};
use crate::parts::chips::chip;
use crate::parts::field::{Ask, DAY, Field, LINE, NUMBER};
use crate::parts::form::{Entry, Fault, Filling, short_form};
use crate::parts::typing::{Part, Typing};
use crate::parts::{Scene, scene};
use crate::words::Words;
use chrono::NaiveDate;
use domain::ids::{HouseholdId, OpId};
use domain::operation::OperationBody;
use domain::plan::catalogue::SubItem;
use domain::plan::codes::{MeasureCategory, MeasureStatus};
use domain::plan::hints::{FitsFor, fitting};
use domain::plan::{MeasureContent, ProgressStep};
use domain::record::Records;
use domain::text;
use leptos::prelude::*;

const ITEM: Ask = Ask { id: "item", ..LINE };
const START: Ask = Ask { id: "start", ..DAY };
const END: Ask = Ask {
    id: "planned_end",
    ..DAY
};
const YUAN: Ask = Ask { id: "yuan", ..NUMBER };
const BODY: Ask = Ask { id: "body", ..LINE };
const NAME: Ask = Ask { id: "name", ..LINE };
const UNIT: Ask = Ask { id: "unit", ..LINE };
const SINCE: Ask = Ask { id: "from", ..DAY };
const FIELDS: [&str; 7] = ["item", "start", "planned_end", "yuan", "body", "name", "from"];

/// Saves a change; a fault stands beside its field, or at `elsewhere`.
async fn save(
    scene: Scene,
    body: OperationBody,
    elsewhere: &'static str,
) -> Result<(), (&'static str, String)> {
    let saved = scene.ledger.save(body, None).await;
    saved
        .map(|_| ())
        .map_err(|problem| beside(&problem, elsewhere, scene.words))
}

fn beside(problem: &UiError, elsewhere: &'static str, words: Words) -> Fault {
    let field = FIELDS.into_iter().find(|field| problem.field() == Some(field));
    (field.unwrap_or(elsewhere), words.trouble(problem))
}

/// What each category would answer of this household: its name, and beside it what it is for; and its number in the
/// national table.
fn fits(id: HouseholdId) -> impl Fn(MeasureCategory) -> String + Copy {
    let Scene { view, words, .. } = scene();
    let found = untrack(|| view.get()).and_then(|view| Some(fitting(view.records.household(id)?)));
    let found = StoredValue::new(found.unwrap_or_default());
    move |category| {
        let lang = words.lang();
        let why = found.with_value(|found| {
            let of_it = found.iter().filter(|fit| fit.category == category);
            let why: Vec<&str> = of_it
                .map(|fit| match fit.why {
                    FitsFor::Risk(cause) => cause.label(lang),
                    FitsFor::Labour => words.plan_for_labour(),
                    FitsFor::NoLabour => words.plan_for_no_labour(),
                })
                .collect();
            words.join(&why)
        });
        match why.is_empty() {
            true => category.label(lang).to_owned(),
            false => words.plan_fits(category.label(lang), &why),
        }
    }
}

/// A new measure.
pub fn add_form(id: HouseholdId, today: NaiveDate) -> AnyView {
    let scene = scene();
    let words = scene.words;
    let fits = fits(id);
    let filling = Filling::default();
    let category = RwSignal::new(None::<MeasureCategory>);
    let sub_item = RwSignal::new(None::<SubItem>);
    let [item, end, yuan, body] = [(); 4].map(|()| RwSignal::new(String::new()));
    let start = RwSignal::new(today.to_string());
    let parts = vec![
        Part::choice(
            "category",
            category,
            MeasureCategory::code,
            MeasureCategory::from_code,
        ),
        Part::choice("sub_item", sub_item, SubItem::code, SubItem::from_code),
        Part::text(ITEM.id, item),
        Part::text(START.id, start),
        Part::text(END.id, end),
        Part::text(YUAN.id, yuan),
        Part::text(BODY.id, body),
    ];
    let typing = Typing::go_on(DraftKey::Form("measure", id.0), parts);
    let chips = MeasureCategory::ALL
        .iter()
        .map(|one| {
            let one = *one;
            let is = move || category.get() == Some(one);
            chip("radio", "category", fits(one), is, move |_| {
                filling.forgive();
                category.set(Some(one));
                sub_item.set(None);
            })
        })
        .collect_view();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(category) = category.get_untracked() else {
            return filling.complain(("category", words.plan_lack_category().to_owned()));
        };
        let amount = text::compact(&yuan.get_untracked());
        let amount = match amount.is_empty() {
            true => Ok(None),
            false => text::number(&amount)
                .ok()
                .and_then(|n| u32::try_from(n).ok())
                .map(Some)
                .ok_or(()),
        };
        let Ok(amount) = amount else {
            return filling.complain((YUAN.id, words.plan_lack_amount().to_owned()));
        };
        let Ok(first) = start.get_untracked().parse() else {
            return filling.complain((START.id, words.case_lack_day().to_owned()));
        };
        let chosen = sub_item.get_untracked();
        // Whoever chose one of the common ones need not write it once more.
        let said = match (item.get_untracked().trim(), chosen) {
            ("", Some(one)) => one.zh().to_owned(),
            (said, _) => said.to_owned(),
        };
        let content = MeasureContent {
            category,
            sub_item: chosen,
            item: said,
            start: first,
            planned_end: end.get_untracked().parse().ok(),
            yuan: amount,
            body: body.get_untracked().trim().to_owned(),
        };
        let change = OperationBody::AddMeasure {
            household: id,
            content: Box::new(content),
        };
        filling.submit(None, async move {
            let saved = typing.save(change).await;
            saved.map_err(|problem| beside(&problem, "category", words))?;
            typing.begin_anew();
            Ok(())
        });
    };
    let line = move |ask: Ask, label: &'static str, value, optional: bool| {
        let hint = if optional { words.flag_words_hint() } else { "" };
        view! { <Field ask=ask label=label value=value hint=hint fault=filling.fault_of(ask.id)/> }.into_any()
    };
    view! {
        <details class="card fold">
            <summary>{words.plan_add()}</summary>
            {typing.told()}
            <form class="stack" id="measure" autocomplete="off" novalidate on:submit=submit>
                <fieldset class="ask" id="category" tabindex="-1">
                    <legend>{words.plan_category()}</legend>
                    <div class="chips">{chips}</div>
                    {move || category.get().map(|one| view! { <p class="quiet-text">{words.plan_national(one.national())}</p> })}
                    {filling.complaint("category")}
                </fieldset>
                {sub_items(category, sub_item, words)}
                {line(ITEM, words.plan_item(), item, false)}
                {line(START, words.plan_start(), start, false)}
                {line(END, words.plan_end(), end, true)}
                {line(YUAN, words.plan_amount(), yuan, true)}
                {line(BODY, words.plan_body(), body, true)}
                <button class="solid wide" type="submit" aria-disabled=move || filling.busy.get().then_some("true")>{words.plan_save()}</button>
            </form>
        </details>
    }
    .into_any()
}

/// The common sub-items of the category that is chosen, and any other.
fn sub_items(
    category: RwSignal<Option<MeasureCategory>>,
    chosen: RwSignal<Option<SubItem>>,
    words: Words,
) -> impl Fn() -> Option<AnyView> + Clone + Send {
    move || {
        let common = category.get()?.sub_items().iter().map(|one| Some(*one));
        let chips = common.chain([None]).map(|one| {
            let label = one.map_or_else(|| words.plan_sub_other(), |one| one.label(words.lang()));
            let is = move || chosen.get() == one;
            chip("radio", "sub_item", label, is, move |_| chosen.set(one))
        });
        let chips = chips.collect_view();
        Some(
            view! {
                <fieldset class="ask">
                    <legend>{words.plan_sub_item()}</legend>
                    <p class="hint">{words.plan_sub_hint()}</p>
                    <div class="chips">{chips}</div>
                </fieldset>
            }
            .into_any(),
        )
    }
}

/// Progress of one measure.
pub fn progress_form(id: HouseholdId, measure: OpId, now: MeasureStatus, today: NaiveDate) -> AnyView {
    let scene = scene();
    let words = scene.words;
    let filling = Filling::default();
    let status = RwSignal::new(None::<MeasureStatus>);
    let said = RwSignal::new(String::new());
    let chips = MeasureStatus::ALL
        .iter()
        .filter(|next| now.leads_to(**next))
        .map(|next| {
            let next = *next;
            let is = move || status.get() == Some(next);
            chip("radio", "status", next.label(words.lang()), is, move |_| {
                filling.forgive();
                status.set(Some(next));
            })
        })
        .collect_view();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(status) = status.get_untracked() else {
            return filling.complain(("status", words.plan_lack_status().to_owned()));
        };
        let step = ProgressStep {
            on: today,
            status,
            words: said.get_untracked().trim().to_owned(),
        };
        let change = OperationBody::ProgressMeasure {
            household: id,
            measure,
            step: Box::new(step),
        };
        filling.submit(None, save(scene, change, "status"));
    };
    view! {
        <details class="fold">
            <summary>{words.plan_progress()}</summary>
            <form class="stack" autocomplete="off" novalidate on:submit=submit>
                <fieldset class="ask" tabindex="-1">
                    <legend>{words.plan_progress_what()}</legend>
                    <div class="chips">{chips}</div>
                    {filling.complaint("status")}
                </fieldset>
                <label class="field">
                    {words.plan_progress_words()}
                    <input type="text" autocomplete="off" prop:value=move || said.get() on:input=move |event| said.set(event_target_value(&event))/>
                </label>
                <button class="solid wide" type="submit" aria-disabled=move || filling.busy.get().then_some("true")>{words.plan_progress()}</button>
            </form>
        </details>
    }
    .into_any()
}

/// Who keeps in touch from now on, or since a day before.
pub fn contact_form(id: HouseholdId, today: NaiveDate) -> AnyView {
    let scene = scene();
    let words = scene.words;
    let filling = Filling::default();
    let name = Entry::new(NAME, words.plan_contact_name());
    let unit = Entry::new(UNIT, words.plan_contact_unit()).hint(words.flag_words_hint());
    let since = Entry::new(SINCE, words.plan_contact_since());
    since.value.set(today.to_string());
    let (named, of, since_day) = (name.value, unit.value, since.value);
    let work = move || {
        let change = OperationBody::NameContact {
            household: id,
            name: named.get_untracked(),
            unit: of.get_untracked(),
            from: since_day.get_untracked().parse().ok(),
        };
        async move {
            save(scene, change, NAME.id).await?;
            for typed in [named, of] {
                let _ = typed.try_set(String::new());
            }
            Ok(())
        }
    };
    let button = (words.plan_name_contact(), words.flag_saving());
    let form = short_form(vec![name, unit, since], filling, button, || None, work);
    view! { <details class="card fold"><summary>{words.plan_name_contact()}</summary>{form}</details> }
        .into_any()
}

/// The leader's signature under the plan that is on the screen.
pub fn sign(id: HouseholdId, measures: usize) -> AnyView {
    let scene = scene();
    let words = scene.words;
    let filling = Filling::default();
    let press = move |_| {
        let Ok(measures) = u32::try_from(measures) else {
            return;
        };
        let change = OperationBody::SignPlan {
            household: id,
            measures,
        };
        filling.submit(None, save(scene, change, "sign"));
    };
    view! {
        <button class="solid wide" id="sign" type="button" aria-disabled=move || filling.busy.get().then_some("true") on:click=press>
            {words.plan_sign()}
        </button>
        {filling.complaint("sign")}
    }
    .into_any()
}
