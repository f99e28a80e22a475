//! The six guarantee items with the age of each answer.

use crate::format::age_of;
use crate::parts::icon::{Icon, icon};
use crate::words::Words;
use chrono::NaiveDate;
use domain::household::Household;
use domain::household::codes::Answer;
use domain::household::facts::{FieldName, GUARANTEES};
use leptos::prelude::*;

/// The short name of an item, for a narrow cell.
pub fn short(name: FieldName, words: Words) -> &'static str {
    match name {
        FieldName::Food => words.short_food(),
        FieldName::Clothing => words.short_clothing(),
        FieldName::EducationGuarantee => words.short_education(),
        FieldName::MedicalGuarantee => words.short_medical(),
        FieldName::HousingGuarantee => words.short_housing(),
        FieldName::WaterGuarantee => words.short_water(),
        other => other.label(words.lang()),
    }
}

/// The card with all six.
pub fn guarantees(household: &Household, today: NaiveDate, words: Words) -> AnyView {
    let asked: Option<Vec<NaiveDate>> = GUARANTEES.iter().map(|name| household.known_on(*name)).collect();
    let oldest = asked.and_then(|days| days.into_iter().min());
    let oldest = match oldest {
        Some(day) => words.oldest_asked(&age_of(day, today, words)),
        None => words.some_never_asked().to_owned(),
    };
    let cells = GUARANTEES
        .iter()
        .map(|name| cell(household, *name, today, words))
        .collect_view();
    view! {
        <section class="card" aria-labelledby="h-six">
            <div class="row"><div class="w"><h2 class="n" id="h-six">{words.guarantees()}</h2><p class="d">{oldest}</p></div></div>
            <dl class="six">{cells}</dl>
        </section>
    }
    .into_any()
}

fn cell(household: &Household, name: FieldName, today: NaiveDate, words: Words) -> AnyView {
    let answer = household.guarantee(name);
    let (class, sign) = match answer {
        Answer::Ok => ("g", Icon::Check),
        Answer::Problem => ("s", Icon::Bang),
        Answer::Unknown => ("a", Icon::Ask),
        Answer::NotApplicable => ("", Icon::Minus),
    };
    let said = if answer == Answer::Unknown {
        words.not_asked_yet()
    } else {
        answer.label(words.lang())
    };
    let age = household.known_on(name).map(|day| age_of(day, today, words));
    view! {
        <div class=class>
            <dt>{short(name, words)}" "<small>{age}</small></dt>
            <dd>{icon(sign)}{said}</dd>
        </div>
    }
    .into_any()
}
