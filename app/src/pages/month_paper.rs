//! The summary of a village's month 月小结, with the list that it was summed from, and that of its quarter 季度小结, for
//! township and district. Of a village, never of a person.

use super::sheet::{Drawn, day, sheet, signatures};
use super::visit_ledger::said;
use domain::household::Household;
use domain::ids::HouseholdId;
use domain::lang::Lang;
use domain::papers::{Month, Quarter, SignSeen, SpanSummary};
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
    pub summary: SpanSummary,
    /// Who drew it up.
    pub drawn: Drawn,
}

/// What the paper of a quarter is made of.
#[derive(Clone, Debug)]
pub struct QuarterPaper {
    /// The quarter.
    pub quarter: Quarter,
    /// The village.
    pub village: Village,
    /// Its households.
    pub households: Vec<Household>,
    /// What stands in the work log for the quarter, in the order of the paper.
    pub works: Vec<WorkLog>,
    /// What the quarter comes to.
    pub summary: SpanSummary,
    /// What each of its months comes to, in order.
    pub months: Vec<(Month, SpanSummary)>,
    /// Who drew it up.
    pub drawn: Drawn,
}

fn household(households: &[Household], id: HouseholdId) -> Option<&Household> {
    households.iter().find(|household| household.id == id)
}

fn name(households: &[Household], id: HouseholdId) -> String {
    household(households, id)
        .map(|household| format!("{} {}", household.group, household.name()))
        .unwrap_or_default()
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
            {figures(&paper.summary, "本月")}
            {signs(&paper.summary, &paper.households, "本月")}
            {works(&paper.works, "本月")}
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

/// Renders that of a quarter. The visits themselves stand on the papers of its months.
#[must_use]
pub fn quarter_paper(paper: &QuarterPaper, style: &str) -> String {
    let under = format!(
        "{}{} · {} 年第 {} 季度 · {} 至 {}",
        paper.village.township,
        paper.village.name,
        paper.quarter.year(),
        paper.quarter.number(),
        day(paper.quarter.first()),
        day(paper.quarter.last())
    );
    sheet(
        "驻村工作季度小结",
        &under,
        style,
        Some(&paper.drawn),
        || {
            view! {
                {figures(&paper.summary, "本季度")}
                {by_month(&paper.months)}
                {signs(&paper.summary, &paper.households, "本季度")}
                {works(&paper.works, "本季度")}
                <h2>"下季度打算"</h2>
                <p class="blank-lines"></p>
                {signatures(&["队长（第一书记）", "乡镇（街道）", "日期"])}
            }
        },
    )
}

fn by_month(months: &[(Month, SpanSummary)]) -> AnyView {
    let row = |(month, summary): &(Month, SpanSummary)| {
        let (_, monitored_met) = summary.monitored;
        view! {
            <tr>
                <th scope="row">{month.to_string()}</th>
                <td>{summary.visits}</td>
                <td>{summary.met}</td>
                <td>{monitored_met}</td>
                <td>{summary.changed}</td>
                <td>{summary.signs.len()}</td>
            </tr>
        }
    };
    view! {
        <h2>"各月"</h2>
        <table>
            <thead>
                <tr>
                    <th>"月份"</th><th>"走访（次）"</th><th>"见到人的农户（户）"</th><th>"其中监测户（户）"</th>
                    <th>"有变化（次）"</th><th>"有风险苗头（次）"</th>
                </tr>
            </thead>
            <tbody>{months.iter().map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn figures(summary: &SpanSummary, span: &str) -> AnyView {
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
                {line("监测户", format!("{monitored} 户，{span}见到人的 {monitored_met} 户"))}
                {line("走访目的", purposes)}
                {line("审核", format!("待审核 {} 次，退回待补充 {} 次", summary.waiting, summary.returned))}
            </tbody>
        </table>
    }
    .into_any()
}

fn signs(summary: &SpanSummary, households: &[Household], span: &str) -> AnyView {
    let row = |sign: &SignSeen| {
        let signals: Vec<&str> = sign.signals.iter().map(|signal| signal.zh()).collect();
        let urgent = if sign.urgent { "（急）" } else { "" };
        view! { <tr><td>{day(sign.seen_on)}</td><td>{name(households, sign.household)}</td><td>{signals.join("、")}{urgent}</td></tr> }
    };
    let body = match summary.signs.as_slice() {
        [] => view! { <p>{format!("{span}没有记到风险苗头。")}</p> }.into_any(),
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

fn works(works: &[WorkLog], span: &str) -> AnyView {
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
                <td class="whole">{content.what(Lang::Zh)}</td>
                <td class="words">{format!("{who}{}{money}", content.words)}</td>
            </tr>
        }
    };
    let body = match works {
        [] => view! { <p>{format!("{span}没有工作记录。")}</p> }.into_any(),
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
    let said = match household(&paper.households, visit.household) {
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
            <td class="whole">{name(&paper.households, visit.household)}</td>
            <td>{purposes.join("、")}</td>
            <td class="words">{said}</td>
            <td class="whole">{visit.status.zh()}</td>
        </tr>
    }
    .into_any()
}
