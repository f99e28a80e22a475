//! Natural reduction: who records it and when, what it ends, and that a later sign opens a new episode (§4.10).

use crate::cast::{day, id};
use crate::world::*;
use domain::elimination::codes::{EliminationState as S, EliminationWay as Way, MonitoringStatus};
use domain::elimination::{Begin, EndedBy, ReductionReason as Why};
use domain::ids::FlagId;
use domain::operation::OperationBody;
use domain::record::Records;
use domain::refusal::RefusalCode as R;
use domain::screening::screen;

fn reduce(world: &mut World, staff: &str, on: &str, (reason, words): (Why, &str)) -> Result<(), R> {
    let body = OperationBody::ReduceNaturally {
        household: HOUSEHOLD,
        reason,
        on: day(on),
        words: words.to_owned(),
    };
    world.act(staff, on, body)
}

const DIED: (Why, &str) = (Why::Died, "");

#[test]
fn leader_and_cadre_record_it_of_a_household_that_is_or_was_monitored() {
    for (staff, wanted) in [
        ("P001", Ok(())),
        ("C001", Ok(())),
        ("P002", Err(R::NotAllowed)),
        ("W001", Err(R::NotAllowed)),
        ("P011", Err(R::NotFound)),
    ] {
        assert_eq!(
            reduce(&mut World::ready(), staff, NOMINATED, DIED),
            wanted,
            "{staff}"
        );
    }
    let mut ordinary = World::of(asked());
    assert_eq!(
        reduce(&mut ordinary, "P001", NOMINATED, DIED),
        Err(R::NotReducible)
    );
    let mut running = World::at(S::Publicity);
    assert_eq!(
        reduce(&mut running, "P001", "2026-09-26", DIED),
        Err(R::ProcedureOpen)
    );
    let mut eliminated = World::at(S::Announced);
    assert_eq!(reduce(&mut eliminated, "P001", "2026-09-26", DIED), Ok(()));
    assert_eq!(eliminated.status(), Some(MonitoringStatus::NaturallyReduced));
    let all = eliminated.episodes();
    assert_eq!(all.len(), 1, "the elimination had ended it");
    assert!(matches!(all[0].ended.unwrap().by, EndedBy::Elimination(_)));
}

#[test]
fn it_says_where_to_and_lies_neither_before_the_identification_nor_in_the_future() {
    let refused = |on: &str, said| {
        let body = OperationBody::ReduceNaturally {
            household: HOUSEHOLD,
            reason: Why::Merged,
            on: day(on),
            words: said,
        };
        World::ready().act("P001", NOMINATED, body)
    };
    assert_eq!(refused(NOMINATED, " ".to_owned()), Err(R::EmptyText));
    assert_eq!(
        refused("2026-03-12", "并入弟弟家".to_owned()),
        Err(R::StepBeforeLast)
    );
    assert_eq!(
        refused("2026-09-15", "并入弟弟家".to_owned()),
        Err(R::StepInFuture)
    );
    assert_eq!(refused(NOMINATED, "并入弟弟家".to_owned()), Ok(()));
}

#[test]
fn it_ends_the_episode_and_a_later_sign_opens_the_next() {
    let mut world = World::ready();
    reduce(&mut world, "P001", NOMINATED, (Why::Moved, "迁往长沙")).unwrap();
    assert_eq!(world.status(), Some(MonitoringStatus::NaturallyReduced));
    assert_eq!(world.household().monitored(), None);
    assert!(world.household().monitor.is_some(), "the basic record stays");
    assert!(world.household().eliminated.is_none(), "it is no elimination");
    assert_eq!(
        reduce(&mut world, "P001", NOMINATED, DIED),
        Err(R::NotReducible),
        "once is enough"
    );
    assert_eq!(
        world.nominate("P001", NOMINATED, Way::Natural, "人都走了"),
        Err(R::NotMonitored)
    );
    let found = screen(world.household(), false, &world.config, day("2026-10-01"));
    assert!(found.is_empty(), "nobody is there to look at");
    let file = world.records.monitoring(HOUSEHOLD).unwrap();
    assert!(file.identified().is_none());
    let all = world.episodes();
    let ended = all[0].ended.unwrap();
    assert_eq!((all.len(), ended.until), (1, day(NOMINATED)));
    assert_eq!(ended.by, EndedBy::Reduction(Why::Moved));

    // The register that comes later does not bring it back.
    let mut household = asked();
    household.monitor = world.household().monitor;
    household.keep_decisions(world.household());
    assert!(household.reduced.is_some());

    world.identify(FlagId(id(41)), "2026-11");
    assert_eq!(world.status(), Some(MonitoringStatus::Active));
    assert!(world.household().reduced.is_none());
    let all = world.episodes();
    assert_eq!((all.len(), all[1].begin), (2, Begin::Identified));
    assert!(all[1].ended.is_none());
}
