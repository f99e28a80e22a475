//! One visit: where it is, what it says, what happened to it, and adding to it.

pub(super) mod content;
mod history;

use super::known_visit::{KnownVisit, known_visit};
use super::pending::state_of_visit;
use crate::format::day_of;
use crate::ledger::{PendingState, View};
use crate::parts::icon::{Icon, icon};
use crate::parts::photos::photos_of;
use crate::parts::row::{banner, error, section};
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Scene, Tone, Top, household_address, scene, tag};
use crate::words::Words;
use domain::household::Household;
use domain::ids::VisitId;
use domain::operation::OperationBody;
use domain::policy::{Action, permits_somehow};
use domain::visit::Visit;
use domain::visit::codes::VisitStatus;
use domain::visit::queue::awaits;
use domain::visit::rules::personal_number;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Where a visit stands, as a tag: what still waits on this phone goes before what the server knows.
pub(super) fn status_tag(visit: &Visit, view: &View, words: Words) -> AnyView {
    match (state_of_visit(view, visit.id), visit.status) {
        (Some(PendingState::Attention(_)), _) => tag(Tone::Stop, Some(Icon::Bang), words.attention_tag()),
        (Some(PendingState::Waiting), _) => tag(Tone::Plain, Some(Icon::Phone), words.step_saved()),
        (None, status) => {
            let (tone, sign) = match status {
                VisitStatus::Submitted => (Tone::Calm, Icon::Clock),
                VisitStatus::Approved => (Tone::Act, Icon::Eye),
                VisitStatus::Returned => (Tone::Warn, Icon::Return),
                VisitStatus::Filed => (Tone::Act, Icon::File),
            };
            tag(tone, Some(sign), status.label(words.lang()))
        }
    }
}

/// One visit.
#[component]
pub fn VisitScreen(
    /// The identity in the address.
    id: String,
) -> impl IntoView {
    known_visit(&id, Here::Households, |known| view! { <Known known/> })
}

#[component]
fn Known(known: KnownVisit) -> impl IntoView {
    let Scene { words, view, .. } = scene();
    let KnownVisit { id, visit, household } = known;
    let title = Signal::derive(move || {
        household
            .get()
            .map(|h| words.visit_title(h.name()))
            .unwrap_or_default()
    });
    let sub = Signal::derive(move || {
        let (visit, view) = (visit.get(), view.get());
        let line = visit.zip(view).map(|(visit, view)| {
            let on = day_of(visit.content.visited_on, view.today, words.lang());
            format!("{on} · {}", visit.author_name)
        });
        line.unwrap_or_default()
    });
    let back = household
        .get_untracked()
        .map(|h| Back(household_address(h.id), words.of_name(h.name())));
    let body = move || {
        let (view, visit) = (view.get()?, visit.get()?);
        Some(told(&view, &visit, household.get().as_ref(), words))
    };
    let photos = Signal::derive(move || visit.get().map(|visit| visit.content.photos).unwrap_or_default());
    view! {
        <Frame here=Here::Households docked=true>
            <Top title=title tab=words.visit_tab() sub=sub back=back/>
            <main id="main" tabindex="-1">
                <div class="stack narrow">
                    {body}
                    {photos_of(id, photos)}
                    <Addendum id/>
                </div>
            </main>
            {move || view.get().zip(visit.get()).map(|(view, visit)| dock(&view, &visit, words))}
        </Frame>
    }
}

fn told(view: &View, visit: &Visit, household: Option<&Household>, words: Words) -> AnyView {
    view! {
        {steps(view, visit, words)}
        {returned(visit, words)}
        {two_values(visit, household, words)}
        {content::content(&visit.content, household, view, words)}
        {section("h-history", words.history(), None, None, history::history(view, visit, words))}
    }
    .into_any()
}

/// Saved here → sent → seen, approved or returned.
fn steps(view: &View, visit: &Visit, words: Words) -> AnyView {
    let step = |class: Option<&'static str>, here: bool, sign: Icon, word: &'static str| {
        view! { <li class=class aria-current=here.then_some("step")><span>{icon(sign)}" "{word}</span></li> }
            .into_any()
    };
    let done = Some("done");
    let saved = step(done, false, Icon::Phone, words.step_saved());
    let (sent, seen) = match (state_of_visit(view, visit.id), visit.status) {
        (Some(PendingState::Waiting), _) => (
            step(None, true, Icon::Sent, words.step_waiting()),
            step(None, false, Icon::Eye, words.step_seen()),
        ),
        (Some(PendingState::Attention(_)), _) => (
            step(None, true, Icon::Bang, words.step_attention()),
            step(None, false, Icon::Eye, words.step_seen()),
        ),
        (None, status) => {
            let seen = match status {
                VisitStatus::Submitted => step(None, true, Icon::Eye, words.step_wait_leader()),
                VisitStatus::Approved => step(done, false, Icon::Eye, words.step_seen()),
                VisitStatus::Returned => step(None, true, Icon::Return, words.step_returned()),
                VisitStatus::Filed => step(done, false, Icon::File, words.step_filed()),
            };
            (step(done, false, Icon::Sent, words.step_sent()), seen)
        }
    };
    view! { <ol class="steps" aria-label=words.where_it_is()>{saved}{sent}{seen}</ol> }.into_any()
}

fn returned(visit: &Visit, words: Words) -> Option<AnyView> {
    let (_, reason, said) = visit.open_return()?;
    let title = words.returned_because(reason.label(words.lang()));
    let banner = view! {
        <div class="banner warn">{icon(Icon::Return)}<div><b>{title}</b><blockquote>{said.to_owned()}</blockquote></div></div>
    };
    Some(banner.into_any())
}

/// Says which of the facts of this visit still stand beside another's.
fn two_values(visit: &Visit, household: Option<&Household>, words: Words) -> Option<AnyView> {
    let open = household.map(Household::conflicts)?;
    let fields: Vec<String> = visit
        .conflicts
        .iter()
        .filter(|key| open.contains(key))
        .map(|key| words.field(key, household))
        .collect();
    let said = (!fields.is_empty()).then(|| words.brought_two_values(&words.join(&fields)))?;
    Some(banner("warn", Icon::Differs, said))
}

fn dock(view: &View, visit: &Visit, words: Words) -> AnyView {
    let mine = visit.author == view.me.staff;
    let open = matches!(visit.status, VisitStatus::Submitted | VisitStatus::Returned);
    let leads = permits_somehow(view.me.role, Action::ReviewVisit);
    let act = if mine && open {
        let word = if visit.status == VisitStatus::Returned {
            words.correct()
        } else {
            words.correct_waiting()
        };
        Some(view! { <a class="solid" href=format!("/visits/{}/correct", visit.id)>{icon(Icon::Edit)}{word}</a> }.into_any())
    } else if leads && awaits(visit, &view.me.staff) {
        Some(view! { <a class="solid" href=format!("/review/{}", visit.id)>{icon(Icon::Review)}{words.review_it()}</a> }.into_any())
    } else {
        None
    };
    view! {
        <div class="dock">
            <a class="ghost" href=household_address(visit.household)>{words.see_household()}</a>
            {act}
        </div>
    }
    .into_any()
}

/// Says beside a free text that it seems to hold an ID or phone number; it never stops the work (VV06).
pub(super) fn number_warning(text: RwSignal<String>, words: Words) -> AnyView {
    let found = Memo::new(move |_| personal_number(&text.read()));
    let said = move || {
        let warning = found.get()?;
        Some(view! { <div role="status">{banner("warn", Icon::Warn, warning.label(words.lang()))}</div> })
    };
    said.into_any()
}

/// Words added to a visit; the original never changes.
#[component]
fn Addendum(id: VisitId) -> impl IntoView {
    let Scene { ledger, words, .. } = scene();
    let (open, busy) = (RwSignal::new(false), RwSignal::new(false));
    let text = RwSignal::new(String::new());
    let fault = RwSignal::new(None::<String>);
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let body = OperationBody::AddAddendum {
            visit: id,
            text: text.get_untracked(),
        };
        spawn_local(async move {
            let done = ledger.save(body, None).await;
            let _ = busy.try_set(false);
            match done {
                Ok(_) => {
                    let _ = fault.try_set(None);
                    let _ = text.try_set(String::new());
                    let _ = open.try_set(false);
                }
                Err(problem) => {
                    let _ = fault.try_set(Some(words.trouble(&problem)));
                }
            }
        });
    };
    let form = move || {
        view! {
            <form class="stack" novalidate on:submit=add>
                <div class="field">
                    <label for="addendum">{words.addendum_title()}</label>
                    <p class="hint" id="addendum-hint">{words.addendum_hint()}</p>
                    <textarea
                        class="note" id="addendum" autocomplete="off" aria-describedby="addendum-hint addendum-error"
                        prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event))
                    ></textarea>
                    {number_warning(text, words)}
                    {move || fault.get().map(|text| error("addendum-error".to_owned(), text))}
                </div>
                <button class="solid" type="submit" aria-disabled=move || busy.get().then_some("true")>{words.addendum_add()}</button>
            </form>
        }.into_any()
    };
    view! {
        <button class="quiet" type="button" aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|open| *open = !*open)>
            {icon(Icon::Plus)}{words.addendum_title()}
        </button>
        {move || open.get().then(form)}
    }
}
