//! Enumerations of the four not-removes (domain.md §6).

coded! {
    /// The four pillars.
    pub enum Pillar {
        Responsibility = "FNR_RESPONSIBILITY", "责任", "Responsibility";
        Policy = "FNR_POLICY", "政策", "Policy";
        Assistance = "FNR_ASSISTANCE", "帮扶", "Assistance";
        Supervision = "FNR_SUPERVISION", "监管", "Supervision";
    }
}

coded! {
    /// The commitments, with the wording that ships.
    pub enum LineCode {
        R1 = "R1", "责任人都到位", "responsible people in place";
        R2 = "R2", "换人有交接", "handover at each change";
        R3 = "R3", "联点领导联系到村", "linked leader keeps contact";
        R4 = "R4", "监测户有帮扶联系人", "monitored household has a contact person";
        R5 = "R5", "责任清单有人管、有进展", "duty items have an owner and a state";
        P1 = "P1", "基本医保", "medical insurance";
        P2 = "P2", "医疗救助、大病保险、签约医生", "medical aid, serious-illness insurance, family doctor";
        P3 = "P3", "适龄孩子在校", "children in school";
        P4 = "P4", "低保、特困、临时救助", "subsistence and temporary aid";
        P5 = "P5", "残疾补贴、养老保险代缴", "disability allowances, pension premium";
        P6 = "P6", "住房、饮水问题有答复", "housing and water problems answered";
        P7 = "P7", "小额信贷、公益岗、产业奖补到期为止", "loans, posts and awards run their term";
        P8 = "P8", "易迁户后续扶持", "resettled households supported";
        A1 = "A1", "村里有工作队", "village has a team";
        A2 = "A2", "队员配齐，第一书记在岗", "team complete, first secretary in post";
        A3 = "A3", "驻村天数", "days on site";
        A4 = "A4", "按时走访", "visits within the interval";
        A5 = "A5", "一户一策在推进", "plan in force and moving";
        A6 = "A6", "派出单位支持", "support of the dispatching unit";
        S1 = "S1", "年度集中排查全覆盖", "yearly screening reaches all";
        S2 = "S2", "线索按时限处理", "clues handled in time";
        S3 = "S3", "问题按期整改", "problems rectified in time";
        S4 = "S4", "已消除户回头看", "look-back after elimination";
        S5 = "S5", "督查到村", "inspections reach the village";
    }
}

impl LineCode {
    /// The pillar under which the code stands.
    #[must_use]
    pub const fn pillar(self) -> Pillar {
        match self {
            Self::R1 | Self::R2 | Self::R3 | Self::R4 | Self::R5 => Pillar::Responsibility,
            Self::P1 | Self::P2 | Self::P3 | Self::P4 | Self::P5 | Self::P6 | Self::P7 | Self::P8 => {
                Pillar::Policy
            }
            Self::A1 | Self::A2 | Self::A3 | Self::A4 | Self::A5 | Self::A6 => Pillar::Assistance,
            Self::S1 | Self::S2 | Self::S3 | Self::S4 | Self::S5 => Pillar::Supervision,
        }
    }
}

coded! {
    /// For what a commitment is kept.
    pub enum Level {
        Village = "VILLAGE", "村", "village";
        Team = "TEAM", "队", "team";
        Household = "HOUSEHOLD", "户", "household";
        Member = "MEMBER", "人", "member";
        Person = "PERSON", "队员", "team member";
        Body = "BODY", "单位", "body";
        Case = "CASE", "线索", "case";
        Problem = "PROBLEM", "问题", "problem";
    }
}

coded! {
    /// From what a commitment is computed; the ones that begin with `NEEDS` say what the ledger does not have yet.
    /// What a ledger has come to have keeps its `NEEDS` code: a district's configuration may still hold it.
    pub enum Rule {
        VisitInterval = "VISIT_INTERVAL", "由走访记录算", "from the visits";
        Insured = "INSURED", "由家庭成员的医保登记、基本医疗一项和参保资助的登记算", "from members' insurance, the medical guarantee and what was found of help with the premium";
        InSchool = "IN_SCHOOL", "由孩子的在校状况、义务教育一项和教育资助的登记算", "from children's school status, the education guarantee and what was found of education aid";
        ProblemsAnswered = "PROBLEMS_ANSWERED", "由住房、饮水两项算", "from the housing and water guarantees";
        YearlyScreening = "YEARLY_SCREENING", "由“集中排查”走访算", "from visits of the screening campaign";
        PostsFilled = "POSTS_FILLED", "由花名册算：村党组织书记、第一书记、乡镇联村干部，重点村和示范村还有联点领导", "from the roster: village Party secretary, first secretary, township link, and linked leader of key villages";
        TeamPresent = "TEAM_PRESENT", "由花名册算", "from the roster";
        TeamComplete = "TEAM_COMPLETE", "由花名册算：人数和第一书记", "from the roster: size and first secretary";
        NeedsHandovers = "NEEDS_HANDOVERS", "交接记录", "handover records";
        NeedsLeaderVisits = "NEEDS_LEADER_VISITS", "联点领导的到村记录", "the linked leaders' own visits";
        NeedsContacts = "NEEDS_CONTACTS", "帮扶联系人名单", "the list of contact persons";
        NeedsDutyList = "NEEDS_DUTY_LIST", "责任清单", "the duty list";
        NeedsEntitlements = "NEEDS_ENTITLEMENTS", "部门的享受名单", "the departments' lists of entitlements";
        NeedsMeasures = "NEEDS_MEASURES", "帮扶计划和措施", "plans and measures";
        NeedsSiteList = "NEEDS_SITE_LIST", "安置点清单", "the resettlement sites' checklist";
        NeedsDaysOnSite = "NEEDS_DAYS_ON_SITE", "请假和在村天数", "leave and days on site";
        NeedsUnitSupport = "NEEDS_UNIT_SUPPORT", "派出单位的支持记录", "the units' records of support";
        NeedsCases = "NEEDS_CASES", "监测线索和时限", "monitoring cases and their clocks";
        NeedsEliminations = "NEEDS_ELIMINATIONS", "风险消除记录", "records of risk elimination";
        NeedsSupervision = "NEEDS_SUPERVISION", "督查和整改记录", "records of inspections";
        ContactNamed = "CONTACT_NAMED", "由帮扶计划里的联系人算", "from the contact person in the plan";
        PlanMoves = "PLAN_MOVES", "由帮扶计划的措施和进展算", "from the plan's measures and their progress";
        CluesInTime = "CLUES_IN_TIME", "由风险线索和识别程序的时限算", "from the clocks of risk flags and identification cases";
        DaysConfirmed = "DAYS_CONFIRMED", "由每个队员每月确认的在村天数算：只看确认了没有", "from the months that each person confirms: only whether they are confirmed";
        Entitlements = "ENTITLEMENTS", "由政策享受的登记算", "from what was found of the policies received";
        HandedOver = "HANDED_OVER", "由花名册的变动和交接双方的签字算；村书记、联村干部、联点领导没有账号，由工作记录里的岗位交接算", "from changes of the roster and the signatures of both sides; of posts without an account, from the handovers noted in the work log";
        LeaderVisits = "LEADER_VISITS", "由工作记录里的“联点领导到村”算", "from entries of the work log that the linked leader came";
        UnitSupport = "UNIT_SUPPORT", "由工作记录里派出单位的支持算", "from entries of the work log of the dispatching unit's support";
        LookBacks = "LOOK_BACKS", "由“回头看”走访算", "from visits with the purpose “look-back”";
        DutyItems = "DUTY_ITEMS", "由责任清单的更新算，按责任单位，不按村", "from the updates of the duty list, by body, of no village";
        SiteList = "SITE_LIST", "由易地搬迁户三项的登记算：就业或产业、不动产权证、社区服务", "from what was found of the three items of resettled households: job or venture, property papers, community services";
    }
}

impl Rule {
    /// Whether the ledger has what it takes; the rest is said to be not computed, never to be on track.
    #[must_use]
    pub const fn is_computed(self) -> bool {
        matches!(
            self,
            Self::VisitInterval
                | Self::Insured
                | Self::InSchool
                | Self::ProblemsAnswered
                | Self::YearlyScreening
                | Self::PostsFilled
                | Self::TeamPresent
                | Self::TeamComplete
                | Self::ContactNamed
                | Self::PlanMoves
                | Self::CluesInTime
                | Self::LookBacks
                | Self::DaysConfirmed
                | Self::Entitlements
                | Self::HandedOver
                | Self::LeaderVisits
                | Self::UnitSupport
                | Self::SiteList
                | Self::DutyItems
        )
    }

    /// The code under which a district's row keeps it: the old one, where phones that are still in use know no other.
    /// What a row leaves open is completed from what ships, so that nothing is lost by that.
    #[must_use]
    pub const fn as_kept(self) -> Self {
        match self {
            Self::SiteList => Self::NeedsSiteList,
            Self::DutyItems => Self::NeedsDutyList,
            Self::LeaderVisits => Self::NeedsLeaderVisits,
            Self::UnitSupport => Self::NeedsUnitSupport,
            other => other,
        }
    }
}

coded! {
    /// Who sees to a commitment.
    pub enum Owner {
        ResidencyOffice = "RESIDENCY_OFFICE", "区驻村办", "district resident-work office";
        Handover = "HANDOVER", "交接双方", "both sides of the handover";
        LinkedLeader = "LINKED_LEADER", "联点领导", "linked leader";
        TeamLeader = "TEAM_LEADER", "队长", "team leader";
        TeamMember = "TEAM_MEMBER", "队员", "team member";
        Team = "TEAM", "工作队", "team";
        Contact = "CONTACT", "帮扶联系人", "contact person";
        Insurance = "INSURANCE", "医保部门和工作队", "insurance office and team";
        Education = "EDUCATION", "教育部门和工作队", "education office and team";
        CivilAffairs = "CIVIL_AFFAIRS", "民政部门和工作队", "civil affairs and team";
        Building = "BUILDING", "住建、水利部门", "housing and water offices";
        Department = "DEPARTMENT", "责任部门", "department in charge";
        ResettlementSite = "RESETTLEMENT_SITE", "安置点", "resettlement site";
        DispatchUnit = "DISPATCH_UNIT", "派出单位", "dispatching unit";
        Township = "TOWNSHIP", "乡镇（街道）", "township";
        Steps = "STEPS", "队长、乡镇、区里", "leader, township, district";
        Inspection = "INSPECTION", "督查组", "inspection group";
    }
}

coded! {
    /// How often a commitment is looked at.
    pub enum Cycle {
        Always = "ALWAYS", "随时", "always";
        OnChange = "ON_CHANGE", "有变动时", "on change";
        OnEvent = "ON_EVENT", "有事时", "on event";
        ByTier = "BY_TIER", "按户的类别", "by tier of household";
        Month = "MONTH", "每月", "monthly";
        Quarter = "QUARTER", "每季", "quarterly";
        Term = "TERM", "每学期", "each term";
        HalfYear = "HALF_YEAR", "每半年", "half-yearly";
        Year = "YEAR", "每年", "yearly";
        Contract = "CONTRACT", "按合同", "by contract";
        DueDate = "DUE_DATE", "按期限", "by due date";
    }
}

coded! {
    /// Where a commitment stands (domain.md §6).
    pub enum CommitmentStatus {
        NotApplicable = "NOT_APPLICABLE", "不涉及", "not applicable";
        OnTrack = "ON_TRACK", "正常", "on track";
        Explained = "EXPLAINED", "有合理原因", "explained";
        DueSoon = "DUE_SOON", "临期", "due soon";
        Breached = "BREACHED", "断档", "broken off";
    }
}

impl CommitmentStatus {
    /// How grave it is, from 0; what does not apply is no worse than what is on track.
    #[must_use]
    pub const fn gravity(self) -> u8 {
        match self {
            Self::NotApplicable | Self::OnTrack => 0,
            Self::Explained => 1,
            Self::DueSoon => 2,
            Self::Breached => 3,
        }
    }

    /// Whether somebody has something to do.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::DueSoon | Self::Breached)
    }
}

coded! {
    /// What was found, in the few words of a row.
    pub enum Why {
        Within = "WITHIN", "在走访间隔内", "within the interval";
        VisitSoon = "VISIT_SOON", "走访快到期", "visit due soon";
        VisitPast = "VISIT_PAST", "过了走访间隔", "visit overdue";
        NeverVisited = "NEVER_VISITED", "还没有走访过", "never visited";
        Insured = "INSURED", "参保了", "insured";
        Uninsured = "UNINSURED", "没参加基本医保", "no medical insurance";
        InsuranceNotAsked = "INSURANCE_NOT_ASKED", "参保情况没问到", "insurance not asked";
        InsuranceOld = "INSURANCE_OLD", "参保情况是去年以前问的，要再问", "insurance last asked before last year, to be asked again";
        MedicalProblem = "MEDICAL_PROBLEM", "基本医疗有问题", "medical guarantee has a problem";
        InSchool = "IN_SCHOOL", "在校", "in school";
        OutOfSchool = "OUT_OF_SCHOOL", "没有在校", "out of school";
        SchoolNotAsked = "SCHOOL_NOT_ASKED", "在校情况没问到", "school not asked";
        SchoolOld = "SCHOOL_OLD", "在校情况是上学期以前问的，要再问", "school last asked before last term, to be asked again";
        EducationProblem = "EDUCATION_PROBLEM", "义务教育有问题", "education guarantee has a problem";
        Safe = "SAFE", "住房、饮水没有问题", "housing and water assured";
        NoProblemKnown = "NO_PROBLEM_KNOWN", "没有登记问题", "no problem on record";
        HousingProblem = "HOUSING_PROBLEM", "住房问题没解决", "housing problem open";
        WaterProblem = "WATER_PROBLEM", "饮水问题没解决", "water problem open";
        ScreeningDone = "SCREENING_DONE", "每户都排查到了", "every household screened";
        ScreeningOpen = "SCREENING_OPEN", "还有户没排查到", "households not screened yet";
        ScreeningAhead = "SCREENING_AHEAD", "今年的排查还没开始", "this year's round has not begun";
        PostsFilled = "POSTS_FILLED", "岗位都有人", "posts filled";
        PostEmpty = "POST_EMPTY", "岗位空着", "a post is empty";
        PostUntold = "POST_UNTOLD", "责任人没登记齐", "a responsible person is not on the roster yet";
        TeamThere = "TEAM_THERE", "有工作队", "has a team";
        NoTeam = "NO_TEAM", "没有工作队", "no team";
        TeamComplete = "TEAM_COMPLETE", "队员齐", "team complete";
        SecretaryMissing = "SECRETARY_MISSING", "没有第一书记", "no first secretary";
        TeamSmall = "TEAM_SMALL", "人数不足，要说明", "small team, needs a reason";
        ContactNamed = "CONTACT_NAMED", "有帮扶联系人", "contact person named";
        ContactMissing = "CONTACT_MISSING", "没有帮扶联系人", "no contact person";
        PlanMoving = "PLAN_MOVING", "措施在推进", "measures moving";
        PlanSlowing = "PLAN_SLOWING", "措施快到期限还没进展", "progress due soon";
        PlanStuck = "PLAN_STUCK", "措施太久没有进展", "no progress for too long";
        PlanMissing = "PLAN_MISSING", "还没有帮扶措施", "no measure planned";
        NoneMonitored = "NONE_MONITORED", "没有监测户", "no monitored household";
        FlagUndecided = "FLAG_UNDECIDED", "线索等队长研判", "flag waits for the leader";
        FlagWatched = "FLAG_WATCHED", "线索在观察，到日子再看", "flag watched until its day";
        CaseNotOpened = "CASE_NOT_OPENED", "线索已确认，还没启动识别", "flag confirmed, no case opened";
        CaseRunning = "CASE_RUNNING", "识别程序没走完", "identification not finished";
        NoClue = "NO_CLUE", "没有在计时限的线索", "no clue with a limit running";
        LookedBack = "LOOKED_BACK", "在回头看的时间内", "within the time for a look-back";
        LookBackSoon = "LOOK_BACK_SOON", "快到回头看的时间", "look-back due soon";
        LookBackPast = "LOOK_BACK_PAST", "过了回头看的时间", "look-back overdue";
        MonthConfirmed = "MONTH_CONFIRMED", "上个月在岗都确认了", "last month is confirmed";
        MonthOpen = "MONTH_OPEN", "上个月在岗还没确认齐", "last month is not confirmed yet";
        NoWholeMonth = "NO_WHOLE_MONTH", "驻村还没满一个整月", "no whole month on site yet";
        Received = "RECEIVED", "政策在享受", "policies received";
        StoppedLawfully = "STOPPED_LAWFULLY", "依规停发", "stopped by the rules";
        DueNotReceived = "DUE_NOT_RECEIVED", "应享未享", "due, not received";
        StopUnexplained = "STOP_UNEXPLAINED", "停发原因不明", "stopped, reason unknown";
        NotEligible = "NOT_ELIGIBLE", "没有符合的政策", "eligible for none";
        NothingFound = "NOTHING_FOUND", "还没有登记政策享受", "nothing recorded of policies received";
        NobodyLeft = "NOBODY_LEFT", "没有换人", "nobody has left";
        HandedOver = "HANDED_OVER", "换人都交接了", "every change was handed over";
        HandoverAhead = "HANDOVER_AHEAD", "有人要离开，正在交接", "somebody is leaving and hands over";
        HandoverOpen = "HANDOVER_OPEN", "换了人，还没交接完", "somebody left, not handed over yet";
        PostHandoverOpen = "POST_HANDOVER_OPEN", "村里岗位换了人，还没记交接", "a post of the village changed hands, the handover is not noted yet";
        NoLinkedLeader = "NO_LINKED_LEADER", "没有联点领导", "no linked leader";
        LeaderCame = "LEADER_CAME", "这个周期联点领导到过村", "the linked leader came in this period";
        LeaderAwaited = "LEADER_AWAITED", "这个周期还没有联点领导到村的记录", "no record yet in this period that the linked leader came";
        UnitSupported = "UNIT_SUPPORTED", "这个周期派出单位支持过", "the dispatching unit gave support in this period";
        UnitAwaited = "UNIT_AWAITED", "这个周期还没有派出单位支持的记录", "no record yet in this period of support by the dispatching unit";
        NoneEliminated = "NONE_ELIMINATED", "没有已消除风险的户", "no household whose risk is eliminated";
        SiteAnswered = "SITE_ANSWERED", "搬迁后续扶持三项都核实了", "all three items after the move were checked";
        SiteSoon = "SITE_SOON", "搬迁后续扶持快到核实期限", "check of the items after the move due soon";
        SitePast = "SITE_PAST", "搬迁后续扶持过期没核实", "check of the items after the move overdue";
        SiteEmpty = "SITE_EMPTY", "搬迁后续扶持有一项空着", "an item after the move is empty";
        SiteMissing = "SITE_MISSING", "搬迁后续扶持有一项没落实", "an item after the move is not in place";
        SiteBroken = "SITE_BROKEN", "搬迁后续扶持有一项中断，原因不明", "an item after the move ended, reason unknown";
        NoneResettled = "NONE_RESETTLED", "没有易地搬迁户", "no resettled household";
        CountedByBody = "COUNTED_BY_BODY", "按责任单位算，不按村算", "counted by body, not by village";
        NoDutyList = "NO_DUTY_LIST", "还没有导入责任清单", "no duty list imported yet";
        DutyAhead = "DUTY_AHEAD", "还没到更新的期限", "not due to be told yet";
        DutyUpdated = "DUTY_UPDATED", "按期更新了", "updated in time";
        DutySoon = "DUTY_SOON", "快到期限", "due soon";
        DutyPast = "DUTY_PAST", "到期没有更新", "no update when due";
        DutyUnfinished = "DUTY_UNFINISHED", "到期没有完成", "not finished when due";
        DutyDone = "DUTY_DONE", "已经完成", "finished";
        DutyWithdrawn = "DUTY_WITHDRAWN", "已停用，不算", "withdrawn, counts nowhere";
    }
}

coded! {
    /// A post that R1 looks at (domain.md §6).
    pub enum Post {
        FirstSecretary = "FIRST_SECRETARY", "第一书记", "first secretary";
        LinkedLeader = "LINKED_LEADER", "联点领导", "linked leader";
        VillageSecretary = "VILLAGE_SECRETARY", "村党组织书记", "village Party secretary";
        TownshipLink = "TOWNSHIP_LINK", "乡镇联村干部", "township link";
    }
}

impl Post {
    /// The posts that are in no team and have no account: the roster names who holds them, village by village.
    pub const NAMED: [Self; 2] = [Self::VillageSecretary, Self::TownshipLink];

    /// The posts whose holders cannot sign a handover here: the team notes it in its work log (R2).
    pub const NOTED: [Self; 3] = [Self::VillageSecretary, Self::TownshipLink, Self::LinkedLeader];
}
