//! Natural reduction on the phone: the form that records it, and what is told of a household that is no longer there.

use crate::format::day_of;
use crate::ledger::{DraftKey, View};
use crate::parts::chips::chip;
use crate::parts::field::{Ask, DAY, Field, LINE};
use crate::parts::form::{Filling, beside};
use crate::parts::row::banner;
use crate::parts::typing::{Part, Typing};
use crate::parts::{Icon, scene};
use crate::words::Words;
use chrono::NaiveDate;
use domain::elimination::{ReductionReason, check_standing, transitions};
use domain::household::Household;
use domain::ids::HouseholdId;
use domain::operation::OperationBody;
use domain::policy::permits_somehow;
use domain::record::Records;
use leptos::prelude::*;

const WHY: &str = "reason";
const ON: Ask = Ask { id: "on", ..DAY };
const SAID: Ask = Ask { id: "words", ..LINE };

/// Whether the person may record that the household is no longer there.
pub fn can_be_reduced(view: &View, household: &Household) -> bool {
    permits_somehow(view.me.role, transitions::NOMINATE)
        && check_standing(household, view.records.monitoring(household.id)).is_ok()
}

/// That the household is no longer there, since when and why; none of one that is.
pub fn reduced(view: &View, household: &Household, words: Words) -> Option<AnyView> {
    let lang = words.lang();
    let gone = household.reduced.as_ref()?;
    let file = view.records.monitoring(household.id);
    let kept = file.and_then(|file| file.reductions.iter().find(|one| one.op == gone.by));
    let more = kept.map(|one| {
        let waits = one.received_at.is_none().then(|| words.not_sent_yet());
        view! { <p>{words.join(&[one.words.clone(), one.by_name.clone()])}" "{waits}</p> }.into_any()
    });
    let said = words.elim_reduced(&day_of(gone.on, view.today, lang), gone.reason.label(lang));
    Some(banner("calm", Icon::Info, view! { <b>{said}</b>{more} }))
}

/// The form, folded: it is seldom needed.
pub fn reduce_form(id: HouseholdId, today: NaiveDate) -> AnyView {
    let words = scene().words;
    let filling = Filling::default();
    let reason = RwSignal::new(None::<ReductionReason>);
    let on = RwSignal::new(today.to_string());
    let said = RwSignal::new(String::new());
    let parts = vec![
        Part::choice(WHY, reason, ReductionReason::code, ReductionReason::from_code),
        Part::text(ON.id, on),
        Part::text(SAID.id, said),
    ];
    let typing = Typing::go_on(DraftKey::Form("reduce", id.0), parts);
    let chips = ReductionReason::ALL
        .iter()
        .map(|one| {
            let one = *one;
            let is = move || reason.get() == Some(one);
            chip("radio", WHY, one.label(words.lang()), is, move |_| {
                filling.forgive();
                reason.set(Some(one));
            })
        })
        .collect_view();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(reason) = reason.get_untracked() else {
            return filling.complain((WHY, words.reduce_lack_why().to_owned()));
        };
        let Ok(on) = on.get_untracked().parse() else {
            return filling.complain((ON.id, words.case_lack_day().to_owned()));
        };
        let change = OperationBody::ReduceNaturally {
            household: id,
            reason,
            on,
            words: said.get_untracked().trim().to_owned(),
        };
        filling.submit(None, async move {
            let saved = typing.save(change).await;
            saved
                .map(|_| ())
                .map_err(|problem| beside(&problem, &[ON.id, SAID.id], WHY, words))
        });
    };
    view! {
        <details class="card fold">
            <summary>{words.reduce_heading()}</summary>
            {typing.told()}
            <form class="stack" id="reduce" autocomplete="off" novalidate on:submit=submit>
                <p class="quiet-text">{words.reduce_lead()}</p>
                <fieldset class="ask" id=WHY tabindex="-1">
                    <legend>{words.reduce_why()}</legend>
                    <div class="chips">{chips}</div>
                    {filling.complaint(WHY)}
                </fieldset>
                <Field ask=ON label=words.reduce_on() value=on hint="" fault=filling.fault_of(ON.id)/>
                <Field ask=SAID label=words.reduce_words() value=said hint="" fault=filling.fault_of(SAID.id)/>
                <button class="solid wide" type="submit" aria-disabled=move || filling.busy.get().then_some("true")>{words.reduce_heading()}</button>
            </form>
        </details>
    }
    .into_any()
}
