//! Enumerations of the work log (domain.md §7.2, §6 R3 and A6).

coded! {
    /// What a day's work was for: one of the ten tasks of a resident team, or who came to support the village.
    pub enum WorkKind {
        K01 = "K01", "制定驻村帮扶计划", "the village's plan of assistance";
        K02 = "K02", "落实入户走访", "household visits arranged";
        K03 = "K03", "学好用好政策", "policies learned and explained";
        K04 = "K04", "防返贫监测帮扶", "monitoring and help against relapse";
        K05 = "K05", "建强村党组织", "the village's Party branch";
        K06 = "K06", "兴村富民产业", "industries of the village";
        K07 = "K07", "培养致富能手", "people trained to earn more";
        K08 = "K08", "乡村建设", "rural construction";
        K09 = "K09", "移风易俗", "better customs, village order";
        K10 = "K10", "工作队自身建设", "the team's own affairs";
        LeaderVisit = "LEADER_VISIT", "联点领导到村", "the linked leader came";
        UnitVisit = "UNIT_VISIT", "派出单位来人", "the dispatching unit came";
        UnitMoney = "UNIT_MONEY", "派出单位给钱给物", "the dispatching unit gave money or goods";
        UnitPeople = "UNIT_PEOPLE", "派出单位派人帮忙", "the dispatching unit lent people";
    }
}

coded! {
    /// The four duties of a resident team (domain.md §7.2).
    pub enum Duty {
        Party = "D1_PARTY", "建强村党组织", "build up the Party branch";
        Prosper = "D2_PROSPER", "推进强村富民", "make village and people prosper";
        Govern = "D3_GOVERN", "提升治理水平", "govern better";
        Serve = "D4_SERVE", "为民办事服务", "serve the people";
    }
}

impl WorkKind {
    /// The task under which an entry stands that notes the handover of a post of the village (a design until the district
    /// confirms it).
    pub const OF_POSTS: Self = Self::K05;

    /// The duty under which a task stands, so that nobody picks it (a design until the district confirms it); none for
    /// support from outside.
    #[must_use]
    pub const fn duty(self) -> Option<Duty> {
        match self {
            Self::K05 | Self::K10 => Some(Duty::Party),
            Self::K01 | Self::K04 | Self::K06 | Self::K07 | Self::K08 => Some(Duty::Prosper),
            Self::K09 => Some(Duty::Govern),
            Self::K02 | Self::K03 => Some(Duty::Serve),
            Self::LeaderVisit | Self::UnitVisit | Self::UnitMoney | Self::UnitPeople => None,
        }
    }

    /// Whether it came from outside the team: then it says who came or gave.
    #[must_use]
    pub const fn is_support(self) -> bool {
        self.duty().is_none()
    }

    /// Whether the dispatching unit supported the village by it (A6).
    #[must_use]
    pub const fn is_of_unit(self) -> bool {
        matches!(self, Self::UnitVisit | Self::UnitMoney | Self::UnitPeople)
    }
}
