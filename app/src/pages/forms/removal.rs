//! 附表8: what is collected before a risk is marked eliminated.

use super::collect::{guarantees, income, risks};
use super::{CasePaper, day, household, lines, verifiers};
use crate::pages::sheet::signatures;
use domain::elimination::{Elimination, EliminationDeed};
use domain::papers::forms::income_since_identification;
use leptos::prelude::*;

pub(super) fn body(paper: Option<&CasePaper>) -> AnyView {
    let made = paper.and_then(|paper| income_since_identification(&paper.household, &paper.file));
    let one = paper.and_then(|paper| paper.file.eliminations.last());
    let identified = paper.and_then(|paper| paper.file.identified_on()).map(day);
    view! {
        {household(paper)}
        {lines([
            ("认定日期", identified),
            ("原有风险", paper.map(|paper| risks(&paper.household.risks))),
            ("提名日期", one.map(|one| day(one.nominated_on))),
            ("消除方式", one.map(|one| one.way().zh().to_owned())),
            ("提名说明", one.map(|one| one.words.clone())),
        ])}
        {income(made, paper)}
        {guarantees(paper.map(|paper| &paper.household))}
        {signed(one)}
    }
    .into_any()
}

/// Both sides sign (domain.md §4.10).
pub(super) fn signed(one: Option<&Elimination>) -> AnyView {
    let steps = one.map_or(&[][..], |one| &one.steps);
    let last = steps
        .iter()
        .rev()
        .find(|entry| !entry.step.deed.verifiers().is_empty());
    let signer = last.and_then(|entry| match &entry.step.deed {
        EliminationDeed::Verify { found } => Some(found.signer.clone()),
        _ => None,
    });
    view! {
        {lines([
            ("核实人", last.and_then(|entry| verifiers(entry.step.deed.verifiers()))),
            ("农户签字人", signer),
            ("核实日期", last.map(|entry| day(entry.day()))),
        ])}
        {signatures(&["核实人", "核实人", "户主或家庭成员", "日期"])}
    }
    .into_any()
}
