//! An elimination as everybody reads it: where it stands, the notice, what was found, every step in order.

use crate::parts::row::banner;
use crate::parts::{Icon, Tone, tag};
use crate::screens::step;
use crate::words::Words;
use chrono::NaiveDate;
use domain::elimination::codes::EliminationState;
use domain::elimination::{Elimination, EliminationDeed, EliminationEntry};
use leptos::prelude::*;

/// Where it stands, as a tag.
pub fn state_tag(state: EliminationState, words: Words) -> AnyView {
    let (tone, sign) = match state {
        EliminationState::Decided | EliminationState::Announced => (Tone::Act, Icon::Check),
        EliminationState::ClosedNotEliminated | EliminationState::RolledBack => (Tone::Plain, Icon::Minus),
        EliminationState::ObjectionReview => (Tone::Stop, Icon::Bang),
        EliminationState::Publicity => (Tone::Calm, Icon::Clock),
        _ => (Tone::Warn, Icon::Clock),
    };
    tag(tone, Some(sign), state.label(words.lang()))
}

/// The whole elimination but for its criteria and what can be done next.
pub fn told(elimination: &Elimination, today: NaiveDate, words: Words) -> AnyView {
    let lang = words.lang();
    let state = elimination.state(today);
    let notice = elimination
        .progress()
        .hung_on
        .filter(|_| state.is_running())
        .map(|hung_on| {
            let days = elimination.limits.publicity_days;
            banner("calm", Icon::Clock, step::notice(hung_on, days, (today, words)))
        });
    let unsent = elimination.waits_to_be_sent().then(|| {
        let settled = elimination.settled().state.label(lang);
        banner("calm", Icon::Phone, words.case_not_sent(settled))
    });
    let steps = elimination
        .steps
        .iter()
        .map(|entry| line(entry, today, words))
        .collect();
    let nominated = step::opened(
        words.ev_case_step(
            &crate::format::day_of(elimination.nominated_on, today, lang),
            words.elim_nominate(),
            &elimination.by_name,
        ),
        (elimination.recorded_at, elimination.received_at),
        elimination.words.clone(),
        (today, words),
    );
    let way = tag(Tone::Plain, None, elimination.way().label(lang));
    view! {
        <div class="tags">{state_tag(state, words)}{way}</div>
        {unsent}
        {notice}
        {step::history(("h-elimination-steps", words.elim_steps()), nominated, steps)}
    }
    .into_any()
}

fn line(entry: &EliminationEntry, today: NaiveDate, words: Words) -> AnyView {
    let lang = words.lang();
    let deed = &entry.step.deed;
    let detail = match deed {
        EliminationDeed::Verify { found } => [
            step::verifiers(&found.verifiers, words),
            words.case_signed_by(&found.signer),
            found.way.label(lang).to_owned(),
        ]
        .join(" · "),
        EliminationDeed::Agree { votes } | EliminationDeed::Disagree { votes } => step::voted(*votes, words),
        deed => step::verifiers(deed.verifiers(), words),
    };
    step::line(entry, (deed.kind().label(lang), &detail), None, (today, words))
}
