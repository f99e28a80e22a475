//! The form of a new measure: category and sub-item with a tap, the rest typed.

use super::forms::beside;
use crate::ledger::DraftKey;
use crate::parts::chips::chip;
use crate::parts::field::{Ask, DAY, Field, LINE, NUMBER};
use crate::parts::form::{Fault, Filling};
use crate::parts::typing::{Part, Typing};
use crate::parts::{Scene, scene};
use crate::words::Words;
use chrono::NaiveDate;
use domain::ids::HouseholdId;
use domain::operation::OperationBody;
use domain::plan::MeasureContent;
use domain::plan::catalogue::SubItem;
use domain::plan::codes::MeasureCategory;
use domain::plan::hints::{FitsFor, fitting};
use domain::record::Records;
use domain::text;
use leptos::prelude::*;

const ITEM: Ask = Ask { id: "item", ..LINE };
const START: Ask = Ask { id: "start", ..DAY };
const END: Ask = Ask {
    id: "planned_end",
    ..DAY
};
const YUAN: Ask = Ask { id: "yuan", ..NUMBER };
const BODY: Ask = Ask { id: "body", ..LINE };

/// What each category would answer of this household: its name, and beside it what it is for; and its number in the
/// national table.
fn fits(id: HouseholdId) -> impl Fn(MeasureCategory) -> String + Copy {
    let Scene { view, words, .. } = scene();
    let found = untrack(|| view.get()).and_then(|view| Some(fitting(view.records.household(id)?)));
    let found = StoredValue::new(found.unwrap_or_default());
    move |category| {
        let lang = words.lang();
        let why = found.with_value(|found| {
            let of_it = found.iter().filter(|fit| fit.category == category);
            let why: Vec<&str> = of_it
                .map(|fit| match fit.why {
                    FitsFor::Risk(cause) => cause.label(lang),
                    FitsFor::Labour => words.plan_for_labour(),
                    FitsFor::NoLabour => words.plan_for_no_labour(),
                })
                .collect();
            words.join(&why)
        });
        match why.is_empty() {
            true => category.label(lang).to_owned(),
            false => words.plan_fits(category.label(lang), &why),
        }
    }
}

/// What is filled in; cheap to copy.
#[derive(Clone, Copy)]
struct Entries {
    category: RwSignal<Option<MeasureCategory>>,
    sub_item: RwSignal<Option<SubItem>>,
    item: RwSignal<String>,
    start: RwSignal<String>,
    end: RwSignal<String>,
    yuan: RwSignal<String>,
    body: RwSignal<String>,
}

impl Entries {
    fn new(today: NaiveDate) -> Self {
        let [item, end, yuan, body] = [(); 4].map(|()| RwSignal::new(String::new()));
        Self {
            category: RwSignal::new(None),
            sub_item: RwSignal::new(None),
            start: RwSignal::new(today.to_string()),
            item,
            end,
            yuan,
            body,
        }
    }

    fn parts(self) -> Vec<Part> {
        let codes = (MeasureCategory::code, MeasureCategory::from_code);
        vec![
            Part::choice("category", self.category, codes.0, codes.1),
            Part::choice("sub_item", self.sub_item, SubItem::code, SubItem::from_code),
            Part::text(ITEM.id, self.item),
            Part::text(START.id, self.start),
            Part::text(END.id, self.end),
            Part::text(YUAN.id, self.yuan),
            Part::text(BODY.id, self.body),
        ]
    }

    /// The measure, or the field that cannot be read.
    fn read(self, words: Words) -> Result<MeasureContent, Fault> {
        let category = self.category.get_untracked();
        let category = category.ok_or_else(|| ("category", words.plan_lack_category().to_owned()))?;
        let lack = || (YUAN.id, words.plan_lack_amount().to_owned());
        let amount = text::compact(&self.yuan.get_untracked());
        let yuan = match amount.is_empty() {
            true => None,
            false => {
                let yuan = text::number(&amount).ok();
                Some(yuan.and_then(|n| u32::try_from(n).ok()).ok_or_else(lack)?)
            }
        };
        let start = self.start.get_untracked().parse::<NaiveDate>();
        let start = start.map_err(|_| (START.id, words.case_lack_day().to_owned()))?;
        let sub_item = self.sub_item.get_untracked();
        // Whoever chose one of the common ones need not write it once more.
        let item = match (self.item.get_untracked().trim(), sub_item) {
            ("", Some(one)) => one.zh().to_owned(),
            (said, _) => said.to_owned(),
        };
        Ok(MeasureContent {
            category,
            sub_item,
            item,
            start,
            planned_end: self.end.get_untracked().parse().ok(),
            yuan,
            body: self.body.get_untracked().trim().to_owned(),
        })
    }
}

/// The categories, each with what it would answer here.
fn categories(id: HouseholdId, entries: Entries, filling: Filling, words: Words) -> AnyView {
    let Entries {
        category, sub_item, ..
    } = entries;
    let fits = fits(id);
    let one = |one: &MeasureCategory| {
        let one = *one;
        let is = move || category.get() == Some(one);
        chip("radio", "category", fits(one), is, move |_| {
            filling.forgive();
            category.set(Some(one));
            sub_item.set(None);
        })
    };
    let chips = MeasureCategory::ALL.iter().map(one).collect_view();
    view! {
        <fieldset class="ask" id="category" tabindex="-1">
            <legend>{words.plan_category()}</legend>
            <div class="chips">{chips}</div>
            {move || category.get().map(|one| view! { <p class="quiet-text">{words.plan_national(one.national())}</p> }.into_any())}
            {filling.complaint("category")}
        </fieldset>
    }
    .into_any()
}

/// The common sub-items of the category that is chosen, and any other.
fn sub_items(
    category: RwSignal<Option<MeasureCategory>>,
    chosen: RwSignal<Option<SubItem>>,
    words: Words,
) -> impl Fn() -> Option<AnyView> + Clone + Send {
    move || {
        let common = category.get()?.sub_items().iter().map(|one| Some(*one));
        let chips = common.chain([None]).map(|one| {
            let label = one.map_or_else(|| words.plan_sub_other(), |one| one.label(words.lang()));
            let is = move || chosen.get() == one;
            chip("radio", "sub_item", label, is, move |_| chosen.set(one))
        });
        let chips = chips.collect_view();
        Some(
            view! {
                <fieldset class="ask">
                    <legend>{words.plan_sub_item()}</legend>
                    <p class="hint">{words.plan_sub_hint()}</p>
                    <div class="chips">{chips}</div>
                </fieldset>
            }
            .into_any(),
        )
    }
}

/// A new measure.
pub fn add_form(id: HouseholdId, today: NaiveDate) -> AnyView {
    let Scene { words, .. } = scene();
    let filling = Filling::default();
    let entries = Entries::new(today);
    let typing = Typing::go_on(DraftKey::Form("measure", id.0), entries.parts());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let content = match entries.read(words) {
            Ok(content) => Box::new(content),
            Err(fault) => return filling.complain(fault),
        };
        let change = OperationBody::AddMeasure {
            household: id,
            content,
        };
        filling.submit(None, async move {
            let saved = typing.save(change).await;
            saved.map_err(|problem| beside(&problem, "category", words))?;
            typing.begin_anew();
            Ok(())
        });
    };
    let line = move |ask: Ask, label: &'static str, value, optional: bool| {
        let hint = if optional { words.flag_words_hint() } else { "" };
        view! { <Field ask=ask label=label value=value hint=hint fault=filling.fault_of(ask.id)/> }.into_any()
    };
    view! {
        <details class="card fold">
            <summary>{words.plan_add()}</summary>
            {typing.told()}
            <form class="stack" id="measure" autocomplete="off" novalidate on:submit=submit>
                {categories(id, entries, filling, words)}
                {sub_items(entries.category, entries.sub_item, words)}
                {line(ITEM, words.plan_item(), entries.item, false)}
                {line(START, words.plan_start(), entries.start, false)}
                {line(END, words.plan_end(), entries.end, true)}
                {line(YUAN, words.plan_amount(), entries.yuan, true)}
                {line(BODY, words.plan_body(), entries.body, true)}
                <button class="solid wide" type="submit" aria-disabled=move || filling.busy.get().then_some("true")>{words.plan_save()}</button>
            </form>
        </details>
    }
    .into_any()
}
