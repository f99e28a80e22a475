//! Enumerations of editions: which figures a district sets, and why an edition is not adopted.

use crate::calendar::Limit;
use crate::config::Config;
use crate::elimination::EliminationLimits;
use crate::identification::IdentifyLimits;
use crate::team::LeaveFigures;

/// The longest time for which something is kept, in months; a bound, not a rule of the field.
const RETAIN_MAX: u32 = 1_200;
/// The least for the audit log, in months (domain.md §11.3).
const AUDIT_LEAST: u32 = 6;

coded! {
    /// What a figure counts.
    pub enum Unit {
        Days = "DAYS", "天", "days";
        Months = "MONTHS", "个月", "months";
        People = "PEOPLE", "人", "people";
        Percent = "PERCENT", "%", "%";
    }
}

coded! {
    /// The plain figures of the configuration (domain.md §2, §4.9, §5, §6, §7.3).
    pub enum Figure {
        VisitActive = "VISIT_ACTIVE", "走访间隔：监测户", "visit interval: monitored households";
        VisitFocus = "VISIT_FOCUS", "走访间隔：重点户", "visit interval: focus households";
        VisitEliminated = "VISIT_ELIMINATED", "走访间隔：已消除风险户", "visit interval: risk eliminated";
        VisitLifted = "VISIT_LIFTED", "走访间隔：脱贫户", "visit interval: lifted-out households";
        VisitGeneral = "VISIT_GENERAL", "走访间隔：一般农户", "visit interval: ordinary households";
        GuaranteeStale = "GUARANTEE_STALE", "三保障和饮水隔多久再问", "a guarantee is asked again after";
        FactStale = "FACT_STALE", "其他情况隔多久再问", "another fact is asked again after";
        LateAfter = "LATE_AFTER", "走访隔多久才记要写原因", "a visit recorded later needs a reason";
        OldAfter = "OLD_AFTER", "走访隔多久算太久", "a visit is old after";
        Review = "REVIEW", "审核期限", "time for a review";
        ReturnStale = "RETURN_STALE", "退回多久没改要标出来", "a returned visit is marked after";
        OpenAlone = "OPEN_ALONE", "“无变化”逐条打开的比例", "share of no-change visits opened one by one";
        Triage = "TRIAGE", "风险线索研判期限", "time for triage of a flag";
        RequestDue = "REQUEST_DUE", "诉求答复期限", "time for the answer to a request";
        PlanDue = "PLAN_DUE", "帮扶计划期限", "time for the plan";
        NoMeasure = "NO_MEASURE", "认定后多久没有措施要提示", "a household without a measure is pointed out after";
        IdentifyNotice = "IDENTIFY_NOTICE", "识别公示天数", "public notice of identification";
        CountyCompare = "COUNTY_COMPARE", "入户核实后多久比对完", "comparison after the home verification";
        EliminateNotice = "ELIMINATE_NOTICE", "风险消除公示天数", "public notice of elimination";
        EliminateMonths = "ELIMINATE_MONTHS", "识别后满多久才能消除风险", "elimination not before";
        DueSoon = "DUE_SOON", "到期前多久算临期", "due soon before a deadline";
        TeamSize = "TEAM_SIZE", "工作队最少人数（只提示）", "smallest team (a warning)";
        Explanation = "EXPLANATION", "一条说明最长管多久", "an explanation holds at most";
        LeaveTown = "LEAVE_TOWN", "乡镇能批的请假天数", "leave that the township decides";
        LeaveYear = "LEAVE_YEAR", "一年请假超过要考虑换人", "leave a year before replacing is considered";
        RetainClues = "RETAIN_CLUES", "不列入的线索保存多久（只登记，程序不自动删）", "dismissed clues are kept for (said only: nothing is deleted by the program)";
        RetainCases = "RETAIN_CASES", "办结的监测档案保存多久（只登记，程序不自动删）", "closed cases are kept for (said only: nothing is deleted by the program)";
        RetainAudit = "RETAIN_AUDIT", "操作日志保存多久（不少于 6 个月；只登记，程序不自动删）", "the audit log is kept for (6 months at least; said only: nothing is deleted by the program)";
    }
}

coded! {
    /// The limits that say themselves whether they count working days.
    pub enum Limits {
        Total = "TOTAL", "识别总时限", "whole identification";
        HomeVerify = "HOME_VERIFY", "入户核实时限", "home verification";
    }
}

coded! {
    /// Why an edition is not adopted. The words say what to do.
    pub enum EditionCode {
        NoDocument = "CFG_DOCUMENT", "请写文件号，没有文件不能改。", "Please give the document's number: nothing is set without one.";
        Past = "CFG_PAST", "生效日期不能早于今天，已经办过的不重算。", "It cannot hold from a day before today: what was done is not done again.";
        FarAhead = "CFG_FAR", "生效日期太远，最多提前两年。", "That is too far ahead; two years at most.";
        Nothing = "CFG_NOTHING", "还没有写要改什么。", "Nothing is set yet.";
        TooMany = "CFG_TOO_MANY", "一次改得太多，请分两次。", "Too much at once; please take two editions.";
        Twice = "CFG_TWICE", "同一项写了两次，请去掉一个。", "One thing is set twice; please remove one.";
        BadFigure = "CFG_FIGURE", "这个数不合理，请再看一下单位和范围。", "This figure makes no sense; please check its unit and range.";
        NoWording = "CFG_WORDING", "中文和英文都要写，不要太长，也不要有特殊符号。", "It needs words in Chinese and in English, not too long and without control characters.";
        Reserved = "CFG_RESERVED", "2026 年起的对象类别还没有公布，程序里只留了位置，现在不能启用。", "The categories of the regime from 2026 are not published; it is reserved and cannot come into force yet.";
        Moved = "CFG_MOVED", "别人刚发布了一版，请看过现在执行的，再预览一次。", "Somebody has adopted an edition meanwhile; please read what is in force now, then preview again.";
    }
}

impl Figure {
    /// What it counts.
    #[must_use]
    pub const fn unit(self) -> Unit {
        match self {
            Self::OpenAlone => Unit::Percent,
            Self::EliminateMonths | Self::RetainClues | Self::RetainCases | Self::RetainAudit => Unit::Months,
            Self::TeamSize => Unit::People,
            _ => Unit::Days,
        }
    }

    /// Least and most that make sense; bounds, not rules of the field.
    #[must_use]
    pub const fn bounds(self) -> (u32, u32) {
        match self {
            Self::OpenAlone => (0, 100),
            Self::EliminateMonths => (0, 60),
            Self::TeamSize => (1, 20),
            Self::CountyCompare | Self::LateAfter | Self::ReturnStale | Self::DueSoon | Self::LeaveTown => {
                (0, 60)
            }
            Self::Review | Self::Triage | Self::IdentifyNotice | Self::EliminateNotice => (1, 60),
            Self::RetainClues | Self::RetainCases => (0, RETAIN_MAX),
            Self::RetainAudit => (AUDIT_LEAST, RETAIN_MAX),
            _ => (1, 400),
        }
    }

    /// Whether 0 takes the figure back, so that none is set: of what ships without one (§2, §11.3).
    #[must_use]
    pub const fn may_be_unset(self) -> bool {
        matches!(self, Self::RetainClues | Self::RetainCases | Self::RetainAudit)
    }

    /// Whether a value makes sense.
    #[must_use]
    pub fn accepts(self, value: u32) -> bool {
        let (least, most) = self.bounds();
        (least..=most).contains(&value) || value == 0 && self.may_be_unset()
    }

    /// The figure as a configuration has it; none where the district set none of its kind.
    #[must_use]
    pub fn of(self, config: &Config) -> Option<u32> {
        let [active, focus, eliminated, lifted, general] = config.visit_interval_days;
        let [clues, cases, audit] = config.retention_months;
        Some(match self {
            Self::VisitActive => active,
            Self::VisitFocus => focus,
            Self::VisitEliminated => eliminated,
            Self::VisitLifted => lifted,
            Self::VisitGeneral => general,
            Self::GuaranteeStale => config.guarantee_stale_days,
            Self::FactStale => config.fact_stale_days,
            Self::LateAfter => config.late_after_days,
            Self::OldAfter => config.old_after_days,
            Self::Review => config.review_sla_days,
            Self::ReturnStale => config.return_stale_days,
            Self::OpenAlone => u32::from(config.open_alone_percent),
            Self::Triage => config.triage_limit_days,
            Self::RequestDue => config.request_due_days,
            Self::PlanDue => config.plan_due_days,
            Self::NoMeasure => config.no_measure_days,
            Self::IdentifyNotice => config.identify?.publicity_days,
            Self::CountyCompare => config.identify?.county_compare_days,
            Self::EliminateNotice => config.eliminate?.publicity_days,
            Self::EliminateMonths => config.eliminate?.min_months,
            Self::DueSoon => config.four.soon_days,
            Self::TeamSize => config.four.team_min_size,
            Self::Explanation => config.four.explanation_days,
            Self::LeaveTown => config.leave?.town_days,
            Self::LeaveYear => config.leave?.year_days,
            Self::RetainClues => clues,
            Self::RetainCases => cases,
            Self::RetainAudit => audit,
        })
    }

    /// Sets it. Where the district set none of its kind, the others of the kind become those that ship.
    pub(super) fn put(self, config: &mut Config, value: u32) {
        let [active, focus, eliminated, lifted, general] = &mut config.visit_interval_days;
        let [clues, cases, audit] = &mut config.retention_months;
        let identify = IdentifyLimits::default;
        let eliminate = EliminationLimits::default;
        let leave = LeaveFigures::default;
        let place = match self {
            Self::VisitActive => active,
            Self::VisitFocus => focus,
            Self::VisitEliminated => eliminated,
            Self::VisitLifted => lifted,
            Self::VisitGeneral => general,
            Self::GuaranteeStale => &mut config.guarantee_stale_days,
            Self::FactStale => &mut config.fact_stale_days,
            Self::LateAfter => &mut config.late_after_days,
            Self::OldAfter => &mut config.old_after_days,
            Self::Review => &mut config.review_sla_days,
            Self::ReturnStale => &mut config.return_stale_days,
            Self::OpenAlone => {
                config.open_alone_percent = u8::try_from(value).unwrap_or(u8::MAX);
                return;
            }
            Self::Triage => &mut config.triage_limit_days,
            Self::RequestDue => &mut config.request_due_days,
            Self::PlanDue => &mut config.plan_due_days,
            Self::NoMeasure => &mut config.no_measure_days,
            Self::IdentifyNotice => &mut config.identify.get_or_insert_with(identify).publicity_days,
            Self::CountyCompare => &mut config.identify.get_or_insert_with(identify).county_compare_days,
            Self::EliminateNotice => &mut config.eliminate.get_or_insert_with(eliminate).publicity_days,
            Self::EliminateMonths => &mut config.eliminate.get_or_insert_with(eliminate).min_months,
            Self::DueSoon => &mut config.four.soon_days,
            Self::TeamSize => &mut config.four.team_min_size,
            Self::Explanation => &mut config.four.explanation_days,
            Self::LeaveTown => &mut config.leave.get_or_insert_with(leave).town_days,
            Self::LeaveYear => &mut config.leave.get_or_insert_with(leave).year_days,
            Self::RetainClues => clues,
            Self::RetainCases => cases,
            Self::RetainAudit => audit,
        };
        *place = value;
    }
}

impl Limits {
    /// The limit as a configuration has it; none where the district set none.
    #[must_use]
    pub fn of(self, config: &Config) -> Option<Limit> {
        let limits = config.identify?;
        Some(match self {
            Self::Total => limits.total,
            Self::HomeVerify => limits.home_verify,
        })
    }

    pub(super) fn put(self, config: &mut Config, limit: Limit) {
        let limits = config.identify.get_or_insert_with(IdentifyLimits::default);
        match self {
            Self::Total => limits.total = limit,
            Self::HomeVerify => limits.home_verify = limit,
        }
    }
}
