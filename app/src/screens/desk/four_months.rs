//! The four not-removes by month: how many villages stood at each worst state at its end, drawn as columns and written as a
//! table. A month that was not counted is an empty frame and said in words, never a zero.

use super::four::look;
use crate::format::{day, month};
use crate::parts::tag;
use crate::words::Words;
use chrono::{Datelike, NaiveDate};
use domain::commitments::trend::{FourMonth, StandingVillages};
use domain::commitments::{CommitmentStatus, Pillar};
use domain::time::{first_of_month, last_of_month};
use leptos::prelude::*;

/// Units of the drawing: a place for each of twelve columns, and the height of the tallest.
const PLACE: u32 = 60;
const COLUMN: u32 = 40;
const HEIGHT: u32 = 200;

/// The states from the foot of a column to its head.
const STATES: [CommitmentStatus; 4] = [
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

/// The panel of a pillar; nothing where an older server does not tell of months.
pub fn panel(months: &[FourMonth], pillar: Pillar, today: NaiveDate, words: Words) -> Option<AnyView> {
    if months.is_empty() {
        return None;
    }
    let lang = words.lang();
    let gaps: Vec<String> = months
        .iter()
        .filter(|one| one.of(pillar).is_none())
        .map(|one| month(one.month, lang))
        .collect();
    let gaps = (!gaps.is_empty()).then(|| {
        let said = words.four_months_gaps(&words.join(&gaps));
        view! { <p class="quiet-text">{said}</p> }
    });
    let panel = view! {
        <section class="panel full" aria-labelledby="h-months">
            <h2 id="h-months">{words.four_months(pillar.label(lang))}" "<small>{words.four_months_hint()}</small></h2>
            <figure class="months">{drawing(months, pillar, words)}{axis(months)}{legend(words)}</figure>
            {gaps}
            {table(months, pillar, today, words)}
        </section>
    };
    Some(panel.into_any())
}

fn drawing(months: &[FourMonth], pillar: Pillar, words: Words) -> AnyView {
    let lang = words.lang();
    let standing = months.iter().filter_map(|one| one.of(pillar));
    let most = standing.map(StandingVillages::all).max().unwrap_or(0).max(1);
    let columns = months.iter().zip(0_u32..).map(|(one, at)| {
        let x = at.saturating_mul(PLACE) + (PLACE - COLUMN) / 2;
        let title = words.four_month(&month(one.month, lang), &said(one.of(pillar), words));
        let drawn = match one.of(pillar) {
            Some(standing) => column(standing, most, x),
            None => rect("gap", x, 1, HEIGHT - 1, "none"),
        };
        view! { <g><title>{title}</title>{drawn}</g> }
    });
    let columns = columns.collect_view();
    let patterns = STATES.map(|status| {
        let (class, lines) = pattern(status);
        let id = format!("months-{class}");
        view! {
            <pattern id=id class=class width="12" height="12" patternUnits="userSpaceOnUse">
                <rect width="12" height="12"></rect>
                <path d=lines></path>
            </pattern>
        }
    });
    let wide = u32::try_from(months.len()).unwrap_or(1).saturating_mul(PLACE);
    let ends = months.first().zip(months.last());
    let label = ends
        .map(|(first, last)| words.four_months_picture(&month(first.month, lang), &month(last.month, lang)));
    view! {
        <svg viewBox=format!("0 0 {wide} {HEIGHT}") role="img" aria-label=label>
            <defs>{patterns.into_iter().collect_view()}</defs>
            <path class="grid" d=format!("M0 {HEIGHT}H{wide}")></path>
            {columns}
        </svg>
    }
    .into_any()
}

/// A counted month: its states stacked from the foot, as tall as its villages.
fn column(standing: &StandingVillages, most: u32, x: u32) -> AnyView {
    let mut below = 0_u32;
    let reach = |villages: u32| {
        let units = u64::from(villages) * u64::from(HEIGHT) / u64::from(most.max(1));
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
        (drawn > 0).then(|| rect(class, x, top, drawn, &format!("url(#months-{class})")))
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
        .map(|one| view! { <span>{one.month.month()}</span> });
    view! { <p class="axis" aria-hidden="true">{numbers.collect_view()}</p> }.into_any()
}

/// What each pattern means.
fn legend(words: Words) -> AnyView {
    let states = STATES.map(|status| {
        let (class, _) = pattern(status);
        let (_, tone, sign) = look(status);
        view! {
            <li>
                <svg viewBox="0 0 24 24" aria-hidden="true">
                    <rect class=class width="24" height="24" fill=format!("url(#months-{class})")></rect>
                </svg>
                {tag(tone, Some(sign), status.label(words.lang()))}
            </li>
        }
    });
    view! { <ul>{states.into_iter().collect_view()}</ul> }.into_any()
}

/// A month in words.
fn said(standing: Option<&StandingVillages>, words: Words) -> String {
    let Some(standing) = standing else {
        return words.four_month_gap().to_owned();
    };
    let count = |villages: u32| usize::try_from(villages).unwrap_or_default();
    words.four_in_words(
        count(standing.on_track),
        count(standing.explained),
        count(standing.due_soon),
        count(standing.breached),
    )
}

fn table(months: &[FourMonth], pillar: Pillar, today: NaiveDate, words: Words) -> AnyView {
    let lang = words.lang();
    let states = STATES.map(|status| view! { <th scope="col" class="num">{status.label(lang)}</th> });
    let rows = months
        .iter()
        .map(|one| row(one, pillar, today, words))
        .collect_view();
    view! {
        <details class="fold">
            <summary>{words.four_months_table()}</summary>
            <div class="table-scroll" tabindex="0" role="region" aria-label=words.four_months_table()>
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

fn row(one: &FourMonth, pillar: Pillar, today: NaiveDate, words: Words) -> AnyView {
    let lang = words.lang();
    let running = (one.month == first_of_month(today)).then(|| words.four_month_running());
    let running = running.map(|said| view! { " "<small>{said}</small> });
    let head = view! { <th scope="row">{month(one.month, lang)}{running}</th> };
    let Some(standing) = one.of(pillar) else {
        return view! { <tr>{head}<td colspan="5">{words.four_month_gap()}</td></tr> }.into_any();
    };
    let figures = STATES.map(|status| view! { <td class="num">{standing.at(status)}</td> });
    let counted = one.counted_on.map(|on| match on == last_of_month(one.month) {
        true => words.four_month_at_end().to_owned(),
        false => day(on, lang),
    });
    view! { <tr>{head}{figures.into_iter().collect_view()}<td>{counted}</td></tr> }.into_any()
}
