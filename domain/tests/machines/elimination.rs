//! Risk elimination, what it makes of the household's standing, and natural reduction (domain.md §4.10).

use crate::cast::{day, id};
use crate::grid::{Machine, Situation, after};
use crate::identification;
use crate::world::{HOUSEHOLD, NOMINATED, World, deed};
use domain::case::codes::StepKind;
use domain::case::{CaseStep, MonitoringFile};
use domain::elimination::codes::{EliminationKind as K, EliminationState as S, EliminationWay as Way};
use domain::elimination::{EliminationDeed, EliminationStep, ReductionReason};
use domain::ids::FlagId;
use domain::operation::OperationBody;
use domain::plan::ProgressStep;
use domain::plan::codes::MeasureStatus;
use domain::policy::Actor;
use domain::record::Records;
use domain::refusal::RefusalCode as R;
use domain::roster::Role;

/// §4.10: the procedure, state by state, and after the stroke `MonitoringStatus`, which its drawing shows; who, by the
/// column "Who" and by §3.2.
///
/// Where domain.md has to be read:
/// - *"ELIMINATION_PENDING ──rejected/return──▶ ACTIVE"*: what is rejected ends, and monitoring goes on. A return by
///   township or district leads back inside the procedure, as §4.7 draws it for the same people: the nomination stands,
///   and the household is pending until somebody says no (decision 0023).
/// - *"village two committees + team"* nominate and hold the review: of the team the leader, as in §4.7.
/// - *"≥2 people; both sides sign"*: entered by whoever of team or village was at the door.
/// - *"announcement"* stands in the district's step; as in §4.7 the township may say that it hangs.
/// - *Natural reduction* has no "Who": it is known in the village, so that leader and cadre record it. While an
///   elimination runs, which the drawing leaves out, it is not recorded. Of a household that came back see the stories.
/// - *Rollback* is of the decision, so it is the district's; while a new case runs it would make the household monitored
///   and in a case at once (VP01).
const TABLE: &str = "
NONE / ACTIVE                               | nominate            | NOMINATE         | HOME_VERIFYING / ELIMINATION_PENDING        | TEAM_LEADER VILLAGE_CADRE
NONE / ACTIVE                               | whole household died | REDUCE          | NONE / NATURALLY_REDUCED                    | TEAM_LEADER VILLAGE_CADRE

HOME_VERIFYING / ELIMINATION_PENDING        | HOME_VERIFY (≥2)    | VERIFY           | VILLAGE_REVIEW / ELIMINATION_PENDING        | TEAM_MEMBER TEAM_LEADER VILLAGE_CADRE
HOME_VERIFYING / ELIMINATION_PENDING        | rejected            | FIND_NOT_STABLE  | CLOSED_NOT_ELIMINATED / ACTIVE              | TEAM_MEMBER TEAM_LEADER VILLAGE_CADRE

VILLAGE_REVIEW / ELIMINATION_PENDING        | VILLAGE_REVIEW      | AGREE            | PUBLICITY, to be hung / ELIMINATION_PENDING | TEAM_LEADER VILLAGE_CADRE
VILLAGE_REVIEW / ELIMINATION_PENDING        | rejected            | DISAGREE         | CLOSED_NOT_ELIMINATED / ACTIVE              | TEAM_LEADER VILLAGE_CADRE

PUBLICITY, to be hung / ELIMINATION_PENDING | PUBLICITY           | HANG_NOTICE      | PUBLICITY, hanging / ELIMINATION_PENDING    | TEAM_LEADER VILLAGE_CADRE
PUBLICITY, to be hung / ELIMINATION_PENDING | objection           | OBJECT           | OBJECTION_REVIEW / ELIMINATION_PENDING      | TEAM_LEADER VILLAGE_CADRE
PUBLICITY, hanging / ELIMINATION_PENDING    | objection           | OBJECT           | OBJECTION_REVIEW / ELIMINATION_PENDING      | TEAM_LEADER VILLAGE_CADRE

OBJECTION_REVIEW / ELIMINATION_PENDING      | upheld              | UPHOLD_OBJECTION | CLOSED_NOT_ELIMINATED / ACTIVE              | TEAM_LEADER VILLAGE_CADRE
OBJECTION_REVIEW / ELIMINATION_PENDING      | not upheld          | REJECT_OBJECTION | PUBLICITY, hanging / ELIMINATION_PENDING    | TEAM_LEADER VILLAGE_CADRE
OBJECTION_REVIEW / ELIMINATION_PENDING      | facts changed       | REJECT_OBJECTION, hung anew | PUBLICITY, to be hung / ELIMINATION_PENDING | TEAM_LEADER VILLAGE_CADRE

TOWN_REVIEW / ELIMINATION_PENDING           | objection           | OBJECT           | OBJECTION_REVIEW / ELIMINATION_PENDING      | TEAM_LEADER VILLAGE_CADRE
TOWN_REVIEW / ELIMINATION_PENDING           | TOWN_REVIEW         | PASS_TOWN        | COUNTY_REVIEW / ELIMINATION_PENDING         | TOWN_REVIEWER
TOWN_REVIEW / ELIMINATION_PENDING           | return              | RETURN_TO_HOME   | HOME_VERIFYING / ELIMINATION_PENDING        | TOWN_REVIEWER
TOWN_REVIEW / ELIMINATION_PENDING           | return              | RETURN_TO_VILLAGE | VILLAGE_REVIEW / ELIMINATION_PENDING       | TOWN_REVIEWER

COUNTY_REVIEW / ELIMINATION_PENDING         | county decides      | DECIDE           | DECIDED / ELIMINATED                        | DISTRICT_ADMIN
COUNTY_REVIEW / ELIMINATION_PENDING         | return              | RETURN_TO_TOWN   | TOWN_REVIEW / ELIMINATION_PENDING           | DISTRICT_ADMIN
COUNTY_REVIEW / ELIMINATION_PENDING         | rejected            | REJECT           | CLOSED_NOT_ELIMINATED / ACTIVE              | DISTRICT_ADMIN

CLOSED_NOT_ELIMINATED / ACTIVE              | nominate            | NOMINATE         | HOME_VERIFYING / ELIMINATION_PENDING        | TEAM_LEADER VILLAGE_CADRE
CLOSED_NOT_ELIMINATED / ACTIVE              | whole household died | REDUCE          | CLOSED_NOT_ELIMINATED / NATURALLY_REDUCED   | TEAM_LEADER VILLAGE_CADRE

DECIDED / ELIMINATED                        | announcement        | ANNOUNCE         | ANNOUNCED / ELIMINATED                      | TOWN_REVIEWER DISTRICT_ADMIN
DECIDED / ELIMINATED                        | ROLLBACK            | ROLLBACK         | ROLLED_BACK / ACTIVE                        | DISTRICT_ADMIN
DECIDED / ELIMINATED                        | whole household died | REDUCE          | DECIDED / NATURALLY_REDUCED                 | TEAM_LEADER VILLAGE_CADRE
ANNOUNCED / ELIMINATED                      | ROLLBACK            | ROLLBACK         | ROLLED_BACK / ACTIVE                        | DISTRICT_ADMIN
ANNOUNCED / ELIMINATED                      | whole household died | REDUCE          | ANNOUNCED / NATURALLY_REDUCED               | TEAM_LEADER VILLAGE_CADRE

ANNOUNCED / ELIMINATED, in a new case       | new/returned risk   | APPROVE          | ANNOUNCED / ACTIVE                          | DISTRICT_ADMIN

ANNOUNCED / ACTIVE                          | nominate            | NOMINATE         | HOME_VERIFYING / ELIMINATION_PENDING        | TEAM_LEADER VILLAGE_CADRE
ANNOUNCED / ACTIVE                          | whole household died | REDUCE          | ANNOUNCED / NATURALLY_REDUCED               | TEAM_LEADER VILLAGE_CADRE

ROLLED_BACK / ACTIVE                        | nominate            | NOMINATE         | HOME_VERIFYING / ELIMINATION_PENDING        | TEAM_LEADER VILLAGE_CADRE
ROLLED_BACK / ACTIVE                        | whole household died | REDUCE          | ROLLED_BACK / NATURALLY_REDUCED             | TEAM_LEADER VILLAGE_CADRE
";

const ANEW: &str = "REJECT_OBJECTION, hung anew";
const RELAPSE: FlagId = FlagId(id(41));

/// Where an elimination and the household stand, as the table calls it.
fn name(world: &World, on: &str) -> String {
    let file = world.records.monitoring(HOUSEHOLD);
    let present = file.and_then(|file| file.eliminations.last());
    let state = present.map_or_else(
        || "NONE".to_owned(),
        |one| {
            let state = one.state(day(on));
            let more = match state {
                S::Publicity if one.progress().hung_on.is_some() => ", hanging",
                S::Publicity => ", to be hung",
                _ => "",
            };
            format!("{}{more}", state.code())
        },
    );
    let status = world.status().map_or("", |status| status.code());
    let anew = file.is_some_and(|file| file.running().is_some());
    format!("{state} / {status}{}", if anew { ", in a new case" } else { "" })
}

fn situation(name: &'static str, on: &'static str, world: World) -> Situation {
    assert_eq!(self::name(&world, on), name);
    Situation { name, world, on }
}

/// A household that was eliminated in September and in which a new sign of December waits for the district.
fn relapsing() -> World {
    let mut world = World::at(S::Announced);
    world.raise(RELAPSE, "2026-12-02");
    world.confirm(RELAPSE, "2026-12-02");
    for (staff, on, kind) in [
        ("P001", "2026-12-03", StepKind::Authorise),
        ("P001", "2026-12-03", StepKind::Verify),
        ("P001", "2026-12-04", StepKind::Agree),
        ("P001", "2026-12-05", StepKind::HangNotice),
        ("W001", "2026-12-12", StepKind::PassTown),
        ("D001", "2026-12-12", StepKind::Compare),
    ] {
        world.step_case(staff, on, identification::deed(kind, staff));
    }
    world
}

fn relapsed() -> World {
    let mut world = relapsing();
    let approve = identification::deed(StepKind::Approve, "D001");
    world.step_case("D001", "2026-12-13", approve);
    // What was done for it goes on, and half a year later it earns enough again.
    let measure = world.records.monitoring(HOUSEHOLD).unwrap().plan.measures[0].op;
    let step = ProgressStep {
        on: day("2027-01-10"),
        status: MeasureStatus::InProgress,
        words: "又上工了".to_owned(),
    };
    let goes_on = OperationBody::ProgressMeasure {
        household: HOUSEHOLD,
        measure,
        step: Box::new(step),
    };
    world.act("P002", "2027-01-10", goes_on).unwrap();
    world.change(|household| {
        let window = ("2026-06-01", "2027-05-31");
        household
            .incomes
            .push(crate::world::income(502, "2027-06-10", window, 12_000));
    });
    world.config.income_lines.push(domain::income::MonitoringLine {
        year: 2027,
        yuan: 8_500,
        document: "测试用".to_owned(),
        from: None,
    });
    world
}

fn reduced() -> World {
    let mut world = World::ready();
    world.act("P001", NOMINATED, reduction(NOMINATED)).unwrap();
    world
}

fn reduction(on: &str) -> OperationBody {
    OperationBody::ReduceNaturally {
        household: HOUSEHOLD,
        reason: ReductionReason::Died,
        on: day(on),
        words: String::new(),
    }
}

/// The notice hangs from 17 September and is over on the 24th.
fn situations() -> Vec<Situation> {
    let (during, late) = ("2026-09-19", "2026-09-25");
    let of = |name, on, state| situation(name, on, World::at(state));
    vec![
        situation("NONE / ACTIVE", late, World::ready()),
        of("HOME_VERIFYING / ELIMINATION_PENDING", late, S::HomeVerifying),
        of("VILLAGE_REVIEW / ELIMINATION_PENDING", late, S::VillageReview),
        of("PUBLICITY, to be hung / ELIMINATION_PENDING", late, S::Publicity),
        of("PUBLICITY, hanging / ELIMINATION_PENDING", during, S::TownReview),
        of(
            "OBJECTION_REVIEW / ELIMINATION_PENDING",
            during,
            S::ObjectionReview,
        ),
        of("TOWN_REVIEW / ELIMINATION_PENDING", late, S::TownReview),
        of("COUNTY_REVIEW / ELIMINATION_PENDING", late, S::CountyReview),
        of("CLOSED_NOT_ELIMINATED / ACTIVE", late, S::ClosedNotEliminated),
        of("DECIDED / ELIMINATED", late, S::Decided),
        of("ANNOUNCED / ELIMINATED", late, S::Announced),
        situation("ANNOUNCED / ELIMINATED, in a new case", "2026-12-13", relapsing()),
        situation("ANNOUNCED / ACTIVE", "2027-06-14", relapsed()),
        of("ROLLED_BACK / ACTIVE", late, S::RolledBack),
        situation("NONE / NATURALLY_REDUCED", late, reduced()),
    ]
}

fn steps() -> Vec<&'static str> {
    let kinds = K::ALL.iter().map(|kind| kind.code());
    ["NOMINATE", "REDUCE", "APPROVE", ANEW]
        .into_iter()
        .chain(kinds)
        .collect()
}

fn body(situation: &Situation, step: &str, staff: &str, behind: u32) -> OperationBody {
    let file = situation.world.records.monitoring(HOUSEHOLD);
    let on = day(situation.on);
    let deed = match step {
        "NOMINATE" => {
            return OperationBody::NominateElimination {
                household: HOUSEHOLD,
                way: Way::ByAssistance,
                words: "收入已稳定半年以上".to_owned(),
                on,
            };
        }
        "REDUCE" => return reduction(situation.on),
        "APPROVE" => {
            let case = file.and_then(MonitoringFile::present);
            return OperationBody::StepCase {
                household: HOUSEHOLD,
                rev: case.map_or(0, |case| case.progress().rev),
                step: Box::new(CaseStep {
                    on,
                    words: String::new(),
                    late_reason: String::new(),
                    deed: identification::deed(StepKind::Approve, staff),
                }),
            };
        }
        ANEW => EliminationDeed::RejectObjection { facts_changed: true },
        code => deed(K::from_code(code).unwrap(), staff),
    };
    let present = file.and_then(|file| file.eliminations.last());
    OperationBody::StepElimination {
        household: HOUSEHOLD,
        rev: present.map_or(0, |one| one.progress().rev) + behind,
        step: Box::new(EliminationStep {
            on,
            words: "村务公开栏".to_owned(),
            late_reason: String::new(),
            deed,
        }),
    }
}

fn attempt(situation: &Situation, step: &'static str, actor: &Actor, behind: u32) -> Result<String, R> {
    let world = after(
        situation,
        actor,
        body(situation, step, actor.staff.as_str(), behind),
    )?;
    Ok(name(&world, situation.on))
}

#[test]
fn elimination_goes_as_its_table_says_for_everybody() {
    let (situations, steps) = (situations(), steps());
    let machine = Machine::new(TABLE, &situations, &steps);
    machine.hold(|situation, step, actor| attempt(situation, step, actor, 0));
}

/// VP09: on what was read before somebody else's step nothing is done, whoever it is.
#[test]
fn no_step_of_elimination_is_taken_on_what_it_no_longer_was() {
    let situations = situations();
    let steps: Vec<&str> = K::ALL.iter().map(|kind| kind.code()).collect();
    let machine = Machine::new("", &situations, &steps);
    machine.hold(|situation, step, actor| attempt(situation, step, actor, 1));
}

#[test]
fn what_is_offered_of_an_elimination_is_the_table() {
    let (situations, steps) = (situations(), steps());
    let machine = Machine::new(TABLE, &situations, &steps);
    for situation in &situations {
        let file = situation.world.records.monitoring(HOUSEHOLD);
        let Some(present) = file.and_then(|file| file.eliminations.last()) else {
            continue;
        };
        // After a relapse the decision of before has had its effect; the page of the new episode shows no step of it.
        if situation.name.starts_with("ANNOUNCED / ACTIVE") || situation.name.ends_with("new case") {
            continue;
        }
        for role in Role::ALL {
            let mut wanted = machine.steps_of(situation.name, *role);
            wanted.retain(|step| K::from_code(step).is_some());
            wanted.sort_unstable();
            let kinds = present.offered(*role, day(situation.on)).into_iter();
            let mut found: Vec<&str> = kinds.map(K::code).collect();
            found.sort_unstable();
            assert_eq!(found, wanted, "{} {role:?}", situation.name);
        }
    }
}
