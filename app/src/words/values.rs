//! Words for facts: a value as people read it, and the name of a fact with its person.

use super::Words;
use domain::household::Household;
use domain::household::codes::{Answer, Education, Health, HouseGrade, LabourSkill, StudentStatus};
use domain::household::facts::{FactValue, FieldKey, FieldName};

impl Words {
    /// A value of a field in words; the word for "nothing recorded" where there is none.
    #[must_use]
    pub fn value(self, name: FieldName, value: Option<&FactValue>) -> String {
        match value {
            None => self.nothing_known().to_owned(),
            Some(FactValue::Flag(true)) => self.yes().to_owned(),
            Some(FactValue::Flag(false)) => self.no().to_owned(),
            Some(FactValue::Count(n)) => crate::format::grouped(*n),
            Some(FactValue::Words(code)) => self.code(name, code),
            Some(FactValue::Codes(codes)) => {
                let words: Vec<String> = codes.iter().map(|code| self.code(name, code)).collect();
                self.join(&words)
            }
        }
    }

    /// The label of a code of a field; free text and unknown codes stay as they are.
    #[must_use]
    pub fn code(self, name: FieldName, code: &str) -> String {
        let lang = self.lang();
        let label = match name {
            FieldName::HouseGrade => HouseGrade::from_code(code).map(|v| v.label(lang)),
            FieldName::Health => Health::from_code(code).map(|v| v.label(lang)),
            FieldName::LabourSkill => LabourSkill::from_code(code).map(|v| v.label(lang)),
            FieldName::Education => Education::from_code(code).map(|v| v.label(lang)),
            FieldName::StudentStatus => StudentStatus::from_code(code).map(|v| v.label(lang)),
            FieldName::WorkPlace => None,
            _ => Answer::from_code(code).map(|v| v.label(lang)),
        };
        label.unwrap_or(code).to_owned()
    }

    /// The codes that a field offers, with their labels; empty for fields without codes.
    #[must_use]
    pub fn codes_of(self, name: FieldName) -> Vec<(&'static str, &'static str)> {
        macro_rules! all {
            ($kind:ty) => {
                <$kind>::ALL
                    .iter()
                    .map(|value| (value.code(), value.label(self.lang())))
                    .collect()
            };
        }
        match name {
            FieldName::HouseGrade => all!(HouseGrade),
            FieldName::Health => all!(Health),
            FieldName::LabourSkill => all!(LabourSkill),
            FieldName::Education => all!(Education),
            FieldName::StudentStatus => all!(StudentStatus),
            FieldName::Food
            | FieldName::Clothing
            | FieldName::EducationGuarantee
            | FieldName::MedicalGuarantee
            | FieldName::HousingGuarantee
            | FieldName::WaterGuarantee => all!(Answer),
            _ => Vec::new(),
        }
    }

    /// The name of a fact, with the member's name where it is a member's.
    #[must_use]
    pub fn field(self, key: &FieldKey, household: Option<&Household>) -> String {
        let label = key.name.label(self.lang());
        let member = key
            .member
            .and_then(|id| household.and_then(|household| household.member(id)));
        match member {
            Some(member) => format!("{} {label}", member.name),
            None => label.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::lang::Lang;

    #[test]
    fn values_are_read_in_words() {
        let words = Words(Lang::Zh);
        let codes = FactValue::Codes(vec!["CHRONIC".into(), "DISABLED".into()]);
        assert_eq!(words.value(FieldName::Health, Some(&codes)), "长期慢性病、残疾");
        let place = FactValue::Words("OTHER".into());
        assert_eq!(words.value(FieldName::WorkPlace, Some(&place)), "OTHER");
        assert_eq!(
            words.value(FieldName::MonthlyIncome, Some(&FactValue::Count(12_300))),
            "12,300"
        );
        assert_eq!(words.value(FieldName::Food, None), "没有记录");
    }
}
