//! Facts old and new, as a reviewer reads them.

use crate::words::Words;
use domain::household::Household;
use domain::visit::FactChange;
use leptos::prelude::*;

/// One changed fact: name, old struck out, new.
pub fn change_line(change: &FactChange, household: Option<&Household>, words: Words) -> AnyView {
    let name = change.field.name;
    let label = words.field(&change.field, household);
    let old = change.old.as_ref().map(|old| words.value(name, Some(old)));
    let new = match &change.new {
        Some(new) => words.value(name, Some(new)),
        None => words.empty_value().to_owned(),
    };
    view! { <li>{label}" "{old.map(|old| view! { <del>{old}</del> })}<ins>{new}</ins></li> }.into_any()
}

/// All real changes of a list; confirmations are left out. Nothing where there is none.
pub fn changes(changes: &[FactChange], household: Option<&Household>, words: Words) -> Vec<AnyView> {
    changes
        .iter()
        .filter(|change| change.is_change())
        .map(|change| change_line(change, household, words))
        .collect()
}
