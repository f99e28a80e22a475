//! Enumerations of the plan (domain.md §4.8).

use crate::household::codes::RiskCause;

coded! {
    /// Category of a measure, as in the national code table.
    pub enum MeasureCategory {
        Industry = "INDUSTRY", "产业帮扶", "industry";
        Employment = "EMPLOYMENT", "就业帮扶", "employment";
        Finance = "FINANCE", "金融帮扶", "finance";
        PublicPost = "PUBLIC_POST", "公益岗位帮扶", "public-welfare post";
        Health = "HEALTH", "健康帮扶", "health";
        CompulsoryEdu = "COMPULSORY_EDU", "义务教育保障", "compulsory education";
        OtherEdu = "OTHER_EDU", "其他教育帮扶", "other education";
        Comprehensive = "COMPREHENSIVE", "综合保障", "comprehensive safety net";
        Housing = "HOUSING", "住房安全保障", "safe housing";
        Water = "WATER", "饮水安全保障", "safe drinking water";
        Social = "SOCIAL", "社会帮扶", "social help";
        Relocation = "RELOCATION", "搬迁", "relocation";
        LivingCondition = "LIVING_CONDITION", "生产生活条件改善", "living conditions";
        Infrastructure = "INFRASTRUCTURE", "基础设施建设", "infrastructure";
    }
}

impl MeasureCategory {
    /// The number in the national code table (domain.md §4.8).
    #[must_use]
    pub const fn national(self) -> &'static str {
        match self {
            Self::Industry => "100A39",
            Self::Employment => "100A40",
            Self::Finance => "100A41",
            Self::PublicPost => "100A42",
            Self::Health => "100A45",
            Self::CompulsoryEdu => "100A46",
            Self::OtherEdu => "100A47",
            Self::Comprehensive => "100A48",
            Self::Housing => "100A50",
            Self::Water => "100A51",
            Self::Social => "100A52",
            Self::Relocation => "100A53",
            Self::LivingCondition => "100A54",
            Self::Infrastructure => "100A55",
        }
    }

    /// Whether it helps a household to earn by itself 开发式; one with labour has at least one such measure.
    #[must_use]
    pub const fn is_developmental(self) -> bool {
        matches!(
            self,
            Self::Industry | Self::Employment | Self::Finance | Self::PublicPost
        )
    }
}

coded! {
    /// Where a measure stands.
    pub enum MeasureStatus {
        Planned = "PLANNED", "已计划", "planned";
        InProgress = "IN_PROGRESS", "正在做", "in progress";
        Done = "DONE", "已做完", "done";
        Stopped = "STOPPED", "已停止", "stopped";
        CarriedAfterRemoval = "CARRIED_AFTER_REMOVAL", "消除后继续", "carried on after removal";
    }
}

impl MeasureStatus {
    /// Whether progress may lead from here to there (domain.md §4.8). Work in progress may be told of again and again;
    /// what ended stays. What was planned may be told to be done, or not to begin at all, in one step: paper comes late.
    /// Only what runs is carried on, and only once the risk is `eliminated`; a relapse takes it up again.
    #[must_use]
    pub const fn leads_to(self, next: Self, eliminated: bool) -> bool {
        match (self, next) {
            (Self::Planned | Self::InProgress | Self::CarriedAfterRemoval, Self::Done | Self::Stopped)
            | (Self::Planned | Self::InProgress | Self::CarriedAfterRemoval, Self::InProgress) => true,
            (Self::InProgress | Self::CarriedAfterRemoval, Self::CarriedAfterRemoval) => eliminated,
            _ => false,
        }
    }
}

/// The categories of which the plan of a household with this risk should have at least one (§4.8, rule table). None
/// where the table has no line.
#[must_use]
pub const fn answers(cause: RiskCause) -> &'static [MeasureCategory] {
    use MeasureCategory as M;
    match cause {
        RiskCause::Illness => &[M::Health, M::Social, M::Comprehensive],
        RiskCause::Schooling => &[M::OtherEdu, M::CompulsoryEdu, M::Social],
        RiskCause::Disability => &[M::Comprehensive, M::Social],
        RiskCause::Housing => &[M::Housing, M::Relocation],
        RiskCause::DrinkingWater => &[M::Water],
        RiskCause::UnstableJob => &[M::Employment, M::PublicPost],
        RiskCause::IndustryFailure => &[M::Industry, M::Finance],
        RiskCause::NaturalDisaster | RiskCause::LackLabour | RiskCause::Accident | RiskCause::Other => &[],
    }
}
