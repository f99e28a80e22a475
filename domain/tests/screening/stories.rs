//! What raises each rule of screening, and what settles it.

use crate::cast::{self, day};
use chrono::Days;
use domain::config::Config;
use domain::household::codes::{MonitorCategory, Relation, RiskCause};
use domain::household::facts::{FactValue, FieldName};
use domain::household::{Household, IncomeSummary, Risk};
use domain::identity::Sex;
use domain::ids::OpId;
use domain::income::codes::{IncomeLine, IncomeSource, Spending};
use domain::income::{IncomeAmount, IncomeContent, IncomeSnapshot, MonitoringLine, SpendingAmount};
use domain::screening::ScreeningRule as Rule;

pub const TODAY: &str = "2026-11-20";

pub fn text(code: &str) -> Option<FactValue> {
    Some(FactValue::Words(code.to_owned()))
}

pub fn healths(codes: &[&str]) -> Option<FactValue> {
    Some(FactValue::Codes(
        codes.iter().map(|code| (*code).to_owned()).collect(),
    ))
}

/// A change to a household.
pub type Change = fn(&mut Household);

pub fn own(household: &mut Household, name: FieldName, value: Option<FactValue>) {
    household.facts.register(name, value);
}

pub fn said(household: &mut Household, name: FieldName, value: Option<FactValue>) {
    household.members[1].facts.register(name, value);
}

pub fn earning(household: &mut Household, wage: i64) {
    household.income = Some(IncomeSummary {
        from: day("2025-10-01"),
        to: day("2026-09-30"),
        wage,
        ..IncomeSummary::default()
    });
}

pub fn config() -> Config {
    let line = MonitoringLine {
        year: 2026,
        yuan: 8_000,
        document: "测试".to_owned(),
        from: None,
    };
    Config {
        income_lines: vec![line],
        ..Config::default()
    }
}

/// Monitored because of a cause.
pub fn risk(household: &mut Household, cause: RiskCause) {
    household.monitor = Some(MonitorCategory::Marginal);
    household.risks.push(Risk {
        cause,
        disaster: None,
    });
}

/// What the members can do, one after another.
pub fn able(household: &mut Household, skills: &[&str]) {
    for (member, skill) in household.members.iter_mut().zip(skills) {
        member.facts.register(FieldName::LabourSkill, text(skill));
    }
}

/// The team's calculation of twelve months: wages, and what was paid for medicine, schooling and lost by a disaster.
pub fn made(to: &str, wage: u32, paid: &[u32; 3]) -> IncomeSnapshot {
    let to = day(to);
    let kinds = [
        Spending::SelfPaidMedical,
        Spending::Education,
        Spending::DisasterLoss,
    ];
    let spending = kinds.into_iter().zip(*paid).filter(|(_, yuan)| *yuan > 0);
    IncomeSnapshot {
        op: OpId(cast::id(500)),
        by: "P002".into(),
        by_name: "谭斌梅".to_owned(),
        asked_on: to,
        received_at: None,
        content: IncomeContent {
            from: to.checked_sub_days(Days::new(364)).unwrap_or(to),
            to,
            sharing: 2,
            amounts: vec![IncomeAmount {
                line: IncomeLine::AwayWork,
                yuan: wage,
                source: IncomeSource::SelfReport,
            }],
            spending: spending
                .map(|(kind, yuan)| SpendingAmount { kind, yuan })
                .collect(),
            note: String::new(),
        },
    }
}

/// A rule, what raises it, and what settles it.
pub const STORIES: &[(Rule, Change, Change)] = &[
    (
        Rule::OutOfSchool,
        |h| {
            h.members[1].birth = Some(day("2016-05-01"));
            said(h, FieldName::StudentStatus, text("PRESCHOOL"));
        },
        |h| said(h, FieldName::StudentStatus, text("PRIMARY")),
    ),
    (
        Rule::OutOfSchool,
        |h| {
            h.members[1].birth = Some(day("2013-05-01"));
            said(h, FieldName::Education, text("PRIMARY"));
        },
        // Taught at home: the household's answer says so.
        |h| own(h, FieldName::EducationGuarantee, text("OK")),
    ),
    (
        Rule::SickUninsured,
        |h| {
            said(h, FieldName::Health, healths(&["CHRONIC", "DISABLED"]));
            said(h, FieldName::MedicalInsurance, Some(FactValue::Flag(false)));
        },
        |h| said(h, FieldName::MedicalInsurance, Some(FactValue::Flag(true))),
    ),
    (
        Rule::UnsafeHouse,
        |h| own(h, FieldName::HouseGrade, text("D")),
        |h| own(h, FieldName::HouseGrade, text("B")),
    ),
    (
        Rule::UnsafeHouse,
        |h| own(h, FieldName::HousingGuarantee, text("PROBLEM")),
        |h| own(h, FieldName::HousingGuarantee, text("OK")),
    ),
    (
        Rule::UnsafeWater,
        |h| own(h, FieldName::WaterGuarantee, text("PROBLEM")),
        |h| own(h, FieldName::WaterGuarantee, text("OK")),
    ),
    (
        Rule::HeavyBill,
        |h| {
            earning(h, 40_000);
            own(h, FieldName::SelfPaidMedical, Some(FactValue::Count(12_000)));
        },
        |h| own(h, FieldName::SelfPaidMedical, Some(FactValue::Count(11_999))),
    ),
    (Rule::BelowLine, |h| earning(h, 15_998), |h| earning(h, 16_000)),
    (
        Rule::NobodyWorks,
        |h| {
            for member in &mut h.members {
                member.facts.register(FieldName::LabourSkill, text("LOST"));
            }
        },
        |h| said(h, FieldName::LabourSkill, text("WEAK")),
    ),
    (
        Rule::SchoolingTwice,
        |h| {
            said(h, FieldName::Education, text("JUNIOR"));
            said(h, FieldName::StudentStatus, text("SENIOR_1"));
        },
        |h| said(h, FieldName::Education, None),
    ),
    (
        Rule::AbleButNot,
        |h| {
            h.members[1].birth = Some(day("1986-05-01"));
            said(h, FieldName::Health, healths(&["HEALTHY"]));
            said(h, FieldName::LabourSkill, text("NONE"));
        },
        |h| said(h, FieldName::LabourSkill, text("ORDINARY")),
    ),
    (
        Rule::UnableButWorks,
        |h| {
            said(h, FieldName::LabourSkill, text("LOST"));
            said(h, FieldName::WorkPlace, text("县城工地"));
        },
        |h| said(h, FieldName::WorkPlace, None),
    ),
    (
        Rule::UninsuredButFine,
        |h| {
            said(h, FieldName::MedicalInsurance, Some(FactValue::Flag(false)));
            own(h, FieldName::MedicalGuarantee, text("OK"));
        },
        |h| own(h, FieldName::MedicalGuarantee, text("PROBLEM")),
    ),
    (
        Rule::GradeButFine,
        |h| {
            own(h, FieldName::HouseGrade, text("C"));
            own(h, FieldName::HousingGuarantee, text("OK"));
        },
        |h| own(h, FieldName::HousingGuarantee, text("UNKNOWN")),
    ),
    (
        Rule::PersonTwice,
        |h| {
            for member in &mut h.members {
                member.name = "聂斌庆".to_owned();
                member.birth = Some(day("1986-05-01"));
                member.id_masked = Some("999999********0013".to_owned());
            }
        },
        |h| h.members[1].birth = Some(day("1986-05-02")),
    ),
    (
        Rule::HeavyBill,
        |h| h.incomes.push(made("2026-09-30", 40_000, &[4_000, 5_000, 3_000])),
        |h| h.incomes[0].content.spending[1].yuan = 4_999,
    ),
    (
        Rule::SpouseUnlikely,
        |h| h.members[1].sex = Sex::Male,
        |h| h.members[1].relation = Relation::Sibling,
    ),
    (
        Rule::SpouseUnlikely,
        |h| {
            let other = h.members[1].clone();
            h.members.push(other);
        },
        |h| h.members[2].relation = Relation::Daughter,
    ),
    (
        Rule::SexNotOfNumber,
        |h| h.members[1].id_masked = Some("**************0013".to_owned()),
        |h| h.members[1].id_masked = Some("**************0023".to_owned()),
    ),
    (
        Rule::StageNotOfAge,
        |h| {
            h.members[1].birth = Some(day("2005-05-01"));
            said(h, FieldName::StudentStatus, text("SENIOR_3"));
        },
        |h| h.members[1].birth = Some(day("2006-05-01")),
    ),
    (
        Rule::IllnessUnseen,
        |h| {
            risk(h, RiskCause::Illness);
            for member in &mut h.members {
                member.facts.register(FieldName::Health, healths(&["HEALTHY"]));
            }
        },
        |h| said(h, FieldName::Health, healths(&["CHRONIC"])),
    ),
    (
        Rule::IllnessUnseen,
        |h| {
            risk(h, RiskCause::Illness);
            own(h, FieldName::SelfPaidMedical, Some(FactValue::Count(0)));
        },
        |h| own(h, FieldName::SelfPaidMedical, Some(FactValue::Count(1))),
    ),
    (
        Rule::LabourEnough,
        |h| {
            risk(h, RiskCause::LackLabour);
            able(h, &["LOST", "ORDINARY"]);
        },
        |h| able(h, &["LOST", "NONE"]),
    ),
    (
        Rule::JobUnseen,
        |h| {
            risk(h, RiskCause::UnstableJob);
            able(h, &["LOST", "NONE"]);
        },
        |h| {
            able(h, &["LOST", "WEAK"]);
            said(h, FieldName::WorkPlace, text("广东"));
        },
    ),
    (
        Rule::JobUnseen,
        |h| {
            risk(h, RiskCause::UnstableJob);
            able(h, &["LOST", "ORDINARY"]);
        },
        |h| said(h, FieldName::WorkMonths, Some(FactValue::Count(0))),
    ),
    (
        Rule::CategoryNotOfIncome,
        |h| {
            h.monitor = Some(MonitorCategory::SuddenHardship);
            earning(h, 15_998);
        },
        |h| earning(h, 16_000),
    ),
];
