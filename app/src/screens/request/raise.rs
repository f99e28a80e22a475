//! The short form that records a request: what about, in the household's words, who answers until when.

use crate::ledger::{DraftKey, View};
use crate::parts::chips::chip;
use crate::parts::field::{Ask, DAY, Field};
use crate::parts::form::{Filling, beside, dock, instead, note};
use crate::parts::top::Back;
use crate::parts::typing::{Part, Typing};
use crate::parts::{Frame, Here, Scene, Top, household_address, household_name, scene};
use crate::phone::platform::{now_ms, uuid_v7};
use crate::screens::not_here::at_household;
use crate::screens::sign_in::over_a_form;
use domain::ids::{HouseholdId, RequestId, VisitId};
use domain::operation::OperationBody;
use domain::request::codes::RequestCategory;
use domain::request::rules::TEXT_MAX;
use domain::request::{Owner, RequestContent, proposed_due};
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};

const DUE: Ask = Ask { id: "due", ..DAY };
const FIELDS: [&str; 3] = ["text", "owner", "due"];

/// A request of the household in the address.
#[component]
pub fn RaiseRequest(
    /// What the address names the household by.
    id: String,
) -> impl IntoView {
    at_household(id, |_, _| true, |id| view! { <Known id/> }.into_any())
}

/// What is being filled in.
#[derive(Clone, Copy)]
struct Sheet {
    category: RwSignal<Option<RequestCategory>>,
    text: RwSignal<String>,
    owner: RwSignal<Owner>,
    due: RwSignal<String>,
}

/// The people who can answer for it: whoever writes first.
pub(super) fn owners(view: &View) -> Vec<Owner> {
    let me = Owner {
        staff: view.me.staff.clone(),
        name: view.me.name.clone(),
    };
    let people = view.reference.iter().flat_map(|reference| &reference.colleagues);
    let others = people
        .filter(|person| person.id != view.me.staff)
        .map(|person| Owner {
            staff: person.id.clone(),
            name: person.name.clone(),
        });
    [me].into_iter().chain(others).collect()
}

#[component]
fn Known(id: HouseholdId) -> impl IntoView {
    let Scene { words, view, .. } = scene();
    let name = household_name(id);
    let Some(known) = untrack(|| view.get()) else {
        return ().into_any();
    };
    let owners = owners(&known);
    let Some(me) = owners.first().cloned() else {
        return ().into_any();
    };
    let due = proposed_due(known.today, &known.config());
    let sheet = Sheet {
        category: RwSignal::new(None),
        text: RwSignal::new(String::new()),
        owner: RwSignal::new(me),
        due: RwSignal::new(due.map(|due| due.to_string()).unwrap_or_default()),
    };
    let filling = Filling::default();
    let back = Some(Back(household_address(id), words.of_name(&name)));
    let parts = vec![
        Part::choice(
            "category",
            sheet.category,
            RequestCategory::code,
            RequestCategory::from_code,
        ),
        Part::text("text", sheet.text),
        Part::text(DUE.id, sheet.due),
    ];
    let typing = Typing::go_on(DraftKey::Form("request", id.0), parts);
    let save = save(id, sheet, filling, typing);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save();
    };
    let sub = Signal::derive(String::new);
    view! {
        <Frame here=Here::Households docked=true>
            <Top title=words.request_title(&name) tab=words.request_tab() sub=sub back=back/>
            <main id="main" tabindex="-1">
                {over_a_form()}
                {typing.told()}
                <form class="stack narrow" id="request" autocomplete="off" novalidate on:submit=submit>
                    {about(sheet, filling)}
                    {note("text", (words.request_text().into_any(), ""), TEXT_MAX, sheet.text, filling)}
                    {who(owners, sheet.owner, filling)}
                    <Field ask=DUE label=words.request_due() value=sheet.due hint=words.request_due_hint() fault=filling.fault_of(DUE.id)/>
                </form>
            </main>
            {dock("request", (words.request_save(), words.request_save()), filling)}
        </Frame>
    }
    .into_any()
}

fn about(sheet: Sheet, filling: Filling) -> AnyView {
    let words = scene().words;
    let chips = RequestCategory::ALL
        .iter()
        .map(|one| {
            let one = *one;
            let is = move || sheet.category.get() == Some(one);
            chip("radio", "category", one.label(words.lang()), is, move |_| {
                filling.forgive();
                sheet.category.set(Some(one));
            })
        })
        .collect_view();
    view! {
        <fieldset class="ask" id="category" tabindex="-1">
            <legend>{words.request_about()}</legend>
            <div class="chips">{chips}</div>
            {filling.complaint("category")}
        </fieldset>
    }
    .into_any()
}

/// Who answers for it.
pub(super) fn who(owners: Vec<Owner>, chosen: RwSignal<Owner>, filling: Filling) -> AnyView {
    let words = scene().words;
    let chips = owners
        .into_iter()
        .map(|owner| {
            let staff = owner.staff.clone();
            let is = move || chosen.read().staff == staff;
            chip("radio", "owner", owner.name.clone(), is, move |_| {
                chosen.set(owner.clone())
            })
        })
        .collect_view();
    view! {
        <fieldset class="ask" id="owner" tabindex="-1">
            <legend>{words.request_owner()}</legend>
            <div class="chips">{chips}</div>
            {filling.complaint("owner")}
        </fieldset>
    }
    .into_any()
}

/// Saves the request and goes back to the household, or to the visit at which it was asked.
fn save(id: HouseholdId, sheet: Sheet, filling: Filling, typing: Typing) -> impl Fn() + Clone + 'static {
    let Scene { words, view, .. } = scene();
    let navigate = use_navigate();
    let home = household_address(id);
    let visit = use_query_map()
        .with_untracked(|map| map.get("visit"))
        .and_then(|text| text.parse::<VisitId>().ok());
    move || {
        let Some(category) = sheet.category.get_untracked() else {
            return filling.complain(("category", words.request_lack_category().to_owned()));
        };
        let Ok(due) = sheet.due.get_untracked().parse() else {
            return filling.complain((DUE.id, words.case_lack_day().to_owned()));
        };
        let Ok(request) = uuid_v7(now_ms()) else {
            return filling.complain(("category", words.phone_no_id().to_owned()));
        };
        let content = RequestContent {
            category,
            text: sheet.text.get_untracked().trim().to_owned(),
            owner: sheet.owner.get_untracked(),
            due,
            asked_on: untrack(|| view.get()).map(|view| view.today).unwrap_or_default(),
        };
        let body = OperationBody::RaiseRequest {
            request: RequestId(request),
            household: id,
            visit,
            content: Box::new(content),
        };
        let next = match visit {
            Some(visit) => format!("{home}/visit?as={visit}"),
            None => home.clone(),
        };
        let navigate = navigate.clone();
        filling.submit(None, async move {
            match typing.save(body).await {
                Ok(_) => {
                    navigate(&next, instead());
                    Ok(())
                }
                Err(problem) => Err(beside(&problem, &FIELDS, "category", words)),
            }
        });
    }
}
