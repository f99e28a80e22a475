//! Flags in lists: on Today for the leader and for whoever raised them, on the household's page.

use super::gist;
use crate::format::day_of;
use crate::ledger::View;
use crate::parts::row::{row, section};
use crate::parts::{Icon, Tone, tag};
use crate::words::Words;
use domain::ids::HouseholdId;
use domain::policy::{Action, permits_somehow};
use domain::record::Records;
use domain::risk::order::{biting, in_order, is_unsettled, open_of};
use domain::risk::{FlagStatus, RelapseFlag};
use domain::time::{days_between, field_day};
use leptos::prelude::*;

/// Days for which a settled flag stays on the Today of whoever raised it.
const OUTCOME_DAYS: i64 = 14;

/// Cause and days since T0 as one tag, urgent or not: `因病 · 发现第 6 天`.
pub fn risk_tag(flag: &RelapseFlag, view: &View, words: Words) -> AnyView {
    let causes = flag.causes();
    let cause = causes.first().map(|cause| cause.label(words.lang()));
    let days = days(flag, view, words);
    let said = match cause {
        Some(cause) => format!("{cause} · {days}"),
        None => days,
    };
    tag(Tone::Stop, Some(Icon::Flag), said)
}

/// Days since T0 in words.
pub fn days(flag: &RelapseFlag, view: &View, words: Words) -> String {
    match flag.days_since(view.today) {
        0 => words.flag_today().to_owned(),
        n => words.flag_day(n),
    }
}

/// Where the flag stands, as a tag.
pub fn state_tag(flag: &RelapseFlag, view: &View, words: Words) -> AnyView {
    let (tone, sign) = match flag.status() {
        FlagStatus::Raised => (Tone::Warn, Icon::Clock),
        FlagStatus::Watch => (Tone::Calm, Icon::Eye),
        FlagStatus::Confirmed => (Tone::Stop, Icon::Flag),
        FlagStatus::Dismissed | FlagStatus::Merged | FlagStatus::Withdrawn => (Tone::Plain, Icon::Check),
    };
    let said = match flag.recheck_on() {
        Some(day) => words.flag_watch_until(&day_of(day, view.today, words.lang())),
        None => flag.status().label(words.lang()).to_owned(),
    };
    tag(tone, Some(sign), said)
}

/// The tag of what cannot wait.
pub fn urgent_tag(flag: &RelapseFlag, words: Words) -> Option<AnyView> {
    flag.is_urgent()
        .then(|| tag(Tone::Stop, Some(Icon::Bang), words.urgent_tag()))
}

/// A row that opens the flag; with the household's name, or with the signs where the household is plain.
fn flag_row(flag: &RelapseFlag, view: &View, named: bool, words: Words) -> AnyView {
    let household = view.records.household(flag.household).filter(|_| named);
    let (face, detail) = match household {
        Some(household) => (
            words.of_name(household.name()),
            format!("{} · {}", gist(&flag.content, words), days(flag, view, words)),
        ),
        None => (gist(&flag.content, words), days(flag, view, words)),
    };
    let name = view! { {face}" "{urgent_tag(flag, words)}" "{state_tag(flag, view, words)} };
    row(format!("/flags/{}", flag.id), name.into_any(), detail, None)
}

fn listed(
    id: &'static str,
    title: &'static str,
    flags: &[&RelapseFlag],
    (view, named): (&View, bool),
    words: Words,
) -> Option<AnyView> {
    if flags.is_empty() {
        return None;
    }
    let rows: Vec<AnyView> = flags
        .iter()
        .map(|flag| flag_row(flag, view, named, words))
        .collect();
    let list = view! { <ul class="card list">{rows}</ul> }.into_any();
    Some(section(id, title, Some(flags.len().to_string()), None, list))
}

/// What the leader has to decide today, urgent first; nothing for everybody else.
fn undecided(view: &View) -> Vec<&RelapseFlag> {
    match permits_somehow(view.me.role, Action::TriageFlag) {
        true => biting(view.records.flags(), view.today),
        false => Vec::new(),
    }
}

/// How many flags [`to_triage`] lists.
pub fn to_triage_count(view: &View) -> usize {
    undecided(view).len()
}

/// What the leader has to decide today, urgent first.
pub fn to_triage(view: &View, words: Words) -> Option<AnyView> {
    let flags = undecided(view);
    listed("h-triage", words.flag_to_triage(), &flags, (view, true), words)
}

/// What became of the flags that the person raised: open ones, and settled ones for a fortnight. A leader who has
/// to decide on them sees them there.
pub fn mine(view: &View, words: Words) -> Option<AnyView> {
    let leads = permits_somehow(view.me.role, Action::TriageFlag);
    let fresh = |flag: &RelapseFlag| {
        let last = flag
            .history
            .last()
            .map(|entry| entry.received_at.unwrap_or(entry.recorded_at));
        last.is_some_and(|at| days_between(field_day(at), view.today) <= OUTCOME_DAYS)
    };
    let own = |flag: &&RelapseFlag| {
        flag.raised_by == view.me.staff
            && (is_unsettled(flag, &view.records) || fresh(flag))
            && !(leads && flag.bites(view.today))
    };
    let flags = in_order(view.records.flags().filter(own));
    listed("h-mine", words.flag_mine(), &flags, (view, true), words)
}

/// The unsettled flags of a household.
pub fn of_household(view: &View, household: HouseholdId, words: Words) -> Option<AnyView> {
    let flags = open_of(&view.records, household);
    listed("h-flags", words.flags_heading(), &flags, (view, false), words)
}
