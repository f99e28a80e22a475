//! The catalogue of measures: the common sub-items of each category (domain.md §4.8, table of categories).

use super::codes::MeasureCategory;

coded! {
    /// A common sub-item of a category. What is none of them is said in words alone.
    pub enum SubItem {
        Supplies = "SUPPLIES", "种苗化肥物资", "seedlings, fertiliser, supplies";
        IndustryAward = "INDUSTRY_AWARD", "产业奖补", "industry award";
        Led = "LED", "致富带头人、合作社、龙头企业带动", "led by a farmer, cooperative or company";
        Tourism = "TOURISM", "乡村旅游", "rural tourism";
        Shares = "SHARES", "入股分红", "shares and dividends";
        Consumption = "CONSUMPTION", "消费帮扶", "buying what they produce";
        Training = "TRAINING", "技能培训", "skills training";
        LabourExport = "LABOUR_EXPORT", "劳务输出", "work elsewhere arranged";
        Workshop = "WORKSHOP", "帮扶车间", "assistance workshop";
        TravelAid = "TRAVEL_AID", "交通补助", "travel allowance";
        SmallLoan = "SMALL_LOAN", "小额信贷", "small loan";
        ForestPost = "FOREST_POST", "护林", "forest keeping";
        CleaningPost = "CLEANING_POST", "保洁", "cleaning";
        RoadPost = "ROAD_POST", "护路", "road keeping";
        InsurancePremium = "INSURANCE_PREMIUM", "医保个人缴费补贴", "help with the insurance premium";
        MedicalAid = "MEDICAL_AID", "医疗救助", "medical aid";
        ChronicCard = "CHRONIC_CARD", "慢性病卡", "card for chronic illness";
        FamilyDoctor = "FAMILY_DOCTOR", "家庭医生签约", "family doctor";
        HospitalRefund = "HOSPITAL_REFUND", "住院报销", "hospital costs refunded";
        BackToSchool = "BACK_TO_SCHOOL", "劝返", "brought back to school";
        TaughtAtHome = "TAUGHT_AT_HOME", "送教上门", "taught at home";
        BoardingAid = "BOARDING_AID", "寄宿生生活补贴", "allowance for boarders";
        SchoolMeals = "SCHOOL_MEALS", "营养餐", "school meals";
        YuluPlan = "YULU_PLAN", "雨露计划", "vocational education aid (Yulu plan)";
        StudentLoan = "STUDENT_LOAN", "助学贷款", "student loan";
        StudentGrant = "STUDENT_GRANT", "助学金", "student grant";
        KindergartenFees = "KINDERGARTEN_FEES", "免保教费", "kindergarten fees waived";
        Subsistence = "SUBSISTENCE", "低保", "subsistence allowance";
        SpecialCare = "SPECIAL_CARE", "特困供养", "special care";
        Pension = "PENSION", "养老金", "pension";
        TemporaryAid = "TEMPORARY_AID", "临时救助", "temporary aid";
        DisabilityAid = "DISABILITY_AID", "残疾人补贴", "disability allowance";
        PovertyInsurance = "POVERTY_INSURANCE", "防贫保险", "anti-poverty insurance";
        HouseRepair = "HOUSE_REPAIR", "危房改造", "dangerous house rebuilt";
        WaterPipes = "WATER_PIPES", "管网", "water pipes";
        WaterQuality = "WATER_QUALITY", "水质", "water quality";
        Well = "WELL", "打井", "well";
        Donations = "DONATIONS", "社会捐助", "donations";
        FollowUp = "FOLLOW_UP", "后续扶持", "follow-up support";
        Toilet = "TOILET", "改厕", "toilet";
        Electricity = "ELECTRICITY", "用电", "electricity";
        HouseRoad = "HOUSE_ROAD", "入户路", "road to the house";
    }
}

impl MeasureCategory {
    /// Its common sub-items, in the order of the table.
    #[must_use]
    pub const fn sub_items(self) -> &'static [SubItem] {
        use SubItem as S;
        match self {
            Self::Industry => &[
                S::Supplies,
                S::IndustryAward,
                S::Led,
                S::Tourism,
                S::Shares,
                S::Consumption,
            ],
            Self::Employment => &[S::Training, S::LabourExport, S::Workshop, S::TravelAid],
            Self::Finance => &[S::SmallLoan],
            Self::PublicPost => &[S::ForestPost, S::CleaningPost, S::RoadPost],
            Self::Health => &[
                S::InsurancePremium,
                S::MedicalAid,
                S::ChronicCard,
                S::FamilyDoctor,
                S::HospitalRefund,
            ],
            Self::CompulsoryEdu => &[S::BackToSchool, S::TaughtAtHome, S::BoardingAid, S::SchoolMeals],
            Self::OtherEdu => &[S::YuluPlan, S::StudentLoan, S::StudentGrant, S::KindergartenFees],
            Self::Comprehensive => &[
                S::Subsistence,
                S::SpecialCare,
                S::Pension,
                S::TemporaryAid,
                S::DisabilityAid,
                S::PovertyInsurance,
            ],
            Self::Housing => &[S::HouseRepair],
            Self::Water => &[S::WaterPipes, S::WaterQuality, S::Well],
            Self::Social => &[S::Donations],
            Self::Relocation => &[S::FollowUp],
            Self::LivingCondition => &[S::Toilet, S::Electricity],
            Self::Infrastructure => &[S::HouseRoad],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_category_has_sub_items_and_each_belongs_to_one() {
        for category in MeasureCategory::ALL {
            assert!(!category.sub_items().is_empty(), "{category:?}");
        }
        for item in SubItem::ALL {
            let of = MeasureCategory::ALL
                .iter()
                .filter(|one| one.sub_items().contains(item));
            assert_eq!(of.count(), 1, "{item:?}");
        }
    }
}
