//! The confirmation of a month that is over: extra days and corrections, a word where one is needed, one button.

use super::days::computed;
use super::file_of;
use crate::format::day;
use crate::parts::chips::chip;
use crate::parts::field::{Ask, DAY, Field, LINE, NUMBER};
use crate::parts::form::{Filling, beside};
use crate::parts::row::section;
use crate::parts::{Scene, scene};
use chrono::NaiveDate;
use domain::ids::OpId;
use domain::operation::{OperationBody, Whose};
use domain::team::codes::DayMark;
use domain::team::{DayNote, MonthContent, nights_of};
use domain::text::tidy;
use domain::time::last_of_month;
use leptos::prelude::*;

const WHICH: Ask = Ask { id: "marks", ..DAY };
const WHY: Ask = Ask { id: "why", ..LINE };
const WORDS: Ask = Ask { id: "words", ..LINE };
const NIGHTS: Ask = Ask {
    id: "nights",
    ..NUMBER
};
const FIELDS: [&str; 4] = ["words", "why", "marks", "nights"];

/// What is being filled in.
#[derive(Clone, Copy)]
pub struct Sheet {
    /// Extra days and corrections.
    pub marks: RwSignal<Vec<DayNote>>,
    /// The confirmation from which they were taken: what came after it was never on this screen.
    seen: StoredValue<Option<OpId>>,
    /// The day that is being marked and not added yet.
    mark: RwSignal<Option<DayMark>>,
    /// Nights, where the district set how many; what the newest confirmation says stands there.
    nights: RwSignal<String>,
    words: RwSignal<String>,
}

impl Sheet {
    /// Begins with what the newest confirmation says.
    pub fn of(whose: &Whose, month: NaiveDate) -> Self {
        let known = untrack(|| scene().view.get());
        let newest = known
            .as_ref()
            .and_then(|view| file_of(view, &whose.staff)?.newest(month));
        Self {
            marks: RwSignal::new(
                newest
                    .map(|entry| entry.content.marks.clone())
                    .unwrap_or_default(),
            ),
            seen: StoredValue::new(newest.map(|entry| entry.op)),
            mark: RwSignal::new(None),
            nights: RwSignal::new(
                newest
                    .and_then(|entry| entry.content.nights)
                    .map(|nights| nights.to_string())
                    .unwrap_or_default(),
            ),
            words: RwSignal::new(String::new()),
        }
    }
}

/// The section; a month that is not over says so.
pub fn part(whose: Whose, month: NaiveDate, sheet: Sheet) -> AnyView {
    let Scene { words, view, ledger } = scene();
    let Some(known) = untrack(|| view.get()) else {
        return ().into_any();
    };
    let own = whose.staff == known.me.staff;
    if known.today < last_of_month(month) {
        return view! { <p class="quiet-text">{words.month_not_over()}</p> }.into_any();
    }
    let name = match own {
        true => words.month_confirm().to_owned(),
        false => words.month_confirm_of(&whose.name),
    };
    let said = file_of(&known, &whose.staff)
        .and_then(|file| file.newest(month))
        .map(|entry| entry.content.words.clone())
        .filter(|said| !said.is_empty());
    let wanted = nights_of(&known.config(), month);
    let filling = Filling::default();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(view) = untrack(|| view.get()) else {
            return;
        };
        if sheet.mark.get_untracked().is_some() {
            return filling.complain((WORDS.id, words.month_mark_begun().to_owned()));
        }
        let nights: Option<u32> = wanted.and_then(|_| tidy(&sheet.nights.get_untracked()).parse().ok());
        if wanted.is_some() && nights.is_none() {
            return filling.complain((NIGHTS.id, words.month_lack_nights().to_owned()));
        }
        let marks = sheet.marks.get_untracked();
        let content = MonthContent {
            month,
            seen: sheet.seen.get_value(),
            on_site: computed(&view, &whose.staff, month, &marks).on_site,
            marks,
            words: sheet.words.get_untracked().trim().to_owned(),
            nights,
        };
        let body = OperationBody::ConfirmMonth {
            whose: Box::new(whose.clone()),
            content: Box::new(content),
        };
        filling.submit(None, async move {
            let saved = ledger.save(body, None).await;
            let op = saved.map_err(|problem| beside(&problem, &FIELDS, WORDS.id, words))?;
            let _ = sheet.seen.try_set_value(Some(op));
            let _ = sheet.words.try_set(String::new());
            Ok(())
        });
    };
    let nights = wanted.map(|wanted| {
        view! { <Field ask=NIGHTS label=words.month_nights(wanted) value=sheet.nights fault=filling.fault_of(NIGHTS.id)/> }.into_any()
    });
    let body = view! {
        {said.map(|said| view! { <blockquote>{said}</blockquote> }.into_any())}
        {marked(sheet)}
        {mark_form(month, sheet)}
        <form class="stack" autocomplete="off" novalidate on:submit=submit>
            {nights}
            <Field ask=WORDS label=words.month_words() value=sheet.words hint=words.month_words_hint() fault=filling.fault_of(WORDS.id)/>
            <button class="solid wide" type="submit" aria-disabled=move || filling.busy.get().then_some("true")>{name}</button>
        </form>
    };
    section(
        "h-confirm",
        words.month_confirm_heading(),
        None,
        None,
        body.into_any(),
    )
}

/// What was marked so far, each with a button that drops it.
fn marked(sheet: Sheet) -> impl IntoView {
    let words = scene().words;
    move || {
        let rows = sheet.marks.get().into_iter().map(|note| {
            let on = note.on;
            let date = day(on, words.lang());
            let drop = move |_| sheet.marks.update(|marks| marks.retain(|note| note.on != on));
            let said = format!("{date} {} {}", note.mark.label(words.lang()), note.why);
            view! {
                <li class="row">
                    <span class="w"><span class="n">{said}</span></span>
                    <button class="ghost" type="button" on:click=drop>{words.month_mark_drop(&date)}</button>
                </li>
            }
            .into_any()
        });
        let rows = rows.collect_view();
        view! { <ul class="list">{rows}</ul> }
    }
}

/// One more day.
fn mark_form(month: NaiveDate, sheet: Sheet) -> AnyView {
    let words = scene().words;
    let filling = Filling::default();
    let mark = sheet.mark;
    let which = RwSignal::new(month.to_string());
    let why = RwSignal::new(String::new());
    let chips = DayMark::ALL.iter().map(|one| {
        let one = *one;
        let is = move || mark.get() == Some(one);
        chip("radio", "mark", one.label(words.lang()), is, move |_| {
            filling.forgive();
            mark.set(Some(one));
        })
    });
    let chips = chips.collect_view();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed: Option<NaiveDate> = which.get_untracked().parse().ok();
        let within = |on: &NaiveDate| (month..=last_of_month(month)).contains(on);
        let Some(on) = typed.filter(within) else {
            return filling.complain((WHICH.id, words.month_lack_day().to_owned()));
        };
        let Some(mark) = mark.get_untracked() else {
            return filling.complain(("mark", words.month_lack_mark().to_owned()));
        };
        let note = DayNote {
            on,
            mark,
            why: why.get_untracked().trim().to_owned(),
        };
        sheet.marks.update(|marks| {
            marks.retain(|known| known.on != on);
            marks.push(note);
            marks.sort_by_key(|known| known.on);
        });
        why.set(String::new());
        sheet.mark.set(None);
    };
    view! {
        <details class="card fold">
            <summary>{words.month_mark_day()}</summary>
            <form class="stack" autocomplete="off" novalidate on:submit=submit>
                <Field ask=WHICH label=words.month_mark_which() value=which fault=filling.fault_of(WHICH.id)/>
                <fieldset class="ask" id="mark" tabindex="-1">
                    <legend>{words.month_mark_what()}</legend>
                    <div class="chips">{chips}</div>
                    {filling.complaint("mark")}
                </fieldset>
                <Field ask=WHY label=words.month_mark_why() value=why/>
                <button class="ghost wide" type="submit">{words.month_mark_add()}</button>
            </form>
        </details>
    }
    .into_any()
}
