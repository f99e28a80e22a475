//! Plans that wait for the team, on Today: each household once, nearest deadline first.

use super::said;
use crate::format::day_of;
use crate::ledger::View;
use crate::parts::household_address;
use crate::parts::row::{row, section};
use crate::parts::tag::left_tag;
use crate::words::Words;
use domain::plan::hints::PlanHint;
use domain::plan::waiting::{Awaited, PlanWait, Waiting, in_order};
use domain::policy::{Action, permits_somehow};
use domain::record::Records;
use leptos::prelude::*;

/// Households shown before the person asks for the rest.
const SHOWN: usize = 6;

/// What is late or due soon in the plans of the team's households; nothing for who plans none.
fn mine(view: &View) -> Vec<Waiting<'_>> {
    if !permits_somehow(view.me.role, Action::PlanMeasures) {
        return Vec::new();
    }
    let households = view.records.households();
    let files = households.map(|household| (household, view.records.monitoring(household.id)));
    in_order(files, view.today, &view.config())
}

/// How many households [`waiting`] lists.
pub fn waiting_count(view: &View) -> usize {
    mine(view).len()
}

/// What is late or due soon in the plans of the team's households; each row opens the plan.
pub fn waiting(view: &View, words: Words) -> Option<AnyView> {
    let found = mine(view);
    if found.is_empty() {
        return None;
    }
    let count = Some(words.households_count(found.len()));
    let mut rows: Vec<AnyView> = found.iter().map(|one| waiting_row(one, view, words)).collect();
    let rest = rows.split_off(SHOWN.min(rows.len()));
    let rest = (!rest.is_empty()).then(|| {
        let more = words.due_show_more(rest.len());
        view! { <details class="fold"><summary>{more}</summary><ul class="card list">{rest}</ul></details> }
            .into_any()
    });
    let list = view! { <ul class="card list">{rows}</ul>{rest} }.into_any();
    Some(section("h-plans", words.plan_waits(), count, None, list))
}

fn waiting_row(one: &Waiting<'_>, view: &View, words: Words) -> AnyView {
    let what = awaited(&one.first, view, words);
    let detail = match one.more {
        0 => what,
        more => format!("{what} · {}", words.plan_wait_more(more)),
    };
    row(
        format!("{}/plan", household_address(one.household.id)),
        words.of_name(one.household.name()).into_any(),
        detail,
        left_tag(one.first.days_left(view.today), words),
    )
}

/// What is waited for, in words.
fn awaited(wait: &PlanWait<'_>, view: &View, words: Words) -> String {
    let day = |day| day_of(day, view.today, words.lang());
    match (wait.what, wait.by) {
        (Awaited::Plan, None) => said(PlanHint::NoMeasure, view, words),
        (Awaited::Plan, Some(by)) if by < view.today => said(PlanHint::PastDue(by), view, words),
        (Awaited::Plan, Some(by)) => said(PlanHint::DueBy(by), view, words),
        (Awaited::NextMeasure(since), _) => words.plan_wait_next(&day(since)),
        (Awaited::End(measure, end), _) => words.plan_wait_end(&measure.content.item, &day(end)),
        (Awaited::Progress(measure, since), _) => {
            words.plan_wait_progress(&measure.content.item, &day(since))
        }
        (Awaited::Start(measure, start), _) => words.plan_wait_start(&measure.content.item, &day(start)),
    }
}
