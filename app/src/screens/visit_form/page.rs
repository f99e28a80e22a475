//! The page of the form: its parts in their order, and the dock with the one save button.

use super::form::Form;
use super::start::Start;
use super::{asked, changes, helped, known_facts, last_facts, photos, sections};
use crate::format::relative_day;
use crate::parts::draft_line::draft_line;
use crate::parts::icon::{Icon, icon};
use crate::parts::row::{banner, error};
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Top, household_address, moment, scene};
use crate::screens::request;
use crate::screens::sign_in::over_a_form;
use domain::visit::Visit;
use domain::visit::codes::VisitStatus;
use domain::visit::rules::Warning;
use leptos::prelude::*;

/// The form.
#[component]
pub fn FormPage(
    /// From where it starts.
    start: Start,
) -> impl IntoView {
    let words = crate::parts::words();
    let correcting = start.base_rev.is_some();
    let name = words.of_name(start.household.name());
    let back = match correcting {
        true => Back(
            format!("/visits/{}", start.visit),
            words.visit_title(start.household.name()),
        ),
        false => Back(household_address(start.household.id), name.clone()),
    };
    let sub = format!("{name} · {}", start.household.address);
    let title = if correcting {
        words.form_title_correct()
    } else {
        words.form_title()
    };
    let form = Form::open(start);
    let save = form.saver();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save();
    };
    view! {
        <Frame here=Here::Visit docked=true>
            <Top title=title sub=sub back=Some(back) state=draft_line(form.draft)/>
            <main id="main" tabindex="-1">
                {over_a_form()}
                <form class="stack narrow" id="visit" autocomplete="off" novalidate on:submit=submit>
                    {notices(form)}
                    {requests(form)}
                    {last_facts::last_facts(form)}
                    {sections::no_change(form)}
                    {sections::met(form)}
                    {asked::asked(form)}
                    {known_facts::due(form)}
                    {known_facts::asked_before(form)}
                    {sections::signals(form)}
                    {asks_for_something(form, correcting)}
                    {sections::note(form)}
                    {photos::photos(form)}
                    {sections::purposes(form)}
                    {helped::helped(form)}
                    {sections::when_and_how(form)}
                    {changes::changes(form)}
                    {warnings(form)}
                    {troubles(form)}
                </form>
            </main>
            {dock(form, correcting)}
        </Frame>
    }
}

/// Above all else: the leader's words, why the server did not take it, the draft that was found.
fn notices(form: Form) -> AnyView {
    let words = form.words;
    let (returned, replaces, restored, older, today) = form.with(|ground| {
        let start = &ground.start;
        (
            start.returned.clone(),
            start.replaces.clone(),
            start.restored,
            start.older.clone(),
            ground.today,
        )
    });
    let returned = returned.map(|(reason, said)| {
        let title = words.returned_because(reason.label(words.lang()));
        view! {
            <div class="banner warn">{icon(Icon::Return)}<div><b>{title}</b><blockquote>{said}</blockquote></div></div>
        }.into_any()
    });
    let replaces = replaces.map(|(_, refusal)| {
        banner(
            "stop",
            Icon::Warn,
            view! { <b>{words.fix_attention()}</b>" "{refusal.words(words.lang())} },
        )
    });
    let restored = restored.map(|at| {
        let shown = RwSignal::new(true);
        let restart = move |_| {
            form.restart();
            shown.set(false);
        };
        move || {
            shown.get().then(|| {
                view! {
                    <div class="banner calm" role="status">
                        {icon(Icon::Edit)}
                        <span>{words.draft_restored(&moment(at, today, words))}</span>
                        <button class="quiet" type="button" on:click=restart>{words.draft_restart()}</button>
                    </div>
                }
                .into_any()
            })
        }
    });
    let older = older.map(|note| {
        view! {
            <div class="banner calm">{icon(Icon::Edit)}<div><b>{words.draft_older()}</b><blockquote>{note}</blockquote></div></div>
        }.into_any()
    });
    view! { {returned}{replaces}{restored}{older} }.into_any()
}

/// What the household asked before: the visit has something to say of it.
fn requests(form: Form) -> AnyView {
    let (view, words) = (scene().view, form.words);
    let household = form.with(|ground| ground.start.household.id);
    (move || {
        view.get()
            .and_then(|view| request::at_the_door(&view, household, words))
    })
    .into_any()
}

/// The way to a new request; what is filled in here stays as a draft.
fn asks_for_something(form: Form, correcting: bool) -> Option<AnyView> {
    let (household, visit) = form.with(|ground| (ground.start.household.id, ground.start.visit));
    let href = format!("{}/request?visit={visit}", household_address(household));
    (!correcting).then(|| view! { <p><a href=href>{form.words.request_at_visit()}</a></p> }.into_any())
}

fn warnings(form: Form) -> AnyView {
    let words = form.words;
    let found = Memo::new(move |_| {
        let twin = form.twin();
        (form.warnings(twin.is_some()), twin)
    });
    let line = move |warning: Warning, twin: Option<&Visit>| match (warning, twin) {
        (Warning::SameDay, Some(twin)) => repeats(form, twin),
        _ => view! { <p>{warning.label(words.lang())}</p> }.into_any(),
    };
    (move || {
        let (found, twin) = found.get();
        (!found.is_empty()).then(|| {
            let lines = found.into_iter().map(|warning| line(warning, twin.as_ref())).collect_view();
            view! { <div class="banner warn" role="status">{icon(Icon::Warn)}<div><b>{words.warnings_title()}</b>{lines}</div></div> }.into_any()
        })
    })
    .into_any()
}

/// The other visit of that day, by day and name, and the way to it: whoever may still correct it goes on there, and what
/// is filled in here stays as a draft.
fn repeats(form: Form, twin: &Visit) -> AnyView {
    let words = form.words;
    let (today, mine) = form.with(|ground| {
        let mine = ground.me.as_ref().is_some_and(|me| me.staff == twin.author);
        (ground.today, mine)
    });
    let open = matches!(twin.status, VisitStatus::Submitted | VisitStatus::Returned);
    let (href, word) = match mine && open {
        true => (format!("/visits/{}/correct", twin.id), words.same_day_correct()),
        false => (format!("/visits/{}", twin.id), words.same_day_open()),
    };
    let day = relative_day(twin.content.visited_on, today, words);
    view! { <p>{words.same_day(&day, &twin.author_name)}" "<a href=href>{word}</a></p> }.into_any()
}

fn troubles(form: Form) -> AnyView {
    let said = move || form.trouble.get().or_else(|| form.fault_elsewhere());
    view! { <div id="h-fault" tabindex="-1">{move || said().map(|text| error("form-error".to_owned(), text))}</div> }
        .into_any()
}

fn dock(form: Form, correcting: bool) -> AnyView {
    let words = form.words;
    let (promise, save) = match correcting {
        true => (words.dock_correct(), words.save_and_resend()),
        false => (words.dock_offline(), words.save()),
    };
    view! {
        <div class="dock">
            <p>{promise}</p>
            <button class="solid" type="submit" form="visit" aria-disabled=move || form.busy.get().then_some("true")>
                {move || if form.busy.get() { words.saving() } else { save }}
            </button>
        </div>
    }
    .into_any()
}
