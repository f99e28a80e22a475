//! The rules of screening that find a record contradicting itself (domain.md §12.1, §12.2).

use super::{Compared, Finding, ScreeningRule, is_endangered, of_household, of_member};
use crate::household::checks::{SchoolingFault, fits_stage, schooling_fault, spouse_fault};
use crate::household::codes::{Answer, Education, Health, LabourSkill, StudentStatus};
use crate::household::facts::{FactValue, FieldKey, FieldName};
use crate::household::{Household, Member};
use crate::identity::sex_of_masked;
use crate::time::age_on;
use chrono::NaiveDate;

pub(super) fn health(member: &Member) -> Vec<Health> {
    match member.facts.value(FieldName::Health) {
        Some(FactValue::Codes(codes)) => codes.iter().filter_map(|code| Health::from_code(code)).collect(),
        _ => Vec::new(),
    }
}

pub(super) fn is_uninsured(member: &Member) -> bool {
    member.facts.value(FieldName::MedicalInsurance) == Some(&FactValue::Flag(false))
}

/// VQ04: more than one spouse of the head, or one of the head's sex.
pub(super) fn spouse(household: &Household) -> Option<Finding> {
    let members = household.members.iter();
    let stand: Vec<_> = members.map(|member| (member.relation, member.sex)).collect();
    let fault = spouse_fault(&stand)?;
    let compared = Some(Compared::Spouse(fault));
    Some(of_household(ScreeningRule::SpouseUnlikely, &[], compared))
}

/// VQ05: the sex that the number tells is not the registered one. That the dates of birth agree only the import can say:
/// no phone has the full number.
fn sex_not_of_number(member: &Member) -> Option<Finding> {
    // The number may be that of a disability certificate, which ends in other digits.
    if member.suffers(Health::Disabled) {
        return None;
    }
    let told = sex_of_masked(member.id_masked.as_deref()?)?;
    (told != member.sex).then(|| Finding {
        compared: Some(Compared::Sex(told)),
        ..of_member(ScreeningRule::SexNotOfNumber, member, &[])
    })
}

/// VQ20: too young or too old for the school.
fn stage_not_of_age(member: &Member, (age, school): (u32, StudentStatus)) -> Option<Finding> {
    (!fits_stage(school, age)).then(|| Finding {
        compared: Some(Compared::Age(age)),
        ..of_member(ScreeningRule::StageNotOfAge, member, &[FieldName::StudentStatus])
    })
}

pub(super) fn grade_but_fine(household: &Household) -> Option<Finding> {
    let both = is_endangered(household) && household.guarantee(FieldName::HousingGuarantee) == Answer::Ok;
    let names = [FieldName::HouseGrade, FieldName::HousingGuarantee];
    both.then(|| of_household(ScreeningRule::GradeButFine, &names, None))
}

/// VQ05, VQ07, VQ20, VQ22, VQ23 and VQ26: the record of one person contradicts itself.
pub(super) fn contradictions(member: &Member, household: &Household, today: NaiveDate) -> Vec<Finding> {
    let facts = &member.facts;
    let education = facts.coded(FieldName::Education, Education::from_code);
    let school = facts.coded(FieldName::StudentStatus, StudentStatus::from_code);
    let skill = facts.coded(FieldName::LabourSkill, LabourSkill::from_code);
    let pupil = school.is_some_and(|school| school != StudentStatus::PreAge);
    let unable = matches!(skill, Some(LabourSkill::Lost | LabourSkill::None));
    let age = member.birth.and_then(|birth| age_on(birth, today));
    let mut found: Vec<Finding> = sex_not_of_number(member).into_iter().collect();
    found.extend(age.zip(school).and_then(|both| stage_not_of_age(member, both)));
    if schooling_fault(education, school) == Some(SchoolingFault::Both) {
        let names = [FieldName::Education, FieldName::StudentStatus];
        found.push(of_member(ScreeningRule::SchoolingTwice, member, &names));
    }
    let able = age.is_some_and(|age| (16..=59).contains(&age)) && health(member) == [Health::Healthy];
    if able && !pupil && (unable || skill == Some(LabourSkill::Weak)) {
        let names = [FieldName::Health, FieldName::LabourSkill];
        found.push(of_member(ScreeningRule::AbleButNot, member, &names));
    }
    if facts.value(FieldName::WorkPlace).is_some() && (unable || pupil) {
        let why = if unable {
            FieldName::LabourSkill
        } else {
            FieldName::StudentStatus
        };
        found.push(of_member(
            ScreeningRule::UnableButWorks,
            member,
            &[why, FieldName::WorkPlace],
        ));
    }
    if is_uninsured(member) && household.guarantee(FieldName::MedicalGuarantee) == Answer::Ok {
        let mut finding = of_member(
            ScreeningRule::UninsuredButFine,
            member,
            &[FieldName::MedicalInsurance],
        );
        finding.facts.push(FieldKey::own(FieldName::MedicalGuarantee));
        found.push(finding);
    }
    found
}
