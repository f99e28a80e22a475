//! The criteria of an elimination: each with what the ledger says of it, from what, and where it is put right.

use crate::format::day_of;
use crate::parts::icon::go;
use crate::parts::row::section;
use crate::parts::{Icon, Tone, tag};
use crate::words::Words;
use chrono::{Datelike, NaiveDate};
use domain::elimination::codes::{Finding, Severity};
use domain::elimination::precheck::{Calculated, Criterion, Evidence, Since};
use domain::income::NetIncome;
use leptos::prelude::*;

/// Every criterion. `home` is the household's address where what is lacking can be put right from here.
pub fn criteria(all: &[Criterion], home: Option<&str>, today: NaiveDate, words: Words) -> AnyView {
    let rows: Vec<AnyView> = all.iter().map(|one| row(one, home, today, words)).collect();
    let list = view! { <ul class="card list">{rows}</ul> }.into_any();
    section("h-criteria", words.elim_criteria(), None, None, list)
}

fn row(criterion: &Criterion, home: Option<&str>, today: NaiveDate, words: Words) -> AnyView {
    let lang = words.lang();
    let (tone, sign) = match (criterion.finding, criterion.severity) {
        (Finding::Met, _) => (Tone::Act, Icon::Check),
        (_, Severity::Block) => (Tone::Stop, Icon::Bang),
        (_, Severity::Warn) => (Tone::Warn, Icon::Warn),
        (_, Severity::Info) => (Tone::Plain, Icon::Info),
    };
    let follows = (criterion.finding != Finding::Met).then(|| criterion.severity.label(lang));
    let name =
        view! { {criterion.code.label(lang)}" "{tag(tone, Some(sign), criterion.finding.label(lang))} };
    let detail = [
        Some(evidence(criterion, today, words)),
        follows.map(str::to_owned),
    ];
    let detail: Vec<String> = detail
        .into_iter()
        .flatten()
        .filter(|said| !said.is_empty())
        .collect();
    let detail = detail.join(" · ");
    let wanting = criterion.finding != Finding::Met;
    let href = home
        .filter(|_| wanting)
        .and_then(|home| remedy(&criterion.evidence, home));
    let (inner, end) = (
        view! { <span class="w"><span class="n">{name}</span><span class="d">{detail}</span></span> },
        href.is_some().then(go),
    );
    match href {
        Some(href) => view! { <li><a class="row" href=href>{inner}{end}</a></li> }.into_any(),
        None => view! { <li><div class="row">{inner}{end}</div></li> }.into_any(),
    }
}

/// Where what is lacking can be put right.
fn remedy(evidence: &Evidence, home: &str) -> Option<String> {
    Some(match evidence {
        Evidence::Measures(_) | Evidence::Risks(_) => format!("{home}/plan"),
        Evidence::Income(_) => format!("{home}/income"),
        Evidence::Guarantees(_) => format!("{home}/visit"),
        Evidence::Flags(flags) => format!("/flags/{}", flags.first()?),
        Evidence::Requests(requests) => format!("/requests/{}", requests.first()?),
        Evidence::Since(_) | Evidence::Spending(_) | Evidence::SafetyNet(_) => return None,
    })
}

/// From what it was found.
fn evidence(criterion: &Criterion, today: NaiveDate, words: Words) -> String {
    let lang = words.lang();
    let day = |on: NaiveDate| day_of(on, today, lang);
    let names = |names: Vec<&str>| match names.is_empty() {
        true => words.elim_ev_none().to_owned(),
        false => words.join(&names),
    };
    match &criterion.evidence {
        Evidence::Since(Since::Identified(on)) => words.elim_ev_since(&day(*on)),
        Evidence::Since(Since::RegisterOf(on)) => words.elim_ev_register(&day(*on)),
        Evidence::Measures(applied) => words.elim_ev_measures(applied.len()),
        Evidence::Income(made) => income(*made, words),
        Evidence::Spending(0) if criterion.finding != Finding::Met => words.elim_ev_no_income().to_owned(),
        Evidence::Spending(yuan) => words.elim_ev_spending(*yuan),
        Evidence::Guarantees(open) => names(open.iter().map(|name| name.label(lang)).collect()),
        Evidence::Risks(open) => names(open.iter().map(|cause| cause.label(lang)).collect()),
        Evidence::Flags(open) => still(open.len(), words),
        Evidence::Requests(open) => still(open.len(), words),
        Evidence::SafetyNet(_) if criterion.finding == Finding::Met => String::new(),
        Evidence::SafetyNet(true) => words.elim_ev_net().to_owned(),
        Evidence::SafetyNet(false) => words.elim_ev_labour().to_owned(),
    }
}

/// How many of something are still open.
fn still(open: usize, words: Words) -> String {
    match open {
        0 => words.elim_ev_none().to_owned(),
        _ => words.elim_ev_open(open),
    }
}

fn income(made: Option<Calculated>, words: Words) -> String {
    let Some((made, net)) = made.and_then(|made| Some((made, made.net?))) else {
        return words.elim_ev_no_income().to_owned();
    };
    let NetIncome { least, most } = net;
    let net = match least == most {
        true => least.to_string(),
        false => format!("{least}–{most}"),
    };
    match made.line {
        Some(line) => words.elim_ev_income(&net, line),
        None => words.elim_ev_no_line(&net, made.to.year()),
    }
}
