//! The district's board: totals, villages, the weekly trend. Every number opens its list; nothing is ranked.

use super::{last_days, trend, villages, waiting_or};
use crate::desk_client::{VisitFilter, board, cases};
use crate::ledger::UiError;
use crate::parts::chips::filter_chip;
use crate::parts::{Frame, Here, Scene, Top, moment, scene};
use crate::words::Words;
use chrono::NaiveDate;
use domain::api::Board as Counts;
use domain::case::codes::CaseState;
use domain::case::desk::CaseBoard;
use domain::elimination::codes::EliminationState;
use domain::policy::{Action, permits_somehow};
use domain::visit::codes::VisitStatus;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Days of the period at first.
const USUAL_DAYS: u64 = 30;

/// The board.
#[component]
pub fn Board() -> impl IntoView {
    let Scene { words, .. } = scene();
    let days = RwSignal::new(USUAL_DAYS);
    let township = RwSignal::new(String::new());
    let loaded = RwSignal::new(None::<Result<Counts, UiError>>);
    Effect::new(move |_| {
        let (from, to) = last_days(days.get());
        loaded.set(None);
        spawn_local(async move {
            let counts = board(from, to).await;
            // A slower answer to an earlier question must not replace this one.
            if days
                .try_get_untracked()
                .is_some_and(|days| last_days(days).0 == from)
            {
                let _ = loaded.try_set(Some(counts));
            }
        });
    });
    let sub = Signal::derive(move || match loaded.get() {
        Some(Ok(counts)) => words.board_as_of(&moment(counts.server_time, super::today(), words)),
        _ => words.sub_desk().to_owned(),
    });
    view! {
        <Frame here=Here::Board>
            <Top title=words.board_title() sub=sub/>
            <main id="main" tabindex="-1">
                {to_decide(words)}
                {periods(days, words)}
                {move || waiting_or(loaded.get(), |counts| show(&counts, township, words))}
            </main>
        </Frame>
    }
}

/// What waits for the district, decisions and comparisons, each count opening its list; for whoever decides.
fn to_decide(words: Words) -> Option<AnyView> {
    let me = scene().me()?;
    if !permits_somehow(me.role, Action::DecideCase) {
        return None;
    }
    let loaded = RwSignal::new(None::<Result<CaseBoard, UiError>>);
    spawn_local(async move {
        let waiting = cases().await;
        let _ = loaded.try_set(Some(waiting));
    });
    let tallies = move |board: CaseBoard| {
        let cases = board.lines.iter().map(|line| line.state);
        let cases = cases.filter(|state| *state == CaseState::CountyReview).count();
        let ends = board.eliminations.iter().map(|line| line.state);
        let ends = ends
            .filter(|state| *state == EliminationState::CountyReview)
            .count();
        let comparing = board.lines.iter().filter(|line| line.compare_by.is_some());
        let (of_cases, of_ends) = (
            CaseState::CountyReview.code(),
            EliminationState::CountyReview.code(),
        );
        let lists = [
            (
                words.t_decide_cases(),
                cases,
                format!("/desk/cases?state={of_cases}"),
            ),
            (
                words.t_decide_ends(),
                ends,
                format!("/desk/cases?elimination={of_ends}"),
            ),
            (
                words.t_decide_compare(),
                comparing.count(),
                "/desk/cases?only=compare".to_owned(),
            ),
        ];
        let tallies = lists.map(|(word, count, href)| {
            view! { <li><a class="tally" href=href><span>{word}</span><b>{count}</b></a></li> }.into_any()
        });
        view! { <ul class="tallies">{tallies.collect_view()}</ul> }.into_any()
    };
    Some(
        view! {
            <section class="panel full" aria-labelledby="h-decide">
                <h2 id="h-decide">{words.decide_title()}</h2>
                {move || waiting_or(loaded.get(), tallies)}
            </section>
        }
        .into_any(),
    )
}

/// Teams, people and villages, with the way to their list.
fn posted(counts: &Counts, words: Words) -> AnyView {
    let said = words.board_sub(counts.teams, counts.people, counts.villages.len());
    view! { <p class="full"><a class="quiet" href="/desk/teams">{said}</a></p> }.into_any()
}

fn periods(days: RwSignal<u64>, words: Words) -> AnyView {
    let one = |label, n: u64| filter_chip(label, || None, move || days.get() == n, move || days.set(n));
    view! {
        <div class="chips" role="group" aria-label=words.period()>
            {one(words.period_week(), 7)}
            {one(words.period_month(), 30)}
            {one(words.period_quarter(), 90)}
            {one(words.period_year(), 365)}
        </div>
    }
    .into_any()
}

fn show(counts: &Counts, township: RwSignal<String>, words: Words) -> AnyView {
    view! {
        <div class="board">
            {posted(counts, words)}
            {totals(counts, words)}
            {villages::villages(counts, township, words)}
            {trend::trend(counts, words)}
        </div>
    }
    .into_any()
}

/// The address of the list behind a number.
pub(super) fn list_address(
    (from, to): (NaiveDate, NaiveDate),
    village: Option<&str>,
    status: Option<VisitStatus>,
    late: bool,
) -> String {
    let filter = VisitFilter {
        from: Some(from),
        to: Some(to),
        village: village.map(str::to_owned),
        township: None,
        status,
        late,
    };
    format!("/desk/visits?{}", filter.query())
}

fn totals(counts: &Counts, words: Words) -> AnyView {
    let period = (counts.from, counts.to);
    let sum = |count: fn(&domain::api::BoardVillage) -> u64| counts.villages.iter().map(count).sum::<u64>();
    let lines = [
        (
            words.t_visits(),
            sum(|v| v.visits),
            list_address(period, None, None, false),
        ),
        (
            words.t_waiting(),
            sum(|v| v.waiting),
            list_address(period, None, Some(VisitStatus::Submitted), false),
        ),
        (
            words.t_waiting_late(),
            sum(|v| v.waiting_late),
            list_address(period, None, Some(VisitStatus::Submitted), true),
        ),
        (
            words.t_returned(),
            sum(|v| v.returned),
            list_address(period, None, Some(VisitStatus::Returned), false),
        ),
    ];
    let tallies = lines.map(|(word, count, href)| {
        view! { <li><a class="tally" href=href><span>{word}</span><b>{crate::format::grouped_u64(count)}</b></a></li> }.into_any()
    });
    view! {
        <section class="panel full" aria-labelledby="h-flow">
            <h2 id="h-flow">{words.flow_title()}" "<small>{words.flow_hint()}</small></h2>
            <ul class="tallies">{tallies.collect_view()}</ul>
        </section>
    }
    .into_any()
}
