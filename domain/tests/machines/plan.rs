//! A household's plan and its measures (domain.md §4.8).

use crate::cast::{day, id};
use crate::grid::{Machine, Situation, after};
use crate::identification;
use crate::world::{FLAG, HOUSEHOLD, World, asked};
use domain::case::codes::StepKind;
use domain::elimination::codes::EliminationState;
use domain::ids::OpId;
use domain::operation::OperationBody;
use domain::plan::codes::{MeasureCategory, MeasureStatus};
use domain::plan::{MeasureContent, Plan, ProgressStep};
use domain::record::Records;

/// §4.8: `PLANNED → IN_PROGRESS → DONE | STOPPED(reason) | CARRIED_AFTER_REMOVAL`; who, by §3.2 ("propose plans", "sign
/// plan"). The first word says whether the household is monitored, then where its plan stands, then its measure.
///
/// Where domain.md has to be read:
/// - *`IN_PROGRESS`* may be told of again and again: that is what progress is (VE02).
/// - *`PLANNED`* may be told to be done or not to begin in one step, for paper comes late; it is never carried on, because
///   nothing of it runs.
/// - *`CARRIED_AFTER_REMOVAL`* is of a household whose risk is eliminated; it may be told of again, ends like any other, and
///   goes on as `IN_PROGRESS` after a relapse.
/// - *`PlanStatus`*: a plan is drafted by members and signed by the leader; §3.2 names nobody who would submit or approve
///   it apart from that, so that the signature leads from `DRAFT` to `IN_FORCE` at once. It is under the measures that
///   were read: one more makes a new version, `REVISED`, to be signed again. `CLOSED` is the plan of a household that is no
///   longer monitored: its measures still run to their end, nothing new is planned.
/// - *The green channel* lets measures come before the decision, and nothing else does (VP08).
const TABLE: &str = "
help first, DRAFT, NONE              | measures may be attached | ADD   | help first, DRAFT, PLANNED           | TEAM_MEMBER TEAM_LEADER
help first, DRAFT, NONE              | contact person     | CONTACT     | help first, DRAFT, NONE              | TEAM_MEMBER TEAM_LEADER

monitored, DRAFT, NONE               | PLANNED            | ADD         | monitored, DRAFT, PLANNED            | TEAM_MEMBER TEAM_LEADER
monitored, DRAFT, NONE               | contact person     | CONTACT     | monitored, DRAFT, NONE               | TEAM_MEMBER TEAM_LEADER

monitored, DRAFT, PLANNED            | another measure    | ADD         | monitored, DRAFT, PLANNED            | TEAM_MEMBER TEAM_LEADER
monitored, DRAFT, PLANNED            | contact person     | CONTACT     | monitored, DRAFT, PLANNED            | TEAM_MEMBER TEAM_LEADER
monitored, DRAFT, PLANNED            | signed_by          | SIGN        | monitored, IN_FORCE, PLANNED         | TEAM_LEADER
monitored, DRAFT, PLANNED            | IN_PROGRESS        | IN_PROGRESS | monitored, DRAFT, IN_PROGRESS        | TEAM_MEMBER TEAM_LEADER
monitored, DRAFT, PLANNED            | DONE               | DONE        | monitored, DRAFT, DONE               | TEAM_MEMBER TEAM_LEADER
monitored, DRAFT, PLANNED            | STOPPED(reason)    | STOPPED     | monitored, DRAFT, STOPPED            | TEAM_MEMBER TEAM_LEADER

monitored, IN_FORCE, IN_PROGRESS     | another measure    | ADD         | monitored, REVISED, IN_PROGRESS      | TEAM_MEMBER TEAM_LEADER
monitored, IN_FORCE, IN_PROGRESS     | contact person     | CONTACT     | monitored, IN_FORCE, IN_PROGRESS     | TEAM_MEMBER TEAM_LEADER
monitored, IN_FORCE, IN_PROGRESS     | signed_by          | SIGN        | monitored, IN_FORCE, IN_PROGRESS     | TEAM_LEADER
monitored, IN_FORCE, IN_PROGRESS     | progress           | IN_PROGRESS | monitored, IN_FORCE, IN_PROGRESS     | TEAM_MEMBER TEAM_LEADER
monitored, IN_FORCE, IN_PROGRESS     | DONE               | DONE        | monitored, IN_FORCE, DONE            | TEAM_MEMBER TEAM_LEADER
monitored, IN_FORCE, IN_PROGRESS     | STOPPED(reason)    | STOPPED     | monitored, IN_FORCE, STOPPED         | TEAM_MEMBER TEAM_LEADER

monitored, REVISED, IN_PROGRESS      | another measure    | ADD         | monitored, REVISED, IN_PROGRESS      | TEAM_MEMBER TEAM_LEADER
monitored, REVISED, IN_PROGRESS      | contact person     | CONTACT     | monitored, REVISED, IN_PROGRESS      | TEAM_MEMBER TEAM_LEADER
monitored, REVISED, IN_PROGRESS      | signed_by          | SIGN        | monitored, IN_FORCE, IN_PROGRESS     | TEAM_LEADER
monitored, REVISED, IN_PROGRESS      | progress           | IN_PROGRESS | monitored, REVISED, IN_PROGRESS      | TEAM_MEMBER TEAM_LEADER
monitored, REVISED, IN_PROGRESS      | DONE               | DONE        | monitored, REVISED, DONE             | TEAM_MEMBER TEAM_LEADER
monitored, REVISED, IN_PROGRESS      | STOPPED(reason)    | STOPPED     | monitored, REVISED, STOPPED          | TEAM_MEMBER TEAM_LEADER

monitored, DRAFT, DONE               | another measure    | ADD         | monitored, DRAFT, DONE               | TEAM_MEMBER TEAM_LEADER
monitored, DRAFT, DONE               | contact person     | CONTACT     | monitored, DRAFT, DONE               | TEAM_MEMBER TEAM_LEADER
monitored, DRAFT, DONE               | signed_by          | SIGN        | monitored, IN_FORCE, DONE            | TEAM_LEADER
monitored, DRAFT, STOPPED            | another measure    | ADD         | monitored, DRAFT, STOPPED            | TEAM_MEMBER TEAM_LEADER
monitored, DRAFT, STOPPED            | contact person     | CONTACT     | monitored, DRAFT, STOPPED            | TEAM_MEMBER TEAM_LEADER
monitored, DRAFT, STOPPED            | signed_by          | SIGN        | monitored, IN_FORCE, STOPPED         | TEAM_LEADER

eliminated, CLOSED, IN_PROGRESS      | progress           | IN_PROGRESS | eliminated, CLOSED, IN_PROGRESS      | TEAM_MEMBER TEAM_LEADER
eliminated, CLOSED, IN_PROGRESS      | DONE               | DONE        | eliminated, CLOSED, DONE             | TEAM_MEMBER TEAM_LEADER
eliminated, CLOSED, IN_PROGRESS      | STOPPED(reason)    | STOPPED     | eliminated, CLOSED, STOPPED          | TEAM_MEMBER TEAM_LEADER
eliminated, CLOSED, IN_PROGRESS      | CARRIED_AFTER_REMOVAL | CARRIED_AFTER_REMOVAL | eliminated, CLOSED, CARRIED_AFTER_REMOVAL | TEAM_MEMBER TEAM_LEADER

eliminated, CLOSED, CARRIED_AFTER_REMOVAL | progress      | CARRIED_AFTER_REMOVAL | eliminated, CLOSED, CARRIED_AFTER_REMOVAL | TEAM_MEMBER TEAM_LEADER
eliminated, CLOSED, CARRIED_AFTER_REMOVAL | taken up again | IN_PROGRESS | eliminated, CLOSED, IN_PROGRESS     | TEAM_MEMBER TEAM_LEADER
eliminated, CLOSED, CARRIED_AFTER_REMOVAL | to the end    | DONE        | eliminated, CLOSED, DONE             | TEAM_MEMBER TEAM_LEADER
eliminated, CLOSED, CARRIED_AFTER_REMOVAL | STOPPED(reason) | STOPPED   | eliminated, CLOSED, STOPPED          | TEAM_MEMBER TEAM_LEADER
";

fn name(world: &World) -> String {
    let household = world.household();
    let file = world.records.monitoring(HOUSEHOLD);
    let none = Plan::default();
    let plan = file.map_or(&none, |file| &file.plan);
    let standing = match (household.monitored().is_some(), household.eliminated.is_some()) {
        (true, _) => "monitored",
        (false, true) => "eliminated",
        (false, false) if file.is_some_and(|file| file.helps_first()) => "help first",
        (false, false) if file.is_some_and(|file| file.running().is_some()) => "case runs",
        (false, false) => "ordinary",
    };
    let version = match (plan.signature().is_some(), plan.signed.is_empty()) {
        _ if standing == "eliminated" => "CLOSED",
        (true, _) => "IN_FORCE",
        (false, false) => "REVISED",
        (false, true) => "DRAFT",
    };
    let measure = plan
        .measures
        .first()
        .map_or("NONE", |measure| measure.status().code());
    format!("{standing}, {version}, {measure}")
}

fn body(world: &World, step: &str, on: &str) -> OperationBody {
    let file = world.records.monitoring(HOUSEHOLD);
    let measures = file.map_or(&[][..], |file| &file.plan.measures);
    let on = day(on);
    match step {
        "ADD" => OperationBody::AddMeasure {
            household: HOUSEHOLD,
            content: Box::new(MeasureContent {
                sub_item: None,
                category: MeasureCategory::Employment,
                item: "介绍务工".to_owned(),
                start: on,
                planned_end: None,
                yuan: None,
                body: String::new(),
            }),
        },
        "CONTACT" => OperationBody::NameContact {
            household: HOUSEHOLD,
            name: "尹大满".to_owned(),
            unit: "镇政府".to_owned(),
            from: None,
        },
        "SIGN" => OperationBody::SignPlan {
            household: HOUSEHOLD,
            measures: u32::try_from(measures.len()).unwrap(),
            opinion: String::new(),
        },
        code => OperationBody::ProgressMeasure {
            household: HOUSEHOLD,
            measure: measures.first().map_or(OpId(id(1)), |measure| measure.op),
            step: Box::new(ProgressStep {
                on,
                status: MeasureStatus::from_code(code).unwrap(),
                words: "和户主对过".to_owned(),
            }),
        },
    }
}

fn situation(called: &'static str, on: &'static str, mut world: World, steps: &[&str]) -> Situation {
    for step in steps {
        let body = body(&world, step, on);
        world.act("P001", on, body).unwrap();
    }
    assert_eq!(name(&world), called);
    Situation {
        name: called,
        world,
        on,
    }
}

/// A case that waits for its papers, on the green channel or not.
fn running(first: bool) -> World {
    let mut world = World::of(asked());
    world.raise(FLAG, "2026-03-02");
    world.confirm(FLAG, "2026-03-02");
    if first {
        let expedite = identification::deed(StepKind::Expedite, "P001");
        world.step_case("P001", "2026-03-03", expedite);
    }
    world
}

fn monitored() -> World {
    let mut world = World::of(asked());
    world.identify(FLAG, "2026-03");
    world
}

#[test]
fn plan_and_measures_go_as_their_table_says_for_everybody() {
    let (on, later) = ("2026-03-20", "2026-09-26");
    let eliminated = || World::at(EliminationState::Announced);
    let situations = [
        situation("ordinary, DRAFT, NONE", on, World::of(asked()), &[]),
        situation("case runs, DRAFT, NONE", on, running(false), &[]),
        situation("help first, DRAFT, NONE", on, running(true), &[]),
        situation("monitored, DRAFT, NONE", on, monitored(), &[]),
        situation("monitored, DRAFT, PLANNED", on, monitored(), &["ADD"]),
        situation(
            "monitored, IN_FORCE, IN_PROGRESS",
            on,
            monitored(),
            &["ADD", "IN_PROGRESS", "SIGN"],
        ),
        situation(
            "monitored, REVISED, IN_PROGRESS",
            on,
            monitored(),
            &["ADD", "IN_PROGRESS", "SIGN", "ADD"],
        ),
        situation("monitored, DRAFT, DONE", on, monitored(), &["ADD", "DONE"]),
        situation("monitored, DRAFT, STOPPED", on, monitored(), &["ADD", "STOPPED"]),
        situation("eliminated, CLOSED, IN_PROGRESS", later, eliminated(), &[]),
        situation(
            "eliminated, CLOSED, CARRIED_AFTER_REMOVAL",
            later,
            eliminated(),
            &["CARRIED_AFTER_REMOVAL"],
        ),
        situation("eliminated, CLOSED, DONE", later, eliminated(), &["DONE"]),
    ];
    let kinds = MeasureStatus::ALL.iter().map(|status| status.code());
    let steps: Vec<&str> = ["ADD", "CONTACT", "SIGN"].into_iter().chain(kinds).collect();
    let machine = Machine::new(TABLE, &situations, &steps);
    machine.hold(|situation, step, actor| {
        let world = after(situation, actor, body(&situation.world, step, situation.on))?;
        Ok(name(&world))
    });
}
