//! Rules that the register's columns allow to check, as pure questions: each says what is wrong, and nothing
//! when all is well. What follows from it (refuse, or take with a remark) the caller reads from domain.md §12.

use super::codes::{Education, HouseholdType, MonitorCategory, Relation, RiskCause, StudentStatus};
use super::facts::FieldName;
use super::{Household, Member, Risk};
use crate::identity::Sex;
use crate::time::age_on;
use chrono::{Datelike, NaiveDate};

/// Most risks of a household (VQ30).
pub const RISKS_MAX: usize = 5;

/// What is wrong about the head's spouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpouseFault {
    /// More than one spouse of the head.
    Several,
    /// The spouse has the head's sex.
    SameSex,
}

/// VQ04 (domain.md §12.1, a warning): at most one spouse of the head, and of the other sex. Where the head is
/// missing or named twice (VQ03) the sex is not compared.
#[must_use]
pub fn spouse_fault(members: &[(Relation, Sex)]) -> Option<SpouseFault> {
    let of = |wanted: Relation| {
        let found = members.iter().filter(move |(relation, _)| *relation == wanted);
        found.map(|(_, sex)| *sex).collect::<Vec<_>>()
    };
    match (of(Relation::Head).as_slice(), of(Relation::Spouse).as_slice()) {
        (_, [_, _, ..]) => Some(SpouseFault::Several),
        ([head], [spouse]) if head == spouse => Some(SpouseFault::SameSex),
        _ => None,
    }
}

/// What is wrong about schooling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchoolingFault {
    /// Completed education and a school are both stated.
    Both,
    /// Neither is stated.
    Neither,
}

/// VQ07 (domain.md §12.1, a warning): exactly one of 文化程度 and 在校生状况.
#[must_use]
pub const fn schooling_fault(
    education: Option<Education>,
    school: Option<StudentStatus>,
) -> Option<SchoolingFault> {
    match (education, school) {
        (Some(_), Some(_)) => Some(SchoolingFault::Both),
        (None, None) => Some(SchoolingFault::Neither),
        _ => None,
    }
}

/// VQ09 (domain.md §12.1, blocks): whether a stated head count is that of the listed members.
#[must_use]
pub fn is_count_of(stated: i64, listed: usize) -> bool {
    usize::try_from(stated).is_ok_and(|stated| stated == listed)
}

/// What is wrong about basic medical insurance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InsuranceFault {
    /// Insured as a resident and as an employee.
    Both,
    /// What is said of both kinds together is not what is said of each.
    Disagrees,
}

/// VQ26 (domain.md §12.2, a warning): whether somebody is insured, by what is said of basic insurance as a whole, else by what
/// is said of its two kinds, of residents and of employees; and what is wrong about it. Nobody has both; that neither holds
/// is a problem of the guarantee, which follows from it.
#[must_use]
pub fn insurance(
    stated: Option<bool>,
    (resident, employee): (Option<bool>, Option<bool>),
) -> (Option<bool>, Option<InsuranceFault>) {
    let by_kind = match (resident, employee) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    };
    let fault = if resident == Some(true) && employee == Some(true) {
        Some(InsuranceFault::Both)
    } else if stated.zip(by_kind).is_some_and(|(stated, told)| stated != told) {
        Some(InsuranceFault::Disagrees)
    } else {
        None
    };
    (stated.or(by_kind), fault)
}

/// What is wrong about work away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkFault {
    /// A place of work, but no months.
    MonthsMissing,
    /// Months of work, but no place.
    PlaceMissing,
}

/// VQ24 (domain.md §12.2, blocks): a place of work and months of work, both or neither. No months at all and
/// nought months say the same; that months lie between 0 and 12 is the field's own range.
#[must_use]
pub const fn work_fault(has_place: bool, months: Option<i64>) -> Option<WorkFault> {
    match (has_place, months) {
        (true, None | Some(0)) => Some(WorkFault::MonthsMissing),
        (false, Some(1..)) => Some(WorkFault::PlaceMissing),
        _ => None,
    }
}

/// What is wrong about the list of risks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RiskFault {
    /// A monitored household without a risk.
    Missing,
    /// More than [`RISKS_MAX`], or one twice.
    TooMany,
}

/// VQ30 (domain.md §12.3, blocks): a monitored household has one to five risks; nobody has one twice.
#[must_use]
pub fn risk_fault(monitor: Option<MonitorCategory>, risks: &[Risk]) -> Option<RiskFault> {
    let mut causes: Vec<RiskCause> = risks.iter().map(|risk| risk.cause).collect();
    causes.sort();
    causes.dedup();
    if causes.len() != risks.len() || risks.len() > RISKS_MAX {
        return Some(RiskFault::TooMany);
    }
    (monitor.is_some() && risks.is_empty()).then_some(RiskFault::Missing)
}

/// What is wrong about a category and the base type of its household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CategoryFault {
    /// A lifted-out household as a marginal one.
    MarginalLiftedOut,
    /// An ordinary household as an unstable lifted-out one.
    UnstableNotLifted,
}

/// VQ10 (domain.md §4.1, §12.1, blocks): which category a household may be in by its base type.
#[must_use]
pub const fn category_fault(kind: HouseholdType, category: MonitorCategory) -> Option<CategoryFault> {
    match (kind, category) {
        (HouseholdType::LiftedOut, MonitorCategory::Marginal) => Some(CategoryFault::MarginalLiftedOut),
        (HouseholdType::Ordinary, MonitorCategory::UnstableLifted) => Some(CategoryFault::UnstableNotLifted),
        _ => None,
    }
}

/// VQ20 (domain.md §12.2, a warning): a primary-school pupil is 6 to 14 years old, one of a senior or vocational school 15
/// to 20. Of other schools the rule says nothing.
#[must_use]
pub fn fits_stage(school: StudentStatus, age: u32) -> bool {
    use StudentStatus as S;
    match school {
        S::Primary => (6..=14).contains(&age),
        S::Senior1 | S::Senior2 | S::Senior3 | S::Voc1 | S::Voc2 | S::Voc3 => (15..=20).contains(&age),
        _ => true,
    }
}

/// Age from which somebody may hold a post.
pub const WORKING_AGE: u32 = 16;

/// VQ25 (domain.md §12.2, blocks): whether everybody of the household is known to be too young for a post on a day. A
/// post is planned for a household and names nobody: only where nobody could hold it, it cannot be meant.
#[must_use]
pub fn nobody_of_working_age(household: &Household, day: NaiveDate) -> bool {
    let young = |member: &Member| {
        let age = member.birth.and_then(|birth| age_on(birth, day));
        age.is_some_and(|age| age < WORKING_AGE)
    };
    !household.members.is_empty() && household.members.iter().all(young)
}

/// Whether a child has to be in school: 6 to 15 years on the first of September of the school year.
#[must_use]
pub fn of_school_age(member: &Member, today: NaiveDate) -> bool {
    let year = if today.month() >= 9 {
        today.year()
    } else {
        today.year().saturating_sub(1)
    };
    let begins = NaiveDate::from_ymd_opt(year, 9, 1).unwrap_or(today);
    let age = member.birth.and_then(|birth| age_on(birth, begins));
    age.is_some_and(|age| (6..=15).contains(&age))
}

/// Whether a child of school age is in school or has finished it; none where the ledger does not say.
#[must_use]
pub fn schooled(member: &Member) -> Option<bool> {
    let facts = &member.facts;
    match facts.coded(FieldName::StudentStatus, StudentStatus::from_code) {
        Some(StudentStatus::PreAge | StudentStatus::Preschool) => return Some(false),
        Some(_) => return Some(true),
        None => {}
    }
    completed_school(member)
}

/// Whether a member has completed compulsory schooling, which the passing of terms does not change; none where the ledger
/// does not say.
#[must_use]
pub fn completed_school(member: &Member) -> Option<bool> {
    let finished = member.facts.coded(FieldName::Education, Education::from_code)?;
    Some(!matches!(finished, Education::Illiterate | Education::Primary))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_has_at_most_one_spouse_of_the_other_sex() {
        let head = (Relation::Head, Sex::Male);
        let wife = (Relation::Spouse, Sex::Female);
        let man = (Relation::Spouse, Sex::Male);
        let son = (Relation::Son, Sex::Male);
        assert_eq!(spouse_fault(&[head, son]), None);
        assert_eq!(spouse_fault(&[wife, head]), None);
        assert_eq!(spouse_fault(&[head, man]), Some(SpouseFault::SameSex));
        assert_eq!(spouse_fault(&[head, wife, wife]), Some(SpouseFault::Several));
        assert_eq!(spouse_fault(&[man]), None);
    }

    #[test]
    fn a_category_goes_with_the_type_of_the_household() {
        use HouseholdType as Kind;
        use MonitorCategory as Category;
        let lifted = |category| category_fault(Kind::LiftedOut, category);
        let ordinary = |category| category_fault(Kind::Ordinary, category);
        assert_eq!(lifted(Category::Marginal), Some(CategoryFault::MarginalLiftedOut));
        assert_eq!(
            ordinary(Category::UnstableLifted),
            Some(CategoryFault::UnstableNotLifted)
        );
        let fits = [lifted(Category::UnstableLifted), ordinary(Category::Marginal)];
        let sudden = Category::SuddenHardship;
        assert_eq!((fits, lifted(sudden), ordinary(sudden)), ([None; 2], None, None));
    }

    #[test]
    fn a_school_has_its_ages() {
        use StudentStatus as S;
        for (school, first, last) in [(S::Primary, 6, 14), (S::Senior3, 15, 20), (S::Voc1, 15, 20)] {
            assert!(fits_stage(school, first) && fits_stage(school, last));
            assert!(!fits_stage(school, first - 1) && !fits_stage(school, last + 1));
        }
        assert!(fits_stage(S::Ug1, 45) && fits_stage(S::G9, 17));
    }

    #[test]
    fn either_a_school_or_an_education() {
        let (done, at) = (Some(Education::Primary), Some(StudentStatus::G7));
        assert_eq!(schooling_fault(done, None), None);
        assert_eq!(schooling_fault(None, at), None);
        assert_eq!(schooling_fault(done, at), Some(SchoolingFault::Both));
        assert_eq!(schooling_fault(None, None), Some(SchoolingFault::Neither));
    }

    #[test]
    fn a_head_count_is_that_of_the_listed_people() {
        assert!(is_count_of(3, 3) && is_count_of(0, 0));
        assert!(!is_count_of(4, 3) && !is_count_of(-1, 3));
    }

    #[test]
    fn basic_insurance_is_of_one_kind() {
        let (yes, no) = (Some(true), Some(false));
        assert_eq!(insurance(yes, (None, None)), (yes, None));
        assert_eq!(insurance(None, (None, None)), (None, None));
        assert_eq!(insurance(None, (no, yes)), (yes, None));
        assert_eq!(insurance(None, (no, no)), (no, None));
        assert_eq!(
            insurance(None, (no, None)),
            (None, None),
            "the other kind is not known"
        );
        assert_eq!(insurance(None, (yes, yes)), (yes, Some(InsuranceFault::Both)));
        assert_eq!(insurance(no, (yes, no)), (no, Some(InsuranceFault::Disagrees)));
        assert_eq!(insurance(yes, (no, no)), (yes, Some(InsuranceFault::Disagrees)));
    }

    #[test]
    fn a_place_of_work_goes_with_its_months() {
        assert_eq!(work_fault(true, Some(8)), None);
        assert_eq!(work_fault(false, None), None);
        assert_eq!(work_fault(false, Some(0)), None);
        assert_eq!(work_fault(true, None), Some(WorkFault::MonthsMissing));
        assert_eq!(work_fault(true, Some(0)), Some(WorkFault::MonthsMissing));
        assert_eq!(work_fault(false, Some(3)), Some(WorkFault::PlaceMissing));
    }

    #[test]
    fn a_monitored_household_has_one_to_five_risks() {
        let risk = |cause| Risk {
            cause,
            disaster: None,
        };
        let monitored = Some(MonitorCategory::Marginal);
        let ill = risk(RiskCause::Illness);
        assert_eq!(risk_fault(None, &[]), None);
        assert_eq!(risk_fault(monitored, &[ill]), None);
        assert_eq!(risk_fault(monitored, &[]), Some(RiskFault::Missing));
        assert_eq!(risk_fault(None, &[ill, ill]), Some(RiskFault::TooMany));
        let six: Vec<Risk> = RiskCause::ALL.iter().take(6).map(|cause| risk(*cause)).collect();
        assert_eq!(risk_fault(monitored, &six), Some(RiskFault::TooMany));
    }
}
