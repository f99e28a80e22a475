//! The procedure: the guards of its steps. The table of domain.md §4.10 is tried out whole in `machines.rs`.

use crate::cast::day;
use domain::case::Votes;
use domain::elimination::codes::{EliminationKind as K, EliminationState as S, EliminationWay as Way};
use domain::elimination::*;
use domain::operation::OperationBody;
use domain::record::{Record, Records};
use domain::refusal::RefusalCode as R;
use domain::roster::Role;

use crate::world::*;

const PEOPLE: [(&str, &str); 5] = [
    ("P002", "member"),
    ("P001", "leader"),
    ("C001", "cadre"),
    ("W001", "town"),
    ("D001", "district"),
];

#[test]
fn leader_and_cadre_nominate_once_and_only_who_is_monitored() {
    for (staff, who) in PEOPLE {
        let wanted = match who {
            "leader" | "cadre" => Ok(()),
            // A district sees no single village's households beyond what it decides on.
            "district" => Err(R::NotFound),
            _ => Err(R::NotAllowed),
        };
        let nominated = World::ready().nominate(staff, NOMINATED, Way::ByAssistance, "");
        assert_eq!(nominated, wanted, "{who}");
    }
    let mut world = World::nominated();
    let again = world.nominate("C001", NOMINATED, Way::ByAssistance, "");
    assert_eq!(again, Err(R::EliminationRunning));
    let foreign = World::ready().nominate("P011", NOMINATED, Way::ByAssistance, "");
    assert_eq!(foreign, Err(R::NotFound));
    let ordinary = World::of(asked()).nominate("P001", NOMINATED, Way::ByAssistance, "");
    assert_eq!(ordinary, Err(R::NotMonitored));
    let mut eliminated = World::at(S::Announced);
    let twice = eliminated.nominate("P001", "2026-09-26", Way::ByAssistance, "");
    assert_eq!(twice, Err(R::NotMonitored));
    let mut unset = World::ready();
    unset.config.eliminate = None;
    let no_figures = unset.nominate("P001", NOMINATED, Way::ByAssistance, "");
    assert_eq!(no_figures, Err(R::NoEliminationLimits));
    // What ended without an elimination may be tried again.
    let mut closed = World::at(S::ClosedNotEliminated);
    let early = closed.nominate("P001", NOMINATED, Way::ByAssistance, "");
    assert_eq!(early, Err(R::StepBeforeLast), "not before the first one ended");
    let later = closed.nominate("P001", "2026-10-20", Way::ByAssistance, "");
    assert_eq!(later, Ok(()));
    assert_eq!(
        closed.records.monitoring(HOUSEHOLD).unwrap().eliminations.len(),
        2
    );
}

#[test]
fn both_sides_sign_two_people_verify_and_whoever_did_decides_nothing() {
    let verify = |verifiers, signer: &str| {
        let found = StableFound {
            verifiers,
            signer: signer.to_owned(),
            way: Way::ByAssistance,
        };
        let found = Box::new(found);
        World::nominated().hand_in(("P001", "2026-09-15"), "", EliminationDeed::Verify { found })
    };
    assert_eq!(verify(two("P001"), "聂斌庆"), Ok(()));
    assert_eq!(verify(two("P001"), " "), Err(R::EmptyText));
    assert_eq!(verify(two("P002"), "聂斌庆"), Err(R::TwoVerifiers));
    assert_eq!(verify(two("P001")[..1].to_vec(), "聂斌庆"), Err(R::TwoVerifiers));
    let stages = [
        (
            S::TownReview,
            "W001",
            vec![K::PassTown, K::ReturnToHome, K::ReturnToVillage],
        ),
        (
            S::CountyReview,
            "D001",
            vec![K::Decide, K::ReturnToTown, K::Reject],
        ),
    ];
    for (state, who, kinds) in stages {
        let mut world = World::at(state);
        world.rewrite(|file| {
            if let EliminationDeed::Verify { found } = &mut file.eliminations[0].steps[0].step.deed {
                found.verifiers = two(who);
            }
        });
        for kind in kinds {
            assert_eq!(
                world.take(who, "2026-09-25", kind),
                Err(R::OwnVerification),
                "{kind:?}"
            );
        }
    }
}

#[test]
fn the_notice_hangs_its_full_days_and_an_objection_may_begin_it_anew() {
    let mut world = World::at(S::TownReview);
    assert_eq!(world.present().state(day("2026-09-23")), S::Publicity);
    assert_eq!(
        world.take("W001", "2026-09-23", K::PassTown),
        Err(R::NoticeNotOver)
    );
    assert!(
        Role::ALL
            .iter()
            .all(|role| !world.present().waits_for(*role, day("2026-09-23")))
    );
    assert!(world.present().waits_for(Role::TownReviewer, day("2026-09-24")));
    assert_eq!(world.clone().take("W001", "2026-09-24", K::PassTown), Ok(()));
    world.take("P001", "2026-09-20", K::Object).unwrap();
    let anew = EliminationDeed::RejectObjection { facts_changed: true };
    world
        .hand_in(("P001", "2026-09-21"), "家庭人口写错了", anew)
        .unwrap();
    assert_eq!(
        world.take("W001", "2026-09-28", K::PassTown),
        Err(R::NoticeNotOver)
    );
    let numbered = world.hand_in(
        ("P001", "2026-09-21"),
        "电话10012345678",
        EliminationDeed::HangNotice,
    );
    assert_eq!(numbered, Err(R::NumberInNotice));
    world.take("P001", "2026-09-21", K::HangNotice).unwrap();
    assert_eq!(
        world.take("P001", "2026-09-22", K::HangNotice),
        Err(R::NotThisStep)
    );
    assert_eq!(world.present().state(day("2026-09-28")), S::TownReview);
}

#[test]
fn a_running_elimination_keeps_the_figures_it_was_nominated_under() {
    let mut world = World::at(S::TownReview);
    let limits = world.present().limits;
    // An edition sets other figures meanwhile: by them the notice would hang until October, and half a year be too short.
    let stricter = EliminationLimits {
        min_months: 24,
        publicity_days: 20,
    };
    world.config.eliminate = Some(stricter);
    assert_eq!(world.take("W001", "2026-09-24", K::PassTown), Ok(()));
    assert_eq!(world.take("D001", "2026-09-25", K::Decide), Ok(()));
    assert_eq!(world.present().limits, limits);
    // What is nominated from then on is under them.
    let mut next = World::ready();
    next.config.eliminate = Some(stricter);
    let early = next.nominate("P001", NOMINATED, Way::ByAssistance, "");
    assert!(early.is_err(), "{early:?}");
}

#[test]
fn a_step_names_what_was_read_and_days_run_forward() {
    let mut world = World::at(S::VillageReview);
    let on = ("P001", "2026-09-16");
    let stale = world.hand_in_at(on, 0, "", deed(K::Agree, "P001"));
    assert_eq!(stale, Err(R::CaseMoved));
    let before = world.take("P001", NOMINATED, K::Agree);
    assert_eq!(before, Err(R::StepBeforeLast));
    let votes = Votes {
        agree: 4,
        disagree: 5,
        ..VOTES
    };
    let lost = world.hand_in(on, "", EliminationDeed::Agree { votes });
    assert_eq!(lost, Err(R::VotesDoNotFit));
    let silent = world.hand_in(on, " ", deed(K::Disagree, "P001"));
    assert_eq!(silent, Err(R::EmptyText));
    let tomorrow = OperationBody::NominateElimination {
        household: HOUSEHOLD,
        way: Way::ByAssistance,
        words: String::new(),
        on: day("2026-09-15"),
    };
    assert_eq!(
        World::ready().act("P001", NOMINATED, tomorrow),
        Err(R::StepInFuture)
    );
    assert_eq!(
        World::of(asked()).act("W009", NOMINATED, step_of(K::PassTown)),
        Err(R::NotFound)
    );
    assert_eq!(
        World::ready().act("W001", NOMINATED, step_of(K::PassTown)),
        Err(R::NotThisStep)
    );
}

fn step_of(kind: K) -> OperationBody {
    OperationBody::StepElimination {
        household: HOUSEHOLD,
        rev: 0,
        step: Box::new(EliminationStep {
            on: day(NOMINATED),
            words: "村务公开栏".to_owned(),
            late_reason: String::new(),
            deed: deed(kind, "P001"),
        }),
    }
}

#[test]
fn a_step_on_a_phone_is_not_done_before_the_server_has_it() {
    let mut world = World::at(S::VillageReview);
    assert!(!world.present().waits_to_be_sent());
    world.rewrite(|file| file.eliminations[0].steps[0].received_at = None);
    assert_eq!(world.present().progress().state, S::VillageReview);
    assert_eq!(world.present().settled().state, S::HomeVerifying);
    assert!(world.present().waits_to_be_sent());
}

#[test]
fn every_step_reads_the_same_in_both_forms() {
    for kind in K::ALL {
        let body = step_of(*kind);
        let bytes = domain::cbor::to_vec(&body);
        assert_eq!(domain::cbor::from_slice::<OperationBody>(&bytes).unwrap(), body);
        let json = serde_json::to_string(&body).unwrap();
        assert_eq!(serde_json::from_str::<OperationBody>(&json).unwrap(), body);
    }
    let world = World::at(S::RolledBack);
    let file = world.records.monitoring(HOUSEHOLD).unwrap();
    let decided = World::at(S::Decided);
    for record in [
        Record::Monitoring(Box::new(file.clone())),
        Record::Household(Box::new(decided.household().clone())),
    ] {
        let bytes = domain::cbor::to_vec(&record);
        assert_eq!(domain::cbor::from_slice::<Record>(&bytes).unwrap(), record);
        let json = serde_json::to_string(&record).unwrap();
        assert_eq!(serde_json::from_str::<Record>(&json).unwrap(), record);
    }
    // A file and figures from before read as having none.
    let mut before = file.clone();
    before.eliminations.clear();
    let json = serde_json::to_string(&before).unwrap();
    assert!(!json.contains("eliminations"));
    assert_eq!(
        serde_json::from_str::<domain::case::MonitoringFile>(&json).unwrap(),
        before
    );
}
