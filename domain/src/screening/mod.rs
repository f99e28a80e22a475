//! Screening 筛查: which households are worth a look, by which rule, and from what (domain.md §12.2, §12.3, §4.3).
//!
//! A finding is a question for the next visit, never a verdict: nothing follows from it but that somebody looks.

mod figures;
mod monitoring;
mod persons;
mod record;
mod rule_set;

pub use monitoring::{doubted, doubts_of};
pub use persons::Persons;
pub use rule_set::{RuleRow, VERSION, figure_on, in_use, row_on, version_on};

use crate::config::Config;
use crate::household::checks::{SpouseFault, of_school_age, schooled};
use crate::household::codes::{Answer, Health, HouseGrade, RiskCause};
use crate::household::facts::{FieldKey, FieldName};
use crate::household::{Household, Member};
use crate::identity::Sex;
use crate::ids::{HouseholdId, MemberId};
use crate::income::NetIncome;
use chrono::NaiveDate;
use record::{grade_but_fine, health, is_uninsured};

/// From this share of a year's net income on, in percent, what a household pays for medicine itself is worth a look,
/// unless the district sets another. A design figure: domain.md names the burden and no threshold.
pub const BILL_SHARE_PERCENT: u32 = 30;
/// From this share of its members on, in percent, who can work, a household does not lack labour by its record (VQ34),
/// unless the district sets another: domain.md names a half, and a quarter in one rule set.
pub const LABOUR_SHARE_PERCENT: u32 = 50;

coded! {
    /// A rule of screening, in the words in which it can be said at the kitchen table.
    pub enum ScreeningRule {
        OutOfSchool = "VQ21", "孩子到了上学年龄，档案里没有在上学", "A child of school age is not in school by the record";
        SickUninsured = "VQ27_INSURANCE", "家里有病人没参加医保", "Somebody who is ill has no medical insurance";
        UnsafeHouse = "VQ27_HOUSE", "住的房子不安全", "The dwelling is not safe";
        UnsafeWater = "VQ27_WATER", "饮水不安全", "The drinking water is not safe";
        HeavyBill = "BILL", "自付医药、上学和受灾的钱占收入的一大块", "Medical bills, schooling and losses take a large part of the income";
        BelowLine = "LINE", "人均收入低于当年的监测线", "Income per person is below the line of its year";
        NobodyWorks = "LABOUR", "全家都没有劳动能力", "Nobody in the household can work";
        SchoolingTwice = "VQ07", "又写了文化程度，又写了在校生状况", "Both completed education and a school are recorded";
        AbleButNot = "VQ22", "正当劳动年龄、身体健康，却写着没有劳动能力", "Of working age and healthy, yet recorded as not able to work";
        UnableButWorks = "VQ23", "写着没有劳动能力或在上学，却有务工", "Recorded as not able to work or at school, yet with work";
        UninsuredButFine = "VQ26", "有人没参加医保，却写着基本医疗有保障", "Somebody is not insured, yet medical care is recorded as assured";
        GradeButFine = "GRADE", "房子是 C 级或 D 级，却写着住房有保障", "The dwelling is of grade C or D, yet recorded as assured";
        PersonTwice = "VQ02", "同一个人登记了两次", "The same person is registered twice";
        SpouseUnlikely = "VQ04", "户主的配偶登记得不对", "The head's spouse is not registered right";
        SexNotOfNumber = "VQ05", "登记的性别和证件号码对不上", "The registered sex and the ID number disagree";
        StageNotOfAge = "VQ20", "年龄和在读的学段对不上", "Age and school do not go together";
        IllnessUnseen = "VQ33", "风险写着因病，家里却没有病人，或者今年没有自付医药费", "The risk is illness, yet nobody is ill, or nothing was paid for medicine this year";
        LabourEnough = "VQ34", "风险写着缺劳动力，家里却有不少人能干活", "The risk is lack of labour, yet many of the household can work";
        JobUnseen = "VQ35", "风险写着务工就业不稳，家里却没有人能干活，或者没有务工记录", "The risk is an unstable job, yet nobody can work, or no work is recorded";
        CategoryNotOfIncome = "VQ42", "监测类别和人均收入对不上", "The category and the income per person do not go together";
    }
}

impl ScreeningRule {
    /// The risk that the rule asks about; none where the record contradicts itself and has to be put right.
    #[must_use]
    pub const fn cause(self) -> Option<RiskCause> {
        Some(match self {
            Self::OutOfSchool => RiskCause::Schooling,
            Self::SickUninsured | Self::HeavyBill => RiskCause::Illness,
            Self::UnsafeHouse => RiskCause::Housing,
            Self::UnsafeWater => RiskCause::DrinkingWater,
            Self::BelowLine => RiskCause::Other,
            Self::NobodyWorks => RiskCause::LackLabour,
            Self::SchoolingTwice
            | Self::AbleButNot
            | Self::UnableButWorks
            | Self::UninsuredButFine
            | Self::GradeButFine
            | Self::PersonTwice
            | Self::SpouseUnlikely
            | Self::SexNotOfNumber
            | Self::StageNotOfAge
            | Self::IllnessUnseen
            | Self::LabourEnough
            | Self::JobUnseen
            | Self::CategoryNotOfIncome => return None,
        })
    }

    /// The figure that ships with the rule, in percent; none where nothing is measured, or against a line of its own.
    #[must_use]
    pub const fn figure(self) -> Option<u32> {
        match self {
            Self::HeavyBill => Some(BILL_SHARE_PERCENT),
            Self::LabourEnough => Some(LABOUR_SHARE_PERCENT),
            _ => None,
        }
    }

    /// Whether what contradicts itself stands in the office's register, which no visit changes.
    #[must_use]
    pub const fn is_of_register(self) -> bool {
        matches!(
            self,
            Self::PersonTwice | Self::SpouseUnlikely | Self::SexNotOfNumber
        )
    }
}

/// What a household paid that it could not avoid, yuan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Paid {
    /// For medicine, by itself.
    pub medical: i64,
    /// For schooling.
    pub schooling: i64,
    /// What a disaster took.
    pub disaster: i64,
}

impl Paid {
    /// All of it.
    #[must_use]
    pub const fn total(self) -> i64 {
        self.medical
            .saturating_add(self.schooling)
            .saturating_add(self.disaster)
    }
}

/// What a rule compared; figures in yuan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// What the household had to pay, and its net income of a year.
    Bill {
        /// What it paid.
        paid: Paid,
        /// Net income of the whole household, the most that it can be.
        net: i64,
        /// The last day of the team's calculation from which they are; none where income is the register's.
        to: Option<NaiveDate>,
    },
    /// Net income per person, and the line of the year in which its window ends.
    Line {
        /// Net income per person, from which to which.
        net: NetIncome,
        /// The line.
        line: i64,
        /// Its year.
        year: i32,
    },
    /// Where the same person stands once more.
    Person {
        /// The household; it may be the same one.
        household: HouseholdId,
        /// The member there.
        member: MemberId,
    },
    /// What is wrong about the head's spouse.
    Spouse(SpouseFault),
    /// The sex that the ID number tells.
    Sex(Sex),
    /// The age on the day of the screening, in years.
    Age(u32),
}

/// What a rule found, with everything it was found from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: ScreeningRule,
    /// Whom it is about; none for the household.
    pub member: Option<MemberId>,
    /// The facts it was read from; each is in the household's record, or is missing there.
    pub facts: Vec<FieldKey>,
    /// The figures it compared.
    pub compared: Option<Compared>,
}

/// Screens one household on a day. `flagged` says whether a flag of it is not settled.
///
/// Rules that the district switched off find nothing. A household that is monitored or flagged is looked after already:
/// of it only contradictions are told (VQ27). Of one that is no longer there nothing is told (§4.10). Where nothing was
/// asked, nothing is found; a year without a line is not classified (VQ43).
///
/// Of persons it knows only this household's: [`screen_among`] knows everybody of a team.
#[must_use]
pub fn screen(household: &Household, flagged: bool, config: &Config, today: NaiveDate) -> Vec<Finding> {
    screen_among(&Persons::of([household]), household, flagged, (config, today))
}

/// As [`screen`], among all persons of the households that are known here.
#[must_use]
pub fn screen_among(
    persons: &Persons<'_>,
    household: &Household,
    flagged: bool,
    (config, today): (&Config, NaiveDate),
) -> Vec<Finding> {
    if household.reduced.is_some() {
        return Vec::new();
    }
    let looked_after = flagged || household.monitored().is_some();
    let mut found = Vec::new();
    if !looked_after {
        found.extend(dwelling(household));
        found.extend(figures::heavy_bill(household, config, today));
        found.extend(figures::below_line(household, config, today));
        found.extend(nobody_works(household));
    }
    found.extend(grade_but_fine(household));
    found.extend(persons.twice(household));
    found.extend(record::spouse(household));
    found.extend(monitoring::of_record(household, (config, today)));
    for member in &household.members {
        if !looked_after {
            found.extend(out_of_school(member, household, today));
            found.extend(sick_uninsured(member));
        }
        found.extend(record::contradictions(member, household, today));
    }
    found.retain(|finding| in_use(config, finding.rule, today));
    found
}

fn of_member(rule: ScreeningRule, member: &Member, names: &[FieldName]) -> Finding {
    let key = |name: &FieldName| FieldKey::of(member.id, *name);
    Finding {
        rule,
        member: Some(member.id),
        facts: names.iter().map(key).collect(),
        compared: None,
    }
}

fn of_household(rule: ScreeningRule, names: &[FieldName], compared: Option<Compared>) -> Finding {
    Finding {
        rule,
        member: None,
        facts: names.iter().copied().map(FieldKey::own).collect(),
        compared,
    }
}

fn is_endangered(household: &Household) -> bool {
    let grade = household
        .facts
        .coded(FieldName::HouseGrade, HouseGrade::from_code);
    matches!(grade, Some(HouseGrade::C | HouseGrade::D))
}

/// VQ27: a dwelling of grade C or D, an unsafe dwelling, unsafe water.
fn dwelling(household: &Household) -> Vec<Finding> {
    let mut found = Vec::new();
    let problem = |name| household.guarantee(name) == Answer::Problem;
    if problem(FieldName::HousingGuarantee) {
        let names = [FieldName::HousingGuarantee, FieldName::HouseGrade];
        found.push(of_household(ScreeningRule::UnsafeHouse, &names, None));
    } else if is_endangered(household) {
        found.push(of_household(
            ScreeningRule::UnsafeHouse,
            &[FieldName::HouseGrade],
            None,
        ));
    }
    if problem(FieldName::WaterGuarantee) {
        found.push(of_household(
            ScreeningRule::UnsafeWater,
            &[FieldName::WaterGuarantee],
            None,
        ));
    }
    found
}

/// Everybody was asked and nobody can work; a registered safety-net household is looked after.
fn nobody_works(household: &Household) -> Option<Finding> {
    let found = household.lacks_labour() && !household.no_labour_safety_net;
    found.then(|| {
        let key = |member: &Member| FieldKey::of(member.id, FieldName::LabourSkill);
        Finding {
            rule: ScreeningRule::NobodyWorks,
            member: None,
            facts: household.members.iter().map(key).collect(),
            compared: None,
        }
    })
}

/// VQ21: the record says that a child of school age is not at school, and that no other teaching holds.
fn out_of_school(member: &Member, household: &Household, today: NaiveDate) -> Option<Finding> {
    let out = of_school_age(member, today)
        && schooled(member) == Some(false)
        && household.guarantee(FieldName::EducationGuarantee) != Answer::Ok;
    let names = [FieldName::StudentStatus, FieldName::Education];
    out.then(|| of_member(ScreeningRule::OutOfSchool, member, &names))
}

/// VQ27: somebody is ill or disabled and is known not to be insured.
fn sick_uninsured(member: &Member) -> Option<Finding> {
    let ill = health(member).iter().any(|state| *state != Health::Healthy);
    let names = [FieldName::Health, FieldName::MedicalInsurance];
    (ill && is_uninsured(member)).then(|| of_member(ScreeningRule::SickUninsured, member, &names))
}
