//! Teams, people and villages: the list behind the figures above the board. By township and name, never by deeds. Here the
//! office says why somebody's posting ends and who comes, as it may in the roster.

use super::posting_end::{Posting, end_form};
use super::waiting_or;
use crate::desk_client::teams;
use crate::ledger::UiError;
use crate::parts::dialog::Sheet;
use crate::parts::row::empty;
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Tone, Top, scene, tag};
use crate::words::Words;
use domain::commitments::{Holder, Post};
use domain::desk::{PostedPerson, TeamLine, TeamList};
use domain::handover::is_short_term;
use domain::ids::StaffId;
use domain::policy::{Action, permits_somehow};
use domain::roster::{Role, Village};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The page while it is open.
#[derive(Clone, Copy)]
pub(super) struct Page {
    pub(super) words: Words,
    pub(super) loaded: RwSignal<Option<Result<TeamList, UiError>>>,
    /// Whose posting is being spoken of.
    pub(super) whose: RwSignal<Option<Posting>>,
    pub(super) asking: RwSignal<bool>,
    /// Whether this role says how postings end.
    may: bool,
}

/// The list.
#[component]
pub fn Teams() -> impl IntoView {
    let words = scene().words;
    let loaded = RwSignal::new(None::<Result<TeamList, UiError>>);
    let me = scene().me();
    let page = Page {
        words,
        loaded,
        whose: RwSignal::new(None),
        asking: RwSignal::new(false),
        may: me.is_some_and(|me| permits_somehow(me.role, Action::ImportWorkbook)),
    };
    spawn_local(async move {
        let list = teams().await;
        let _ = loaded.try_set(Some(list));
    });
    let title = Signal::derive(move || {
        let whose = page.whose.get();
        whose
            .map(|whose| words.teams_end_of(&whose.person.name))
            .unwrap_or_default()
    });
    let sub = Signal::derive(move || match loaded.read().as_ref() {
        Some(Ok(list)) => counts(list, words),
        _ => words.sub_desk().to_owned(),
    });
    let back = Some(Back("/".to_owned(), words.board_title().to_owned()));
    view! {
        <Frame here=Here::Board>
            <Top title=words.teams_title() sub=sub back=back/>
            <main id="main" tabindex="-1">{move || waiting_or(loaded.get(), |list| shown(&list, page))}</main>
            <Sheet open=page.asking id="h-end" title=title>{end_form(page)}</Sheet>
        </Frame>
    }
}

fn counts(list: &TeamList, words: Words) -> String {
    let people: usize = list.teams.iter().map(|team| team.people.len()).sum();
    let led: usize = list.teams.iter().map(|team| team.villages.len()).sum();
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    words.board_sub(
        count(list.teams.len()),
        count(people),
        led.saturating_add(list.unled.len()),
    )
}

fn shown(list: &TeamList, page: Page) -> AnyView {
    let words = page.words;
    if list.teams.is_empty() {
        return empty(words.teams_none(), words.teams_none_more());
    }
    let rows = list.teams.iter().map(|team| row(team, list, page)).collect_view();
    let columns = [words.village(), words.teams_people(), words.teams_unit()];
    let table = super::table("h-teams", &columns, rows.into_any());
    view! {
        <section class="panel full" aria-labelledby="h-teams">
            <h2 id="h-teams">{words.teams_title()}" "<small>{words.villages_hint()}</small></h2>
            {table}
        </section>
        {unled(list, words)}
    }
    .into_any()
}

fn row(team: &TeamLine, list: &TeamList, page: Page) -> AnyView {
    let words = page.words;
    let villages = team
        .villages
        .iter()
        .map(|village| place(village, list, words))
        .collect_view();
    let people = team.people.iter().map(|one| {
        let about = about(one, words);
        view! { <li>{about}{end(one, (team, list), page)}</li> }.into_any()
    });
    let people = people.collect_view();
    let vacant = team.people.iter().all(|person| person.role != Role::TeamLeader);
    let vacant = vacant.then(|| tag(Tone::Warn, None, words.teams_vacant()));
    view! {
        <tr>
            <td><ul class="plain">{villages}</ul></td>
            <td>{vacant}<ul class="plain">{people}</ul>{left(team, list, page)}</td>
            <td>{team.unit.clone()}</td>
        </tr>
    }
    .into_any()
}

/// Where a village is, of what kinds, and who holds its posts that are in no team (R1).
fn place(village: &Village, list: &TeamList, words: Words) -> AnyView {
    let kinds: Vec<&str> = village
        .kinds
        .iter()
        .map(|kind| kind.label(words.lang()))
        .collect();
    let held = list.holders.get(&village.id).map_or(&[][..], Vec::as_slice);
    let held = held.iter().map(|one| holder(one, words)).collect_view();
    let untold = Post::NAMED.into_iter().filter(|post| !told(list, village, *post));
    let untold = untold.map(|post| {
        let said = words.teams_untold(post.label(words.lang()));
        view! { <br/>{tag(Tone::Plain, None, said)} }.into_any()
    });
    let untold = untold.collect_view();
    view! {
        <li>
            {village.township.clone()}" "<b>{village.name.clone()}</b>" "<small>{words.join(&kinds)}</small>
            {held}{untold}
        </li>
    }
    .into_any()
}

/// Whether the roster says anything of a post of a village.
fn told(list: &TeamList, village: &Village, post: Post) -> bool {
    let held = list.holders.get(&village.id);
    held.is_some_and(|held| held.iter().any(|one| one.post == post))
}

/// A post with its holder and since when, or that it is empty.
fn holder(one: &Holder, words: Words) -> AnyView {
    let since = one.since.map(|since| words.teams_since(&since.to_string()));
    let name = match one.is_vacant() {
        true => tag(Tone::Warn, None, words.teams_post_empty()),
        false => one.name.clone().into_any(),
    };
    view! { <br/><small>{one.post.label(words.lang())}</small>" "{name}" "<small>{since}</small> }.into_any()
}

/// Who somebody is in the team, and for how long.
fn about(person: &PostedPerson, words: Words) -> AnyView {
    let leads =
        (person.role == Role::TeamLeader).then(|| tag(Tone::Calm, None, person.role.label(words.lang())));
    let term = match (person.from, person.until) {
        (Some(from), Some(until)) => words.teams_term(&from.to_string(), &until.to_string()),
        (Some(from), None) => words.teams_since(&from.to_string()),
        _ => String::new(),
    };
    // A term that is over or short is worth a look, and blocks nothing (domain.md §7.4).
    let ends = match (person.from, person.until) {
        (_, Some(until)) if until < super::today() => Some(words.teams_term_over()),
        (Some(from), Some(until)) if is_short_term(from, until) => Some(words.teams_term_short()),
        _ => None,
    };
    let ends = ends.map(|said| tag(Tone::Warn, None, said));
    view! { {person.name.clone()}" "{leads}" "<small>{term}</small>" "{ends} }.into_any()
}

/// Who left the team lately, as long as somebody may still come for them.
fn left(team: &TeamLine, list: &TeamList, page: Page) -> Option<AnyView> {
    let words = page.words;
    if team.left.is_empty() {
        return None;
    }
    let people = team.left.iter().map(|one| {
        let on = one.until.map(|day| words.teams_left_on(&day.to_string()));
        view! { <li>{one.name.clone()}" "<small>{on}</small>{end(one, (team, list), page)}</li> }.into_any()
    });
    let people = people.collect_view();
    Some(view! { <p class="quiet-text">{words.teams_left()}</p><ul class="plain">{people}</ul> }.into_any())
}

/// Why a posting ends and who comes, as far as the office said it, and the button by which it says so.
fn end(person: &PostedPerson, (team, list): (&TeamLine, &TeamList), page: Page) -> AnyView {
    let words = page.words;
    let reason = person.reason.map(|reason| reason.label(words.lang()).to_owned());
    let comes = person.successor.as_ref();
    let comes = comes.map(|staff| words.teams_goes_to(&name_of(list, staff)));
    let said: Vec<String> = reason.into_iter().chain(comes).collect();
    let said = (!said.is_empty()).then(|| view! { " "<small>{said.join(" · ")}</small> }.into_any());
    let posting = Posting {
        team: team.id.clone(),
        person: person.clone(),
    };
    let ask = move |_| {
        page.whose.set(Some(posting.clone()));
        page.asking.set(true);
    };
    let label = words.teams_end_of(&person.name);
    let button = page.may.then(|| {
        view! { " "<button class="quiet" type="button" aria-label=label on:click=ask>{words.teams_end()}</button> }.into_any()
    });
    view! { {said}{button} }.into_any()
}

/// A person's name, or the number where the list has no such person.
fn name_of(list: &TeamList, staff: &StaffId) -> String {
    let all = list
        .teams
        .iter()
        .flat_map(|team| team.people.iter().chain(&team.left));
    let mut of = all.filter(|person| person.id == *staff);
    of.next()
        .map_or_else(|| staff.to_string(), |person| person.name.clone())
}

/// Villages without a team are named, not only counted.
fn unled(list: &TeamList, words: Words) -> Option<AnyView> {
    if list.unled.is_empty() {
        return None;
    }
    let villages = list
        .unled
        .iter()
        .map(|village| place(village, list, words))
        .collect_view();
    let panel = view! {
        <section class="panel full" aria-labelledby="h-unled">
            <h2 id="h-unled">{words.teams_unled()}</h2>
            <ul class="plain">{villages}</ul>
        </section>
    };
    Some(panel.into_any())
}
