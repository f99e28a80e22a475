//! Why somebody's posting to a team ends, and who comes for them: a sheet over the list of teams.

use super::teams::Page;
use crate::desk_client::end_of_posting;
use crate::ledger::UiError;
use crate::parts::chips::chip;
use crate::parts::form::{Fault, Filling};
use domain::desk::{EndOfPosting, PostedPerson, TeamLine, TeamList};
use domain::exchange::ReasonCode;
use domain::handover::codes::EndReason;
use domain::ids::{StaffId, TeamId};
use leptos::prelude::*;

const SUCCESSOR: &str = "successor";

/// A posting of somebody to a team.
#[derive(Clone)]
pub(super) struct Posting {
    pub(super) team: TeamId,
    pub(super) person: PostedPerson,
}

/// The form, made anew each time the sheet opens.
pub(super) fn end_form(page: Page) -> AnyView {
    let words = page.words;
    let Some(Posting { team, person }) = page.whose.get_untracked() else {
        return ().into_any();
    };
    let reason = RwSignal::new(person.reason);
    let known = person.successor.as_ref().map(ToString::to_string);
    let successor = RwSignal::new(known.unwrap_or_default());
    let filling = Filling::default();
    let staff = person.id.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let chosen = successor.get_untracked();
        let said = EndOfPosting {
            reason: reason.get_untracked(),
            successor: (!chosen.is_empty()).then_some(StaffId(chosen)),
        };
        filling.submit(None, send(page, (team.clone(), staff.clone()), said));
    };
    let busy = move || filling.busy.get().then_some("true");
    view! {
        <form class="stack" id="posting-end" novalidate on:submit=submit>
            <p class="quiet-text">{words.teams_end_lead()}</p>
            <fieldset class="ask">
                <legend>{words.teams_end_why()}</legend>
                <div class="chips">{reasons(reason, page)}</div>
            </fieldset>
            <div class="field">
                <label for=SUCCESSOR>{words.teams_successor()}</label>
                <select id=SUCCESSOR on:change=move |event| successor.set(event_target_value(&event))>
                    {choices(&person, page)}
                </select>
                {filling.complaint(SUCCESSOR)}
            </div>
            <div class="acts">
                <button class="ghost" type="button" on:click=move |_| page.asking.set(false)>{words.cancel()}</button>
                <button class="solid" type="submit" aria-disabled=busy>{words.teams_end_save()}</button>
            </div>
        </form>
    }
    .into_any()
}

fn reasons(reason: RwSignal<Option<EndReason>>, page: Page) -> AnyView {
    let (words, lang) = (page.words, page.words.lang());
    let told = EndReason::ALL.iter().map(|one| (Some(*one), one.label(lang)));
    let all = told.chain([(None, words.teams_end_untold())]);
    let chips = all.map(|(one, label)| {
        let checked = move || reason.get() == one;
        chip("radio", "end-reason", label, checked, move |_| reason.set(one))
    });
    chips.collect_view().into_any()
}

/// Who can come: people of the lists of teams but the person, the own team's first as the list has them; whom the office named
/// and the list does not have stays by number.
fn choices(person: &PostedPerson, page: Page) -> AnyView {
    let words = page.words;
    let named = person.successor.as_ref();
    let mut all = page.loaded.with_untracked(|list| match list {
        Some(Ok(list)) => others(list, person),
        _ => Vec::new(),
    });
    if let Some(named) = named.filter(|named| all.iter().all(|(id, _)| id != *named)) {
        all.push((named.clone(), named.to_string()));
    }
    let options = all.into_iter().map(|(id, name)| {
        let chosen = named == Some(&id);
        view! { <option value=id.to_string() selected=chosen>{name}</option> }.into_any()
    });
    let options = options.collect_view();
    view! {
        <option value="" selected=named.is_none()>{words.teams_successor_none()}</option>
        {options}
    }
    .into_any()
}

/// Everybody posted now but the person, with the unit, the team's own people first.
fn others(list: &TeamList, person: &PostedPerson) -> Vec<(StaffId, String)> {
    let (own, rest): (Vec<&TeamLine>, Vec<&TeamLine>) = list.teams.iter().partition(|team| {
        let mut all = team.people.iter().chain(&team.left);
        all.any(|one| one.id == person.id)
    });
    let all = own.into_iter().chain(rest);
    let people = all.flat_map(|team| team.people.iter().map(move |one| (one, team.unit.as_str())));
    let people = people.filter(|(one, _)| one.id != person.id);
    people
        .map(|(one, unit)| (one.id.clone(), format!("{} · {unit}", one.name)))
        .collect()
}

/// Sends it; the list is shown as it is then.
async fn send(page: Page, (team, staff): (TeamId, StaffId), said: EndOfPosting) -> Result<(), Fault> {
    let list = end_of_posting(&team, &staff, &said).await;
    let list = list.map_err(|problem| (SUCCESSOR, complaint(&problem, page)))?;
    let _ = page.asking.try_set(false);
    let _ = page.loaded.try_set(Some(Ok(list)));
    Ok(())
}

/// Why it was not taken, in the words that the import of the roster has for the same.
fn complaint(problem: &UiError, page: Page) -> String {
    let unknown = ReasonCode::SuccessorUnknown;
    match problem {
        UiError::Problem(told) if told.code == unknown.code() => unknown.label(page.words.lang()).to_owned(),
        other => page.words.trouble(other),
    }
}
