//! Reading one visit and deciding: approve, or return with a reason and words. Works without signal.

use super::known_visit::{KnownVisit, known_visit};
use super::review::{by_line, flags, queue, rank_tag};
use super::visit::content::content;
use super::visit::number_warning;
use crate::format::day_of;
use crate::ledger::View;
use crate::parts::chips::chip;
use crate::parts::dialog::Sheet;
use crate::parts::form::instead;
use crate::parts::icon::{Icon, icon};
use crate::parts::look::focus;
use crate::parts::photos::photos_of;
use crate::parts::row::{banner, error};
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Scene, Top, household_address, scene};
use crate::words::Words;
use domain::household::Household;
use domain::household::codes::Answer;
use domain::household::facts::FieldName;
use domain::ids::VisitId;
use domain::operation::OperationBody;
use domain::policy::{Action, permits_somehow};
use domain::record::Records;
use domain::visit::codes::{ReturnReason, Signal as Sign};
use domain::visit::queue::{awaits, rank, same_words};
use domain::visit::rules::NOTE_MAX;
use domain::visit::{Decision, Visit};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;

/// One visit of the queue.
#[component]
pub fn ReviewOne(
    /// The identity in the address.
    id: String,
) -> impl IntoView {
    known_visit(&id, Here::Today, |known| view! { <Known known/> })
}

/// What the buttons work on.
#[derive(Clone, Copy)]
struct Desk {
    id: VisitId,
    /// The revision that is on the screen: the decision holds for this text only.
    rev: Memo<Option<u32>>,
    busy: RwSignal<bool>,
    fault: RwSignal<Option<String>>,
    returning: RwSignal<bool>,
}

#[component]
fn Known(known: KnownVisit) -> impl IntoView {
    let Scene { words, view, .. } = scene();
    let KnownVisit { id, visit, household } = known;
    let desk = Desk {
        id,
        rev: Memo::new(move |_| visit.read().as_ref().map(|visit| visit.rev)),
        busy: RwSignal::new(false),
        fault: RwSignal::new(None),
        returning: RwSignal::new(false),
    };
    let title = Signal::derive(move || {
        let household = household.get();
        household
            .map(|household| words.review_of(household.name()))
            .unwrap_or_default()
    });
    let sub = Signal::derive(move || {
        let line = visit
            .get()
            .zip(view.get())
            .map(|(visit, view)| above(&visit, &view, words));
        line.unwrap_or_default()
    });
    let author = visit
        .get_untracked()
        .map(|visit| visit.author_name)
        .unwrap_or_default();
    let back = Some(Back("/review".to_owned(), words.review_heading().to_owned()));
    let body = move || {
        visit
            .get()
            .zip(view.get())
            .map(|(visit, view)| told(&visit, &view, words))
    };
    let waits = Memo::new(move |_| {
        visit
            .get()
            .zip(view.get())
            .is_some_and(|(visit, view)| awaits(&visit, &view.me.staff))
    });
    let return_title = words.return_to(&author);
    let photos = Signal::derive(move || visit.get().map(|visit| visit.content.photos).unwrap_or_default());
    view! {
        <Frame here=Here::Today docked=true>
            <Top title=title tab=words.review_tab() sub=sub back=back/>
            <main id="main" tabindex="-1">
                <div class="stack narrow">
                    {move || (!waits.get()).then(|| banner("calm", Icon::Info, words.already_decided()))}
                    {body}
                    {photos_of(desk.id, photos)}
                    {move || desk.fault.get().map(|text| error("review-error".to_owned(), text))}
                </div>
            </main>
            <Buttons desk waits/>
            <Sheet open=desk.returning id="h-return" title=return_title>
                <Return desk author=author.clone()/>
            </Sheet>
        </Frame>
    }
}

/// Author, day, way, and the place in the queue.
fn above(visit: &Visit, view: &View, words: Words) -> String {
    let line = by_line(visit, view, words);
    let queue = queue(view);
    match queue.iter().position(|(_, other)| other.id == visit.id) {
        Some(index) => format!(
            "{line} · {}",
            words.position(index.saturating_add(1), queue.len())
        ),
        None => line,
    }
}

fn told(visit: &Visit, view: &View, words: Words) -> AnyView {
    let household = view.records.household(visit.household);
    let rank = rank(visit, household, &view.config());
    let flags = flags(visit, words).map(|line| view! { <ul class="card pad diff">{line}</ul> }.into_any());
    let odd = household
        .map(|household| disagreements(visit, household, words))
        .unwrap_or_default();
    let odd = (!odd.is_empty()).then(|| {
        let lines = odd
            .into_iter()
            .map(|line| view! { <p>{line}</p> }.into_any())
            .collect_view();
        view! { <div class="banner warn">{icon(Icon::Differs)}<div>{lines}</div></div> }.into_any()
    });
    view! {
        <div class="tags">{rank_tag(rank, words)}</div>
        {odd}
        {copied(visit, view, words)}
        {flags}
        {content(&visit.content, household, view, words)}
        <p><a href=format!("/visits/{}", visit.id)>{words.history()}</a>" · "<a href=household_address(visit.household)>{words.see_household()}</a></p>
    }
    .into_any()
}

/// The same words in an earlier visit (VV07): a hint for whoever reviews, and for nobody else.
fn copied(visit: &Visit, view: &View, words: Words) -> Option<AnyView> {
    let reviews = permits_somehow(view.me.role, Action::ReviewVisit) && visit.author != view.me.staff;
    let other = same_words(visit, view.records.visits()).filter(|_| reviews)?;
    let household = view.records.household(other.household);
    let name = household
        .map(|household| words.of_name(household.name()))
        .unwrap_or_default();
    let day = day_of(other.content.visited_on, view.today, words.lang());
    let link = view! { <a href=format!("/visits/{}", other.id)>{words.same_words(&day, &name)}</a> };
    Some(banner("calm", Icon::Info, link))
}

/// Why the visit disagrees with itself or with the record, in words.
fn disagreements(visit: &Visit, household: &Household, words: Words) -> Vec<String> {
    let lang = words.lang();
    let pairs = [
        (Sign::BadWater, FieldName::WaterGuarantee),
        (Sign::DangerousHouse, FieldName::HousingGuarantee),
        (Sign::OutOfSchool, FieldName::EducationGuarantee),
        (Sign::Uninsured, FieldName::MedicalGuarantee),
    ];
    let says = |(sign, name): &(Sign, FieldName)| {
        visit.content.signals.contains(sign) && household.guarantee(*name) == Answer::Ok
    };
    let mut lines: Vec<String> = pairs
        .iter()
        .filter(|pair| says(pair))
        .map(|(sign, name)| words.disagrees(sign.label(lang), name.label(lang)))
        .collect();
    if visit.content.no_change && !visit.content.signals.is_empty() {
        lines.push(words.says_no_change().to_owned());
    }
    lines.extend(
        visit
            .conflicts
            .iter()
            .map(|key| words.second_value(&words.field(key, Some(household)))),
    );
    lines
}

/// Saves the decision and goes on to the next visit of the queue, or back to the list.
fn decide(desk: Desk) -> impl Fn(Decision) + Clone + 'static {
    let Scene { ledger, words, view } = scene();
    let navigate = use_navigate();
    move |decision| {
        let Some(rev) = desk.rev.get_untracked().filter(|_| !desk.busy.get_untracked()) else {
            return;
        };
        desk.busy.set(true);
        let next = view.get_untracked().map(|view| next_of(&view, desk.id));
        let body = OperationBody::ReviewVisit {
            visit: desk.id,
            rev,
            decision,
        };
        let navigate = navigate.clone();
        spawn_local(async move {
            let done = ledger.save(body, None).await;
            let _ = desk.busy.try_set(false);
            match done {
                Ok(_) => {
                    let _ = desk.returning.try_set(false);
                    let address = next.unwrap_or_else(|| "/review".to_owned());
                    navigate(&address, instead());
                }
                Err(problem) => {
                    let _ = desk.fault.try_set(Some(words.trouble(&problem)));
                }
            }
        });
    }
}

/// The visit after this one in the queue, of those that have to be read.
fn next_of(view: &View, id: VisitId) -> String {
    let queue = queue(view);
    let at = queue
        .iter()
        .position(|(_, visit)| visit.id == id)
        .map_or(0, |at| at.saturating_add(1));
    let next = queue
        .get(at)
        .filter(|(rank, _)| *rank != domain::visit::queue::Rank::NoChange);
    next.map_or_else(
        || "/review".to_owned(),
        |(_, visit)| format!("/review/{}", visit.id),
    )
}

#[component]
fn Buttons(desk: Desk, waits: Memo<bool>) -> impl IntoView {
    let words = scene().words;
    let decide = decide(desk);
    let busy = move || desk.busy.get().then_some("true");
    move || {
        let decide = decide.clone();
        waits.get().then(|| {
            view! {
                <div class="dock">
                    <button class="ghost" type="button" aria-disabled=busy on:click=move |_| desk.returning.set(true)>
                        {icon(Icon::Return)}{words.return_it()}
                    </button>
                    <button class="solid" type="button" aria-disabled=busy on:click=move |_| decide(Decision::Approve)>
                        {icon(Icon::Check)}{words.approve()}
                    </button>
                </div>
            }.into_any()
        })
    }
}

/// The return: a reason, and words for the author.
#[component]
fn Return(desk: Desk, author: String) -> impl IntoView {
    let words = scene().words;
    let decide = decide(desk);
    let reason = RwSignal::new(None::<ReturnReason>);
    let text = RwSignal::new(String::new());
    let missing = RwSignal::new(false);
    let chips = ReturnReason::ALL
        .iter()
        .map(|one| {
            let one = *one;
            chip(
                "radio",
                "reason",
                one.label(words.lang()),
                move || reason.get() == Some(one),
                move |_| {
                    reason.set(Some(one));
                    missing.set(false);
                },
            )
        })
        .collect_view();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match reason.get_untracked() {
            Some(reason) => decide(Decision::Return {
                reason,
                words: text.get_untracked(),
            }),
            None => {
                missing.set(true);
                focus("reasons");
            }
        }
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <fieldset class="ask" id="reasons" tabindex="-1">
                <legend>{words.return_reason()}</legend>
                <div class="chips">{chips}</div>
                {move || missing.get().then(|| error("reason-error".to_owned(), words.return_choose().to_owned()))}
            </fieldset>
            <div class="field">
                <label for="words">{words.return_words()}" "<span class="optional">{words.return_words_hint(&author)}</span></label>
                <textarea
                    class="note" id="words" autocomplete="off" maxlength=NOTE_MAX.to_string()
                    prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event))
                ></textarea>
                {number_warning(text, words)}
            </div>
            {move || desk.fault.get().map(|text| error("return-error".to_owned(), text))}
            <div class="acts">
                <button class="ghost" type="button" on:click=move |_| desk.returning.set(false)>{words.return_not()}</button>
                <button class="solid" type="submit" aria-disabled=move || desk.busy.get().then_some("true")>{words.return_it()}</button>
            </div>
        </form>
    }
}
