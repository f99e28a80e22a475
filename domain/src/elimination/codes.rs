//! Enumerations of risk elimination (domain.md §4.10, §12.5).

coded! {
    /// Where a monitored household stands (domain.md §4.10).
    pub enum MonitoringStatus {
        Active = "ACTIVE", "监测中", "monitored";
        EliminationPending = "ELIMINATION_PENDING", "风险消除办理中", "elimination under way";
        Eliminated = "ELIMINATED", "风险已消除", "risk eliminated";
        NaturallyReduced = "NATURALLY_REDUCED", "自然减少", "naturally reduced";
    }
}

coded! {
    /// How the risk went away; both run the same procedure (§4.10).
    pub enum EliminationWay {
        ByAssistance = "BY_ASSISTANCE", "帮扶后消除", "by assistance";
        Natural = "NATURAL", "风险自然消失", "risk went away by itself";
    }
}

coded! {
    /// Where an elimination stands: what it waits for, or how it ended.
    pub enum EliminationState {
        HomeVerifying = "HOME_VERIFYING", "等入户核实", "waiting for the home verification";
        VillageReview = "VILLAGE_REVIEW", "等村级评议", "waiting for the village review";
        Publicity = "PUBLICITY", "村内公示", "public notice in the village";
        ObjectionReview = "OBJECTION_REVIEW", "有异议，等复核", "objection under review";
        TownReview = "TOWN_REVIEW", "等乡镇审核", "waiting for the township";
        CountyReview = "COUNTY_REVIEW", "等区级审定", "waiting for the district";
        Decided = "DECIDED", "已审定消除，等公告", "decided, to be announced";
        Announced = "ANNOUNCED", "已公告消除", "announced";
        ClosedNotEliminated = "CLOSED_NOT_ELIMINATED", "不予消除，继续监测", "ended: not eliminated, monitoring goes on";
        RolledBack = "ROLLED_BACK", "决定已撤销，恢复监测", "decision taken back, monitored again";
    }
}

impl EliminationState {
    /// Whether the procedure still runs: before the district's decision and not closed.
    #[must_use]
    pub const fn is_running(self) -> bool {
        matches!(
            self,
            Self::HomeVerifying
                | Self::VillageReview
                | Self::Publicity
                | Self::ObjectionReview
                | Self::TownReview
                | Self::CountyReview
        )
    }

    /// Whether somebody still has a step to take: the procedure runs, or its decision is to be announced.
    #[must_use]
    pub const fn is_open(self) -> bool {
        self.is_running() || matches!(self, Self::Decided)
    }

    /// Whether the district has decided that the risk is eliminated, and the decision stands.
    #[must_use]
    pub const fn is_eliminated(self) -> bool {
        matches!(self, Self::Decided | Self::Announced)
    }
}

coded! {
    /// What is done to an elimination after its nomination, as the table of transitions names it.
    pub enum EliminationKind {
        Verify = "VERIFY", "入户核实，风险已稳定消除", "verified at home";
        FindNotStable = "FIND_NOT_STABLE", "入户核实，还不稳定", "found not stable at home";
        Agree = "AGREE", "村级评议同意", "village review agreed";
        Disagree = "DISAGREE", "村级评议不同意", "village review disagreed";
        HangNotice = "HANG_NOTICE", "贴出公示", "notice hung";
        Object = "OBJECT", "收到异议", "objection received";
        UpholdObjection = "UPHOLD_OBJECTION", "异议成立", "objection upheld";
        RejectObjection = "REJECT_OBJECTION", "异议不成立，公示继续", "objection not upheld";
        PassTown = "PASS_TOWN", "乡镇审核通过", "township passed";
        ReturnToHome = "RETURN_TO_HOME", "乡镇退回，重新入户核实", "township returned to home verification";
        ReturnToVillage = "RETURN_TO_VILLAGE", "乡镇退回，重新评议", "township returned to village review";
        Decide = "DECIDE", "区级审定消除", "district decided";
        ReturnToTown = "RETURN_TO_TOWN", "区里退回乡镇", "district returned to township";
        Reject = "REJECT", "区级审定不予消除", "district rejected";
        Announce = "ANNOUNCE", "已公告", "announced";
        Rollback = "ROLLBACK", "撤销消除决定，恢复监测", "decision taken back";
    }
}

coded! {
    /// One thing that is looked at before a household is marked eliminated (§4.10, §12.5).
    pub enum CriterionCode {
        MinMonths = "VE01", "认定满规定的月数", "so many months since identification";
        TwoMonths = "VE06", "认定满两个月", "two months since identification";
        MeasureApplied = "VE02", "帮扶措施有进展", "a measure with progress";
        IncomeAboveLine = "VE03", "人均纯收入高于监测线", "income above the line";
        SpendingSolved = "SPENDING", "大额刚性支出已解决", "large unavoidable spending solved";
        GuaranteesHeld = "VE04", "三保障和饮水安全都有保障", "every guarantee held";
        RisksAnswered = "RISKS", "每个风险都有对应的措施", "a measure for each risk";
        NotSafetyNet = "VE05", "不是整户无劳动力兜底保障户", "not a safety-net household without labour";
        NoOpenFlag = "VE07", "没有未了结的风险线索", "no open flag";
        NoOpenRequest = "VE07_REQUEST", "没有未答复的补贴、住房、饮水诉求", "no open request about money, housing or water";
    }
}

coded! {
    /// What the ledger says of a criterion; what is not known is never met.
    pub enum Finding {
        Met = "MET", "符合", "met";
        NotMet = "NOT_MET", "不符合", "not met";
        NotKnown = "NOT_KNOWN", "还不清楚", "not known";
    }
}

coded! {
    /// What follows where a criterion is not met (domain.md §12).
    pub enum Severity {
        Block = "BLOCK", "不能提交", "cannot be submitted";
        Warn = "WARN", "要写明原因", "needs a reason";
        Info = "INFO", "提示", "hint";
    }
}
