//! The form of a request's next step: what is done, and what this step alone needs.

use super::raise::{owners, who};
use crate::ledger::{DraftKey, View};
use crate::parts::chips::chip;
use crate::parts::field::{Ask, DAY, Field, LINE};
use crate::parts::form::{Filling, beside, note};
use crate::parts::scene;
use crate::parts::typing::{Part, Typing};
use crate::words::Words;
use domain::operation::OperationBody;
use domain::request::codes::{RequestStepKind as Kind, ToldHow};
use domain::request::rules::REASON_MAX;
use domain::request::transitions::offered;
use domain::request::{Owner, Request, RequestStep};
use leptos::prelude::*;

const ON: Ask = Ask { id: "on", ..DAY };
const DUE: Ask = Ask { id: "due", ..DAY };
const TO: Ask = Ask { id: "to", ..LINE };
const FIELDS: [&str; 6] = ["on", "due", "to", "owner", "reason", "words"];

/// What is filled in; cheap to copy.
#[derive(Clone, Copy)]
struct Sheet {
    kind: RwSignal<Option<Kind>>,
    day: RwSignal<String>,
    said: RwSignal<String>,
    how: RwSignal<ToldHow>,
    owner: RwSignal<Owner>,
    filling: Filling,
    words: Words,
}

impl Sheet {
    /// The step as it is filled in; none where no step is chosen or a day is no day.
    fn read(self) -> Option<RequestStep> {
        let said = self.said.get_untracked().trim().to_owned();
        let day = || self.day.get_untracked().parse().ok();
        Some(match self.kind.get_untracked()? {
            Kind::TakeUp => RequestStep::TakeUp,
            Kind::Reassign => RequestStep::Reassign {
                owner: self.owner.get_untracked(),
                due: day()?,
                reason: said,
            },
            Kind::Finish => RequestStep::Finish { words: said },
            Kind::Refuse => RequestStep::Refuse { reason: said },
            Kind::Transfer => RequestStep::Transfer { to: said },
            Kind::Tell => RequestStep::Tell {
                on: day()?,
                how: self.how.get_untracked(),
            },
            Kind::Reopen => RequestStep::Reopen { reason: said },
        })
    }

    fn lacks(self) -> Option<(&'static str, String)> {
        match self.kind.get_untracked() {
            None => Some(("step", self.words.case_lack_kind().to_owned())),
            Some(Kind::Reassign) => self
                .no_day()
                .then(|| (DUE.id, self.words.case_lack_day().to_owned())),
            Some(Kind::Tell) => self
                .no_day()
                .then(|| (ON.id, self.words.case_lack_day().to_owned())),
            Some(_) => None,
        }
    }

    fn no_day(self) -> bool {
        self.day.get_untracked().parse::<chrono::NaiveDate>().is_err()
    }
}

/// The form.
pub(super) fn step_form(request: &Request, view: &View) -> AnyView {
    let words = scene().words;
    let all = offered(request.state());
    let sheet = Sheet {
        // The only one there is needs no tap; a request that is finished asks for nothing.
        kind: RwSignal::new(
            all.first()
                .copied()
                .filter(|kind| all.len() == 1 && *kind != Kind::Reopen),
        ),
        day: RwSignal::new(view.today.to_string()),
        said: RwSignal::new(String::new()),
        how: RwSignal::new(ToldHow::InPerson),
        owner: RwSignal::new(request.owner().clone()),
        filling: Filling::default(),
        words,
    };
    let can = offered(request.state());
    let of_code = move |code: &str| {
        sheet
            .kind
            .set(Kind::from_code(code).filter(|kind| can.contains(kind)))
    };
    let code = move || sheet.kind.get().map(Kind::code).unwrap_or_default().to_owned();
    let parts = vec![Part::new("step", code, of_code), Part::text("words", sheet.said)];
    let typing = Typing::go_on(DraftKey::Form("request-step", request.id.0), parts);
    let (today, due) = (view.today.to_string(), request.due().to_string());
    let owners = owners(view);
    let chips = all
        .into_iter()
        .map(|kind| {
            let (today, due) = (today.clone(), due.clone());
            let is = move || sheet.kind.get() == Some(kind);
            chip("radio", "kind", kind.label(words.lang()), is, move |_| {
                sheet.filling.forgive();
                sheet.day.set(if kind == Kind::Reassign {
                    due.clone()
                } else {
                    today.clone()
                });
                sheet.kind.set(Some(kind));
            })
        })
        .collect_view();
    let (id, household, rev) = (request.id, request.household, request.rev);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (Some(step), None) = (sheet.read(), sheet.lacks()) else {
            return sheet.lacks().map_or((), |fault| sheet.filling.complain(fault));
        };
        let body = OperationBody::StepRequest {
            request: id,
            household,
            base_rev: rev,
            step: Box::new(step),
        };
        sheet.filling.submit(None, async move {
            let saved = typing.save(body).await;
            saved
                .map(|_| ())
                .map_err(|problem| beside(&problem, &FIELDS, "step", words))
        });
    };
    let needs = move || sheet.kind.get().map(|kind| needs(kind, owners.clone(), sheet));
    view! {
        <form class="stack narrow" autocomplete="off" novalidate on:submit=submit>
            <h2>{words.case_next()}</h2>
            {typing.told()}
            <fieldset class="ask" id="step" tabindex="-1">
                <legend>{words.case_what()}</legend>
                <div class="chips">{chips}</div>
                {sheet.filling.complaint("step")}
            </fieldset>
            {move || needs()}
            <button class="solid wide" type="submit" aria-disabled=move || sheet.filling.busy.get().then_some("true")>{words.case_save()}</button>
        </form>
    }
    .into_any()
}

/// What this step alone needs.
fn needs(kind: Kind, owners: Vec<Owner>, sheet: Sheet) -> AnyView {
    let Sheet { words, filling, .. } = sheet;
    let line = move |ask: Ask, label: &'static str, value| {
        view! { <Field ask=ask label=label value=value fault=filling.fault_of(ask.id)/> }.into_any()
    };
    match kind {
        Kind::TakeUp => ().into_any(),
        Kind::Reassign => view! {
            {who(owners, sheet.owner, filling)}
            {line(DUE, words.request_due(), sheet.day)}
            {text("reason", words.flag_reason(), sheet)}
        }
        .into_any(),
        Kind::Finish => text("words", words.request_done(), sheet),
        Kind::Refuse => text("reason", words.request_refused(), sheet),
        Kind::Transfer => line(TO, words.request_to(), sheet.said),
        Kind::Tell => {
            let ways = ToldHow::ALL
                .iter()
                .map(|how| {
                    let how = *how;
                    let is = move || sheet.how.get() == how;
                    chip("radio", "how", how.label(words.lang()), is, move |_| {
                        sheet.how.set(how)
                    })
                })
                .collect_view();
            view! {
                <fieldset class="ask"><legend>{words.request_how()}</legend><div class="chips">{ways}</div></fieldset>
                {line(ON, words.request_told_on(), sheet.day)}
            }
            .into_any()
        }
        Kind::Reopen => text("reason", words.request_reopened(), sheet),
    }
}

fn text(id: &'static str, label: &'static str, sheet: Sheet) -> AnyView {
    note(id, (label.into_any(), ""), REASON_MAX, sheet.said, sheet.filling)
}
