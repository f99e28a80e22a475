//! The report of a dry run: counts by fate, then every row that needs a look with sheet, row, column and reason.

use crate::format::grouped_u64;
use crate::parts::icon::{Icon, icon};
use crate::words::Words;
use domain::exchange::{Fate, ImportReport, RowFate, Subject};
use leptos::prelude::*;

/// Lines drawn at first, and how many more each time.
const SHOWN: usize = 50;

fn face(fate: Fate) -> (&'static str, Icon) {
    match fate {
        Fate::New => ("fate new", Icon::Plus),
        Fate::Updated => ("fate changed", Icon::Edit),
        Fate::Unchanged => ("fate same", Icon::Equal),
        Fate::Kept => ("fate warned", Icon::Lock),
        Fate::Unmatched => ("fate warned", Icon::Search),
        Fate::Refused => ("fate refused", Icon::Cross),
    }
}

fn fate_word(fate: Fate, words: Words) -> AnyView {
    let (class, sign) = face(fate);
    view! { <span class=class>{icon(sign)}{fate.label(words.lang())}</span> }.into_any()
}

/// Which of the counts is opened; none: everything, most pressing first.
type Chosen = RwSignal<Option<(Subject, Fate)>>;

/// The whole report.
pub fn report(report: &ImportReport, words: Words) -> AnyView {
    let chosen = RwSignal::new(None);
    view! {
        <section class="panel stack" aria-labelledby="h-report">
            <h2 id="h-report">{words.import_report()}" "<small>{words.import_same_again()}</small></h2>
            {counts(report, chosen, words)}
            {lines(report, chosen, words)}
        </section>
    }
    .into_any()
}

/// Exact counts by subject; each opens its rows.
fn counts(report: &ImportReport, chosen: Chosen, words: Words) -> AnyView {
    let lang = words.lang();
    let heads = report
        .fates()
        .map(|fate| view! { <th scope="col" class="num">{fate_word(fate, words)}</th> }.into_any());
    let rows = report.tallies.iter().map(|(subject, tally)| {
        let cells = report
            .fates()
            .map(|fate| cell((*subject, fate), tally.of(fate), chosen, words));
        view! { <tr><th scope="row">{subject.label(lang)}</th>{cells.collect_view()}</tr> }.into_any()
    });
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=words.import_report()>
            <table class="table"><thead><tr><th scope="col"><span class="visually-hidden">{words.import_what()}</span></th>{heads.collect_view()}</tr></thead><tbody>{rows.collect_view()}</tbody></table>
        </div>
    }
    .into_any()
}

fn cell(of: (Subject, Fate), count: u64, chosen: Chosen, words: Words) -> AnyView {
    if count == 0 {
        return view! { <td class="num none">{grouped_u64(count)}</td> }.into_any();
    }
    let lang = words.lang();
    let label = format!("{} {} {}", of.0.label(lang), of.1.label(lang), grouped_u64(count));
    let pressed = move || if chosen.get() == Some(of) { "true" } else { "false" };
    let press = move |_| chosen.update(|now| *now = (*now != Some(of)).then_some(of));
    view! {
        <td class="num">
            <button class="figure" type="button" aria-label=label aria-pressed=pressed on:click=press>{grouped_u64(count)}</button>
        </td>
    }
    .into_any()
}

/// What the list holds now, in words; what it cannot hold is said.
fn caption(report: &ImportReport, of: Option<(Subject, Fate)>, listed: usize, words: Words) -> String {
    let Some((subject, fate)) = of else {
        return match report.left_out {
            0 => words.import_lines_first(listed),
            more => words.import_lines_left(listed, more),
        };
    };
    let lang = words.lang();
    words.import_lines_of(subject.label(lang), fate.label(lang), listed)
}

fn lines(report: &ImportReport, chosen: Chosen, words: Words) -> Option<AnyView> {
    if report.lines.is_empty() {
        return None;
    }
    let shown = RwSignal::new(SHOWN);
    let all = StoredValue::new(report.clone());
    // Rows that change nothing are listed once their count is opened.
    let fitting = Memo::new(move |_| {
        let of = chosen.get();
        let fits = move |row: &RowFate| match of {
            Some(_) => row.counted == of,
            None => row.fate != Fate::Unchanged || row.reason.is_some(),
        };
        all.with_value(|report| {
            let lines = report.lines.iter().enumerate();
            lines
                .filter_map(|(at, row)| fits(row).then_some(at))
                .collect::<Vec<usize>>()
        })
    });
    let rows = move || {
        all.with_value(|report| {
            let places = fitting.get().into_iter().take(shown.get());
            places
                .filter_map(|at| Some(line(report.lines.get(at)?, words)))
                .collect_view()
        })
    };
    let said = move || all.with_value(|report| caption(report, chosen.get(), fitting.read().len(), words));
    let more = move || {
        let rest = fitting.read().len().saturating_sub(shown.get()).min(SHOWN);
        (rest > 0).then(|| {
            view! {
                <button class="ghost" type="button" on:click=move |_| shown.update(|shown| *shown = shown.saturating_add(SHOWN))>
                    {words.import_more(rest)}
                </button>
            }.into_any()
        })
    };
    let table = view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=words.import_each_row()>
            <table class="table">
                <caption><span role="status">{move || said()}</span></caption>
                <thead>
                    <tr>
                        <th scope="col">{words.col_fate()}</th><th scope="col">{words.col_sheet()}</th>
                        <th scope="col" class="num">{words.col_row()}</th><th scope="col">{words.col_column()}</th><th scope="col">{words.col_reason()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {move || more()}
    };
    Some(table.into_any())
}

fn line(row: &RowFate, words: Words) -> AnyView {
    let number = (row.row > 0).then_some(row.row);
    let column = row
        .column
        .as_ref()
        .map(|column| format!("{} {}", column.letters, column.heading));
    let about = (!row.about.is_empty()).then(|| format!("{}：", row.about));
    let value = row
        .value
        .as_ref()
        .map(|value| view! { " "<small>{value.clone()}</small> }.into_any());
    view! {
        <tr>
            <td>{fate_word(row.fate, words)}</td>
            <td>{row.sheet.clone()}</td>
            <td class="num">{number}</td>
            <td>{column}</td>
            <td class="words">{about}{row.words(words.lang())}{value}</td>
        </tr>
    }
    .into_any()
}
