//! The page of a household's elimination on the phone: where it stands, its criteria, the next step or the nomination,
//! natural reduction, and the episodes before.

use super::criteria::criteria;
use super::reduce::{can_be_reduced, reduce_form, reduced};
use super::rows::can_be_nominated;
use super::told::told;
use crate::format::day_of;
use crate::ledger::View;
use crate::parts::row::{banner, empty, section};
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Icon, Scene, Top, household_address, household_name, scene};
use crate::screens::not_here::at_household;
use crate::screens::papers;
use crate::screens::step::kind::Kind;
use crate::screens::step::{Asking, on_phone};
use crate::words::Words;
use domain::config::Config;
use domain::elimination::codes::EliminationWay;
use domain::elimination::precheck::{Criterion, Ground, precheck};
use domain::elimination::{Begin, EliminationLimits, EndedBy, Episode, episodes};
use domain::household::Household;
use domain::ids::HouseholdId;
use domain::record::Records;
use domain::refusal::{Refusal, RefusalCode};
use leptos::prelude::*;
use std::sync::Arc;

/// The elimination of the household in the address.
#[component]
pub fn EliminationScreen(
    /// What the address names the household by.
    id: String,
) -> impl IntoView {
    at_household(
        id,
        |view, id| {
            view.records
                .household(id)
                .is_some_and(|household| household.monitor.is_some())
        },
        |id| view! { <Known id/> }.into_any(),
    )
}

#[component]
fn Known(id: HouseholdId) -> impl IntoView {
    let Scene { words, view, .. } = scene();
    let name = household_name(id);
    let back = Some(Back(household_address(id), words.of_name(&name)));
    let title = words.elim_title(&name);
    let body = move || {
        let view = view.get()?;
        Some(above(&view, view.records.household(id)?, words))
    };
    // The form is made anew only when the elimination has moved: what is being typed stays otherwise.
    let rev = Memo::new(move |_| {
        let view = view.get()?;
        let file = view.records.monitoring(id);
        let steps = file.map(|file| {
            let moved = file.eliminations.iter().map(|one| (one.op, one.progress().rev));
            moved.collect::<Vec<_>>()
        });
        let gone = file.map(|file| file.reductions.len());
        Some((steps, gone, file.is_some_and(|file| file.running().is_some())))
    });
    let next = move || {
        rev.get()?;
        let view = untrack(|| view.get())?;
        let household = view.records.household(id)?;
        let gone = can_be_reduced(&view, household).then(|| reduce_form(id, view.today));
        Some(view! { {next(&view, household, words)}{gone} }.into_any())
    };
    let before = move || {
        let view = view.get()?;
        history(&view, view.records.household(id)?, words)
    };
    let sub = Signal::derive(String::new);
    view! {
        <Frame here=Here::Households>
            <Top title=title tab=words.elim_heading() sub=sub back=back/>
            <main id="main" tabindex="-1"><div class="stack narrow">{move || body()}{move || next()}{move || before()}</div></main>
        </Frame>
    }
}

/// What the criteria are read from, and what they say of a way.
fn checked(
    view: &View,
    household: &Household,
    limits: EliminationLimits,
    way: EliminationWay,
) -> Vec<Criterion> {
    let config = view.config();
    let flags = view.records.flags_of(household.id);
    let requests = view.records.requests_of(household.id);
    let ground = Ground {
        household,
        file: view.records.monitoring(household.id),
        flags: &flags,
        requests: &requests,
        config: &config,
        limits,
    };
    precheck(ground, way, view.today)
}

/// The present elimination, with its criteria while it runs.
fn above(view: &View, household: &Household, words: Words) -> Option<AnyView> {
    let file = view.records.monitoring(household.id);
    if let Some(gone) = reduced(view, household, words) {
        return Some(gone);
    }
    let Some(one) = file.and_then(|file| file.eliminations.last()) else {
        let idle = !can_be_nominated(view, household, file);
        return idle.then(|| empty(words.elim_none(), String::new()));
    };
    let running = one.is_running().then(|| {
        let found = checked(view, household, one.limits, one.way());
        let home = household_address(household.id);
        criteria(&found, Some(&home), view.today, words)
    });
    let papers = file.and_then(|file| papers::of_file(file, (view.me.role, view.today), words));
    Some(view! { {told(one, view.today, words)}{running}{papers} }.into_any())
}

/// The next step of the elimination that runs or was decided, else the nomination.
fn next(view: &View, household: &Household, words: Words) -> Option<AnyView> {
    let file = view.records.monitoring(household.id);
    if household.reduced.is_some() {
        return None;
    }
    if can_be_nominated(view, household, file) {
        return Some(nomination(view, household, words));
    }
    let one = file?.eliminations.last()?;
    let steps = one.offered(view.me.role, view.today);
    let asking = Asking {
        way: one.way(),
        ..Asking::next(
            steps.into_iter().map(Kind::Eliminate).collect(),
            household.name().to_owned(),
            view.today,
            words,
        )
    };
    on_phone(view, household.id, one.progress().rev, asking)
}

/// The form of the nomination: the way is chosen, and the criteria of that way stand under it.
fn nomination(view: &View, household: &Household, words: Words) -> AnyView {
    let Config { eliminate, .. } = view.config();
    let Some(limits) = eliminate else {
        let said = Refusal::plain(RefusalCode::NoEliminationLimits);
        return banner("warn", Icon::Info, said.words(words.lang()).to_owned());
    };
    let ways: Vec<EliminationWay> = EliminationWay::ALL.to_vec();
    let (home, today) = (household_address(household.id), view.today);
    let found: Vec<_> = ways
        .iter()
        .map(|way| (*way, checked(view, household, limits, *way)))
        .collect();
    let draw = move |way: EliminationWay| {
        let of_way = found.iter().find(|(one, _)| *one == way);
        let of_way = of_way.map_or(&[][..], |(_, found)| found);
        criteria(of_way, Some(&home), today, words)
    };
    let asking = Asking {
        heads: (words.elim_nominate(), words.elim_way()),
        criteria: Some(Arc::new(draw)),
        ..Asking::next(
            ways.into_iter().map(Kind::Nominate).collect(),
            household.name().to_owned(),
            today,
            words,
        )
    };
    on_phone(view, household.id, 0, asking).into_any()
}

/// The episodes of monitoring, once there is more to say than that one lasts.
fn history(view: &View, household: &Household, words: Words) -> Option<AnyView> {
    let all = episodes(household, view.records.monitoring(household.id));
    if all.len() < 2 && all.iter().all(|episode| episode.ended.is_none()) {
        return None;
    }
    let items: Vec<AnyView> = all
        .iter()
        .map(|episode| told_episode(episode, view, words))
        .collect();
    let list = view! { <ol class="card timeline">{items}</ol> }.into_any();
    Some(section("h-episodes", words.elim_episodes(), None, None, list))
}

fn told_episode(episode: &Episode, view: &View, words: Words) -> AnyView {
    let lang = words.lang();
    let from = episode.from.map(|from| day_of(from, view.today, lang));
    let begin = match (episode.begin, from) {
        (Begin::Identified, Some(from)) => words.elim_from(&from),
        (Begin::RolledBack(_), Some(from)) => words.elim_from_rollback(&from),
        _ => words.elim_from_register().to_owned(),
    };
    let end = match &episode.ended {
        Some(ended) => {
            let until = day_of(ended.until, view.today, lang);
            match ended.by {
                EndedBy::Elimination(way) => words.elim_until(&until, way.label(lang)),
                EndedBy::Reduction(reason) => words.elim_reduced(&until, reason.label(lang)),
            }
        }
        None => words.elim_lasts().to_owned(),
    };
    view! { <li class="done"><b>{begin}</b><p>{end}</p></li> }.into_any()
}
