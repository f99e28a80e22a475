//! The rules of screening that measure: heavy spending against income, and income against the line of its year.

use super::{Compared, Finding, Paid, ScreeningRule, figure_on, of_household};
use crate::config::Config;
use crate::household::Household;
use crate::household::facts::{FactValue, FieldName};
use crate::income::codes::Spending;
use crate::income::{
    MonitoringLine, NetIncome, Standing, household_net, net_income, newest, spent, standing,
};
use chrono::{Datelike, NaiveDate};

/// What the household paid for medicine this year, as it was asked at the door; last year's says nothing of it.
pub(super) fn paid_this_year(household: &Household, today: NaiveDate) -> Option<i64> {
    let Some(FactValue::Count(paid)) = household.facts.value(FieldName::SelfPaidMedical) else {
        return None;
    };
    let known = household.known_on(FieldName::SelfPaidMedical)?;
    (known.year() == today.year()).then_some(*paid)
}

/// Heavy spending against net income. Both are the team's newest calculation's, where there is a recent one; of
/// medicine it did not ask, the fact of this year stands. Else it is that fact against the register's income; without an
/// income nobody can say.
pub(super) fn heavy_bill(household: &Household, config: &Config, today: NaiveDate) -> Option<Finding> {
    let share = figure_on(config, ScreeningRule::HeavyBill, today)?;
    let fact = paid_this_year(household, today);
    let mut names = Vec::new();
    let (paid, net, to) = if let Some(made) = newest(&household.incomes, today) {
        let content = &made.content;
        let of = |kind| spent(content, kind);
        let medical = of(Spending::SelfPaidMedical).or_else(|| {
            names.extend(fact.map(|_| FieldName::SelfPaidMedical));
            fact
        });
        let paid = Paid {
            medical: medical.unwrap_or_default(),
            schooling: of(Spending::Education).unwrap_or_default(),
            disaster: of(Spending::DisasterLoss).unwrap_or_default(),
        };
        // However unsettled lines count.
        let net = household_net(content, &config.counting_rules).most;
        (paid, net, Some(content.to))
    } else {
        names.push(FieldName::SelfPaidMedical);
        let paid = Paid {
            medical: fact?,
            ..Paid::default()
        };
        (paid, household.income.as_ref()?.net(), None)
    };
    let total = paid.total();
    let heavy = total > 0 && total.saturating_mul(100) >= net.saturating_mul(i64::from(share));
    heavy.then(|| {
        let compared = Some(Compared::Bill { paid, net, to });
        of_household(ScreeningRule::HeavyBill, &names, compared)
    })
}

/// Net income per person and its window: the newest calculation of the team that is recent, else the register's.
pub(super) fn income_of(
    household: &Household,
    config: &Config,
    today: NaiveDate,
) -> Option<(NetIncome, (NaiveDate, NaiveDate))> {
    if let Some(made) = newest(&household.incomes, today) {
        let net = net_income(&made.content, &config.counting_rules)?;
        return Some((net, made.content.window()));
    }
    let income = household.income.as_ref()?;
    let each = income.per_capita(household.members.len())?;
    let net = NetIncome {
        least: each,
        most: each,
    };
    Some((net, (income.from, income.to)))
}

/// That income below the line of its year, however unsettled lines count (§4.3). Less than twelve months are not
/// compared.
pub(super) fn below_line(household: &Household, config: &Config, today: NaiveDate) -> Option<Finding> {
    let (net, window) = income_of(household, config, today)?;
    let Standing::Below(line) = standing(net, window, &config.income_lines) else {
        return None;
    };
    Some(against(ScreeningRule::BelowLine, net, line))
}

/// An income and the line of its year.
pub(super) fn against(rule: ScreeningRule, net: NetIncome, line: &MonitoringLine) -> Finding {
    let compared = Compared::Line {
        net,
        line: line.yuan,
        year: line.year,
    };
    of_household(rule, &[], Some(compared))
}
