//! Lines of visits, guarantees, posts and screening, and the pillars over them.

use crate::cast::{day, id, visit};
use crate::world::{World, explained};
use domain::commitments::*;
use domain::household::codes::MonitorCategory;
use domain::household::facts::{FactValue, FieldKey, FieldName};
use domain::ids::*;
use domain::visit::FactChange;
use domain::visit::codes::{Purpose, VisitMode};
use domain::work::codes::WorkKind;

#[test]
fn a_visit_line_breaks_the_day_after_its_interval_and_a_visit_mends_it() {
    let mut world = World::on("2026-05-01");
    world.home(HouseholdId(id(1))).monitor = Some(MonitorCategory::Marginal);
    assert_eq!(world.of(LineCode::A4).why, Why::NeverVisited);
    world.visits = vec![visit(1, "2026-05-01")];
    let mut state = |on: &str| {
        world.today = day(on);
        world.of(LineCode::A4).status
    };
    assert_eq!(state("2026-05-23"), CommitmentStatus::OnTrack);
    assert_eq!(state("2026-05-24"), CommitmentStatus::DueSoon);
    assert_eq!(state("2026-05-31"), CommitmentStatus::DueSoon);
    assert_eq!(state("2026-06-01"), CommitmentStatus::Breached);
    let broken = world.of(LineCode::A4);
    assert_eq!(broken.evidence, [Evidence::Visit(VisitId(id(1)))]);
    assert_eq!(broken.by, Some(day("2026-05-31")));
    assert_eq!(
        broken.remedy,
        Some(Remedy::Visit(HouseholdId(id(1)), Purpose::Monitor))
    );
    world.put_right(broken.remedy.unwrap());
    assert_eq!(world.of(LineCode::A4).status, CommitmentStatus::OnTrack);
}

#[test]
fn a_household_away_for_work_is_visited_by_phone_or_by_video() {
    for mode in [VisitMode::Phone, VisitMode::Video] {
        let mut world = World::on("2026-06-01");
        world.home(HouseholdId(id(1))).monitor = Some(MonitorCategory::Marginal);
        world.visits = vec![visit(1, "2026-05-01")];
        assert_eq!(world.of(LineCode::A4).status, CommitmentStatus::Breached);
        let mut call = visit(2, "2026-06-01");
        call.content.mode = mode;
        world.visits.push(call);
        let reached = world.of(LineCode::A4);
        assert_eq!(reached.status, CommitmentStatus::OnTrack);
        assert_eq!(reached.evidence, [Evidence::Visit(VisitId(id(2)))]);
        // Nobody answered: the interval runs on.
        if let Some(last) = world.visits.last_mut() {
            last.content.nobody_home = true;
        }
        assert_eq!(world.of(LineCode::A4).status, CommitmentStatus::Breached);
    }
}

#[test]
fn an_open_problem_has_its_days_from_the_visit_that_found_it() {
    let mut world = World::on("2026-05-01");
    let home = HouseholdId(id(1));
    let water = FieldKey {
        member: None,
        name: FieldName::WaterGuarantee,
    };
    let said = |base, old: Option<FactValue>| FactChange {
        field: water,
        base,
        old,
        new: Some(FactValue::Words("PROBLEM".into())),
    };
    assert_eq!(world.of(LineCode::P6).status, CommitmentStatus::NotApplicable);
    world.visit_today(home, Purpose::Routine, vec![said(None, None)]);
    assert_eq!(world.of(LineCode::P6).by, Some(day("2026-05-31")));
    // To be told the same again makes it no younger.
    world.today = day("2026-05-20");
    let (base, old) = (
        world.home(home).field_version(&water),
        world.home(home).value(&water).cloned(),
    );
    world.visit_today(home, Purpose::Routine, vec![said(base, old)]);
    assert_eq!(world.of(LineCode::P6).by, Some(day("2026-05-31")));
    assert_eq!(world.of(LineCode::P6).status, CommitmentStatus::DueSoon);
    world.today = day("2026-06-01");
    assert_eq!(world.of(LineCode::P6).status, CommitmentStatus::Breached);
}

#[test]
fn lines_without_evidence_say_what_they_need_and_count_nowhere() {
    let world = World::on("2026-11-23");
    let rows = catalogue(&world.config, world.today);
    let findings = world.findings();
    for row in rows.iter().filter(|row| !row.rule.is_computed()) {
        assert!(
            findings.iter().all(|finding| finding.line != row.code),
            "{}",
            row.code.code()
        );
    }
    let states = pillars(std::iter::empty(), &rows);
    assert!(states.iter().all(|state| state.worst.is_none()));
    let waiting: u32 = states.iter().map(|state| state.waiting).sum();
    let computed: u32 = states.iter().map(|state| state.computed).sum();
    assert_eq!((computed, waiting), (22, 2));
}

#[test]
fn a_small_team_is_a_warning_that_a_reason_settles() {
    let mut world = World::on("2026-11-23");
    world.posts.people = 2;
    let small = world.of(LineCode::A2);
    assert_eq!(
        (small.status, small.why),
        (CommitmentStatus::DueSoon, Why::TeamSmall)
    );
    assert_eq!(small.remedy, Some(Remedy::Explain));
    world.explanations = vec![explained(
        LineCode::A2,
        Subject::Village,
        "2026-12-31",
        Some("P001"),
    )];
    assert_eq!(world.of(LineCode::A2).status, CommitmentStatus::Explained);
}

#[test]
fn the_pillars_show_the_worst_state_and_what_to_do_begins_with_the_nearest_deadline() {
    let mut world = World::on("2026-05-25");
    world.visits = vec![visit(1, "2026-05-20")];
    world.put_right(Remedy::ConfirmMonth(day("2026-04-01")));
    world.log_work(WorkKind::LeaderVisit);
    world.log_work(WorkKind::UnitVisit);
    let head = FactValue::Flag(false);
    world
        .home(HouseholdId(id(1)))
        .members
        .first_mut()
        .unwrap()
        .facts
        .register(FieldName::MedicalInsurance, Some(head));
    let findings = world.findings();
    let rows = catalogue(&world.config, world.today);
    let states = pillars(findings.iter(), &rows);
    let worst: Vec<_> = states.iter().map(|state| state.worst.unwrap()).collect();
    assert_eq!(
        worst,
        [
            CommitmentStatus::OnTrack,
            CommitmentStatus::Breached,
            CommitmentStatus::OnTrack,
            CommitmentStatus::OnTrack
        ]
    );
    let first = first_to_do(&findings, world.today);
    assert_eq!(first.first().map(|finding| finding.why), Some(Why::Uninsured));
}

#[test]
fn the_screening_names_the_visits_that_reached_a_household_the_oldest_first() {
    let mut world = World::on("2026-06-01");
    let mut second = world.households.first().unwrap().clone();
    second.id = HouseholdId(id(2));
    world.households.push(second);
    for (n, home, on) in [(9, 1, "2026-05-02"), (3, 2, "2026-05-20")] {
        let mut made = visit(n, on);
        made.household = HouseholdId(id(home));
        made.content.purposes = vec![Purpose::Campaign];
        world.visits.insert(0, made);
    }
    let done = world.of(LineCode::S1);
    assert_eq!(done.why, Why::ScreeningDone);
    let of = |n| Evidence::Visit(VisitId(id(n)));
    assert_eq!(done.evidence, [of(9), of(3)]);
}

#[test]
fn insurance_is_asked_again_when_the_year_after_the_answer_is_over() {
    let mut world = World::on("2026-11-20");
    let (home, head) = (HouseholdId(id(1)), MemberId(id(11)));
    let insured = Some(FactValue::Flag(true));
    world.home(home).register_as_of = day("2025-03-01");
    let facts = &mut world.home(home).members.first_mut().unwrap().facts;
    facts.register(FieldName::MedicalInsurance, insured);
    let mut state = |on: &str| {
        world.today = day(on);
        let found = world.at(LineCode::P1, Subject::Member(home, head)).unwrap();
        (found.status, found.why)
    };
    let holds = (CommitmentStatus::OnTrack, Why::Insured);
    assert_eq!(state("2026-12-31"), holds);
    let old = (CommitmentStatus::DueSoon, Why::InsuranceOld);
    assert_eq!(state("2027-01-01"), old);
    let found = world.at(LineCode::P1, Subject::Member(home, head)).unwrap();
    let key = FieldKey::of(head, FieldName::MedicalInsurance);
    assert_eq!(found.evidence, [Evidence::Fact(key)]);
    // Somebody hears the same again.
    world.put_right(found.remedy.unwrap());
    let found = world.at(LineCode::P1, Subject::Member(home, head)).unwrap();
    assert_eq!((found.status, found.why), holds);
    // A district that looks at it each half-year asks sooner.
    let row = row_on(&world.config, LineCode::P1, world.today).unwrap();
    world.config.commitments = vec![LineRow {
        cycle: Cycle::HalfYear,
        ..row
    }];
    for (on, wanted) in [("2027-12-31", holds), ("2028-01-01", old)] {
        world.today = day(on);
        let found = world.at(LineCode::P1, Subject::Member(home, head)).unwrap();
        assert_eq!((found.status, found.why), wanted, "{on}");
    }
}

#[test]
fn school_is_asked_again_when_the_term_after_the_answer_has_begun() {
    let mut world = World::on("2026-05-01");
    let (home, child) = (HouseholdId(id(1)), MemberId(id(12)));
    world.home(home).register_as_of = day("2025-10-08");
    let member = world.home(home).members.last_mut().unwrap();
    member.birth = Some(day("2016-05-01"));
    let school = FactValue::Words("PRIMARY".into());
    member.facts.register(FieldName::StudentStatus, Some(school));
    let state = |world: &mut World, on: &str| {
        world.today = day(on);
        let found = world.at(LineCode::P3, Subject::Member(home, child)).unwrap();
        (found.status, found.why)
    };
    // Of the autumn term of 2025: it holds through the spring's, until the next autumn's weeks of beginning are over.
    let holds = (CommitmentStatus::OnTrack, Why::InSchool);
    assert_eq!(state(&mut world, "2026-09-25"), holds);
    let old = (CommitmentStatus::DueSoon, Why::SchoolOld);
    assert_eq!(state(&mut world, "2026-09-26"), old);
    let found = world.at(LineCode::P3, Subject::Member(home, child)).unwrap();
    world.put_right(found.remedy.unwrap());
    assert_eq!(state(&mut world, "2026-09-26"), holds);
    // Taught at home, as the household says: by its age alone that breaks nothing.
    let facts = &mut world.home(home).members.last_mut().unwrap().facts;
    facts.register(FieldName::StudentStatus, Some(FactValue::Words("PRE_AGE".into())));
    assert_eq!(state(&mut world, "2027-03-10"), holds);
    assert_eq!(state(&mut world, "2027-12-01"), old);
    // Completed schooling is not asked again.
    let facts = &mut world.home(home).members.last_mut().unwrap().facts;
    facts.register(FieldName::StudentStatus, Some(FactValue::Words("PRIMARY".into())));
    world
        .home(home)
        .facts
        .register(FieldName::EducationGuarantee, None);
    let facts = &mut world.home(home).members.last_mut().unwrap().facts;
    facts.register(FieldName::Education, Some(FactValue::Words("JUNIOR".into())));
    assert_eq!(state(&mut world, "2027-12-01"), holds);
}
