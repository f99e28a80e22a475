//! Flags for a risk told as stories: raised by a visit or by itself, corrected, decided, decided too late.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod cast;

use cast::{content, day, household, id, visit as plain_visit};
use domain::calendar::Holidays;
use domain::config::Config;
use domain::household::codes::RiskCause;
use domain::identification::IdentifyLimits;
use domain::ids::*;
use domain::operation::{Operation, OperationBody};
use domain::policy::Actor;
use domain::record::{Record, RecordMap, Records};
use domain::reducer::{Context, apply};
use domain::refusal::RefusalCode;
use domain::risk::order::{biting, in_order, open_of};
use domain::risk::{ClueSource, FlagContent, FlagEvent, FlagStatus, RelapseFlag, Triage, causes};
use domain::roster::Role;
use domain::time::Millis;
use domain::visit::VisitContent;
use domain::visit::codes::{Purpose, Signal};
use proptest::prelude::*;

/// Noon of 23 November 2026 in the field.
const RECEIVED: Millis = Millis(1_795_406_400_000);

const DAY_MS: i64 = 24 * 3_600_000;

fn actor(staff: &str) -> Actor {
    let leads = staff == "P001";
    Actor {
        staff: staff.into(),
        name: format!("{staff}的名字"),
        role: if leads { Role::TeamLeader } else { Role::TeamMember },
        team: Some("T01".into()),
        villages: vec!["V001".into()],
        former_villages: vec![],
        teams_of_place: vec![],
    }
}

fn operation(n: u128, staff: &str, body: OperationBody) -> Operation {
    Operation {
        id: OpId(id(n)),
        device: DeviceId(id(900)),
        seq: 1,
        author: staff.into(),
        recorded_at: Millis(RECEIVED.0 - 3 * DAY_MS),
        recorded_on: day("2026-11-20"),
        body,
    }
}

fn said(signals: &[Signal], urgent: bool) -> VisitContent {
    VisitContent {
        signals: signals.to_vec(),
        urgent,
        note: "住院花了一万八。".to_owned(),
        ..content()
    }
}

fn log(n: u128, content: VisitContent) -> Operation {
    let body = OperationBody::LogVisit {
        visit: VisitId(id(1_000)),
        household: HouseholdId(id(1)),
        content: Box::new(content),
    };
    operation(n, "P002", body)
}

fn correct(n: u128, base_rev: u32, content: VisitContent) -> Operation {
    let body = OperationBody::ReviseVisit {
        visit: VisitId(id(1_000)),
        household: HouseholdId(id(1)),
        base_rev,
        content: Box::new(content),
    };
    operation(n, "P002", body)
}

fn raise(n: u128, flag: u128, staff: &str) -> Operation {
    let content = FlagContent {
        seen_on: day("2026-11-18"),
        signals: vec![Signal::LostJob],
        urgent: false,
        words: "路上碰到，说没活干了。".to_owned(),
        warning: None,
        source: None,
    };
    let body = OperationBody::RaiseFlag {
        flag: FlagId(id(flag)),
        household: HouseholdId(id(1)),
        content: Box::new(content),
    };
    operation(n, staff, body)
}

fn decide(n: u128, flag: u128, rev: u32, triage: Triage) -> Operation {
    let flag = FlagId(id(flag));
    operation(
        n,
        "P001",
        OperationBody::TriageFlag {
            flag,
            rev,
            triage,
            household: None,
        },
    )
}

fn watch(until: &str) -> Triage {
    Triage::Watch {
        recheck_on: day(until),
        reason: "等报销结果".to_owned(),
    }
}

fn dismiss(reason: &str) -> Triage {
    Triage::Dismiss {
        reason: reason.to_owned(),
        household_view: String::new(),
    }
}

struct World(RecordMap);

impl World {
    fn new() -> Self {
        let mut records = RecordMap::default();
        records.put(Record::Household(Box::new(household())));
        Self(records)
    }

    fn play(&mut self, operation: &Operation) -> Result<(), RefusalCode> {
        let actor = actor(operation.author.as_str());
        let config = Config::default();
        let context = Context {
            actor: &actor,
            config: &config,
            received_at: Some(RECEIVED),
        };
        let effect = apply(operation, &self.0, context).map_err(|refusal| refusal.code)?;
        effect.records.into_iter().for_each(|record| self.0.put(record));
        Ok(())
    }

    fn flag(&self, n: u128) -> &RelapseFlag {
        self.0.flag(FlagId(id(n))).unwrap()
    }
}

#[test]
fn a_visit_with_signs_raises_a_flag_in_the_same_operation() {
    let mut world = World::new();
    world.play(&log(1, said(&[Signal::LargeBill], true))).unwrap();
    let flag = world.flag(1_000);
    assert_eq!((flag.status(), flag.rev), (FlagStatus::Raised, 1));
    assert_eq!(flag.visit, Some(VisitId(id(1_000))));
    assert_eq!(flag.content.words, "住院花了一万八。");
    assert!(flag.content.urgent);
    assert_eq!(flag.causes(), [RiskCause::Illness]);
    // T0 is the day at the door; the receipt stands beside it.
    assert_eq!(flag.t0(), day("2026-11-20"));
    assert_eq!(flag.days_since(day("2026-11-25")), 5);
    assert_eq!(flag.days_until_received(), Some(3));
    assert_eq!(flag.triage_by(&Config::default()), Some(day("2026-11-22")));
}

/// §4.6: who applies by itself is a clue as well, and what a department warns of comes by its list alone.
#[test]
fn a_flag_says_how_it_was_found() {
    let mut world = World::new();
    let applied = |n: u128, source: Option<ClueSource>| {
        let mut raised = raise(n, n, "P002");
        if let OperationBody::RaiseFlag { content, .. } = &mut raised.body {
            content.source = source;
        }
        raised
    };
    for (n, said, wanted) in [
        (41, None, ClueSource::CadreRoutine),
        (42, Some(ClueSource::SelfApplyPaper), ClueSource::SelfApplyPaper),
        (43, Some(ClueSource::DeptWarning), ClueSource::CadreRoutine),
    ] {
        world.play(&applied(n, said)).unwrap();
        assert_eq!(world.flag(n).content.found_by(), wanted);
    }
    let bytes = domain::cbor::to_vec(&world.flag(42).content);
    assert_eq!(
        domain::cbor::from_slice::<FlagContent>(&bytes).unwrap(),
        world.flag(42).content
    );
    let campaign = VisitContent {
        purposes: vec![Purpose::Campaign],
        ..said(&[Signal::LargeBill], false)
    };
    world.play(&log(1, campaign)).unwrap();
    let found = world.flag(1_000).content.found_by();
    assert_eq!(found, ClueSource::CadreCampaign);
}

#[test]
fn a_visit_without_signs_raises_none() {
    let mut world = World::new();
    world.play(&log(1, said(&[], false))).unwrap();
    assert_eq!(world.0.flags().count(), 0);
}

#[test]
fn a_correction_corrects_raises_and_takes_back_while_nobody_has_decided() {
    let mut world = World::new();
    world.play(&log(1, said(&[], false))).unwrap();
    world
        .play(&correct(2, 1, said(&[Signal::LostJob], false)))
        .unwrap();
    assert_eq!(world.flag(1_000).status(), FlagStatus::Raised);
    world
        .play(&correct(3, 2, said(&[Signal::LostJob, Signal::BadWater], true)))
        .unwrap();
    assert_eq!(world.flag(1_000).causes().len(), 2);
    assert_eq!(world.flag(1_000).rev, 2);
    world.play(&correct(4, 3, said(&[], false))).unwrap();
    assert_eq!(world.flag(1_000).status(), FlagStatus::Withdrawn);
    assert!(!world.flag(1_000).is_open());
    world
        .play(&correct(5, 4, said(&[Signal::LostJob], false)))
        .unwrap();
    assert_eq!(world.flag(1_000).status(), FlagStatus::Raised);
    assert_eq!(world.flag(1_000).history.len(), 4);
}

#[test]
fn a_correction_after_the_decision_is_kept_beside_it() {
    let mut world = World::new();
    world.play(&log(1, said(&[Signal::LostJob], false))).unwrap();
    world.play(&decide(2, 1_000, 1, Triage::Confirm)).unwrap();
    world.play(&correct(3, 1, said(&[], false))).unwrap();
    let flag = world.flag(1_000);
    assert_eq!(flag.status(), FlagStatus::Confirmed);
    assert_eq!(flag.content.signals, [Signal::LostJob]);
    assert!(matches!(
        flag.history.last().unwrap().event,
        FlagEvent::LateRevision { .. }
    ));
}

#[test]
fn of_two_decisions_the_first_stands_and_the_other_is_kept() {
    let mut world = World::new();
    world.play(&raise(1, 50, "P002")).unwrap();
    world.play(&decide(2, 50, 1, dismiss("已核对"))).unwrap();
    world.play(&decide(3, 50, 1, Triage::Confirm)).unwrap();
    let flag = world.flag(50);
    assert_eq!((flag.status(), flag.rev), (FlagStatus::Dismissed, 2));
    assert!(matches!(
        flag.history.last().unwrap().event,
        FlagEvent::LateTriage { .. }
    ));
}

#[test]
fn a_decision_on_words_that_were_corrected_meanwhile_does_not_count() {
    let mut world = World::new();
    world.play(&log(1, said(&[Signal::LostJob], false))).unwrap();
    world
        .play(&correct(2, 1, said(&[Signal::SeriousIllness], true)))
        .unwrap();
    world.play(&decide(3, 1_000, 1, dismiss("小事"))).unwrap();
    assert_eq!(world.flag(1_000).status(), FlagStatus::Raised);
    // What the leader read came back from nowhere yet: it waits for the phone that has it.
    let ahead = world.play(&decide(4, 1_000, 9, Triage::Confirm));
    assert_eq!(ahead, Err(RefusalCode::NewerRevision));
}

#[test]
fn a_watched_flag_bites_again_on_its_day_and_can_then_be_confirmed() {
    let mut world = World::new();
    world.play(&raise(1, 50, "P002")).unwrap();
    world.play(&decide(2, 50, 1, watch("2026-12-20"))).unwrap();
    let bites = |world: &World, on| world.flag(50).bites(day(on));
    assert!(!bites(&world, "2026-12-19"));
    assert!(bites(&world, "2026-12-20"));
    world.play(&decide(3, 50, 2, Triage::Confirm)).unwrap();
    assert!(!bites(&world, "2026-12-20"));
    assert!(world.flag(50).is_open());
}

#[test]
fn a_watch_from_a_phone_a_year_ahead_ends_as_many_days_after_its_receipt() {
    let mut world = World::new();
    world.play(&raise(1, 50, "P002")).unwrap();
    let ahead = Operation {
        recorded_at: Millis(RECEIVED.0 + 365 * DAY_MS),
        recorded_on: day("2027-11-23"),
        ..decide(2, 50, 1, watch("2027-12-23"))
    };
    world.play(&ahead).unwrap();
    let flag = world.flag(50);
    assert_eq!(flag.recheck_on(), Some(day("2026-12-23")));
    assert!(!flag.bites(day("2026-12-22")) && flag.bites(day("2026-12-23")));
}

#[test]
fn only_the_leader_decides_and_with_reasons() {
    let mut world = World::new();
    world.play(&raise(1, 50, "P001")).unwrap();
    let by_member = Operation {
        author: "P002".into(),
        ..decide(2, 50, 1, Triage::Confirm)
    };
    assert_eq!(world.play(&by_member), Err(RefusalCode::NotAllowed));
    let refused = |world: &mut World, triage| world.play(&decide(3, 50, 1, triage)).unwrap_err();
    assert_eq!(refused(&mut world, dismiss(" ")), RefusalCode::EmptyText);
    assert_eq!(
        refused(&mut world, watch("2026-11-20")),
        RefusalCode::RecheckNotLater
    );
    // A team has one leader: the leader's own flag is decided by the leader (decision 0017).
    world.play(&decide(4, 50, 1, Triage::Confirm)).unwrap();
}

#[test]
fn a_flag_merges_only_into_another_open_one_of_its_household() {
    let mut world = World::new();
    world.play(&raise(1, 50, "P002")).unwrap();
    world.play(&raise(2, 51, "P003")).unwrap();
    let merge = |into| Triage::Merge {
        into: FlagId(id(into)),
    };
    assert_eq!(
        world.play(&decide(3, 50, 1, merge(50))),
        Err(RefusalCode::MergeElsewhere)
    );
    assert_eq!(
        world.play(&decide(4, 50, 1, merge(99))),
        Err(RefusalCode::MergeElsewhere)
    );
    world.play(&decide(5, 50, 1, merge(51))).unwrap();
    assert_eq!(world.flag(50).status(), FlagStatus::Merged);
    // No ring: the target of a merge stays open, or the merge does not count.
    assert_eq!(
        world.play(&decide(6, 51, 1, merge(50))),
        Err(RefusalCode::MergeElsewhere)
    );
}

/// Two that say the same: the limit runs from the first finding, and what could not wait of one cannot wait of both.
#[test]
fn a_merge_keeps_the_first_day_and_what_cannot_wait() {
    let merge = |n, flag, into| {
        let into = FlagId(id(into));
        decide(n, flag, 1, Triage::Merge { into })
    };
    for (goes, stays) in [(50, 1_000), (1_000, 50)] {
        let mut world = World::new();
        // Of the 20th and urgent; of the 18th and not.
        world.play(&log(1, said(&[Signal::Disaster], true))).unwrap();
        world.play(&raise(2, 50, "P002")).unwrap();
        let mut other = raise(3, 51, "P003");
        if let OperationBody::RaiseFlag { content, .. } = &mut other.body {
            content.seen_on = day("2026-11-19");
        }
        world.play(&other).unwrap();
        world.play(&merge(4, goes, stays)).unwrap();
        let flag = world.flag(stays);
        assert!(flag.is_urgent(), "{goes} into {stays}");
        assert_eq!(flag.t0(), day("2026-11-18"));
        assert_eq!(flag.days_until_received(), Some(5));
        assert_eq!(flag.triage_by(&Config::default()), Some(day("2026-11-20")));
        assert_eq!(flag.rev, 1, "what the leader read of it is as it was");
        let open = in_order(world.0.flags().filter(|flag| flag.is_open()));
        assert_eq!(open.first().map(|flag| flag.id), Some(FlagId(id(stays))));
        let record = Record::Flag(Box::new(flag.clone()));
        let bytes = domain::cbor::to_vec(&record);
        assert_eq!(domain::cbor::from_slice::<Record>(&bytes).unwrap(), record);
        let json = serde_json::to_string(&record).unwrap();
        assert_eq!(serde_json::from_str::<Record>(&json).unwrap(), record);
        // It goes on into a third one, and takes both along.
        world.play(&merge(5, stays, 51)).unwrap();
        let last = world.flag(51);
        assert_eq!((last.t0(), last.is_urgent()), (day("2026-11-18"), true));
        assert_eq!(last.seen_on(), day("2026-11-19"));
    }
}

#[test]
fn a_correction_takes_no_flag_back_into_which_another_was_merged() {
    let mut world = World::new();
    world.play(&log(1, said(&[Signal::LostJob], false))).unwrap();
    world.play(&raise(2, 50, "P002")).unwrap();
    let into = FlagId(id(1_000));
    world.play(&decide(3, 50, 1, Triage::Merge { into })).unwrap();
    world.play(&correct(4, 1, said(&[], false))).unwrap();
    let flag = world.flag(1_000);
    assert_eq!((flag.status(), flag.rev), (FlagStatus::Raised, 2));
    assert!(flag.bites(day("2026-11-25")));
}

#[test]
fn a_flag_into_which_nothing_was_merged_travels_in_the_same_bytes_as_before() {
    let mut world = World::new();
    world.play(&raise(1, 50, "P002")).unwrap();
    // Twelve fields, as in versions that knew of no merging.
    let bytes = domain::cbor::to_vec(world.flag(50));
    assert_eq!(bytes.first(), Some(&0x8c));
    assert!(!serde_json::to_string(world.flag(50)).unwrap().contains("joined"));
}

#[test]
fn a_flag_needs_a_sign_or_words_and_a_day_that_has_been() {
    let mut world = World::new();
    let mut empty = raise(1, 50, "P002");
    let mut future = raise(2, 51, "P002");
    if let (OperationBody::RaiseFlag { content: a, .. }, OperationBody::RaiseFlag { content: b, .. }) =
        (&mut empty.body, &mut future.body)
    {
        a.signals.clear();
        a.words.clear();
        b.seen_on = day("2026-11-21");
    }
    assert_eq!(world.play(&empty), Err(RefusalCode::NoSignal));
    assert_eq!(world.play(&future), Err(RefusalCode::SeenInFuture));
}

#[test]
fn nobody_takes_the_number_of_a_visit_for_another_flag() {
    let mut world = World::new();
    let visit = plain_visit(1_000, "2026-11-20");
    world.0.put(Record::Visit(Box::new(visit)));
    assert_eq!(world.play(&raise(2, 1_000, "P003")), Err(RefusalCode::NotFound));
}

#[test]
fn urgent_stands_first_everywhere_then_the_oldest() {
    let mut world = World::new();
    world.play(&raise(1, 50, "P002")).unwrap();
    world.play(&log(2, said(&[Signal::Disaster], true))).unwrap();
    let today = day("2026-11-25");
    let ids = |flags: Vec<&RelapseFlag>| flags.iter().map(|flag| flag.id).collect::<Vec<_>>();
    let wanted = [FlagId(id(1_000)), FlagId(id(50))];
    assert_eq!(ids(in_order(world.0.flags())), wanted);
    assert_eq!(ids(biting(world.0.flags(), today)), wanted);
    assert_eq!(ids(open_of(&world.0, HouseholdId(id(1)))), wanted);
}

#[test]
fn a_flag_reads_alike_in_both_forms() {
    let mut world = World::new();
    world.play(&log(1, said(&[Signal::LostJob], true))).unwrap();
    world
        .play(&correct(2, 1, said(&[Signal::BadWater], false)))
        .unwrap();
    world.play(&decide(3, 1_000, 2, watch("2026-12-20"))).unwrap();
    world.play(&decide(4, 1_000, 2, dismiss("晚了"))).unwrap();
    let record = Record::Flag(Box::new(world.flag(1_000).clone()));
    let json = serde_json::to_string(&record).unwrap();
    assert_eq!(serde_json::from_str::<Record>(&json).unwrap(), record);
    let bytes = domain::cbor::to_vec(&record);
    assert_eq!(domain::cbor::from_slice::<Record>(&bytes).unwrap(), record);
    for operation in [raise(5, 50, "P002"), decide(6, 50, 1, dismiss("核对过"))] {
        let json = serde_json::to_string(&operation).unwrap();
        assert_eq!(serde_json::from_str::<Operation>(&json).unwrap(), operation);
        let bytes = domain::cbor::to_vec(&operation);
        assert_eq!(domain::cbor::from_slice::<Operation>(&bytes).unwrap(), operation);
    }
}

#[test]
fn figures_of_an_older_program_leave_the_limits_unset() {
    let old = serde_json::json!({ "late_after_days": 4 });
    let config: Config = serde_json::from_value(old).unwrap();
    assert_eq!(config.late_after_days, 4);
    assert_eq!(config.identify.map(|limits| limits.total.days), Some(15));
    let unset = Config {
        triage_limit_days: 0,
        ..config
    };
    let mut world = World::new();
    world.play(&raise(1, 50, "P002")).unwrap();
    assert_eq!(world.flag(50).triage_by(&unset), None);
}

#[test]
fn a_visit_of_before_there_were_flags_gets_one_with_its_next_correction() {
    let mut world = World::new();
    let mut old = plain_visit(1_000, "2026-11-20");
    old.content = said(&[Signal::LostJob], false);
    world.0.put(Record::Visit(Box::new(old)));
    world
        .play(&correct(2, 1, said(&[Signal::LostJob, Signal::BadWater], true)))
        .unwrap();
    let flag = world.flag(1_000);
    assert_eq!((flag.status(), flag.rev), (FlagStatus::Raised, 1));
    assert!(flag.content.urgent);
}

#[test]
fn the_time_of_a_confirmed_flag_runs_from_the_day_it_was_seen() {
    let mut world = World::new();
    world.play(&raise(1, 50, "P002")).unwrap();
    let flag = world.flag(50);
    let strip = flag.strip(
        flag.t0() + chrono::Days::new(6),
        IdentifyLimits::default(),
        &Holidays::default(),
    );
    assert_eq!((strip.seen_on, strip.day), (flag.t0(), 6));
    assert_eq!(strip.last, flag.t0() + chrono::Days::new(15));
    assert_eq!(strip.eaten.map(i64::from), flag.days_until_received());
}

proptest! {
    /// Whatever is ticked: each cause once, at most five, and every one of them suggested by a sign.
    #[test]
    fn causes_are_few_and_from_the_signs(picked in proptest::collection::vec(proptest::sample::select(Signal::ALL), 0..12)) {
        let found = causes(&picked);
        prop_assert!(found.len() <= domain::risk::CAUSES_MAX);
        for (at, cause) in found.iter().enumerate() {
            prop_assert!(!found[..at].contains(cause));
            prop_assert!(picked.iter().any(|signal| signal.proposes().contains(cause)));
        }
        prop_assert_eq!(found.is_empty(), picked.is_empty());
    }

    /// In any order of correction and two decisions, one decision at most holds and nothing is lost.
    #[test]
    fn every_operation_on_a_flag_stands_in_it_once(order in Just(vec![0_usize, 1, 2, 3]).prop_shuffle()) {
        let mut world = World::new();
        world.play(&log(1, said(&[Signal::LostJob], false))).unwrap();
        let steps = [
            correct(2, 1, said(&[Signal::BadWater], true)),
            decide(3, 1_000, 1, Triage::Confirm),
            decide(4, 1_000, 1, dismiss("核对过")),
            decide(5, 1_000, 2, watch("2026-12-20")),
        ];
        let mut stood = vec![OpId(id(1))];
        for at in order {
            if world.play(&steps[at]).is_ok() {
                stood.push(steps[at].id);
            }
        }
        let flag = Record::Flag(Box::new(world.flag(1_000).clone()));
        for op in stood {
            prop_assert_eq!(flag.times(op), 1);
        }
    }
}
