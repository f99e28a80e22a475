//! 附件2: what two people collect at home: risk, income by line, guarantees, members.

use super::{CasePaper, SPARE_ROWS, day, grid, household, lines, verifiers};
use crate::format::grouped;
use crate::pages::sheet::signatures;
use crate::words::Words;
use domain::household::Risk;
use domain::household::facts::{GUARANTEES, MEMBER_FIELDS};
use domain::household::{Household, Member};
use domain::income::IncomeSnapshot;
use domain::income::codes::{IncomeLine, Spending};
use domain::income::net_income;
use domain::lang::Lang;
use domain::papers::forms::income_at_identification;
use leptos::prelude::*;

pub(super) fn body(paper: Option<&CasePaper>) -> AnyView {
    let made = paper.and_then(|paper| income_at_identification(&paper.household, &paper.file));
    let case = paper.and_then(|paper| paper.file.present());
    let found = case.and_then(|case| case.found());
    let risks = found.map(|found| risks(&found.risks));
    view! {
        {household(paper)}
        <h2>"风险"</h2>
        {lines([("风险（第一个为主要风险）", risks)])}
        {income(made, paper)}
        {guarantees(paper.map(|paper| &paper.household))}
        {members(paper.map(|paper| &paper.household))}
        {lines([("核实人", found.and_then(|found| verifiers(&found.verifiers)))])}
        {signatures(&["核实人", "核实人", "户主或家庭成员", "日期"])}
    }
    .into_any()
}

/// Causes in words, with the kind of disaster.
pub(super) fn risks(risks: &[Risk]) -> String {
    let said = |risk: &Risk| match risk.disaster {
        Some(kind) => format!("{}（{}）", risk.cause.zh(), kind.zh()),
        None => risk.cause.zh().to_owned(),
    };
    risks.iter().map(said).collect::<Vec<_>>().join("、")
}

/// A calculation, line by line; each line blank without one.
pub(super) fn income(made: Option<&IncomeSnapshot>, paper: Option<&CasePaper>) -> AnyView {
    let content = made.map(|made| &made.content);
    let window = content.map(|content| format!("{} 至 {}", day(content.from), day(content.to)));
    let rows = IncomeLine::ALL.iter().map(|line| {
        let amount = content.and_then(|content| content.amounts.iter().find(|amount| amount.line == *line));
        let yuan = amount.map(|amount| grouped(i64::from(amount.yuan)));
        let source = amount.map(|amount| amount.source.zh());
        view! {
            <tr><td>{line.component().zh()}</td><td>{line.zh()}</td><td class="num">{yuan}</td><td>{source}</td></tr>
        }
    });
    let net = content
        .zip(paper)
        .and_then(|(content, paper)| net_income(content, &paper.config.counting_rules));
    let net = net.map(|net| match net.settled() {
        Some(net) => grouped(net),
        None => format!(
            "{} 至 {}（有的项口径未定）",
            grouped(net.least),
            grouped(net.most)
        ),
    });
    let spending = Spending::ALL.iter().map(|kind| {
        let spent = content.and_then(|content| content.spending.iter().find(|spent| spent.kind == *kind));
        (kind.zh(), spent.map(|spent| grouped(i64::from(spent.yuan))))
    });
    view! {
        <h2>"收入（元）"</h2>
        {lines([
            ("测算时段", window),
            ("共享收支人数", content.map(|content| content.sharing.to_string())),
        ])}
        <table class="sums">
            <thead><tr><th>"类别"</th><th>"项目"</th><th>"金额"</th><th>"来源"</th></tr></thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
        {lines([("人均纯收入", net)])}
        <h2>"刚性支出（元）"</h2>
        {lines(spending)}
    }
    .into_any()
}

/// The guarantee items; blank without a household, and where nobody was asked.
pub(super) fn guarantees(household: Option<&Household>) -> AnyView {
    let rows = GUARANTEES.iter().map(|name| {
        let answer = household.filter(|household| household.known_on(*name).is_some());
        let answer = answer.map(|household| household.guarantee(*name).zh().to_owned());
        (name.zh(), answer)
    });
    view! { <h2>"两不愁、三保障和饮水安全"</h2>{lines(rows)} }.into_any()
}

fn members(household: Option<&Household>) -> AnyView {
    let heads = ["姓名", "与户主关系", "性别", "出生日期", "证件号", "情况"];
    let rows = household.map_or(&[][..], |household| &household.members);
    let rows: Vec<Vec<String>> = rows.iter().map(member).collect();
    let empty = if household.is_none() { 6 } else { SPARE_ROWS };
    let hint = household.is_none().then(|| {
        let names: Vec<&str> = MEMBER_FIELDS.iter().map(|name| name.zh()).collect();
        view! { <p>"情况："{names.join("、")}</p> }
    });
    view! { <h2>"家庭成员"</h2>{grid("members", &heads, rows, empty)}{hint} }.into_any()
}

fn member(member: &Member) -> Vec<String> {
    let words = Words(Lang::Zh);
    let known = MEMBER_FIELDS.iter().filter_map(|name| {
        let value = member.facts.value(*name)?;
        Some(format!("{}：{}", name.zh(), words.value(*name, Some(value))))
    });
    vec![
        member.name.clone(),
        member.relation.zh().to_owned(),
        member.sex.zh().to_owned(),
        member.birth.map(day).unwrap_or_default(),
        member.id_masked.clone().unwrap_or_default(),
        known.collect::<Vec<_>>().join("；"),
    ]
}
