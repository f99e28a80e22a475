//! The list of screening before and after: how many households come onto it, leave it or stay by other rules, by village,
//! and which.

use super::preview::name;
use crate::words::Words;
use domain::edition::Preview;
use domain::edition::preview::{HOUSEHOLDS_MAX, ScreenedHousehold, VillageChange};
use domain::screening::ScreeningRule;
use leptos::prelude::*;

/// The list; none where it stays as it is.
pub fn shown(preview: &Preview, words: Words) -> Option<AnyView> {
    let sum =
        |count: fn(&VillageChange) -> u32| preview.villages.iter().map(count).fold(0, u32::saturating_add);
    let listed = sum(|village| village.screening.listed);
    let unlisted = sum(|village| village.screening.unlisted);
    let changed = sum(|village| village.screening.changed);
    if listed == 0 && unlisted == 0 && changed == 0 {
        return None;
    }
    let columns = [
        words.village(),
        words.config_listed(),
        words.config_unlisted(),
        words.config_relisted(),
    ];
    let villages = preview.villages.iter().filter(|village| {
        let change = &village.screening;
        change.listed > 0 || change.unlisted > 0 || change.changed > 0
    });
    let rows = villages.map(|village| row(village, words)).collect_view();
    let table = super::super::table("h-screened", &columns, rows.into_any());
    let view = view! {
        <h3 id="h-screened">{words.config_screened(listed, unlisted, changed)}</h3>
        <p class="hint">{words.config_screened_hint()}</p>
        {table}
    };
    Some(view.into_any())
}

fn row(village: &VillageChange, words: Words) -> AnyView {
    let change = &village.screening;
    view! {
        <tr>
            <td>{name(village)}</td>
            <td>{count(village, (true, false), change.listed, words)}</td>
            <td>{count(village, (false, false), change.unlisted, words)}</td>
            <td>{count(village, (true, true), change.changed, words)}</td>
        </tr>
    }
    .into_any()
}

/// A count that opens its households, each with the rules that list it: `which` are listed with the draft, and were
/// before by others.
fn count(village: &VillageChange, which: (bool, bool), count: u32, words: Words) -> Option<AnyView> {
    if count == 0 {
        return None;
    }
    let change = &village.screening;
    let of = change
        .households
        .iter()
        .filter(|one| (one.listed, one.is_changed()) == which);
    let households: Vec<AnyView> = of.map(|one| household(one, words)).collect();
    let cut = u32::try_from(households.len()).is_ok_and(|named| named < count);
    let cut =
        cut.then(|| view! { <p class="hint">{words.config_households_cut(HOUSEHOLDS_MAX)}</p> }.into_any());
    let view = view! {
        <details class="fold">
            <summary>{words.config_households(count)}</summary>
            <ul>{households}</ul>
            {cut}
        </details>
    };
    Some(view.into_any())
}

fn household(one: &ScreenedHousehold, words: Words) -> AnyView {
    let said = |rules: &[ScreeningRule]| {
        let rules: Vec<&str> = rules.iter().map(|rule| rule.label(words.lang())).collect();
        words.join(&rules)
    };
    let rules = match one.is_changed() {
        true => words.config_rules_change(&said(&one.before), &said(&one.rules)),
        false => said(&one.rules),
    };
    view! {
        <li>
            <a href=format!("/desk/households/{}", one.id)>{one.group.clone()}" "{one.name.clone()}</a>
            ": "{rules}
        </li>
    }
    .into_any()
}
