//! The visit ledger of a household 走访台账: what was typed once, in the order of the paper that it replaces.

use super::sheet::{Drawn, day, sheet, signatures};
use crate::words::Words;
use domain::household::Household;
use domain::ids::StaffId;
use domain::lang::Lang;
use domain::request::Request;
use domain::roster::Village;
use domain::visit::{Visit, VisitContent, VisitEvent};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// What the paper is made of.
#[derive(Clone, Debug)]
pub struct VisitLedger {
    /// The village.
    pub village: Village,
    /// The household.
    pub household: Household,
    /// Its visits, oldest first.
    pub visits: Vec<Visit>,
    /// What it asked, at visits and between them, oldest first.
    pub requests: Vec<Request>,
    /// The names of people, by number: a visit has those of who came along by number only.
    pub names: BTreeMap<StaffId, String>,
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
            .map(|(n, visit)| row(n + 1, visit, ledger))
            .collect_view();
        view! {
            <table>
                <thead>
                    <tr><th class="whole">"序号"</th><th>"走访时间"</th><th>"走访人"</th><th>"方式、目的"</th><th>"见到谁"</th><th>"情况和变化"</th><th>"审核"</th></tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            {ledger.visits.is_empty().then(|| view! { <p>"还没有走访记录。"</p> })}
            {requests(&ledger.requests)}
            {signatures(&["队长（第一书记）", "户主或家庭成员", "日期"])}
        }
    })
}

fn row(n: usize, visit: &Visit, ledger: &VisitLedger) -> AnyView {
    let (content, household) = (&visit.content, &ledger.household);
    // One name stands in a line of its own; of several the line may break.
    let alone = content.companions.is_empty().then_some("whole");
    let next = content.next_visit_on.map(|on| format!("下次走访：{}。", day(on)));
    let purposes: Vec<&str> = content.purposes.iter().map(|purpose| purpose.zh()).collect();
    view! {
        <tr>
            <td class="num">{n}</td>
            <td>{day(content.visited_on)}{content.time_band.zh()}</td>
            <td class=alone>{visitors(visit, &ledger.names)}</td>
            <td>{content.mode.zh()}"："{purposes.join("、")}</td>
            <td>{met(content, household)}</td>
            <td class="words">{said(content, household).into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}{next.map(|next| view! { <p>{next}</p> })}{additions(visit)}</td>
            <td class="whole">{visit.status.zh()}</td>
        </tr>
    }
    .into_any()
}

/// Everybody who was there is credited, the author first (domain.md §5.2).
fn visitors(visit: &Visit, names: &BTreeMap<StaffId, String>) -> String {
    let name = |id: &StaffId| names.get(id).map_or(id.as_str(), String::as_str).to_owned();
    let companions = visit.content.companions.iter().map(name);
    let all: Vec<String> = [visit.author_name.clone()]
        .into_iter()
        .chain(companions)
        .collect();
    all.join("、")
}

/// What the household asked, what came of it, and whether it was told; what is still to be told is left to the hand.
fn requests(requests: &[Request]) -> Option<AnyView> {
    let rows = requests.iter().map(request).collect_view();
    (!requests.is_empty()).then(|| {
        view! {
            <h2>"诉求"</h2>
            <table>
                <thead>
                    <tr><th class="whole">"提出日期"</th><th>"诉求"</th><th>"谁答复、最晚哪天"</th><th>"办理结果"</th><th>"告知农户"</th></tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    })
}

fn request(request: &Request) -> AnyView {
    let content = &request.content;
    let status = request.status().zh();
    let answer = request.answer().map(|(_, step)| step.words().trim());
    let result = match answer.filter(|words| !words.is_empty()) {
        Some(words) => format!("{status}：{words}"),
        None => status.to_owned(),
    };
    let told = request
        .told()
        .map(|told| format!("{}{}（{}）", day(told.on), told.how.zh(), told.by_name));
    view! {
        <tr>
            <td class="whole">{day(request.asked_on())}</td>
            <td class="words">{format!("{}：{}", content.category.zh(), content.text)}</td>
            <td>{format!("{}，{}", request.owner().name, day(request.due()))}</td>
            <td>{result}</td>
            <td>{told}</td>
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
