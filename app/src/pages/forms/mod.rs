//! The forms of a household's monitoring file (domain.md §4.7, §4.10), filled from what was entered or blank.

mod apply;
mod assess;
mod collect;
mod measures;
mod notice;
mod removal;

use super::sheet::{Drawn, day, sheet};
use domain::case::{MonitoringFile, Verifier};
use domain::config::Config;
use domain::household::Household;
use domain::papers::forms::CaseForm;
use domain::request::Request;
use domain::risk::RelapseFlag;
use domain::roster::Village;
use leptos::prelude::*;
use std::sync::Arc;

/// What a form is filled from.
#[derive(Clone, Debug)]
pub struct CasePaper {
    /// The village.
    pub village: Village,
    /// The household.
    pub household: Household,
    /// Its file.
    pub file: MonitoringFile,
    /// Its flags.
    pub flags: Vec<RelapseFlag>,
    /// Its requests.
    pub requests: Vec<Request>,
    /// Lines, rules and limits of the district.
    pub config: Arc<Config>,
    /// Who drew it up.
    pub drawn: Drawn,
}

/// Renders a form; blank without a paper.
#[must_use]
pub fn case_form(form: CaseForm, paper: Option<&CasePaper>, style: &str) -> String {
    // A notice hangs in public: it does not say who of the staff printed it.
    let drawn = paper
        .map(|paper| &paper.drawn)
        .filter(|_| form != CaseForm::Notice);
    sheet(form.zh(), "", style, drawn, || match form {
        CaseForm::Apply => apply::body(paper),
        CaseForm::Collect => collect::body(paper),
        CaseForm::Notice => notice::body(paper),
        CaseForm::Removal => removal::body(paper),
        CaseForm::Measures => measures::body(paper),
        CaseForm::Assess => assess::body(paper),
    })
}

/// Empty rows under those that are filled: what comes up at the door is written there.
const SPARE_ROWS: usize = 2;

/// A line of a form; without words it is filled in by hand.
type Line = (&'static str, Option<String>);

fn lines(lines: impl IntoIterator<Item = Line>) -> AnyView {
    let row = |(name, said): Line| view! { <tr><th scope="row">{name}</th><td>{filled(said)}</td></tr> };
    let rows = lines.into_iter().map(row).collect_view();
    view! { <table class="form"><tbody>{rows}</tbody></table> }.into_any()
}

fn filled(said: Option<String>) -> AnyView {
    match said.filter(|said| !said.trim().is_empty()) {
        Some(said) => view! { {said} }.into_any(),
        None => view! { <i class="blank wide"></i> }.into_any(),
    }
}

/// A line that is written by hand and needs room for some sentences.
fn room(name: &'static str) -> AnyView {
    view! { <table class="form"><tbody><tr class="room"><th scope="row">{name}</th><td></td></tr></tbody></table> }
        .into_any()
}

/// A table, with as many empty rows as are filled in by hand; `class` says how wide its columns are.
fn grid(class: &'static str, heads: &[&'static str], rows: Vec<Vec<String>>, empty: usize) -> AnyView {
    let width = heads.len();
    let blank = std::iter::repeat_n(vec!["\u{3000}".to_owned(); width], empty);
    let row = |cells: Vec<String>| {
        let cells = cells.into_iter().map(|cell| view! { <td>{cell}</td> });
        view! { <tr>{cells.collect_view()}</tr> }
    };
    let heads = heads.iter().map(|head| view! { <th>{*head}</th> }).collect_view();
    let rows = rows.into_iter().chain(blank).map(row).collect_view();
    view! { <table class=class><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table> }.into_any()
}

/// The household, in the order of domain.md §4.11.
fn household(paper: Option<&CasePaper>) -> AnyView {
    let of = |said: fn(&CasePaper) -> Option<String>| paper.and_then(said);
    lines([
        ("户编号", of(|paper| Some(paper.household.code.clone()))),
        ("村", of(|paper| Some(paper.village.place()))),
        ("村民小组", of(|paper| Some(paper.household.group.clone()))),
        ("户主", of(|paper| Some(paper.household.name().to_owned()))),
        (
            "户类型",
            of(|paper| Some(paper.household.household_type.zh().to_owned())),
        ),
        ("监测类别", of(category)),
        (
            "人口数",
            of(|paper| Some(paper.household.members.len().to_string())),
        ),
        ("联系电话", of(|paper| paper.household.phone_masked.clone())),
        ("住址", of(|paper| Some(paper.household.address.clone()))),
    ])
}

fn category(paper: &CasePaper) -> Option<String> {
    let found = paper.file.running().and_then(|case| case.found());
    let category = found.map(|found| found.category).or(paper.household.monitor);
    category.map(|category| category.zh().to_owned())
}

/// Those who verified, as they stand under the form.
fn verifiers(found: &[Verifier]) -> Option<String> {
    let name = |verifier: &Verifier| format!("{}（{}）", verifier.name, verifier.side.zh());
    let names: Vec<String> = found.iter().map(name).collect();
    (!names.is_empty()).then(|| names.join("、"))
}
