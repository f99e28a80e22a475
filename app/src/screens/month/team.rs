//! The leader's side: leave of the team to decide, the month that is over to confirm for each of the team.

use super::decision::{VERDICT, decision_form};
use super::leave::said;
use super::{month_part, whose};
use crate::format::month as month_name;
use crate::ledger::View;
use crate::parts::items::items;
use crate::parts::row::{counting_section, empty, section};
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Scene, Tone, Top, scene, tag};
use domain::ids::{OpId, StaffId};
use domain::operation::{OperationBody, Whose};
use domain::policy::{Action, permits_somehow};
use domain::team::codes::{LeaveLevel, MonthState};
use domain::team::{DaysFile, Leave};
use domain::time::month_before;
use leptos::prelude::*;

/// The screen.
#[component]
pub fn TeamDays() -> impl IntoView {
    let words = scene().words;
    let back = Some(Back("/me".to_owned(), words.nav_me().to_owned()));
    let leads = scene()
        .me()
        .is_some_and(|me| permits_somehow(me.role, Action::DecideLeave));
    let body = match leads {
        true => view! { <div class="stack narrow">{leaves()}{months()}</div> }.into_any(),
        false => empty(words.team_days_title(), words.leader_only()),
    };
    let sub = Signal::derive(move || words.team_days_sub().to_owned());
    view! {
        <Frame here=Here::Today>
            <Top title=words.team_days_title() tab=words.team_days_tab() sub=sub back=back/>
            <main id="main" tabindex="-1">{body}</main>
        </Frame>
    }
}

/// What waits, the first day of absence first; a decision that is being written stays while others come in.
fn leaves() -> AnyView {
    let Scene { words, view, .. } = scene();
    let waiting = Memo::new(move |_| view.get().map(|view| waiting(&view)).unwrap_or_default());
    let none = move || {
        let none = waiting.read().is_empty();
        none.then(|| view! { <p class="quiet-text">{words.team_leaves_none()}</p> }.into_any())
    };
    let cards = items(waiting, card);
    let body = view! { {none}<ul class="stack">{cards}</ul> };
    let count = move || waiting.read().len();
    counting_section("h-leaves", words.team_leaves(), count, body.into_any())
}

/// The leave that waits for somebody's decision.
fn waiting(view: &View) -> Vec<OpId> {
    let files = view.records.days_files();
    let mut waiting: Vec<&Leave> = files
        .flat_map(|file| &file.leaves)
        .filter(|leave| leave.waits_for().is_some())
        .collect();
    waiting.sort_by_key(|leave| (leave.content.from, leave.op));
    waiting.into_iter().map(|leave| leave.op).collect()
}

fn find(view: &View, op: OpId) -> Option<(&DaysFile, &Leave)> {
    let mut files = view.records.days_files();
    files.find_map(|file| Some((file, file.leaves.iter().find(|leave| leave.op == op)?)))
}

/// One leave: whose, of what kind, and the decision of the level that has its turn.
fn card(op: OpId) -> AnyView {
    let Scene { words, view, .. } = scene();
    let told = move || {
        let view = view.get()?;
        let (file, leave) = find(&view, op)?;
        Some(view! {
            <b>{file.name.clone()}</b>
            <p>{said(&leave.content, view.today, words)}</p>
            <p>{leave.content.reason.clone()}</p>
        })
    };
    let level = Memo::new(move |_| view.get().and_then(|view| find(&view, op)?.1.waits_for()));
    let decision = move || {
        let level = level.get()?;
        let view = untrack(|| view.get())?;
        let (file, leave) = find(&view, op)?;
        let step = words.leave_level(level.label(words.lang()));
        Some(view! { <p class="quiet-text">{step}</p>{decide(file, leave, level)} })
    };
    view! { <li class="card pad stack">{move || told()}{decision}</li> }.into_any()
}

/// One level's decision; above the leader it is entered with the name of who decided.
fn decide(file: &DaysFile, leave: &Leave, level: LeaveLevel) -> AnyView {
    let Scene { words, ledger, .. } = scene();
    let (team, staff, op) = (file.team.clone(), file.staff.clone(), leave.op);
    let from_paper = level != LeaveLevel::Leader;
    let form = decision_form((level, from_paper), words.leave_decide(), move |decision| {
        let body = OperationBody::DecideLeave {
            team: team.clone(),
            staff: staff.clone(),
            leave: op,
            decision: Box::new(decision),
        };
        async move {
            let saved = ledger.save(body, None).await;
            saved
                .map(|_| ())
                .map_err(|problem| (VERDICT, words.trouble(&problem)))
        }
    });
    let hint = from_paper.then(|| view! { <p class="quiet-text">{words.leave_above()}</p> }.into_any());
    view! { {hint}{form} }.into_any()
}

/// The month that is over, for each of the team but the leader, by number; one is open at a time.
fn months() -> AnyView {
    let Scene { words, view, .. } = scene();
    let Some(known) = untrack(|| view.get()) else {
        return ().into_any();
    };
    let month = month_before(known.today);
    let people = known.reference.iter().flat_map(|reference| &reference.colleagues);
    let others = people.filter(|person| person.id != known.me.staff);
    let open = RwSignal::new(None::<StaffId>);
    let rows = others.filter_map(|person| Some(one(whose(&known, &person.id, &person.name)?, month, open)));
    let rows = rows.collect_view();
    let body = view! { <ul class="stack">{rows}</ul> }.into_any();
    let title = words.team_months(&month_name(month, words.lang()));
    section("h-months", title, None, None, body)
}

fn one(whose: Whose, month: chrono::NaiveDate, open: RwSignal<Option<StaffId>>) -> AnyView {
    let Scene { words, view, .. } = scene();
    let (id, own) = (whose.staff.clone(), whose.staff.clone());
    let state = move || {
        let view = view.get()?;
        let state = super::file_of(&view, &id).map_or(MonthState::Open, |file| file.month_state(month));
        let tone = match state {
            MonthState::Open => Tone::Plain,
            MonthState::ByMember => Tone::Warn,
            MonthState::Confirmed => Tone::Act,
        };
        Some(tag(tone, None, state.label(words.lang())))
    };
    let name = whose.name.clone();
    let shows = Memo::new(move |_| open.get().as_ref() == Some(&own));
    let staff = whose.staff.clone();
    let press = move |_| {
        let next = (!shows.get_untracked()).then(|| staff.clone());
        open.set(next);
    };
    let expanded = move || if shows.get() { "true" } else { "false" };
    view! {
        <li class="card pad stack">
            <button class="ghost wide" type="button" aria-expanded=expanded on:click=press>{name}</button>
            <div class="tags">{state}</div>
            {move || shows.get().then(|| month_part(whose.clone(), month))}
        </li>
    }
    .into_any()
}
