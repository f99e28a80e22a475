//! The composition of income as one bar, with the same in words.

use crate::format::grouped_u64;
use crate::words::Words;
use domain::income::codes::Component;
use domain::income::{IncomeContent, told};
use leptos::prelude::*;

/// The parts that are income; costs are told beside them.
const PARTS: [(Component, &str); 4] = [
    (Component::Wage, "wage"),
    (Component::Business, "business"),
    (Component::Property, "property"),
    (Component::Transfer, "transfer"),
];
/// Units along the bar.
const WIDTH: u64 = 1_000;

/// The bar and its legend; nothing where nothing was earned.
pub fn picture(content: &IncomeContent, words: Words) -> Option<AnyView> {
    let parts = PARTS.map(|(part, class)| (part, class, told(content, part)));
    let total: u64 = parts.iter().map(|(.., yuan)| yuan).sum();
    if total == 0 {
        return None;
    }
    let mut at = 0;
    let mut bars = Vec::new();
    let mut legend = Vec::new();
    for (part, class, yuan) in parts.into_iter().filter(|(.., yuan)| *yuan > 0) {
        let wide = (yuan * WIDTH / total).max(1);
        let said = words.income_part(part.label(words.lang()), &grouped_u64(yuan), yuan * 100 / total);
        bars.push(
            view! { <rect class=class x=at.to_string() y="0" width=wide.to_string() height="40"></rect> },
        );
        legend.push(view! { <li><i class=class aria-hidden="true"></i>{said}</li> });
        at += wide;
    }
    let picture = view! {
        <figure class="composition" aria-label=words.income_picture()>
            <svg viewBox=format!("0 0 {WIDTH} 40") preserveAspectRatio="none" aria-hidden="true">{bars}</svg>
            <ul>{legend}</ul>
        </figure>
    };
    Some(picture.into_any())
}
