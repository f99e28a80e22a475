//! The list of a handover 交接清单: what is open at which household, what to know, what was promised, lines to sign on.

use super::sheet::{Drawn, day, sheet, signatures};
use crate::words::Words;
use domain::config::Config;
use domain::handover::codes::{HandoverSide, LineKind};
use domain::handover::{Change, Handover, Home, pack};
use domain::lang::Lang;
use domain::record::{RecordMap, Records};
use domain::roster::Village;
use leptos::prelude::*;
use std::sync::Arc;

/// What the paper is made of.
#[derive(Clone, Debug)]
pub struct HandoverPaper {
    /// The village.
    pub village: Village,
    /// Who leaves and who came.
    pub change: Change,
    /// What was written and signed; none where nothing was.
    pub handover: Option<Handover>,
    /// The records of the village.
    pub records: RecordMap,
    /// Figures in force.
    pub config: Arc<Config>,
    /// Who drew it up.
    pub drawn: Drawn,
}

/// Renders it.
#[must_use]
pub fn handover_paper(paper: &HandoverPaper, style: &str) -> String {
    let change = &paper.change;
    let under = format!(
        "{}{} · 移交人 {} · 最后一天 {} · 最晚交接 {}",
        paper.village.township,
        paper.village.name,
        change.of.name,
        day(change.of.on),
        day(change.by)
    );
    let handover = paper.handover.as_ref();
    let made = pack(&paper.records, change, handover, paper.drawn.on, &paper.config);
    sheet(
        "驻村工作交接清单",
        &under,
        style,
        Some(&paper.drawn),
        || {
            let rows = made.homes.iter().map(|home| row(home, paper)).collect_view();
            let kinds = LineKind::ALL.iter();
            let kinds = kinds.map(|kind| written(*kind, paper)).collect_view();
            view! {
                {people(paper)}
                <h2>"重点户和没办完的事"</h2>
                <table>
                    <thead><tr><th>"农户"</th><th>"没办完的事"</th><th>"上次见到人"</th><th>"接手人"</th><th>"要知道的"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
                <p>{format!("其他 {} 户没有没办完的事。", made.others.len())}</p>
                {kinds}
                {signatures(&["移交人", "接手人", "监交人（队长）", "日期"])}
            }
        },
    )
}

fn people(paper: &HandoverPaper) -> AnyView {
    let change = &paper.change;
    let incoming = match &change.incoming {
        Some((_, name, from)) => format!("{name}，{}到村，两人一起在村 {} 天", day(*from), change.overlap()),
        None => "还没有人接".to_owned(),
    };
    let signed = HandoverSide::ALL.iter().filter_map(|side| {
        let entry = paper.handover.as_ref()?.signatures(*side).last()?;
        let stands_in = if entry.stands_in() { "代签" } else { "" };
        Some(format!(
            "{}：{} {}{stands_in}",
            side.zh(),
            entry.by_name,
            day(entry.day())
        ))
    });
    let signed: Vec<String> = signed.collect();
    let signed = match signed.is_empty() {
        true => "还没有".to_owned(),
        false => signed.join("；"),
    };
    let why = change.reason.map(|reason| {
        view! { <tr><th scope="row">"结束原因"</th><td>{reason.zh()}</td></tr> }
    });
    view! {
        <table class="figures">
            <tbody>
                {why}
                <tr><th scope="row">"接手人"</th><td>{incoming}</td></tr>
                <tr><th scope="row">"手机上的签字"</th><td>{signed}</td></tr>
            </tbody>
        </table>
    }
    .into_any()
}

fn row(home: &Home<'_>, paper: &HandoverPaper) -> AnyView {
    let words = Words(Lang::Zh);
    let household = home.household;
    let open = home
        .open
        .iter()
        .map(|open| view! { <p>{words.handover_open(open, paper.drawn.on)}</p> })
        .collect_view();
    let notes = home
        .notes
        .iter()
        .map(|(entry, line)| view! { <p>{format!("{}（{}）", line.text, entry.by_name)}</p> })
        .collect_view();
    let introduced = home.introduced.map(|been| if been { "去过" } else { "还没去过" });
    view! {
        <tr>
            <td class="whole">{format!("{} {}（{}）", household.group, household.name(), home.tier.zh())}</td>
            <td class="words">{open}</td>
            <td class="whole">{home.last_met.map(day)}</td>
            <td class="whole">{introduced}</td>
            <td class="words">{notes}</td>
        </tr>
    }
    .into_any()
}

/// The lines of a kind that stand at no household above, and room for more by hand.
fn written(kind: LineKind, paper: &HandoverPaper) -> AnyView {
    let all = paper.handover.iter().flat_map(|one| one.lines(kind));
    let lines = all
        .filter(|(_, line)| kind != LineKind::Know || line.household.is_none())
        .map(|(entry, line)| {
            let home = line.household.and_then(|id| paper.records.household(id));
            let home = home.map(|home| format!("{} {}：", home.group, home.name()));
            let home = home.unwrap_or_default();
            view! { <li>{format!("{home}{}（{} {}）", line.text, entry.by_name, day(entry.day()))}</li> }
        })
        .collect_view();
    view! { <h2>{kind.zh()}</h2><ul>{lines}</ul><p class="blank-lines"></p> }.into_any()
}
