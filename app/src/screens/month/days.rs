//! The days of a month as a list: each with what it was, in a word and an icon, and from what that is known.

use super::file_of;
use crate::format::{day, month as month_name};
use crate::ledger::View;
use crate::parts::row::section;
use crate::parts::{Icon, Tone, scene, tag};
use crate::words::Words;
use chrono::NaiveDate;
use domain::ids::StaffId;
use domain::team::codes::{DayStatus, MonthState};
use domain::team::{DayNote, DayOf, MonthOfDays, Work, month};
use leptos::prelude::*;

/// The month of somebody, with marks that nobody has confirmed yet counted as they are claimed.
pub fn computed(view: &View, staff: &StaffId, first: NaiveDate, claimed: &[DayNote]) -> MonthOfDays {
    let file = file_of(view, staff);
    month(&view.records, (file, Some(claimed)), staff, first, &view.config())
}

/// The section: what it comes to, and every day up to today.
pub fn part(view: &View, staff: &StaffId, first: NaiveDate, claimed: &[DayNote]) -> AnyView {
    let words = scene().words;
    let made = computed(view, staff, first, claimed);
    let state = file_of(view, staff).map_or(MonthState::Open, |file| file.month_state(first));
    let (tone, sign) = match state {
        MonthState::Open => (Tone::Warn, Icon::Clock),
        MonthState::ByMember => (Tone::Calm, Icon::Sent),
        MonthState::Confirmed => (Tone::Act, Icon::Check),
    };
    let rows = made.days.iter().filter(|one| one.on <= view.today);
    let rows = rows.map(|one| line(one, words)).collect_view();
    let body = view! {
        <p>{told(&made, words)}</p>
        <div class="tags">{tag(tone, Some(sign), state.label(words.lang()))}</div>
        <ol class="card list long" aria-label=words.month_days()>{rows}</ol>
    };
    section(
        "h-days",
        month_name(first, words.lang()),
        None,
        None,
        body.into_any(),
    )
}

fn told(made: &MonthOfDays, words: Words) -> String {
    let wanted = match made.wanted {
        Some(wanted) => words.month_wanted(wanted),
        None => words.month_no_figure().to_owned(),
    };
    let away = (made.away > 0).then(|| words.month_away(made.away));
    let all = [Some(words.month_on_site(made.on_site)), Some(wanted), away];
    words.join(&all.into_iter().flatten().collect::<Vec<_>>())
}

fn line(one: &DayOf, words: Words) -> AnyView {
    let (tone, sign) = match one.status {
        DayStatus::OnSite => (Tone::Act, Icon::Check),
        DayStatus::Leave | DayStatus::Official => (Tone::Calm, Icon::File),
        DayStatus::Rest => (Tone::Plain, Icon::Minus),
        DayStatus::Unconfirmed => (Tone::Plain, Icon::Ask),
    };
    let visits = one.work.iter().filter(|work| matches!(work, Work::Visit(_)));
    let visits = visits.count();
    let logs = one.work.iter().filter(|work| matches!(work, Work::Log(_)));
    let logs = logs.count();
    let steps = one.work.len().saturating_sub(visits.saturating_add(logs));
    let from = [
        (visits > 0).then(|| words.day_visits(visits)),
        (steps > 0).then(|| words.day_steps(steps)),
        (logs > 0).then(|| words.day_logs(logs)),
        one.mark.as_ref().map(|note| note.why.clone()),
        one.overlap.then(|| words.day_overlap().to_owned()),
    ];
    let from: Vec<String> = from
        .into_iter()
        .flatten()
        .filter(|text| !text.is_empty())
        .collect();
    view! {
        <li class="row">
            <span class="w">
                <span class="n">{day(one.on, words.lang())}" "{tag(tone, Some(sign), one.status.label(words.lang()))}</span>
                <span class="d">{words.join(&from)}</span>
            </span>
        </li>
    }
    .into_any()
}
