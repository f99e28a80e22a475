//! A small invented district: three villages, two teams, a few people and households.

use crate::cast;
pub use crate::cast::{day, id};
use domain::commitments::{Holder, Post};
use domain::config::Config;
use domain::household::codes::Relation;
use domain::household::facts::{FactValue, FieldKey, FieldName};
use domain::household::{Household, Member};
use domain::identity::Sex;
use domain::ids::*;
use domain::operation::{Operation, OperationBody};
use domain::policy::Actor;
use domain::roster::{Political, Role, Team, Village, VillageKind};
use domain::sync::{OperationOutcome, Outcome};
use domain::time::Millis;
use domain::visit::{Decision, FactChange, VisitContent};
use server::store::{LeaderLink, RegisterHousehold, Roster, StaffRow, Store, VillagePost};
use std::sync::Arc;

pub const NOW: Millis = Millis(1_795_000_000_000);

fn village(id: &str, name: &str, township: &str, kinds: Vec<VillageKind>) -> Village {
    Village {
        id: id.into(),
        name: name.into(),
        township: township.into(),
        kinds,
    }
}

pub fn team(id: &str, unit: &str, villages: &[&str]) -> Team {
    Team {
        id: id.into(),
        unit: unit.into(),
        villages: villages.iter().map(|v| (*v).into()).collect(),
    }
}

pub fn person(id: &str, name: &str, role: Role, team: Option<&str>) -> StaffRow {
    StaffRow {
        id: id.into(),
        name: name.into(),
        sex: Some(Sex::Female),
        phone: Some("10000000000".into()),
        role,
        team: team.map(Into::into),
        political: Some(Political::Party),
        posted_from: Some(day("2025-05-01")),
        posted_until: None,
    }
}

/// Who holds a post of V001 that is in no team; nobody where the name is empty.
pub fn post(post: Post, name: &str, since: Option<&str>) -> VillagePost {
    VillagePost {
        village: "V001".into(),
        holder: Holder {
            post,
            name: name.into(),
            since: since.map(day),
        },
    }
}

pub fn roster() -> Roster {
    Roster {
        villages: vec![
            village(
                "V001",
                "垭古村",
                "万宝镇",
                vec![VillageKind::KeyRevitalization, VillageKind::RedBeautiful],
            ),
            village("V002", "石桥村", "万宝镇", vec![VillageKind::LiftedOutVillage]),
            village("V003", "大坪村", "云台乡", vec![VillageKind::WeakPartyOrg]),
        ],
        teams: vec![
            team("T01", "区档案馆", &["V001"]),
            team("T02", "区水利局", &["V002", "V003"]),
        ],
        staff: vec![
            person("A01", "甘业务", Role::DistrictAdmin, None),
            person("L01", "连领导", Role::LinkedLeader, None),
            person("P001", "邹队长", Role::TeamLeader, Some("T01")),
            person("P002", "覃队员", Role::TeamMember, Some("T01")),
            person("P003", "韦队员", Role::TeamMember, Some("T01")),
            person("P101", "滕队长", Role::TeamLeader, Some("T02")),
            person("P102", "麻队员", Role::TeamMember, Some("T02")),
        ],
        links: vec![LeaderLink {
            leader: "L01".into(),
            villages: vec!["V001".into(), "V003".into()],
        }],
        posts: vec![
            post(Post::TownshipLink, "蓝干部", None),
            post(Post::VillageSecretary, "石书记", Some("2025-01-10")),
        ],
        ends: vec![],
    }
}

/// An invented identity number of the region 999999; the store does not check digits.
pub fn number(n: u128) -> String {
    format!("99999919800101{n:04}")
}

/// Household `n` of a village, with two members `n * 10 + 1` and `n * 10 + 2`.
pub fn household(n: u128, village: &str) -> RegisterHousehold {
    let member = |at: u128, name: &str, relation| Member {
        id_masked: Some("**************0000".into()),
        ..cast::member(n * 10 + at, name, relation, Sex::Male)
    };
    let household = Household {
        id: HouseholdId(id(n)),
        code: format!("{village}-{n:04}"),
        village: village.into(),
        group: format!("第{}组", n % 4 + 1),
        address: format!("{n}号"),
        phone_masked: Some("100****0000".into()),
        members: vec![
            member(1, &format!("聂户主{n}"), Relation::Head),
            member(2, &format!("聂配偶{n}"), Relation::Spouse),
        ],
        ..cast::household()
    };
    RegisterHousehold {
        household,
        numbers: vec![
            (MemberId(id(n * 10 + 1)), number(n * 2)),
            (MemberId(id(n * 10 + 2)), number(n * 2 + 1)),
        ],
        phone: Some(format!("100{n:08}")),
    }
}

pub fn register() -> Vec<RegisterHousehold> {
    let rows =
        |range: std::ops::Range<u128>, village: &'static str| range.map(move |n| household(n, village));
    rows(1..6, "V001")
        .chain(rows(6..9, "V002"))
        .chain(rows(9..11, "V003"))
        .collect()
}

/// Takes the roster and the register in.
pub async fn settle(store: &Store) {
    store.save_roster(&roster(), &"A01".into(), NOW).await.unwrap();
    store
        .save_register(&register(), &"A01".into(), NOW, &|_| {})
        .await
        .unwrap();
}

pub async fn actor(store: &Store, staff: &str) -> Actor {
    store.actor(&staff.into()).await.unwrap().unwrap()
}

/// A plain visit that found nobody: it suits every household.
pub fn content() -> VisitContent {
    VisitContent {
        met: vec![],
        nobody_home: true,
        ..cast::content()
    }
}

pub const WATER: FieldKey = FieldKey {
    member: None,
    name: FieldName::WaterGuarantee,
};

pub fn water(answer: &str) -> VisitContent {
    let change = FactChange {
        field: WATER,
        base: None,
        old: None,
        new: Some(FactValue::Words(answer.into())),
    };
    VisitContent {
        changes: vec![change],
        ..content()
    }
}

pub fn operation(n: u128, staff: &str, body: OperationBody) -> Operation {
    Operation {
        id: OpId(id(n)),
        device: DeviceId(id(900)),
        seq: u64::try_from(n).unwrap(),
        author: staff.into(),
        recorded_at: Millis(NOW.0 - 5_000),
        recorded_on: day("2026-11-20"),
        body,
    }
}

/// Operation `n` logs visit `100_000 + n` of a household.
pub fn log(n: u128, staff: &str, household: u128, content: VisitContent) -> Operation {
    let body = OperationBody::LogVisit {
        visit: VisitId(id(100_000 + n)),
        household: HouseholdId(id(household)),
        content: Box::new(content),
    };
    operation(n, staff, body)
}

pub fn review(n: u128, staff: &str, logged: u128, rev: u32, decision: Decision) -> Operation {
    let visit = VisitId(id(100_000 + logged));
    operation(n, staff, OperationBody::ReviewVisit { visit, rev, decision })
}

/// Applies as the author of the first operation.
pub async fn apply_at(store: &Store, operations: Vec<Operation>, now: Millis) -> Vec<OperationOutcome> {
    let actor = actor(store, operations[0].author.as_str()).await;
    store
        .apply(actor, operations, Arc::new(Config::default()), now)
        .await
        .unwrap()
}

pub async fn apply(store: &Store, operation: Operation) -> OperationOutcome {
    apply_at(store, vec![operation], NOW).await.remove(0)
}

pub async fn applied(store: &Store, operation: Operation) {
    assert_eq!(apply(store, operation).await.outcome, Outcome::Applied);
}
