//! Screening: each rule by what raises it and by what settles it, and what holds for any household.

#![expect(clippy::indexing_slicing, reason = "tests fail by panicking")]

#[expect(dead_code, reason = "no visit is told here")]
mod cast;

use cast::{day, household};
use domain::config::Config;
use domain::household::codes::{HouseholdType, MonitorCategory};
use domain::household::facts::{FactValue, FieldName};
use domain::household::{Household, IncomeSummary};
use domain::income::MonitoringLine;
use domain::screening::{Compared, Finding, ScreeningRule as Rule, screen};
use proptest::prelude::*;

const TODAY: &str = "2026-11-20";

fn text(code: &str) -> Option<FactValue> {
    Some(FactValue::Words(code.to_owned()))
}

fn healths(codes: &[&str]) -> Option<FactValue> {
    Some(FactValue::Codes(
        codes.iter().map(|code| (*code).to_owned()).collect(),
    ))
}

/// A change to a household.
type Change = fn(&mut Household);

fn own(household: &mut Household, name: FieldName, value: Option<FactValue>) {
    household.facts.register(name, value);
}

fn said(household: &mut Household, name: FieldName, value: Option<FactValue>) {
    household.members[1].facts.register(name, value);
}

fn earning(household: &mut Household, wage: i64) {
    household.income = Some(IncomeSummary {
        from: day("2025-10-01"),
        to: day("2026-09-30"),
        wage,
        ..IncomeSummary::default()
    });
}

fn config() -> Config {
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

fn found(household: &Household) -> Vec<Finding> {
    screen(household, false, &config(), day(TODAY))
}

fn rules(household: &Household) -> Vec<Rule> {
    found(household).iter().map(|finding| finding.rule).collect()
}

/// A rule, what raises it, and what settles it.
const STORIES: &[(Rule, Change, Change)] = &[
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
];

#[test]
fn each_rule_is_raised_by_its_facts_and_settled_by_them() {
    assert_eq!(rules(&household()), [], "of what was not asked nothing is found");
    for (rule, raise, settle) in STORIES {
        let mut home = household();
        raise(&mut home);
        assert!(rules(&home).contains(rule), "{rule:?} is not raised");
        settle(&mut home);
        assert!(!rules(&home).contains(rule), "{rule:?} is not settled");
    }
    for rule in Rule::ALL {
        assert!(
            STORIES.iter().any(|story| story.0 == *rule),
            "{rule:?} has no story"
        );
    }
}

#[test]
fn who_is_looked_after_is_not_asked_about_again_but_contradictions_are_told() {
    for (rule, raise, _) in STORIES {
        let mut home = household();
        raise(&mut home);
        let flagged = screen(&home, true, &config(), day(TODAY));
        home.monitor = Some(MonitorCategory::Marginal);
        for found in [flagged, found(&home)] {
            let told = found.iter().any(|finding| finding.rule == *rule);
            assert_eq!(told, rule.cause().is_none(), "{rule:?}");
        }
    }
}

#[test]
fn a_year_without_a_line_is_not_classified() {
    let mut home = household();
    earning(&mut home, 100);
    let found = screen(&home, false, &Config::default(), day(TODAY));
    assert!(found.iter().all(|finding| finding.rule != Rule::BelowLine));
    let line = rules(&home);
    assert_eq!(line, [Rule::BelowLine]);
}

#[test]
fn a_bill_of_last_year_says_nothing_of_this_one() {
    let mut home = household();
    earning(&mut home, 40_000);
    own(
        &mut home,
        FieldName::SelfPaidMedical,
        Some(FactValue::Count(30_000)),
    );
    let compared = found(&home)[0].compared;
    let expected = Compared::Bill {
        paid: 30_000,
        net: 40_000,
    };
    assert_eq!(compared, Some(expected));
    home.register_as_of = day("2025-12-31");
    assert_eq!(rules(&home), []);
}

/// Any facts that the fields take, a birthday and a standing.
fn anything() -> impl Strategy<Value = Household> {
    let value = prop::sample::select(vec![
        text("OK"),
        text("PROBLEM"),
        text("UNKNOWN"),
        text("C"),
        text("LOST"),
        text("ORDINARY"),
        text("PRIMARY"),
        text("PRESCHOOL"),
        text("JUNIOR"),
        healths(&["HEALTHY"]),
        healths(&["SERIOUS"]),
        Some(FactValue::Flag(true)),
        Some(FactValue::Flag(false)),
        Some(FactValue::Count(9_000)),
    ]);
    let facts = prop::collection::vec((prop::sample::select(FieldName::ALL), 0..2_usize, value), 0..24);
    (facts, 1940..2026_i32, any::<bool>(), any::<bool>(), 0..60_000_i64).prop_map(
        |(facts, born, monitored, earns, wage)| {
            let mut home = household();
            for (name, member, value) in facts.into_iter().filter(|fact| fact.0.accepts(fact.2.as_ref())) {
                match name.of_member() {
                    true => home.members[member].facts.register(name, value),
                    false => home.facts.register(name, value),
                }
            }
            home.members[1].birth = Some(day(&format!("{born}-03-01")));
            home.monitor = monitored.then_some(MonitorCategory::Marginal);
            home.household_type = HouseholdType::Ordinary;
            if earns {
                earning(&mut home, wage);
            }
            home
        },
    )
}

proptest! {
    #[test]
    fn a_finding_names_what_it_was_found_from_and_nobody_is_found_twice(home in anything()) {
        let found = found(&home);
        for (n, finding) in found.iter().enumerate() {
            prop_assert!(!finding.facts.is_empty() || finding.compared.is_some());
            prop_assert!(finding.facts.iter().any(|key| home.value(key).is_some()) || finding.compared.is_some());
            let same = |other: &&Finding| (other.rule, other.member) == (finding.rule, finding.member);
            prop_assert_eq!(found.iter().filter(same).count(), 1, "{} {:?}", n, finding);
            prop_assert!(home.monitor.is_none() || finding.rule.cause().is_none());
        }
    }

    #[test]
    fn without_the_facts_it_names_a_finding_is_gone(home in anything()) {
        for finding in found(&home) {
            let mut without = home.clone();
            for key in &finding.facts {
                without.facts_of_mut(key.member).unwrap().register(key.name, None);
            }
            if finding.compared.is_some() {
                without.income = None;
            }
            let left = screen(&without, false, &config(), day(TODAY));
            prop_assert!(left.iter().all(|other| (other.rule, other.member) != (finding.rule, finding.member)));
        }
    }
}
