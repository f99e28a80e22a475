//! The sheets of the roster workbook and their words.

use super::super::table::template;
use domain::commitments::Post;
use domain::handover::codes::EndReason;
use domain::identity::Sex;
use domain::roster::{Political, Role, VillageKind};

template! {
    /// 村.
    VILLAGES = "村" ["村庄", "村名册"];
    0 VILLAGE_ID = "村编号" ["村编码", "村代码"], Plain;
    1 VILLAGE_NAME = "村名" ["村名称", "行政村"], Plain;
    2 TOWNSHIP = "乡镇街道" ["乡镇", "乡镇/街道", "所属乡镇"], Plain;
    3 KINDS = "村类型" ["类型", "村类别"], Plain;
}

template! {
    /// 工作队.
    TEAMS = "工作队" ["驻村工作队", "队伍"];
    0 TEAM_ID = "队编号" ["工作队编号", "队编码"], Plain;
    1 UNIT = "派出单位" ["后盾单位", "派驻单位"], Plain;
    2 TEAM_VILLAGES = "负责村编号" ["负责村", "驻村编号", "村编号"], Plain;
}

template! {
    /// 队员.
    PEOPLE = "队员" ["驻村队员", "工作队员", "队员名单"];
    0 STAFF_ID = "工号" ["人员编号", "队员编号"], Plain;
    1 STAFF_NAME = "姓名" [], Plain;
    2 STAFF_SEX = "性别" [], Plain;
    3 STAFF_PHONE = "手机" ["手机号", "手机号码", "联系电话"], Phone;
    4 STAFF_TEAM = "队编号" ["工作队编号", "所在队编号"], Plain;
    5 POST = "职务" ["队内职务"], Plain;
    6 POLITICAL = "政治面貌" [], Plain;
    7 POSTED_FROM = "派驻开始" ["派驻开始日期", "开始日期"], Plain;
    8 POSTED_UNTIL = "计划结束" ["派驻结束", "计划结束日期", "结束日期"], Plain;
    9 END_REASON = "结束原因" ["离任原因", "轮换原因"], Plain, optional;
    10 SUCCESSOR = "接替人工号" ["接替人", "接任人工号"], Plain, optional;
}

template! {
    /// 联点领导.
    LEADERS = "联点领导" ["联点区领导", "区级领导", "联点"];
    0 LEADER_ID = "编号" ["领导编号", "工号"], Plain;
    1 LEADER_NAME = "姓名" [], Plain;
    2 LEADER_VILLAGES = "联点村编号" ["联点村", "村编号"], Plain;
}

template! {
    /// 责任人.
    HOLDERS = "责任人" ["村级责任人", "责任人名单", "村责任人"];
    0 HOLDER_VILLAGE = "村编号" ["村编码", "村代码"], Plain;
    1 HOLDER_POST = "岗位" ["职务", "责任岗位"], Plain;
    2 HOLDER_NAME = "姓名" [], Plain;
    3 HOLDER_SINCE = "任职开始" ["任职开始日期", "任职时间", "开始日期"], Plain, optional;
}

/// A post that is in no team, by its label or an office's short form.
pub(super) fn post_of(words: &str) -> Option<Post> {
    match words {
        "村党组织书记" | "村支书" | "村书记" | "党组织书记" | "村党支部书记" | "村党总支书记"
        | "村党委书记" => Some(Post::VillageSecretary),
        "乡镇联村干部" | "联村干部" | "乡镇（街道）联村干部" | "乡镇(街道)联村干部" | "包村干部" => {
            Some(Post::TownshipLink)
        }
        _ => None,
    }
}

/// A village kind by its label or an office's short form.
pub(super) fn kind_of(words: &str) -> Option<VillageKind> {
    VillageKind::from_zh(words).or(match words {
        "重点村" | "重点帮扶村" | "乡村振兴重点村" => Some(VillageKind::KeyRevitalization),
        "脱贫村" => Some(VillageKind::LiftedOutVillage),
        "红色美丽乡村" | "红色美丽村庄" => Some(VillageKind::RedBeautiful),
        "安置村" => Some(VillageKind::Resettlement),
        _ => None,
    })
}

/// Why a posting ends, by its label or an office's longer form.
pub(super) fn reason_of(words: &str) -> Option<EndReason> {
    EndReason::from_zh(words).or(match words {
        "任期届满" | "期满轮换" | "轮换" => Some(EndReason::TermEnd),
        "召回撤换" | "撤换" => Some(EndReason::Recalled),
        "工作调动" | "调离" => Some(EndReason::Transferred),
        "辞去" | "离职" => Some(EndReason::Resigned),
        "其他" => Some(EndReason::Other),
        _ => None,
    })
}

/// The role of a post.
pub(super) fn role_of(words: &str) -> Option<Role> {
    match words {
        "第一书记兼队长" | "第一书记" | "队长" | "工作队队长" | "第一书记、队长" | "第一书记/队长" => {
            Some(Role::TeamLeader)
        }
        "队员" | "工作队员" | "驻村队员" => Some(Role::TeamMember),
        _ => None,
    }
}

/// A political status by its label or short form.
pub(super) fn political_of(words: &str) -> Option<Political> {
    Political::from_zh(words).or(match words {
        "党员" => Some(Political::Party),
        "预备" => Some(Political::Probationary),
        "团员" => Some(Political::League),
        _ => None,
    })
}

/// A sex by its label.
pub(in super::super) fn sex_of(words: &str) -> Option<Sex> {
    Sex::from_zh(words).or(match words {
        "男性" => Some(Sex::Male),
        "女性" => Some(Sex::Female),
        _ => None,
    })
}
