//! 附表10: the criteria of an elimination, each with what the ledger says of it.

use super::removal::signed;
use super::{CasePaper, grid, household, lines, room};
use domain::elimination::Elimination;
use domain::elimination::codes::CriterionCode;
use domain::elimination::precheck::{Ground, precheck};
use domain::request::Request;
use domain::risk::RelapseFlag;
use leptos::prelude::*;

pub(super) fn body(paper: Option<&CasePaper>) -> AnyView {
    let one = paper.and_then(|paper| paper.file.eliminations.last());
    let rows = match paper.zip(one) {
        Some((paper, one)) => found(paper, one),
        None => CriterionCode::ALL
            .iter()
            .map(|code| vec![code.zh().to_owned(), "□ 符合　□ 不符合".to_owned(), String::new()])
            .collect(),
    };
    view! {
        {household(paper)}
        {lines([("消除方式", one.map(|one| one.way().zh().to_owned()))])}
        <h2>"评估"</h2>
        {grid("criteria", &["条件", "记录所示", "核实意见"], rows, 0)}
        {room("结论")}
        {signed(one)}
    }
    .into_any()
}

fn found(paper: &CasePaper, one: &Elimination) -> Vec<Vec<String>> {
    let flags: Vec<&RelapseFlag> = paper.flags.iter().collect();
    let requests: Vec<&Request> = paper.requests.iter().collect();
    let ground = Ground {
        household: &paper.household,
        file: Some(&paper.file),
        flags: &flags,
        requests: &requests,
        config: &paper.config,
        limits: one.limits,
    };
    let criteria = precheck(ground, one.way(), paper.drawn.on);
    let row =
        |code: CriterionCode, finding: &str| vec![code.zh().to_owned(), finding.to_owned(), String::new()];
    criteria
        .iter()
        .map(|criterion| row(criterion.code, criterion.finding.zh()))
        .collect()
}
