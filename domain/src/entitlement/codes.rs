//! Enumerations of the policies received (domain.md §6).

use crate::commitments::LineCode;
use crate::household::facts::FieldName;
use crate::lang::Lang;

coded! {
    /// A policy that a household, or somebody in it, may receive.
    pub enum EntitlementKind {
        MedicalInsurance = "MEDICAL_INSURANCE", "基本医保", "basic medical insurance";
        InsurancePremium = "INSURANCE_PREMIUM", "医保参保资助", "help with the insurance premium";
        MedicalAid = "MEDICAL_AID", "医疗救助", "medical aid";
        SeriousIllness = "SERIOUS_ILLNESS", "大病保险", "serious-illness insurance";
        FamilyDoctor = "FAMILY_DOCTOR", "家庭医生签约", "family doctor";
        EducationAid = "EDUCATION_AID", "教育资助", "education aid";
        VocationalAid = "VOCATIONAL_AID", "雨露计划", "vocational education aid (Yulu plan)";
        Subsistence = "SUBSISTENCE", "低保", "subsistence allowance";
        SpecialCare = "SPECIAL_CARE", "特困供养", "special care";
        TemporaryAid = "TEMPORARY_AID", "临时救助", "temporary aid";
        DisabledLiving = "DISABLED_LIVING", "困难残疾人生活补贴", "living allowance for disabled people in hardship";
        DisabledCare = "DISABLED_CARE", "重度残疾人护理补贴", "care allowance for severely disabled people";
        PensionPremium = "PENSION_PREMIUM", "养老保险代缴", "pension premium paid";
        SmallLoan = "SMALL_LOAN", "小额信贷", "small loan";
        PublicPost = "PUBLIC_POST", "公益岗", "public-welfare post";
        IndustryAward = "INDUSTRY_AWARD", "产业奖补", "industry award";
        ResettledWork = "RESETTLED_WORK", "搬迁后就业或产业", "job or venture after the move";
        PropertyPapers = "PROPERTY_PAPERS", "不动产权证", "property papers";
        CommunityServices = "COMMUNITY_SERVICES", "安置社区服务", "community services at the new home";
    }
}

impl EntitlementKind {
    /// The commitment under which it is kept.
    #[must_use]
    pub const fn line(self) -> LineCode {
        match self {
            Self::MedicalInsurance | Self::InsurancePremium => LineCode::P1,
            Self::MedicalAid | Self::SeriousIllness | Self::FamilyDoctor => LineCode::P2,
            Self::EducationAid | Self::VocationalAid => LineCode::P3,
            Self::Subsistence | Self::SpecialCare | Self::TemporaryAid => LineCode::P4,
            Self::DisabledLiving | Self::DisabledCare | Self::PensionPremium => LineCode::P5,
            Self::SmallLoan | Self::PublicPost | Self::IndustryAward => LineCode::P7,
            Self::ResettledWork | Self::PropertyPapers | Self::CommunityServices => LineCode::P8,
        }
    }

    /// Whether a member receives it; else the whole household does.
    #[must_use]
    pub const fn of_member(self) -> bool {
        !matches!(self.line(), LineCode::P4 | LineCode::P7 | LineCode::P8)
    }

    /// Whether it is an item of the follow-up support that only households have that were resettled (P8).
    #[must_use]
    pub const fn of_resettled(self) -> bool {
        matches!(self.line(), LineCode::P8)
    }

    /// The version of the sync messages with which phones began to read this policy; see
    /// [`crate::record::Record::since_protocol`].
    #[must_use]
    pub const fn since_protocol(self) -> u16 {
        match self.of_resettled() {
            true => 6,
            false => 5,
        }
    }

    /// How it stands, in the reader's language: of the items of resettled households nobody says "received".
    #[must_use]
    pub const fn says(self, status: EntitlementStatus, lang: Lang) -> &'static str {
        if !self.of_resettled() {
            return status.label(lang);
        }
        let (zh, en) = match status {
            EntitlementStatus::Receiving => ("已落实", "in place"),
            EntitlementStatus::DueNotReceived => ("没落实", "not in place"),
            EntitlementStatus::NotEligible => ("不涉及", "does not apply"),
            EntitlementStatus::StoppedLawful => ("依规终止", "ended by the rules"),
            EntitlementStatus::StoppedUnexplained => ("中断，原因不明", "ended, reason unknown"),
            EntitlementStatus::Unknown => (status.zh(), status.en()),
        };
        match lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// The fact of members that says whether it is received; what is known that way is not asked again.
    #[must_use]
    pub const fn fact(self) -> Option<FieldName> {
        match self {
            Self::MedicalInsurance => Some(FieldName::MedicalInsurance),
            Self::Subsistence => Some(FieldName::Subsistence),
            Self::SpecialCare => Some(FieldName::SpecialCare),
            _ => None,
        }
    }

    /// Whether it is known by that fact alone, which visits and the register state: everybody is due it.
    #[must_use]
    pub const fn is_fact(self) -> bool {
        matches!(self, Self::MedicalInsurance)
    }
}

coded! {
    /// Whether a policy is received (domain.md §6). What nobody said is `UNKNOWN`, and never a breach.
    pub enum EntitlementStatus {
        Receiving = "RECEIVING", "享受中", "receiving";
        DueNotReceived = "DUE_NOT_RECEIVED", "应享未享", "due, not received";
        NotEligible = "NOT_ELIGIBLE", "不符合", "not eligible";
        StoppedLawful = "STOPPED_LAWFUL", "依规停发", "stopped by the rules";
        StoppedUnexplained = "STOPPED_UNEXPLAINED", "停发原因不明", "stopped, reason unknown";
        Unknown = "UNKNOWN", "没问到", "not asked";
    }
}

impl EntitlementStatus {
    /// Whether it breaks the commitment. What was stopped by the rules does not: policies are continued, changed or
    /// ended by class (domain.md §6).
    #[must_use]
    pub const fn is_breach(self) -> bool {
        matches!(self, Self::DueNotReceived | Self::StoppedUnexplained)
    }

    /// Whether it says that a policy ended.
    #[must_use]
    pub const fn is_stop(self) -> bool {
        matches!(self, Self::StoppedLawful | Self::StoppedUnexplained)
    }
}

coded! {
    /// From where it is known.
    pub enum EntitlementSource {
        AtTheDoor = "AT_THE_DOOR", "入户问的", "asked at the door";
        DepartmentList = "DEPARTMENT_LIST", "部门名单", "a department's list";
        Papers = "PAPERS", "看了存折或证件", "bank book or papers";
    }
}
