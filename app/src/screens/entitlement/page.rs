//! The page of a household's policies: the household's own, then each member's; what does not fit them is folded away.

use super::{address, policy_row, status_tag};
use crate::ledger::View;
use crate::parts::row::row;
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Scene, Top, household_address, household_name, scene};
use crate::screens::not_here::at_household;
use crate::words::Words;
use domain::entitlement::codes::EntitlementStatus;
use domain::entitlement::{EntitlementKey, keys, standing, worth_asking};
use domain::household::{Household, Member};
use domain::ids::HouseholdId;
use domain::record::Records;
use leptos::prelude::*;

/// The policies of the household in the address.
#[component]
pub fn PoliciesScreen(
    /// What the address names the household by.
    id: String,
) -> impl IntoView {
    at_household(id, |_, _| true, |id| view! { <Known id/> }.into_any())
}

#[component]
fn Known(id: HouseholdId) -> impl IntoView {
    let Scene { words, view, .. } = scene();
    let name = household_name(id);
    let back = Some(Back(household_address(id), words.of_name(&name)));
    let sub = Signal::derive(String::new);
    let told = move || {
        let view = view.get()?;
        let household = view.records.household(id)?;
        let whose = [None].into_iter().chain(household.members.iter().map(Some));
        let groups = whose.map(|member| group(member, household, &view, words));
        Some(groups.collect_view())
    };
    view! {
        <Frame here=Here::Households>
            <Top title=words.policies_title(&name) tab=words.policies_heading() sub=sub back=back/>
            <main id="main" tabindex="-1"><div class="stack narrow">{move || told()}</div></main>
        </Frame>
    }
}

/// The policies of the household or of one member.
fn group(member: Option<&Member>, household: &Household, view: &View, words: Words) -> AnyView {
    let file = view.records.entitlements(household.id);
    let own = keys(household).filter(|key| key.member == member.map(|one| one.id));
    let (mut first, mut rest) = (Vec::new(), Vec::new());
    for key in own {
        let known = standing(household, file, key);
        let shown = known.is_some() || worth_asking(household, key, view.today);
        let kind = key.kind.label(words.lang());
        let row = match &known {
            Some(known) => policy_row(kind.to_owned(), known, household, view, words),
            None => unknown(key, kind, household, words),
        };
        if shown { first.push(row) } else { rest.push(row) }
    }
    let heading = member
        .map_or(words.policies_household(), |member| member.name.as_str())
        .to_owned();
    // What fits is a tap nearer; where nothing does, nothing is folded away.
    let folded = !first.is_empty();
    let first = folded.then(|| view! { <ul class="card list">{first}</ul> }.into_any());
    let rest = (!rest.is_empty()).then(|| {
        view! {
            <details class="card fold" open=!folded><summary>{words.policies_rest()}</summary><ul class="list">{rest}</ul></details>
        }.into_any()
    });
    let label = heading.clone();
    view! { <section class="sec" aria-label=label><div class="head"><h2>{heading}</h2></div>{first}{rest}</section> }
        .into_any()
}

fn unknown(key: EntitlementKey, kind: &'static str, household: &Household, words: Words) -> AnyView {
    let name = view! { {kind}" "{status_tag(key.kind, EntitlementStatus::Unknown, words)} };
    row(address(household, key), name.into_any(), String::new(), None)
}
