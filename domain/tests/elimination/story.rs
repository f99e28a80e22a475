//! What an elimination makes of a household: status, tiers, episodes, relapse and rollback.

use crate::cast::{day, id};
use domain::case::Deed;
use domain::case::codes::CaseState;
use domain::due::{VisitTier, tier};
use domain::elimination::codes::{
    CriterionCode as C, EliminationKind as K, EliminationState as S, EliminationWay as Way, MonitoringStatus,
};
use domain::elimination::*;
use domain::household::codes::MonitorCategory;
use domain::ids::*;
use domain::operation::OperationBody;
use domain::papers::forms::CaseForm;
use domain::plan::hints::hints;
use domain::record::Records;
use domain::refusal::RefusalCode as R;
use domain::risk::Triage;
use domain::risk::order::open_of;
use domain::visit::codes::Purpose;

use crate::world::*;

#[test]
fn the_decision_ends_the_monitoring_and_keeps_what_is_known() {
    let mut world = World::at(S::CountyReview);
    assert_eq!(world.status(), Some(MonitoringStatus::EliminationPending));
    assert_eq!(tier(world.household()), VisitTier::Active);
    assert_eq!(Purpose::usual(world.household()), Purpose::Monitor);
    let before = world.household().clone();
    world.take("D001", "2026-09-25", K::Decide).unwrap();
    let after = world.household();
    assert_eq!((after.monitor, &after.risks), (before.monitor, &before.risks));
    assert_eq!(after.monitored(), None);
    let decision = after.eliminated.clone().unwrap();
    assert_eq!(
        (decision.on, decision.way),
        (day("2026-09-25"), Way::ByAssistance)
    );
    assert_eq!(world.status(), Some(MonitoringStatus::Eliminated));
    assert_eq!(tier(after), VisitTier::Eliminated);
    assert_eq!(Purpose::usual(after), Purpose::Lookback);
    let plan = &world.records.monitoring(HOUSEHOLD).unwrap().plan;
    let lacking = hints(after, plan, None, day("2026-12-01"), &world.config);
    assert_eq!(lacking, [], "nothing new is asked for");
    // The register of a later year still says that the household is monitored.
    let mut row = asked();
    row.monitor = Some(MonitorCategory::Marginal);
    row.keep_decisions(after);
    assert_eq!(row.monitored(), None);
    assert_eq!(
        (row.monitor, row.eliminated),
        (after.monitor, after.eliminated.clone())
    );
}

#[test]
fn a_register_does_not_set_back_a_household_that_only_it_had_called_monitored() {
    let mut household = asked();
    household.monitor = Some(MonitorCategory::Marginal);
    household.register_as_of = day("2026-01-01");
    household.incomes.push(above());
    let mut world = World::of(household.clone());
    world.help();
    world.nominate("P001", NOMINATED, Way::ByAssistance, "").unwrap();
    for (staff, on, kind) in [
        ("P001", "2026-09-15", K::Verify),
        ("P001", "2026-09-16", K::Agree),
        ("P001", "2026-09-17", K::HangNotice),
        ("W001", "2026-09-24", K::PassTown),
        ("D001", "2026-09-25", K::Decide),
    ] {
        world.take(staff, on, kind).unwrap();
    }
    household.keep_decisions(world.household());
    assert_eq!(household.monitored(), None);
    let all = world.episodes();
    assert_eq!((all.len(), all[0].begin, all[0].case), (1, Begin::Register, None));
    assert_eq!(all[0].ended.unwrap().until, day("2026-09-25"));
    world.identify(FlagId(id(41)), "2026-11");
    let all = world.episodes();
    assert_eq!((all.len(), all[1].begin), (2, Begin::Identified));
}

/// Six months of help, elimination, a relapse, and a second episode beside the first.
#[test]
fn a_relapse_opens_a_second_episode_and_overwrites_nothing() {
    let mut world = World::at(S::Announced);
    let first = world.episodes();
    assert_eq!(first.len(), 1);
    assert_eq!(first[0].from, Some(day(IDENTIFIED)));
    let ended = first[0].ended.unwrap();
    let due = |world: &World, on: &str| {
        let file = world.records.monitoring(HOUSEHOLD).unwrap();
        CaseForm::Assess.is_due(file, day(on))
    };
    assert!(due(&World::at(S::CountyReview), "2026-09-24"));
    assert!(
        !due(&world, "2026-09-26"),
        "what was decided on stands on the signed sheet"
    );
    assert_eq!(
        (ended.until, ended.by),
        (day("2026-09-25"), EndedBy::Elimination(Way::ByAssistance))
    );
    assert_eq!(ended.op, world.present().op);
    // The flag of the first episode has had its answer.
    let old = OperationBody::OpenCase {
        household: HOUSEHOLD,
        flag: FLAG,
    };
    assert_eq!(world.act("P001", "2026-10-01", old), Err(R::FlagAnswered));
    assert!(
        open_of(&world.records, HOUSEHOLD).is_empty(),
        "nor does it stand on the household any more"
    );
    let add = OperationBody::NameContact {
        household: HOUSEHOLD,
        name: "王联系".to_owned(),
        unit: String::new(),
        from: None,
    };
    assert_eq!(world.act("P001", "2026-10-01", add), Err(R::NotMonitored));
    world.identify(FlagId(id(41)), "2026-11");
    let file = world.records.monitoring(HOUSEHOLD).unwrap();
    assert_eq!((file.cases.len(), file.eliminations.len()), (2, 1));
    assert_eq!(file.identified_on(), Some(day("2026-11-13")));
    assert!(open_of(&world.records, HOUSEHOLD).is_empty());
    assert_eq!(world.household().eliminated, None);
    assert_eq!(world.status(), Some(MonitoringStatus::Active));
    assert_eq!(tier(world.household()), VisitTier::Active);
    let both = world.episodes();
    assert_eq!(both[..1], first[..], "the first stands as it stood");
    assert_eq!(
        (both.len(), both[1].from, both[1].ended),
        (2, Some(day("2026-11-13")), None)
    );
    assert_eq!(world.take("D001", "2026-11-14", K::Rollback), Err(R::NotThisStep));
    // The second needs its own six months and its own help.
    let early = world.nominate("P001", "2027-01-14", Way::ByAssistance, "再提");
    assert_eq!(early, Err(R::TooSoon));
    let helped = world.of_code(Way::ByAssistance, "2027-05-14", C::MeasureApplied);
    assert!(helped.blocks(), "what helped in the first episode");
}

#[test]
fn while_a_relapse_is_looked_at_the_household_is_not_monitored_and_nothing_is_taken_back() {
    let mut world = World::at(S::Announced);
    let flag = FlagId(id(41));
    world.raise(flag, "2026-11-02");
    let into_the_old = OperationBody::TriageFlag {
        flag,
        rev: 1,
        triage: Triage::Merge { into: FLAG },
        household: Some(HOUSEHOLD),
    };
    let merged = world.act("P001", "2026-11-02", into_the_old);
    assert_eq!(
        merged,
        Err(R::MergeElsewhere),
        "a relapse does not vanish in what was answered"
    );
    world.confirm(flag, "2026-11-02");
    let standing: Vec<FlagId> = open_of(&world.records, HOUSEHOLD)
        .iter()
        .map(|flag| flag.id)
        .collect();
    assert_eq!(standing, [flag], "confirmed, and its case still runs");
    assert_eq!(world.status(), Some(MonitoringStatus::Eliminated));
    let file = world.records.monitoring(HOUSEHOLD).unwrap();
    assert_eq!(file.running().unwrap().flag, flag);
    assert_eq!(
        file.running().unwrap().progress().state,
        CaseState::AwaitAuthorisation
    );
    assert_eq!(file.identified_on(), None);
    assert_eq!(world.take("D001", "2026-11-03", K::Rollback), Err(R::CaseRunning));
    // Where it does not qualify, the elimination stays as it is.
    world.step_case("P001", "2026-11-03", Deed::Withdraw);
    assert_eq!(world.status(), Some(MonitoringStatus::Eliminated));
    assert_eq!(world.take("D001", "2026-11-04", K::Rollback), Ok(()));
}

#[test]
fn a_decision_that_was_wrong_is_taken_back_with_a_reason_and_stays_readable() {
    let mut world = World::at(S::Announced);
    let silent = world.hand_in(("D001", "2026-10-08"), "", EliminationDeed::Rollback);
    assert_eq!(silent, Err(R::EmptyText));
    let town = world.take("W001", "2026-10-08", K::Rollback);
    assert_eq!(town, Err(R::NotAllowed));
    world
        .hand_in(("D001", "2026-10-08"), "收入重复计算", EliminationDeed::Rollback)
        .unwrap();
    assert_eq!(world.status(), Some(MonitoringStatus::Active));
    assert_eq!(world.household().eliminated, None);
    assert_eq!(
        world.present().last(K::Rollback).unwrap().step.words,
        "收入重复计算"
    );
    let all = world.episodes();
    assert_eq!(all.len(), 2);
    let back = world.present().last(K::Rollback).unwrap().op;
    assert_eq!(all[0].ended.unwrap().rolled_back_by, Some(back));
    assert_eq!(
        (all[1].begin, all[1].from),
        (Begin::RolledBack(back), Some(day("2026-10-08")))
    );
    assert_eq!(all[1].case, all[0].case, "one identification");
    // The months since that identification have passed; a new nomination runs its own course.
    assert_eq!(
        world.nominate("P001", "2026-10-09", Way::ByAssistance, ""),
        Ok(())
    );
    assert_eq!(world.present().ends, all[0].case);
    assert_eq!(world.status(), Some(MonitoringStatus::EliminationPending));
}
