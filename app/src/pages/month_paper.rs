//! The summary of a village's month 月小结, with the list that it was summed from. Of a village, never of a person.

use super::sheet::{Drawn, day, sheet, signatures};
use super::visit_ledger::said;
use domain::household::Household;
use domain::ids::HouseholdId;
use domain::papers::{Month, MonthSummary, SignSeen};
use domain::roster::Village;
use domain::visit::Visit;
use domain::work::WorkLog;
use leptos::prelude::*;

/// What the paper is made of.
#[derive(Clone, Debug)]
pub struct MonthPaper {
    /// The month.
    pub month: Month,
    /// The village.
    pub village: Village,
    /// Its households.
    pub households: Vec<Household>,
    /// The visits of the month, oldest first.
    pub visits: Vec<Visit>,
    /// What stands in the work log for the month, in the order of the paper.
    pub works: Vec<WorkLog>,
    /// What they come to.
    pub summary: MonthSummary,
    /// Who drew it up.
    pub drawn: Drawn,
}

impl MonthPaper {
    fn household(&self, id: HouseholdId) -> Option<&Household> {
        self.households.iter().find(|household| household.id == id)
    }

    fn name(&self, id: HouseholdId) -> String {
        let household = self.household(id);
        household
            .map(|household| format!("{} {}", household.group, household.name()))
            .unwrap_or_default()
    }
}

/// Renders it.
#[must_use]
pub fn month_paper(paper: &MonthPaper, style: &str) -> String {
    let under = format!(
        "{}{} · {} 至 {}",
        paper.village.township,
        paper.village.name,
        day(paper.month.first()),
        day(paper.month.last())
    );
    sheet("驻村工作月小结", &under, style, Some(&paper.drawn), || {
        view! {
            {figures(&paper.summary)}
            {signs(paper)}
            {works(&paper.works)}
            <h2>"走访清单"</h2>
            <table>
                <thead><tr><th>"日期"</th><th>"农户"</th><th>"目的"</th><th>"情况和变化"</th><th>"审核"</th></tr></thead>
                <tbody>{paper.visits.iter().map(|visit| line(visit, paper)).collect_view()}</tbody>
            </table>
            <h2>"下月打算"</h2>
            <p class="blank-lines"></p>
            {signatures(&["队长（第一书记）", "日期"])}
        }
    })
}

fn figures(summary: &MonthSummary) -> AnyView {
    let (monitored, monitored_met) = summary.monitored;
    let purposes: Vec<String> = summary
        .purposes
        .iter()
        .map(|(purpose, count)| format!("{} {count}", purpose.zh()))
        .collect();
    let purposes = if purposes.is_empty() {
        "无".to_owned()
    } else {
        purposes.join("、")
    };
    let line =
        |term: &'static str, said: String| view! { <tr><th scope="row">{term}</th><td>{said}</td></tr> };
    view! {
        <table class="figures">
            <tbody>
                {line("走访", format!("{} 次，其中家里没人 {} 次，有变化 {} 次", summary.visits, summary.nobody_home, summary.changed))}
                {line("见到人的农户", format!("{} 户，全村 {} 户", summary.met, summary.households))}
                {line("监测户", format!("{monitored} 户，本月见到人的 {monitored_met} 户"))}
                {line("走访目的", purposes)}
                {line("审核", format!("待审核 {} 次，退回待补充 {} 次", summary.waiting, summary.returned))}
            </tbody>
        </table>
    }
    .into_any()
}

fn signs(paper: &MonthPaper) -> AnyView {
    let row = |sign: &SignSeen| {
        let signals: Vec<&str> = sign.signals.iter().map(|signal| signal.zh()).collect();
        let urgent = if sign.urgent { "（急）" } else { "" };
        view! { <tr><td>{day(sign.seen_on)}</td><td>{paper.name(sign.household)}</td><td>{signals.join("、")}{urgent}</td></tr> }
    };
    let body = match paper.summary.signs.as_slice() {
        [] => view! { <p>"本月没有记到风险苗头。"</p> }.into_any(),
        signs => view! {
            <table>
                <thead><tr><th>"日期"</th><th>"农户"</th><th>"苗头"</th></tr></thead>
                <tbody>{signs.iter().map(row).collect_view()}</tbody>
            </table>
        }
        .into_any(),
    };
    view! { <h2>"风险苗头"</h2>{body} }.into_any()
}

fn works(works: &[WorkLog]) -> AnyView {
    let row = |work: &WorkLog| {
        let content = &work.content;
        let duty = content.kind.duty().map_or("上面的支持", |duty| duty.zh());
        let money = content
            .yuan
            .map(|yuan| format!("（{yuan} 元）"))
            .unwrap_or_default();
        let who = if content.who.is_empty() {
            String::new()
        } else {
            format!("{}：", content.who)
        };
        view! {
            <tr>
                <td class="whole">{day(content.on)}</td>
                <td class="whole">{duty}</td>
                <td class="whole">{content.kind.zh()}</td>
                <td class="words">{format!("{who}{}{money}", content.words)}</td>
            </tr>
        }
    };
    let body = match works {
        [] => view! { <p>"本月没有工作记录。"</p> }.into_any(),
        works => view! {
            <table>
                <thead><tr><th>"日期"</th><th>"职责"</th><th>"事项"</th><th>"做了什么"</th></tr></thead>
                <tbody>{works.iter().map(row).collect_view()}</tbody>
            </table>
        }
        .into_any(),
    };
    view! { <h2>"工作记录"</h2>{body} }.into_any()
}

fn line(visit: &Visit, paper: &MonthPaper) -> AnyView {
    let content = &visit.content;
    let purposes: Vec<&str> = content.purposes.iter().map(|purpose| purpose.zh()).collect();
    let said = match paper.household(visit.household) {
        Some(household) => said(content, household).join(" "),
        None => content.note.clone(),
    };
    let said = if content.nobody_home {
        format!("家里没人。{said}")
    } else {
        said
    };
    view! {
        <tr>
            <td class="whole">{day(content.visited_on)}</td>
            <td class="whole">{paper.name(visit.household)}</td>
            <td>{purposes.join("、")}</td>
            <td class="words">{said}</td>
            <td class="whole">{visit.status.zh()}</td>
        </tr>
    }
    .into_any()
}
