//! The departments' comparison (§4.7, step 6): which have to answer, and that the decision waits for each of them.

use super::*;
use domain::case::codes::{Comparison, Department as D};
use domain::case::order::{compare_due, passed};

fn answers(of: &[D]) -> Deed {
    Deed::Compare {
        results: of
            .iter()
            .map(|department| Compared {
                department: *department,
                result: Comparison::Agrees,
            })
            .collect(),
    }
}

fn row(from: &str, departments: &[D]) -> AskedFrom {
    AskedFrom {
        departments: departments.to_vec(),
        from: day(from),
        document: "测试文件".to_owned(),
    }
}

/// A case of 2 November in a district that asks these departments, with the township's word.
fn passed_town(asked: &[D]) -> World {
    let mut world = World::new();
    world.config.asked_departments = vec![row("2026-11-01", asked)];
    world.open().unwrap();
    for (staff, on, kind) in [
        ("P001", "2026-11-03", K::Authorise),
        ("P001", "2026-11-03", K::Verify),
        ("P001", "2026-11-04", K::Agree),
        ("P001", "2026-11-05", K::HangNotice),
        ("W001", "2026-11-12", K::PassTown),
    ] {
        world.take(staff, on, deed(kind)).unwrap();
    }
    world
}

#[test]
fn the_decision_waits_for_every_department_that_is_asked() {
    let mut world = passed_town(&[D::CivilAffairs, D::MedicalInsurance]);
    let approve = |world: &mut World| world.take("D001", "2026-11-12", deed(K::Approve));
    assert_eq!(approve(&mut world), Err(R::AnswersMissing));
    // One that nobody asked may answer, and ends no wait.
    for department in [D::Water, D::CivilAffairs] {
        world.take("D001", "2026-11-12", answers(&[department])).unwrap();
        assert!(!world.case().is_compared());
        assert_eq!(approve(&mut world), Err(R::AnswersMissing));
    }
    assert_eq!(world.case().unanswered(), [D::MedicalInsurance]);
    let differs = Deed::Compare {
        results: vec![Compared {
            department: D::MedicalInsurance,
            result: Comparison::Differs,
        }],
    };
    world.take("D001", "2026-11-12", differs).unwrap();
    assert!(world.case().is_compared() && world.case().unanswered().is_empty());
    assert_eq!(
        approve(&mut world),
        Ok(()),
        "whether it differs is for whoever decides"
    );
}

#[test]
fn where_none_is_asked_one_answer_is_enough() {
    let mut world = passed_town(&[]);
    assert_eq!(
        world.take("D001", "2026-11-12", deed(K::Approve)),
        Err(R::NotCompared)
    );
    world.take("D001", "2026-11-12", answers(&[D::Water])).unwrap();
    assert!(world.case().is_compared());
    world.take("D001", "2026-11-12", deed(K::Approve)).unwrap();
}

#[test]
fn a_rejection_and_a_return_wait_for_no_department() {
    for kind in [K::Reject, K::ReturnToTown] {
        let mut world = passed_town(&[D::CivilAffairs]);
        world.take("D001", "2026-11-12", deed(kind)).unwrap();
    }
}

#[test]
fn its_days_run_until_the_last_asked_department_has_answered() {
    let holidays = Holidays::default();
    let mut world = World::new();
    world.config.asked_departments = vec![row("2026-11-01", &[D::CivilAffairs, D::Health])];
    world.open().unwrap();
    world.take("P001", "2026-11-03", deed(K::Authorise)).unwrap();
    world.take("P001", "2026-11-03", deed(K::Verify)).unwrap();
    let due = |world: &World, on: &str| compare_due(world.case(), day(on), &holidays);
    world
        .take("D001", "2026-11-04", answers(&[D::CivilAffairs]))
        .unwrap();
    assert_eq!(due(&world, "2026-11-04"), Some(day("2026-11-08")));
    world.take("D001", "2026-11-10", answers(&[D::Health])).unwrap();
    assert_eq!(due(&world, "2026-11-10"), None);
    world.take("D001", "2026-11-11", answers(&[D::Health])).unwrap();
    // The second answer ended the wait, and came late; what came after it ends none.
    let passed = passed(world.case(), &holidays);
    assert_eq!(passed.get(2..), Some(&[None, Some(day("2026-11-08")), None][..]));
}

#[test]
fn a_case_keeps_the_departments_it_was_opened_with() {
    let mut world = passed_town(&[D::CivilAffairs]);
    assert_eq!(world.case().asked, [D::CivilAffairs]);
    world
        .config
        .asked_departments
        .push(row("2026-11-03", &[D::Education, D::Health]));
    world
        .take("D001", "2026-11-12", answers(&[D::CivilAffairs]))
        .unwrap();
    world.take("D001", "2026-11-12", deed(K::Approve)).unwrap();
}

#[test]
fn the_row_of_the_day_holds_and_of_two_from_one_day_the_later() {
    let config = Config {
        asked_departments: vec![
            row("2026-01-01", &[D::CivilAffairs]),
            row("2026-06-01", &[D::Health]),
            row("2026-06-01", &[]),
        ],
        ..Config::default()
    };
    assert!(config.asked_on(day("2025-12-31")).is_empty());
    assert_eq!(config.asked_on(day("2026-05-31")), [D::CivilAffairs]);
    assert!(config.asked_on(day("2026-06-01")).is_empty());
}

#[test]
fn a_case_of_before_departments_were_set_asks_none() {
    let case = World::opened().case().clone();
    let text = serde_json::to_string(&case).unwrap();
    assert!(!text.contains("asked"));
    assert_eq!(serde_json::from_str::<IdentificationCase>(&text).unwrap(), case);
    let asked = IdentificationCase {
        asked: vec![D::Health, D::Water],
        ..case
    };
    let bytes = domain::cbor::to_vec(&asked);
    assert_eq!(
        domain::cbor::from_slice::<IdentificationCase>(&bytes).unwrap(),
        asked
    );
}
