//! Explanations: one writes, another confirms, and only then it counts.

use crate::cast::{day, household, id};
use crate::world::{World, actor, operation};
use domain::commitments::*;
use domain::config::Config;
use domain::ids::*;
use domain::operation::{Explaining, Operation, OperationBody};
use domain::record::{Record, RecordMap, Records};
use domain::reducer::{Context, apply};
use domain::refusal::RefusalCode;
use domain::roster::Role;
use domain::time::Millis;

fn take(records: &mut RecordMap, operation: &Operation, role: Role) -> Result<(), RefusalCode> {
    let (actor, config) = (actor(operation.author.as_str(), role), Config::default());
    let context = Context {
        actor: &actor,
        config: &config,
        received_at: Some(Millis(1_795_399_200_000)),
    };
    let effect = apply(operation, records, context).map_err(|refusal| refusal.code)?;
    effect.records.into_iter().for_each(|record| records.put(record));
    Ok(())
}

fn says(n: u128, staff: &str, reason: &str, until: &str) -> Operation {
    let said = Explaining {
        village: "V001".into(),
        line: LineCode::A4,
        household: Some(HouseholdId(id(1))),
        member: None,
        reason: reason.into(),
        until: day(until),
    };
    let body = OperationBody::ExplainLine {
        explanation: ExplanationId(id(700 + n)),
        said: Box::new(said),
    };
    operation(n, staff, day("2026-11-20"), body)
}

fn confirms(n: u128, staff: &str, of: u128) -> Operation {
    let explanation = ExplanationId(id(700 + of));
    operation(
        n,
        staff,
        day("2026-11-20"),
        OperationBody::ConfirmExplanation { explanation },
    )
}

#[test]
fn an_explanation_counts_once_another_has_confirmed_it_and_until_its_end() {
    let mut records = RecordMap::default();
    records.put(Record::Household(Box::new(household())));
    take(
        &mut records,
        &says(1, "P002", "全家在广东务工", "2027-02-10"),
        Role::TeamMember,
    )
    .unwrap();
    let mut world = World::on("2026-11-20");
    let read = |records: &RecordMap| records.explanations().cloned().collect::<Vec<_>>();
    world.explanations = read(&records);
    assert_eq!(world.of(LineCode::A4).status, CommitmentStatus::Breached);
    assert_eq!(world.of(LineCode::A4).explanation, Some(ExplanationId(id(701))));

    let member = Role::TeamMember;
    assert_eq!(
        take(&mut records, &confirms(2, "P002", 1), member),
        Err(RefusalCode::OwnExplanation)
    );
    assert_eq!(
        take(&mut records, &confirms(3, "P003", 1), member),
        Err(RefusalCode::NotAllowed)
    );
    take(&mut records, &confirms(4, "P001", 1), Role::TeamLeader).unwrap();
    let again = take(&mut records, &confirms(5, "P001", 1), Role::TeamLeader);
    assert_eq!(again, Err(RefusalCode::ExplanationConfirmed));
    let kept = records.explanation(ExplanationId(id(701))).unwrap();
    let events: Vec<_> = kept.history.iter().map(|entry| entry.event).collect();
    assert_eq!(events, [ExplanationEvent::Written, ExplanationEvent::Confirmed]);

    world.explanations = read(&records);
    assert_eq!(world.of(LineCode::A4).status, CommitmentStatus::Explained);
    world.today = day("2027-02-10");
    assert_eq!(world.of(LineCode::A4).status, CommitmentStatus::Explained);
    world.today = day("2027-02-11");
    assert_eq!(world.of(LineCode::A4).status, CommitmentStatus::Breached);
}

#[test]
fn what_a_leader_explains_a_member_may_confirm() {
    let mut records = RecordMap::default();
    records.put(Record::Household(Box::new(household())));
    take(
        &mut records,
        &says(1, "P001", "住院两个月", "2026-12-31"),
        Role::TeamLeader,
    )
    .unwrap();
    let own = take(&mut records, &confirms(2, "P001", 1), Role::TeamLeader);
    assert_eq!(own, Err(RefusalCode::OwnExplanation));
    take(&mut records, &confirms(3, "P002", 1), Role::TeamMember).unwrap();
}

#[test]
fn an_explanation_needs_words_an_end_and_a_household_of_the_team() {
    let mut records = RecordMap::default();
    records.put(Record::Household(Box::new(household())));
    let mut refused = |operation: Operation| take(&mut records, &operation, Role::TeamMember).unwrap_err();
    assert_eq!(
        refused(says(1, "P002", " ", "2026-12-31")),
        RefusalCode::EmptyText
    );
    assert_eq!(
        refused(says(2, "P002", "务工", "2026-11-20")),
        RefusalCode::ExplanationEnd
    );
    assert_eq!(
        refused(says(3, "P002", "务工", "2029-11-20")),
        RefusalCode::ExplanationEnd
    );
    let mut foreign = says(4, "P002", "务工", "2026-12-31");
    if let OperationBody::ExplainLine { said, .. } = &mut foreign.body {
        said.village = "V002".into();
    }
    assert_eq!(refused(foreign), RefusalCode::NotFound);
}
