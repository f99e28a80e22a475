//! The short forms of the plan's page: the progress of a measure, the contact person, the signature.

use crate::ledger::UiError;
use crate::parts::chips::chip;
use crate::parts::field::{Ask, DAY, LINE};
use crate::parts::form::{self, Entry, Fault, Filling, short_form};
use crate::parts::{Scene, scene};
use crate::words::Words;
use chrono::NaiveDate;
use domain::ids::{HouseholdId, OpId};
use domain::operation::OperationBody;
use domain::plan::ProgressStep;
use domain::plan::codes::MeasureStatus;
use leptos::prelude::*;

const NAME: Ask = Ask { id: "name", ..LINE };
const UNIT: Ask = Ask { id: "unit", ..LINE };
const SINCE: Ask = Ask { id: "from", ..DAY };
const OPINION: Ask = Ask {
    id: "opinion",
    ..LINE
};
const FIELDS: [&str; 8] = [
    "item",
    "start",
    "planned_end",
    "yuan",
    "body",
    "name",
    "from",
    "opinion",
];

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

/// A fault beside its field, or elsewhere where the form has none for it.
pub(super) fn beside(problem: &UiError, elsewhere: &'static str, words: Words) -> Fault {
    form::beside(problem, &FIELDS, elsewhere, words)
}

/// Progress of one measure that stands so, of a household whose risk is eliminated or not.
pub fn progress_form(
    id: HouseholdId,
    measure: OpId,
    (now, eliminated): (MeasureStatus, bool),
    today: NaiveDate,
) -> AnyView {
    let scene = scene();
    let words = scene.words;
    let filling = Filling::default();
    let status = RwSignal::new(None::<MeasureStatus>);
    let said = RwSignal::new(String::new());
    let chips = MeasureStatus::ALL
        .iter()
        .filter(|next| now.leads_to(**next, eliminated))
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

/// The leader's signature under the plan that is on the screen, with what the household says of it.
pub fn sign(id: HouseholdId, measures: usize) -> AnyView {
    let scene = scene();
    let words = scene.words;
    let opinion = Entry::new(OPINION, words.plan_opinion()).hint(words.flag_words_hint());
    let said = opinion.value;
    let work = move || {
        let change = OperationBody::SignPlan {
            household: id,
            measures: u32::try_from(measures).unwrap_or(u32::MAX),
            opinion: said.get_untracked(),
        };
        save(scene, change, OPINION.id)
    };
    let button = (words.plan_sign(), words.flag_saving());
    short_form(vec![opinion], Filling::default(), button, || None, work)
}
