//! Visits per week of the whole district, as a line and as words and figures.

use crate::format::day;
use crate::words::Words;
use domain::api::{Board, BoardWeek};
use leptos::prelude::*;

/// Width, height and margin of the drawing, in its own units.
const WIDTH: u64 = 540;
const HEIGHT: u64 = 76;
const MARGIN: u64 = 16;

/// The panel.
pub fn trend(counts: &Board, words: Words) -> AnyView {
    let body = match (counts.weeks.first(), counts.weeks.last()) {
        (Some(first), Some(last)) => drawing(&counts.weeks, first, last, words),
        _ => view! { <p class="quiet-text">{words.no_weeks()}</p> }.into_any(),
    };
    view! {
        <section class="panel full" aria-labelledby="h-trend">
            <h2 id="h-trend">{words.trend_title()}" "<small>{words.trend_hint()}</small></h2>
            {body}
        </section>
    }
    .into_any()
}

/// Where each week lies: evenly across, the largest at the top.
fn points(weeks: &[BoardWeek]) -> Vec<(u64, u64)> {
    let most = weeks.iter().map(|week| week.visits).max().unwrap_or(0).max(1);
    let steps = u64::try_from(weeks.len()).unwrap_or(1).saturating_sub(1).max(1);
    let place = |(index, week): (usize, &BoardWeek)| {
        let index = u64::try_from(index).unwrap_or(0);
        let x = MARGIN + index * (WIDTH - 2 * MARGIN) / steps;
        let y = HEIGHT - week.visits * (HEIGHT - MARGIN) / most;
        (x, y)
    };
    weeks.iter().enumerate().map(place).collect()
}

fn drawing(weeks: &[BoardWeek], first: &BoardWeek, last: &BoardWeek, words: Words) -> AnyView {
    let lang = words.lang();
    let points = points(weeks);
    let path: String = points
        .iter()
        .enumerate()
        .map(|(index, (x, y))| format!("{}{x} {y}", if index == 0 { "M" } else { "L" }))
        .collect();
    let (x, y) = points.last().copied().unwrap_or((MARGIN, HEIGHT));
    let said = words.trend_text(weeks.len(), first.visits, last.visits);
    let rows = weeks
        .iter()
        .map(|week| view! { <tr><th scope="row">{words.week_of(&day(week.monday, lang))}</th><td class="num">{week.visits}</td></tr> })
        .collect_view();
    let label_y = (HEIGHT + 18).to_string();
    view! {
        <svg class="chart" viewBox=format!("0 0 {WIDTH} {}", HEIGHT + 24) role="img" aria-label=said>
            <path class="grid" d=format!("M0 {MARGIN}H{WIDTH}M0 {}H{WIDTH}M0 {HEIGHT}H{WIDTH}", (HEIGHT + MARGIN) / 2)></path>
            <path class="series" d=path></path>
            <circle class="point" cx=x.to_string() cy=y.to_string() r="5"></circle>
            <text class="last" x=x.saturating_sub(6).to_string() y=y.saturating_sub(9).max(10).to_string() text-anchor="end">{last.visits}</text>
            <text x="0" y=label_y.clone()>{day(first.monday, lang)}</text>
            <text x=WIDTH.to_string() y=label_y text-anchor="end">{day(last.monday, lang)}</text>
        </svg>
        <details>
            <summary>{words.week_table()}</summary>
            <table class="table"><tbody>{rows}</tbody></table>
        </details>
    }
    .into_any()
}
