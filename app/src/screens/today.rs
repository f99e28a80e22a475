//! Today: what is pressing, whom to visit, what has not been sent yet.

use super::case;
use super::elimination;
use super::flag;
use super::lost::after_sign_in;
use super::not_here::first_load;
use super::outline::{Line, due_first};
use super::pending::{kind, name_of, split, waiting_row};
use super::plan;
use super::request;
use super::review::{queue, stale_tag};
use super::root::Outline;
use super::screening;
use super::{handover, work};
use crate::format::{day_and_weekday, day_of};
use crate::ledger::View;
use crate::parts::row::{banner, empty, row, section};
use crate::parts::tag::due_tag;
use crate::parts::update::Update;
use crate::parts::{Frame, Here, Icon, Scene, Tone, Top, household_address, scene, tag};
use crate::words::Words;
use chrono::NaiveDate;
use domain::due::VisitTier;
use domain::household::Household;
use domain::policy::{Action, permits_somehow};
use domain::record::Records;
use domain::visit::Visit;
use domain::visit::codes::VisitStatus;
use domain::visit::queue::Rank;
use leptos::prelude::*;

/// Due households shown before the person asks for more.
const DUE_SHOWN: usize = 12;
/// How many more each time.
const DUE_STEP: usize = 24;
/// Waiting operations shown before "see all".
const WAITING_SHOWN: usize = 3;

/// The first screen in the field.
#[component]
pub fn Today() -> impl IntoView {
    let Scene { words, view, .. } = scene();
    let sub = Signal::derive(move || view.get().map(|view| heading(&view, words)).unwrap_or_default());
    let shown = RwSignal::new(DUE_SHOWN);
    view! {
        <Frame here=Here::Today>
            <Top title=words.today_title() sub=sub/>
            <main id="main" tabindex="-1">
                <Update/>
                {after_sign_in()}
                {first_load()}
                <div class="flow">
                    {move || view.get().map(|view| first(&view, words))}
                    {move || view.get().and_then(|view| request::pressing(&view, words))}
                    {move || view.get().and_then(|view| plan::waiting(&view, words))}
                    {move || view.get().and_then(|view| flag::mine(&view, words))}
                    {move || view.get().and_then(|view| handover::due(&view, words))}
                    {move || view.get().and_then(|view| work::links(&view, words))}
                    {move || due_list(words, shown)}
                    {move || screening::on_today(words)}
                    {move || view.get().and_then(|view| waiting(&view, words))}
                    {super::four::of_season()}
                </div>
            </main>
        </Frame>
    }
}

/// `11月23日 星期一 · 万宝镇垭古村`
fn heading(view: &View, words: Words) -> String {
    let day = day_and_weekday(view.today, words.lang());
    let villages = village_names(view, words);
    if villages.is_empty() {
        day
    } else {
        format!("{day} · {villages}")
    }
}

/// The team's villages with their township.
pub fn village_names(view: &View, words: Words) -> String {
    let villages = view.reference.iter().flat_map(|reference| &reference.villages);
    let names: Vec<String> = villages.map(|village| village.place()).collect();
    words.join(&names)
}

fn leads(view: &View) -> bool {
    permits_somehow(view.me.role, Action::ReviewVisit)
}

/// What somebody else waits for: for a leader the flags to decide on come first, for a member what was returned.
fn first(view: &View, words: Words) -> AnyView {
    let (case, elimination) = (case::waiting(view, words), elimination::waiting(view, words));
    let pressing = pressing_and_review(view, words);
    if leads(view) {
        view! { {flag::to_triage(view, words)}{case}{elimination}{pressing} }.into_any()
    } else {
        view! { {pressing}{case}{elimination} }.into_any()
    }
}

fn pressing_and_review(view: &View, words: Words) -> AnyView {
    let review = leads(view).then(|| review_tallies(view, words));
    let rows = pressing(view, words);
    if rows.is_empty() {
        let calm = (!others_wait(view)).then(|| {
            let body = empty(words.bites_none(), words.bites_none_more());
            section("h-bites", words.bites(), None, None, body)
        });
        return view! { {review}{calm} }.into_any();
    }
    let count = rows.len().to_string();
    let list = view! { <ul class="card list">{rows}</ul> }.into_any();
    view! { {section("h-bites", words.bites(), Some(count), None, list)}{review} }.into_any()
}

/// Whether anything else on this screen waits for this person, beside which "nothing pressing" would be untrue.
fn others_wait(view: &View) -> bool {
    let counts: [fn(&View) -> usize; 6] = [
        flag::to_triage_count,
        case::waiting_count,
        elimination::waiting_count,
        request::pressing_count,
        plan::waiting_count,
        handover::due_count,
    ];
    counts.iter().any(|count| count(view) > 0)
}

/// Returned visits first, then what the server did not take, then facts with two values.
fn pressing(view: &View, words: Words) -> Vec<AnyView> {
    let mine = view
        .records
        .visits()
        .filter(|visit| visit.author == view.me.staff);
    let mut rows: Vec<AnyView> = mine
        .filter_map(|visit| returned_row(visit, view, words))
        .collect();
    let (_, attention) = split(view);
    rows.extend(attention.into_iter().map(|pending| {
        let operation = &pending.operation;
        let what = kind(operation, words);
        let name = view! { {name_of(operation, view, words)}" "{what}" "{tag(Tone::Stop, Some(Icon::Bang), words.attention_tag())} };
        let why = match &pending.state {
            crate::ledger::PendingState::Attention(refusal) => refusal.words(words.lang()).to_owned(),
            crate::ledger::PendingState::Waiting => String::new(),
        };
        row("/me#attention".to_owned(), name.into_any(), why, None)
    }));
    rows.extend(
        view.records
            .households()
            .filter_map(|household| conflict_row(household, view.today, words)),
    );
    rows
}

fn returned_row(visit: &Visit, view: &View, words: Words) -> Option<AnyView> {
    let (_, reason, said) = visit.open_return()?;
    let name = view
        .records
        .household(visit.household)
        .map(Household::name)
        .unwrap_or_default();
    let label = reason.label(words.lang());
    let said = if said.trim().is_empty() { label } else { said };
    let detail = words.leader_says(said);
    let face = view! { {words.visit_of(name)}" "{tag(Tone::Warn, Some(Icon::Return), words.returned_tag())}" "{stale_tag(visit, view, words)} };
    Some(row(
        format!("/visits/{}/correct", visit.id),
        face.into_any(),
        detail,
        None,
    ))
}

fn conflict_row(household: &Household, today: NaiveDate, words: Words) -> Option<AnyView> {
    let fields: Vec<String> = household
        .conflicts()
        .iter()
        .map(|key| {
            let member = key.member.and_then(|id| household.member(id));
            let named = member.is_none_or(|member| member.is_named_in_lists(today));
            words.field(key, named.then_some(household))
        })
        .collect();
    if fields.is_empty() {
        return None;
    }
    let name = view! { {words.of_name(household.name())}" "{tag(Tone::Warn, Some(Icon::Differs), words.two_values())} };
    let detail = words.two_values_of(&words.join(&fields));
    Some(row(
        household_address(household.id),
        name.into_any(),
        detail,
        None,
    ))
}

fn review_tallies(view: &View, words: Words) -> AnyView {
    let queue = queue(view);
    let alike = queue.iter().filter(|(rank, _)| *rank == Rank::NoChange).count();
    let urgent = queue.iter().filter(|(rank, _)| *rank == Rank::Urgent).count();
    let returned = view
        .records
        .visits()
        .filter(|visit| visit.status == VisitStatus::Returned && visit.author != view.me.staff)
        .count();
    let urgent = (urgent > 0).then(|| view! { " "<em>{urgent}" "{words.urgent_tag()}</em> }.into_any());
    let list = view! {
        <ul class="tallies">
            <li><a class="tally" href="/review"><b>{queue.len().saturating_sub(alike)}</b>{words.review_pick()}{urgent}</a></li>
            <li><a class="tally" href="/review?show=same"><b>{alike}</b>{words.review_no_change()}</a></li>
            <li><a class="tally" href="/review?show=returned"><b>{returned}</b>{words.review_returned()}</a></li>
        </ul>
    };
    let all = view! { <a href="/review">{words.all()}</a> }.into_any();
    section(
        "h-review",
        words.review_title(),
        Some(queue.len().to_string()),
        Some(all),
        list.into_any(),
    )
}

fn due_list(words: Words, shown: RwSignal<usize>) -> Option<AnyView> {
    let Scene { view, .. } = scene();
    let today = view.get()?.today;
    let lines = expect_context::<Outline>().0.get();
    if lines.is_empty() {
        return Some(empty(words.no_records_title(), words.no_records()));
    }
    let due = due_first(&lines);
    if due.is_empty() {
        let body = empty(words.due_none(), words.due_none_more());
        return Some(section("h-due", words.due_title(), None, None, body));
    }
    let never = due.iter().filter(|line| line.due.by.is_none()).count();
    let never = (never > 0).then(|| view! { <p class="quiet-text">{words.due_never(never)}</p> }.into_any());
    let rows = due
        .iter()
        .take(shown.get())
        .map(|line| due_row(line, today, words))
        .collect_view();
    let rest = due.len().saturating_sub(shown.get());
    let more = (rest > 0).then(|| {
        let next = rest.min(DUE_STEP);
        view! {
            <button class="ghost wide" type="button" on:click=move |_| shown.update(|shown| *shown = shown.saturating_add(DUE_STEP))>
                {words.due_show_more(next)}
            </button>
        }.into_any()
    });
    let body = view! { <ul class="card list">{rows}</ul>{never}{more} }.into_any();
    let aside = view! { <a href="/households?show=due">{words.due_by_group()}</a> }.into_any();
    Some(section(
        "h-due",
        words.due_title(),
        Some(words.households_count(due.len())),
        Some(aside),
        body,
    ))
}

/// A household that is due: one tap leads straight to the visit form.
fn due_row(line: &Line, today: NaiveDate, words: Words) -> AnyView {
    let last = match line.due.last_met {
        Some(day) => words.last_visit_on(&day_of(day, today, words.lang())),
        None => words.never_visited().to_owned(),
    };
    let urgent = line
        .is_urgent()
        .then(|| tag(Tone::Stop, Some(Icon::Bang), words.urgent_tag()));
    let name = view! { {line.name.clone()}" "{tier_tag(line.due.tier, words)}" "{urgent} };
    row(
        format!("{}/visit", household_address(line.id)),
        name.into_any(),
        format!("{} · {last}", place(line)),
        due_tag(&line.due, words),
    )
}

/// Group and address, without saying the group twice.
fn place(line: &Line) -> String {
    if line.address.contains(&line.group) {
        line.address.clone()
    } else {
        format!("{}{}", line.group, line.address)
    }
}

/// The tier as a tag; none for ordinary households.
pub fn tier_tag(tier: VisitTier, words: Words) -> Option<AnyView> {
    let tone = match tier {
        VisitTier::General => return None,
        VisitTier::Lifted | VisitTier::Eliminated => Tone::Plain,
        VisitTier::Active | VisitTier::Focus => Tone::Calm,
    };
    Some(tag(tone, None, tier.label(words.lang())))
}

fn waiting(view: &View, words: Words) -> Option<AnyView> {
    let (waiting, _) = split(view);
    if waiting.is_empty() {
        return None;
    }
    let rows: Vec<AnyView> = waiting
        .iter()
        .rev()
        .take(WAITING_SHOWN)
        .map(|pending| waiting_row(pending, view, words))
        .collect();
    let body = view! {
        {banner("calm", Icon::Phone, words.saved_here_calm())}
        <ul class="card list">{rows}</ul>
    };
    let aside = view! { <a href="/me#sync">{words.see_all()}</a> }.into_any();
    let count = words.waiting_count(waiting.len());
    Some(section(
        "h-wait",
        words.waiting_title(),
        Some(count),
        Some(aside),
        body.into_any(),
    ))
}
