//! The visit ledger of a household 走访台账: what was typed once, in the order of the paper that it replaces.

use super::sheet::{Drawn, day, sheet, signatures};
use crate::words::Words;
use domain::household::Household;
use domain::lang::Lang;
use domain::roster::Village;
use domain::visit::{Visit, VisitContent, VisitEvent};
use leptos::prelude::*;

/// What the paper is made of.
#[derive(Clone, Debug)]
pub struct VisitLedger {
    /// The village.
    pub village: Village,
    /// The household.
    pub household: Household,
    /// Its visits, oldest first.
    pub visits: Vec<Visit>,
    /// Who drew it up.
    pub drawn: Drawn,
}

/// Renders it.
#[must_use]
pub fn visit_ledger(ledger: &VisitLedger, style: &str) -> String {
    let household = &ledger.household;
    let under = format!(
        "{}{} · {} · 户主 {} · {} 人 · 户编号 {}",
        ledger.village.township,
        ledger.village.name,
        household.address,
        household.name(),
        household.members.len(),
        household.code
    );
    sheet("入户走访台账", &under, style, Some(&ledger.drawn), || {
        let rows = ledger
            .visits
            .iter()
            .enumerate()
            .map(|(n, visit)| row(n + 1, visit, household))
            .collect_view();
        view! {
            <table>
                <thead>
                    <tr><th class="whole">"序号"</th><th>"走访时间"</th><th>"走访人"</th><th>"方式、目的"</th><th>"见到谁"</th><th>"情况和变化"</th><th>"审核"</th></tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            {ledger.visits.is_empty().then(|| view! { <p>"还没有走访记录。"</p> })}
            {signatures(&["队长（第一书记）", "户主或家庭成员", "日期"])}
        }
    })
}

fn row(n: usize, visit: &Visit, household: &Household) -> AnyView {
    let content = &visit.content;
    let purposes: Vec<&str> = content.purposes.iter().map(|purpose| purpose.zh()).collect();
    view! {
        <tr>
            <td class="num">{n}</td>
            <td>{day(content.visited_on)}{content.time_band.zh()}</td>
            <td class="whole">{visit.author_name.clone()}</td>
            <td>{content.mode.zh()}"："{purposes.join("、")}</td>
            <td>{met(content, household)}</td>
            <td class="words">{said(content, household).into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}{additions(visit)}</td>
            <td class="whole">{visit.status.zh()}</td>
        </tr>
    }
    .into_any()
}

fn met(content: &VisitContent, household: &Household) -> String {
    if content.nobody_home {
        return "家里没人".to_owned();
    }
    let names: Vec<&str> = content
        .met
        .iter()
        .filter_map(|id| household.member(*id).map(|member| member.name.as_str()))
        .collect();
    names.join("、")
}

/// What was found: the one tap, signs of risk, each changed fact with old and new value, the note, the policies that were
/// explained, what was done, why it is late.
pub(super) fn said(content: &VisitContent, household: &Household) -> Vec<String> {
    let words = Words(Lang::Zh);
    let mut lines = Vec::new();
    if content.no_change {
        lines.push("情况无变化。".to_owned());
    }
    if !content.signals.is_empty() {
        let signals: Vec<&str> = content.signals.iter().map(|signal| signal.zh()).collect();
        let urgent = if content.urgent { "（急）" } else { "" };
        lines.push(format!("风险苗头{urgent}：{}。", signals.join("、")));
    }
    for change in content.changes.iter().filter(|change| change.is_change()) {
        let (old, new) = (change.old.as_ref(), change.new.as_ref());
        let name = change.field.name;
        lines.push(format!(
            "{}：{} → {}。",
            words.field(&change.field, Some(household)),
            words.value(name, old),
            words.value(name, new)
        ));
    }
    let note = content.note.trim();
    if !note.is_empty() {
        lines.push(note.to_owned());
    }
    if !content.policies_explained.is_empty() {
        let kinds = content.policies_explained.iter().map(|kind| kind.zh());
        lines.push(format!("宣讲政策：{}。", kinds.collect::<Vec<_>>().join("、")));
    }
    let help = content.help_done.trim();
    if !help.is_empty() {
        lines.push(format!("办实事：{help}"));
    }
    if let Some(reason) = content
        .late_reason
        .as_deref()
        .filter(|reason| !reason.trim().is_empty())
    {
        lines.push(format!("补录说明：{reason}"));
    }
    lines
}

fn additions(visit: &Visit) -> AnyView {
    let lines = visit.history.iter().filter_map(|entry| match &entry.event {
        VisitEvent::Addendum { text } => {
            Some(view! { <p>{format!("补充（{}）：{text}", entry.by_name)}</p> })
        }
        _ => None,
    });
    lines.collect_view().into_any()
}
