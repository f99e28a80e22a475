//! The invented people of the tests, of this crate and of the store.

use domain::household::codes::{HouseholdType, Relation};
use domain::household::facts::Facts;
use domain::household::{Household, Member};
use domain::identity::Sex;
use domain::ids::{HouseholdId, MemberId, VisitId};
use domain::visit::codes::{Purpose, TimeBand, VisitMode, VisitStatus};
use domain::visit::{Visit, VisitContent};
use uuid::Uuid;

/// An identity that is easy to read in a failure.
pub const fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

/// A date.
pub fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap_or_default()
}

/// Somebody of a household.
pub fn member(n: u128, name: &str, relation: Relation, sex: Sex) -> Member {
    Member {
        id: MemberId(id(n)),
        name: name.into(),
        initials: String::new(),
        relation,
        sex,
        birth: None,
        id_masked: None,
        facts: Facts::default(),
    }
}

/// A household of two in V001.
pub fn household() -> Household {
    Household {
        id: HouseholdId(id(1)),
        code: "V001-0001".into(),
        village: "V001".into(),
        group: "第1组".into(),
        address: "第1组74号".into(),
        household_type: HouseholdType::Ordinary,
        lifted_out_year: None,
        monitor: None,
        risks: vec![],
        no_labour_safety_net: false,
        resettled: false,
        phone_masked: None,
        register_as_of: day("2026-01-01"),
        facts: Facts::default(),
        members: vec![
            member(11, "聂斌庆", Relation::Head, Sex::Male),
            member(12, "邓友志", Relation::Spouse, Sex::Female),
        ],
        income: None,
        incomes: vec![],
        monitor_by: None,
        eliminated: None,
        reduced: None,
        land: None,
    }
}

/// What a plain visit says: the head was met at home on 20 November 2026.
pub fn content() -> VisitContent {
    VisitContent {
        visited_on: day("2026-11-20"),
        time_band: TimeBand::Morning,
        mode: VisitMode::InHome,
        purposes: vec![Purpose::Routine],
        companions: vec![],
        met: vec![MemberId(id(11))],
        nobody_home: false,
        no_change: false,
        changes: vec![],
        signals: vec![],
        urgent: false,
        note: String::new(),
        late_reason: None,
        next_visit_on: None,
        photos: vec![],
        policies_explained: vec![],
        help_done: String::new(),
    }
}

/// A plain visit of P002 that waits for review.
pub fn visit(n: u128, on: &str) -> Visit {
    Visit {
        id: VisitId(id(n)),
        household: HouseholdId(id(1)),
        village: "V001".into(),
        team: Some("T01".into()),
        author: "P002".into(),
        author_name: "谭斌梅".into(),
        rev: 1,
        status: VisitStatus::Submitted,
        recorded_on: day(on),
        content: VisitContent {
            visited_on: day(on),
            ..content()
        },
        conflicts: vec![],
        history: vec![],
    }
}
