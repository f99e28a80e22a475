//! The invented district: three teams, four villages, nine people, fourteen households.

use domain::household::codes::{HouseholdType, Relation};
use domain::household::facts::{FactValue, Facts, FieldName};
use domain::household::{Household, Member};
use domain::identity::Sex;
use domain::ids::{HouseholdId, MemberId, TeamId, VillageId};
use domain::roster::{Role, Team, Village};
use server::store::{RegisterHousehold, Roster, StaffRow};
use uuid::Uuid;

/// When every run begins: 2026-11-20 08:00 in the field, UTC milliseconds.
pub const START: i64 = 1_795_132_800_000;
/// Teams by number.
pub const TEAMS: [&str; 3] = ["T01", "T02", "T03"];
/// Villages, with the number of the team that leads each at first and the number of households.
pub const VILLAGES: [(&str, usize, u128); 4] =
    [("V001", 0, 5), ("V002", 0, 3), ("V003", 1, 4), ("V004", 2, 2)];
/// People: staff number, whether leader, number of the team.
pub const PEOPLE: [(&str, bool, usize); 9] = [
    ("P001", true, 0),
    ("P002", false, 0),
    ("P003", false, 0),
    ("P101", true, 1),
    ("P102", false, 1),
    ("P103", false, 1),
    ("P201", true, 2),
    ("P202", false, 2),
    ("P203", false, 2),
];

/// The role of a leader or member.
#[must_use]
pub const fn role(leads: bool) -> Role {
    if leads { Role::TeamLeader } else { Role::TeamMember }
}

/// A team's line with the villages that it leads.
#[must_use]
pub fn team(id: &str, villages: Vec<VillageId>) -> Team {
    Team {
        id: id.into(),
        unit: format!("{id}派出单位"),
        villages,
    }
}

/// A person's line.
#[must_use]
pub fn person(id: &str, role: Role, team: Option<TeamId>) -> StaffRow {
    StaffRow {
        id: id.into(),
        name: format!("某{id}"),
        sex: None,
        phone: None,
        role,
        team,
        political: None,
        posted_from: None,
        posted_until: None,
    }
}

/// Everybody, with the villages as they are led at first.
#[must_use]
pub fn roster() -> Roster {
    let villages = VILLAGES.iter().map(|(id, ..)| Village {
        id: (*id).into(),
        name: format!("{id}村"),
        township: "万宝镇".to_owned(),
        kinds: vec![],
    });
    let led = |at: usize| VILLAGES.iter().filter(move |(_, team, _)| *team == at);
    let teams = TEAMS.iter().enumerate();
    let staff = PEOPLE.iter().map(|(id, leads, at)| {
        let team = TEAMS.get(*at).map(|team| (*team).into());
        person(id, role(*leads), team)
    });
    Roster {
        villages: villages.collect(),
        teams: teams
            .map(|(at, id)| team(id, led(at).map(|(village, ..)| (*village).into()).collect()))
            .collect(),
        staff: staff.collect(),
        links: vec![],
        posts: vec![],
        ends: vec![],
    }
}

/// The number of a household's identity.
#[must_use]
pub fn household_id(n: u128) -> HouseholdId {
    HouseholdId(Uuid::from_u128(n))
}

/// How a household is called in a story.
#[must_use]
pub fn household_name(id: HouseholdId) -> String {
    format!("household {}", id.0.as_u128())
}

/// How many households there are.
#[must_use]
pub fn households() -> u128 {
    VILLAGES.iter().map(|(_, _, count)| count).sum()
}

/// A register line of household `n`, two members.
#[must_use]
pub fn register_line(n: u128, village: &str) -> RegisterHousehold {
    let mut facts = Facts::default();
    facts.register(FieldName::WaterGuarantee, Some(FactValue::Words("OK".into())));
    facts.register(FieldName::HousingGuarantee, Some(FactValue::Words("OK".into())));
    let member = |at: u128, relation| Member {
        id: MemberId(Uuid::from_u128(n * 100 + at)),
        name: format!("某{n}之{at}"),
        initials: String::new(),
        relation,
        sex: Sex::Female,
        birth: None,
        id_masked: None,
        facts: Facts::default(),
    };
    let household = Household {
        id: household_id(n),
        code: format!("H-{n:04}"),
        village: village.into(),
        group: "第1组".to_owned(),
        address: format!("{n}号"),
        household_type: HouseholdType::Ordinary,
        lifted_out_year: None,
        monitor: None,
        risks: vec![],
        no_labour_safety_net: false,
        resettled: false,
        phone_masked: None,
        register_as_of: "2026-01-01".parse().unwrap_or_default(),
        facts,
        members: vec![member(1, Relation::Head), member(2, Relation::Spouse)],
        income: None,
        incomes: Vec::new(),
        monitor_by: None,
        eliminated: None,
        reduced: None,
        land: None,
    };
    RegisterHousehold {
        household,
        numbers: vec![],
        phone: None,
    }
}

/// The whole register.
#[must_use]
pub fn register() -> Vec<RegisterHousehold> {
    let mut next = 0;
    let mut rows = Vec::new();
    for (village, _, count) in VILLAGES {
        for _ in 0..count {
            next += 1;
            rows.push(register_line(next, village));
        }
    }
    rows
}
