//! The villages by township: visits, and what waits. In the order of names, never of figures. Every figure,
//! nought included, opens its list; households have none at this desk, so they are not counted here.

use super::board::list_address;
use crate::format::grouped_u64;
use crate::words::Words;
use domain::api::{Board, BoardVillage};
use domain::visit::codes::VisitStatus;
use leptos::prelude::*;

/// The table, for all townships or one.
pub fn villages(counts: &Board, township: RwSignal<String>, words: Words) -> AnyView {
    let mut townships: Vec<String> = counts
        .villages
        .iter()
        .map(|village| village.township.clone())
        .collect();
    townships.dedup();
    let options = townships
        .into_iter()
        .map(|name| view! { <option value=name.clone()>{name.clone()}</option> }.into_any())
        .collect_view();
    let period = (counts.from, counts.to);
    let all = counts.villages.clone();
    let rows = move || {
        let wanted = township.get();
        let shown = all
            .iter()
            .filter(|village| wanted.is_empty() || village.township == wanted);
        shown.map(|village| line(village, period)).collect_view()
    };
    let choose = move |event| township.set(event_target_value(&event));
    view! {
        <section class="panel full" aria-labelledby="h-villages">
            <h2 id="h-villages">{words.villages_title()}" "<small>{words.villages_hint()}</small></h2>
            <div class="filters">
                <label>
                    <span class="visually-hidden">{words.township()}</span>
                    <select name="township" prop:value=move || township.get() on:change=choose>
                        <option value="">{words.all_townships()}</option>{options}
                    </select>
                </label>
            </div>
            <div class="table-scroll" tabindex="0" role="region" aria-labelledby="h-villages">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{words.township()}</th><th scope="col">{words.village()}</th>
                            <th scope="col" class="num">{words.t_visits()}</th>
                            <th scope="col" class="num">{words.t_waiting()}</th><th scope="col" class="num">{words.t_waiting_late()}</th>
                            <th scope="col" class="num">{words.t_returned()}</th>
                        </tr>
                    </thead>
                    <tbody>{move || rows()}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn line(village: &BoardVillage, period: (chrono::NaiveDate, chrono::NaiveDate)) -> AnyView {
    let id = village.id.as_str();
    let cell = |count: u64, status: Option<VisitStatus>, late: bool| {
        let href = list_address(period, Some(id), status, late);
        let class = (count == 0).then_some("zero");
        view! { <td class="num"><a href=href class=class>{grouped_u64(count)}</a></td> }
    };
    view! {
        <tr>
            <td>{village.township.clone()}</td>
            <td><b>{village.name.clone()}</b></td>
            {cell(village.visits, None, false)}
            {cell(village.waiting, Some(VisitStatus::Submitted), false)}
            {cell(village.waiting_late, Some(VisitStatus::Submitted), true)}
            {cell(village.returned, Some(VisitStatus::Returned), false)}
        </tr>
    }
    .into_any()
}
