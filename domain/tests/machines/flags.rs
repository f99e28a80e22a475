//! The relapse flag (domain.md §5.3).

use crate::cast::{day, id};
use crate::grid::{Machine, Situation, after};
use crate::world::{FLAG, HOUSEHOLD, World, asked};
use domain::ids::FlagId;
use domain::operation::OperationBody;
use domain::policy::Actor;
use domain::record::Records;
use domain::refusal::RefusalCode as R;
use domain::risk::{FlagContent, FlagEvent, RelapseFlag, Triage};
use domain::visit::codes::Signal;

/// §5.3; who, by the drawing ("leader") and by §3.2 ("raise flags", "triage flags").
///
/// Where domain.md has to be read:
/// - *`RAISED`* by a member or the leader, in a visit or by itself; §4.7 lets "anyone in §4.6" find a clue, and whoever has
///   no such flag to raise sends a list, which the district imports.
/// - *`WATCH`* waits for its day and is decided on again, so that every line of `RAISED` is one of `WATCH` as well.
/// - *A second decision* on what is settled changes nothing and is kept for all to read (decision 0017): the drawing leads
///   nowhere from there.
/// - *`CONFIRMED` ⇒ `CLUE_OPEN`*: the confirmation opens the case in the same operation.
const TABLE: &str = "
NONE      | raise              | RAISE   | RAISED    | TEAM_MEMBER TEAM_LEADER

RAISED    | CONFIRMED          | CONFIRM | CONFIRMED, its case is open | TEAM_LEADER
RAISED    | WATCH              | WATCH   | WATCH     | TEAM_LEADER
RAISED    | DISMISSED          | DISMISS | DISMISSED | TEAM_LEADER
RAISED    | MERGED             | MERGE   | MERGED    | TEAM_LEADER

WATCH     | recheck: CONFIRMED | CONFIRM | CONFIRMED, its case is open | TEAM_LEADER
WATCH     | recheck: WATCH     | WATCH   | WATCH     | TEAM_LEADER
WATCH     | recheck: DISMISSED | DISMISS | DISMISSED | TEAM_LEADER
WATCH     | recheck: MERGED    | MERGE   | MERGED    | TEAM_LEADER

CONFIRMED, its case is open | kept beside | CONFIRM | CONFIRMED, its case is open, and another decision beside it | TEAM_LEADER
CONFIRMED, its case is open | kept beside | WATCH   | CONFIRMED, its case is open, and another decision beside it | TEAM_LEADER
CONFIRMED, its case is open | kept beside | DISMISS | CONFIRMED, its case is open, and another decision beside it | TEAM_LEADER
CONFIRMED, its case is open | kept beside | MERGE   | CONFIRMED, its case is open, and another decision beside it | TEAM_LEADER
DISMISSED | kept beside        | CONFIRM | DISMISSED, and another decision beside it | TEAM_LEADER
DISMISSED | kept beside        | WATCH   | DISMISSED, and another decision beside it | TEAM_LEADER
DISMISSED | kept beside        | DISMISS | DISMISSED, and another decision beside it | TEAM_LEADER
DISMISSED | kept beside        | MERGE   | DISMISSED, and another decision beside it | TEAM_LEADER
MERGED    | kept beside        | CONFIRM | MERGED, and another decision beside it | TEAM_LEADER
MERGED    | kept beside        | WATCH   | MERGED, and another decision beside it | TEAM_LEADER
MERGED    | kept beside        | DISMISS | MERGED, and another decision beside it | TEAM_LEADER
MERGED    | kept beside        | MERGE   | MERGED, and another decision beside it | TEAM_LEADER
";

/// The other flag of the household, into which one may merge.
const OTHER: FlagId = FlagId(id(44));
const STEPS: [&str; 5] = ["RAISE", "CONFIRM", "WATCH", "DISMISS", "MERGE"];

fn triage(step: &str) -> Option<Triage> {
    let reason = || "和村里一起看过".to_owned();
    Some(match step {
        "CONFIRM" => Triage::Confirm,
        "WATCH" => Triage::Watch {
            recheck_on: day("2026-04-30"),
            reason: reason(),
        },
        "DISMISS" => Triage::Dismiss {
            reason: reason(),
            household_view: String::new(),
        },
        "MERGE" => Triage::Merge { into: OTHER },
        _ => return None,
    })
}

fn body(world: &World, step: &str) -> OperationBody {
    match triage(step) {
        Some(triage) => OperationBody::TriageFlag {
            flag: FLAG,
            rev: world.records.flag(FLAG).map_or(1, |flag| flag.rev),
            triage,
            household: Some(HOUSEHOLD),
        },
        None => OperationBody::RaiseFlag {
            flag: FLAG,
            household: HOUSEHOLD,
            content: Box::new(FlagContent {
                seen_on: day("2026-03-02"),
                signals: vec![Signal::LostJob],
                urgent: false,
                words: String::new(),
                warning: None,
                source: None,
            }),
        },
    }
}

fn name(world: &World) -> String {
    let Some(flag) = world.records.flag(FLAG) else {
        return "NONE".to_owned();
    };
    let late = |flag: &RelapseFlag| {
        let last = flag.history.last();
        last.is_some_and(|entry| matches!(entry.event, FlagEvent::LateTriage { .. }))
    };
    let file = world.records.monitoring(HOUSEHOLD);
    let case = match file.and_then(|file| file.running()) {
        Some(case) if case.flag == FLAG => ", its case is open",
        _ => "",
    };
    let beside = if late(flag) {
        ", and another decision beside it"
    } else {
        ""
    };
    format!("{}{case}{beside}", flag.status().code())
}

fn situation(called: &'static str, steps: &[&str]) -> Situation {
    let mut world = World::of(asked());
    world.raise(OTHER, "2026-03-01");
    for step in steps {
        world.act("P001", "2026-03-02", body(&world, step)).unwrap();
    }
    assert_eq!(name(&world), called);
    Situation {
        name: called,
        world,
        on: "2026-03-03",
    }
}

#[test]
fn a_flag_goes_as_its_table_says_for_everybody() {
    let situations = [
        situation("NONE", &[]),
        situation("RAISED", &["RAISE"]),
        situation("WATCH", &["RAISE", "WATCH"]),
        situation("CONFIRMED, its case is open", &["RAISE", "CONFIRM"]),
        situation("DISMISSED", &["RAISE", "DISMISS"]),
        situation("MERGED", &["RAISE", "MERGE"]),
    ];
    let machine = Machine::new(TABLE, &situations, &STEPS).keeping_after_a_move(&["RAISE"]);
    machine.hold(|situation, step, actor: &Actor| -> Result<String, R> {
        let world = after(situation, actor, body(&situation.world, step))?;
        Ok(name(&world))
    });
}
