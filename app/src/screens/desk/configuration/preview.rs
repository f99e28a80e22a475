//! What an edition would change, before it is adopted.

use super::{said, screened};
use crate::format::day_of;
use crate::words::Words;
use chrono::NaiveDate;
use domain::commitments::CommitmentStatus;
use domain::edition::Preview;
use domain::edition::preview::{FieldChange, LineChange, VillageChange};
use leptos::prelude::*;

/// The preview.
pub fn shown(preview: &Preview, today: NaiveDate, words: Words) -> AnyView {
    let day = day_of(preview.on, today, words.lang());
    let settings = match preview.fields.is_empty() {
        true => view! { <p>{words.config_same()}</p> }.into_any(),
        false => settings(preview, today, words),
    };
    let running =
        (preview.running > 0).then(|| view! { <p>{words.config_running(preview.running)}</p> }.into_any());
    view! {
        <section class="panel full" aria-labelledby="h-preview">
            <h2 id="h-preview" tabindex="-1">{words.config_preview_on(&day)}</h2>
            {settings}
            {running}
            <h3 id="h-villages">{words.config_villages(preview.villages.len(), preview.computed)}</h3>
            <p class="hint">{words.config_villages_hint()}</p>
            {villages(preview, words)}
            {screened::shown(preview, words)}
        </section>
    }
    .into_any()
}

fn settings(preview: &Preview, today: NaiveDate, words: Words) -> AnyView {
    let columns = [words.config_what(), words.config_before(), words.config_after()];
    let row = |change: &FieldChange| {
        let until = change
            .until
            .map(|day| words.config_until(&day_of(day, today, words.lang())));
        view! {
            <tr>
                <td>{said::label(&change.after, words)}</td>
                <td>{change.before.as_ref().map(|before| said::value(before, words))}</td>
                <td>{said::value(&change.after, words)}{until.map(|until| view! { <br/><small>{until}</small> }.into_any())}</td>
            </tr>
        }
    };
    let rows = preview.fields.iter().map(row).collect_view();
    super::super::table("h-preview", &columns, rows.into_any())
}

fn villages(preview: &Preview, words: Words) -> Option<AnyView> {
    let computed = |village: &VillageChange| !village.lines.is_empty() || village.incomes > 0;
    if !preview.villages.iter().any(computed) {
        return None;
    }
    let lang = words.lang();
    let columns = [
        words.village(),
        words.four_line(),
        CommitmentStatus::Breached.label(lang),
        CommitmentStatus::DueSoon.label(lang),
        CommitmentStatus::Explained.label(lang),
        CommitmentStatus::OnTrack.label(lang),
        words.config_changed(),
    ];
    let rows = preview.villages.iter().flat_map(|village| {
        let lines = village.lines.iter().map(|change| line(village, change, words));
        let incomes = (village.incomes > 0).then(|| incomes(village, words));
        lines.chain(incomes).collect::<Vec<_>>()
    });
    let rows = rows.collect_view();
    Some(super::super::table("h-villages", &columns, rows.into_any()))
}

pub(super) fn name(village: &VillageChange) -> AnyView {
    let href = format!("/desk/four/{}", village.id);
    view! { <a href=href>{village.township.clone()}{village.name.clone()}</a> }.into_any()
}

fn line(village: &VillageChange, change: &LineChange, words: Words) -> AnyView {
    let (before, after) = (change.before, change.after);
    let cell = |before: u32, after: u32| match before == after {
        true => view! { <td class="num">{before}</td> }.into_any(),
        false => view! { <td class="num"><b>{words.config_from_to(before, after)}</b></td> }.into_any(),
    };
    view! {
        <tr>
            <td>{name(village)}</td>
            <td>{change.line.code()}" "{change.line.label(words.lang())}</td>
            {cell(before.breached, after.breached)}
            {cell(before.due_soon, after.due_soon)}
            {cell(before.explained, after.explained)}
            {cell(before.on_track, after.on_track)}
            <td class="num">{change.changed}</td>
        </tr>
    }
    .into_any()
}

/// Households whose income comes to stand otherwise.
fn incomes(village: &VillageChange, words: Words) -> AnyView {
    view! {
        <tr>
            <td>{name(village)}</td>
            <td>{words.config_incomes()}</td>
            <td></td><td></td><td></td><td></td>
            <td class="num">{village.incomes}</td>
        </tr>
    }
    .into_any()
}
