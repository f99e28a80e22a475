//! The criteria of domain.md §4.10 and the rules VE01–VE07, one by one and all together.

use crate::cast::{day, id};
use domain::elimination::codes::{
    CriterionCode as C, EliminationKind as K, EliminationState as S, EliminationWay as Way, Finding,
    MonitoringStatus, Severity,
};
use domain::elimination::precheck::{Evidence, Since};
use domain::elimination::rules::check_criteria;
use domain::elimination::*;
use domain::household::Risk;
use domain::household::codes::{Answer, LabourSkill, MonitorCategory, RiskCause};
use domain::household::facts::{FactValue, FieldName};
use domain::ids::*;
use domain::income::codes::{IncomeLine, IncomeSource, Spending};
use domain::income::{IncomeAmount, SpendingAmount};
use domain::plan::codes::MeasureStatus;
use domain::record::Records;
use domain::refusal::RefusalCode as R;
use domain::request::RequestStep;
use domain::request::codes::{RequestCategory, ToldHow};
use proptest::prelude::*;

use crate::world::*;

/// Something that is amiss, the criterion that finds it, and what both nomination and decision answer.
type Amiss = (C, R, fn(&mut World));

/// §12.5, line by line, as it blocks an elimination by assistance.
const AMISS: &[Amiss] = &[
    (C::MeasureApplied, R::NoMeasureApplied, |world| {
        world.rewrite(|file| file.plan.measures[0].progress.clear());
    }),
    (C::MeasureApplied, R::NoMeasureApplied, |world| {
        world.rewrite(|file| {
            for told in &mut file.plan.measures[0].progress {
                told.step.status = MeasureStatus::Stopped;
            }
        });
    }),
    (C::MeasureApplied, R::NoMeasureApplied, |world| {
        // Help of an earlier time.
        world.rewrite(|file| {
            for told in &mut file.plan.measures[0].progress {
                told.step.on = day("2026-02-01");
            }
        });
    }),
    (C::IncomeAboveLine, R::IncomeNotAbove, |world| {
        world.change(|household| household.incomes.truncate(1));
    }),
    (C::IncomeAboveLine, R::IncomeNotAbove, |world| {
        // Exactly the line is not above it.
        let at = income(502, "2026-09-11", ("2025-09-01", "2026-08-31"), 8_500);
        world.change(|household| household.incomes.push(at));
    }),
    (C::IncomeAboveLine, R::IncomeNotAbove, |world| {
        world.config.income_lines.retain(|line| line.year != 2026);
    }),
    (C::IncomeAboveLine, R::IncomeNotAbove, |world| {
        // Above the line only if a donation counts, which the district has not said.
        let mut open = income(502, "2026-09-11", ("2025-09-01", "2026-08-31"), 8_000);
        open.content.amounts.push(IncomeAmount {
            line: IncomeLine::Donation,
            yuan: 4_000,
            source: IncomeSource::SelfReport,
        });
        world.change(|household| household.incomes.push(open));
    }),
    (C::IncomeAboveLine, R::IncomeNotAbove, |world| {
        let old = income(502, "2026-09-11", ("2024-09-01", "2025-08-31"), 12_000);
        world.change(|household| household.incomes = vec![old]);
    }),
    (C::GuaranteesHeld, R::GuaranteesNotHeld, |world| {
        world.change(|household| answered(household, FieldName::WaterGuarantee, Answer::Problem));
    }),
    (C::GuaranteesHeld, R::GuaranteesNotHeld, |world| {
        world.change(|household| answered(household, FieldName::Food, Answer::Unknown));
    }),
    (C::NotSafetyNet, R::SafetyNetHousehold, |world| {
        world.change(|household| household.no_labour_safety_net = true);
    }),
    (C::NotSafetyNet, R::SafetyNetHousehold, |world| {
        world.change(|household| {
            for member in &mut household.members {
                let none = FactValue::Words(LabourSkill::None.code().to_owned());
                member.facts.register(FieldName::LabourSkill, Some(none));
            }
        });
    }),
];

#[test]
fn what_blocks_the_nomination_blocks_the_decision_too() {
    for (n, (code, refusal, amiss)) in AMISS.iter().enumerate() {
        let mut world = World::ready();
        amiss(&mut world);
        let found = world.of_code(Way::ByAssistance, NOMINATED, *code);
        assert!(found.blocks(), "{n} {found:?}");
        let words = "写了原因也不行";
        let nominated = world.nominate("P001", NOMINATED, Way::ByAssistance, words);
        assert_eq!(nominated, Err(*refusal), "{n}");
        let mut later = World::at(S::CountyReview);
        amiss(&mut later);
        assert_eq!(later.take("D001", "2026-09-25", K::Decide), Err(*refusal), "{n}");
        assert_eq!(later.take("D001", "2026-09-25", K::ReturnToTown), Ok(()), "{n}");
    }
    assert!(
        World::ready()
            .precheck(Way::ByAssistance, NOMINATED)
            .iter()
            .all(|one| one.finding == Finding::Met)
    );
}

#[test]
fn a_risk_that_went_away_by_itself_needs_no_measure_but_income_and_guarantees() {
    for (n, (code, refusal, amiss)) in AMISS.iter().enumerate() {
        let mut world = World::ready();
        amiss(&mut world);
        let outcome = world.nominate("P001", NOMINATED, Way::Natural, "");
        let wanted = match code {
            C::MeasureApplied => Ok(()),
            _ => Err(*refusal),
        };
        assert_eq!(outcome, wanted, "{n}");
    }
}

#[test]
fn ve01_six_months_to_the_day_and_sooner_only_by_nature_with_a_reason() {
    let nominate = |on: &str, way, words: &str| World::ready().nominate("P001", on, way, words);
    assert_eq!(
        nominate("2026-09-12", Way::ByAssistance, "写了也不行"),
        Err(R::TooSoon)
    );
    assert_eq!(nominate("2026-09-13", Way::ByAssistance, ""), Ok(()));
    assert_eq!(nominate("2026-09-12", Way::Natural, " "), Err(R::ReasonNeeded));
    assert_eq!(nominate("2026-09-12", Way::Natural, "子女已就业"), Ok(()));
    assert_eq!(
        nominate("2026-03-12", Way::Natural, "太早"),
        Err(R::StepBeforeLast)
    );
    let mut quick = World::ready();
    quick.config.eliminate.as_mut().unwrap().min_months = 3;
    assert_eq!(
        quick
            .clone()
            .nominate("P001", "2026-09-11", Way::ByAssistance, ""),
        Ok(())
    );
    // An elimination keeps the figures under which it was begun.
    let mut world = World::at(S::CountyReview);
    world.config.eliminate.as_mut().unwrap().min_months = 12;
    assert_eq!(world.take("D001", "2026-09-25", K::Decide), Ok(()));
}

#[test]
fn ve06_two_months_block_whatever_the_district_has_set() {
    let mut world = World::of(asked());
    world.identify(FLAG, "2026-03");
    world.help();
    let soon = income(501, "2026-05-10", ("2025-05-01", "2026-04-30"), 12_000);
    world.change(|household| household.incomes.push(soon));
    world.config.eliminate.as_mut().unwrap().min_months = 1;
    let nominate = |on: &str, way| world.clone().nominate("P001", on, way, "有原因");
    assert_eq!(nominate("2026-05-13", Way::ByAssistance), Err(R::WithinTwoMonths));
    assert_eq!(nominate("2026-05-14", Way::ByAssistance), Ok(()));
    assert_eq!(nominate("2026-05-13", Way::Natural), Ok(()));
}

#[test]
fn ve07_an_open_flag_needs_a_reason_at_the_nomination_and_at_the_decision() {
    let flag = FlagId(id(41));
    let mut world = World::ready();
    world.raise(flag, "2026-09-13");
    let found = world.of_code(Way::ByAssistance, NOMINATED, C::NoOpenFlag);
    assert_eq!(
        found.evidence,
        Evidence::Flags(vec![flag]),
        "not the one that was answered"
    );
    assert!(found.warns());
    let nominate = |words| {
        world
            .clone()
            .nominate("P001", NOMINATED, Way::ByAssistance, words)
    };
    assert_eq!(nominate(""), Err(R::ReasonNeeded));
    assert_eq!(nominate("只是换了工地"), Ok(()));
    let mut later = World::at(S::CountyReview);
    later.raise(flag, "2026-09-24");
    let mut confirmed = later.clone();
    confirmed.confirm(flag, "2026-09-24");
    for mut world in [later, confirmed] {
        let decide = |world: &mut World, words: &str| {
            world.hand_in(("D001", "2026-09-25"), words, EliminationDeed::Decide)
        };
        assert_eq!(decide(&mut world, ""), Err(R::ReasonNeeded));
        assert_eq!(decide(&mut world, "已核实，不影响"), Ok(()));
    }
    // A flag that was confirmed before the decision of March, beside the one that opened the case.
    let mut beside = World::of(asked());
    beside.raise(flag, "2026-03-01");
    beside.confirm(flag, "2026-03-01");
    beside.rewrite(|file| file.cases.clear());
    beside.identify(FLAG, "2026-03");
    let found = beside.of_code(Way::ByAssistance, NOMINATED, C::NoOpenFlag);
    assert_eq!(found.finding, Finding::Met);
}

#[test]
fn ve07_an_open_request_about_money_housing_or_water_needs_a_reason_until_the_household_was_told() {
    for category in RequestCategory::ALL {
        let request = RequestId(id(51));
        let mut world = World::ready();
        world.ask(request, "2026-09-10", *category);
        let weighs = matches!(
            category,
            RequestCategory::Subsidy | RequestCategory::Housing | RequestCategory::Water
        );
        let found = |world: &World| world.of_code(Way::ByAssistance, NOMINATED, C::NoOpenRequest);
        let nominate = |world: &World, words: &str| {
            world
                .clone()
                .nominate("P001", NOMINATED, Way::ByAssistance, words)
        };
        assert_eq!(found(&world).warns(), weighs, "{category:?}");
        let open = if weighs { vec![request] } else { vec![] };
        assert_eq!(found(&world).evidence, Evidence::Requests(open));
        let without = if weighs { Err(R::ReasonNeeded) } else { Ok(()) };
        assert_eq!(nominate(&world, ""), without, "{category:?}");
        assert_eq!(nominate(&world, "水管下月到货"), Ok(()));

        world.step_request(request, "2026-09-11", RequestStep::TakeUp);
        let words = "换了水泵".to_owned();
        world.step_request(request, "2026-09-11", RequestStep::Finish { words });
        assert_eq!(found(&world).warns(), weighs, "the household does not know yet");
        let told = RequestStep::Tell {
            on: day("2026-09-12"),
            how: ToldHow::Phone,
        };
        world.step_request(request, "2026-09-12", told);
        assert_eq!(found(&world).finding, Finding::Met);
        assert_eq!(nominate(&world, ""), Ok(()));
    }
}

#[test]
fn what_only_people_can_judge_is_told_and_stops_nobody() {
    let mut world = World::ready();
    let mut costly = above();
    costly.op = OpId(id(502));
    costly.content.spending = vec![SpendingAmount {
        kind: Spending::SelfPaidMedical,
        yuan: 30_000,
    }];
    world.change(|household| {
        household.incomes.push(costly);
        household.risks.push(Risk {
            cause: RiskCause::Illness,
            disaster: None,
        });
    });
    let spending = world.of_code(Way::ByAssistance, NOMINATED, C::SpendingSolved);
    assert_eq!(
        (spending.finding, spending.severity, spending.evidence),
        (Finding::NotKnown, Severity::Info, Evidence::Spending(30_000))
    );
    let risks = world.of_code(Way::ByAssistance, NOMINATED, C::RisksAnswered);
    assert_eq!(
        (risks.finding, risks.evidence),
        (Finding::NotMet, Evidence::Risks(vec![RiskCause::Illness]))
    );
    assert_eq!(world.nominate("P001", NOMINATED, Way::ByAssistance, ""), Ok(()));
}

#[test]
fn where_only_the_register_says_monitored_its_day_is_the_least_that_is_known() {
    let mut household = asked();
    household.monitor = Some(MonitorCategory::Marginal);
    household.incomes.push(above());
    household.register_as_of = day("2026-06-30");
    let mut world = World::of(household);
    world.help();
    let found = world.of_code(Way::ByAssistance, NOMINATED, C::MinMonths);
    assert_eq!(found.finding, Finding::NotKnown);
    assert_eq!(
        found.evidence,
        Evidence::Since(Since::RegisterOf(day("2026-06-30")))
    );
    let nominate = |words| {
        world
            .clone()
            .nominate("P001", NOMINATED, Way::ByAssistance, words)
    };
    assert_eq!(nominate(""), Err(R::ReasonNeeded));
    assert_eq!(nominate("全国系统里认定日期是 2025 年 10 月"), Ok(()));
    world.change(|household| household.register_as_of = day("2026-03-14"));
    assert_eq!(world.nominate("P001", NOMINATED, Way::ByAssistance, ""), Ok(()));
    let elimination = world.present();
    assert_eq!(elimination.ends, None);
    assert_eq!(world.status(), Some(MonitoringStatus::EliminationPending));
}

#[test]
fn the_way_that_was_found_at_home_counts_at_the_decision() {
    // Nominated as natural after four months with a reason; found at home to be by assistance, for which it is too soon.
    let mut world = World::of(asked());
    world.identify(FLAG, "2026-03");
    let soon = income(501, "2026-07-10", ("2025-07-01", "2026-06-30"), 12_000);
    world.change(|household| household.incomes.push(soon));
    world
        .nominate("P001", "2026-07-14", Way::Natural, "子女已就业")
        .unwrap();
    assert_eq!(world.present().way(), Way::Natural);
    world.take("P001", "2026-07-15", K::Verify).unwrap();
    assert_eq!(world.present().way(), Way::ByAssistance);
    for (staff, on, kind) in [
        ("P001", "2026-07-16", K::Agree),
        ("P001", "2026-07-17", K::HangNotice),
        ("W001", "2026-07-24", K::PassTown),
    ] {
        world.take(staff, on, kind).unwrap();
    }
    assert_eq!(world.take("D001", "2026-07-25", K::Decide), Err(R::TooSoon));
}

/// A world in which anything may be amiss, a day, a way and whether a reason was written.
fn anything() -> impl Strategy<Value = (World, u32, Way, bool)> {
    let amiss = prop::sample::subsequence((0..AMISS.len()).collect::<Vec<_>>(), 0..3);
    let flag = any::<bool>();
    let by_register = any::<bool>();
    let way = prop::sample::select(Way::ALL);
    (amiss, flag, by_register, 0_u32..260, way, any::<bool>()).prop_map(
        |(amiss, flag, by_register, days, way, reason)| {
            let mut world = World::ready();
            for n in amiss {
                AMISS[n].2(&mut world);
            }
            if flag {
                world.raise(FlagId(id(41)), IDENTIFIED);
            }
            if by_register {
                world.rewrite(|file| file.cases.clear());
                world.change(|household| household.register_as_of = day(IDENTIFIED));
            }
            (world, days, way, reason)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// What the form says beforehand is what the rules answer, at the nomination and again at the decision.
    #[test]
    fn the_precheck_allows_exactly_what_the_rules_allow((world, days, way, reason) in anything()) {
        let words = if reason { "已核实" } else { "" };
        let on = domain::time::plus_days(day(IDENTIFIED), days).to_string();
        let allowed = check_criteria(&world.precheck(way, &on), words).map_err(|refusal| refusal.code);
        prop_assert_eq!(world.clone().nominate("P001", &on, way, words), allowed);

        let mut later = world;
        let ready = World::at(S::CountyReview);
        let mut running = ready.present().clone();
        running.nominated_way = way;
        running.nominated_on = day(IDENTIFIED);
        running.steps.clear();
        // As if it had run its course by that day.
        let steps = ready.present().steps.clone();
        let file = later.records.monitoring(HOUSEHOLD).unwrap();
        running.ends = file.identified().map(|case| case.op);
        for (n, mut entry) in steps.into_iter().enumerate() {
            if let EliminationDeed::Verify { found } = &mut entry.step.deed {
                found.way = way;
            }
            let offset = if n < 3 { 0 } else { 7 };
            entry.step.on = domain::time::plus_days(day(IDENTIFIED), offset);
            entry.received_at = None;
            running.steps.push(entry);
        }
        later.rewrite(|file| file.eliminations.push(running));
        prop_assume!(days >= 7);
        let allowed = check_criteria(&later.precheck(way, &on), words).map_err(|refusal| refusal.code);
        let decided = later.hand_in(("D001", &on), words, EliminationDeed::Decide);
        prop_assert_eq!(decided, allowed);
        prop_assert_eq!(later.household().monitored().is_none(), allowed.is_ok());
    }
}
