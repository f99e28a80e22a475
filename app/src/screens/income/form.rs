//! The form of one calculation: the window, the lines that were told, and the result as it is typed.

use super::told::against;
use super::typed::{self, FROM, NOTE, SHARING, SOURCE, TO};
use crate::ledger::{DraftKey, Ledger, PendingState, UiError};
use crate::parts::chips::chip;
use crate::parts::draft_line::draft_line;
use crate::parts::field::{Ask, Field};
use crate::parts::form::Filling;
use crate::parts::row::{error, section};
use crate::parts::top::Back;
use crate::parts::typing::{Part, Typing};
use crate::parts::{Frame, Here, Scene, Top, household_address, scene};
use crate::screens::not_here::{NotHere, at_household};
use crate::screens::sign_in::over_a_form;
use crate::words::Words;
use chrono::NaiveDate;
use domain::config::Config;
use domain::household::Household;
use domain::ids::{HouseholdId, OpId};
use domain::income::codes::{Component, IncomeLine, IncomeSource, Spending};
use domain::income::{Counting, IncomeContent, counting, hints, net_income, standing};
use domain::operation::OperationBody;
use domain::record::Records;
use domain::refusal::Refusal;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

/// Where a fault stands that belongs to no single field.
const WHOLE: &str = "amounts";

/// A calculation of the household in the address.
#[component]
pub fn NewIncome(
    /// What the address names the household by.
    id: String,
) -> impl IntoView {
    at_household(id, |_, _| true, prepared)
}

fn prepared(id: HouseholdId) -> AnyView {
    let view = scene().view;
    match untrack(|| view.get()?.records.household(id).cloned()) {
        Some(household) => view! { <Prepared household/> }.into_any(),
        None => view! { <NotHere here=Here::Households/> }.into_any(),
    }
}

/// Looks for what was typed before, so that nothing changes under the person's fingers.
#[component]
fn Prepared(household: Household) -> impl IntoView {
    let Scene { ledger, view, .. } = scene();
    let replaces = replaced();
    let ready = RwSignal::new(None::<Vec<(String, String)>>);
    let (id, members) = (household.id, household.members.len());
    let refused = replaces.as_ref().map(|(_, content)| typed::of_content(content));
    let mends = replaces.as_ref().map(|(op, _)| *op);
    spawn_local(async move {
        let draft = ledger.typed_draft(key_of(id, mends)).await;
        let draft = draft.map(|draft| draft.typed);
        let today = view.get_untracked().map(|view| view.today).unwrap_or_default();
        let _ = ready.try_set(draft.or(refused).or_else(|| Some(typed::fresh(members, today))));
    });
    let replaces = replaces.map(|(op, _)| op);
    move || {
        let start = ready.get()?;
        Some(page(Form::open(&household, &start, replaces), &household))
    }
}

/// Under which name a draft is kept: what was refused is mended by itself, beside what may have been begun anew.
const fn key_of(household: HouseholdId, replaces: Option<OpId>) -> DraftKey {
    match replaces {
        Some(op) => DraftKey::Form("mend-income", op.0),
        None => DraftKey::Income(household),
    }
}

/// The refused calculation that the address names, if it still waits for a person.
fn replaced() -> Option<(OpId, IncomeContent)> {
    let named: OpId = use_query_map()
        .with_untracked(|map| map.get("from"))?
        .parse()
        .ok()?;
    let view = scene().view.get_untracked()?;
    view.outbox
        .iter()
        .find_map(|pending| match (&pending.state, &pending.operation.body) {
            (PendingState::Attention(_), OperationBody::RecordIncome { content, .. })
                if pending.operation.id == named =>
            {
                Some((named, content.as_ref().clone()))
            }
            _ => None,
        })
}

/// What is typed, and what becomes of it; cheap to copy.
#[derive(Clone, Copy)]
struct Form {
    household: HouseholdId,
    ledger: Ledger,
    words: Words,
    today: NaiveDate,
    fields: StoredValue<Vec<(&'static str, RwSignal<String>)>>,
    config: StoredValue<Config>,
    filling: Filling,
    typing: Typing,
    replaces: Option<OpId>,
}

impl Form {
    fn open(household: &Household, start: &[(String, String)], replaces: Option<OpId>) -> Self {
        let Scene { ledger, view, words } = scene();
        let view = view.get_untracked();
        let fields = typed::fields().map(|field| {
            let text = start
                .iter()
                .find(|(at, _)| at == field)
                .map(|(_, text)| text.clone());
            (field, RwSignal::new(text.unwrap_or_default()))
        });
        let fields: Vec<(&'static str, RwSignal<String>)> = fields.collect();
        let parts = fields.iter().map(|(id, value)| Part::text(id, *value)).collect();
        Self {
            household: household.id,
            ledger,
            words,
            today: view.as_ref().map(|view| view.today).unwrap_or_default(),
            fields: StoredValue::new(fields),
            config: StoredValue::new(view.map(|view| view.config()).unwrap_or_default()),
            filling: Filling::default(),
            typing: Typing::keep(key_of(household.id, replaces), parts),
            replaces,
        }
    }

    fn field(self, name: &str) -> RwSignal<String> {
        let found = self
            .fields
            .with_value(|fields| fields.iter().find(|(at, _)| *at == name).map(|(_, text)| *text));
        found.unwrap_or_default()
    }

    /// What is typed into a field; a screen that reads it is drawn anew when it changes.
    fn text(self, name: &str) -> String {
        self.field(name).get()
    }

    /// Beside which field a refusal stands.
    fn place(self, refusal: &Refusal) -> &'static str {
        let named = refusal.field.as_deref().unwrap_or(WHOLE);
        typed::fields().find(|field| *field == named).unwrap_or(WHOLE)
    }

    fn words_of(self, refusal: &Refusal) -> String {
        use domain::refusal::RefusalCode;
        let amount = refusal.code == RefusalCode::BadValue;
        let words = if amount {
            self.words.income_not_whole()
        } else {
            refusal.words(self.words.lang())
        };
        words.to_owned()
    }

    async fn save(self, content: IncomeContent) -> Result<(), UiError> {
        let body = OperationBody::RecordIncome {
            household: self.household,
            content: Box::new(content),
        };
        self.typing.save(body).await?;
        if let Some(op) = self.replaces {
            // Stays in the list where the phone refuses; the person can discard it there.
            let _ = self.ledger.replaced(op).await;
        }
        Ok(())
    }

    fn submit(self, navigate: impl Fn(&str, NavigateOptions) + 'static) {
        let content = untrack(|| typed::read(|field| self.text(field), self.today));
        let content = match content {
            Ok(content) => content,
            Err(refusal) => {
                return self
                    .filling
                    .complain((self.place(&refusal), self.words_of(&refusal)));
            }
        };
        let address = self.ledger.address_of(self.household);
        self.filling.submit(None, async move {
            match self.save(content).await {
                Ok(()) => {
                    let replace = true;
                    navigate(
                        &address,
                        NavigateOptions {
                            replace,
                            ..NavigateOptions::default()
                        },
                    );
                    Ok(())
                }
                Err(UiError::Refused(refusal)) => Err((self.place(&refusal), self.words_of(&refusal))),
                Err(other) => Err((WHOLE, self.words.trouble(&other))),
            }
        });
    }
}

fn page(form: Form, household: &Household) -> AnyView {
    let words = form.words;
    let name = words.of_name(household.name());
    let back = Some(Back(household_address(household.id), name.clone()));
    let navigate = use_navigate();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        form.submit(navigate.clone());
    };
    let to = Memo::new(move |_| form.text(TO).parse::<NaiveDate>().unwrap_or(form.today));
    let parts = Component::ALL
        .iter()
        .map(|part| component(form, *part, to))
        .collect_view();
    let fault = form.filling.fault_of(WHOLE);
    view! {
        <Frame here=Here::Households docked=true>
            <Top title=words.income_form_title() sub=name back=back state=draft_line(form.typing.state)/>
            <main id="main" tabindex="-1">
                {over_a_form()}
                <form class="stack narrow" id="income" autocomplete="off" novalidate on:submit=submit>
                    <p class="quiet-text">{words.income_lead()}</p>
                    {section("h-window", words.income_window_title(), None, None, window_fields(form))}
                    {parts}
                    {section("h-spending", words.income_spending(), None, None, spending(form))}
                    {sources(form)}
                    {note(form)}
                    <div id=WHOLE tabindex="-1">{move || fault.get().map(|text| error("income-error".to_owned(), text))}</div>
                </form>
            </main>
            {dock(form)}
        </Frame>
    }
    .into_any()
}

fn entry(form: Form, ask: Ask, label: &str, hint: &str) -> AnyView {
    let (value, fault) = (form.field(ask.id), form.filling.fault_of(ask.id));
    view! { <Field ask=ask label=label value=value hint=hint fault=fault/> }.into_any()
}

fn amount(form: Form, id: &'static str, label: &str, hint: &str) -> AnyView {
    let ask = Ask {
        id,
        kind: "text",
        autocomplete: "off",
        inputmode: "numeric",
        ..Ask::default()
    };
    entry(form, ask, label, hint)
}

fn window_fields(form: Form) -> AnyView {
    let words = form.words;
    let date = |id| Ask {
        id,
        kind: "date",
        autocomplete: "off",
        ..Ask::default()
    };
    view! {
        <div class="card pad amounts">
            {entry(form, date(FROM), words.income_from(), "")}
            {entry(form, date(TO), words.income_to(), "")}
            {amount(form, SHARING, words.income_sharing(), "")}
        </div>
    }
    .into_any()
}

/// One part of the calculation; what the district has not settled or ruled out says so beside its field.
fn component(form: Form, part: Component, to: Memo<NaiveDate>) -> AnyView {
    let lang = form.words.lang();
    let lines = move || {
        let to = to.get();
        let of_part = IncomeLine::ALL.iter().filter(|line| line.component() == part);
        of_part
            .map(|line| {
                let why = form
                    .config
                    .with_value(|config| counting(*line, to, &config.counting_rules));
                let plain = matches!(why, Counting::Formula | Counting::Deducted | Counting::RuledIn);
                let hint = if plain { "" } else { why.label(lang) };
                amount(form, line.code(), line.label(lang), hint)
            })
            .collect_view()
    };
    let body = view! { <div class="card pad amounts">{lines}</div> }.into_any();
    section(heading(part), part.label(lang), None, None, body)
}

const fn heading(part: Component) -> &'static str {
    match part {
        Component::Wage => "h-wage",
        Component::Business => "h-business",
        Component::BusinessCost => "h-cost",
        Component::Property => "h-property",
        Component::Transfer => "h-transfer",
    }
}

fn spending(form: Form) -> AnyView {
    let lang = form.words.lang();
    let lines = Spending::ALL
        .iter()
        .map(|kind| amount(form, kind.code(), kind.label(lang), ""))
        .collect_view();
    view! {
        <p class="quiet-text">{form.words.income_spending_more()}</p>
        <div class="card pad amounts">{lines}</div>
    }
    .into_any()
}

fn sources(form: Form) -> AnyView {
    let lang = form.words.lang();
    let chosen = form.field(SOURCE);
    let chips = IncomeSource::ALL.iter().map(|source| {
        let code = source.code();
        chip(
            "radio",
            SOURCE,
            source.label(lang),
            move || chosen.get() == code,
            move |_| chosen.set(code.to_owned()),
        )
    });
    view! {
        <fieldset class="ask"><legend>{form.words.income_source()}</legend><div class="chips">{chips.collect_view()}</div></fieldset>
    }
    .into_any()
}

fn note(form: Form) -> AnyView {
    let (text, fault) = (form.field(NOTE), form.filling.fault_of(NOTE));
    view! {
        <div class="field">
            <label for=NOTE>{form.words.income_note()}</label>
            <textarea id=NOTE name=NOTE rows="3" autocomplete="off" prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event))></textarea>
            {move || fault.get().map(|text| error("note-error".to_owned(), text))}
        </div>
    }
    .into_any()
}

/// The result as far as it can be read, what looks like a slip, and the button.
fn dock(form: Form) -> AnyView {
    let words = form.words;
    let result = move || {
        let content = typed::read_loosely(&|field: &str| form.text(field)).ok()?;
        form.config.with_value(|config| {
            let net = net_income(&content, &config.counting_rules).filter(|_| !content.amounts.is_empty())?;
            let said = against(net, &standing(net, content.window(), &config.income_lines), words);
            let hints = hints(&content, &config.counting_rules);
            let hints = hints
                .iter()
                .map(|hint| view! { <p class="hint">{hint.label(words.lang())}</p> }.into_any())
                .collect_view();
            Some(view! { {said}{hints} }.into_any())
        })
    };
    let busy = form.filling.busy;
    view! {
        <div class="dock">
            <div class="result" role="status">{move || result()}</div>
            <button class="solid" type="submit" form="income" aria-disabled=move || busy.get().then_some("true")>
                {move || if busy.get() { words.saving() } else { words.save() }}
            </button>
        </div>
    }
    .into_any()
}
