//! Who lives here, with numbers masked, and the register's income.

use super::reveal::{Asked, Reveal};
use crate::format::{day_of, grouped};
use crate::parts::row::section;
use crate::parts::{Icon, Tone, tag};
use crate::words::Words;
use chrono::NaiveDate;
use domain::household::codes::{Health, Relation};
use domain::household::facts::{FactValue, FieldName, MEMBER_FIELDS};
use domain::household::{Household, Member};
use domain::ids::MemberId;
use domain::reveal::RevealField;
use domain::time::age_on;
use leptos::prelude::*;

/// The members, head first.
pub fn people(household: &Household, today: NaiveDate, reveal: Reveal, words: Words) -> AnyView {
    let rows = household
        .members
        .iter()
        .map(|member| person(member, household, today, reveal, words))
        .collect_view();
    let count = Some(household.members.len().to_string());
    let as_of = words.register_as_of(&day_of(household.register_as_of, today, words.lang()));
    let body = view! { <ul class="card list">{rows}</ul><p class="quiet-text">{as_of}</p> }.into_any();
    section("h-people", words.people(), count, None, body)
}

fn person(member: &Member, household: &Household, today: NaiveDate, reveal: Reveal, words: Words) -> AnyView {
    let lang = words.lang();
    let relation = tag(Tone::Plain, None, member.relation.label(lang));
    let age = member
        .birth
        .and_then(|birth| age_on(birth, today))
        .map(|years| words.years_old(years));
    let sex = member.sex.label(lang);
    let asked = |of: Option<MemberId>, field| Asked {
        member: of,
        field,
        whose: member.name.clone(),
    };
    let id = reveal.number(
        asked(Some(member.id), RevealField::IdNumber),
        member.id_masked.as_deref(),
        words,
    );
    let phone = (member.relation == Relation::Head).then(|| {
        let asked = asked(None, RevealField::Phone);
        number(
            words.telephone(),
            reveal.number(asked, household.phone_masked.as_deref(), words),
        )
    });
    let facts = MEMBER_FIELDS
        .iter()
        .filter(|name| worth_telling(member, **name))
        .map(|name| {
            pair(
                name.label(lang),
                words.value(*name, member.facts.value(*name)).into_any(),
            )
        })
        .collect_view();
    view! {
        <li class="row person">
            <div class="w">
                <div class="n">{member.name.clone()}" "{relation}" "{health_tag(member, words)}</div>
                <dl>
                    <div><dt>{age}</dt>" "<dd>{sex}</dd></div>
                    {number(words.id_number(), id)}
                    {phone}
                    {facts}
                </dl>
            </div>
        </li>
    }
    .into_any()
}

fn pair(term: &'static str, value: AnyView) -> AnyView {
    view! { <div><dt>{term}</dt>" "<dd>{value}</dd></div> }.into_any()
}

/// A number has a line of its own: its button needs room for a thumb.
fn number(term: &'static str, value: AnyView) -> AnyView {
    view! { <div class="number"><dt>{term}</dt>" "<dd>{value}</dd></div> }.into_any()
}

/// Health has its tag, and a plain "no" needs no line.
fn worth_telling(member: &Member, name: FieldName) -> bool {
    match member.facts.value(name) {
        None | Some(FactValue::Flag(false)) => false,
        Some(_) => name != FieldName::Health,
    }
}

fn health_tag(member: &Member, words: Words) -> Option<AnyView> {
    let value = member.facts.value(FieldName::Health)?;
    let healthy = *value == FactValue::Codes(vec![Health::Healthy.code().to_owned()]);
    (!healthy).then(|| {
        tag(
            Tone::Warn,
            Some(Icon::Info),
            words.value(FieldName::Health, Some(value)),
        )
    })
}

/// Income of the register's window, where the register has it.
pub fn income(household: &Household, words: Words) -> Option<AnyView> {
    let income = household.income.as_ref()?;
    let lang = words.lang();
    let yuan = |n: i64| words.yuan(&grouped(n));
    let window = words.income_window(
        &crate::format::month(income.from, lang),
        &crate::format::month(income.to, lang),
    );
    let per_head = income.per_capita(household.members.len()).map(yuan);
    let burden = income
        .self_paid_medical
        .saturating_add(income.education_rigid)
        .saturating_add(income.other_rigid);
    let lines = [
        (words.income_wage(), income.wage),
        (
            words.income_business(),
            income.business.saturating_sub(income.business_cost),
        ),
        (words.income_property(), income.property),
        (words.income_transfer(), income.transfer),
        (words.income_burden(), burden),
    ];
    let lines = lines
        .map(|(term, n)| view! { <dt>{term}</dt><dd class="num">{yuan(n)}</dd> }.into_any())
        .collect_view();
    let body = view! {
        <dl class="facts card">
            <dt>{words.income_per_head()}</dt><dd class="num">{per_head}" "<em>{window}</em></dd>
            {lines}
        </dl>
    };
    Some(section(
        "h-income",
        words.income_title(),
        None,
        None,
        body.into_any(),
    ))
}
