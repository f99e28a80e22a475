//! The list of visits behind a number; who did what stays with the team.

use super::{last_days, waiting_or};
use crate::desk_client::{VisitFilter, board, visits};
use crate::format::day_of;
use crate::ledger::UiError;
use crate::parts::row::empty;
use crate::parts::top::Back;
use crate::parts::{Frame, Here, Icon, Scene, Tone, Top, scene, tag};
use crate::words::Words;
use domain::api::{VisitLine, VisitLines};
use domain::ids::VillageId;
use domain::policy::{Action, permits_somehow};
use domain::visit::codes::VisitStatus;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;
use std::collections::BTreeMap;

/// Lines of a page, as the server gives them.
const PAGE: u64 = 100;

/// Names of the villages, by number.
type Names = BTreeMap<VillageId, String>;

fn filter_of(map: &ParamsMap) -> VisitFilter {
    let (from, to) = last_days(30);
    let text = |name: &str| map.get(name).filter(|text| !text.is_empty());
    VisitFilter {
        from: text("from").and_then(|day| day.parse().ok()).or(Some(from)),
        to: text("to").and_then(|day| day.parse().ok()).or(Some(to)),
        village: text("village"),
        township: text("township"),
        status: text("status").and_then(|code| VisitStatus::from_code(&code)),
        late: text("late").as_deref() == Some("true"),
    }
}

/// The list.
#[component]
pub fn VisitList() -> impl IntoView {
    let Scene { words, .. } = scene();
    let asked = use_query_map();
    let filter = RwSignal::new(asked.with_untracked(filter_of));
    let after = RwSignal::new(0_u64);
    let loaded = RwSignal::new(None::<Result<VisitLines, UiError>>);
    Effect::new(move |_| {
        let (wanted, after_lines) = (filter.get(), after.get());
        loaded.set(None);
        spawn_local(async move {
            let lines = visits(&wanted, after_lines).await;
            let same = filter.try_get_untracked().as_ref() == Some(&wanted)
                && after.try_get_untracked() == Some(after_lines);
            if same {
                let _ = loaded.try_set(Some(lines));
            }
        });
    });
    let names = RwSignal::new(Names::new());
    spawn_local(async move {
        let (from, to) = last_days(1);
        // Without the names the list shows the villages' numbers.
        if let Ok(counts) = board(from, to).await {
            let named = counts
                .villages
                .into_iter()
                .map(|village| (village.id, format!("{}{}", village.township, village.name)));
            let _ = names.try_set(named.collect());
        }
    });
    let exports = scene()
        .me()
        .is_some_and(|me| permits_somehow(me.role, Action::ExportVisits));
    let export = exports.then(|| {
        let href = move || format!("/api/v1/visits.csv?{}", filter.read().query());
        view! { <a class="ghost" href=href rel="external" download="visits.csv">{words.export_csv()}</a> }
            .into_any()
    });
    view! {
        <Frame here=Here::Visits>
            <Top title=words.list_title() sub=words.sub_desk() back=Some(Back("/".to_owned(), words.board_title().to_owned()))/>
            <main id="main" tabindex="-1">
                <div class="list-bar">{filters(filter, after, words)}{export}</div>
                {move || waiting_or(loaded.get(), |lines| table(&lines, &names.read(), after, words))}
            </main>
        </Frame>
    }
}

fn filters(filter: RwSignal<VisitFilter>, after: RwSignal<u64>, words: Words) -> AnyView {
    let change = move |change: &dyn Fn(&mut VisitFilter)| {
        after.set(0);
        filter.update(|filter| change(filter));
    };
    let from = move |event| {
        let day = event_target_value(&event).parse().ok();
        change(&|filter| filter.from = day);
    };
    let to = move |event| {
        let day = event_target_value(&event).parse().ok();
        change(&|filter| filter.to = day);
    };
    let state = move |event| {
        let status = VisitStatus::from_code(&event_target_value(&event));
        change(&|filter| {
            filter.status = status;
            filter.late = false;
        });
    };
    let options = VisitStatus::ALL
        .iter()
        .map(|status| view! { <option value=status.code()>{status.label(words.lang())}</option> }.into_any())
        .collect_view();
    let shown = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    view! {
            <div class="field">
                <label for="from">{words.from_day()}</label>
                <input id="from" type="date" prop:value=move || shown(filter.read().from) on:change=from/>
            </div>
            <div class="field">
                <label for="to">{words.to_day()}</label>
                <input id="to" type="date" prop:value=move || shown(filter.read().to) on:change=to/>
            </div>
            <div class="field">
                <label for="state">{words.state()}</label>
                <select id="state" prop:value=move || filter.read().status.map(VisitStatus::code).unwrap_or_default() on:change=state>
                    <option value="">{words.any_state()}</option>{options}
                </select>
            </div>
    }
    .into_any()
}

fn table(lines: &VisitLines, names: &Names, after: RwSignal<u64>, words: Words) -> AnyView {
    if lines.lines.is_empty() {
        return empty(words.list_none(), words.list_none_more());
    }
    let rows = lines
        .lines
        .iter()
        .map(|one| line(one, names, words))
        .collect_view();
    let back = (after.get_untracked() > 0).then(|| {
        view! { <button class="ghost" type="button" on:click=move |_| after.update(|n| *n = n.saturating_sub(PAGE))>{words.previous_page()}</button> }.into_any()
    });
    let on = (after.get_untracked().saturating_add(PAGE) < lines.total).then(|| {
        view! { <button class="ghost" type="button" on:click=move |_| after.update(|n| *n = n.saturating_add(PAGE))>{words.next_page()}</button> }.into_any()
    });
    let columns = [
        words.visit_day(),
        words.village(),
        words.group(),
        words.head_name(),
        words.state(),
    ];
    let table = super::table("h-list", &columns, rows.into_any());
    view! {
        <section class="panel" aria-labelledby="h-list">
            <h2 id="h-list" role="status">{words.list_total(lines.total)}</h2>
            {table}
            <div class="acts">{back}{on}</div>
        </section>
    }
    .into_any()
}

fn line(line: &VisitLine, names: &Names, words: Words) -> AnyView {
    let (tone, sign) = match line.status {
        VisitStatus::Submitted => (Tone::Calm, Icon::Clock),
        VisitStatus::Approved => (Tone::Act, Icon::Eye),
        VisitStatus::Returned => (Tone::Warn, Icon::Return),
        VisitStatus::Filed => (Tone::Act, Icon::File),
    };
    view! {
        <tr>
            <td>{day_of(line.visited_on, super::today(), words.lang())}</td>
            <td>{names.get(&line.village).cloned().unwrap_or_else(|| line.village.to_string())}</td>
            <td>{line.group.clone()}</td>
            <td>{line.household.clone()}</td>
            <td>{tag(tone, Some(sign), line.status.label(words.lang()))}</td>
        </tr>
    }
    .into_any()
}
