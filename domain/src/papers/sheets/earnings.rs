//! The columns of incomes: what the office's register says of its window, and every calculation of the team.

use super::cells::*;
use super::{Cell, Column, Dossier};
use crate::household::IncomeSummary;
use crate::ids::OpId;
use crate::income::codes::{Component, IncomeLine, IncomeSource, Spending};
use crate::income::{CountingRule, IncomeSnapshot, net_income, spent, told};
use chrono::NaiveDate;

/// A window of a household.
pub(super) struct OfIncome<'a> {
    one: Dossier<'a>,
    rules: &'a [CountingRule],
    income: Earned<'a>,
}

/// From where it is known.
#[derive(Clone, Copy)]
enum Earned<'a> {
    /// The register's own figures.
    Register(&'a IncomeSummary),
    /// A calculation of the team.
    Asked(&'a IncomeSnapshot),
}

/// The windows of a household: the register's, then the team's in the order of their receipt.
pub(super) fn earnings<'a>(
    one: Dossier<'a>,
    rules: &'a [CountingRule],
) -> impl Iterator<Item = OfIncome<'a>> + use<'a> {
    let register = one.household.income.iter().map(Earned::Register);
    let asked = one.household.incomes.iter().map(Earned::Asked);
    register
        .chain(asked)
        .map(move |income| OfIncome { one, rules, income })
}

impl OfIncome<'_> {
    fn window(&self) -> (NaiveDate, NaiveDate) {
        match self.income {
            Earned::Register(said) => (said.from, said.to),
            Earned::Asked(made) => made.content.window(),
        }
    }

    fn component(&self, component: Component) -> Cell {
        match self.income {
            Earned::Register(said) => number(match component {
                Component::Wage => said.wage,
                Component::Business => said.business,
                Component::BusinessCost => said.business_cost,
                Component::Property => said.property,
                Component::Transfer => said.transfer,
            }),
            Earned::Asked(made) => number(i64::try_from(told(&made.content, component)).ok()),
        }
    }

    fn spending(&self, kind: Spending) -> Cell {
        match self.income {
            Earned::Register(said) => match kind {
                Spending::SelfPaidMedical => number(said.self_paid_medical),
                Spending::Education => number(said.education_rigid),
                Spending::Other => number(said.other_rigid),
                // The register has no such columns.
                Spending::DisasterLoss | Spending::AccidentLoss | Spending::HousingRepair => Cell::Empty,
            },
            Earned::Asked(made) => number(spent(&made.content, kind)),
        }
    }

    /// Whole yuan a person; where the counting of lines is unsettled the truth lies between two figures.
    fn per_person(&self) -> Cell {
        match self.income {
            Earned::Register(said) => number(said.per_capita(self.one.household.members.len())),
            Earned::Asked(made) => match net_income(&made.content, self.rules) {
                Some(net) => match net.settled() {
                    Some(yuan) => number(yuan),
                    None => text(&format!("{}至{}", net.least, net.most)),
                },
                None => Cell::Empty,
            },
        }
    }

    /// At which point of the monitoring it was made: the national system keeps one of the identification and one of
    /// the elimination (domain.md §4.3).
    fn occasion(&self) -> &'static str {
        let Earned::Asked(made) = self.income else {
            return "登记表";
        };
        let identified = identified_on(self.one);
        let eliminated = self.one.household.eliminated.as_ref().map(|ended| ended.on);
        let is_last = |from: Option<NaiveDate>, until: Option<NaiveDate>| {
            until.is_some_and(|until| self.last_between(from, until) == Some(made.op))
        };
        match (is_last(identified, eliminated), is_last(None, identified)) {
            (true, _) => "风险消除时",
            (false, true) => "识别时",
            (false, false) => "日常",
        }
    }

    /// The newest calculation after a day, up to another.
    fn last_between(&self, from: Option<NaiveDate>, until: NaiveDate) -> Option<OpId> {
        let made = self.one.household.incomes.iter();
        let within =
            made.filter(|made| made.asked_on <= until && from.is_none_or(|from| made.asked_on > from));
        within.max_by_key(|made| made.asked_on).map(|made| made.op)
    }

    fn sources(&self) -> Cell {
        let Earned::Asked(made) = self.income else {
            return text("登记表");
        };
        let amounts = &made.content.amounts;
        let named = IncomeSource::ALL.iter();
        let named = named.filter(|source| amounts.iter().any(|amount| amount.source == **source));
        text(&named.map(|source| source.zh()).collect::<Vec<_>>().join("、"))
    }

    /// What insurance against poverty paid; it stands among the transfers as well.
    fn claims(&self) -> Cell {
        let Earned::Asked(made) = self.income else {
            return Cell::Empty;
        };
        let mut amounts = made.content.amounts.iter();
        let paid = amounts.find(|amount| amount.line == IncomeLine::PovertyInsurance);
        number(paid.map(|amount| amount.yuan))
    }

    fn sharing(&self) -> Cell {
        match self.income {
            Earned::Register(_) => number(self.one.household.members.len()),
            Earned::Asked(made) => number(made.content.sharing),
        }
    }

    fn asked(&self) -> Option<&IncomeSnapshot> {
        match self.income {
            Earned::Register(_) => None,
            Earned::Asked(made) => Some(made),
        }
    }
}

pub(super) fn income_columns<'a>() -> Vec<Column<OfIncome<'a>>> {
    vec![
        ("户编号(国家平台)", |line| national_number(line.one)),
        ("户编号(本地)", |line| text(&line.one.household.code)),
        ("户主", |line| text(line.one.household.name())),
        ("测算节点", |line| text(line.occasion())),
        ("测算起始", |line| day(Some(line.window().0))),
        ("测算截止", |line| day(Some(line.window().1))),
        ("共享收支人数", OfIncome::sharing),
        ("工资性收入(元)", |line| line.component(Component::Wage)),
        ("生产经营性收入(元)", |line| {
            line.component(Component::Business)
        }),
        ("生产经营性支出(元)", |line| {
            line.component(Component::BusinessCost)
        }),
        ("财产性收入(元)", |line| line.component(Component::Property)),
        ("转移性收入(元)", |line| line.component(Component::Transfer)),
        ("人均纯收入(元)", OfIncome::per_person),
        ("合规自付医疗支出(元)", |line| {
            line.spending(Spending::SelfPaidMedical)
        }),
        ("教育刚性支出(元)", |line| {
            line.spending(Spending::Education)
        }),
        ("灾害损失(元)", |line| line.spending(Spending::DisasterLoss)),
        ("事故损失(元)", |line| line.spending(Spending::AccidentLoss)),
        ("住房修缮支出(元)", |line| {
            line.spending(Spending::HousingRepair)
        }),
        ("其他刚性支出(元)", |line| line.spending(Spending::Other)),
        ("家庭理赔收入(元)", OfIncome::claims),
        ("数据来源", OfIncome::sources),
        ("询问日期", |line| day(line.asked().map(|made| made.asked_on))),
        ("询问人", |line| {
            text_or(line.asked().map(|made| made.by_name.as_str()))
        }),
        // Behind the national order.
        ("备注", |line| {
            text_or(line.asked().map(|made| made.content.note.trim()))
        }),
    ]
}
