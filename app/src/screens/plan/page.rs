//! The page of a plan: what it lacks, its measures with their progress, contact person, signature.

use super::forms::{add_form, contact_form, progress_form, sign};
use super::{has_plan, lacking, said};
use crate::format::day_of;
use crate::ledger::View;
use crate::parts::row::{banner, empty, section};
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Icon, Scene, Tone, Top, household_address, household_name, scene, tag};
use crate::screens::not_here::at_household;
use crate::words::Words;
use domain::household::Household;
use domain::ids::HouseholdId;
use domain::plan::codes::MeasureStatus;
use domain::plan::{Measure, Plan};
use domain::policy::{Action, permits_somehow};
use domain::record::Records;
use leptos::prelude::*;

/// The plan of the household in the address.
#[component]
pub fn PlanScreen(
    /// What the address names the household by.
    id: String,
) -> impl IntoView {
    at_household(
        id,
        |view, id| {
            let household = view.records.household(id);
            household.is_some_and(|household| has_plan(household, view.records.monitoring(id)))
        },
        |id| view! { <Known id/> }.into_any(),
    )
}

#[component]
fn Known(id: HouseholdId) -> impl IntoView {
    let Scene { words, view, .. } = scene();
    let name = household_name(id);
    let back = Some(Back(household_address(id), words.of_name(&name)));
    let title = words.plan_title(&name);
    let sub = Signal::derive(String::new);
    let told = move || {
        let view = view.get()?;
        Some(told(&view, view.records.household(id)?, words))
    };
    let today = untrack(|| view.get()).map(|view| view.today).unwrap_or_default();
    view! {
        <Frame here=Here::Households>
            <Top title=title tab=words.plan_tab() sub=sub back=back/>
            <main id="main" tabindex="-1">
                <div class="stack narrow">
                    {told}
                    {add_form(id, today)}
                    {contact_form(id)}
                </div>
            </main>
        </Frame>
    }
}

fn told(view: &View, household: &Household, words: Words) -> AnyView {
    let lang = words.lang();
    let file = view.records.monitoring(household.id);
    let lacking = lacking(view, household, file);
    let lacking = (!lacking.is_empty()).then(|| {
        let items = lacking
            .iter()
            .map(|hint| view! { <li>{said(*hint, view, words)}</li> })
            .collect_view();
        banner(
            "warn",
            Icon::Info,
            view! { <b>{words.plan_lacks()}</b><ul>{items}</ul> },
        )
    });
    let none = Plan::default();
    let plan = file.map_or(&none, |file| &file.plan);
    let measures = match plan.measures.is_empty() {
        true => empty(words.plan_none(), words.plan_none_more()),
        false => {
            let all = plan.measures.iter();
            let all = all
                .map(|measure| one(measure, household.id, view, words))
                .collect_view();
            view! { <ul class="card list measures">{all}</ul> }.into_any()
        }
    };
    let signed = plan
        .signature()
        .map(|signature| words.plan_signed(&signature.by_name, &day_of(signature.on, view.today, lang)));
    let may_sign = permits_somehow(view.me.role, Action::SignPlan);
    let button = (signed.is_none() && may_sign && !plan.measures.is_empty())
        .then(|| sign(household.id, plan.measures.len()));
    let state = match (&signed, plan.measures.is_empty()) {
        (Some(said), _) => Some(tag(Tone::Act, Some(Icon::Check), said.clone())),
        (None, false) => Some(tag(Tone::Warn, Some(Icon::Clock), words.plan_unsigned())),
        (None, true) => None,
    };
    let contact = plan.contact().map(|contact| {
        let since = words.plan_from(&day_of(contact.from, view.today, lang));
        let said = format!("{} {} {since}", words.plan_contact(&contact.name), contact.unit);
        view! { <p>{said}</p> }
    });
    let count = Some(plan.measures.len().to_string());
    view! {
        {lacking}
        {section("h-measures", words.plan_heading(), count, None, measures)}
        <div class="tags">{state}</div>
        {contact}
        {button}
    }
    .into_any()
}

/// One measure: what, when, how it went on, and the form for its progress.
fn one(measure: &Measure, id: HouseholdId, view: &View, words: Words) -> AnyView {
    let lang = words.lang();
    let content = &measure.content;
    let (tone, sign) = match measure.status() {
        _ if measure.is_late(view.today) => (Tone::Stop, Icon::Clock),
        MeasureStatus::Planned => (Tone::Plain, Icon::Clock),
        MeasureStatus::Done => (Tone::Act, Icon::Check),
        MeasureStatus::Stopped => (Tone::Plain, Icon::Minus),
        MeasureStatus::InProgress | MeasureStatus::CarriedAfterRemoval => (Tone::Calm, Icon::Sync),
    };
    let day = |day| day_of(day, view.today, lang);
    let facts = [
        Some(content.category.label(lang).to_owned()),
        Some(words.plan_from(&day(content.start))),
        content.planned_end.map(|end| words.plan_until(&day(end))),
        content.yuan.map(|yuan| words.plan_yuan(yuan)),
        Some(content.body.clone()).filter(|body| !body.is_empty()),
        measure
            .received_at
            .is_none()
            .then(|| words.not_sent_yet().to_owned()),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    let progress = measure.progress.iter().map(|progress| {
        let waits = progress.received_at.is_none().then(|| words.not_sent_yet());
        let said = format!(
            "{} {} · {} {}",
            day(progress.step.on),
            progress.step.status.label(lang),
            progress.by_name,
            progress.step.words,
        );
        view! { <p>{said}" "{waits}</p> }
    });
    let form = measure
        .is_open()
        .then(|| progress_form(id, measure.op, measure.status(), view.today));
    view! {
        <li class="measure">
            <p><b>{content.item.clone()}</b>" "{tag(tone, Some(sign), measure.status().label(lang))}</p>
            <p class="quiet-text">{facts.join(" · ")}</p>
            {progress.collect_view()}
            {form}
        </li>
    }
    .into_any()
}
