//! Screening: which households are worth a look, on Today; and on a household's page what was found, from what.

use super::root::Outline;
use crate::format::{day_of, grouped};
use crate::ledger::View;
use crate::parts::household_address;
use crate::parts::icon::{Icon, icon};
use crate::parts::row::{row, section};
use crate::words::Words;
use domain::household::Household;
use domain::household::checks::SpouseFault;
use domain::household::facts::FieldKey;
use domain::income::NetIncome;
use domain::record::Records;
use domain::risk::order::open_of;
use domain::screening::{Compared, Finding, Paid, Persons, row_on, screen_among, version_on};
use leptos::prelude::*;

/// How many households are worth a look, with the way to them.
pub fn on_today(words: Words) -> Option<AnyView> {
    let lines = expect_context::<Outline>().0.get();
    let count = lines.iter().filter(|line| !line.screened.is_empty()).count();
    (count > 0).then(|| {
        let row = row(
            "/households?show=screened".to_owned(),
            words.screen_today(count).into_any(),
            words.screen_today_more().to_owned(),
            None,
        );
        view! { <ul class="card list">{row}</ul> }.into_any()
    })
}

/// What the rules found of a household, each with everything it was found from.
pub fn of_household(view: &View, household: &Household, words: Words) -> Option<AnyView> {
    let flagged = !open_of(&view.records, household.id).is_empty();
    let persons = Persons::of(view.records.households());
    let found = screen_among(&persons, household, flagged, (&view.config(), view.today));
    if found.is_empty() {
        return None;
    }
    let rows: Vec<AnyView> = found
        .iter()
        .map(|finding| finding_row(finding, household, view, words))
        .collect();
    let body = view! {
        <ul class="card list">{rows}</ul>
        <p class="quiet-text">{words.screen_rules(version_on(&view.config(), view.today))}</p>
    };
    let count = Some(found.len().to_string());
    Some(section(
        "h-screen",
        words.screen_heading(),
        count,
        None,
        body.into_any(),
    ))
}

fn finding_row(finding: &Finding, household: &Household, view: &View, words: Words) -> AnyView {
    let rule = finding.rule.label(words.lang());
    let whom = finding.member.and_then(|id| household.member(id));
    let said = match whom {
        Some(member) => words.screen_about(rule, &member.name),
        None => rule.to_owned(),
    };
    let from = finding
        .facts
        .iter()
        .map(|key| fact(key, household, view, words))
        .chain(
            finding
                .compared
                .map(|compared| figures(compared, household, view, words)),
        );
    let from: Vec<String> = from.collect();
    let then = match finding.rule.cause() {
        Some(_) => words.screen_look(),
        None if finding.rule.is_of_register() => words.screen_mend_register(),
        None => words.screen_mend(),
    };
    let flag = finding.rule.cause().map(|_| {
        let href = format!("{}/flag", household_address(household.id));
        view! { <a class="d" href=href>{words.screen_flag()}</a> }.into_any()
    });
    // By which document the rule is as it is, where the district has set it.
    let by = row_on(&view.config(), finding.rule, view.today).map(|row| {
        let day = day_of(row.from, view.today, words.lang());
        view! { <span class="d">{words.screen_set(&row.document, &day)}</span> }.into_any()
    });
    view! {
        <li><div class="row"><span class="w">
            <span class="n">{said}</span>
            <span class="d">{words.join(&from)}</span>
            {by}
            <span class="d">{then}</span>
            {flag}
        </span></div></li>
    }
    .into_any()
}

/// A fact as it is recorded, and since when somebody knows it.
fn fact(key: &FieldKey, household: &Household, view: &View, words: Words) -> String {
    let facts = household.facts_of(key.member);
    let value = words.value(key.name, household.value(key));
    let name = key.name.label(words.lang());
    let mark = facts.and_then(|facts| facts.mark(key.name));
    let on = mark.map_or(household.register_as_of, |mark| mark.as_of);
    match household.value(key) {
        Some(_) => words.screen_fact_on(name, &value, &day_of(on, view.today, words.lang())),
        None => words.screen_fact(name, &value),
    }
}

/// What was paid for, as far as anything was.
fn paid_for(paid: Paid, words: Words) -> String {
    let parts = [
        (paid.medical, words.screen_medical()),
        (paid.schooling, words.screen_schooling()),
        (paid.disaster, words.screen_disaster()),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(yuan, _)| *yuan > 0)
        .map(|(yuan, what)| words.screen_paid(what, &grouped(yuan)))
        .collect();
    words.join(&parts)
}

fn figures(compared: Compared, household: &Household, view: &View, words: Words) -> String {
    match compared {
        Compared::Bill { paid, net, to } => {
            let paid = paid_for(paid, words);
            match to {
                Some(to) => {
                    let to = day_of(to, view.today, words.lang());
                    words.screen_bill_made(&paid, &grouped(net), &to)
                }
                None => words.screen_bill(&paid, &grouped(net)),
            }
        }
        Compared::Person { household: at, .. } if at == household.id => words.screen_twice_here().to_owned(),
        Compared::Person { household: at, .. } => {
            let name = view
                .records
                .household(at)
                .map(|other| words.of_name(other.name()));
            words.screen_twice(&name.unwrap_or_default())
        }
        Compared::Spouse(SpouseFault::Several) => words.screen_spouses().to_owned(),
        Compared::Spouse(SpouseFault::SameSex) => words.screen_same_sex().to_owned(),
        Compared::Sex(sex) => words.screen_sex(sex.label(words.lang())),
        Compared::Age(age) => words.screen_age(age),
        Compared::Line { net, line, year } => line_said(net, line, year, words),
    }
}

/// An income against the line of its year.
fn line_said(net: NetIncome, line: i64, year: i32, words: Words) -> String {
    let net = match net.least == net.most {
        true => grouped(net.least),
        false => format!("{}–{}", grouped(net.least), grouped(net.most)),
    };
    words.screen_line(&net, &grouped(line), year)
}

/// What speaks against what two people find at home, or found: a line each. Nothing of it keeps anybody from going on.
pub fn doubts(found: &[Finding], title: &'static str, words: Words) -> Option<AnyView> {
    let line = |finding: &Finding| {
        let rule = finding.rule.label(words.lang());
        let said = match finding.compared {
            Some(Compared::Line { net, line, year }) => {
                words.said_of(rule, &line_said(net, line, year, words))
            }
            _ => rule.to_owned(),
        };
        view! { <p>{said}</p> }
    };
    (!found.is_empty()).then(|| {
        let lines = found.iter().map(line).collect_view();
        view! { <div class="banner warn">{icon(Icon::Warn)}<div><b>{title}</b>{lines}</div></div> }.into_any()
    })
}
