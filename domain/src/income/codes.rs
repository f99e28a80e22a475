//! What a household earns, line by line, and what it cannot avoid spending (domain.md §4.3).

coded! {
    /// The five parts of the calculation.
    pub enum Component {
        Wage = "WAGE", "工资性收入", "wages";
        Business = "BUSINESS", "生产经营性收入", "business income";
        BusinessCost = "BUSINESS_COST", "生产经营性支出", "business costs";
        Property = "PROPERTY", "财产性收入", "income from property";
        Transfer = "TRANSFER", "转移性收入", "transfers";
    }
}

coded! {
    /// One line of the calculation.
    pub enum IncomeLine {
        AwayWork = "W1", "外出务工", "work away from home";
        PostDepartment = "W2", "公益岗（部门）", "public-welfare post (department)";
        PostTownship = "W3", "公益岗（乡镇）", "public-welfare post (township)";
        PostVillage = "W4", "公益岗（村）", "public-welfare post (village)";
        DayWork = "W5", "零工、采摘", "day work, picking";
        Crops = "B1", "种植", "crops";
        Animals = "B2", "养殖", "animals";
        Orchard = "B3", "林果", "orchard and forest";
        OtherBusiness = "B9", "其他经营", "other business";
        Costs = "C1", "种子、化肥、饲料、雇工等", "seed, fertiliser, feed, hired hands";
        Dividend = "P1", "资产收益分红", "dividends";
        LandLease = "P2", "土地流转", "leased land";
        Interest = "P3", "利息等金融收入", "interest";
        EntrustedFarming = "P4", "代种代养", "farming by others";
        BirthPolicy = "T1", "计生金", "family-planning allowance";
        Subsistence = "T2", "低保金", "subsistence allowance";
        SpecialCare = "T3", "特困供养金", "special care";
        Pension = "T4", "养老金", "pension";
        Ecology = "T5", "退耕还林、公益林补偿", "forest compensation";
        SoilSubsidy = "T6", "地力补贴", "soil subsidy";
        OldAge = "T7", "高龄补贴", "old-age allowance";
        Veterans = "T8", "优抚", "veterans' allowance";
        Disability = "T9", "残疾补贴", "disability allowance";
        EducationAid = "T10", "教育资助", "education aid";
        DisasterRelief = "T11", "救灾款物", "disaster relief";
        FamilySupport = "T12", "赡养费", "support from family";
        PovertyInsurance = "T13", "防贫保险", "anti-poverty insurance";
        Donation = "T14", "捐赠", "donations";
        OtherTransfer = "T99", "其他转移性收入", "other transfers";
    }
}

impl IncomeLine {
    /// The part of the calculation to which the line belongs.
    #[must_use]
    pub const fn component(self) -> Component {
        match self {
            Self::AwayWork
            | Self::PostDepartment
            | Self::PostTownship
            | Self::PostVillage
            | Self::DayWork => Component::Wage,
            Self::Crops | Self::Animals | Self::Orchard | Self::OtherBusiness => Component::Business,
            Self::Costs => Component::BusinessCost,
            Self::Dividend | Self::LandLease | Self::Interest | Self::EntrustedFarming => Component::Property,
            Self::BirthPolicy
            | Self::Subsistence
            | Self::SpecialCare
            | Self::Pension
            | Self::Ecology
            | Self::SoilSubsidy
            | Self::OldAge
            | Self::Veterans
            | Self::Disability
            | Self::EducationAid
            | Self::DisasterRelief
            | Self::FamilySupport
            | Self::PovertyInsurance
            | Self::Donation
            | Self::OtherTransfer => Component::Transfer,
        }
    }
}

coded! {
    /// From where a figure is known.
    pub enum IncomeSource {
        SelfReport = "SELF_REPORT", "本人说的", "told by the household";
        DeptData = "DEPT_DATA", "部门数据", "a department's data";
        Payslip = "PAYSLIP", "工资条、流水", "payslip or statement";
        Estimate = "ESTIMATE", "估算", "estimated";
    }
}

coded! {
    /// Spending that cannot be avoided, kept beside income 刚性支出.
    pub enum Spending {
        SelfPaidMedical = "SELF_PAID_MEDICAL", "合规自付医疗", "self-paid medical";
        Education = "EDUCATION_RIGID", "上学", "schooling";
        DisasterLoss = "DISASTER_LOSS", "灾害损失", "loss by disaster";
        AccidentLoss = "ACCIDENT_LOSS", "事故损失", "loss by accident";
        HousingRepair = "HOUSING_REPAIR", "修房", "repairs of the house";
        Other = "OTHER_RIGID", "其他刚性支出", "other unavoidable spending";
    }
}
