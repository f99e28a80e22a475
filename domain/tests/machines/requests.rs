//! The request of a household (domain.md §5.2).

use crate::cast::{day, id};
use crate::grid::{Machine, Situation, after};
use crate::world::{HOUSEHOLD, World, asked};
use domain::ids::RequestId;
use domain::operation::OperationBody;
use domain::record::Records;
use domain::request::codes::{RequestCategory, RequestStepKind as K, ToldHow};
use domain::request::{Owner, RequestContent, RequestStep};

/// §5.2: `OPEN → IN_HAND → DONE | CANNOT_DO | TRANSFERRED`, finished only once the household has been told.
///
/// Where domain.md has to be read:
/// - *Who* is not said. A request is asked at a visit, so that whoever makes visits in the village raises and sees to it,
///   also of work from before the household moved; village, township and district read (decision 0024).
/// - *Owner and due* may change while there is no answer.
/// - *An answer that does not hold* is taken up again, told or not: the drawing has no arrow back, and without one a wrong
///   tick would end what the household still waits for.
const TABLE: &str = "
NONE                   | asked               | RAISE    | OPEN                   | TEAM_MEMBER TEAM_LEADER

OPEN                   | IN_HAND             | TAKE_UP  | IN_HAND                | TEAM_MEMBER TEAM_LEADER
OPEN                   | owner, due          | REASSIGN | OPEN                   | TEAM_MEMBER TEAM_LEADER

IN_HAND                | owner, due          | REASSIGN | IN_HAND                | TEAM_MEMBER TEAM_LEADER
IN_HAND                | DONE                | FINISH   | DONE, not told         | TEAM_MEMBER TEAM_LEADER
IN_HAND                | CANNOT_DO(reason)   | REFUSE   | CANNOT_DO, not told    | TEAM_MEMBER TEAM_LEADER
IN_HAND                | TRANSFERRED         | TRANSFER | TRANSFERRED, not told  | TEAM_MEMBER TEAM_LEADER

DONE, not told         | told                | TELL     | DONE, finished         | TEAM_MEMBER TEAM_LEADER
CANNOT_DO, not told    | reason told         | TELL     | CANNOT_DO, finished    | TEAM_MEMBER TEAM_LEADER
TRANSFERRED, not told  | told                | TELL     | TRANSFERRED, finished  | TEAM_MEMBER TEAM_LEADER

DONE, not told         | does not hold       | REOPEN   | IN_HAND                | TEAM_MEMBER TEAM_LEADER
CANNOT_DO, not told    | does not hold       | REOPEN   | IN_HAND                | TEAM_MEMBER TEAM_LEADER
TRANSFERRED, not told  | does not hold       | REOPEN   | IN_HAND                | TEAM_MEMBER TEAM_LEADER
DONE, finished         | does not hold       | REOPEN   | IN_HAND                | TEAM_MEMBER TEAM_LEADER
CANNOT_DO, finished    | does not hold       | REOPEN   | IN_HAND                | TEAM_MEMBER TEAM_LEADER
TRANSFERRED, finished  | does not hold       | REOPEN   | IN_HAND                | TEAM_MEMBER TEAM_LEADER
";

const REQUEST: RequestId = RequestId(id(60));
const ON: &str = "2026-03-05";

fn owner() -> Owner {
    Owner {
        staff: "P002".into(),
        name: "谭斌梅".to_owned(),
    }
}

fn body(world: &World, step: &str) -> OperationBody {
    let words = || "和镇里问过".to_owned();
    let Some(kind) = K::from_code(step) else {
        return OperationBody::RaiseRequest {
            request: REQUEST,
            household: HOUSEHOLD,
            visit: None,
            content: Box::new(RequestContent {
                category: RequestCategory::Water,
                text: "水管想换一截".to_owned(),
                owner: owner(),
                due: day("2026-04-05"),
                asked_on: day("2026-03-02"),
            }),
        };
    };
    let step = match kind {
        K::TakeUp => RequestStep::TakeUp,
        K::Reassign => RequestStep::Reassign {
            owner: owner(),
            due: day("2026-04-20"),
            reason: words(),
        },
        K::Finish => RequestStep::Finish { words: words() },
        K::Refuse => RequestStep::Refuse { reason: words() },
        K::Transfer => RequestStep::Transfer {
            to: "镇水利站".to_owned(),
        },
        K::Tell => RequestStep::Tell {
            on: day(ON),
            how: ToldHow::InPerson,
        },
        K::Reopen => RequestStep::Reopen { reason: words() },
    };
    OperationBody::StepRequest {
        request: REQUEST,
        household: HOUSEHOLD,
        base_rev: world.records.request(REQUEST).map_or(1, |request| request.rev),
        step: Box::new(step),
    }
}

fn name(world: &World) -> String {
    let Some(request) = world.records.request(REQUEST) else {
        return "NONE".to_owned();
    };
    let state = request.state();
    let told = match (state.status.is_answer(), state.is_finished()) {
        (false, _) => "",
        (true, false) => ", not told",
        (true, true) => ", finished",
    };
    assert_eq!(request.is_open(), !state.is_finished());
    format!("{}{told}", state.status.code())
}

fn situation(called: &'static str, steps: &[&str]) -> Situation {
    let mut world = World::of(asked());
    for step in steps {
        world.act("P002", ON, body(&world, step)).unwrap();
    }
    assert_eq!(name(&world), called);
    Situation {
        name: called,
        world,
        on: ON,
    }
}

#[test]
fn a_request_goes_as_its_table_says_for_everybody() {
    let taken = ["RAISE", "TAKE_UP"];
    let and = |more: &[&'static str]| [&taken[..], more].concat();
    let situations = [
        situation("NONE", &[]),
        situation("OPEN", &["RAISE"]),
        situation("IN_HAND", &taken),
        situation("DONE, not told", &and(&["FINISH"])),
        situation("CANNOT_DO, not told", &and(&["REFUSE"])),
        situation("TRANSFERRED, not told", &and(&["TRANSFER"])),
        situation("DONE, finished", &and(&["FINISH", "TELL"])),
        situation("CANNOT_DO, finished", &and(&["REFUSE", "TELL"])),
        situation("TRANSFERRED, finished", &and(&["TRANSFER", "TELL"])),
    ];
    let kinds = K::ALL.iter().map(|kind| kind.code());
    let steps: Vec<&str> = ["RAISE"].into_iter().chain(kinds).collect();
    // What was asked, done or told before the household moved.
    let machine = Machine::new(TABLE, &situations, &steps).keeping_after_a_move(&steps);
    machine.hold(|situation, step, actor| {
        let world = after(situation, actor, body(&situation.world, step))?;
        Ok(name(&world))
    });
}
