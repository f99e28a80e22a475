//! The form of the next step on a phone: who fills it in, and how it is saved.

use super::form::{Asking, Author, Saving, step_form};
use super::typed::{Person, Typed};
use crate::ledger::View;
use crate::parts::scene;
use domain::ids::HouseholdId;
use leptos::prelude::*;

/// The form; none where nothing can be done now. `rev` is the number of steps that the person sees.
pub fn on_phone(view: &View, household: HouseholdId, rev: u32, asking: Asking) -> Option<AnyView> {
    if asking.steps.is_empty() {
        return None;
    }
    let author = Author {
        me: Person {
            staff: view.me.staff.clone(),
            name: view.me.name.clone(),
            role: view.me.role,
        },
        others: colleagues(view),
    };
    let ledger = scene().ledger;
    let save = move |typed: Typed| -> Saving {
        let body = typed.body(household, rev);
        Box::pin(async move { ledger.save(body, None).await.map(|_| ()) })
    };
    Some(step_form(asking, author, Box::new(save)))
}

fn colleagues(view: &View) -> Vec<Person> {
    let people = view.reference.iter().flat_map(|reference| &reference.colleagues);
    people
        .filter(|person| person.id != view.me.staff)
        .map(|person| Person {
            staff: person.id.clone(),
            name: person.name.clone(),
            role: person.role,
        })
        .collect()
}
