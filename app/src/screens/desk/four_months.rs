//! The four not-removes by month: how many villages, of the district or of one township, and how many bodies of the duty list
//! stood at each worst state at a month's end; drawn, and written as a table whose figures open the list behind them.

use super::cases_townships::choice;
use super::four_plot::{STATES, plot};
use crate::desk_client::escape;
use crate::format::{day, month};
use crate::words::Words;
use chrono::NaiveDate;
use domain::commitments::board::{Figure, FourBoard, FourVillage};
use domain::commitments::trend::FourMonth;
use domain::commitments::{CommitmentStatus, Pillar};
use domain::time::{first_of_month, last_of_month};
use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use std::sync::Arc;

/// What a trend counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trend {
    /// Villages.
    Villages,
    /// Bodies of the duty list.
    Bodies,
}

impl Trend {
    /// Its name in addresses and in the ids of the page.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Villages => "villages",
            Self::Bodies => "bodies",
        }
    }

    /// What the plot shows, for whoever does not see it.
    pub(super) fn picture(self, first: &str, last: &str, words: Words) -> String {
        match self {
            Self::Villages => words.four_months_picture(first, last),
            Self::Bodies => words.four_bodies_picture(first, last),
        }
    }

    fn table(self, words: Words) -> &'static str {
        match self {
            Self::Villages => words.four_months_table(),
            Self::Bodies => words.four_bodies_table(),
        }
    }

    const fn list(self) -> &'static str {
        match self {
            Self::Villages => "h-behind",
            Self::Bodies => "h-bodies-behind",
        }
    }
}

/// A figure whose list is open: the first day of its month, and the state.
type Opened = Option<(Trend, NaiveDate, CommitmentStatus)>;

/// What the page is asked to show: by its address, then by whoever presses something.
#[derive(Clone, Copy)]
pub(super) struct Chosen {
    /// The pillar.
    pub(super) pillar: RwSignal<Pillar>,
    /// The township whose villages the trend counts; all where none.
    pub(super) township: RwSignal<Option<String>>,
    /// The figure whose list is open.
    pub(super) opened: RwSignal<Opened>,
}

/// What an address asks for.
pub(super) type Asked = (Option<Pillar>, Option<String>, Opened);

/// Reads an address.
pub(super) fn asked(map: &ParamsMap) -> Asked {
    let trend = match map.get("of").as_deref() {
        Some("bodies") => Trend::Bodies,
        _ => Trend::Villages,
    };
    let month = map.get("month").and_then(|day| day.parse().ok());
    let state = map
        .get("state")
        .and_then(|code| CommitmentStatus::from_code(&code));
    (
        map.get("pillar").and_then(|code| Pillar::from_code(&code)),
        map.get("township"),
        month.zip(state).map(|(month, state)| (trend, month, state)),
    )
}

impl Chosen {
    /// Shows what an address asks for.
    pub(super) fn follow(self, (pillar, township, opened): Asked) {
        if let Some(pillar) = pillar {
            self.pillar.set(pillar);
        }
        self.township.set(township);
        self.opened.set(opened);
    }

    fn address(self, pillar: Pillar, (trend, month, state): (Trend, NaiveDate, CommitmentStatus)) -> String {
        let township = self.township.get().filter(|_| trend == Trend::Villages);
        let township = township.map(|name| format!("&township={}", escape(&name)));
        format!(
            "/desk/four?of={}&pillar={}&month={month}&state={}{}#{}",
            trend.key(),
            pillar.code(),
            state.code(),
            township.unwrap_or_default(),
            trend.list(),
        )
    }
}

/// The villages by month in a pillar.
pub(super) fn of_villages(board: &Arc<FourBoard>, pillar: Pillar, chosen: Chosen, words: Words) -> AnyView {
    let lang = words.lang();
    let mut townships: Vec<String> = board.villages.iter().map(|one| one.township.clone()).collect();
    townships.dedup();
    let whose = {
        let board = Arc::clone(board);
        Memo::new(move |_| board.months(chosen.township.get().as_deref()))
    };
    let list = {
        let board = Arc::clone(board);
        move || {
            let (month, state) = opened(chosen, Trend::Villages)?;
            let township = chosen.township.get();
            let found = board.villages_behind(township.as_deref(), (month, pillar, state));
            let rows: Vec<AnyView> = found.into_iter().map(|one| village_row(one, words)).collect();
            let columns = [words.township(), words.village()];
            Some(behind(
                (Trend::Villages, township),
                (month, pillar, state),
                (&columns, rows),
                words,
            ))
        }
    };
    view! {
        <section class="panel full" aria-labelledby="h-months">
            <h2 id="h-months">{words.four_months(pillar.label(lang))}" "<small>{words.four_months_hint()}</small></h2>
            {choice(&townships, chosen.township, words)}
            {trend((Trend::Villages, pillar), (whose, board.today), chosen, words)}
        </section>
        {list}
    }
    .into_any()
}

/// The bodies of the duty list by month (R5).
pub(super) fn of_bodies(board: &Arc<FourBoard>, chosen: Chosen, words: Words) -> AnyView {
    let pillar = Pillar::Responsibility;
    let months = board.body_months();
    let whose = Memo::new(move |_| months.clone());
    let list = {
        let board = Arc::clone(board);
        move || {
            let (month, state) = opened(chosen, Trend::Bodies)?;
            let found = board.bodies_behind((month, pillar, state)).into_iter();
            let rows: Vec<AnyView> = found.map(body_row).collect();
            let columns = [words.duties_body()];
            Some(behind(
                (Trend::Bodies, None),
                (month, pillar, state),
                (&columns, rows),
                words,
            ))
        }
    };
    view! {
        <section class="panel full" aria-labelledby="h-body-months">
            <h2 id="h-body-months">{words.four_body_months()}" "<small>{words.four_body_months_hint()}</small></h2>
            {trend((Trend::Bodies, pillar), (whose, board.today), chosen, words)}
        </section>
        {list}
    }
    .into_any()
}

fn opened(chosen: Chosen, trend: Trend) -> Option<(NaiveDate, CommitmentStatus)> {
    let (of, month, state) = chosen.opened.get()?;
    (of == trend).then_some((month, state))
}

/// Plot, what was not counted, and the table; the fold stays as it is when another township is chosen.
fn trend(
    (trend, pillar): (Trend, Pillar),
    (months, today): (Memo<Vec<FourMonth>>, NaiveDate),
    chosen: Chosen,
    words: Words,
) -> AnyView {
    let lang = words.lang();
    let gaps = move || {
        let months = months.read();
        let gaps = months.iter().filter(|one| one.of(pillar).is_none());
        let gaps: Vec<String> = gaps.map(|one| month(one.month, lang)).collect();
        (!gaps.is_empty()).then(|| {
            let said = words.four_months_gaps(&words.join(&gaps));
            view! { <p class="quiet-text">{said}</p> }.into_any()
        })
    };
    let states =
        STATES.map(|status| view! { <th scope="col" class="num">{status.label(lang)}</th> }.into_any());
    let rows = move || {
        let months = months.read();
        let rows = months
            .iter()
            .map(|one| row(one, (trend, pillar, today), chosen, words));
        rows.collect_view()
    };
    let unfolded = opened_untracked(chosen, trend);
    view! {
        {move || plot(&months.read(), (trend, pillar), words)}
        {gaps}
        <details class="fold" open=unfolded>
            <summary>{trend.table(words)}</summary>
            <div class="table-scroll" tabindex="0" role="region" aria-label=trend.table(words)>
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{words.four_month_head()}</th>
                            {states.into_iter().collect_view()}
                            <th scope="col">{words.four_month_counted()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}

fn opened_untracked(chosen: Chosen, trend: Trend) -> bool {
    let opened = chosen.opened.get_untracked();
    opened.is_some_and(|(of, ..)| of == trend)
}

fn row(
    one: &FourMonth,
    (trend, pillar, today): (Trend, Pillar, NaiveDate),
    chosen: Chosen,
    words: Words,
) -> AnyView {
    let lang = words.lang();
    let of = one.month;
    let running = (of == first_of_month(today)).then(|| words.four_month_running());
    let running = running.map(|said| view! { " "<small>{said}</small> }.into_any());
    let head = view! { <th scope="row">{month(of, lang)}{running}</th> };
    let Some(standing) = one.of(pillar) else {
        return view! { <tr>{head}<td colspan="5">{words.four_month_gap()}</td></tr> }.into_any();
    };
    let figures = STATES.map(|status| {
        let count = standing.at(status);
        let href = chosen.address(pillar, (trend, of, status));
        // The same figure opens its list again after another was looked at.
        let press = move |_| chosen.opened.set(Some((trend, of, status)));
        let class = (count == 0).then_some("zero");
        view! { <td class="num"><a href=href class=class on:click=press>{count}</a></td> }.into_any()
    });
    let counted = one.counted_on.map(|on| match on == last_of_month(of) {
        true => words.four_month_at_end().to_owned(),
        false => day(on, lang),
    });
    view! { <tr>{head}{figures.into_iter().collect_view()}<td>{counted}</td></tr> }.into_any()
}

/// The list behind a figure.
fn behind(
    (trend, township): (Trend, Option<String>),
    (of, pillar, state): Figure,
    (columns, rows): (&[&'static str], Vec<AnyView>),
    words: Words,
) -> AnyView {
    let lang = words.lang();
    let id = trend.list();
    let what = match trend {
        Trend::Villages => pillar.label(lang),
        Trend::Bodies => words.four_r5(),
    };
    let title = words.four_behind(&month(of, lang), what, state.label(lang));
    let list = match rows.is_empty() {
        true => view! { <p class="quiet-text">{words.four_behind_none()}</p> }.into_any(),
        false => super::table(id, columns, rows.collect_view().into_any()),
    };
    view! {
        <section class="panel full" aria-labelledby=id>
            <h2 id=id>{title}" "<small>{township}</small></h2>
            {list}
        </section>
    }
    .into_any()
}

/// A village leads to what is open there now; one that has left the roster has only its number.
fn village_row(one: Result<&FourVillage, String>, words: Words) -> AnyView {
    match one {
        Ok(village) => view! {
            <tr>
                <td>{village.township.clone()}</td>
                <td><a href=format!("/desk/four/{}", village.id)>{village.name.clone()}</a></td>
            </tr>
        }
        .into_any(),
        Err(number) => view! { <tr><td>{words.four_behind_gone()}</td><td>{number}</td></tr> }.into_any(),
    }
}

fn body_row(name: String) -> AnyView {
    let href = format!("/desk/duties?body={}", escape(&name));
    view! { <tr><td><a href=href>{name}</a></td></tr> }.into_any()
}
