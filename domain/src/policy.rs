//! Who may do what: one table of role × action × relation, enforced by the server on everything it does
//! and read by the phone to know what to offer (domain.md §3.2).

use crate::ids::{StaffId, TeamId, VillageId};
use crate::roster::Role;

coded! {
    /// Everything that somebody can do in the product.
    pub enum Action {
        LogVisit = "LOG_VISIT", "记走访", "log a visit";
        ReviseVisit = "REVISE_VISIT", "改走访", "correct a visit";
        SendPhoto = "SEND_PHOTO", "传走访照片", "send a photo of a visit";
        SeePhoto = "SEE_PHOTO", "看走访照片", "see a photo of a visit";
        ReviewVisit = "REVIEW_VISIT", "审核走访", "review a visit";
        AddAddendum = "ADD_ADDENDUM", "补充说明", "add to a visit";
        ResolveConflict = "RESOLVE_CONFLICT", "选定一个值", "pick a value";
        RecordIncome = "RECORD_INCOME", "记收入", "record income";
        ExplainLine = "EXPLAIN_LINE", "说明四不摘某一项", "explain a line of the four not-removes";
        ConfirmExplanation = "CONFIRM_EXPLANATION", "确认别人的说明", "confirm an explanation";
        RaiseFlag = "RAISE_FLAG", "标记风险", "flag a risk";
        TriageFlag = "TRIAGE_FLAG", "研判风险线索", "triage a risk flag";
        RecordEntitlement = "RECORD_ENTITLEMENT", "登记政策享受", "record policies received";
        RaiseRequest = "RAISE_REQUEST", "记诉求", "record a request";
        StepRequest = "STEP_REQUEST", "办诉求", "see to a request";
        ReadRequests = "READ_REQUESTS", "看没办结的诉求", "read requests that are not finished";
        OpenCase = "OPEN_CASE", "启动识别程序", "open an identification case";
        VerifyCase = "VERIFY_CASE", "授权与入户核实", "authorisation and home verification";
        ReviewCaseInVillage = "REVIEW_CASE_IN_VILLAGE", "村级评议与公示", "village review and public notice";
        ReviewCaseInTown = "REVIEW_CASE_IN_TOWN", "乡镇审核", "township review";
        DecideCase = "DECIDE_CASE", "区级比对与审定", "comparison and decision of the district";
        AnnounceCase = "ANNOUNCE_CASE", "公告与录入", "announcement and national entry";
        PlanMeasures = "PLAN_MEASURES", "定帮扶措施", "plan measures";
        SignPlan = "SIGN_PLAN", "签帮扶计划", "sign a plan";
        ReadCases = "READ_CASES", "看识别进度", "read where cases stand";
        AskLeave = "ASK_LEAVE", "请假、销假", "ask for leave and end it";
        DecideLeave = "DECIDE_LEAVE", "批假", "decide on leave";
        ReadLeaves = "READ_LEAVES", "看要批的假", "read leave that waits for a decision";
        ConfirmMonth = "CONFIRM_MONTH", "确认在岗月份", "confirm a month";
        HandOver = "HAND_OVER", "交接", "hand over";
        LogWork = "LOG_WORK", "记工作", "write into the work log";
        StrikeWork = "STRIKE_WORK", "划掉工作记录", "strike out an entry of the work log";
        SyncScope = "SYNC_SCOPE", "同步本队数据", "synchronise the team's records";
        PrintPaper = "PRINT_PAPER", "打印表单", "print papers";
        PrintForm = "PRINT_FORM", "打印对象档案表格", "print forms of a monitoring file";
        ReadBoard = "READ_BOARD", "看总览", "read the board";
        ReadFour = "READ_FOUR", "看各村的四不摘", "read the villages' four not-removes";
        ReadHouseholds = "READ_HOUSEHOLDS", "看农户", "read households";
        ReadVisitList = "READ_VISIT_LIST", "看走访清单", "read lists of visits";
        ImportWorkbook = "IMPORT_WORKBOOK", "导入表格", "import a workbook";
        ExportVisits = "EXPORT_VISITS", "导出走访", "export visits";
        ReadConfiguration = "READ_CONFIGURATION", "看政策参数", "read the configuration";
        EditConfiguration = "EDIT_CONFIGURATION", "改政策参数", "edit the configuration";
        ReadDuties = "READ_DUTIES", "看责任清单", "read the duty list";
        UpdateDuty = "UPDATE_DUTY", "更新责任清单", "update the duty list";
        ConfirmDuty = "CONFIRM_DUTY", "确认责任清单的说明", "confirm an explanation of the duty list";
        RevokePhone = "REVOKE_PHONE", "停用手机", "sign a phone off";
        ManageAccounts = "MANAGE_ACCOUNTS", "管理账号", "manage accounts";
        RevealNumber = "REVEAL_NUMBER", "看完整号码", "see a full number";
        ReadAudit = "READ_AUDIT", "看操作记录", "read the audit log";
    }
}

coded! {
    /// How the person stands to the thing acted on; later ones include nothing of earlier ones.
    pub enum Relation {
        Author = "AUTHOR", "本人记的", "recorded by the person";
        OwnTeam = "OWN_TEAM", "本队的", "of the person's team";
        FormerTeam = "FORMER_TEAM", "以前归本队的", "formerly of the person's team";
        OwnPlace = "OWN_PLACE", "本村本镇的", "of the person's village or township";
        District = "DISTRICT", "全区的", "of the whole district";
    }
}

/// The table. A line that is not here is forbidden.
pub const TABLE: &[(Role, Action, Relation)] = &[
    (Role::TeamMember, Action::LogVisit, Relation::OwnTeam),
    // Work that was done before a household moved to another team is accepted under its author.
    (Role::TeamMember, Action::LogVisit, Relation::FormerTeam),
    (Role::TeamMember, Action::ReviseVisit, Relation::Author),
    // Of the own visits, also after the household has moved; seen only by those who read the visit (issue 3.20).
    (Role::TeamMember, Action::SendPhoto, Relation::Author),
    (Role::TeamMember, Action::SeePhoto, Relation::OwnTeam),
    (Role::TeamLeader, Action::SendPhoto, Relation::Author),
    (Role::TeamLeader, Action::SeePhoto, Relation::OwnTeam),
    (Role::TeamMember, Action::AddAddendum, Relation::OwnTeam),
    (Role::TeamMember, Action::RecordIncome, Relation::OwnTeam),
    (Role::TeamMember, Action::RecordIncome, Relation::FormerTeam),
    (Role::TeamMember, Action::PrintPaper, Relation::OwnTeam),
    (Role::TeamMember, Action::PrintForm, Relation::OwnTeam),
    (Role::TeamMember, Action::ExplainLine, Relation::OwnTeam),
    // Only what the leader wrote: nobody confirms himself, and a member's is the leader's to confirm.
    (Role::TeamMember, Action::ConfirmExplanation, Relation::OwnTeam),
    // A risk that was seen before the household moved must reach whoever leads it now, like a visit.
    (Role::TeamMember, Action::RaiseFlag, Relation::OwnTeam),
    (Role::TeamMember, Action::RaiseFlag, Relation::FormerTeam),
    // What was asked, done or told before the household moved must reach whoever leads it now.
    (Role::TeamMember, Action::RaiseRequest, Relation::OwnTeam),
    (Role::TeamMember, Action::RaiseRequest, Relation::FormerTeam),
    (Role::TeamMember, Action::StepRequest, Relation::OwnTeam),
    (Role::TeamMember, Action::StepRequest, Relation::FormerTeam),
    // What was found before the household moved is kept under its author.
    (Role::TeamMember, Action::RecordEntitlement, Relation::OwnTeam),
    (Role::TeamMember, Action::RecordEntitlement, Relation::FormerTeam),
    (Role::TeamLeader, Action::RecordEntitlement, Relation::OwnTeam),
    (Role::TeamLeader, Action::RecordEntitlement, Relation::FormerTeam),
    // One's own, and as the leader those of the team; above the leader nothing but leave is known of anybody's days
    // (domain.md §10.1).
    (Role::TeamMember, Action::AskLeave, Relation::Author),
    (Role::TeamMember, Action::ConfirmMonth, Relation::Author),
    (Role::TeamLeader, Action::AskLeave, Relation::Author),
    (Role::TeamLeader, Action::AskLeave, Relation::OwnTeam),
    (Role::TeamLeader, Action::DecideLeave, Relation::OwnTeam),
    (Role::TeamLeader, Action::ConfirmMonth, Relation::Author),
    (Role::TeamLeader, Action::ConfirmMonth, Relation::OwnTeam),
    // What was written before the village moved must reach whoever leads it now.
    (Role::TeamMember, Action::HandOver, Relation::OwnTeam),
    (Role::TeamMember, Action::HandOver, Relation::FormerTeam),
    (Role::TeamLeader, Action::HandOver, Relation::OwnTeam),
    (Role::TeamLeader, Action::HandOver, Relation::FormerTeam),
    // What was done before the village moved is kept under its author.
    (Role::TeamMember, Action::LogWork, Relation::OwnTeam),
    (Role::TeamMember, Action::LogWork, Relation::FormerTeam),
    (Role::TeamMember, Action::StrikeWork, Relation::Author),
    (Role::TeamLeader, Action::LogWork, Relation::OwnTeam),
    (Role::TeamLeader, Action::LogWork, Relation::FormerTeam),
    (Role::TeamLeader, Action::StrikeWork, Relation::Author),
    (Role::TeamLeader, Action::StrikeWork, Relation::OwnTeam),
    (Role::TeamMember, Action::SyncScope, Relation::OwnTeam),
    // One's own other phones; the leader's team's, for whoever lost theirs may not be able to (domain.md §11.3).
    (Role::TeamMember, Action::RevokePhone, Relation::Author),
    (Role::TeamLeader, Action::RevokePhone, Relation::Author),
    (Role::TeamLeader, Action::RevokePhone, Relation::OwnTeam),
    (Role::SystemAdmin, Action::RevokePhone, Relation::District),
    // Members must phone people; whoever reads no household has no numbers to see (domain.md §3.2, §11.2).
    (Role::TeamMember, Action::RevealNumber, Relation::OwnTeam),
    (Role::TeamLeader, Action::LogVisit, Relation::OwnTeam),
    (Role::TeamLeader, Action::LogVisit, Relation::FormerTeam),
    (Role::TeamLeader, Action::ReviseVisit, Relation::Author),
    (Role::TeamLeader, Action::ReviewVisit, Relation::OwnTeam),
    (Role::TeamLeader, Action::AddAddendum, Relation::OwnTeam),
    (Role::TeamLeader, Action::RaiseFlag, Relation::OwnTeam),
    (Role::TeamLeader, Action::RaiseFlag, Relation::FormerTeam),
    (Role::TeamLeader, Action::TriageFlag, Relation::OwnTeam),
    (Role::TeamLeader, Action::RaiseRequest, Relation::OwnTeam),
    (Role::TeamLeader, Action::RaiseRequest, Relation::FormerTeam),
    (Role::TeamLeader, Action::StepRequest, Relation::OwnTeam),
    (Role::TeamLeader, Action::StepRequest, Relation::FormerTeam),
    (Role::TeamLeader, Action::ResolveConflict, Relation::OwnTeam),
    (Role::TeamLeader, Action::RecordIncome, Relation::OwnTeam),
    (Role::TeamLeader, Action::RecordIncome, Relation::FormerTeam),
    (Role::TeamLeader, Action::PrintPaper, Relation::OwnTeam),
    (Role::TeamLeader, Action::PrintForm, Relation::OwnTeam),
    (Role::TeamLeader, Action::ExplainLine, Relation::OwnTeam),
    (Role::TeamLeader, Action::ConfirmExplanation, Relation::OwnTeam),
    (Role::TeamLeader, Action::SyncScope, Relation::OwnTeam),
    (Role::TeamLeader, Action::RevealNumber, Relation::OwnTeam),
    (Role::TeamMember, Action::VerifyCase, Relation::OwnTeam),
    (Role::TeamMember, Action::PlanMeasures, Relation::OwnTeam),
    (Role::TeamLeader, Action::PlanMeasures, Relation::OwnTeam),
    (Role::TeamLeader, Action::SignPlan, Relation::OwnTeam),
    (Role::TeamLeader, Action::OpenCase, Relation::OwnTeam),
    (Role::TeamLeader, Action::VerifyCase, Relation::OwnTeam),
    // The review group has resident cadres in it, and few village cadres have an account (decision 0022).
    (Role::TeamLeader, Action::ReviewCaseInVillage, Relation::OwnTeam),
    (Role::VillageCadre, Action::VerifyCase, Relation::OwnPlace),
    (
        Role::VillageCadre,
        Action::ReviewCaseInVillage,
        Relation::OwnPlace,
    ),
    (Role::VillageCadre, Action::ReadCases, Relation::OwnPlace),
    // The village hangs the notice and both take the files on: they print the forms of what they read (domain.md §4.7).
    (Role::VillageCadre, Action::PrintForm, Relation::OwnPlace),
    (Role::VillageCadre, Action::ReadRequests, Relation::OwnPlace),
    (Role::TownReviewer, Action::ReviewCaseInTown, Relation::OwnPlace),
    (Role::TownReviewer, Action::AnnounceCase, Relation::OwnPlace),
    (Role::TownReviewer, Action::ReadCases, Relation::OwnPlace),
    (Role::TownReviewer, Action::PrintForm, Relation::OwnPlace),
    (Role::TownReviewer, Action::ReadRequests, Relation::OwnPlace),
    // Leave: the township's step of it, and above the township's days the residency office's (domain.md §3.2, §7.3);
    // whose turn it is says `team::decides`.
    (Role::TownReviewer, Action::ReadLeaves, Relation::OwnPlace),
    (Role::TownReviewer, Action::DecideLeave, Relation::OwnPlace),
    (Role::ResidencyOffice, Action::ReadLeaves, Relation::District),
    (Role::ResidencyOffice, Action::DecideLeave, Relation::District),
    // The map of the villages: a township its own, the district's offices all (domain.md §6).
    (Role::TownReviewer, Action::ReadFour, Relation::OwnPlace),
    (Role::DistrictAdmin, Action::ReadFour, Relation::District),
    (Role::ResidencyOffice, Action::ReadFour, Relation::District),
    // A township keeps its own items; departments have no desk here, so that the district's offices keep theirs.
    (Role::TownReviewer, Action::ReadDuties, Relation::OwnPlace),
    (Role::TownReviewer, Action::UpdateDuty, Relation::OwnPlace),
    (Role::DistrictAdmin, Action::ReadDuties, Relation::District),
    (Role::DistrictAdmin, Action::UpdateDuty, Relation::District),
    (Role::DistrictAdmin, Action::ConfirmDuty, Relation::District),
    (Role::ResidencyOffice, Action::ReadDuties, Relation::District),
    (Role::ResidencyOffice, Action::UpdateDuty, Relation::District),
    (Role::ResidencyOffice, Action::ConfirmDuty, Relation::District),
    (Role::DistrictAdmin, Action::DecideCase, Relation::District),
    (Role::DistrictAdmin, Action::AnnounceCase, Relation::District),
    (Role::DistrictAdmin, Action::ReadCases, Relation::District),
    // Not the residency office: requests are of households, and it reads logs and rosters (domain.md §3.2).
    (Role::DistrictAdmin, Action::ReadRequests, Relation::District),
    (Role::ResidencyOffice, Action::ReadBoard, Relation::District),
    (Role::ResidencyOffice, Action::ReadVisitList, Relation::District),
    (Role::ResidencyOffice, Action::ImportWorkbook, Relation::District),
    (Role::ResidencyOffice, Action::ExportVisits, Relation::District),
    (Role::DistrictAdmin, Action::ReadBoard, Relation::District),
    (Role::DistrictAdmin, Action::ReadVisitList, Relation::District),
    (Role::DistrictAdmin, Action::ReadHouseholds, Relation::District),
    (Role::DistrictAdmin, Action::ImportWorkbook, Relation::District),
    (Role::DistrictAdmin, Action::ExportVisits, Relation::District),
    (Role::DistrictAdmin, Action::RevealNumber, Relation::District),
    (Role::DistrictAdmin, Action::PrintPaper, Relation::District),
    (Role::DistrictAdmin, Action::PrintForm, Relation::District),
    // The district office sets it (domain.md §3.2); the residency office reads by which figures it works.
    (Role::DistrictAdmin, Action::ReadConfiguration, Relation::District),
    (Role::DistrictAdmin, Action::EditConfiguration, Relation::District),
    (
        Role::ResidencyOffice,
        Action::ReadConfiguration,
        Relation::District,
    ),
    (Role::DisciplineInspector, Action::ReadAudit, Relation::District),
    (Role::SystemAdmin, Action::ManageAccounts, Relation::District),
    (Role::SystemAdmin, Action::ReadAudit, Relation::District),
];

/// A signed-in person, as the policy sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Staff number.
    pub staff: StaffId,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// The team, for members and leaders.
    pub team: Option<TeamId>,
    /// The villages that the team leads now; for people of a village or township, those of their place.
    pub villages: Vec<VillageId>,
    /// The villages that it led before.
    pub former_villages: Vec<VillageId>,
    /// For people of a village or township: the teams that lead a village of their place now.
    pub teams_of_place: Vec<TeamId>,
}

/// Whether the table has the line.
#[must_use]
pub fn permits(role: Role, action: Action, relation: Relation) -> bool {
    TABLE.contains(&(role, action, relation))
}

/// Whether a role may do something at all, whatever the relation; decides what a screen offers and which
/// route answers. What it acts on is checked again, with its relation.
#[must_use]
pub fn permits_somehow(role: Role, action: Action) -> bool {
    Relation::ALL
        .iter()
        .any(|relation| permits(role, action, *relation))
}

impl Actor {
    /// Whether this person may do something to a thing of a village, recorded by `author` where it has one.
    #[must_use]
    pub fn may(&self, action: Action, village: &VillageId, author: Option<&StaffId>) -> bool {
        self.relations(village, author)
            .any(|relation| permits(self.role, action, relation))
    }

    /// Whether this person may do something to what is a person's own in a team, of no village.
    #[must_use]
    pub fn may_in_team(&self, action: Action, team: &TeamId, staff: &StaffId) -> bool {
        let of_place = self.team.is_none() && self.teams_of_place.contains(team);
        let holds = [
            (Relation::Author, *staff == self.staff),
            (Relation::OwnTeam, self.team.as_ref() == Some(team)),
            (Relation::OwnPlace, of_place),
            (Relation::District, true),
        ];
        holds
            .into_iter()
            .any(|(relation, holds)| holds && permits(self.role, action, relation))
    }

    /// Whether this person may do something to what is a body's; `own`: the body is the person's township.
    #[must_use]
    pub fn may_for_body(&self, action: Action, own: bool) -> bool {
        let holds = [
            (Relation::OwnPlace, self.team.is_none() && own),
            (Relation::District, true),
        ];
        holds
            .into_iter()
            .any(|(relation, holds)| holds && permits(self.role, action, relation))
    }

    /// The villages to which an action is bound for this person; none where it reaches the whole district.
    #[must_use]
    pub fn bound_to(&self, action: Action) -> Option<&[VillageId]> {
        (!permits(self.role, action, Relation::District)).then_some(self.villages.as_slice())
    }

    /// Whether a thing of this village may be known to the person at all.
    #[must_use]
    pub fn sees(&self, village: &VillageId) -> bool {
        self.villages.contains(village) || self.former_villages.contains(village)
    }

    fn relations(&self, village: &VillageId, author: Option<&StaffId>) -> impl Iterator<Item = Relation> {
        let own = self.villages.contains(village);
        let holds = [
            (Relation::Author, author == Some(&self.staff)),
            (Relation::OwnTeam, self.team.is_some() && own),
            (Relation::OwnPlace, self.team.is_none() && own),
            (Relation::FormerTeam, self.former_villages.contains(village)),
            (Relation::District, true),
        ];
        holds
            .into_iter()
            .filter(|(_, holds)| *holds)
            .map(|(relation, _)| relation)
    }
}
