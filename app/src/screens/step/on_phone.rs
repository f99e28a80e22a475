//! The form of the next step on a phone: who fills it in, and how it is saved.

use super::form::{Asking, Author, Saving, step_form};
use super::kind::Kind;
use super::typed::{Person, Typed};
use crate::ledger::{DraftKey, View};
use crate::parts::scene;
use crate::parts::typing::{self, Typing};
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
    let save = move |typed: Typed, typing: Option<Typing>| -> Saving {
        let body = typed.body(household, rev);
        Box::pin(async move { typing::save(ledger, typing, body).await.map(|_| ()) })
    };
    let name = match asking.steps.first() {
        Some(Kind::Case(_)) => "case",
        _ => "elimination",
    };
    let draft = Some(DraftKey::Form(name, household.0));
    Some(step_form(Asking { draft, ..asking }, author, Box::new(save)))
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
