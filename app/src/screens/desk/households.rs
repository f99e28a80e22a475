//! Households at the district's desk: choose a village, find a household, read it; full numbers for a reason.

use super::{search, waiting_or};
use crate::desk_client::{household, households, teams};
use crate::ledger::UiError;
use crate::parts::row::empty;
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Tone, Top, scene, tag};
use crate::screens::household::{Reveal, RevealSheet, guarantees, income, people, standing};
use crate::screens::papers;
use crate::words::Words;
use domain::desk::{HouseholdLine, HouseholdList, HouseholdPage};
use domain::roster::Village;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;

/// Rows drawn at most; the search narrows the rest.
const SHOWN: usize = 200;

/// The list of a village.
#[component]
pub fn Households() -> impl IntoView {
    let words = scene().words;
    let asked = use_query_map().with_untracked(|map| map.get("village").unwrap_or_default());
    let (village, query) = (RwSignal::new(asked), RwSignal::new(String::new()));
    let villages = RwSignal::new(None::<Result<Vec<Village>, UiError>>);
    let loaded = RwSignal::new(None::<Result<HouseholdList, UiError>>);
    spawn_local(async move {
        let list = teams().await.map(|list| {
            let led = list.teams.into_iter().flat_map(|team| team.villages);
            let mut all: Vec<Village> = led.chain(list.unled).collect();
            all.sort_by_key(|village| (village.township.clone(), village.name.clone()));
            all
        });
        let _ = villages.try_set(Some(list));
    });
    Effect::new(move |_| {
        let wanted = village.get();
        loaded.set(None);
        if wanted.is_empty() {
            return;
        }
        spawn_local(async move {
            let list = households(&wanted).await;
            // A slower answer to an earlier question must not replace this one.
            if village.try_get_untracked().as_ref() == Some(&wanted) {
                let _ = loaded.try_set(Some(list));
            }
        });
    });
    let list = move || match village.read().is_empty() {
        true => empty(words.desk_households_pick(), words.desk_households_more()),
        false => waiting_or(loaded.get(), |list| table(&list, query, words)),
    };
    view! {
        <Frame here=Here::Register>
            <Top title=words.households_title() sub=words.sub_desk()/>
            <main id="main" tabindex="-1">
                {move || waiting_or(villages.get(), |all| choose(&all, village, words))}
                {search(query, words.find_household(), words.find_hint())}
                {list}
            </main>
        </Frame>
    }
}

fn choose(all: &[Village], village: RwSignal<String>, words: Words) -> AnyView {
    let options = all.iter().map(|village| {
        let name = format!("{} {}", village.township, village.name);
        view! { <option value=village.id.to_string()>{name}</option> }.into_any()
    });
    let options = options.collect_view();
    view! {
        <div class="field narrow">
            <label for="village">{words.village()}</label>
            <select id="village" prop:value=move || village.get() on:change=move |event| village.set(event_target_value(&event))>
                <option value="">{words.desk_households_pick()}</option>{options}
            </select>
        </div>
    }
    .into_any()
}

fn table(list: &HouseholdList, query: RwSignal<String>, words: Words) -> AnyView {
    let lines = list.lines.clone();
    let rows = move || {
        let query = query.read();
        let fits = lines
            .iter()
            .filter(|line| query.trim().is_empty() || line.search.matches(&query));
        fits.take(SHOWN).map(|line| row(line, words)).collect_view()
    };
    let columns = [
        words.head_name(),
        words.group(),
        words.col_address(),
        words.people(),
        words.state(),
    ];
    let table = super::table("h-list", &columns, rows.into_any());
    let me = scene().me();
    let papers = me.and_then(|me| papers::of_village(&list.village.id, (me.role, super::today()), words));
    view! {
        <section class="panel full" aria-labelledby="h-list">
            <h2 id="h-list">{list.village.place()}" "<small>{words.households_count(list.lines.len())}</small></h2>
            {table}
        </section>
        <div class="narrow">{papers}</div>
    }
    .into_any()
}

fn row(line: &HouseholdLine, words: Words) -> AnyView {
    let lang = words.lang();
    let monitor = line
        .monitor
        .map(|category| tag(Tone::Calm, None, category.label(lang)));
    view! {
        <tr>
            <td><a href=format!("/desk/households/{}", line.id)>{words.of_name(&line.name)}</a></td>
            <td>{line.group.clone()}</td>
            <td>{line.address.clone()}</td>
            <td>{line.people}</td>
            <td>{tag(Tone::Plain, None, line.household_type.label(lang))}" "{monitor}</td>
        </tr>
    }
    .into_any()
}

/// One household.
#[component]
pub fn OneHousehold(
    /// The household.
    id: String,
) -> impl IntoView {
    let words = scene().words;
    let loaded = RwSignal::new(None::<Result<HouseholdPage, UiError>>);
    spawn_local(async move {
        let page = household(&id).await;
        let _ = loaded.try_set(Some(page));
    });
    let title = Signal::derive(move || match loaded.read().as_ref() {
        Some(Ok(page)) => words.of_name(page.household.name()),
        _ => words.household_tab().to_owned(),
    });
    let sub = Signal::derive(move || match loaded.read().as_ref() {
        Some(Ok(HouseholdPage {
            village, household, ..
        })) => {
            format!("{}{} {}", village.township, village.name, household.address)
        }
        _ => String::new(),
    });
    let back = Signal::derive(move || match loaded.read().as_ref() {
        Some(Ok(page)) => format!("/desk/households?village={}", page.village.id),
        _ => "/desk/households".to_owned(),
    });
    view! {
        <Frame here=Here::Register>
            {move || {
                let back = Some(Back(back.get(), words.households_title().to_owned()));
                view! { <Top title=title tab=words.household_tab() sub=sub back=back/> }
            }}
            <main id="main" tabindex="-1">{move || waiting_or(loaded.get(), |page| page_of(&page, words))}</main>
        </Frame>
    }
}

fn page_of(page: &HouseholdPage, words: Words) -> AnyView {
    let HouseholdPage { today, household, .. } = page;
    let reveal = Reveal::new(household.id);
    let me = scene().me();
    let papers = me.and_then(|me| papers::of_household_for(me.role, household.id, words));
    view! {
        <div class="stack narrow">
            <div class="tags">{standing(household, words)}</div>
            {guarantees(household, *today, words)}
            {people(household, *today, reveal, words)}
            {income(household, words)}
            {papers}
        </div>
        <RevealSheet reveal/>
    }
    .into_any()
}
