//! P1 to P5 and P7: what was found of the policies received, and what the facts say anyway.

use crate::cast::{day, id};
use crate::world::World;
use domain::commitments::*;
use domain::entitlement::EntitlementKey;
use domain::entitlement::codes::{EntitlementKind, EntitlementStatus};
use domain::household::facts::{FactValue, FieldKey, FieldName};
use domain::ids::*;

const HOME: HouseholdId = HouseholdId(id(1));
const HEAD: MemberId = MemberId(id(11));

fn head(kind: EntitlementKind) -> EntitlementKey {
    EntitlementKey::of(HEAD, kind)
}

fn of_head(world: &World, line: LineCode) -> Finding {
    world.at(line, Subject::Member(HOME, HEAD)).unwrap()
}

#[test]
fn what_nobody_said_is_no_breach() {
    let world = World::on("2026-11-20");
    for line in [LineCode::P2, LineCode::P4, LineCode::P5, LineCode::P7] {
        let found = world.of(line);
        assert_eq!(
            (found.status, found.why, found.subject),
            (
                CommitmentStatus::NotApplicable,
                Why::NothingFound,
                Subject::Village
            )
        );
    }
}

#[test]
fn what_is_due_and_not_received_breaks_the_line_until_it_is() {
    let mut world = World::on("2026-11-20");
    let kinds = [EntitlementKind::MedicalAid, EntitlementKind::FamilyDoctor];
    for kind in kinds {
        world.find(HOME, head(kind), EntitlementStatus::DueNotReceived);
    }
    let broken = of_head(&world, LineCode::P2);
    assert_eq!(
        (broken.status, broken.why, broken.owner),
        (CommitmentStatus::Breached, Why::DueNotReceived, Owner::Insurance)
    );
    assert_eq!(broken.evidence.len(), 2);
    assert!(matches!(broken.evidence.first(), Some(Evidence::Entitlement(_))));
    // On event: nothing says until when, so it is due now.
    assert_eq!(broken.by, None);
    let remedy = Remedy::Receive(HOME, kinds.map(head).to_vec());
    assert_eq!(broken.remedy, Some(remedy.clone()));
    world.put_right(remedy);
    let mended = of_head(&world, LineCode::P2);
    assert_eq!(
        (mended.status, mended.why),
        (CommitmentStatus::OnTrack, Why::Received)
    );
}

#[test]
fn a_stop_by_the_rules_is_none_and_one_without_a_reason_is() {
    let mut world = World::on("2026-11-20");
    let subsistence = EntitlementKey::own(EntitlementKind::Subsistence);
    world.find(HOME, subsistence, EntitlementStatus::StoppedLawful);
    let lawful = world.of(LineCode::P4);
    assert_eq!(
        (lawful.status, lawful.why),
        (CommitmentStatus::OnTrack, Why::StoppedLawfully)
    );
    world.find(HOME, subsistence, EntitlementStatus::StoppedUnexplained);
    let broken = world.of(LineCode::P4);
    assert_eq!(
        (broken.status, broken.why, broken.subject),
        (
            CommitmentStatus::Breached,
            Why::StopUnexplained,
            Subject::Household(HOME)
        )
    );
    assert_eq!(broken.owner, Owner::CivilAffairs);
    // Monthly: until the end of the month in which it was found, and no longer because it is found again.
    assert_eq!(broken.by, Some(day("2026-11-30")));
    world.find(HOME, subsistence, EntitlementStatus::NotEligible);
    assert_eq!(world.of(LineCode::P4).status, CommitmentStatus::NotApplicable);
    world.find(HOME, subsistence, EntitlementStatus::Unknown);
    assert_eq!(world.of(LineCode::P4).status, CommitmentStatus::NotApplicable);
}

#[test]
fn deadlines_follow_the_cycle_of_the_row() {
    let mut world = World::on("2026-11-20");
    let due = EntitlementStatus::DueNotReceived;
    world.find(HOME, head(EntitlementKind::DisabledCare), due);
    world.find(HOME, head(EntitlementKind::EducationAid), due);
    assert_eq!(of_head(&world, LineCode::P5).by, Some(day("2026-12-31")));
    assert_eq!(of_head(&world, LineCode::P3).by, Some(day("2027-03-10")));
    let mut row = catalogue(&world.config, world.today)
        .into_iter()
        .find(|row| row.code == LineCode::P5)
        .unwrap();
    row.cycle = Cycle::Quarter;
    row.days = None;
    world.config.commitments = vec![LineRow {
        rule: Rule::NeedsEntitlements,
        ..row
    }];
    assert_eq!(of_head(&world, LineCode::P5).by, Some(day("2026-12-31")));
    world.today = day("2027-02-01");
    world.find(HOME, head(EntitlementKind::DisabledCare), due);
    assert_eq!(of_head(&world, LineCode::P5).by, Some(day("2027-03-31")));
}

#[test]
fn a_loan_that_ended_early_has_a_reason_or_breaks_its_line() {
    let mut world = World::on("2026-11-20");
    let loan = EntitlementKey::own(EntitlementKind::SmallLoan);
    world.find(HOME, loan, EntitlementStatus::StoppedUnexplained);
    let broken = world.of(LineCode::P7);
    assert_eq!(
        (broken.status, broken.why, broken.by),
        (CommitmentStatus::Breached, Why::StopUnexplained, None)
    );
    world.find(HOME, loan, EntitlementStatus::StoppedLawful);
    assert_eq!(world.of(LineCode::P7).status, CommitmentStatus::OnTrack);
}

#[test]
fn facts_that_are_known_are_not_asked_again() {
    let mut world = World::on("2026-11-20");
    let facts = &mut world.home(HOME).members.first_mut().unwrap().facts;
    facts.register(FieldName::Subsistence, Some(FactValue::Flag(true)));
    let held = world.of(LineCode::P4);
    assert_eq!(
        (held.status, held.why),
        (CommitmentStatus::OnTrack, Why::Received)
    );
    let fact = FieldKey::of(HEAD, FieldName::Subsistence);
    assert_eq!(held.evidence, [Evidence::Fact(fact)]);
}

#[test]
fn insurance_speaks_before_the_help_with_its_premium() {
    let mut world = World::on("2026-11-20");
    let premium = head(EntitlementKind::InsurancePremium);
    world.find(HOME, premium, EntitlementStatus::DueNotReceived);
    let facts = &mut world.home(HOME).members.first_mut().unwrap().facts;
    facts.register(FieldName::MedicalInsurance, Some(FactValue::Flag(false)));
    let both = of_head(&world, LineCode::P1);
    assert_eq!(both.why, Why::Uninsured);
    world.put_right(both.remedy.unwrap());
    let left = of_head(&world, LineCode::P1);
    assert_eq!(
        (left.status, left.why),
        (CommitmentStatus::Breached, Why::DueNotReceived)
    );
    world.put_right(left.remedy.unwrap());
    let insured = of_head(&world, LineCode::P1);
    assert_eq!(
        (insured.status, insured.why),
        (CommitmentStatus::OnTrack, Why::Insured)
    );
}

#[test]
fn somebody_older_than_school_age_is_of_the_line_once_aid_was_found() {
    let mut world = World::on("2026-11-20");
    let yulu = head(EntitlementKind::VocationalAid);
    assert_eq!(world.at(LineCode::P3, Subject::Member(HOME, HEAD)), None);
    world.find(HOME, yulu, EntitlementStatus::Receiving);
    assert_eq!(of_head(&world, LineCode::P3).status, CommitmentStatus::OnTrack);
}
