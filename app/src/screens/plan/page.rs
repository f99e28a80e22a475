//! The page of a plan: what it lacks, its measures with their progress, contact person, signature.

use super::forms::{contact_form, progress_form, sign};
use super::measure_form::add_form;
use super::{has_plan, lacking, said};
use crate::format::day_of;
use crate::ledger::View;
use crate::parts::items::items;
use crate::parts::row::{banner, counting_section, empty};
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Icon, Scene, Tone, Top, household_address, household_name, scene, tag};
use crate::screens::not_here::at_household;
use crate::words::Words;
use domain::household::Household;
use domain::ids::{HouseholdId, OpId};
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
    let lacks = move || {
        let view = view.get()?;
        lacks(&view, view.records.household(id)?, words)
    };
    let told = move || {
        let view = view.get()?;
        Some(told(&view, view.records.household(id)?, words))
    };
    let unsigned = Memo::new(move |_| view.get().and_then(|view| unsigned(&view, id)));
    let signing = move || unsigned.get().map(|measures| sign(id, measures));
    let today = untrack(|| view.get()).map(|view| view.today).unwrap_or_default();
    view! {
        <Frame here=Here::Households>
            <Top title=title tab=words.plan_tab() sub=sub back=back/>
            <main id="main" tabindex="-1">
                <div class="stack narrow">
                    {move || lacks()}
                    {measures(id)}
                    {move || told()}
                    {move || signing()}
                    {add_form(id, today)}
                    {contact_form(id, today)}
                </div>
            </main>
        </Frame>
    }
}

/// What the plan needs and has not, of a household that is monitored.
fn lacks(view: &View, household: &Household, words: Words) -> Option<AnyView> {
    let lacking = lacking(view, household, view.records.monitoring(household.id));
    if lacking.is_empty() {
        return None;
    }
    let items = lacking
        .iter()
        .map(|hint| view! { <li>{said(*hint, view, words)}</li> }.into_any())
        .collect_view();
    let body = view! { <b>{words.plan_lacks()}</b><ul>{items}</ul> };
    Some(banner("warn", Icon::Info, body))
}

/// The measures; progress that is being written stays while records come in.
fn measures(id: HouseholdId) -> AnyView {
    let Scene { words, view, .. } = scene();
    let planned = Memo::new(move |_| {
        let view = view.get();
        let file = view.as_ref().and_then(|view| view.records.monitoring(id));
        let ops = file.map(|file| file.plan.measures.iter().map(|measure| measure.op).collect());
        ops.unwrap_or_else(Vec::new)
    });
    let none = move || {
        let none = planned.read().is_empty();
        none.then(|| empty(words.plan_none(), words.plan_none_more()))
    };
    let all = items(planned, move |op| one(op, id));
    let body = view! { {none}<ul class="card list measures">{all}</ul> };
    let count = move || planned.read().len();
    counting_section("h-measures", words.plan_heading(), count, body.into_any())
}

/// Who signed and who keeps in touch.
fn told(view: &View, household: &Household, words: Words) -> AnyView {
    let lang = words.lang();
    let file = view.records.monitoring(household.id);
    let none = Plan::default();
    let plan = file.map_or(&none, |file| &file.plan);
    let signature = plan.signature();
    let signed = signature
        .map(|signature| words.plan_signed(&signature.by_name, &day_of(signature.on, view.today, lang)));
    let opinion = signature
        .filter(|signature| !signature.opinion.is_empty())
        .map(|signature| words.said_of(words.plan_opinion(), &signature.opinion));
    let opinion = opinion.map(|said| view! { <p>{said}</p> }.into_any());
    let state = match (&signed, plan.measures.is_empty()) {
        (Some(said), _) => Some(tag(Tone::Act, Some(Icon::Check), said.clone())),
        (None, false) => Some(tag(Tone::Warn, Some(Icon::Clock), words.plan_unsigned())),
        (None, true) => None,
    };
    let contact = plan.contact().map(|contact| {
        let since = words.plan_from(&day_of(contact.from, view.today, lang));
        let said = format!("{} {} {since}", words.plan_contact(&contact.name), contact.unit);
        view! { <p>{said}</p> }.into_any()
    });
    let former = former(plan, view, words);
    view! { <div class="tags">{state}</div>{opinion}{contact}{former} }.into_any()
}

/// How many measures a plan has that waits for this person's signature; none where it does not. What is typed beside the
/// signature stays while records come in.
fn unsigned(view: &View, id: HouseholdId) -> Option<usize> {
    let plan = &view.records.monitoring(id)?.plan;
    let may_sign = permits_somehow(view.me.role, Action::SignPlan);
    (plan.signature().is_none() && may_sign && !plan.measures.is_empty()).then_some(plan.measures.len())
}

/// Those who kept in touch before, each from when until when; folded.
fn former(plan: &Plan, view: &View, words: Words) -> Option<AnyView> {
    let day = |day| day_of(day, view.today, words.lang());
    let lines: Vec<AnyView> = plan
        .former_contacts()
        .map(|one| {
            let until = one.to.map(|to| words.plan_until(&day(to)));
            let from = words.plan_from(&day(one.from));
            view! { <li>{one.name.clone()}" "{one.unit.clone()}" "{from}" "{until}</li> }.into_any()
        })
        .collect();
    let count = lines.len();
    (count > 0).then(|| {
        view! { <details id="former"><summary>{words.plan_former(count)}</summary><ul class="stack">{lines}</ul></details> }
            .into_any()
    })
}

/// One measure: what, when, how it went on, and the form for its progress.
fn one(op: OpId, id: HouseholdId) -> AnyView {
    let Scene { words, view, .. } = scene();
    let of = move |view: &View| {
        let file = view.records.monitoring(id)?;
        file.plan
            .measures
            .iter()
            .find(|measure| measure.op == op)
            .cloned()
    };
    let measure = Memo::new(move |_| view.get().and_then(|view| of(&view)));
    let told = move || {
        measure
            .get()
            .zip(view.get())
            .map(|(measure, view)| told_measure(&measure, &view, words))
    };
    let open = Memo::new(move |_| {
        measure
            .get()
            .filter(Measure::is_open)
            .map(|measure| measure.status())
    });
    let form = move || {
        let status = open.get()?;
        let view = untrack(|| view.get())?;
        let eliminated = view.records.household(id)?.eliminated.is_some();
        Some(progress_form(id, op, (status, eliminated), view.today))
    };
    view! { <li class="measure">{move || told()}{move || form()}</li> }.into_any()
}

fn told_measure(measure: &Measure, view: &View, words: Words) -> AnyView {
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
        Some(format!(
            "{} {}",
            content.category.label(lang),
            content.category.national()
        )),
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
        view! { <p>{said}" "{waits}</p> }.into_any()
    });
    view! {
        <p><b>{content.said(lang)}</b>" "{tag(tone, Some(sign), measure.status().label(lang))}</p>
        <p class="quiet-text">{facts.join(" · ")}</p>
        {progress.collect_view()}
    }
    .into_any()
}
