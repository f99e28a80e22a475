//! Pieces that the tab, the lists, a household's page and Today share: rows, tags, short sections.

use super::super::root::Four as State;
use super::super::standing::{Standing, Standings};
use crate::format::day_of;
use crate::ledger::View;
use crate::parts::row::{banner, row, section};
use crate::parts::{Icon, Scene, Tone, household_address, scene, tag};
use crate::words::Words;
use chrono::NaiveDate;
use domain::commitments::{CommitmentStatus, Finding, Subject};
use domain::household::Member;
use domain::ids::HouseholdId;
use domain::record::Records;
use leptos::prelude::*;

/// What is open among the findings that `takes` lets through, nearest deadline first.
pub(super) fn to_do(
    standings: &Standings,
    today: NaiveDate,
    takes: impl Fn(&Finding) -> bool,
) -> Vec<(&Standing, &Finding)> {
    let mut open: Vec<_> = standings
        .all()
        .filter(|(_, finding)| finding.status.gravity() > 0 && takes(finding))
        .collect();
    open.sort_by_key(|(_, finding)| (!finding.status.is_open(), finding.urgency(today)));
    open
}

/// A status as icon and word.
pub(super) fn status_tag(status: CommitmentStatus, words: Words) -> AnyView {
    let (tone, sign) = match status {
        CommitmentStatus::Breached => (Tone::Stop, Icon::Bang),
        CommitmentStatus::DueSoon => (Tone::Warn, Icon::Clock),
        CommitmentStatus::Explained => (Tone::Calm, Icon::Info),
        CommitmentStatus::OnTrack => (Tone::Act, Icon::Check),
        CommitmentStatus::NotApplicable => (Tone::Plain, Icon::Minus),
    };
    tag(tone, Some(sign), status.label(words.lang()))
}

/// The address of what was found.
fn address(standing: &Standing, finding: &Finding, view: &View) -> String {
    let line = finding.line.code();
    let Some(household) = finding.subject.household() else {
        return format!("/four/{line}?village={}", standing.village);
    };
    let home = household_address(household);
    let home = home.rsplit('/').next().unwrap_or_default();
    let who = view.records.household(household).and_then(|known| {
        let member = finding.subject.member()?;
        known.members.iter().position(|one| one.id == member)
    });
    let who = who.map(|at| format!("&who={at}")).unwrap_or_default();
    format!("/four/{line}?of={home}{who}")
}

/// Whom it is about: the member's name before what was found, the household or the village after it.
pub(super) fn about(standing: &Standing, finding: &Finding, view: &View, words: Words) -> (String, String) {
    let home = finding
        .subject
        .household()
        .and_then(|id| view.records.household(id));
    match (home, finding.subject) {
        (Some(home), Subject::Member(_, member)) => {
            let name = home
                .member(member)
                .map(|one| format!("{} ", one.name))
                .unwrap_or_default();
            (name, words.of_name(home.name()))
        }
        (Some(home), _) => (
            String::new(),
            format!("{} · {}", words.of_name(home.name()), home.group),
        ),
        (None, _) => (String::new(), standing.name.clone()),
    }
}

/// The child whom it is about; none where it is about a grown-up, or nobody in particular.
fn child<'a>(finding: &Finding, view: &'a View) -> Option<&'a Member> {
    let home = view.records.household(finding.subject.household()?)?;
    let member = home.member(finding.subject.member()?)?;
    (!member.is_named_in_lists(view.today)).then_some(member)
}

/// By when, in words.
pub(super) fn deadline(finding: &Finding, today: NaiveDate, words: Words) -> Option<String> {
    match finding.by {
        Some(day) => Some(words.four_by(&day_of(day, today, words.lang()))),
        None => finding.status.is_open().then(|| words.four_now().to_owned()),
    }
}

/// One thing to do: code, whom, what; then household, owner and deadline; the state at the end.
pub(super) fn finding_row(standing: &Standing, finding: &Finding, view: &View, words: Words) -> AnyView {
    let lang = words.lang();
    let (who, place) = about(standing, finding, view, words);
    // A child is not named in a list, but by what it is to the head (domain.md §11.2).
    let child = child(finding, view).map(|child| format!("{} ", child.relation.label(lang)));
    let who = child.unwrap_or(who);
    let name = format!("{} {who}{}", finding.line.code(), finding.why.label(lang));
    let owner = finding.owner.label(lang).to_owned();
    // The deadline before the owner: two lines of a narrow phone may end before the owner, never before the deadline.
    let detail: Vec<String> = [Some(place), deadline(finding, view.today, words), Some(owner)]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    row(
        address(standing, finding, view),
        name.into_any(),
        detail.join(" · "),
        Some(status_tag(finding.status, words)),
    )
}

/// A household's own lines that somebody has to do something about; nothing where all is well.
pub fn of_household(id: HouseholdId, view: &View, words: Words) -> Option<AnyView> {
    let standings = expect_context::<State>().0.get();
    let own = to_do(&standings, view.today, |finding| {
        finding.subject.household() == Some(id)
    });
    if own.is_empty() {
        return None;
    }
    let rows = own
        .iter()
        .map(|(standing, finding)| finding_row(standing, finding, view, words))
        .collect_view();
    let list = view! { <ul class="card list">{rows}</ul> }.into_any();
    Some(section("h-four", words.four_of_household(), None, None, list))
}

/// What the year's calendar asks for today; quiet, at the end of Today.
pub fn of_season() -> impl IntoView {
    let Scene { words, view, .. } = scene();
    move || {
        let view = view.get()?;
        let calendar = &view.reference.as_deref()?.config.calendar;
        let lines: Vec<String> = calendar
            .on(view.today)
            .map(|season| season.words(words.lang()).to_owned())
            .collect();
        let lines = lines
            .into_iter()
            .map(|line| view! { <br/>{line} }.into_any())
            .collect_view();
        Some(banner(
            "calm",
            Icon::Today,
            view! { <b>{words.four_season()}</b>{lines} },
        ))
    }
}
