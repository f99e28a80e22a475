//! The four not-removes of all villages: a map of tiles by township, the months below it, the list behind each tile. In the order
//! of names, never of figures; nothing is scored.

use super::super::four::more;
use super::four_months::{self, Asked, Chosen, asked};
use super::waiting_or;
use crate::desk_client::{four_board, four_list};
use crate::format::day_of;
use crate::ledger::UiError;
use crate::parts::chips::filter_chip;
use crate::parts::icon::{Icon, icon};
use crate::parts::row::empty;
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Scene, Tone, Top, moment, scene, tag};
use crate::words::Words;
use domain::commitments::board::{FourBoard, FourLine, FourList, FourVillage as Village};
use domain::commitments::{BodyStanding, CommitmentStatus, Pillar, PillarState};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;
use std::sync::Arc;

/// Lines that a village's list shows before somebody asks for more: thousands of rows take a desk's browser seconds.
const SHOWN: usize = 200;

/// How a state looks: class of the tile, tone of the tag, sign.
pub(super) const fn look(status: CommitmentStatus) -> (&'static str, Tone, Icon) {
    match status {
        CommitmentStatus::Breached => ("s", Tone::Stop, Icon::Bang),
        CommitmentStatus::DueSoon => ("a", Tone::Warn, Icon::Clock),
        CommitmentStatus::Explained => ("c", Tone::Calm, Icon::Info),
        CommitmentStatus::OnTrack => ("", Tone::Act, Icon::Check),
        CommitmentStatus::NotApplicable => ("x", Tone::Plain, Icon::Minus),
    }
}

/// The worst state of a village in a pillar.
fn state_of(village: &Village, pillar: Pillar) -> CommitmentStatus {
    let state = village.pillars.iter().find(|state| state.pillar == pillar);
    state
        .and_then(|state| state.worst)
        .unwrap_or(CommitmentStatus::NotApplicable)
}

/// The map.
#[component]
pub fn FourMap() -> impl IntoView {
    let words = scene().words;
    let query = use_query_map();
    let pillar = RwSignal::new(Pillar::Assistance);
    let chosen = Chosen {
        pillar,
        township: RwSignal::new(None),
        opened: RwSignal::new(None),
    };
    chosen.follow(query.with_untracked(asked));
    // A figure leads to this page as well: what the address says is followed wherever it comes from.
    Effect::new(move |before: Option<Asked>| {
        let now = query.with(asked);
        if before.is_some_and(|before| before != now) {
            chosen.follow(now.clone());
        }
        now
    });
    let loaded = RwSignal::new(None::<Result<FourBoard, UiError>>);
    spawn_local(async move {
        let board = four_board().await;
        let _ = loaded.try_set(Some(board));
    });
    let sub = Signal::derive(move || match loaded.read().as_ref() {
        Some(Ok(board)) => words.board_as_of(&moment(board.server_time, super::today(), words)),
        _ => words.sub_desk().to_owned(),
    });
    let chips = Pillar::ALL.iter().map(|one| {
        let one = *one;
        filter_chip(
            one.label(words.lang()),
            || None,
            move || pillar.get() == one,
            move || pillar.set(one),
        )
    });
    let chips = chips.collect_view();
    view! {
        <Frame here=Here::FourMap>
            <Top title=words.four_title() sub=sub/>
            <main id="main" tabindex="-1">
                <div class="chips" role="group" aria-label=words.four_pick()>{chips}</div>
                {move || waiting_or(loaded.get(), |board| map(&Arc::new(board), chosen, words))}
            </main>
        </Frame>
    }
}

fn map(board: &Arc<FourBoard>, chosen: Chosen, words: Words) -> AnyView {
    let pillar = chosen.pillar.get();
    let mut townships: Vec<&str> = board
        .villages
        .iter()
        .map(|village| village.township.as_str())
        .collect();
    townships.dedup();
    let groups = townships.into_iter().map(|township| {
        let of = board
            .villages
            .iter()
            .filter(|village| village.township == township);
        let tiles = of.map(|village| tile(village, pillar, words)).collect_view();
        view! { <div><h3>{township.to_owned()}</h3><ul class="tiles">{tiles}</ul></div> }.into_any()
    });
    let count = |status| {
        board
            .villages
            .iter()
            .filter(|village| state_of(village, pillar) == status)
            .count()
    };
    let ok = count(CommitmentStatus::OnTrack).saturating_add(count(CommitmentStatus::NotApplicable));
    let text = words.four_in_words(
        ok,
        count(CommitmentStatus::Explained),
        count(CommitmentStatus::DueSoon),
        count(CommitmentStatus::Breached),
    );
    view! {
        <section class="panel full" aria-labelledby="h-map">
            <h2 id="h-map">{words.four_map(pillar.label(words.lang()))}" "<small>{words.four_map_hint()}</small></h2>
            <p role="status">{text}</p>
            <div class="four-map">{groups.collect_view()}</div>
        </section>
        {four_months::of_villages(board, pillar, chosen, words)}
        {(pillar == Pillar::Responsibility).then(|| bodies(board, chosen, words))}
    }
    .into_any()
}

/// The bodies of the duty list; nothing where the district has switched its line off.
fn bodies(board: &Arc<FourBoard>, chosen: Chosen, words: Words) -> Option<AnyView> {
    let bodies = board.bodies.as_deref()?;
    let tile = |one: &BodyStanding| {
        let (class, _, sign) = look(one.worst);
        let count = match one.worst {
            CommitmentStatus::Breached => one.breached,
            CommitmentStatus::DueSoon => one.due_soon,
            CommitmentStatus::Explained => one.explained,
            CommitmentStatus::OnTrack | CommitmentStatus::NotApplicable => 0,
        };
        let said = match count {
            0 => words.four_body_items(one.items),
            count => format!(
                "{} · {}",
                words.four_places(count),
                words.four_body_items(one.items)
            ),
        };
        view! {
            <li>
                <a class=class href=format!("/desk/duties?body={}", one.body.name)>
                    <b>{one.body.name.clone()}</b><span>{icon(sign)}{one.worst.label(words.lang())}" "{said}</span>
                </a>
            </li>
        }
    };
    let tiles = bodies.iter().map(tile).collect_view();
    let list = match bodies.is_empty() {
        true => view! { <p class="quiet-text">{words.four_bodies_none()}</p> }.into_any(),
        false => view! { <div class="four-map"><div><ul class="tiles">{tiles}</ul></div></div> }.into_any(),
    };
    let panel = view! {
        <section class="panel full" aria-labelledby="h-bodies">
            <h2 id="h-bodies">{words.four_bodies()}" "<small>{words.four_bodies_hint()}</small></h2>
            {list}
        </section>
        {four_months::of_bodies(board, chosen, words)}
    };
    Some(panel.into_any())
}

/// How many things are in the worst state of a pillar; none where nobody has anything to do.
fn behind(state: &PillarState, words: Words) -> Option<String> {
    let count = match state.worst? {
        CommitmentStatus::Breached => state.breached,
        CommitmentStatus::DueSoon => state.due_soon,
        CommitmentStatus::Explained => state.explained,
        CommitmentStatus::OnTrack | CommitmentStatus::NotApplicable => return None,
    };
    Some(words.four_places(count))
}

/// A tile: the village's name, its state as icon and word, and the count behind it.
fn tile(village: &Village, pillar: Pillar, words: Words) -> AnyView {
    let status = state_of(village, pillar);
    let (class, _, sign) = look(status);
    let of_pillar = village.pillars.iter().find(|state| state.pillar == pillar);
    let count = of_pillar.and_then(|state| behind(state, words));
    view! {
        <li>
            <a class=class href=format!("/desk/four/{}", village.id)>
                <b>{village.name.clone()}</b><span>{icon(sign)}{status.label(words.lang())}" "{count}</span>
            </a>
        </li>
    }
    .into_any()
}

/// What is open or explained in one village.
#[component]
pub fn FourVillage(
    /// The village's number.
    id: String,
) -> impl IntoView {
    let Scene { words, .. } = scene();
    let loaded = RwSignal::new(None::<Result<FourList, UiError>>);
    spawn_local(async move {
        let list = four_list(&id).await;
        let _ = loaded.try_set(Some(list));
    });
    let shown = RwSignal::new(SHOWN);
    let title = Signal::derive(move || match loaded.read().as_ref() {
        Some(Ok(list)) => format!("{}{}", list.village.township, list.village.name),
        _ => words.four_title().to_owned(),
    });
    let back = Some(Back("/desk/four".to_owned(), words.four_title().to_owned()));
    view! {
        <Frame here=Here::FourMap>
            <Top title=title sub=words.four_title() back=back/>
            <main id="main" tabindex="-1">{move || waiting_or(loaded.get(), |list| table(&list, shown, words))}</main>
        </Frame>
    }
}

fn table(list: &FourList, shown: RwSignal<usize>, words: Words) -> AnyView {
    let lang = words.lang();
    let states = list.village.pillars.iter().map(|state| {
        let status = state.worst.unwrap_or(CommitmentStatus::NotApplicable);
        let (_, tone, sign) = look(status);
        let said = if state.worst.is_none() {
            words.four_not_yet()
        } else {
            status.label(lang)
        };
        let counts = words.four_computed(state.computed, state.waiting);
        view! {
            <li>
                <div class="card pillar">
                    <span class="k">{state.pillar.label(lang)}</span>
                    <span>{tag(tone, Some(sign), said)}" "{behind(state, words)}</span>
                    <small>{counts}</small>
                </div>
            </li>
        }
        .into_any()
    });
    let states = states.collect_view();
    if list.lines.is_empty() {
        return view! { <ul class="pillars">{states}</ul>{empty(words.four_none(), words.four_none_more())} }
            .into_any();
    }
    // What concerns the village itself is little, and waits behind no household.
    let first = shown.get();
    let drawn = list.lines.iter().enumerate();
    let drawn = drawn.filter(|(at, one)| *at < first || one.household.is_none());
    let rows: Vec<AnyView> = drawn.map(|(_, one)| line(one, list, words)).collect();
    let rest = list.lines.len().saturating_sub(rows.len());
    let columns = [
        words.four_line(),
        words.four_what(),
        words.head_name(),
        words.group(),
        words.four_who(),
        words.four_deadline(),
        words.state(),
    ];
    let table = super::table("h-list", &columns, rows.collect_view().into_any());
    view! {
        <ul class="pillars">{states}</ul>
        <section class="panel" aria-labelledby="h-list">
            <h2 id="h-list">{words.four_first()}" "<small>{words.four_open(list.lines.len())}</small></h2>
            {table}
            {more(rest, (shown, SHOWN), words)}
        </section>
    }
    .into_any()
}

/// What it was computed from, what puts it right, and how it is explained.
fn opened(one: &FourLine, list: &FourList, words: Words) -> AnyView {
    let lang = words.lang();
    let proof: Vec<String> = one
        .evidence
        .iter()
        .map(|told| {
            let newest = told.newest.map(|day| day_of(day, list.today, lang));
            words.four_told(told.kind.label(lang), told.count, newest.as_deref())
        })
        .collect();
    let proof = match proof.is_empty() {
        true => words.four_evidence_none().to_owned(),
        false => words.join(&proof),
    };
    let remedy = one.remedy.map(|remedy| {
        let posts: Vec<&str> = one.posts.iter().map(|post| post.label(lang)).collect();
        let said = match posts.is_empty() {
            true => remedy.label(lang).to_owned(),
            false => words.four_remedy_posts(remedy.label(lang), &words.join(&posts)),
        };
        view! { <dt>{words.four_remedy()}</dt><dd>{said}</dd> }.into_any()
    });
    let said = one.explanation.as_ref().map(|said| {
        let until = day_of(said.until, list.today, lang);
        let state = match &said.confirmed_by {
            Some(name) => words.four_holds(name, &until),
            None => words.four_waits(&said.by_name),
        };
        view! { <dt>{words.four_explanation()}</dt><dd>{said.reason.clone()}<br/><small>{state}</small></dd> }
            .into_any()
    });
    view! {
        <details class="fold">
            <summary>{words.four_open_line()}</summary>
            <dl class="facts"><dt>{words.four_evidence()}</dt><dd>{proof}</dd>{remedy}{said}</dl>
        </details>
    }
    .into_any()
}

fn line(one: &FourLine, list: &FourList, words: Words) -> AnyView {
    let lang = words.lang();
    let (_, tone, sign) = look(one.status);
    let wording = list
        .rows
        .iter()
        .find(|row| row.code == one.line)
        .map(|row| row.wording(lang).to_owned());
    let left = one.missing.map(|missing| words.four_left(missing));
    let by = one.by.map_or_else(
        || words.four_now().to_owned(),
        |day| day_of(day, list.today, lang),
    );
    view! {
        <tr>
            <td><b>{one.line.code()}</b>" "{wording}</td>
            <td>{one.why.label(lang)}" "{left}{opened(one, list, words)}</td>
            <td>{one.household.clone()}</td>
            <td>{one.group.clone()}</td>
            <td>{one.owner.label(lang)}</td>
            <td>{by}</td>
            <td>{tag(tone, Some(sign), one.status.label(lang))}</td>
        </tr>
    }
    .into_any()
}
