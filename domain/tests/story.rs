//! The reducer told as stories, and its laws as properties: duplicates, orders, conflicts.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod cast;

use cast::{content, day, household, id, visit as plain_visit};
use domain::config::Config;
use domain::household::Household;
use domain::household::asking::{FactSource, known_of};
use domain::household::facts::{FactValue, FieldKey, FieldName};
use domain::ids::*;
use domain::operation::{Operation, OperationBody};
use domain::policy::Actor;
use domain::record::{Record, RecordMap, Records};
use domain::reducer::{Context, apply};
use domain::refusal::RefusalCode;
use domain::roster::Role;
use domain::time::Millis;
use domain::visit::codes::*;
use domain::visit::*;
use proptest::prelude::*;

fn actor(staff: &str, role: Role) -> Actor {
    Actor {
        staff: staff.into(),
        name: format!("{staff}的名字"),
        role,
        team: Some("T01".into()),
        villages: vec!["V001".into()],
        former_villages: vec![],
        teams_of_place: vec![],
    }
}

fn water(base: Option<OpId>, answer: &str) -> FactChange {
    FactChange {
        field: FieldKey {
            member: None,
            name: FieldName::WaterGuarantee,
        },
        base,
        old: None,
        new: Some(FactValue::Words(answer.into())),
    }
}

fn operation(n: u128, staff: &str, body: OperationBody) -> Operation {
    Operation {
        id: OpId(id(n)),
        device: DeviceId(id(900)),
        seq: 1,
        author: staff.into(),
        recorded_at: Millis(0),
        recorded_on: day("2026-11-20"),
        body,
    }
}

fn log(n: u128, staff: &str, content: VisitContent) -> Operation {
    let body = OperationBody::LogVisit {
        visit: VisitId(id(1_000 + n)),
        household: HouseholdId(id(1)),
        content: Box::new(content),
    };
    operation(n, staff, body)
}

/// A server in miniature: records, and each operation's effect once.
struct World {
    records: RecordMap,
    seen: Vec<OpId>,
}

impl World {
    fn new() -> Self {
        let mut records = RecordMap::default();
        records.put(Record::Household(Box::new(household())));
        Self {
            records,
            seen: vec![],
        }
    }

    fn take(&mut self, operation: &Operation, role: Role) -> Result<Vec<FieldKey>, RefusalCode> {
        if self.seen.contains(&operation.id) {
            return Ok(vec![]);
        }
        let actor = actor(operation.author.as_str(), role);
        let config = Config::default();
        let context = Context {
            actor: &actor,
            config: &config,
            received_at: Some(Millis(1_795_399_200_000)),
        };
        let effect = apply(operation, &self.records, context).map_err(|refusal| refusal.code)?;
        self.seen.push(operation.id);
        for record in effect.records {
            self.records.put(record);
        }
        Ok(effect.conflicts)
    }

    fn visit(&self, n: u128) -> &Visit {
        self.records.visit(VisitId(id(1_000 + n))).unwrap()
    }

    fn household(&self) -> &Household {
        self.records.household(HouseholdId(id(1))).unwrap()
    }
}

fn review(n: u128, visit: u128, rev: u32, decision: Decision) -> Operation {
    operation(
        n,
        "P001",
        OperationBody::ReviewVisit {
            visit: VisitId(id(1_000 + visit)),
            rev,
            decision,
        },
    )
}

fn returned() -> Decision {
    Decision::Return {
        reason: ReturnReason::MissingItem,
        words: "漏了饮水".into(),
    }
}

#[test]
fn a_visit_goes_to_the_leader_back_and_through() {
    let mut world = World::new();
    world.take(&log(1, "P002", content()), Role::TeamMember).unwrap();
    assert_eq!(world.visit(1).status, VisitStatus::Submitted);
    world
        .take(&review(2, 1, 1, returned()), Role::TeamLeader)
        .unwrap();
    assert_eq!(world.visit(1).open_return().unwrap().2, "漏了饮水");
    let body = OperationBody::ReviseVisit {
        visit: VisitId(id(1_001)),
        household: HouseholdId(id(1)),
        base_rev: 1,
        content: Box::new(VisitContent {
            changes: vec![water(None, "OK")],
            ..content()
        }),
    };
    world.take(&operation(3, "P002", body), Role::TeamMember).unwrap();
    assert_eq!(
        (world.visit(1).rev, world.visit(1).status),
        (2, VisitStatus::Submitted)
    );
    assert_eq!(
        world.take(&review(4, 1, 1, Decision::Approve), Role::TeamLeader),
        Err(RefusalCode::NewerRevision)
    );
    world
        .take(&review(5, 1, 2, Decision::Approve), Role::TeamLeader)
        .unwrap();
    assert_eq!(world.visit(1).status, VisitStatus::Approved);
    assert_eq!(world.visit(1).history.len(), 4);
}

#[test]
fn a_leaders_own_visit_is_filed_and_never_reviewed_by_himself() {
    let mut world = World::new();
    world.take(&log(1, "P001", content()), Role::TeamLeader).unwrap();
    assert_eq!(world.visit(1).status, VisitStatus::Filed);
    assert_eq!(
        world.take(&review(2, 1, 1, Decision::Approve), Role::TeamLeader),
        Err(RefusalCode::OwnVisit)
    );
}

#[test]
fn a_member_cannot_review_and_a_stranger_learns_nothing() {
    let mut world = World::new();
    world.take(&log(1, "P002", content()), Role::TeamMember).unwrap();
    assert_eq!(
        world.take(&review(2, 1, 1, Decision::Approve), Role::TeamMember),
        Err(RefusalCode::NotAllowed)
    );
    let stranger = Actor {
        villages: vec!["V009".into()],
        ..actor("P099", Role::TeamLeader)
    };
    let config = Config::default();
    let context = Context {
        actor: &stranger,
        config: &config,
        received_at: None,
    };
    let mut foreign = review(3, 1, 1, Decision::Approve);
    foreign.author = "P099".into();
    let refused = apply(&foreign, &world.records, context).unwrap_err().code;
    foreign.body = OperationBody::ReviewVisit {
        visit: VisitId(id(5)),
        rev: 1,
        decision: Decision::Approve,
    };
    assert_eq!(
        (
            refused,
            apply(&foreign, &world.records, context).unwrap_err().code
        ),
        (RefusalCode::NotFound, RefusalCode::NotFound)
    );
}

#[test]
fn two_offline_answers_to_one_question_both_stay_until_the_leader_picks() {
    let mut world = World::new();
    let ok = VisitContent {
        changes: vec![water(None, "OK")],
        ..content()
    };
    let problem = VisitContent {
        changes: vec![water(None, "PROBLEM")],
        ..content()
    };
    assert!(
        world
            .take(&log(1, "P002", ok), Role::TeamMember)
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        world
            .take(&log(2, "P003", problem), Role::TeamMember)
            .unwrap()
            .len(),
        1
    );
    assert_eq!(world.household().conflicts().len(), 1);
    let field = FieldKey {
        member: None,
        name: FieldName::WaterGuarantee,
    };
    let body = OperationBody::ResolveConflict {
        household: HouseholdId(id(1)),
        field,
        base: world.household().field_version(&field),
        keep: Some(FactValue::Words("PROBLEM".into())),
        seen: vec![OpId(id(2))],
    };
    world.take(&operation(3, "P001", body), Role::TeamLeader).unwrap();
    assert!(world.household().conflicts().is_empty());
    assert_eq!(world.household().value(&field).unwrap().code(), Some("PROBLEM"));
}

/// A visit on a day that states an answer about the water.
fn said(n: u128, staff: &str, (on, base, answer): (&str, Option<OpId>, &str)) -> Operation {
    let content = VisitContent {
        visited_on: day(on),
        changes: vec![water(base, answer)],
        ..content()
    };
    log(n, staff, content)
}

/// The answer about the water: what it is, from where, who asked last, and when.
fn origin(household: &Household) -> (String, FactSource, Option<String>, String) {
    let known = known_of(household, FieldKey::own(FieldName::WaterGuarantee)).unwrap();
    (
        known.value.code().unwrap().to_owned(),
        known.source,
        known.by.map(|by| by.as_str().to_owned()),
        known.as_of.to_string(),
    )
}

fn from_visit(answer: &str, by: &str, on: &str) -> (String, FactSource, Option<String>, String) {
    (
        answer.to_owned(),
        FactSource::Visit,
        Some(by.to_owned()),
        on.to_owned(),
    )
}

#[test]
fn every_fact_says_who_asked_last_when_and_from_which_source() {
    let mut world = World::new();
    let mut known = household();
    let answer = Some(FactValue::Words("OK".into()));
    known.facts.register(FieldName::WaterGuarantee, answer);
    world.records.put(Record::Household(Box::new(known)));
    let of_register = (
        "OK".to_owned(),
        FactSource::Register,
        None,
        "2026-01-01".to_owned(),
    );
    assert_eq!(origin(world.household()), of_register);
    // Heard again, it has a day and a name; what was heard before that arrives later takes neither back.
    let stories = [
        (
            said(1, "P002", ("2026-11-18", None, "OK")),
            ("OK", "P002", "2026-11-18"),
        ),
        (
            said(2, "P003", ("2026-11-17", None, "OK")),
            ("OK", "P002", "2026-11-18"),
        ),
        (
            said(3, "P003", ("2026-11-19", None, "PROBLEM")),
            ("PROBLEM", "P003", "2026-11-19"),
        ),
    ];
    for (visit, (answer, by, on)) in stories {
        world.take(&visit, Role::TeamMember).unwrap();
        assert_eq!(origin(world.household()), from_visit(answer, by, on));
    }
}

#[test]
fn to_pick_a_value_asks_nobody_and_a_later_correction_does_not_touch_it() {
    for (keep, by, on) in [("OK", "P002", "2026-11-18"), ("PROBLEM", "P003", "2026-11-17")] {
        let mut world = World::new();
        for visit in [
            said(1, "P002", ("2026-11-18", None, "OK")),
            said(2, "P003", ("2026-11-17", None, "PROBLEM")),
        ] {
            world.take(&visit, Role::TeamMember).unwrap();
        }
        let field = FieldKey::own(FieldName::WaterGuarantee);
        let body = OperationBody::ResolveConflict {
            household: HouseholdId(id(1)),
            field,
            base: world.household().field_version(&field),
            keep: Some(FactValue::Words(keep.into())),
            seen: vec![OpId(id(2))],
        };
        world.take(&operation(3, "P001", body), Role::TeamLeader).unwrap();
        assert_eq!(origin(world.household()), from_visit(keep, by, on));
        assert_eq!(world.household().field_version(&field), Some(OpId(id(3))));
        // The author of the picked value takes the statement back: what the leader picked stays.
        let visit = if keep == "OK" { 1_001 } else { 1_002 };
        let body = OperationBody::ReviseVisit {
            visit: VisitId(id(visit)),
            household: HouseholdId(id(1)),
            base_rev: 1,
            content: Box::new(content()),
        };
        world.take(&operation(4, by, body), Role::TeamMember).unwrap();
        assert_eq!(origin(world.household()), from_visit(keep, by, on));
    }
}

#[test]
fn who_goes_on_from_his_own_unseen_answer_does_not_overwrite_the_colleagues() {
    let mut world = World::new();
    world
        .take(
            &log(
                1,
                "P003",
                VisitContent {
                    changes: vec![water(None, "OK")],
                    ..content()
                },
            ),
            Role::TeamMember,
        )
        .unwrap();
    // Offline, P002 states a problem twice; the second rests on the first, which became a rival.
    let first = VisitContent {
        changes: vec![water(None, "PROBLEM")],
        ..content()
    };
    let second = VisitContent {
        changes: vec![water(Some(OpId(id(2))), "NOT_APPLICABLE")],
        ..content()
    };
    world.take(&log(2, "P002", first), Role::TeamMember).unwrap();
    world.take(&log(3, "P002", second), Role::TeamMember).unwrap();
    let facts = &world.household().facts;
    assert_eq!(facts.value(FieldName::WaterGuarantee).unwrap().code(), Some("OK"));
    let rivals: Vec<_> = facts.rivals(FieldName::WaterGuarantee).collect();
    assert_eq!(rivals.len(), 1);
    assert_eq!(rivals[0].value.as_ref().unwrap().code(), Some("NOT_APPLICABLE"));
}

#[test]
fn an_answer_from_a_clock_that_is_a_year_ahead_is_not_the_newest_for_a_year() {
    let mut world = World::new();
    let said = |on: &str| VisitContent {
        visited_on: day(on),
        changes: vec![water(None, "OK")],
        ..content()
    };
    let mut ahead = log(1, "P002", said("2027-11-20"));
    ahead.recorded_on = day("2027-11-20");
    world.take(&ahead, Role::TeamMember).unwrap();
    let base = world.household().field_version(&water(None, "OK").field);
    let mut right = log(2, "P003", said("2026-11-23"));
    right.recorded_on = day("2026-11-23");
    if let OperationBody::LogVisit { content, .. } = &mut right.body {
        content.changes = vec![water(base, "OK")];
    }
    world.take(&right, Role::TeamMember).unwrap();
    let mark = world.household().facts.mark(FieldName::WaterGuarantee).unwrap();
    assert_eq!((mark.as_of, mark.by.as_str()), (day("2026-11-23"), "P003"));
    // What the phone said stays written as it is.
    assert_eq!(world.visit(1).content.visited_on, day("2027-11-20"));
    assert_eq!(world.visit(1).counted_on(), day("2026-11-23"));
}

#[test]
fn a_correction_that_drops_a_change_puts_the_old_value_back() {
    let mut world = World::new();
    let mut change = water(None, "PROBLEM");
    change.old = Some(FactValue::Words("OK".into()));
    world
        .take(
            &log(
                1,
                "P002",
                VisitContent {
                    changes: vec![change],
                    ..content()
                },
            ),
            Role::TeamMember,
        )
        .unwrap();
    let body = OperationBody::ReviseVisit {
        visit: VisitId(id(1_001)),
        household: HouseholdId(id(1)),
        base_rev: 1,
        content: Box::new(content()),
    };
    world.take(&operation(2, "P002", body), Role::TeamMember).unwrap();
    let key = FieldKey {
        member: None,
        name: FieldName::WaterGuarantee,
    };
    assert_eq!(world.household().value(&key).unwrap().code(), Some("OK"));
}

#[test]
fn a_correction_after_approval_is_kept_as_a_visible_entry() {
    let mut world = World::new();
    world.take(&log(1, "P002", content()), Role::TeamMember).unwrap();
    world
        .take(&review(2, 1, 1, Decision::Approve), Role::TeamLeader)
        .unwrap();
    let body = OperationBody::ReviseVisit {
        visit: VisitId(id(1_001)),
        household: HouseholdId(id(1)),
        base_rev: 1,
        content: Box::new(VisitContent {
            note: "迟到的更正".into(),
            ..content()
        }),
    };
    world.take(&operation(3, "P002", body), Role::TeamMember).unwrap();
    assert_eq!(world.visit(1).content.note, "");
    assert!(matches!(
        world.visit(1).history.last().unwrap().event,
        VisitEvent::LateRevision { .. }
    ));
}

#[test]
fn what_blocks_a_visit_is_said_at_its_field() {
    let mut world = World::new();
    let mut cases: Vec<(VisitContent, RefusalCode)> = vec![
        (
            VisitContent {
                visited_on: day("2026-11-21"),
                ..content()
            },
            RefusalCode::VisitInFuture,
        ),
        (
            VisitContent {
                visited_on: day("2026-11-10"),
                ..content()
            },
            RefusalCode::LateWithoutReason,
        ),
        (
            VisitContent {
                purposes: vec![],
                ..content()
            },
            RefusalCode::NoPurpose,
        ),
        (
            VisitContent {
                met: vec![],
                ..content()
            },
            RefusalCode::NobodyMet,
        ),
        (
            VisitContent {
                nobody_home: true,
                ..content()
            },
            RefusalCode::NobodyMet,
        ),
        (
            VisitContent {
                met: vec![MemberId(id(77))],
                ..content()
            },
            RefusalCode::UnknownMember,
        ),
        (
            VisitContent {
                note: "一\u{0}".into(),
                ..content()
            },
            RefusalCode::BadText,
        ),
        (
            VisitContent {
                note: "长".repeat(2_001),
                ..content()
            },
            RefusalCode::TextTooLong,
        ),
        (
            VisitContent {
                changes: vec![water(None, "GOOD")],
                ..content()
            },
            RefusalCode::BadValue,
        ),
        (
            VisitContent {
                changes: vec![water(None, "OK"), water(None, "OK")],
                ..content()
            },
            RefusalCode::BadValue,
        ),
    ];
    cases.push((
        VisitContent {
            no_change: true,
            changes: vec![water(None, "OK")],
            ..content()
        },
        RefusalCode::NoChangeWithChanges,
    ));
    for (n, (content, code)) in (1..).zip(cases) {
        assert_eq!(world.take(&log(n, "P002", content), Role::TeamMember), Err(code));
    }
    assert_eq!(world.records.visits().count(), 0);
}

fn answers() -> impl Strategy<Value = Vec<(u8, &'static str)>> {
    let answer = prop_oneof![Just("OK"), Just("PROBLEM"), Just("UNKNOWN")];
    prop::collection::vec((0_u8..6, answer), 1..8)
}

proptest! {
    /// Whatever the order and however often each is sent: every visit is there once, and every answer that
    /// anybody gave is either the present value or stands beside it.
    #[test]
    fn no_order_and_no_repetition_loses_an_answer(answers in answers(), seed in any::<u64>()) {
        let fields = domain::household::facts::GUARANTEES;
        let operations: Vec<Operation> = (1_u128..).zip(&answers).map(|(n, (field, answer))| {
            let change = FactChange {
                field: FieldKey { member: None, name: fields[usize::from(*field)] },
                base: None, old: None, new: Some(FactValue::Words((*answer).into())),
            };
            log(n, if n % 2 == 0 { "P002" } else { "P003" }, VisitContent { changes: vec![change], ..content() })
        }).collect();
        let mut order: Vec<&Operation> = operations.iter().chain(operations.iter()).collect();
        let mut state = seed;
        for at in (1..order.len()).rev() {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            order.swap(at, usize::try_from(state >> 33).unwrap() % (at + 1));
        }
        let mut world = World::new();
        for operation in order {
            world.take(operation, Role::TeamMember).unwrap();
        }
        prop_assert_eq!(world.records.visits().count(), answers.len());
        for (field, answer) in &answers {
            let facts = &world.household().facts;
            let name = fields[usize::from(*field)];
            let stated = facts.value(name).into_iter().chain(facts.rivals(name).filter_map(|r| r.value.as_ref()));
            prop_assert!(stated.filter_map(FactValue::code).any(|code| code == *answer));
        }
    }

    /// Records survive the wire and the phone's store.
    #[test]
    fn records_travel_unchanged(n in any::<u128>(), note in "\\PC{0,50}") {
        let mut visit = plain_visit(n, "2026-11-20");
        visit.content.note = note;
        let record = Record::Visit(Box::new(visit));
        let text = serde_json::to_string(&record).unwrap();
        prop_assert_eq!(serde_json::from_str::<Record>(&text).unwrap(), record);
    }

    /// Operations survive the wire.
    #[test]
    fn operations_travel_unchanged(note in "\\PC{0,50}", urgent in any::<bool>()) {
        let operation = log(1, "P002", VisitContent { note, urgent, changes: vec![water(None, "OK")], ..content() });
        let text = serde_json::to_string(&operation).unwrap();
        prop_assert_eq!(serde_json::from_str::<Operation>(&text).unwrap(), operation);
    }
}
