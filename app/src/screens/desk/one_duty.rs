//! One item of the duty list: what it says, where it stands and why, what happened, and what the reader may do about it.

use super::duties::state_tag;
use super::waiting_or;
use crate::desk_client::{change_duty, duty};
use crate::format::day_of;
use crate::ledger::UiError;
use crate::parts::chips::chip;
use crate::parts::field::{Ask, DAY, Field};
use crate::parts::form::{Fault, Filling};
use crate::parts::row::banner;
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Icon, Top, moment, scene};
use crate::phone::platform::{now_ms, uuid_v7};
use crate::words::Words;
use domain::duty::desk::{DutyChange, DutyDeed, DutyPage};
use domain::duty::{DutyCode, DutyEntry, DutyEvent, DutyState, NOTE_MAX};
use domain::policy::{Action, permits_somehow};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

const NOTE: &str = "note";
const REASON: &str = "reason";
const SAVE: &str = "duty-save";
const EXPLAIN: &str = "duty-explain-save";
const CONFIRM: &str = "duty-confirm";
const UNTIL: Ask = Ask { id: "until", ..DAY };

/// The page while it is open.
#[derive(Clone, Copy)]
struct Page {
    words: Words,
    code: StoredValue<String>,
    loaded: RwSignal<Option<Result<DutyPage, UiError>>>,
    saved: RwSignal<bool>,
    /// What was tried stays tried under its number: a second tap after a lost answer does it once.
    tried: StoredValue<Option<(DutyDeed, Uuid)>>,
}

impl Page {
    fn load(self) {
        spawn_local(async move {
            let page = duty(&self.code.get_value()).await;
            let _ = self.loaded.try_set(Some(page));
        });
    }

    /// Whether something holds of the page that is shown.
    fn holds(self, what: impl Fn(&DutyPage) -> bool + Send + Sync + 'static) -> Memo<bool> {
        Memo::new(move |_| matches!(self.loaded.read().as_ref(), Some(Ok(page)) if what(page)))
    }

    /// Sends it; what is wrong with no field is said at `button`.
    async fn send(self, deed: DutyDeed, button: &'static str) -> Result<(), Fault> {
        let seen = match self.loaded.get_untracked() {
            Some(Ok(page)) => u32::try_from(page.item.history.len()).unwrap_or(u32::MAX),
            _ => 0,
        };
        let before = self.tried.get_value().filter(|(before, _)| *before == deed);
        let id = match before {
            Some((_, id)) => id,
            None => uuid_v7(now_ms()).map_err(|fault| self.fault(&fault.into(), button))?,
        };
        self.tried.set_value(Some((deed.clone(), id)));
        let change = DutyChange { id, seen, deed };
        let page = change_duty(&self.code.get_value(), &change).await;
        let page = page.map_err(|problem| self.fault(&problem, button))?;
        self.tried.set_value(None);
        let _ = self.saved.try_set(true);
        let _ = self.loaded.try_set(Some(Ok(page)));
        Ok(())
    }

    /// What is wrong by the server, and with which field.
    fn fault(self, problem: &UiError, button: &'static str) -> Fault {
        let UiError::Problem(document) = problem else {
            return (button, self.words.trouble(problem));
        };
        let code = DutyCode::from_code(&document.code);
        if code == Some(DutyCode::ChangedMeanwhile) {
            // What is typed stays; the page shows what it goes upon now.
            self.load();
        }
        let field = match document.field.as_deref() {
            Some("note") => NOTE,
            Some("reason") => REASON,
            Some("until") => UNTIL.id,
            _ => button,
        };
        match code {
            Some(code) => (field, code.label(self.words.lang()).to_owned()),
            None => (field, self.words.trouble(problem)),
        }
    }
}

/// One item, and what the reader may do about it.
#[component]
pub fn OneDuty(
    /// The item's number.
    id: String,
) -> impl IntoView {
    let words = scene().words;
    let role = scene().me().map(|me| me.role);
    let may = move |action| role.is_some_and(|role| permits_somehow(role, action));
    let page = Page {
        words,
        code: StoredValue::new(id.clone()),
        loaded: RwSignal::new(None),
        saved: RwSignal::new(false),
        tried: StoredValue::new(None),
    };
    page.load();
    let back = Some(Back("/desk/duties".to_owned(), words.duties_title().to_owned()));
    let sub = Signal::derive(move || match page.loaded.read().as_ref() {
        Some(Ok(page)) => page.item.terms.body.name.clone(),
        _ => String::new(),
    });
    let updates = page.holds(move |page| may(Action::UpdateDuty) && !page.item.terms.withdrawn);
    let explains = page.holds(move |page| {
        may(Action::UpdateDuty) && page.line.status.is_open() && page.item.explanation(page.today).is_none()
    });
    view! {
        <Frame here=Here::Duties>
            <Top title=format!("{} {id}", words.duties_title()) tab=words.duties_title() sub=sub back=back/>
            <main id="main" tabindex="-1">
                <div class="stack narrow">
                    {move || page.saved.get().then(|| view! { <div role="status">{banner("act", Icon::Check, words.duty_saved())}</div> }.into_any())}
                    {move || waiting_or(page.loaded.get(), |shown| facts(&shown, words))}
                    {move || page.loaded.get().and_then(Result::ok).and_then(|shown| explanation(&shown, page, may(Action::ConfirmDuty)))}
                    {move || updates.get().then(|| update_form(page))}
                    {move || explains.get().then(|| explain_form(page))}
                    {move || page.loaded.get().and_then(Result::ok).map(|shown| history(&shown, words))}
                </div>
            </main>
        </Frame>
    }
}

fn facts(page: &DutyPage, words: Words) -> AnyView {
    let (lang, terms, line) = (words.lang(), &page.item.terms, &page.line);
    let day = |on| day_of(on, page.today, lang);
    let task = (!terms.task.is_empty())
        .then(|| view! { <p class="quiet-text">{words.duty_task(&terms.task)}</p> }.into_any());
    let partners = (!terms.partners.is_empty())
        .then(|| view! { <dt>{words.duties_partners()}</dt><dd>{terms.partners.clone()}</dd> }.into_any());
    let by = line.by.map_or_else(|| words.duties_no_due().to_owned(), day);
    let updated = line
        .updated_on
        .map_or_else(|| words.duties_never().to_owned(), day);
    let remedy = line.status.is_open().then(|| {
        let what = match terms.months() {
            Some(_) => words.duty_remedy_update(),
            None => words.duty_remedy_finish(),
        };
        view! { <dt>{words.duty_remedy()}</dt><dd>{what}</dd> }.into_any()
    });
    view! {
        <section class="stack" aria-labelledby="h-duty">
            <h2 id="h-duty">{terms.wording.clone()}</h2>
            {task}
            <p class="tags">{state_tag(line, words)}" "<span>{line.why.label(lang)}</span></p>
            <dl class="facts card">
                <dt>{words.duties_body()}</dt><dd>{terms.body.name.clone()}" · "{terms.body.kind.label(lang)}</dd>
                {partners}
                <dt>{words.duties_told()}</dt><dd>{line.state.label(lang)}</dd>
                <dt>{words.duties_updated()}</dt><dd>{updated}</dd>
                <dt>{words.duties_cycle()}</dt><dd>{terms.cycle.label(lang)}</dd>
                <dt>{words.duties_due()}</dt><dd>{by}</dd>
                {remedy}
            </dl>
        </section>
    }
    .into_any()
}

/// The explanation that holds or waits, and the button for who may confirm it.
fn explanation(shown: &DutyPage, page: Page, may_confirm: bool) -> Option<AnyView> {
    let words = page.words;
    let said = shown.item.explanation(shown.today)?;
    let own = scene().me().is_some_and(|me| me.staff == said.entry.by);
    let filling = Filling::default();
    let entry = said.entry.id;
    let confirm = move |_| {
        filling.submit(None, page.send(DutyDeed::Confirm { explanation: entry }, CONFIRM));
    };
    let button = (may_confirm && !own && !said.confirmed).then(|| {
        let busy = move || filling.busy.get().then_some("true");
        view! {
            <button class="solid" type="button" id=CONFIRM aria-disabled=busy on:click=confirm>{words.duty_confirm()}</button>
            {filling.complaint(CONFIRM)}
        }.into_any()
    });
    let title = match said.confirmed {
        true => words.duty_holds(),
        false => words.duty_waiting(),
    };
    let until = words.duty_until_day(&day_of(said.until, shown.today, words.lang()));
    let text = view! {
        <section class="panel stack" aria-labelledby="h-said">
            <h2 id="h-said">{title}</h2>
            <blockquote>{said.reason.to_owned()}</blockquote>
            <p class="quiet-text">{said.entry.by_name.clone()}" · "{until}</p>
            {button}
        </section>
    };
    Some(text.into_any())
}

/// A text of several lines with its label, hint and fault.
fn note(
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    value: RwSignal<String>,
    filling: Filling,
) -> AnyView {
    let fault = filling.fault_of(id);
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <p class="hint" id=format!("{id}-hint")>{hint}</p>
            <textarea
                class="note" id=id autocomplete="off" maxlength=NOTE_MAX.to_string()
                aria-describedby=format!("{id}-hint {id}-error")
                aria-invalid=move || fault.get().is_some().then_some("true")
                prop:value=move || value.get() on:input=move |event| value.set(event_target_value(&event))
            ></textarea>
            {filling.complaint(id)}
        </div>
    }
    .into_any()
}

fn update_form(page: Page) -> AnyView {
    let words = page.words;
    let (state, text, filling) = (
        RwSignal::new(None::<DutyState>),
        RwSignal::new(String::new()),
        Filling::default(),
    );
    let chips = DutyState::ALL.iter().map(|one| {
        let one = *one;
        let checked = move || state.get() == Some(one);
        chip(
            "radio",
            "duty-state",
            one.label(words.lang()),
            checked,
            move |_| {
                state.set(Some(one));
            },
        )
    });
    let chips = chips.collect_view();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let chosen = state.get_untracked();
        let missing = chosen.is_none();
        let fault = missing.then(|| ("duty-state", words.duty_state_missing().to_owned()));
        let deed = DutyDeed::Update {
            state: chosen.unwrap_or(DutyState::NotStarted),
            note: text.get_untracked(),
        };
        filling.submit(fault, async move {
            page.send(deed, SAVE).await?;
            state.set(None);
            text.set(String::new());
            Ok(())
        });
    };
    let label = move || {
        if filling.busy.get() {
            words.duty_saving()
        } else {
            words.duty_save()
        }
    };
    view! {
        <section class="panel" aria-labelledby="h-update">
            <h2 id="h-update">{words.duty_update()}</h2>
            <form class="stack" id="duty-update" novalidate on:submit=submit>
                <fieldset class="ask" id="duty-state" tabindex="-1">
                    <legend>{words.duty_state()}</legend>
                    <div class="chips">{chips}</div>
                    {filling.complaint("duty-state")}
                </fieldset>
                {note(NOTE, words.duty_note(), words.duty_note_hint(), text, filling)}
                <button class="solid wide" type="submit" id=SAVE aria-disabled=move || filling.busy.get().then_some("true")>{label}</button>
                {filling.complaint(SAVE)}
            </form>
        </section>
    }
    .into_any()
}

fn explain_form(page: Page) -> AnyView {
    let words = page.words;
    let (reason, until, filling) = (
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
        Filling::default(),
    );
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let day = until.get_untracked().parse().ok();
        let wrong = || DutyCode::UntilWrong.label(words.lang()).to_owned();
        let fault = day.is_none().then(|| (UNTIL.id, wrong()));
        let deed = DutyDeed::Explain {
            reason: reason.get_untracked(),
            until: day.unwrap_or_default(),
        };
        filling.submit(fault, page.send(deed, EXPLAIN));
    };
    view! {
        <section class="panel" aria-labelledby="h-explain">
            <h2 id="h-explain">{words.duty_explain()}</h2>
            <form class="stack" id="duty-explain" novalidate on:submit=submit>
                {note(REASON, words.duty_reason(), words.duty_explain_hint(), reason, filling)}
                <Field ask=UNTIL label=words.duty_until() value=until fault=filling.fault_of(UNTIL.id)/>
                <button class="ghost wide" type="submit" id=EXPLAIN aria-disabled=move || filling.busy.get().then_some("true")>{words.duty_explain_save()}</button>
                {filling.complaint(EXPLAIN)}
            </form>
        </section>
    }
    .into_any()
}

fn history(page: &DutyPage, words: Words) -> AnyView {
    let entries = page.item.history.iter().rev();
    let entries = entries.map(|entry| event(entry, page, words)).collect_view();
    let list = match page.item.history.is_empty() {
        true => view! { <p class="quiet-text">{words.duty_no_history()}</p> }.into_any(),
        false => view! { <ol class="card timeline" reversed>{entries}</ol> }.into_any(),
    };
    view! { <section aria-labelledby="h-history"><h2 id="h-history">{words.duty_history()}</h2>{list}</section> }
        .into_any()
}

fn event(entry: &DutyEntry, page: &DutyPage, words: Words) -> AnyView {
    let (lang, who) = (words.lang(), entry.by_name.as_str());
    let day = |on| day_of(on, page.today, lang);
    let (title, said) = match &entry.event {
        DutyEvent::Updated { before, state, note } => (
            words.duty_ev_updated(who, before.label(lang), state.label(lang)),
            Some(note.clone()),
        ),
        DutyEvent::Explained { reason, until } => (
            words.duty_ev_explained(who),
            Some(format!("{reason} ({})", words.duty_until_day(&day(*until)))),
        ),
        DutyEvent::Confirmed { .. } => (words.duty_ev_confirmed(who), None),
        DutyEvent::Corrected { before } => (
            words.duty_ev_corrected(who),
            Some(words.duty_before(
                &before.body.name,
                before.cycle.label(lang),
                &day(before.due),
                &before.wording,
            )),
        ),
    };
    let said = said.map(|said| view! { <blockquote>{said}</blockquote> }.into_any());
    view! { <li class="done"><b>{title}</b><p>{moment(entry.at, page.today, words)}</p>{said}</li> }
        .into_any()
}
