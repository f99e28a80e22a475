//! Visits per week of the whole district, as a line of whole weeks, and as words and figures.
//!
//! The running week is shown apart: it has fewer days, and would pull every line down.

use super::board::list_address;
use crate::format::{day, day_of, grouped_u64};
use crate::words::Words;
use chrono::NaiveDate;
use domain::api::{Board, BoardWeek};
use leptos::prelude::*;

/// Width and height of the drawing and the margins around the line; about the pixels of a desk's panel, so
/// that letters in it are as large as those around it.
const WIDTH: u64 = 1080;
const HEIGHT: u64 = 150;
const SIDE: u64 = 28;
const TOP: u64 = 30;
const BOTTOM: u64 = 12;

/// A period, both days inclusive.
type Period = (NaiveDate, NaiveDate);

/// The panel.
pub fn trend(counts: &Board, words: Words) -> AnyView {
    let period = (counts.from, counts.to);
    let body = if counts.weeks.is_empty() {
        view! { <p class="quiet-text">{words.no_weeks()}</p> }.into_any()
    } else {
        view! {
            {drawing(&counts.weeks, period, words)}
            {running(&counts.weeks, period, words)}
            {table(&counts.weeks, period, words)}
        }
        .into_any()
    };
    view! {
        <section class="panel full" aria-labelledby="h-trend">
            <h2 id="h-trend">{words.trend_title()}" "<small>{words.trend_hint()}</small></h2>
            {body}
        </section>
    }
    .into_any()
}

/// The list behind a week's number.
fn list_of(week: &BoardWeek, period: Period) -> String {
    list_address(week.days(period), None, None, false)
}

/// The weeks that are drawn: whole ones, and the last, which may still run. A first week that the period cuts
/// stands in the table only.
fn drawn(weeks: &[BoardWeek], period: Period) -> Vec<&BoardWeek> {
    let last = weeks.last().map(|week| week.monday);
    let told = |week: &&BoardWeek| week.is_whole(period) || Some(week.monday) == last;
    weeks.iter().filter(told).collect()
}

/// A week with its place: evenly across, the largest at the top.
struct Point<'w> {
    week: &'w BoardWeek,
    whole: bool,
    x: u64,
    y: u64,
}

fn points<'w>(weeks: &'w [BoardWeek], period: Period) -> Vec<Point<'w>> {
    let weeks = drawn(weeks, period);
    let most = weeks.iter().map(|week| week.visits).max().unwrap_or(0).max(1);
    let steps = u64::try_from(weeks.len()).unwrap_or(1).saturating_sub(1).max(1);
    let place = |(index, week): (usize, &'w BoardWeek)| {
        let index = u64::try_from(index).unwrap_or(0);
        let rise = week.visits * (HEIGHT - TOP - BOTTOM) / most;
        Point {
            week,
            whole: week.is_whole(period),
            x: SIDE + index * (WIDTH - 2 * SIDE) / steps,
            y: HEIGHT - BOTTOM - rise,
        }
    };
    weeks.into_iter().enumerate().map(place).collect()
}

fn drawing(weeks: &[BoardWeek], period: Period, words: Words) -> AnyView {
    let lang = words.lang();
    let points = points(weeks, period);
    let whole: Vec<&Point<'_>> = points.iter().filter(|point| point.whole).collect();
    let step = |(index, point): (usize, &&Point<'_>)| {
        format!("{}{} {}", if index == 0 { "M" } else { "L" }, point.x, point.y)
    };
    let line: String = whole.iter().enumerate().map(step).collect();
    let said = match (whole.first(), whole.last()) {
        (Some(first), Some(last)) => words.trend_text(whole.len(), first.week.visits, last.week.visits),
        _ => words.trend_title().to_owned(),
    };
    let floor = HEIGHT - BOTTOM;
    let middle = (TOP + floor) / 2;
    let last_whole = whole.last().map(|point| point.x);
    let marks = points
        .iter()
        .map(|point| {
            let class = if point.whole { "point" } else { "point part" };
            let label = words.week_of_visits(&day(point.week.monday, lang), point.week.visits);
            let title = label.clone();
            // The last whole week and the one that runs have their figure above them.
            let figure =
                (last_whole == Some(point.x) || !point.whole).then(|| grouped_u64(point.week.visits));
            let (x, y) = (point.x.to_string(), point.y.to_string());
            let above = point.y.saturating_sub(11).to_string();
            // The table below has the same links for whoever uses the keyboard.
            view! {
                <g>
                    <a href=list_of(point.week, period) tabindex="-1" aria-label=label>
                        <title>{title}</title>
                        <circle class="reach" cx=x.clone() cy=y.clone() r="16"></circle>
                        <circle class=class cx=x.clone() cy=y r="5"></circle>
                        <text x=x y=above text-anchor="middle">{figure}</text>
                    </a>
                </g>
            }
            .into_any()
        })
        .collect_view();
    let monday = |point: &Point<'_>| day_of(point.week.monday, super::today(), lang);
    let ends = points.first().zip(points.last());
    let ends = ends.map(|(first, last)| {
        view! { <p class="chart-ends"><span>{monday(first)}</span><span>{monday(last)}</span></p> }.into_any()
    });
    view! {
        <svg class="chart" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="group" aria-label=said>
            <path class="grid" d=format!("M0 {TOP}H{WIDTH}M0 {middle}H{WIDTH}M0 {floor}H{WIDTH}")></path>
            <path class="series" d=line></path>
            {marks}
        </svg>
        {ends}
    }
    .into_any()
}

/// The running week in words, where the period ends in one.
fn running(weeks: &[BoardWeek], period: Period, words: Words) -> Option<AnyView> {
    let week = weeks.last().filter(|week| !week.is_whole(period))?;
    let said = words.week_running_visits(week.visits);
    Some(view! { <p class="running"><a href=list_of(week, period)>{said}</a></p> }.into_any())
}

fn table(weeks: &[BoardWeek], period: Period, words: Words) -> AnyView {
    let lang = words.lang();
    let last = weeks.last().map(|week| week.monday);
    let rows = weeks
        .iter()
        .map(|week| {
            let part = match week.is_whole(period) {
                true => None,
                false if Some(week.monday) == last => Some(words.week_running()),
                false => Some(words.week_cut()),
            };
            let part = part.map(|part| view! { " "<small>{part}</small> }.into_any());
            let href = list_of(week, period);
            view! {
                <tr>
                    <th scope="row">{words.week_of(&day(week.monday, lang))}{part}</th>
                    <td class="num"><a href=href>{grouped_u64(week.visits)}</a></td>
                </tr>
            }
            .into_any()
        })
        .collect_view();
    view! {
        <details>
            <summary>{words.week_table()}</summary>
            <table class="table"><tbody>{rows}</tbody></table>
        </details>
    }
    .into_any()
}
