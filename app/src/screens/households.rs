//! The list of households by group, with instant search; also the way to choose one for a visit.

use super::case;
use super::not_here::first_load;
use super::outline::Line;
use super::root::Outline;
use super::today::{tier_tag, village_names};
use crate::format::day_of;
use crate::ledger::View;
use crate::parts::chips::filter_chip;
use crate::parts::icon::{Icon, icon};
use crate::parts::row::{empty, row};
use crate::parts::tag::due_tag;
use crate::parts::{Frame, Here, Scene, Tone, Top, household_address, scene, tag};
use crate::words::Words;
use domain::due::VisitTier;
use domain::household::codes::HouseholdType;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use std::sync::Arc;

/// Most rows drawn at once; the rest comes on request, so that a thousand households stay quick.
const SHOWN: usize = 80;

/// Which households are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Show {
    All,
    Due,
    Flagged,
    /// The rules of screening found something.
    Screened,
    Monitored,
    Lifted,
    /// One tier, only those past their interval: the list behind a number of the four not-removes.
    Past(VisitTier),
    /// One tier, all within their interval.
    Within(VisitTier),
}

impl Show {
    fn from_query(show: Option<&str>, tier: Option<&str>) -> Self {
        let tier = tier.and_then(VisitTier::from_code);
        match (show, tier) {
            (Some("past"), Some(tier)) => Self::Past(tier),
            (Some("within"), Some(tier)) => Self::Within(tier),
            (Some("due"), _) => Self::Due,
            (Some("flagged"), _) => Self::Flagged,
            (Some("screened"), _) => Self::Screened,
            (Some("monitored"), _) => Self::Monitored,
            (Some("lifted"), _) => Self::Lifted,
            _ => Self::All,
        }
    }

    fn takes(self, line: &Line) -> bool {
        match self {
            Self::All => true,
            Self::Due => line.is_due(),
            Self::Flagged => line.flag.is_some(),
            Self::Screened => !line.screened.is_empty(),
            Self::Monitored => line.monitor.is_some(),
            Self::Lifted => line.household_type == HouseholdType::LiftedOut,
            Self::Past(tier) => line.due.tier == tier && line.is_past(),
            Self::Within(tier) => line.due.tier == tier && !line.is_past(),
        }
    }
}

/// The households of the team.
#[component]
pub fn Households() -> impl IntoView {
    let words = scene().words;
    view! { <Frame here=Here::Households><List title=words.households_title() picking=false/></Frame> }
}

/// Choosing the household of a visit; a tap opens the form.
#[component]
pub fn PickHousehold() -> impl IntoView {
    let words = scene().words;
    view! { <Frame here=Here::Visit><List title=words.pick_title() picking=true/></Frame> }
}

#[component]
fn List(title: &'static str, picking: bool) -> impl IntoView {
    let Scene { words, view, .. } = scene();
    let asked = use_query_map();
    let (show, query) = asked.with_untracked(|map| {
        (
            Show::from_query(map.get_str("show"), map.get_str("tier")),
            map.get("q").unwrap_or_default(),
        )
    });
    let (show, query, shown) = (RwSignal::new(show), RwSignal::new(query), RwSignal::new(SHOWN));
    let sub = Signal::derive(move || {
        view.get()
            .map(|view| village_names(&view, words))
            .unwrap_or_default()
    });
    let typed = move |event| {
        query.set(event_target_value(&event));
        shown.set(SHOWN);
    };
    view! {
        <Top title=title sub=sub/>
        <main id="main" tabindex="-1">
            {first_load()}
            <div class="finder">
                <label class="search">
                    <span class="visually-hidden">{words.find_household()}</span>
                    {icon(Icon::Search)}
                    <input
                        type="search" name="q" placeholder=words.find_hint() enterkeyhint="search" autocomplete="off"
                        prop:value=move || query.get() on:input=typed
                    />
                </label>
            </div>
            {filters(show, shown, words)}
            {move || view.get().filter(|_| !picking).and_then(|view| case::link(&view, words))}
            {move || found(view.get(), show.get(), &query.read(), shown, picking, words)}
        </main>
    }
}

fn filters(show: RwSignal<Show>, shown: RwSignal<usize>, words: Words) -> AnyView {
    let lines = expect_context::<Outline>().0;
    let chip = |label, what: Show| {
        let count = move || Some(lines.read().iter().filter(|line| what.takes(line)).count());
        let press = move || {
            show.set(what);
            shown.set(SHOWN);
        };
        filter_chip(label, count, move || show.get() == what, press)
    };
    view! {
        <div class="chips" role="group" aria-label=words.only_show()>
            {chip(words.all(), Show::All)}
            {chip(words.filter_due(), Show::Due)}
            {chip(words.flag_filter(), Show::Flagged)}
            {chip(words.screen_filter(), Show::Screened)}
            {chip(words.filter_monitored(), Show::Monitored)}
            {chip(words.filter_lifted(), Show::Lifted)}
        </div>
    }
    .into_any()
}

/// The households that fit, by group, at most `shown` of them.
fn found(
    view: Option<Arc<View>>,
    show: Show,
    query: &str,
    shown: RwSignal<usize>,
    picking: bool,
    words: Words,
) -> Option<AnyView> {
    let view = view?;
    let lines = expect_context::<Outline>().0.get();
    let matches = |line: &Line| {
        query.trim().is_empty() || view.search.get(&line.id).is_some_and(|key| key.matches(query))
    };
    let mut fitting: Vec<&Line> = lines
        .iter()
        .filter(|line| show.takes(line) && matches(line))
        .collect();
    // What cannot wait stands first, whatever is shown (domain.md §5.3); the rest keeps its order.
    fitting.sort_by_key(|line| !line.is_urgent());
    let count =
        view! { <p class="visually-hidden" role="status">{words.households_count(fitting.len())}</p> };
    if fitting.is_empty() {
        return Some(view! { {count}{empty(words.found_none(), words.found_none_more())} }.into_any());
    }
    let drawn: Vec<&Line> = fitting.iter().take(shown.get()).copied().collect();
    let several = view
        .reference
        .as_ref()
        .is_some_and(|reference| reference.villages.len() > 1);
    let groups: Vec<AnyView> = drawn
        .chunk_by(|a, b| same_group(a, b))
        .enumerate()
        .filter_map(|(index, lines)| group(index, lines, &fitting, &view, (picking, several, show), words))
        .collect();
    let rest = fitting.len().saturating_sub(drawn.len());
    let more = (rest > 0).then(|| {
        view! {
            <button class="ghost wide" type="button" on:click=move |_| shown.update(|shown| *shown = shown.saturating_add(SHOWN))>
                {words.show_more(rest.min(SHOWN))}
            </button>
        }.into_any()
    });
    Some(view! { {count}{groups}{more} }.into_any())
}

/// Whether two stand under one heading: of one group, and both in front of the others or neither.
fn same_group(a: &Line, b: &Line) -> bool {
    (&a.group, &a.village, a.is_urgent()) == (&b.group, &b.village, b.is_urgent())
}

fn group(
    index: usize,
    lines: &[&Line],
    all: &[&Line],
    view: &View,
    (picking, several, show): (bool, bool, Show),
    words: Words,
) -> Option<AnyView> {
    let first = lines.first()?;
    let village = view
        .reference
        .iter()
        .flat_map(|reference| &reference.villages)
        .find(|village| several && village.id == first.village)
        .map(|village| format!("{} · ", village.name));
    let total = all.iter().filter(|line| same_group(line, first)).count();
    let (id, heading) = (format!("g{index}"), format!("g{index}"));
    let rows = lines
        .iter()
        .map(|line| household_row(line, view, (picking, show), words))
        .collect_view();
    let group = view! {
        <section class="sec" aria-labelledby=heading>
            <div class="head"><h2 id=id>{village}{first.group.clone()}" "<b>{words.households_count(total)}</b></h2></div>
            <ul class="card list long">{rows}</ul>
        </section>
    };
    Some(group.into_any())
}

fn household_row(line: &Line, view: &View, (picking, show): (bool, Show), words: Words) -> AnyView {
    let last = match line.due.last_met {
        Some(day) => words.last_visit_on(&day_of(day, view.today, words.lang())),
        None => words.never_visited().to_owned(),
    };
    let house = line
        .address
        .strip_prefix(line.group.as_str())
        .unwrap_or(&line.address);
    let detail = match show {
        Show::Screened => {
            let rules = line.screened.iter().map(|rule| rule.label(words.lang()));
            words.join(&rules.collect::<Vec<_>>())
        }
        _ => format!("{house} · {} · {last}", words.people_count(line.people)),
    };
    let flag = line.flag.map(|urgent| match urgent {
        true => tag(Tone::Stop, Some(Icon::Bang), words.urgent_tag()),
        false => tag(Tone::Warn, Some(Icon::Flag), words.flag_tab()),
    });
    let name = view! { {line.name.clone()}" "{tier_tag(line.due.tier, words)}" "{flag} };
    let end = if picking { "/visit" } else { "" };
    row(
        format!("{}{end}", household_address(line.id)),
        name.into_any(),
        detail,
        due_tag(&line.due, words),
    )
}
