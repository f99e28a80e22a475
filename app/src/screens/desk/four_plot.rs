//! The plot of a trend by month: a column for each month, its states stacked, each with a pattern of its own. A month that was
//! not counted is an empty frame, never a zero.

use super::four::look;
use super::four_months::Trend;
use crate::format::month;
use crate::parts::tag;
use crate::words::Words;
use chrono::Datelike;
use domain::commitments::trend::{FourMonth, MonthStanding};
use domain::commitments::{CommitmentStatus, Pillar};
use leptos::prelude::*;

/// Units of the drawing: a place for each of twelve columns, and the height of the tallest.
const PLACE: u32 = 60;
const COLUMN: u32 = 40;
const HEIGHT: u32 = 200;

/// The states from the foot of a column to its head.
pub(super) const STATES: [CommitmentStatus; 4] = [
    CommitmentStatus::Breached,
    CommitmentStatus::DueSoon,
    CommitmentStatus::Explained,
    CommitmentStatus::OnTrack,
];

/// The pattern of a state, so that nothing rests on colour alone; its class sets the colour.
const fn pattern(status: CommitmentStatus) -> (&'static str, &'static str) {
    match status {
        CommitmentStatus::Breached => ("s", "M0 12L12 0M-3 3L3 -3M9 15L15 9"),
        CommitmentStatus::DueSoon => ("a", "M6 0V12"),
        CommitmentStatus::Explained => ("c", "M0 6H12"),
        CommitmentStatus::OnTrack | CommitmentStatus::NotApplicable => ("o", ""),
    }
}

/// The figure: columns, the months below them, what each pattern means.
pub(super) fn plot(months: &[FourMonth], (trend, pillar): (Trend, Pillar), words: Words) -> AnyView {
    let drawing = drawing(months, (trend, pillar), words);
    view! { <figure class="months">{drawing}{axis(months)}{legend(trend, words)}</figure> }.into_any()
}

/// Two plots of one page do not share patterns.
fn pattern_id(trend: Trend, class: &str) -> String {
    format!("{}-{class}", trend.key())
}

fn drawing(months: &[FourMonth], (trend, pillar): (Trend, Pillar), words: Words) -> AnyView {
    let lang = words.lang();
    let standing = months.iter().filter_map(|one| one.of(pillar));
    let most = standing.map(MonthStanding::all).max().unwrap_or(0).max(1);
    let columns = months.iter().zip(0_u32..).map(|(one, at)| {
        let x = at.saturating_mul(PLACE) + (PLACE - COLUMN) / 2;
        let title = words.four_month(&month(one.month, lang), &said(trend, one.of(pillar), words));
        let drawn = match one.of(pillar) {
            Some(standing) => column(trend, standing, most, x),
            None => rect("gap", x, 1, HEIGHT - 1, "none"),
        };
        view! { <g><title>{title}</title>{drawn}</g> }.into_any()
    });
    let columns = columns.collect_view();
    let patterns = STATES.map(|status| {
        let (class, lines) = pattern(status);
        let id = pattern_id(trend, class);
        view! {
            <pattern id=id class=class width="12" height="12" patternUnits="userSpaceOnUse">
                <rect width="12" height="12"></rect>
                <path d=lines></path>
            </pattern>
        }
        .into_any()
    });
    let wide = u32::try_from(months.len()).unwrap_or(1).saturating_mul(PLACE);
    let ends = months.first().zip(months.last());
    let label =
        ends.map(|(first, last)| trend.picture(&month(first.month, lang), &month(last.month, lang), words));
    view! {
        <svg viewBox=format!("0 0 {wide} {HEIGHT}") role="img" aria-label=label>
            <defs>{patterns.into_iter().collect_view()}</defs>
            <path class="grid" d=format!("M0 {HEIGHT}H{wide}")></path>
            {columns}
        </svg>
    }
    .into_any()
}

/// A counted month: its states stacked from the foot, as tall as what was counted.
fn column(trend: Trend, standing: &MonthStanding, most: u32, x: u32) -> AnyView {
    let mut below = 0_u32;
    let reach = |counted: u32| {
        let units = u64::from(counted) * u64::from(HEIGHT) / u64::from(most.max(1));
        u32::try_from(units).unwrap_or(HEIGHT).min(HEIGHT)
    };
    let stacked = STATES.map(|status| {
        let foot = reach(below);
        below = below.saturating_add(standing.at(status));
        let tall = reach(below).saturating_sub(foot);
        let (class, _) = pattern(status);
        // A line of the ground stays between two states.
        let drawn = if tall > 2 { tall - 1 } else { tall };
        let top = HEIGHT.saturating_sub(foot).saturating_sub(tall);
        (drawn > 0).then(|| {
            rect(
                class,
                x,
                top,
                drawn,
                &format!("url(#{})", pattern_id(trend, class)),
            )
        })
    });
    stacked.into_iter().collect_view().into_any()
}

fn rect(class: &'static str, x: u32, y: u32, height: u32, fill: &str) -> AnyView {
    view! {
        <rect
            class=class x=x.to_string() y=y.to_string() width=COLUMN.to_string() height=height.to_string()
            fill=fill.to_owned()
        ></rect>
    }
    .into_any()
}

/// The number of each month below its column; whoever listens has the table.
fn axis(months: &[FourMonth]) -> AnyView {
    let numbers = months
        .iter()
        .map(|one| view! { <span>{one.month.month()}</span> }.into_any());
    view! { <p class="axis" aria-hidden="true">{numbers.collect_view()}</p> }.into_any()
}

/// What each pattern means.
fn legend(trend: Trend, words: Words) -> AnyView {
    let states = STATES.map(|status| {
        let (class, _) = pattern(status);
        let (_, tone, sign) = look(status);
        view! {
            <li>
                <svg viewBox="0 0 24 24" aria-hidden="true">
                    <rect class=class width="24" height="24" fill=format!("url(#{})", pattern_id(trend, class))></rect>
                </svg>
                {tag(tone, Some(sign), status.label(words.lang()))}
            </li>
        }.into_any()
    });
    view! { <ul>{states.into_iter().collect_view()}</ul> }.into_any()
}

/// A month in words.
fn said(trend: Trend, standing: Option<&MonthStanding>, words: Words) -> String {
    let Some(standing) = standing else {
        return words.four_month_gap().to_owned();
    };
    let count = |villages: u32| usize::try_from(villages).unwrap_or_default();
    let (ok, explained) = (count(standing.on_track), count(standing.explained));
    let (due, breached) = (count(standing.due_soon), count(standing.breached));
    match trend {
        Trend::Villages => words.four_in_words(ok, explained, due, breached),
        Trend::Bodies => words.four_bodies_in_words(ok, explained, due, breached),
    }
}
