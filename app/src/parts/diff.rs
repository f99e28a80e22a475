//! Facts old and new, as a reviewer reads them.

use super::icon::{Icon, icon};
use crate::words::Words;
use domain::household::Household;
use domain::household::codes::{Answer, Health};
use domain::household::facts::{FactValue, GUARANTEES};
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
    // Green is for what got better; bad news carries an icon and its own colour.
    let new = if is_bad_news(change) {
        view! { <b class="tag stop">{icon(Icon::Bang)}{new}</b> }.into_any()
    } else {
        view! { <ins>{new}</ins> }.into_any()
    };
    view! { <li>{label}" "{old.map(|old| view! { <del>{old}</del> }.into_any())}{new}</li> }.into_any()
}

/// A guarantee that is not held, or a serious illness.
fn is_bad_news(change: &FactChange) -> bool {
    match &change.new {
        Some(FactValue::Words(code)) => {
            code == Answer::Problem.code() && GUARANTEES.contains(&change.field.name)
        }
        Some(FactValue::Codes(codes)) => codes.iter().any(|code| code == Health::Serious.code()),
        _ => false,
    }
}

/// Whether a stated fact is news for a reviewer. Confirmations are not, nor are first answers that a guarantee is
/// held: they are many and would hide what changed. A visit's own page lists them all the same, below the news.
pub fn is_news(change: &FactChange) -> bool {
    let first_calm_answer =
        change.old.is_none() && GUARANTEES.contains(&change.field.name) && !is_bad_news(change);
    change.is_change() && !first_calm_answer
}

/// All real changes of a list, bad news first; confirmations are left out, and so are first answers that bring
/// no news. Nothing where there is none.
pub fn changes(changes: &[FactChange], household: Option<&Household>, words: Words) -> Vec<AnyView> {
    let mut news: Vec<&FactChange> = changes.iter().filter(|change| is_news(change)).collect();
    news.sort_by_key(|change| !is_bad_news(change));
    news.into_iter()
        .map(|change| change_line(change, household, words))
        .collect()
}
