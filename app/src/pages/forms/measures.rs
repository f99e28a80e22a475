//! 附表9: the measures of the plan, and how they went.

use super::removal::signed;
use super::{CasePaper, SPARE_ROWS, day, grid, household, lines};
use crate::format::grouped;
use domain::lang::Lang;
use domain::plan::{Measure, Progress};
use leptos::prelude::*;

pub(super) fn body(paper: Option<&CasePaper>) -> AnyView {
    let heads = [
        "措施类别",
        "内容",
        "开始",
        "计划结束",
        "金额（元）",
        "责任单位",
        "状态",
        "落实情况",
    ];
    let measures = paper.map_or(&[][..], |paper| &paper.file.plan.measures);
    let rows: Vec<Vec<String>> = measures.iter().map(measure).collect();
    let empty = if rows.is_empty() { 8 } else { SPARE_ROWS };
    let contact = paper.and_then(|paper| paper.file.plan.contact());
    let contact = contact.map(|contact| format!("{}（{}）", contact.name, contact.unit));
    view! {
        {household(paper)}
        {lines([("帮扶联系人", contact)])}
        <h2>"帮扶措施"</h2>
        {grid("measures", &heads, rows, empty)}
        {signed(paper.and_then(|paper| paper.file.eliminations.last()))}
    }
    .into_any()
}

fn measure(measure: &Measure) -> Vec<String> {
    let content = &measure.content;
    let went = measure.progress.iter().map(progress).collect::<Vec<_>>();
    vec![
        content.category.zh().to_owned(),
        content.said(Lang::Zh),
        day(content.start),
        content.planned_end.map(day).unwrap_or_default(),
        content
            .yuan
            .map(|yuan| grouped(i64::from(yuan)))
            .unwrap_or_default(),
        content.body.clone(),
        measure.status().zh().to_owned(),
        went.join("；"),
    ]
}

fn progress(progress: &Progress) -> String {
    let step = &progress.step;
    format!("{} {} {}", day(step.on), step.status.zh(), step.words)
}
