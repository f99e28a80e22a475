//! Enumerations of visits and their review (domain.md §5.2–§5.4).

use crate::household::Household;
use crate::household::codes::RiskCause;

coded! {
    /// Part of the day.
    pub enum TimeBand {
        Morning = "MORNING", "上午", "morning";
        Afternoon = "AFTERNOON", "下午", "afternoon";
        Evening = "EVENING", "晚上", "evening";
    }
}

coded! {
    /// How a visit was made; only `IN_HOME` serves as home verification.
    pub enum VisitMode {
        InHome = "IN_HOME", "入户", "at home";
        Field = "FIELD", "田间地头", "in the field";
        Meeting = "MEETING", "屋场会·院坝会", "yard meeting";
        Phone = "PHONE", "电话", "by phone";
        Video = "VIDEO", "微信视频", "by video";
    }
}

coded! {
    /// Why a visit was made.
    pub enum Purpose {
        Routine = "ROUTINE", "日常走访", "routine";
        Policy = "POLICY", "政策宣传", "explaining policy";
        Monitor = "MONITOR", "监测户走访", "monitored household";
        HomeVerify = "HOME_VERIFY", "识别核实", "identification check";
        ElimVerify = "ELIM_VERIFY", "消除核实", "elimination check";
        PlanFollowup = "PLAN_FOLLOWUP", "落实帮扶措施", "following up measures";
        Lookback = "LOOKBACK", "回头看", "look-back";
        Campaign = "CAMPAIGN", "集中排查", "screening campaign";
        RequestFollowup = "REQUEST_FOLLOWUP", "办理诉求", "following up a request";
        Disaster = "DISASTER", "灾情排查", "disaster check";
        Festival = "FESTIVAL", "节日慰问", "festival visit";
        Dispute = "DISPUTE", "矛盾调解", "settling a dispute";
        Other = "OTHER", "其他", "other";
    }
}

impl Purpose {
    /// The purpose with which a household is visited where nothing else brings somebody: where its risk is eliminated
    /// it is a look-back (domain.md §4.9).
    #[must_use]
    pub fn usual(household: &Household) -> Self {
        if household.monitored().is_some() {
            Self::Monitor
        } else if household.eliminated.is_some() {
            Self::Lookback
        } else {
            Self::Routine
        }
    }
}

coded! {
    /// Signs of a risk, in plain words; nobody needs to know categories.
    pub enum Signal {
        SeriousIllness = "SERIOUS_ILLNESS", "新得大病", "new serious illness";
        LargeBill = "LARGE_BILL", "大额医药费", "large medical bill";
        LostJob = "LOST_JOB", "没活干", "out of work";
        CropLoss = "CROP_LOSS", "庄稼牲畜受损", "crop or animal loss";
        Disaster = "DISASTER", "火灾水灾滑坡", "fire, flood or landslide";
        Accident = "ACCIDENT", "意外、去世、致残", "accident, death or disability";
        OutOfSchool = "OUT_OF_SCHOOL", "孩子没上学", "child out of school";
        DangerousHouse = "DANGEROUS_HOUSE", "房子不安全", "dangerous house";
        BadWater = "BAD_WATER", "饮水有问题", "bad water";
        Uninsured = "UNINSURED", "没买医保", "uninsured";
        Borrowing = "BORROWING", "借债多了", "much higher borrowing";
        VisiblyWorse = "VISIBLY_WORSE", "日子明显变差", "living visibly worse";
    }
}

impl Signal {
    /// The risk causes that the sign suggests; a proposal, never a decision (domain.md §5.3).
    #[must_use]
    pub const fn proposes(self) -> &'static [RiskCause] {
        match self {
            Self::SeriousIllness | Self::LargeBill | Self::Uninsured => &[RiskCause::Illness],
            Self::LostJob => &[RiskCause::UnstableJob],
            Self::CropLoss => &[RiskCause::IndustryFailure, RiskCause::NaturalDisaster],
            Self::Disaster => &[RiskCause::NaturalDisaster],
            Self::Accident => &[RiskCause::Accident, RiskCause::Disability, RiskCause::LackLabour],
            Self::OutOfSchool => &[RiskCause::Schooling],
            Self::DangerousHouse => &[RiskCause::Housing],
            Self::BadWater => &[RiskCause::DrinkingWater],
            Self::Borrowing | Self::VisiblyWorse => &[RiskCause::Other],
        }
    }
}

coded! {
    /// Where a visit stands in review, as the server knows it.
    pub enum VisitStatus {
        Submitted = "SUBMITTED", "等队长看", "waiting for the leader";
        Approved = "APPROVED", "队长已看", "seen by the leader";
        Returned = "RETURNED", "退回", "returned";
        Filed = "FILED", "已存档", "filed";
    }
}

coded! {
    /// Why a visit goes back to its author.
    pub enum ReturnReason {
        FactUnclear = "FACT_UNCLEAR", "事实不清", "facts unclear";
        MissingItem = "MISSING_ITEM", "漏项", "something missing";
        ContradictsDossier = "CONTRADICTS_DOSSIER", "与档案不一致", "contradicts the record";
        RiskNotFlagged = "RISK_NOT_FLAGGED", "有风险未标记", "risk not flagged";
        WrongHousehold = "WRONG_HOUSEHOLD", "户对错了", "wrong household";
        Duplicate = "DUPLICATE", "重复", "duplicate";
        Privacy = "PRIVACY", "写了不该写的个人信息", "private data that should not be there";
        Other = "OTHER", "其他", "other";
    }
}
