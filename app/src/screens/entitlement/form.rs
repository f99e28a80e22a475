//! The form of one policy: how it stands, from where that is known, and what was found before.

use super::said;
use crate::ledger::{DraftKey, View};
use crate::parts::chips::chip;
use crate::parts::field::{Ask, DAY, Field, LINE};
use crate::parts::form::{Filling, beside, dock, instead};
use crate::parts::top::Back;
use crate::parts::typing::{Part, Typing};
use crate::parts::{Frame, Here, Scene, Top, household_address, scene};
use crate::screens::not_here::{NotHere, at_household};
use crate::screens::sign_in::over_a_form;
use crate::screens::step::{history, opened};
use crate::words::Words;
use chrono::NaiveDate;
use domain::entitlement::codes::{EntitlementKind, EntitlementSource, EntitlementStatus};
use domain::entitlement::{EntitlementContent, EntitlementKey};
use domain::household::Household;
use domain::ids::{HouseholdId, OpId};
use domain::operation::OperationBody;
use domain::record::Records;
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map};

const ON: Ask = Ask { id: "on", ..DAY };
const STOPPED_ON: Ask = Ask {
    id: "stopped_on",
    ..DAY
};
const SAID: Ask = Ask { id: "words", ..LINE };
const FIELDS: [&str; 3] = ["on", "stopped_on", "words"];

/// One policy of the household in the address.
#[component]
pub fn PolicyScreen(
    /// What the address names the household by.
    id: String,
) -> impl IntoView {
    at_household(id, |_, _| true, |id| view! { <Known id/> }.into_any())
}

/// The policy that an address names: its code, and the place of the member whose it is.
fn key_of(what: &str, household: &Household) -> Option<EntitlementKey> {
    let (code, place) = match what.split_once('-') {
        Some((code, place)) => (code, Some(place)),
        None => (what, None),
    };
    let kind = EntitlementKind::from_code(code).filter(|kind| !kind.is_fact())?;
    let member = match place {
        Some(place) => Some(household.members.get(place.parse::<usize>().ok()?)?.id),
        None => None,
    };
    (member.is_some() == kind.of_member()).then_some(EntitlementKey { member, kind })
}

/// What is filled in; cheap to copy.
#[derive(Clone, Copy)]
struct Sheet {
    status: RwSignal<Option<EntitlementStatus>>,
    source: RwSignal<EntitlementSource>,
    on: RwSignal<String>,
    stopped_on: RwSignal<String>,
    said: RwSignal<String>,
    filling: Filling,
    words: Words,
}

impl Sheet {
    fn parts(self) -> Vec<Part> {
        let source = move || self.source.get().code().to_owned();
        let choose = move |code: &str| {
            if let Some(source) = EntitlementSource::from_code(code) {
                self.source.set(source);
            }
        };
        vec![
            Part::choice(
                "status",
                self.status,
                EntitlementStatus::code,
                EntitlementStatus::from_code,
            ),
            Part::new("source", source, choose),
            Part::text(ON.id, self.on),
            Part::text(STOPPED_ON.id, self.stopped_on),
            Part::text(SAID.id, self.said),
        ]
    }

    /// The finding as it is filled in, or what is missing.
    fn read(
        self,
        key: EntitlementKey,
        seen: Vec<OpId>,
    ) -> Result<EntitlementContent, (&'static str, String)> {
        let status = self.status.get_untracked();
        let status = status.ok_or_else(|| ("status", self.words.policy_lack_status().to_owned()))?;
        let on = self.on.get_untracked().parse::<NaiveDate>();
        Ok(EntitlementContent {
            key,
            status,
            on: on.map_err(|_| (ON.id, self.words.case_lack_day().to_owned()))?,
            source: self.source.get_untracked(),
            // A day that is missing where it is needed the rule tells.
            stopped_on: self
                .stopped_on
                .get_untracked()
                .parse::<NaiveDate>()
                .ok()
                .filter(|_| status.is_stop()),
            words: self.said.get_untracked().trim().to_owned(),
            seen,
        })
    }
}

#[component]
fn Known(id: HouseholdId) -> impl IntoView {
    let Scene { words, view, .. } = scene();
    let what = use_params_map().with_untracked(|map| map.get("what"));
    let known = untrack(|| view.get()).and_then(|view| {
        let household = view.records.household(id)?.clone();
        let key = key_of(&what?, &household)?;
        Some((view, household, key))
    });
    let Some((view, household, key)) = known else {
        return view! { <NotHere here=Here::Households/> }.into_any();
    };
    let filling = Filling::default();
    let sheet = Sheet {
        status: RwSignal::new(None),
        source: RwSignal::new(EntitlementSource::AtTheDoor),
        on: RwSignal::new(view.today.to_string()),
        stopped_on: RwSignal::new(String::new()),
        said: RwSignal::new(String::new()),
        filling,
        words,
    };
    let title = key.kind.label(words.lang());
    let member = key.member.and_then(|id| household.member(id));
    let whose = member.map_or_else(|| words.of_name(household.name()), |member| member.name.clone());
    let back = Some(Back(
        format!("{}/policies", household_address(id)),
        words.policies_heading().to_owned(),
    ));
    let of = key.member.map_or(id.0, |member| member.0);
    let typing = Typing::go_on(DraftKey::Form(key.kind.code(), of), sheet.parts());
    let submit = submit(id, key, &view, (sheet, typing));
    // What is typed of a stop stays while the choice goes from one kind of stop to the other.
    let stops = Memo::new(move |_| sheet.status.get().is_some_and(EntitlementStatus::is_stop));
    view! {
        <Frame here=Here::Households docked=true>
            <Top title=title tab=words.policies_heading() sub=Signal::derive(move || whose.clone()) back=back/>
            <main id="main" tabindex="-1">
                {over_a_form()}
                {typing.told()}
                <form class="stack narrow" id="policy" autocomplete="off" novalidate on:submit=submit>
                    {statuses(key.kind, sheet)}
                    {move || reason(stops.get(), sheet)}
                    {sources(sheet)}
                    {line(ON, words.policy_on(), sheet.on, sheet)}
                </form>
                {found(&view, id, key, words)}
            </main>
            {dock("policy", (words.policy_save(), words.policy_save()), filling)}
        </Frame>
    }
    .into_any()
}

fn line(ask: Ask, label: &'static str, value: RwSignal<String>, sheet: Sheet) -> AnyView {
    view! { <Field ask=ask label=label value=value fault=sheet.filling.fault_of(ask.id)/> }.into_any()
}

fn statuses(kind: EntitlementKind, sheet: Sheet) -> AnyView {
    let words = sheet.words;
    let chips = EntitlementStatus::ALL
        .iter()
        .map(|one| {
            let one = *one;
            let is = move || sheet.status.get() == Some(one);
            chip("radio", "status", kind.says(one, words.lang()), is, move |_| {
                sheet.filling.forgive();
                sheet.status.set(Some(one));
            })
        })
        .collect_view();
    view! {
        <fieldset class="ask" id="status" tabindex="-1">
            <legend>{words.policy_status()}</legend>
            <div class="chips">{chips}</div>
            {sheet.filling.complaint("status")}
        </fieldset>
    }
    .into_any()
}

/// Of a stop since when and why; else a note.
fn reason(stops: bool, sheet: Sheet) -> AnyView {
    let words = sheet.words;
    let label = if stops {
        words.policy_why()
    } else {
        words.policy_note()
    };
    let since = stops.then(|| line(STOPPED_ON, words.policy_stopped_on(), sheet.stopped_on, sheet));
    view! { {since}{line(SAID, label, sheet.said, sheet)} }.into_any()
}

fn sources(sheet: Sheet) -> AnyView {
    let words = sheet.words;
    let chips = EntitlementSource::ALL
        .iter()
        .map(|one| {
            let one = *one;
            let is = move || sheet.source.get() == one;
            chip("radio", "source", one.label(words.lang()), is, move |_| {
                sheet.source.set(one)
            })
        })
        .collect_view();
    view! { <fieldset class="ask"><legend>{words.policy_source()}</legend><div class="chips">{chips}</div></fieldset> }
        .into_any()
}

/// What was found before, the newest first.
fn found(view: &View, id: HouseholdId, key: EntitlementKey, words: Words) -> Option<AnyView> {
    let checks = view.records.entitlements(id)?.of(key).rev();
    let mut lines = checks.map(|check| {
        let status = key.kind.says(check.content.status, words.lang());
        let times = (check.recorded_at, check.received_at);
        opened(
            status.to_owned(),
            times,
            said(check, view, words),
            (view.today, words),
        )
    });
    let first = lines.next()?;
    Some(history(("h-found", words.history()), first, lines.collect()))
}

/// Saves the finding in the place of those that the form showed, and goes back to the list.
fn submit(
    household: HouseholdId,
    key: EntitlementKey,
    view: &View,
    (sheet, typing): (Sheet, Typing),
) -> impl Fn(leptos::ev::SubmitEvent) + 'static {
    let words = scene().words;
    let navigate = use_navigate();
    let next = format!("{}/policies", household_address(household));
    let file = view.records.entitlements(household);
    let open = file.map(|file| file.open(key)).unwrap_or_default();
    let seen: Vec<OpId> = open.into_iter().map(|check| check.op).collect();
    move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let content = match sheet.read(key, seen.clone()) {
            Ok(content) => Box::new(content),
            Err(fault) => return sheet.filling.complain(fault),
        };
        let (navigate, next) = (navigate.clone(), next.clone());
        sheet.filling.submit(None, async move {
            let saved = typing
                .save(OperationBody::RecordEntitlement { household, content })
                .await;
            if let Err(problem) = saved {
                return Err(beside(&problem, &FIELDS, "status", words));
            }
            navigate(&next, instead());
            Ok(())
        });
    }
}
