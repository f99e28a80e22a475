//! Enumerations of the identification case (domain.md §4.7).

coded! {
    /// Where a case stands: what it waits for, or how it ended.
    pub enum CaseState {
        AwaitAuthorisation = "AWAIT_AUTHORISATION", "等农户签授权书", "waiting for the household's authorisation";
        HomeVerifying = "HOME_VERIFYING", "等入户核实", "waiting for the home verification";
        VillageReview = "VILLAGE_REVIEW", "等村级评议", "waiting for the village review";
        Publicity = "PUBLICITY", "村内公示", "public notice in the village";
        ObjectionReview = "OBJECTION_REVIEW", "有异议，等复核", "objection under review";
        TownReview = "TOWN_REVIEW", "等乡镇审核", "waiting for the township";
        CountyReview = "COUNTY_REVIEW", "等区级审定", "waiting for the district";
        Approved = "APPROVED", "已审定，等公告", "approved, to be announced";
        Announced = "ANNOUNCED", "已公告，等录入全国系统", "announced, to be entered nationally";
        Recorded = "RECORDED", "已录入全国系统", "entered in the national system";
        ClosedRefused = "CLOSED_REFUSED", "农户不愿授权，已结束", "ended: the household did not authorise";
        ClosedNotQualified = "CLOSED_NOT_QUALIFIED", "不符合，已结束", "ended: not qualified";
        ClosedWithdrawn = "CLOSED_WITHDRAWN", "农户撤回，已结束", "ended: withdrawn by the household";
    }
}

impl CaseState {
    /// Whether nothing follows any more without a new case.
    #[must_use]
    pub const fn is_closed(self) -> bool {
        matches!(
            self,
            Self::ClosedRefused | Self::ClosedNotQualified | Self::ClosedWithdrawn
        )
    }

    /// Whether the procedure still runs: before the district's decision and not closed.
    #[must_use]
    pub const fn is_running(self) -> bool {
        !self.is_closed() && !self.is_identified()
    }

    /// Whether somebody still has a step to take: the procedure runs, or its decision is to be announced and entered.
    #[must_use]
    pub const fn is_open(self) -> bool {
        !self.is_closed() && !matches!(self, Self::Recorded)
    }

    /// Whether the district has decided that the household is monitored.
    #[must_use]
    pub const fn is_identified(self) -> bool {
        matches!(self, Self::Approved | Self::Announced | Self::Recorded)
    }
}

coded! {
    /// What is done to a case, as the table of transitions names it.
    pub enum StepKind {
        Authorise = "AUTHORISE", "农户签了授权书", "household authorised";
        RefuseAuthorisation = "REFUSE_AUTHORISATION", "农户不愿授权", "household did not authorise";
        Verify = "VERIFY", "入户核实，符合", "verified at home";
        FindNotQualified = "FIND_NOT_QUALIFIED", "入户核实，不符合", "found not qualified at home";
        Agree = "AGREE", "村级评议同意", "village review agreed";
        Disagree = "DISAGREE", "村级评议不同意", "village review disagreed";
        HangNotice = "HANG_NOTICE", "贴出公示", "notice hung";
        Object = "OBJECT", "收到异议", "objection received";
        UpholdObjection = "UPHOLD_OBJECTION", "异议成立", "objection upheld";
        RejectObjection = "REJECT_OBJECTION", "异议不成立，公示继续", "objection not upheld";
        PassTown = "PASS_TOWN", "乡镇审核通过", "township passed";
        ReturnToHome = "RETURN_TO_HOME", "乡镇退回，重新入户核实", "township returned to home verification";
        ReturnToVillage = "RETURN_TO_VILLAGE", "乡镇退回，重新评议", "township returned to village review";
        Compare = "COMPARE", "信息比对", "data compared";
        Approve = "APPROVE", "区级审定通过", "district approved";
        ReturnToTown = "RETURN_TO_TOWN", "区里退回乡镇", "district returned to township";
        Reject = "REJECT", "区级审定不通过", "district rejected";
        Announce = "ANNOUNCE", "已公告", "announced";
        EnterNumber = "ENTER_NUMBER", "录入全国系统", "entered in the national system";
        Withdraw = "WITHDRAW", "农户撤回", "household withdrew";
        Expedite = "EXPEDITE", "走绿色通道", "green channel";
    }
}

impl StepKind {
    /// Whether it runs beside the others: it changes no state, and no step of anybody becomes out of date by it.
    #[must_use]
    pub const fn runs_aside(self) -> bool {
        matches!(self, Self::Compare | Self::Expedite)
    }

    /// Whether it sends the case back to those before, with a reason.
    #[must_use]
    pub const fn sends_back(self) -> bool {
        matches!(
            self,
            Self::ReturnToHome | Self::ReturnToVillage | Self::ReturnToTown
        )
    }
}

coded! {
    /// On whose side a verifier stands; a home verification should have two (VP02).
    pub enum Side {
        Team = "TEAM", "工作队", "work team";
        Village = "VILLAGE", "村干部", "village";
        Township = "TOWNSHIP", "乡镇干部", "township";
    }
}

coded! {
    /// A department of the district: it warns by lists, and compares what was found with its data (domain.md §4.6, §4.7).
    pub enum Department {
        MedicalInsurance = "MEDICAL_INSURANCE", "医保", "medical insurance";
        CivilAffairs = "CIVIL_AFFAIRS", "民政", "civil affairs";
        DisabledFederation = "DISABLED_FEDERATION", "残联", "disabled persons' federation";
        Education = "EDUCATION", "教育", "education";
        HousingConstruction = "HOUSING_CONSTRUCTION", "住建", "housing and construction";
        HumanResources = "HUMAN_RESOURCES", "人社", "human resources";
        PublicSecurity = "PUBLIC_SECURITY", "公安", "public security";
        Emergency = "EMERGENCY", "应急", "emergency management";
        Health = "HEALTH", "卫健", "health";
        Water = "WATER", "水利", "water";
    }
}

coded! {
    /// What a department's data say to what was verified at home.
    pub enum Comparison {
        Agrees = "AGREES", "一致", "agrees";
        Differs = "DIFFERS", "不一致", "differs";
    }
}
