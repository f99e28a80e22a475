//! Handovers between people: what is due on Today, all of them from Me, the pack of one with both signatures.

mod page;
mod write;

pub use page::HandoverScreen;

use crate::format::day_of;
use crate::ledger::View;
use crate::parts::row::{row, section};
use crate::parts::{Icon, Tone, tag};
use crate::words::Words;
use domain::commitments::{LineCode, row_on};
use domain::handover::codes::{HandoverSide, HandoverState};
use domain::handover::{Change, Handover, changes};
use domain::ids::HandoverId;
use leptos::prelude::*;

/// A change of people with the handover that was begun.
type Known<'a> = (Change, Option<&'a Handover>);

/// The changes of the team's villages, by their last days; none where the district switched the line off.
fn known(view: &View) -> Vec<Known<'_>> {
    let Some(reference) = view.reference.as_deref() else {
        return Vec::new();
    };
    let line = row_on(&reference.config, LineCode::R2, view.today).filter(|line| !line.off);
    let Some(line) = line else {
        return Vec::new();
    };
    let days = line.days.unwrap_or_default();
    let all = reference.posts.iter();
    let all = all.flat_map(|posts| changes(posts, view.today, days));
    all.map(|change| {
        let begun = change.record(view.records.handovers());
        (change, begun)
    })
    .collect()
}

/// The one at an address.
fn at(view: &View, id: HandoverId) -> Option<Known<'_>> {
    let mut all = known(view).into_iter();
    all.find(|(change, begun)| change.leaving(*begun).id() == id)
}

fn state(begun: Option<&Handover>) -> HandoverState {
    begun.map_or(HandoverState::Open, Handover::state)
}

/// Where it stands, as a tag.
fn state_tag((change, begun): &Known<'_>, view: &View, words: Words) -> AnyView {
    let state = state(*begun);
    let (tone, sign) = match state {
        HandoverState::Done => (Tone::Act, Icon::Check),
        _ if change.by < view.today => (Tone::Stop, Icon::Bang),
        _ if change.has_left => (Tone::Warn, Icon::Clock),
        _ => (Tone::Calm, Icon::Clock),
    };
    tag(tone, Some(sign), state.label(words.lang()))
}

fn pair(change: &Change, words: Words) -> String {
    let to = change.incoming.as_ref().map(|(_, name, _)| name.as_str());
    words.handover_pair(&change.of.name, to.unwrap_or_else(|| words.handover_nobody()))
}

fn row_of(known: &Known<'_>, view: &View, words: Words) -> AnyView {
    let (change, begun) = known;
    let day = |on| day_of(on, view.today, words.lang());
    let last = match change.has_left {
        true => words.handover_left(&day(change.of.on)),
        false => words.handover_leaves(&day(change.of.on)),
    };
    let detail = format!("{last} · {}", words.handover_by(&day(change.by)));
    let name = view! { {pair(change, words)}" "{state_tag(known, view, words)} };
    let href = format!("/handover/{}", change.leaving(*begun).id());
    row(href, name.into_any(), detail, None)
}

fn listed(all: &[Known<'_>], title: &'static str, view: &View, words: Words) -> Option<AnyView> {
    if all.is_empty() {
        return None;
    }
    let rows: Vec<AnyView> = all.iter().map(|one| row_of(one, view, words)).collect();
    let body = view! { <ul class="card list">{rows}</ul> }.into_any();
    let count = Some(all.len().to_string());
    Some(section("h-handover", title, count, None, body))
}

/// Whether a side waits for this person's hand.
fn waits((change, begun): &Known<'_>, view: &View) -> bool {
    let me = (&view.me.staff, view.me.role);
    let mut sides = HandoverSide::ALL.iter();
    sides.any(|side| change.signs(*begun, *side, me).is_some())
}

/// What waits for this person's hand.
fn mine(view: &View) -> Vec<Known<'_>> {
    let mut all = known(view);
    all.retain(|one| waits(one, view));
    all
}

/// How many handovers [`due`] lists.
pub fn due_count(view: &View) -> usize {
    mine(view).len()
}

/// What waits for this person's hand.
pub fn due(view: &View, words: Words) -> Option<AnyView> {
    listed(&mine(view), words.handover_due(), view, words)
}

/// All of them, from Me.
pub fn links(view: &View, words: Words) -> Option<AnyView> {
    listed(&known(view), words.handover_heading(), view, words)
}
