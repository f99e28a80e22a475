//! What a decision rests on: the household as it is recorded now, beside what was found in the case.

use crate::format::day_of;
use crate::parts::row::section;
use crate::parts::{Icon, Tone, tag};
use crate::screens::flag::gist;
use crate::screens::household::{Reveal, RevealSheet, guarantees, income, people};
use crate::screens::income::told::last;
use crate::words::Words;
use chrono::NaiveDate;
use domain::case::desk::CasePage;
use domain::risk::FlagContent;
use leptos::prelude::*;

/// Open signs of risk, the guarantees, who lives there with numbers masked, and what the household earns against the line.
pub fn evidence(page: &CasePage, words: Words) -> AnyView {
    let (household, today) = (&page.household, page.today);
    let reveal = Reveal::new(household.id);
    let made = last(
        household,
        (&page.counting_rules, &page.income_lines),
        today,
        words,
    );
    view! {
        {flags(&page.open_flags, today, words)}
        {guarantees(household, today, words)}
        {people(household, today, reveal, words)}
        {made}
        {income(household, words)}
        <RevealSheet reveal/>
    }
    .into_any()
}

fn flags(open: &[FlagContent], today: NaiveDate, words: Words) -> Option<AnyView> {
    if open.is_empty() {
        return None;
    }
    let rows = open.iter().map(|flag| {
        let urgent = flag
            .urgent
            .then(|| tag(Tone::Stop, Some(Icon::Bang), words.urgent_tag()));
        let seen = format!(
            "{} {}",
            words.flag_t0(),
            day_of(flag.seen_on, today, words.lang())
        );
        view! {
            <li class="row"><div class="w">
                <div class="n">{gist(flag, words)}" "{urgent}</div>
                <p class="d">{causes(flag, words)}{seen}</p>
            </div></li>
        }
        .into_any()
    });
    let list = view! { <ul class="card list">{rows.collect_view()}</ul> }.into_any();
    let count = Some(open.len().to_string());
    Some(section("h-flags", words.flags_heading(), count, None, list))
}

/// The causes that the signs, or the department's warning, suggest.
fn causes(flag: &FlagContent, words: Words) -> Option<String> {
    let causes = flag.causes();
    let causes: Vec<&str> = causes.iter().map(|cause| cause.label(words.lang())).collect();
    (!causes.is_empty()).then(|| format!("{}: {} · ", words.flag_causes(), words.join(&causes)))
}
