//! The catalogue of the 24 commitments (domain.md §6) as dated data: what ships, and what a district changed.

use super::codes::{Cycle, Level, LineCode, Owner, Pillar, Rule};
use crate::config::Config;
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// One commitment as it is in force in a period. A district's row replaces the shipped one of its code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct LineRow {
    /// The code.
    #[n(0)]
    pub code: LineCode,
    /// The pillar under which it stands.
    #[n(1)]
    pub pillar: Pillar,
    /// What it is kept for.
    #[n(2)]
    pub level: Level,
    /// From what it is computed, or what it still needs.
    #[n(3)]
    pub rule: Rule,
    /// Who sees to it.
    #[n(4)]
    pub owner: Owner,
    /// How often it is looked at.
    #[n(5)]
    pub cycle: Cycle,
    /// Days after which it is broken, where the rule counts days.
    #[serde(default)]
    #[n(6)]
    pub days: Option<u32>,
    /// Its wording in Chinese.
    #[n(7)]
    pub zh: String,
    /// Its wording in English.
    #[n(8)]
    pub en: String,
    /// When it is broken, in Chinese.
    #[n(9)]
    pub breach_zh: String,
    /// When it is broken, in English.
    #[n(10)]
    pub breach_en: String,
    /// First day on which it holds; always, where none is given.
    #[serde(default)]
    #[cbor(n(11), with = "crate::cbor::maybe_day", default)]
    pub from: Option<NaiveDate>,
    /// Last day on which it holds.
    #[serde(default)]
    #[cbor(n(12), with = "crate::cbor::maybe_day", default)]
    pub to: Option<NaiveDate>,
    /// The document that orders it; empty where none was given.
    #[serde(default)]
    #[cbor(n(13), default)]
    pub document: String,
    /// Switched off by the district.
    #[serde(default)]
    #[cbor(n(14), default)]
    pub off: bool,
}

impl LineRow {
    fn holds_on(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// The wording in the reader's language.
    #[must_use]
    pub const fn wording(&self, lang: crate::lang::Lang) -> &str {
        match lang {
            crate::lang::Lang::Zh => self.zh.as_str(),
            crate::lang::Lang::En => self.en.as_str(),
        }
    }

    /// When it is broken, in the reader's language.
    #[must_use]
    pub const fn breach(&self, lang: crate::lang::Lang) -> &str {
        match lang {
            crate::lang::Lang::Zh => self.breach_zh.as_str(),
            crate::lang::Lang::En => self.breach_en.as_str(),
        }
    }
}

type Shipped = (
    LineCode,
    Level,
    Rule,
    Owner,
    Cycle,
    Option<u32>,
    [&'static str; 2],
);

/// What ships: domain.md §6, a design until the district confirms it. Where the ledger has no evidence yet, the
/// rule says what it needs.
#[rustfmt::skip]
const SHIPPED: [Shipped; 24] = [
    (LineCode::R1, Level::Village, Rule::PostsFilled, Owner::ResidencyOffice, Cycle::OnChange, Some(7), ["岗位空缺超过规定天数", "a post is empty for too long"]),
    (LineCode::R2, Level::Village, Rule::HandedOver, Owner::Handover, Cycle::OnChange, Some(15), ["15 天内没有交接", "no handover within 15 days"]),
    (LineCode::R3, Level::Village, Rule::LeaderVisits, Owner::LinkedLeader, Cycle::Quarter, None, ["一个周期没有联系", "no contact in the period"]),
    (LineCode::R4, Level::Household, Rule::ContactNamed, Owner::TeamLeader, Cycle::Always, Some(7), ["空缺超过 7 天", "a gap of more than 7 days"]),
    (LineCode::R5, Level::Body, Rule::DutyItems, Owner::Department, Cycle::Quarter, None, ["到期没有更新", "no update when due"]),
    (LineCode::P1, Level::Member, Rule::Insured, Owner::Insurance, Cycle::Year, None, ["有人没参保，或者该资助没资助", "a member is uninsured, or help with the premium is due and not received"]),
    (LineCode::P2, Level::Member, Rule::Entitlements, Owner::Insurance, Cycle::OnEvent, None, ["该享受没享受，或者停发原因不明", "due, not received, or stopped without a known reason"]),
    (LineCode::P3, Level::Member, Rule::InSchool, Owner::Education, Cycle::Term, None, ["失学，或者该发没发", "out of school, or due and unpaid"]),
    (LineCode::P4, Level::Household, Rule::Entitlements, Owner::CivilAffairs, Cycle::Month, None, ["停发原因不明，或者该享受没享受", "stopped without a known reason, or due and not received"]),
    (LineCode::P5, Level::Member, Rule::Entitlements, Owner::Department, Cycle::Year, None, ["该享受没享受，或者停发原因不明", "due, not received, or stopped without a known reason"]),
    (LineCode::P6, Level::Household, Rule::ProblemsAnswered, Owner::Building, Cycle::Year, Some(30), ["问题 30 天没解决", "a problem open for more than 30 days"]),
    (LineCode::P7, Level::Household, Rule::Entitlements, Owner::Department, Cycle::Contract, None, ["没到期就停了又没说原因，或者该享受没享受", "ended early without a known reason, or due and not received"]),
    (LineCode::P8, Level::Household, Rule::SiteList, Owner::ResettlementSite, Cycle::HalfYear, None, ["有一项空着，或者没落实", "an item is empty, or not in place"]),
    (LineCode::A1, Level::Village, Rule::TeamPresent, Owner::ResidencyOffice, Cycle::Always, Some(1), ["空了一天以上", "a gap of a day or more"]),
    (LineCode::A2, Level::Team, Rule::TeamComplete, Owner::DispatchUnit, Cycle::Always, Some(30), ["第一书记空缺超过 30 天；人数不足要说明", "first secretary missing for more than 30 days; a small team needs a reason"]),
    (LineCode::A3, Level::Team, Rule::DaysConfirmed, Owner::TeamLeader, Cycle::Month, Some(10), ["月份过了 10 天还没确认齐", "not confirmed 10 days after the month"]),
    (LineCode::A4, Level::Household, Rule::VisitInterval, Owner::TeamMember, Cycle::ByTier, None, ["过了走访间隔", "past the interval"]),
    (LineCode::A5, Level::Household, Rule::PlanMoves, Owner::Contact, Cycle::Month, Some(90), ["到期没有计划，或 90 天没有进展", "no plan when due, or no progress for 90 days"]),
    (LineCode::A6, Level::Village, Rule::UnitSupport, Owner::DispatchUnit, Cycle::HalfYear, None, ["半年没有支持", "nothing in the half-year"]),
    (LineCode::S1, Level::Village, Rule::YearlyScreening, Owner::Township, Cycle::Year, None, ["排查期过了，还有户没排查到", "households left out when the round is over"]),
    (LineCode::S2, Level::Case, Rule::CluesInTime, Owner::Steps, Cycle::Always, None, ["超过时限", "overdue"]),
    (LineCode::S3, Level::Problem, Rule::NeedsSupervision, Owner::Department, Cycle::DueDate, None, ["逾期或被退回", "overdue or returned"]),
    (LineCode::S4, Level::Household, Rule::LookBacks, Owner::Team, Cycle::Quarter, None, ["过了回头看的时间", "overdue"]),
    (LineCode::S5, Level::Village, Rule::NeedsSupervision, Owner::Inspection, Cycle::Year, None, ["一年没有督查到", "none in the year"]),
];

fn shipped(row: &Shipped) -> LineRow {
    let (code, level, rule, owner, cycle, days, [breach_zh, breach_en]) = *row;
    LineRow {
        code,
        pillar: code.pillar(),
        level,
        rule,
        owner,
        cycle,
        days,
        zh: code.zh().to_owned(),
        en: code.en().to_owned(),
        breach_zh: breach_zh.to_owned(),
        breach_en: breach_en.to_owned(),
        from: None,
        to: None,
        document: String::new(),
        off: false,
    }
}

/// A district's row, with what it leaves open as it ships: the days of its rule, and the rule itself where the row
/// was written before the ledger had what the line needed.
fn completed(of_district: &LineRow, ships: LineRow) -> LineRow {
    let rule = match of_district.rule.is_computed() {
        true => of_district.rule,
        false => ships.rule,
    };
    LineRow {
        rule,
        days: of_district.days.or(ships.days),
        ..of_district.clone()
    }
}

/// The row of a code in force on a day, also where it is switched off: the district's latest one that holds, else the
/// shipped one.
#[must_use]
pub fn row_on(config: &Config, code: LineCode, day: NaiveDate) -> Option<LineRow> {
    let ships = SHIPPED.iter().find(|row| row.0 == code)?;
    let rows = config
        .commitments
        .iter()
        .filter(|row| row.code == code && row.holds_on(day));
    Some(match rows.max_by_key(|row| row.from) {
        Some(own) => completed(own, shipped(ships)),
        None => shipped(ships),
    })
}

/// The commitments in force on a day, in the order of the catalogue, without those that are switched off.
#[must_use]
pub fn catalogue(config: &Config, day: NaiveDate) -> Vec<LineRow> {
    let row = |row: &Shipped| row_on(config, row.0, day);
    SHIPPED.iter().filter_map(row).filter(|row| !row.off).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn every_code_ships_once_and_in_order() {
        let codes: Vec<LineCode> = SHIPPED.iter().map(|row| row.0).collect();
        assert_eq!(codes, LineCode::ALL);
    }

    #[test]
    fn a_districts_row_replaces_the_shipped_one_from_its_day_on() {
        let mut row = shipped(SHIPPED.first().unwrap());
        row.zh = "常态化帮扶责任人到位".to_owned();
        row.from = Some(day("2026-07-01"));
        let mut off = shipped(SHIPPED.get(1).unwrap());
        off.off = true;
        let config = Config {
            commitments: vec![row, off],
            ..Config::default()
        };
        let first = |on: &str| {
            catalogue(&config, day(on))
                .first()
                .map(|row| row.zh.clone())
                .unwrap()
        };
        assert_eq!(first("2026-06-30"), LineCode::R1.zh());
        assert_eq!(first("2026-07-01"), "常态化帮扶责任人到位");
        let rows = catalogue(&config, day("2026-07-01"));
        assert!(rows.iter().all(|row| row.code != LineCode::R2));
        assert_eq!(rows.len(), 23);
    }

    #[test]
    fn a_row_written_before_its_line_was_computed_is_computed_now() {
        let at = |code| SHIPPED.iter().find(|row| row.0 == code).unwrap();
        let old = |code, rule| LineRow {
            rule,
            days: None,
            ..shipped(at(code))
        };
        let config = Config {
            commitments: vec![
                old(LineCode::R4, Rule::NeedsContacts),
                old(LineCode::A5, Rule::NeedsMeasures),
                old(LineCode::P4, Rule::NeedsEntitlements),
                old(LineCode::P7, Rule::NeedsMeasures),
                old(LineCode::R3, Rule::NeedsLeaderVisits),
                old(LineCode::A6, Rule::NeedsUnitSupport),
                old(LineCode::P8, Rule::NeedsSiteList),
                old(LineCode::R5, Rule::NeedsDutyList),
            ],
            ..Config::default()
        };
        let rows = catalogue(&config, day("2026-07-01"));
        let of = |code| {
            let row = rows.iter().find(|row| row.code == code).unwrap();
            (row.rule, row.days)
        };
        assert_eq!(of(LineCode::R4), (Rule::ContactNamed, Some(7)));
        assert_eq!(of(LineCode::A5), (Rule::PlanMoves, Some(90)));
        assert_eq!(of(LineCode::P4), (Rule::Entitlements, None));
        assert_eq!(of(LineCode::P7), (Rule::Entitlements, None));
        assert_eq!(of(LineCode::R3), (Rule::LeaderVisits, None));
        assert_eq!(of(LineCode::A6), (Rule::UnitSupport, None));
        assert_eq!(of(LineCode::P8), (Rule::SiteList, None));
        assert_eq!(of(LineCode::R5), (Rule::DutyItems, None));
    }
}
