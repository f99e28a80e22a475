//! What can be printed: each a form that asks the server for the paper, so that no address names a household.

use crate::ledger::View;
use crate::parts::icon::{Icon, icon};
use crate::parts::row::section;
use crate::parts::scene;
use crate::words::Words;
use chrono::NaiveDate;
use domain::case::MonitoringFile;
use domain::handover::Leaving;
use domain::ids::HouseholdId;
#[cfg(feature = "desk")]
use domain::ids::VillageId;
use domain::papers::Quarter;
use domain::papers::forms::CaseForm;
use domain::policy::{Action, permits_somehow};
use domain::roster::Role;
use leptos::prelude::*;

/// Quarters that can be chosen.
const QUARTERS: usize = 5;

/// The papers of a household at a desk, for whoever may print them.
#[cfg(feature = "desk")]
pub fn of_household_for(role: Role, id: HouseholdId, words: Words) -> Option<AnyView> {
    permits_somehow(role, Action::PrintPaper).then(|| of_household(id, words))
}

/// The papers of a village at a desk, for whoever may print them.
#[cfg(feature = "desk")]
pub fn of_village(village: &VillageId, (role, today): (Role, NaiveDate), words: Words) -> Option<AnyView> {
    if !permits_somehow(role, Action::PrintPaper) {
        return None;
    }
    let field = || view! { <input type="hidden" name="village" value=village.to_string()/> }.into_any();
    Some(papers(
        of_periods([field(), field(), field()], today, words),
        words,
    ))
}

/// The papers of a household.
pub fn of_household(id: HouseholdId, words: Words) -> AnyView {
    let fields = view! { <input type="hidden" name="household" value=id.to_string()/> }.into_any();
    papers(
        paper("/papers/visits", fields, words.paper_visits(), words),
        words,
    )
}

/// The section of papers.
fn papers(body: AnyView, words: Words) -> AnyView {
    let body = view! {
        <div class="card pad stack"><p class="quiet-text">{words.papers_lead()}</p>{body}</div>
    };
    section("h-papers", words.papers_title(), None, None, body.into_any())
}

/// The forms of a household's monitoring file that are due, and all of them blank, for whoever may print them.
pub fn of_file(file: &MonitoringFile, (role, today): (Role, NaiveDate), words: Words) -> Option<AnyView> {
    if !permits_somehow(role, Action::PrintForm) {
        return None;
    }
    let due = CaseForm::ALL.iter().filter(|form| form.is_due(file, today));
    let forms = due.map(|form| {
        let fields = view! {
            <input type="hidden" name="household" value=file.household.to_string()/>
            <input type="hidden" name="form" value=form.code()/>
        };
        paper("/papers/form", fields.into_any(), form.label(words.lang()), words)
    });
    let forms = view! { {forms.collect_view()}{blank_forms(words)} };
    Some(papers(forms.into_any(), words))
}

/// The forms as blanks, for paper first.
pub fn blank_forms(words: Words) -> AnyView {
    let blank = CaseForm::ALL
        .iter()
        .map(|form| {
            let href = format!("/papers/blank-form/{}", form.code());
            view! { <a class="ghost" href=href target="_blank" rel="external">{form.label(words.lang())}</a> }
                .into_any()
        })
        .collect_view();
    view! { <details class="fold"><summary>{words.paper_blank_forms()}</summary><div class="stack">{blank}</div></details> }
        .into_any()
}

/// The list of a handover, to be signed by hand.
pub fn of_handover(of: &Leaving, words: Words) -> AnyView {
    let fields = view! {
        <input type="hidden" name="village" value=of.village.to_string()/>
        <input type="hidden" name="staff" value=of.staff.to_string()/>
        <input type="hidden" name="on" value=of.on.to_string()/>
    };
    paper(
        "/papers/handover",
        fields.into_any(),
        words.handover_paper(),
        words,
    )
}

/// The papers of the team's villages, and the blank one.
pub fn of_team(view: &View, words: Words) -> Option<AnyView> {
    let reference = view.reference.as_ref()?;
    let village = |id: &'static str| {
        if let [only] = reference.villages.as_slice() {
            let id = only.id.as_str().to_owned();
            return view! { <input type="hidden" name="village" value=id/> }.into_any();
        }
        let villages = reference.villages.iter().map(|village| {
            view! { <option value=village.id.as_str().to_owned()>{village.name.clone()}</option> }.into_any()
        });
        view! {
            <div class="field"><label for=id>{words.paper_village()}</label>
                <select id=id name="village">{villages.collect_view()}</select></div>
        }
        .into_any()
    };
    let fields = ["paper-village", "quarter-village", "register-village"].map(village);
    let all = view! {
        {of_periods(fields, view.today, words)}
        <a class="ghost" href="/papers/blank-visit" target="_blank" rel="external">{words.paper_blank()}</a>
        {blank_forms(words)}
    };
    Some(papers(all.into_any(), words))
}

/// The running quarter and those before it, back to the same one a year ago.
fn quarters(today: NaiveDate, words: Words) -> AnyView {
    let all = std::iter::successors(Some(Quarter::of(today)), |quarter| Some(quarter.before()));
    all.take(QUARTERS)
        .map(|quarter| {
            let said = words.paper_quarter_name(quarter.year(), quarter.number());
            view! { <option value=quarter.to_string()>{said}</option> }.into_any()
        })
        .collect_view()
        .into_any()
}

/// A village's month, its quarter and its register; each form has its own field that says which village.
fn of_periods([of_month, of_quarter, of_register]: [AnyView; 3], today: NaiveDate, words: Words) -> AnyView {
    let month = today.format("%Y-%m").to_string();
    let month = view! {
        {of_month}
        <div class="field"><label for="paper-month">{words.paper_month_of()}</label>
            <input id="paper-month" name="month" type="month" required value=month/></div>
    };
    let quarter = view! {
        {of_quarter}
        <div class="field"><label for="paper-quarter">{words.paper_quarter_of()}</label>
            <select id="paper-quarter" name="quarter">{quarters(today, words)}</select></div>
    };
    view! {
        {paper("/papers/month", month.into_any(), words.paper_month(), words)}
        {paper("/papers/quarter", quarter.into_any(), words.paper_quarter(), words)}
        {asking(("/papers/register", None), of_register, words.paper_register(), words)}
    }
    .into_any()
}

/// One paper: opens beside the app, whose forms and place stay as they are.
fn paper(action: &'static str, fields: AnyView, word: &'static str, words: Words) -> AnyView {
    asking((action, Some("_blank")), fields, word, words)
}

/// A form that asks for a paper, or for a file, which needs no place to open.
fn asking(
    (action, target): (&'static str, Option<&'static str>),
    fields: AnyView,
    word: &'static str,
    words: Words,
) -> AnyView {
    let sync = scene().ledger.sync();
    let off = move || !sync.get().online;
    let hold = move |event: leptos::ev::SubmitEvent| {
        if untrack(off) {
            event.prevent_default();
        }
    };
    view! {
        <form class="stack" method="post" action=action target=target on:submit=hold>
            {fields}
            <button class="ghost" type="submit" aria-disabled=move || off().then_some("true")>{icon(Icon::File)}{word}</button>
            {move || off().then(|| view! { <p class="hint">{words.paper_offline()}</p> }.into_any())}
        </form>
    }
    .into_any()
}
