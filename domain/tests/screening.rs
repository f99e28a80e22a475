//! Screening: each rule by what raises it and by what settles it, and what holds for any household.

#![expect(clippy::indexing_slicing, reason = "tests fail by panicking")]

#[expect(dead_code, reason = "no visit is told here")]
mod cast;
#[path = "screening/stories.rs"]
mod stories;

use cast::{day, household};
use domain::config::Config;
use domain::household::Household;
use domain::household::codes::{HouseholdType, MonitorCategory, RiskCause};
use domain::household::facts::{FactValue, FieldName};
use domain::ids::{HouseholdId, MemberId};
use domain::screening::{
    Compared, Finding, Paid, Persons, RuleRow, ScreeningRule as Rule, doubted, screen, screen_among,
};
use proptest::prelude::*;
use stories::{STORIES, TODAY, able, config, earning, healths, made, own, risk, said, text};

fn found(household: &Household) -> Vec<Finding> {
    screen(household, false, &config(), day(TODAY))
}

fn rules(household: &Household) -> Vec<Rule> {
    found(household).iter().map(|finding| finding.rule).collect()
}

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
        home.monitor.get_or_insert(MonitorCategory::Marginal);
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
        paid: Paid {
            medical: 30_000,
            ..Paid::default()
        },
        net: 40_000,
        to: None,
    };
    assert_eq!(compared, Some(expected));
    home.register_as_of = day("2025-12-31");
    assert_eq!(rules(&home), []);
}

#[test]
fn the_newest_calculation_stands_before_the_register_while_it_is_recent() {
    let mut home = household();
    earning(&mut home, 100);
    home.incomes.push(made("2026-09-30", 40_000, &[0, 12_000, 0]));
    let told = found(&home);
    let Some(Compared::Bill { paid, net, to }) = told[0].compared else {
        panic!("{told:?}")
    };
    assert_eq!(
        (paid.schooling, net, to),
        (12_000, 40_000, Some(day("2026-09-30")))
    );
    assert!(
        told[0].facts.is_empty(),
        "nothing that was asked at the door is in it"
    );
    assert_eq!(
        rules(&home),
        [Rule::HeavyBill],
        "above the line by the calculation"
    );
    // It did not ask about medicine: this year's fact stands beside it.
    own(&mut home, FieldName::SelfPaidMedical, Some(FactValue::Count(500)));
    let told = found(&home);
    assert!(matches!(told[0].compared, Some(Compared::Bill { paid, .. }) if paid.total() == 12_500));
    assert_eq!(told[0].facts.len(), 1);
    // Older than twelve months it says nothing: the register stands again.
    home.incomes = vec![made("2025-11-18", 4_000, &[0, 12_000, 0])];
    assert_eq!(rules(&home), [Rule::HeavyBill, Rule::BelowLine]);
    home.income = None;
    assert_eq!(rules(&home), [], "neither a bill nor below the line");
    // Nor does one of half a year, against the line.
    home.incomes = vec![made("2026-09-30", 4_000, &[0, 0, 0])];
    own(&mut home, FieldName::SelfPaidMedical, None);
    assert_eq!(rules(&home), [Rule::BelowLine]);
    home.incomes[0].content.from = day("2026-04-01");
    assert_eq!(rules(&home), []);
}

#[test]
fn a_person_in_two_households_is_told_in_both_with_the_other() {
    let person = |home: &mut Household, number: &str| {
        let first = &mut home.members[0];
        first.birth = Some(day("1950-03-01"));
        first.id_masked = Some(number.to_owned());
    };
    let (mut one, mut other) = (household(), household());
    other.id = HouseholdId(cast::id(77));
    other.members[0].id = MemberId(cast::id(78));
    person(&mut one, "999999********0013");
    person(&mut other, "999999********0013");
    let twice = |one: &Household, other: &Household| {
        let both = Persons::of([one, other]);
        let of = |home: &Household| -> Vec<Option<Compared>> {
            let found = screen_among(&both, home, false, (&config(), day(TODAY)));
            let twice = found.iter().filter(|finding| finding.rule == Rule::PersonTwice);
            twice.map(|finding| finding.compared).collect()
        };
        (of(one), of(other))
    };
    let at = |home: &Household| {
        vec![Some(Compared::Person {
            household: home.id,
            member: home.members[0].id,
        })]
    };
    assert_eq!(twice(&one, &other), (at(&other), at(&one)));
    assert_eq!(rules(&one), [], "alone nobody is twice");
    person(&mut other, "999999********0021");
    assert_eq!(
        twice(&one, &other),
        (vec![], vec![]),
        "another number is another person"
    );
    person(&mut other, "999999********0013");
    other.members[0].birth = None;
    assert_eq!(
        twice(&one, &other),
        (vec![], vec![]),
        "without a birthday nobody can say"
    );
}

#[test]
fn what_speaks_against_a_verification_is_said_before_it_is_handed_in() {
    let mut home = household();
    able(&mut home, &["ORDINARY", "WEAK"]);
    earning(&mut home, 16_000);
    let says = |home: &Household, category: Option<MonitorCategory>, causes: &[RiskCause]| -> Vec<Rule> {
        let found = doubted(home, category, causes, (&config(), day(TODAY)));
        found.iter().map(|finding| finding.rule).collect()
    };
    let causes = [
        RiskCause::LackLabour,
        RiskCause::UnstableJob,
        RiskCause::Schooling,
    ];
    let marginal = Some(MonitorCategory::Marginal);
    assert_eq!(
        says(&home, marginal, &causes),
        [Rule::LabourEnough, Rule::JobUnseen, Rule::CategoryNotOfIncome]
    );
    assert_eq!(rules(&home), [], "nothing of it is in the record yet");
    assert_eq!(says(&home, None, &[RiskCause::Schooling]), []);
    // Sudden hardship is above the line, the other categories below it; without a line nobody can say.
    let sudden = Some(MonitorCategory::SuddenHardship);
    assert_eq!(says(&home, sudden, &[]), []);
    earning(&mut home, 15_998);
    assert_eq!(says(&home, sudden, &[]), [Rule::CategoryNotOfIncome]);
    assert_eq!(says(&home, marginal, &[]), []);
    assert_eq!(doubted(&home, sudden, &[], (&Config::default(), day(TODAY))), []);
    // Of a record, income above the line is what help was for.
    home.monitor = marginal;
    earning(&mut home, 60_000);
    assert_eq!(rules(&home), []);
}

#[test]
fn the_district_says_how_much_labour_is_no_lack() {
    let mut home = household();
    able(&mut home, &["ORDINARY", "LOST"]);
    let of = |figure: Option<u32>, off: bool| {
        let row = RuleRow {
            rule: Rule::LabourEnough,
            off,
            figure,
            from: day("2026-01-01"),
            document: "测试".to_owned(),
        };
        let config = Config {
            screening: vec![row],
            ..config()
        };
        doubted(&home, None, &[RiskCause::LackLabour], (&config, day(TODAY))).len()
    };
    assert_eq!(
        (of(Some(50), false), of(Some(51), false), of(Some(25), true)),
        (1, 0, 0)
    );
}

#[test]
fn a_certificate_s_number_tells_no_sex() {
    let mut home = household();
    home.members[1].id_masked = Some("**************0013".to_owned());
    assert_eq!(rules(&home), [Rule::SexNotOfNumber]);
    said(&mut home, FieldName::Health, healths(&["DISABLED"]));
    assert_eq!(rules(&home), []);
}

#[test]
fn an_illness_without_a_bill_is_told_of_who_is_monitored() {
    let mut home = household();
    risk(&mut home, RiskCause::Illness);
    own(&mut home, FieldName::SelfPaidMedical, Some(FactValue::Count(0)));
    assert_eq!(rules(&home), [Rule::IllnessUnseen]);
    // The team's calculation knows of a bill.
    home.incomes.push(made("2026-09-30", 40_000, &[300, 0, 0]));
    assert_eq!(rules(&home), []);
    home.incomes.clear();
    home.monitor = None;
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
            home.household_type = HouseholdType::Ordinary;
            for cause in [RiskCause::Illness, RiskCause::LackLabour, RiskCause::UnstableJob] {
                risk(&mut home, cause);
            }
            home.monitor = monitored.then_some(MonitorCategory::Marginal);
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
