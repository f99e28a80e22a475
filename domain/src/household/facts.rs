//! Facts: single values with a version each, so that two people can change different ones at once
//! and nothing that was said is lost when they change the same one.

use super::codes::{Answer, Education, Health, HouseGrade, LabourSkill, StudentStatus};
use crate::ids::{MemberId, OpId, StaffId, VisitId};
use crate::text;
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub use super::value::FactValue;

coded! {
    /// The facts that a visit may change (domain.md §4.5, §4.11).
    pub enum FieldName {
        Food = "FOOD", "不愁吃", "food";
        Clothing = "CLOTHING", "不愁穿", "clothing";
        EducationGuarantee = "EDUCATION_GUARANTEE", "义务教育", "compulsory education";
        MedicalGuarantee = "MEDICAL_GUARANTEE", "基本医疗", "basic medical care";
        HousingGuarantee = "HOUSING_GUARANTEE", "住房安全", "safe housing";
        WaterGuarantee = "WATER_GUARANTEE", "饮水安全", "safe drinking water";
        HouseGrade = "HOUSE_GRADE", "住房等级", "grade of the dwelling";
        SelfPaidMedical = "SELF_PAID_MEDICAL", "今年自付医药费（元）", "self-paid medical costs this year (yuan)";
        WorkPlace = "WORK_PLACE", "务工地点", "place of work";
        WorkMonths = "WORK_MONTHS", "务工月数", "months of work";
        MonthlyIncome = "MONTHLY_INCOME", "月收入（元）", "monthly income (yuan)";
        Health = "HEALTH", "健康状况", "health";
        LabourSkill = "LABOUR_SKILL", "劳动技能", "ability to work";
        Education = "EDUCATION", "文化程度", "education";
        StudentStatus = "STUDENT_STATUS", "在校生状况", "school status";
        MedicalInsurance = "MEDICAL_INSURANCE", "基本医保", "medical insurance";
        Subsistence = "SUBSISTENCE", "低保", "subsistence allowance";
        SpecialCare = "SPECIAL_CARE", "特困", "special care";
    }
}

/// The six guarantee items, in the order of the form.
pub const GUARANTEES: [FieldName; 6] = [
    FieldName::Food,
    FieldName::Clothing,
    FieldName::EducationGuarantee,
    FieldName::MedicalGuarantee,
    FieldName::HousingGuarantee,
    FieldName::WaterGuarantee,
];

/// The facts of a member that a visit offers to change, in the order of the form.
pub const MEMBER_FIELDS: [FieldName; 10] = [
    FieldName::WorkPlace,
    FieldName::WorkMonths,
    FieldName::MonthlyIncome,
    FieldName::Health,
    FieldName::LabourSkill,
    FieldName::StudentStatus,
    FieldName::Education,
    FieldName::MedicalInsurance,
    FieldName::Subsistence,
    FieldName::SpecialCare,
];

/// The shape that values of a field have.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Yes or no.
    Flag,
    /// A whole number in a closed range.
    Count(i64, i64),
    /// Free text of at most so many characters.
    Words(usize),
    /// One code of an enumeration, tested by the function.
    Code(fn(&str) -> bool),
    /// One or more codes of [`Health`].
    HealthSet,
}

impl FieldName {
    /// Whether the fact belongs to a member (else to the household).
    #[must_use]
    pub fn of_member(self) -> bool {
        MEMBER_FIELDS.contains(&self)
    }

    /// The shape of its values.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Self::Food
            | Self::Clothing
            | Self::EducationGuarantee
            | Self::MedicalGuarantee
            | Self::HousingGuarantee
            | Self::WaterGuarantee => Kind::Code(|code| Answer::from_code(code).is_some()),
            Self::HouseGrade => Kind::Code(|code| HouseGrade::from_code(code).is_some()),
            Self::SelfPaidMedical => Kind::Count(0, 10_000_000),
            Self::WorkPlace => Kind::Words(50),
            Self::WorkMonths => Kind::Count(0, 12),
            Self::MonthlyIncome => Kind::Count(0, 1_000_000),
            Self::Health => Kind::HealthSet,
            Self::LabourSkill => Kind::Code(|code| LabourSkill::from_code(code).is_some()),
            Self::Education => Kind::Code(|code| Education::from_code(code).is_some()),
            Self::StudentStatus => Kind::Code(|code| StudentStatus::from_code(code).is_some()),
            Self::MedicalInsurance | Self::Subsistence | Self::SpecialCare => Kind::Flag,
        }
    }

    /// Whether a value fits this field. Emptying a field (`None`) always fits.
    #[must_use]
    pub fn accepts(self, value: Option<&FactValue>) -> bool {
        let Some(value) = value else { return true };
        match (self.kind(), value) {
            (Kind::Flag, FactValue::Flag(_)) => true,
            (Kind::Count(low, high), FactValue::Count(n)) => (low..=high).contains(n),
            (Kind::Words(max), FactValue::Words(words)) => text::check(words, max).is_ok(),
            (Kind::Code(known), FactValue::Words(code)) => known(code),
            (Kind::HealthSet, FactValue::Codes(codes)) => health_set_is_sound(codes),
            _ => false,
        }
    }
}

/// VQ08: at least one known value, none twice, and `HEALTHY` only alone.
fn health_set_is_sound(codes: &[String]) -> bool {
    let known: Option<Vec<Health>> = codes.iter().map(|code| Health::from_code(code)).collect();
    known.is_some_and(|mut set| {
        let stated = set.len();
        set.sort();
        set.dedup();
        set.len() == stated && stated > 0 && (stated == 1 || !set.contains(&Health::Healthy))
    })
}

/// Which fact: of the household, or of one of its members.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Encode, Decode,
)]
pub struct FieldKey {
    /// The member, or none for the household itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(0)]
    pub member: Option<MemberId>,
    /// The field.
    #[n(1)]
    pub name: FieldName,
}

impl FieldKey {
    /// A fact of the household itself.
    #[must_use]
    pub const fn own(name: FieldName) -> Self {
        Self { member: None, name }
    }

    /// A fact of one of its members.
    #[must_use]
    pub const fn of(member: MemberId, name: FieldName) -> Self {
        Self {
            member: Some(member),
            name,
        }
    }
}

/// Where the present value comes from, once somebody changed or confirmed the register's.
///
/// The operation that set the value is its version: a counter would let a person who has not seen a
/// colleague's value overwrite it, when both counted to the same number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Mark {
    /// The operation that set the value; none while it is the register's own, only confirmed since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(0)]
    pub op: Option<OpId>,
    /// The newest day for which somebody said so.
    #[cbor(n(1), with = "crate::cbor::day")]
    pub as_of: NaiveDate,
    /// Who asked last.
    #[n(2)]
    pub by: StaffId,
    /// The visit that set the value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(3)]
    pub visit: Option<VisitId>,
}

/// A second value that somebody stated without knowing of the first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Rival {
    /// The field.
    #[n(0)]
    pub name: FieldName,
    /// What was stated; `None` for "empty".
    #[n(1)]
    pub value: Option<FactValue>,
    /// Where it comes from.
    #[n(2)]
    pub mark: Mark,
    /// The operation that brought it; names the rival when somebody picks.
    #[n(3)]
    pub op: OpId,
}

/// The facts of a household or of a member.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Facts {
    #[serde(default, rename = "v", skip_serializing_if = "BTreeMap::is_empty")]
    #[cbor(n(0), default)]
    values: BTreeMap<FieldName, FactValue>,
    #[serde(default, rename = "m", skip_serializing_if = "BTreeMap::is_empty")]
    #[cbor(n(1), default)]
    marks: BTreeMap<FieldName, Mark>,
    #[serde(default, rename = "r", skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(2), default)]
    rivals: Vec<Rival>,
}

impl Facts {
    /// The present value.
    #[must_use]
    pub fn value(&self, name: FieldName) -> Option<&FactValue> {
        self.values.get(&name)
    }

    /// The present value where it is a code that `read` knows.
    #[must_use]
    pub fn coded<T>(&self, name: FieldName, read: fn(&str) -> Option<T>) -> Option<T> {
        self.value(name).and_then(FactValue::code).and_then(read)
    }

    /// Where the present value comes from; none for the register's own.
    #[must_use]
    pub fn mark(&self, name: FieldName) -> Option<&Mark> {
        self.marks.get(&name)
    }

    /// The other values of a field that still wait for somebody to pick.
    pub fn rivals(&self, name: FieldName) -> impl Iterator<Item = &Rival> {
        self.rivals.iter().filter(move |rival| rival.name == name)
    }

    /// The fields that hold more than one value, each once.
    pub fn conflicts(&self) -> impl Iterator<Item = FieldName> + '_ {
        let mut names: Vec<FieldName> = self.rivals.iter().map(|rival| rival.name).collect();
        names.sort();
        names.dedup();
        names.into_iter()
    }

    /// Sets the register's value: no mark. For imports and generators.
    pub fn register(&mut self, name: FieldName, value: Option<FactValue>) {
        match value {
            Some(value) => self.values.insert(name, value),
            None => self.values.remove(&name),
        };
    }

    /// Takes over the register's value on a later import, unless somebody asked at the door since:
    /// what was heard in the house is not overwritten by a file. Returns whether anything changed.
    pub fn reregister(&mut self, name: FieldName, value: Option<FactValue>) -> bool {
        if self.marks.contains_key(&name) || self.values.get(&name) == value.as_ref() {
            return false;
        }
        self.register(name, value);
        true
    }

    /// Notes on a value that somebody said it again.
    pub(crate) fn confirm(&mut self, name: FieldName, as_of: NaiveDate, by: &StaffId) {
        let mark = self.marks.entry(name).or_insert_with(|| Mark {
            op: None,
            as_of,
            by: by.clone(),
            visit: None,
        });
        if as_of >= mark.as_of {
            mark.as_of = as_of;
            mark.by = by.clone();
        }
    }

    /// Sets a value with its mark.
    pub(crate) fn set(&mut self, name: FieldName, value: Option<FactValue>, mark: Mark) {
        self.register(name, value);
        self.marks.insert(name, mark);
    }

    /// Keeps a second value beside the first.
    pub(crate) fn add_rival(&mut self, rival: Rival) {
        self.rivals.push(rival);
    }

    /// Lets the named rivals of a field go, after somebody picked.
    pub(crate) fn settle(&mut self, name: FieldName, seen: &[OpId]) {
        self.rivals
            .retain(|rival| rival.name != name || !seen.contains(&rival.op));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn healthy_stands_alone() {
        let set = |codes: &[&str]| FactValue::Codes(codes.iter().map(|c| (*c).to_owned()).collect());
        assert!(FieldName::Health.accepts(Some(&set(&["HEALTHY"]))));
        assert!(FieldName::Health.accepts(Some(&set(&["CHRONIC", "DISABLED"]))));
        assert!(!FieldName::Health.accepts(Some(&set(&["HEALTHY", "CHRONIC"]))));
        assert!(!FieldName::Health.accepts(Some(&set(&[]))));
        assert!(!FieldName::Health.accepts(Some(&set(&["CHRONIC", "CHRONIC"]))));
    }

    #[test]
    fn values_must_have_the_shape_of_their_field() {
        assert!(FieldName::WorkMonths.accepts(Some(&FactValue::Count(12))));
        assert!(!FieldName::WorkMonths.accepts(Some(&FactValue::Count(13))));
        assert!(!FieldName::WorkMonths.accepts(Some(&FactValue::Words("12".into()))));
        assert!(FieldName::WaterGuarantee.accepts(Some(&FactValue::Words("PROBLEM".into()))));
        assert!(!FieldName::WaterGuarantee.accepts(Some(&FactValue::Words("GOOD".into()))));
        assert!(!FieldName::WorkPlace.accepts(Some(&FactValue::Words("广\u{0}东".into()))));
    }

    #[test]
    fn a_later_register_does_not_overwrite_what_was_heard_at_the_door() {
        let mut facts = Facts::default();
        facts.register(FieldName::WorkPlace, Some(FactValue::Words("广东".into())));
        assert!(facts.reregister(FieldName::WorkPlace, Some(FactValue::Words("浙江".into()))));
        let mark = Mark {
            op: None,
            as_of: NaiveDate::default(),
            by: "P002".into(),
            visit: None,
        };
        facts.set(FieldName::WorkPlace, Some(FactValue::Words("县内".into())), mark);
        assert!(!facts.reregister(FieldName::WorkPlace, Some(FactValue::Words("省内县外".into()))));
        assert_eq!(
            facts.value(FieldName::WorkPlace).and_then(FactValue::code),
            Some("县内")
        );
    }
}
