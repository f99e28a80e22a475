//! Rows of the register as they are said: what each cell means, and what refuses it.

use super::super::cells::{code_of, id_reason};
use super::super::roster::{PERSON_MAX, phone, sex_of};
use super::super::table::{Column, Line};
use super::template as t;
use chrono::{Datelike, NaiveDate};
use domain::exchange::ReasonCode;
use domain::household::checks::{
    CategoryFault, InsuranceFault, RiskFault, SchoolingFault, WorkFault, category_fault, fits_stage,
    insurance, risk_fault, schooling_fault, work_fault,
};
use domain::household::codes::{
    Answer, Education, Health, HouseholdType, MonitorCategory, Relation, RiskCause, StudentStatus,
};
use domain::household::facts::{FactValue, FieldName};
use domain::household::land::Land;
use domain::household::{IncomeSummary, Risk};
use domain::identity::{IdFacts, Sex, check_id};
use domain::ids::VillageId;
use domain::income::is_small_wage;
use domain::time::age_on;
use std::collections::BTreeSet;

/// A fact as the register states it; none for an empty cell.
pub(super) struct Stated {
    pub name: FieldName,
    pub value: Option<FactValue>,
}

impl Stated {
    pub(super) fn that(name: FieldName, value: Option<FactValue>) -> Self {
        Self { name, value }
    }
}

/// What a row of 农户 says.
pub(super) struct HouseholdRow {
    pub village: VillageId,
    pub group: String,
    pub address: String,
    pub household_type: HouseholdType,
    pub lifted_out_year: Option<i32>,
    pub monitor: Option<MonitorCategory>,
    pub risks: Vec<Risk>,
    pub no_labour_safety_net: bool,
    /// None where the register does not say.
    pub resettled: Option<bool>,
    pub land: Land,
    pub phone: Option<String>,
    pub stated: Vec<Stated>,
}

/// What a row of 成员 says.
pub(super) struct MemberRow {
    pub name: String,
    pub number: Option<String>,
    pub relation: Relation,
    pub sex: Sex,
    pub birth: Option<NaiveDate>,
    pub school: Option<StudentStatus>,
    pub insured: Option<bool>,
    pub stated: Vec<Stated>,
}

const GROUP_MAX: usize = 50;
const ADDRESS_MAX: usize = 100;
const WORK_PLACE_MAX: usize = 50;
/// A household's yearly figure of any one kind, yuan.
const YUAN_MAX: i64 = 10_000_000;

fn words(code: &str) -> Option<FactValue> {
    Some(FactValue::Words(code.to_owned()))
}

/// Reads a row of 农户; none when what a household cannot be without is missing.
pub(super) fn household(line: &mut Line<'_>, villages: &BTreeSet<VillageId>) -> Option<HouseholdRow> {
    let village = line.code(&t::VILLAGE).map(VillageId);
    if village
        .as_ref()
        .is_some_and(|village| !villages.contains(village))
    {
        line.refuse(&t::VILLAGE, ReasonCode::UnknownVillage);
    }
    let group = line.words(&t::GROUP, GROUP_MAX).unwrap_or_default();
    let address = line.words(&t::ADDRESS, ADDRESS_MAX).unwrap_or_default();
    let household_type = line.needed_choice(&t::TYPE, t::type_of);
    let year = line.count(&t::LIFTED_YEAR, 2_010..=2_100);
    let monitor = line.choice(&t::MONITOR, t::monitor_of);
    check_monitor(line, household_type, monitor);
    let risks = risks(line, monitor);
    let no_labour = line.flag(&t::NO_LABOUR).unwrap_or(false);
    let resettled = line.flag(&t::RESETTLED);
    let land = land(line);
    let phone = phone(line, &t::PHONE);
    let stated = dwelling(line);
    Some(HouseholdRow {
        village: village?,
        group,
        address,
        household_type: household_type?,
        lifted_out_year: year.and_then(|year| i32::try_from(year).ok()),
        monitor,
        risks,
        no_labour_safety_net: no_labour,
        resettled,
        land,
        phone,
        stated,
    })
}

/// VQ10: who may be in which category.
fn check_monitor(line: &mut Line<'_>, kind: Option<HouseholdType>, monitor: Option<MonitorCategory>) {
    let fault = kind
        .zip(monitor)
        .and_then(|(kind, monitor)| category_fault(kind, monitor));
    match fault {
        Some(CategoryFault::MarginalLiftedOut) => {
            line.refuse(&t::MONITOR, ReasonCode::MarginalLiftedOut);
        }
        Some(CategoryFault::UnstableNotLifted) => {
            line.refuse(&t::MONITOR, ReasonCode::UnstableNotLifted);
        }
        None => {}
    }
}

/// VQ30 and VQ31: a monitored household names its risks, and what kind of disaster it was.
fn risks(line: &mut Line<'_>, monitor: Option<MonitorCategory>) -> Vec<Risk> {
    let before = line.notes().len();
    let risks = line.choices(&t::RISKS, t::risk_of);
    let unread = line.notes().len() > before;
    match risk_fault(monitor, &risks) {
        Some(RiskFault::TooMany) => line.refuse(&t::RISKS, ReasonCode::TooManyRisks),
        Some(RiskFault::Missing) if !unread => line.refuse(&t::RISKS, ReasonCode::RisksMissing),
        _ => {}
    }
    let unnamed = |risk: &Risk| risk.cause == RiskCause::NaturalDisaster && risk.disaster.is_none();
    if risks.iter().any(unnamed) {
        line.refuse(&t::RISKS, ReasonCode::DisasterKindMissing);
    }
    risks
}

/// VQ11: more land than is likely is a remark only.
fn land(line: &mut Line<'_>) -> Land {
    let land = Land {
        arable: line.area(&t::ARABLE),
        forest: line.area(&t::FOREST),
    };
    if land.has_much_arable() {
        line.remark(&t::ARABLE, ReasonCode::MuchLand);
    }
    if land.has_much_forest() {
        line.remark(&t::FOREST, ReasonCode::MuchLand);
    }
    land
}

/// Dwelling and water, with the guarantees that follow from them (domain.md §4.5).
fn dwelling(line: &mut Line<'_>) -> Vec<Stated> {
    use domain::household::codes::HouseGrade;
    let grade = line.choice(&t::GRADE, t::grade_of);
    let housing = grade.map(|grade| match grade {
        HouseGrade::A | HouseGrade::B => Answer::Ok,
        HouseGrade::C | HouseGrade::D => Answer::Problem,
    });
    let water = line
        .flag(&t::WATER)
        .map(|safe| if safe { Answer::Ok } else { Answer::Problem });
    vec![
        Stated::that(FieldName::HouseGrade, grade.and_then(|grade| words(grade.code()))),
        Stated::that(
            FieldName::HousingGuarantee,
            housing.and_then(|answer| words(answer.code())),
        ),
        Stated::that(
            FieldName::WaterGuarantee,
            water.and_then(|answer| words(answer.code())),
        ),
    ]
}

/// Reads a row of 成员; none when what a member cannot be without is missing.
pub(super) fn member(line: &mut Line<'_>, today: NaiveDate) -> Option<MemberRow> {
    let name = line.needed(&t::NAME, PERSON_MAX, ReasonCode::NameEmpty);
    let (number, told) = identity(line);
    let relation = line.needed_choice(&t::RELATION, t::relation_of);
    let sex = line.choice(&t::SEX, sex_of);
    let birth = line.date(&t::BIRTH);
    if let Some(told) = told {
        if sex.is_some_and(|sex| sex != told.sex) {
            line.remark(&t::SEX, ReasonCode::SexDisagrees);
        }
        if birth.is_some_and(|birth| birth != told.birth) {
            line.remark(&t::BIRTH, ReasonCode::BirthDisagrees);
        }
    }
    let sex = sex.or(told.map(|told| told.sex));
    if sex.is_none() && !line.is_refused() {
        line.refuse(&t::SEX, ReasonCode::Missing);
    }
    let birth = birth.or(told.map(|told| told.birth));
    if birth.is_some_and(|birth| birth > today) {
        line.refuse(&t::BIRTH, ReasonCode::DateInFuture);
    } else if birth.is_some_and(|birth| birth.year() < 1900) {
        line.refuse(&t::BIRTH, ReasonCode::OutOfRange);
    }
    let school = line.choice(&t::SCHOOL, t::school_of);
    let age = birth.and_then(|birth| age_on(birth, today));
    if school
        .zip(age)
        .is_some_and(|(school, age)| !fits_stage(school, age))
    {
        line.remark(&t::SCHOOL, ReasonCode::StageNotOfAge);
    }
    let insured = insured(line);
    let stated = asked_at_the_door(line, school, insured);
    Some(MemberRow {
        name: name?,
        number,
        relation: relation?,
        sex: sex?,
        birth,
        school,
        insured,
        stated,
    })
}

/// VQ01: the identity number and what it tells.
fn identity(line: &mut Line<'_>) -> (Option<String>, Option<IdFacts>) {
    let number = number_of(line.raw(&t::NUMBER));
    if number.is_empty() {
        line.remark(&t::NUMBER, ReasonCode::IdMissing);
        return (None, None);
    }
    match check_id(&number) {
        Ok(told) => (Some(number), Some(told)),
        Err(fault) => {
            line.refuse(&t::NUMBER, id_reason(fault, &number));
            (None, None)
        }
    }
}

/// An identity number, narrow, without spaces and with a capital X.
pub(super) fn number_of(raw: &str) -> String {
    code_of(raw)
}

fn asked_at_the_door(
    line: &mut Line<'_>,
    school: Option<StudentStatus>,
    insured: Option<bool>,
) -> Vec<Stated> {
    let education = education(line, school).and_then(|value| words(value.code()));
    let health = health(line);
    let labour = line
        .choice(&t::LABOUR, t::labour_of)
        .and_then(|value| words(value.code()));
    let (place, months) = work(line);
    let subsistence = line.flag(&t::SUBSISTENCE);
    let special_care = line.flag(&t::SPECIAL_CARE);
    vec![
        Stated::that(FieldName::Education, education),
        Stated::that(
            FieldName::StudentStatus,
            school.and_then(|value| words(value.code())),
        ),
        Stated::that(FieldName::Health, health),
        Stated::that(FieldName::LabourSkill, labour),
        Stated::that(FieldName::WorkPlace, place.map(FactValue::Words)),
        Stated::that(FieldName::WorkMonths, months.map(FactValue::Count)),
        Stated::that(FieldName::MedicalInsurance, insured.map(FactValue::Flag)),
        Stated::that(FieldName::Subsistence, subsistence.map(FactValue::Flag)),
        Stated::that(FieldName::SpecialCare, special_care.map(FactValue::Flag)),
    ]
}

/// Completed education; VQ07: this or a school, a remark only.
fn education(line: &mut Line<'_>, school: Option<StudentStatus>) -> Option<Education> {
    let education = line.choice(&t::EDUCATION, t::education_of);
    match schooling_fault(education, school) {
        Some(SchoolingFault::Both) => line.remark(&t::SCHOOL, ReasonCode::SchoolAndEducation),
        // A cell that could not be read is said already, and may have stated it.
        Some(SchoolingFault::Neither) if !line.is_refused() => {
            line.remark(&t::EDUCATION, ReasonCode::NoSchoolNoEducation);
        }
        _ => {}
    }
    education
}

/// Place and months of work; VQ24: both or neither.
fn work(line: &mut Line<'_>) -> (Option<String>, Option<i64>) {
    let before = line.notes().len();
    let place = line
        .words(&t::WORK_PLACE, WORK_PLACE_MAX)
        .filter(|place| place != "无" && place != "/");
    let months = line.count(&t::WORK_MONTHS, 0..=12);
    if line.notes().len() == before {
        match work_fault(place.is_some(), months) {
            Some(WorkFault::MonthsMissing) => line.refuse(&t::WORK_MONTHS, ReasonCode::WorkMonthsMissing),
            Some(WorkFault::PlaceMissing) => line.refuse(&t::WORK_PLACE, ReasonCode::WorkPlaceMissing),
            None => {}
        }
    }
    (place, months)
}

/// Basic medical insurance, of one kind or the other (VQ26): what contradicts itself is a remark only, and what the column of
/// both says goes before what the columns of each say.
fn insured(line: &mut Line<'_>) -> Option<bool> {
    let stated = line.flag(&t::INSURED);
    let kinds = (line.flag(&t::RESIDENT), line.flag(&t::EMPLOYEE));
    let (told, fault) = insurance(stated, kinds);
    match fault {
        Some(InsuranceFault::Both) => line.remark(&t::EMPLOYEE, ReasonCode::InsuredTwice),
        Some(InsuranceFault::Disagrees) => line.remark(&t::INSURED, ReasonCode::InsuranceDisagrees),
        None => {}
    }
    told
}

/// VQ08: healthy stands alone.
fn health(line: &mut Line<'_>) -> Option<FactValue> {
    let mut states = line.choices(&t::HEALTH, t::health_of);
    states.sort();
    states.dedup();
    if states.len() > 1 && states.contains(&Health::Healthy) {
        line.refuse(&t::HEALTH, ReasonCode::HealthyWithOthers);
        return None;
    }
    let codes: Vec<String> = states.iter().map(|state| state.code().to_owned()).collect();
    (!codes.is_empty()).then_some(FactValue::Codes(codes))
}

/// Reads a row of 收入; none when its window is missing.
pub(super) fn income(line: &mut Line<'_>) -> Option<IncomeSummary> {
    let from = window_day(line, &t::FROM);
    let to = window_day(line, &t::TO);
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        line.refuse(&t::TO, ReasonCode::DatesReversed);
    }
    let mut yuan = |column| line.count(column, 0..=YUAN_MAX).unwrap_or(0);
    let summary = IncomeSummary {
        wage: yuan(&t::WAGE),
        business: yuan(&t::BUSINESS),
        business_cost: yuan(&t::BUSINESS_COST),
        property: yuan(&t::PROPERTY),
        transfer: yuan(&t::TRANSFER),
        self_paid_medical: yuan(&t::SELF_PAID),
        education_rigid: yuan(&t::EDUCATION_RIGID),
        other_rigid: yuan(&t::OTHER_RIGID),
        ..IncomeSummary::default()
    };
    if u64::try_from(summary.wage).is_ok_and(is_small_wage) {
        line.remark(&t::WAGE, ReasonCode::SmallWage);
    }
    Some(IncomeSummary {
        from: from?,
        to: to?,
        ..summary
    })
}

fn window_day(line: &mut Line<'_>, column: &'static Column) -> Option<NaiveDate> {
    let before = line.notes().len();
    let day = line.date(column);
    if day.is_none() && line.notes().len() == before {
        line.refuse(column, ReasonCode::Missing);
    }
    day.filter(|day| (2_000..=2_100).contains(&day.year()))
        .or_else(|| {
            if day.is_some() {
                line.refuse(column, ReasonCode::OutOfRange);
            }
            None
        })
}
