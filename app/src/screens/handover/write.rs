//! What is written into a handover: a line, a signature.

use super::at;
use crate::ledger::{DraftKey, View};
use crate::parts::chips::chip;
use crate::parts::field::{Ask, Field, LINE};
use crate::parts::form::{Entry, Filling, short_form};
use crate::parts::look::focus;
use crate::parts::typing::{Part, Typing};
use crate::parts::{Scene, scene};
use domain::handover::codes::{HandoverSide, LineKind};
use domain::handover::{Change, HandoverLine, Leaving, pack};
use domain::ids::{HandoverId, HouseholdId, StaffId};
use domain::operation::OperationBody;
use leptos::prelude::*;

const TEXT: Ask = Ask { id: "text", ..LINE };
const WHY_OUT: Ask = Ask {
    id: "why-out",
    ..LINE
};
const WHY_IN: Ask = Ask { id: "why-in", ..LINE };

/// The line that is being typed.
#[derive(Clone, Copy)]
pub struct Sheet {
    kind: RwSignal<LineKind>,
    household: RwSignal<Option<HouseholdId>>,
    text: RwSignal<String>,
}

impl Default for Sheet {
    fn default() -> Self {
        Self {
            kind: RwSignal::new(LineKind::Know),
            household: RwSignal::new(None),
            text: RwSignal::new(String::new()),
        }
    }
}

impl Sheet {
    fn parts(self) -> Vec<Part> {
        let kind = move || self.kind.get().code().to_owned();
        let household = move || self.household.get().map(|id| id.to_string()).unwrap_or_default();
        let choose = move |code: &str| self.kind.set(LineKind::from_code(code).unwrap_or(LineKind::Know));
        vec![
            Part::new("kind", kind, choose),
            Part::new("household", household, move |id| {
                self.household.set(id.parse().ok())
            }),
            Part::text(TEXT.id, self.text),
        ]
    }

    /// Begins a line on what to know of a household.
    pub fn begin(self, household: HouseholdId) {
        self.kind.set(LineKind::Know);
        self.household.set(Some(household));
        focus(TEXT.id);
    }
}

/// The form of a line, for any household of the village or for none.
pub fn form(id: HandoverId, view: &View, sheet: Sheet) -> AnyView {
    let Scene { words, view: now, .. } = scene();
    let filling = Filling::default();
    let Some((change, begun)) = at(view, id) else {
        return ().into_any();
    };
    let typing = Typing::go_on(DraftKey::Form("handover", id.0), sheet.parts());
    let made = pack(&view.records, &change, begun, view.today, &view.config());
    let first = made.homes.iter().map(|home| home.household);
    let homes = first.chain(made.others.iter().copied()).map(|home| {
        let at = home.id;
        let is = move || sheet.household.get() == Some(at);
        view! { <option value=at.to_string() prop:selected=is>{format!("{} {}", home.group, home.name())}</option> }.into_any()
    });
    let homes = homes.collect_view();
    let kinds = LineKind::ALL.iter().map(|kind| {
        let kind = *kind;
        let is = move || sheet.kind.get() == kind;
        chip("radio", "kind", kind.label(words.lang()), is, move |_| {
            sheet.kind.set(kind)
        })
    });
    let kinds = kinds.collect_view();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(view) = untrack(|| now.get()) else { return };
        let Some((change, begun)) = at(&view, id) else {
            return;
        };
        let body = OperationBody::WriteHandover {
            of: Box::new(change.leaving(begun)),
            line: Box::new(HandoverLine {
                kind: sheet.kind.get_untracked(),
                household: sheet.household.get_untracked(),
                text: sheet.text.get_untracked().trim().to_owned(),
            }),
        };
        filling.submit(None, async move {
            let saved = typing.save(body).await;
            saved.map_err(|problem| (TEXT.id, words.trouble(&problem)))?;
            typing.begin_anew();
            Ok(())
        });
    };
    let choose = move |event| sheet.household.set(event_target_value(&event).parse().ok());
    view! {
        <form class="card pad stack" id="handover-line" autocomplete="off" novalidate on:submit=submit>
            {typing.told()}
            <fieldset class="ask">
                <legend>{words.handover_kind()}</legend>
                <div class="chips">{kinds}</div>
            </fieldset>
            <div class="field">
                <label for="household">{words.handover_home()}</label>
                <select id="household" on:change=choose>
                    <option value="" prop:selected=move || sheet.household.get().is_none()>{words.handover_no_home()}</option>
                    {homes}
                </select>
            </div>
            <Field ask=TEXT label=words.handover_text() value=sheet.text hint=words.handover_text_hint() fault=filling.fault_of(TEXT.id)/>
            <button class="solid wide" type="submit" aria-disabled=move || filling.busy.get().then_some("true")>{words.handover_keep()}</button>
        </form>
    }
    .into_any()
}

/// The signature of a side; in somebody's place it takes a word why.
pub fn sign(of: Leaving, side: HandoverSide, whom: StaffId, change: &Change, view: &View) -> AnyView {
    let Scene { words, ledger, .. } = scene();
    let filling = Filling::default();
    let own = whom == view.me.staff;
    let (ask, place) = match side {
        HandoverSide::Outgoing => (WHY_OUT, "sign-out"),
        HandoverSide::Incoming => (WHY_IN, "sign-in"),
    };
    let why = Entry::new(ask, words.handover_sign_why());
    let typed = why.value;
    let incoming = change.incoming.as_ref();
    let name = match side {
        HandoverSide::Outgoing => of.name.clone(),
        HandoverSide::Incoming => incoming.map(|(_, name, _)| name.clone()).unwrap_or_default(),
    };
    let work = move || {
        let body = OperationBody::SignHandover {
            of: Box::new(of.clone()),
            side,
            whom: whom.clone(),
            words: typed.get_untracked().trim().to_owned(),
        };
        async move {
            let saved = ledger.save(body, None).await;
            saved.map(|_| ()).map_err(|problem| {
                let beside = if own { place } else { ask.id };
                (beside, words.trouble(&problem))
            })
        }
    };
    let word = match (own, side) {
        (true, HandoverSide::Outgoing) => words.handover_sign_out(),
        (true, HandoverSide::Incoming) => words.handover_sign_in(),
        (false, _) => words.op_handover_sign(),
    };
    let entries = if own { Vec::new() } else { vec![why] };
    let form = short_form(entries, filling, (word, word), || None, work);
    let stands_in = (!own).then(|| view! { <p>{words.handover_sign_for(&name)}</p> }.into_any());
    view! { {stands_in}{form}<div id=place tabindex="-1">{filling.complaint(place)}</div> }.into_any()
}
