//! The roster: villages, teams, the people posted to them and the linked leaders (domain.md §3).

use crate::ids::{StaffId, TeamId, VillageId};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

coded! {
    /// Kind of village; a village may have several (domain.md §3.2).
    pub enum VillageKind {
        KeyRevitalization = "KEY_REVITALIZATION", "乡村振兴重点帮扶村", "key village of rural revitalisation";
        LiftedOutVillage = "LIFTED_OUT_VILLAGE", "已脱贫村", "village lifted out of poverty";
        RedBeautiful = "RED_BEAUTIFUL", "全国红色美丽乡村", "national red and beautiful village";
        DemonstrationProvince = "DEMONSTRATION_PROVINCE", "省级示范创建村", "provincial demonstration village";
        DemonstrationCity = "DEMONSTRATION_CITY", "市级示范创建村", "city demonstration village";
        DemonstrationDistrict = "DEMONSTRATION_DISTRICT", "区级示范创建村", "district demonstration village";
        WeakPartyOrg = "WEAK_PARTY_ORG", "软弱涣散村", "village with a weak Party organisation";
        Resettlement = "RESETTLEMENT", "易地扶贫搬迁安置村", "resettlement village";
    }
}

coded! {
    /// What a person is in the product (domain.md §3.2).
    pub enum Role {
        TeamMember = "TEAM_MEMBER", "队员", "team member";
        TeamLeader = "TEAM_LEADER", "第一书记兼队长", "first secretary and team leader";
        VillageCadre = "VILLAGE_CADRE", "村“两委”干部", "village cadre";
        TownReviewer = "TOWN_REVIEWER", "乡镇（街道）干部", "township reviewer";
        DistrictAdmin = "DISTRICT_ADMIN", "区乡村振兴部门", "district administration";
        ResidencyOffice = "RESIDENCY_OFFICE", "区驻村办", "district resident-work office";
        DeptUser = "DEPT_USER", "区直部门", "district department";
        LinkedLeader = "LINKED_LEADER", "联点区领导", "linked district leader";
        Inspector = "INSPECTOR", "督查组成员", "inspector";
        DisciplineInspector = "DISCIPLINE_INSPECTOR", "区纪委监委", "discipline inspector";
        SystemAdmin = "SYSTEM_ADMIN", "系统管理员", "system administrator";
    }
}

coded! {
    /// Political status of a team member (domain.md §4.11).
    pub enum Political {
        Party = "PARTY", "中共党员", "Party member";
        Probationary = "PROBATIONARY", "预备党员", "probationary Party member";
        League = "LEAGUE", "共青团员", "League member";
        Mass = "MASS", "群众", "no affiliation";
    }
}

/// A village or community.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Village {
    /// Office number.
    #[n(0)]
    pub id: VillageId,
    /// Name, such as 垭古村.
    #[n(1)]
    pub name: String,
    /// Township or street, such as 万宝镇.
    #[n(2)]
    pub township: String,
    /// All kinds that apply.
    #[n(3)]
    pub kinds: Vec<VillageKind>,
}

impl Village {
    /// Where it is, as people say it: 万宝镇垭古村.
    #[must_use]
    pub fn place(&self) -> String {
        format!("{}{}", self.township, self.name)
    }
}

/// A resident village work team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Team {
    /// Office number.
    #[n(0)]
    pub id: TeamId,
    /// The dispatching unit 派出单位.
    #[n(1)]
    pub unit: String,
    /// The villages it leads now.
    #[n(2)]
    pub villages: Vec<VillageId>,
}

/// A person of the roster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Staff {
    /// Staff number.
    #[n(0)]
    pub id: StaffId,
    /// Name.
    #[n(1)]
    pub name: String,
    /// What the person is in the product.
    #[n(2)]
    pub role: Role,
    /// The team, for members and leaders.
    #[n(3)]
    pub team: Option<TeamId>,
}
