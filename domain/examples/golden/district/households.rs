//! Invented households: members, facts, income.

use super::dice::{Dice, ago};
use chrono::NaiveDate;
use domain::elimination::Eliminated;
use domain::elimination::codes::EliminationWay;
use domain::household::codes::{
    Answer, DisasterKind, Education, Health, HouseGrade, HouseholdType, LabourSkill, MonitorCategory,
    Relation, RiskCause, StudentStatus,
};
use domain::household::facts::{FactValue, Facts, FieldName, GUARANTEES};
use domain::household::{Household, IncomeSummary, Member, Risk};
use domain::identity::Sex;
use domain::ids::{HouseholdId, MemberId, OpId, VillageId};
use domain::income::codes::{IncomeLine, IncomeSource, Spending};
use domain::income::{IncomeAmount, IncomeContent, IncomeSnapshot, SpendingAmount};
use uuid::Uuid;

const SURNAMES: [&str; 8] = ["聂", "邓", "谭", "彭", "刘", "覃", "向", "田"];

/// The identity of a thing of a kind.
pub fn id(kind: u64, number: u64) -> Uuid {
    Uuid::from_u64_pair(kind, number)
}

/// The household of a number, as it is recorded on a day.
pub fn household(number: u64, village: &VillageId, place: u64, today: NaiveDate) -> Household {
    let mut dice = Dice::of(1, number);
    let register_as_of = dice.before(today, 0, 500);
    let monitor = if dice.in_hundred(55) {
        dice.one(MonitorCategory::ALL)
    } else {
        None
    };
    let lifted = dice.in_hundred(40);
    let count = dice.one(&[0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 6, 8]).unwrap_or(1);
    Household {
        id: HouseholdId(id(1, number)),
        code: format!("{village}-{place:04}"),
        village: village.clone(),
        group: format!("第{}组", dice.between(1, 9)),
        address: String::new(),
        household_type: if lifted {
            HouseholdType::LiftedOut
        } else {
            HouseholdType::Ordinary
        },
        lifted_out_year: lifted.then_some(2018),
        monitor,
        risks: if monitor.is_some() {
            risks(&mut dice)
        } else {
            Vec::new()
        },
        no_labour_safety_net: dice.in_hundred(5),
        resettled: number.is_multiple_of(6),
        phone_masked: None,
        register_as_of,
        facts: facts_of_household(&mut dice),
        members: members(number, count, today),
        income: dice.in_hundred(60).then(|| summary(&mut dice, register_as_of)),
        incomes: (0..dice.below(4))
            .map(|which| snapshot(number, which, today))
            .collect(),
        monitor_by: None,
        eliminated: monitor.filter(|_| dice.in_hundred(20)).map(|_| Eliminated {
            on: dice.before(today, 0, 400),
            way: dice.one(EliminationWay::ALL).unwrap_or(EliminationWay::Natural),
            by: OpId(id(90, number)),
        }),
        reduced: None,
        land: None,
    }
}

/// The members; in some households the second is the first once more, as registers have it.
fn members(number: u64, count: u64, today: NaiveDate) -> Vec<Member> {
    let mut members: Vec<Member> = (0..count).map(|place| member(number, place, today)).collect();
    if number.is_multiple_of(25)
        && let [first, second, ..] = members.as_mut_slice()
    {
        first.id_masked = Some("999999********0013".to_owned());
        second.id_masked.clone_from(&first.id_masked);
        second.name.clone_from(&first.name);
        second.birth = first.birth;
    }
    members
}

fn risks(dice: &mut Dice) -> Vec<Risk> {
    let mut causes = dice.some(RiskCause::ALL, 15);
    causes.truncate(5);
    if causes.is_empty() {
        causes.extend(dice.one(RiskCause::ALL));
    }
    let mut risk = |cause| Risk {
        cause,
        disaster: (cause == RiskCause::NaturalDisaster)
            .then(|| dice.one(DisasterKind::ALL))
            .flatten(),
    };
    causes.into_iter().map(&mut risk).collect()
}

fn word(code: &str) -> Option<FactValue> {
    Some(FactValue::Words(code.to_owned()))
}

fn facts_of_household(dice: &mut Dice) -> Facts {
    let mut facts = Facts::default();
    // Most homes hold what they are assured: else nobody could be eliminated.
    let well = dice.in_hundred(50);
    for name in GUARANTEES {
        let answer = match well {
            true => Some(Answer::Ok),
            false if dice.in_hundred(15) => None,
            false => dice.one(Answer::ALL),
        };
        facts.register(name, answer.and_then(|answer| word(answer.code())));
    }
    if dice.in_hundred(50) {
        let grade = dice.one(HouseGrade::ALL);
        facts.register(FieldName::HouseGrade, grade.and_then(|grade| word(grade.code())));
    }
    if dice.in_hundred(40) {
        let paid = FactValue::Count(i64::from(dice.yuan()));
        facts.register(FieldName::SelfPaidMedical, Some(paid));
    }
    facts
}

fn member(household: u64, place: u64, today: NaiveDate) -> Member {
    let number = household * 10 + place;
    let mut dice = Dice::of(2, number);
    let surname = dice.one(&SURNAMES).unwrap_or_default();
    let relation = match place {
        0 => Some(Relation::Head),
        _ => dice.one(Relation::ALL.get(1..).unwrap_or_default()),
    };
    let born = dice.in_hundred(95).then(|| match place {
        0 | 1 => ago(today, dice.between(7_000, 32_000)),
        _ => ago(today, dice.between(100, 12_000)),
    });
    Member {
        id: MemberId(id(2, number)),
        name: format!("{surname}某{place}"),
        initials: String::new(),
        relation: relation.unwrap_or(Relation::Other),
        sex: dice.one(Sex::ALL).unwrap_or(Sex::Female),
        birth: born,
        id_masked: None,
        facts: facts_of_member(&mut dice),
    }
}

fn facts_of_member(dice: &mut Dice) -> Facts {
    let mut facts = Facts::default();
    let asked = dice.between(40, 95);
    let mut say = |name: FieldName, dice: &mut Dice, value: Option<FactValue>| {
        if dice.in_hundred(asked) {
            facts.register(name, value);
        }
    };
    let health = match dice.in_hundred(60) {
        true => vec![Health::Healthy],
        false => dice.some(&[Health::Chronic, Health::Serious, Health::Disabled], 45),
    };
    let health: Vec<String> = health.iter().map(|state| state.code().to_owned()).collect();
    say(
        FieldName::Health,
        dice,
        (!health.is_empty()).then_some(FactValue::Codes(health)),
    );
    let skill = dice.one(LabourSkill::ALL).and_then(|skill| word(skill.code()));
    say(FieldName::LabourSkill, dice, skill);
    if dice.in_hundred(60) {
        let level = dice.one(Education::ALL).and_then(|level| word(level.code()));
        say(FieldName::Education, dice, level);
    }
    if dice.in_hundred(45) {
        let school = dice
            .one(StudentStatus::ALL)
            .and_then(|school| word(school.code()));
        say(FieldName::StudentStatus, dice, school);
    }
    let (insured, months) = (dice.in_hundred(80), dice.between(0, 12));
    say(FieldName::MedicalInsurance, dice, Some(FactValue::Flag(insured)));
    if dice.in_hundred(40) {
        let months = i64::try_from(months).unwrap_or_default();
        say(FieldName::WorkMonths, dice, Some(FactValue::Count(months)));
        say(FieldName::WorkPlace, dice, word("广东"));
    }
    facts
}

fn summary(dice: &mut Dice, to: NaiveDate) -> IncomeSummary {
    let mut amount = || i64::from(dice.yuan());
    IncomeSummary {
        from: ago(to, 365),
        to,
        wage: amount(),
        business: amount(),
        business_cost: amount(),
        property: amount(),
        transfer: amount(),
        self_paid_medical: amount(),
        education_rigid: amount(),
        other_rigid: amount(),
    }
}

fn snapshot(household: u64, which: u64, today: NaiveDate) -> IncomeSnapshot {
    let number = household * 10 + which;
    let mut dice = Dice::of(3, number);
    let asked_on = dice.before(today, 0, 700);
    let to = dice.before(asked_on, 0, 120);
    let lines = dice.some(IncomeLine::ALL, 20);
    let spending = dice.some(Spending::ALL, 40);
    let amounts = lines.into_iter().map(|line| IncomeAmount {
        line,
        yuan: dice.yuan(),
        source: dice.one(IncomeSource::ALL).unwrap_or(IncomeSource::Estimate),
    });
    let amounts = amounts.collect();
    let spending = spending.into_iter().map(|kind| SpendingAmount {
        kind,
        yuan: dice.yuan(),
    });
    IncomeSnapshot {
        op: OpId(id(3, number)),
        by: "P002".into(),
        by_name: "谭某梅".to_owned(),
        asked_on,
        received_at: None,
        content: IncomeContent {
            from: ago(to, 364),
            to,
            spending: spending.collect(),
            sharing: u32::try_from(dice.below(7)).unwrap_or(1),
            amounts,
            note: String::new(),
        },
    }
}
