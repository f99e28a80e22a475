//! The deadline strip: which day of the limit it is, and the last day of every step still ahead.

use crate::format::day_of;
use crate::words::Words;
use chrono::NaiveDate;
use domain::identification::{DeadlineStrip, IdentifyStep, Latest};
use leptos::prelude::*;

/// The strip with the steps still ahead, from the awaited one on; in words for whoever does not see it.
pub fn strip(
    strip: &DeadlineStrip,
    awaited: Option<IdentifyStep>,
    today: NaiveDate,
    words: Words,
) -> AnyView {
    let lang = words.lang();
    let last = day_of(strip.last, today, lang);
    let head = match strip.is_over(today) {
        true => words.flag_over(&last),
        false => words.flag_strip(strip.day, strip.limit.days, strip.limit.unit.label(lang), &last),
    };
    let cells = (1..=strip.limit.days).map(|n| {
        let class = match n.cmp(&strip.day) {
            std::cmp::Ordering::Less => "p",
            std::cmp::Ordering::Equal => "now",
            std::cmp::Ordering::Greater => "",
        };
        view! { <i class=class></i> }.into_any()
    });
    // The comparison runs beside the others, and is ahead until a department has answered.
    let ahead = |latest: &&Latest| {
        latest.step == IdentifyStep::CountyCompare || awaited.is_none_or(|awaited| latest.step >= awaited)
    };
    let steps = strip.steps.iter().filter(ahead);
    let steps = steps.map(|latest| {
        view! { <li>{words.flag_step_by(latest.step.label(lang), &day_of(latest.by, today, lang))}</li> }
            .into_any()
    });
    let unset = strip
        .unset
        .map(|year| view! { <p>{words.flag_no_calendar(year)}</p> }.into_any());
    view! {
        <p><b>{head}</b></p>
        <div class="strip" aria-hidden="true">{cells.collect_view()}</div>
        <ul>{steps.collect_view()}</ul>
        {unset}
    }
    .into_any()
}
