//! Items of a list that hold forms: each is drawn once, and keeps what is being typed while records come in around it.

use leptos::prelude::*;
use std::hash::Hash;

/// The items, each named by what it is of; only what is new is drawn, only what is gone is dropped.
pub fn items<K, D>(all: Memo<Vec<K>>, draw: D) -> AnyView
where
    K: Clone + Eq + Hash + Send + Sync + 'static,
    D: Fn(K) -> AnyView + Clone + Send + 'static,
{
    view! { <For each=move || all.get() key=K::clone children=draw/> }.into_any()
}
