//! Single stories, each with the law that it is about.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use app::ledger::model::QueueState;
use sim::plan::{Deed, Plan, Step, Weather, Wrong};
use sim::run::{Verdict, judged};
use sim::world::Options;

/// Numbers of people in the cast.
const LEADER: usize = 0;
const MEMBER: usize = 1;
const OTHER_LEADER: usize = 3;

/// A story in good weather, one deed an hour; `phones` are numbers of people.
fn story(phones: &[usize], deeds: &[Deed]) -> Plan {
    let at = |n: usize| 3_600_000 * i64::try_from(n + 1).unwrap();
    let step = |(n, deed): (usize, &Deed)| Step {
        at: at(n),
        salt: 7 + u64::try_from(n).unwrap(),
        deed: *deed,
    };
    Plan {
        seed: 1,
        phones: phones.to_vec(),
        absent: vec![],
        clocks: vec![],
        weather: Weather::default(),
        steps: deeds.iter().enumerate().map(step).collect(),
    }
}

fn told(plan: &Plan) -> Verdict {
    let verdict = judged(plan, Options::default());
    assert_eq!(verdict.breaches, vec![], "{}", verdict.story);
    verdict
}

fn line<'v>(verdict: &'v Verdict, begin: &str) -> &'v str {
    let found = verdict.lines.iter().find(|line| line.starts_with(begin));
    found.unwrap_or_else(|| panic!("no line {begin}: {:#?}", verdict.lines))
}

/// Three visits wait on a phone without signal while the office moves what they are about to team T02.
fn three_visits_arrive(moving: Deed, village: &str) {
    let plan = story(
        &[MEMBER, LEADER, OTHER_LEADER],
        &[
            Deed::Signal(0, false),
            Deed::LogAt(0, 1),
            Deed::LogAt(0, 1),
            Deed::LogAt(0, 1),
            moving,
            Deed::Open(1),
            Deed::Open(2),
            Deed::Signal(0, true),
        ],
    );
    let verdict = told(&plan);
    for n in 1..=3 {
        let visit = line(&verdict, &format!("visit 0#{n}: "));
        assert!(visit.contains(village) && visit.contains("by P002"), "{visit}");
    }
    let left = |phone: usize| verdict.phones[phone].notices;
    assert!(
        left(0) >= 1 && left(1) >= 1,
        "both phones of the old team say that it left"
    );
    let visits = |phone: usize| {
        let open = verdict.phones[phone].open.as_ref().unwrap();
        open.model.base.keys().filter(|key| key.kind() == "visit").count()
    };
    assert_eq!((visits(0), visits(1), visits(2)), (0, 0, 3));
}

#[test]
fn a_village_moves_and_three_unsent_visits_arrive_under_their_author() {
    three_visits_arrive(Deed::MoveVillage(0, Some(1)), "V001");
}

#[test]
fn a_household_moves_and_three_unsent_visits_arrive_under_their_author() {
    three_visits_arrive(Deed::MoveHousehold(1, 2), "V003");
}

#[test]
fn a_damaged_phone_repairs_itself_and_is_counted() {
    let whole = told(&story(&[MEMBER], &[Deed::LogAt(0, 1), Deed::Open(0)]));
    assert_eq!(whole.counts.repairs, 0);
    let damaged = [Deed::LogAt(0, 1), Deed::Open(0), Deed::Drift(0), Deed::Open(0)];
    assert_eq!(told(&story(&[MEMBER], &damaged)).counts.repairs, 1);
}

#[test]
fn a_server_that_ends_while_it_starts_is_started_once_more() {
    let mut plan = story(&[MEMBER], &[Deed::Restart, Deed::Crash(0), Deed::LogAt(0, 1)]);
    plan.steps[1].at = plan.steps[0].at + 1_000;
    let verdict = told(&plan);
    assert_eq!(verdict.counts.crashes, 1, "{}", verdict.story);
    assert!(line(&verdict, "visit 0#1: ").contains("logged"));
}

/// The leader's phone is first to offer again what it decided, before the author's has offered the visit.
#[test]
fn a_restored_backup_costs_nobody_anything_whoever_comes_first() {
    let plan = story(
        &[LEADER, MEMBER],
        &[
            Deed::Backup,
            Deed::LogAt(1, 2),
            Deed::Open(1),
            Deed::Open(0),
            Deed::Review(0),
            Deed::Open(0),
            Deed::Restore,
            Deed::Open(0),
            Deed::Open(0),
            Deed::Open(1),
        ],
    );
    let verdict = told(&plan);
    let visit = line(&verdict, "visit 1#1: ");
    assert!(
        visit.contains("logged at 1 by P002 in 1#1, reviewed at 1 by P001 in 0#1"),
        "{visit}"
    );
    for phone in &verdict.phones {
        let outbox = &phone.open.as_ref().unwrap().model.outbox;
        assert!(
            outbox
                .values()
                .all(|queued| matches!(queued.state, QueueState::Sent { .. }))
        );
    }
}

#[test]
fn the_same_story_ends_alike_under_every_clock() {
    let deeds = [
        Deed::LogAt(1, 1),
        Deed::LogAt(2, 1),
        Deed::Open(1),
        Deed::Open(2),
        Deed::LogAt(1, 1),
        Deed::Open(1),
        Deed::Open(0),
        Deed::Review(0),
        Deed::Open(0),
        Deed::Resolve(0),
        Deed::Open(1),
        Deed::Revise(1),
        Deed::Open(1),
    ];
    let plain = story(&[LEADER, MEMBER, 2], &deeds);
    let right = told(&plain).lines;
    for wrong in [Wrong::Epoch, Wrong::YearAhead, Wrong::Behind, Wrong::OtherZone] {
        for phone in 0..3 {
            let mut clocks = vec![Wrong::Right; 3];
            clocks[phone] = wrong;
            let plan = Plan {
                clocks,
                ..plain.clone()
            };
            assert_eq!(told(&plan).lines, right, "phone {phone} with a clock {wrong}");
        }
    }
}
