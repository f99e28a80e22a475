//! The page of a household's case on the phone: where it stands, and the next step.

use super::told::told;
use crate::ledger::View;
use crate::parts::row::{banner, row};
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Icon, Scene, Top, household_address, household_name, scene};
use crate::screens::elimination::reduced;
use crate::screens::not_here::at_household;
use crate::screens::step::{Asking, Doubts, last_days, on_phone};
use crate::screens::{papers, screening};
use crate::words::Words;
use domain::case::IdentificationCase;
use domain::case::codes::CaseState;
use domain::case::order::offered;
use domain::case::rules::{Missing, missing};
use domain::household::Household;
use domain::household::codes::{MonitorCategory, RiskCause};
use domain::ids::HouseholdId;
use domain::record::Records;
use domain::risk::RelapseFlag;
use domain::screening::{doubted, doubts_of};
use leptos::prelude::*;
use std::sync::Arc;

/// The case of the household in the address.
#[component]
pub fn CaseScreen(
    /// What the address names the household by.
    id: String,
) -> impl IntoView {
    at_household(
        id,
        |view, id| {
            view.records
                .monitoring(id)
                .is_some_and(|file| file.present().is_some())
        },
        |id| view! { <Known id/> }.into_any(),
    )
}

#[component]
fn Known(id: HouseholdId) -> impl IntoView {
    let Scene { words, view, .. } = scene();
    let case = Memo::new(move |_| view.get()?.records.monitoring(id)?.present().cloned());
    let name = household_name(id);
    let back = Some(Back(household_address(id), words.of_name(&name)));
    let title = words.case_title(&name);
    let body = move || {
        let (view, case) = (view.get()?, case.get()?);
        let file = view.records.monitoring(id)?;
        let gone = reduced(&view, view.records.household(id)?, words);
        let told = told(&case, (view.today, &view.holidays()), words);
        let doubts = doubts_of(&case, view.records.household(id)?, (&view.config(), view.today));
        let doubts = screening::doubts(&doubts, words.screen_doubted(), words);
        Some(
            view! { {gone}{told}{doubts}{papers::of_file(file, (view.me.role, view.today), words)} }
                .into_any(),
        )
    };
    // The form is made anew only when the case has moved, or other steps are possible: what is being typed stays otherwise,
    // also while departments answer beside it.
    let rev = Memo::new(move |_| {
        let (view, case) = (view.get()?, case.get()?);
        let steps = offered(&case, view.me.role, view.today);
        Some((case.op, case.progress().rev, steps))
    });
    let next = move || {
        rev.get()?;
        let (view, case) = (untrack(|| view.get())?, untrack(|| case.get())?);
        let household = view.records.household(id)?;
        next(&view, &case, household, words)
    };
    let sub = Signal::derive(String::new);
    view! {
        <Frame here=Here::Households>
            <Top title=title tab=words.case_tab() sub=sub back=back/>
            <main id="main" tabindex="-1"><div class="stack narrow">{move || body()}{move || next()}</div></main>
        </Frame>
    }
}

/// What the person can do about it now: the form, after what has to be asked first.
fn next(view: &View, case: &IdentificationCase, household: &Household, words: Words) -> Option<AnyView> {
    let steps = offered(case, view.me.role, view.today);
    if steps.is_empty() {
        return None;
    }
    let open = (case.state(view.today) == CaseState::HomeVerifying)
        .then(|| lacking(household, words))
        .flatten();
    let asking = Asking {
        causes: view
            .records
            .flag(case.flag)
            .map(RelapseFlag::causes)
            .unwrap_or_default(),
        last: last_days(case, &steps, (view.today, &view.holidays())),
        categories: case.regime().categories(),
        doubts: Some(doubts(household, view, words)),
        ..Asking::next(
            steps.into_iter().map(Into::into).collect(),
            household.name().to_owned(),
            view.today,
            words,
        )
    };
    let form = on_phone(view, household.id, case.progress().rev, asking);
    Some(view! { {open}{form} }.into_any())
}

/// What speaks against what is being found, by the household's record as it stands.
fn doubts(household: &Household, view: &View, words: Words) -> Doubts {
    let (household, config, today) = (household.clone(), view.config(), view.today);
    Arc::new(move |category: Option<MonitorCategory>, causes: &[RiskCause]| {
        let found = doubted(&household, category, causes, (&config, today));
        screening::doubts(&found, words.screen_doubts(), words).into_any()
    })
}

/// What has to be asked before the verification can end, each leading to where it is asked.
fn lacking(household: &Household, words: Words) -> Option<AnyView> {
    let missing = missing(household);
    if missing.is_empty() {
        return None;
    }
    let home = household_address(household.id);
    let items: Vec<&str> = missing
        .iter()
        .filter_map(|one| match one {
            Missing::Guarantee(name) => Some(name.label(words.lang())),
            Missing::Income => None,
        })
        .collect();
    let guarantees = (!items.is_empty()).then(|| {
        let name = view! { {words.case_ask_guarantees()} }.into_any();
        row(format!("{home}/visit"), name, words.join(&items), None)
    });
    let income = missing.contains(&Missing::Income).then(|| {
        let name = view! { {words.case_ask_income()} }.into_any();
        row(format!("{home}/income"), name, String::new(), None)
    });
    Some(
        view! {
            {banner("warn", Icon::Info, words.case_lacking())}
            <ul class="card list">{guarantees}{income}</ul>
        }
        .into_any(),
    )
}
