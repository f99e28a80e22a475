//! The identification case (domain.md §4.7).

use crate::cast::day;
use crate::deeds;
use crate::grid::{Machine, Situation, after};
use crate::world::{FLAG, HOUSEHOLD, World, asked, two};
use domain::case::codes::{CaseState as S, StepKind as K};
use domain::case::order::offered;
use domain::case::{CaseStep, Deed, MonitoringFile};
use domain::operation::OperationBody;
use domain::policy::Actor;
use domain::record::Records;
use domain::refusal::RefusalCode as R;
use domain::risk::Triage;
use domain::roster::Role;

/// §4.7, step by step and by its drawing; who, by the column "Who" and by §3.2.
///
/// Where domain.md has to be read:
/// - *"≥2 verifiers"*: whoever of team or village was at the door enters it; the township's people stand among the
///   verifiers by name, and §3.2 gives `TOWN_REVIEWER` the review alone, which no verifier may decide (VP06).
/// - *"review group"*, *"village"*: §3.2 has the cadre record them and the leader "submit cases to village review"; few
///   cadres have an account, so that the leader may keep the minutes (decision 0022). A member may not.
/// - *An objection* is drawn from `PUBLICITY`. When the full days are over the case stands at `TOWN_REVIEW` by itself;
///   until the township has passed it somebody may still object.
/// - *"days elapsed"* is nobody's step: time alone leads from `PUBLICITY` to `TOWN_REVIEW`.
/// - *"any open state"* is one before the district's decision. After it the household is monitored, which ends by §4.10.
/// - *merge ▶ MERGED* has no line: a household has one file, so that a second case never stands beside the first (VP01);
///   what would be merged are flags, whose own machine has the state (decision 0022).
/// - *`COUNTY_COMPARE`* may run beside the others from `HOME_VERIFY` on and is there before `COUNTY_DECISION`.
/// - *The green channel* is no state: the steps go on as they were, and measures may come first.
/// - *`RECORDED`, "county/township operator"*: so are those who announce.
const TABLE: &str = "
CLUE_OPEN                     | accept (leader)     | OPEN_CASE            | AWAIT_AUTHORISATION     | TEAM_LEADER

AWAIT_AUTHORISATION           | signed              | AUTHORISE            | HOME_VERIFYING          | TEAM_MEMBER TEAM_LEADER VILLAGE_CADRE
AWAIT_AUTHORISATION           | refused             | REFUSE_AUTHORISATION | CLOSED_REFUSED          | TEAM_MEMBER TEAM_LEADER VILLAGE_CADRE
AWAIT_AUTHORISATION           | withdraw            | WITHDRAW             | CLOSED_WITHDRAWN        | TEAM_MEMBER TEAM_LEADER VILLAGE_CADRE
AWAIT_AUTHORISATION           | EXPEDITED           | EXPEDITE             | AWAIT_AUTHORISATION, help first | TEAM_MEMBER TEAM_LEADER VILLAGE_CADRE

HOME_VERIFYING                | verified (≥2)       | VERIFY               | VILLAGE_REVIEW          | TEAM_MEMBER TEAM_LEADER VILLAGE_CADRE
HOME_VERIFYING                | not qualified       | FIND_NOT_QUALIFIED   | CLOSED_NOT_QUALIFIED    | TEAM_MEMBER TEAM_LEADER VILLAGE_CADRE
HOME_VERIFYING                | COUNTY_COMPARE      | COMPARE              | HOME_VERIFYING          | DISTRICT_ADMIN
HOME_VERIFYING                | withdraw            | WITHDRAW             | CLOSED_WITHDRAWN        | TEAM_MEMBER TEAM_LEADER VILLAGE_CADRE
HOME_VERIFYING                | EXPEDITED           | EXPEDITE             | HOME_VERIFYING, help first | TEAM_MEMBER TEAM_LEADER VILLAGE_CADRE

VILLAGE_REVIEW                | agreed              | AGREE                | PUBLICITY, to be hung   | TEAM_LEADER VILLAGE_CADRE
VILLAGE_REVIEW                | rejected            | DISAGREE             | CLOSED_NOT_QUALIFIED    | TEAM_LEADER VILLAGE_CADRE
VILLAGE_REVIEW                | COUNTY_COMPARE      | COMPARE              | VILLAGE_REVIEW          | DISTRICT_ADMIN
VILLAGE_REVIEW                | withdraw            | WITHDRAW             | CLOSED_WITHDRAWN        | TEAM_MEMBER TEAM_LEADER VILLAGE_CADRE
VILLAGE_REVIEW                | EXPEDITED           | EXPEDITE             | VILLAGE_REVIEW, help first | TEAM_MEMBER TEAM_LEADER VILLAGE_CADRE

PUBLICITY, to be hung         | notice              | HANG_NOTICE          | PUBLICITY, hanging      | TEAM_LEADER VILLAGE_CADRE
PUBLICITY, to be hung         | objection           | OBJECT               | OBJECTION_REVIEW        | TEAM_LEADER VILLAGE_CADRE
PUBLICITY, to be hung         | COUNTY_COMPARE      | COMPARE              | PUBLICITY, to be hung   | DISTRICT_ADMIN
PUBLICITY, to be hung         | withdraw            | WITHDRAW             | CLOSED_WITHDRAWN        | TEAM_MEMBER TEAM_LEADER VILLAGE_CADRE
PUBLICITY, to be hung         | EXPEDITED           | EXPEDITE             | PUBLICITY, to be hung, help first | TEAM_MEMBER TEAM_LEADER VILLAGE_CADRE

PUBLICITY, hanging            | objection           | OBJECT               | OBJECTION_REVIEW        | TEAM_LEADER VILLAGE_CADRE
PUBLICITY, hanging            | COUNTY_COMPARE      | COMPARE              | PUBLICITY, hanging      | DISTRICT_ADMIN
PUBLICITY, hanging            | withdraw            | WITHDRAW             | CLOSED_WITHDRAWN        | TEAM_MEMBER TEAM_LEADER VILLAGE_CADRE
PUBLICITY, hanging            | EXPEDITED           | EXPEDITE             | PUBLICITY, hanging, help first | TEAM_MEMBER TEAM_LEADER VILLAGE_CADRE

OBJECTION_REVIEW              | upheld              | UPHOLD_OBJECTION     | CLOSED_NOT_QUALIFIED    | TEAM_LEADER VILLAGE_CADRE
OBJECTION_REVIEW              | not upheld          | REJECT_OBJECTION     | PUBLICITY, hanging      | TEAM_LEADER VILLAGE_CADRE
OBJECTION_REVIEW              | facts changed       | REJECT_OBJECTION, hung anew | PUBLICITY, to be hung | TEAM_LEADER VILLAGE_CADRE
OBJECTION_REVIEW              | COUNTY_COMPARE      | COMPARE              | OBJECTION_REVIEW        | DISTRICT_ADMIN
OBJECTION_REVIEW              | withdraw            | WITHDRAW             | CLOSED_WITHDRAWN        | TEAM_MEMBER TEAM_LEADER VILLAGE_CADRE
OBJECTION_REVIEW              | EXPEDITED           | EXPEDITE             | OBJECTION_REVIEW, help first | TEAM_MEMBER TEAM_LEADER VILLAGE_CADRE

TOWN_REVIEW                   | objection           | OBJECT               | OBJECTION_REVIEW        | TEAM_LEADER VILLAGE_CADRE
TOWN_REVIEW                   | pass                | PASS_TOWN            | COUNTY_REVIEW, not compared | TOWN_REVIEWER
TOWN_REVIEW                   | return(reason)      | RETURN_TO_HOME       | HOME_VERIFYING          | TOWN_REVIEWER
TOWN_REVIEW                   | return(reason)      | RETURN_TO_VILLAGE    | VILLAGE_REVIEW          | TOWN_REVIEWER
TOWN_REVIEW                   | COUNTY_COMPARE      | COMPARE              | TOWN_REVIEW             | DISTRICT_ADMIN
TOWN_REVIEW                   | withdraw            | WITHDRAW             | CLOSED_WITHDRAWN        | TEAM_MEMBER TEAM_LEADER VILLAGE_CADRE
TOWN_REVIEW                   | EXPEDITED           | EXPEDITE             | TOWN_REVIEW, help first | TEAM_MEMBER TEAM_LEADER VILLAGE_CADRE

COUNTY_REVIEW, not compared   | return              | RETURN_TO_TOWN       | TOWN_REVIEW             | DISTRICT_ADMIN
COUNTY_REVIEW, not compared   | reject              | REJECT               | CLOSED_NOT_QUALIFIED    | DISTRICT_ADMIN
COUNTY_REVIEW, not compared   | COUNTY_COMPARE      | COMPARE              | COUNTY_REVIEW           | DISTRICT_ADMIN
COUNTY_REVIEW, not compared   | withdraw            | WITHDRAW             | CLOSED_WITHDRAWN        | TEAM_MEMBER TEAM_LEADER VILLAGE_CADRE
COUNTY_REVIEW, not compared   | EXPEDITED           | EXPEDITE             | COUNTY_REVIEW, not compared, help first | TEAM_MEMBER TEAM_LEADER VILLAGE_CADRE

COUNTY_REVIEW                 | approve             | APPROVE              | APPROVED                | DISTRICT_ADMIN
COUNTY_REVIEW                 | return              | RETURN_TO_TOWN       | TOWN_REVIEW             | DISTRICT_ADMIN
COUNTY_REVIEW                 | reject              | REJECT               | CLOSED_NOT_QUALIFIED    | DISTRICT_ADMIN
COUNTY_REVIEW                 | COUNTY_COMPARE      | COMPARE              | COUNTY_REVIEW           | DISTRICT_ADMIN
COUNTY_REVIEW                 | withdraw            | WITHDRAW             | CLOSED_WITHDRAWN        | TEAM_MEMBER TEAM_LEADER VILLAGE_CADRE
COUNTY_REVIEW                 | EXPEDITED           | EXPEDITE             | COUNTY_REVIEW, help first | TEAM_MEMBER TEAM_LEADER VILLAGE_CADRE

APPROVED                      | announce            | ANNOUNCE             | ANNOUNCED               | TOWN_REVIEWER DISTRICT_ADMIN
ANNOUNCED                     | enter national no.  | ENTER_NUMBER         | RECORDED                | TOWN_REVIEWER DISTRICT_ADMIN

CLOSED_REFUSED                | accept, a new case  | OPEN_CASE            | AWAIT_AUTHORISATION     | TEAM_LEADER
CLOSED_NOT_QUALIFIED          | accept, a new case  | OPEN_CASE            | AWAIT_AUTHORISATION     | TEAM_LEADER
CLOSED_WITHDRAWN              | accept, a new case  | OPEN_CASE            | AWAIT_AUTHORISATION     | TEAM_LEADER
";

const ANEW: &str = "REJECT_OBJECTION, hung anew";

/// A deed of a kind that says everything it needs, by whoever enters it.
pub fn deed(kind: K, staff: &str) -> Deed {
    deeds::deed(kind, two(staff))
}

/// Where a case stands, as the table calls it.
fn name(file: Option<&MonitoringFile>, on: &str) -> String {
    let Some(case) = file.and_then(MonitoringFile::present) else {
        return "CLUE_OPEN".to_owned();
    };
    let state = case.state(day(on));
    let more = match state {
        S::Publicity if case.progress().hung_on.is_some() => ", hanging",
        S::Publicity => ", to be hung",
        S::CountyReview if !case.is_compared() => ", not compared",
        _ => "",
    };
    let first = if case.progress().expedited {
        ", help first"
    } else {
        ""
    };
    format!("{}{more}{first}", state.code())
}

/// A confirmed flag of 2 March, and what followed; the notice hangs from the 5th and is over on the 12th.
fn situation(name: &'static str, on: &'static str, path: &[(&str, &str, K)]) -> Situation {
    let mut world = World::of(asked());
    world.raise(FLAG, "2026-03-02");
    let confirm = OperationBody::TriageFlag {
        flag: FLAG,
        rev: 1,
        triage: Triage::Confirm,
        household: (name != "CLUE_OPEN").then_some(HOUSEHOLD),
    };
    world.act("P001", "2026-03-02", confirm).unwrap();
    for (staff, on, kind) in path {
        world.step_case(staff, on, deed(*kind, staff));
    }
    let found = self::name(world.records.monitoring(HOUSEHOLD), on);
    assert_eq!(found, name);
    Situation { name, world, on }
}

fn situations() -> Vec<Situation> {
    let signed = ("P001", "2026-03-03", K::Authorise);
    let verified = ("P001", "2026-03-03", K::Verify);
    let agreed = ("P001", "2026-03-04", K::Agree);
    let hung = [signed, verified, agreed, ("P001", "2026-03-05", K::HangNotice)];
    let and = |more: &[(&'static str, &'static str, K)]| [&hung[..], more].concat();
    let passed = ("W001", "2026-03-12", K::PassTown);
    let compared = ("D001", "2026-03-12", K::Compare);
    let approved = ("D001", "2026-03-13", K::Approve);
    let announced = ("W001", "2026-03-13", K::Announce);
    let entered = ("W001", "2026-03-13", K::EnterNumber);
    let (during, late) = ("2026-03-07", "2026-03-13");
    vec![
        situation("CLUE_OPEN", late, &[]),
        situation("AWAIT_AUTHORISATION", late, &[]),
        situation("HOME_VERIFYING", late, &[signed]),
        situation("VILLAGE_REVIEW", late, &[signed, verified]),
        situation("PUBLICITY, to be hung", late, &[signed, verified, agreed]),
        situation("PUBLICITY, hanging", during, &hung),
        situation(
            "OBJECTION_REVIEW",
            during,
            &and(&[("P001", "2026-03-06", K::Object)]),
        ),
        situation("TOWN_REVIEW", late, &hung),
        situation("COUNTY_REVIEW, not compared", late, &and(&[passed])),
        situation("COUNTY_REVIEW", late, &and(&[passed, compared])),
        situation("APPROVED", late, &and(&[passed, compared, approved])),
        situation("ANNOUNCED", late, &and(&[passed, compared, approved, announced])),
        situation(
            "RECORDED",
            late,
            &and(&[passed, compared, approved, announced, entered]),
        ),
        situation(
            "CLOSED_REFUSED",
            late,
            &[("P001", "2026-03-03", K::RefuseAuthorisation)],
        ),
        situation(
            "CLOSED_NOT_QUALIFIED",
            late,
            &[signed, ("P001", "2026-03-03", K::FindNotQualified)],
        ),
        situation("CLOSED_WITHDRAWN", late, &[("P001", "2026-03-03", K::Withdraw)]),
    ]
}

fn steps() -> Vec<&'static str> {
    let kinds = K::ALL.iter().map(|kind| kind.code());
    ["OPEN_CASE", ANEW].into_iter().chain(kinds).collect()
}

fn body(situation: &Situation, step: &str, staff: &str, behind: u32) -> OperationBody {
    let file = situation.world.records.monitoring(HOUSEHOLD);
    let case = file.and_then(MonitoringFile::present);
    let rev = case.map_or(0, |case| case.progress().rev) + behind;
    let deed = match step {
        "OPEN_CASE" => {
            return OperationBody::OpenCase {
                household: HOUSEHOLD,
                flag: FLAG,
            };
        }
        ANEW => Deed::RejectObjection { facts_changed: true },
        code => deed(K::from_code(code).unwrap(), staff),
    };
    OperationBody::StepCase {
        household: HOUSEHOLD,
        rev,
        step: Box::new(CaseStep {
            on: day(situation.on),
            words: "村务公开栏".to_owned(),
            late_reason: String::new(),
            deed,
        }),
    }
}

fn attempt(situation: &Situation, step: &'static str, actor: &Actor, behind: u32) -> Result<String, R> {
    let body = body(situation, step, actor.staff.as_str(), behind);
    let world = after(situation, actor, body)?;
    Ok(name(world.records.monitoring(HOUSEHOLD), situation.on))
}

#[test]
fn identification_goes_as_its_table_says_for_everybody() {
    let (situations, steps) = (situations(), steps());
    for state in S::ALL {
        let told =
            |one: &Situation| one.name == state.code() || one.name.starts_with(&format!("{},", state.code()));
        assert!(situations.iter().any(told), "{state:?} is tried");
    }
    let machine = Machine::new(TABLE, &situations, &steps);
    machine.hold(|situation, step, actor| attempt(situation, step, actor, 0));
}

/// VP09: on what was read before somebody else's step nothing is done, whoever it is, but what runs beside the others.
#[test]
fn no_step_of_identification_is_taken_on_what_it_no_longer_was() {
    let situations = situations();
    let steps: Vec<&str> = K::ALL.iter().map(|kind| kind.code()).collect();
    let beside_the_others = "
            HOME_VERIFYING              | COUNTY_COMPARE | COMPARE  | HOME_VERIFYING | DISTRICT_ADMIN
            VILLAGE_REVIEW              | COUNTY_COMPARE | COMPARE  | VILLAGE_REVIEW | DISTRICT_ADMIN
            PUBLICITY, to be hung       | COUNTY_COMPARE | COMPARE  | PUBLICITY, to be hung | DISTRICT_ADMIN
            PUBLICITY, hanging          | COUNTY_COMPARE | COMPARE  | PUBLICITY, hanging | DISTRICT_ADMIN
            OBJECTION_REVIEW            | COUNTY_COMPARE | COMPARE  | OBJECTION_REVIEW | DISTRICT_ADMIN
            TOWN_REVIEW                 | COUNTY_COMPARE | COMPARE  | TOWN_REVIEW | DISTRICT_ADMIN
            COUNTY_REVIEW, not compared | COUNTY_COMPARE | COMPARE  | COUNTY_REVIEW | DISTRICT_ADMIN
            COUNTY_REVIEW               | COUNTY_COMPARE | COMPARE  | COUNTY_REVIEW | DISTRICT_ADMIN
            AWAIT_AUTHORISATION         | EXPEDITED      | EXPEDITE | AWAIT_AUTHORISATION, help first | TEAM_MEMBER TEAM_LEADER VILLAGE_CADRE
            HOME_VERIFYING              | EXPEDITED      | EXPEDITE | HOME_VERIFYING, help first | TEAM_MEMBER TEAM_LEADER VILLAGE_CADRE
            VILLAGE_REVIEW              | EXPEDITED      | EXPEDITE | VILLAGE_REVIEW, help first | TEAM_MEMBER TEAM_LEADER VILLAGE_CADRE
            PUBLICITY, to be hung       | EXPEDITED      | EXPEDITE | PUBLICITY, to be hung, help first | TEAM_MEMBER TEAM_LEADER VILLAGE_CADRE
            PUBLICITY, hanging          | EXPEDITED      | EXPEDITE | PUBLICITY, hanging, help first | TEAM_MEMBER TEAM_LEADER VILLAGE_CADRE
            OBJECTION_REVIEW            | EXPEDITED      | EXPEDITE | OBJECTION_REVIEW, help first | TEAM_MEMBER TEAM_LEADER VILLAGE_CADRE
            TOWN_REVIEW                 | EXPEDITED      | EXPEDITE | TOWN_REVIEW, help first | TEAM_MEMBER TEAM_LEADER VILLAGE_CADRE
            COUNTY_REVIEW, not compared | EXPEDITED      | EXPEDITE | COUNTY_REVIEW, not compared, help first | TEAM_MEMBER TEAM_LEADER VILLAGE_CADRE
            COUNTY_REVIEW               | EXPEDITED      | EXPEDITE | COUNTY_REVIEW, help first | TEAM_MEMBER TEAM_LEADER VILLAGE_CADRE
        ";
    let machine = Machine::new(beside_the_others, &situations, &steps);
    machine.hold(|situation, step, actor| attempt(situation, step, actor, 1));
}

/// Screens offer what the table has; an approval is offered before the comparison as well, and says what is missing.
#[test]
fn what_is_offered_of_a_case_is_the_table() {
    let (situations, steps) = (situations(), steps());
    let machine = Machine::new(TABLE, &situations, &steps);
    for situation in &situations {
        let file = situation.world.records.monitoring(HOUSEHOLD);
        let Some(case) = file.and_then(MonitoringFile::present) else {
            continue;
        };
        for role in Role::ALL {
            let mut wanted = machine.steps_of(situation.name, *role);
            wanted.retain(|step| !["OPEN_CASE", ANEW].contains(step));
            if situation.name == "COUNTY_REVIEW, not compared" && *role == Role::DistrictAdmin {
                wanted.push("APPROVE");
            }
            wanted.sort_unstable();
            let kinds = offered(case, *role, day(situation.on)).into_iter();
            let mut found: Vec<&str> = kinds.map(K::code).collect();
            found.sort_unstable();
            assert_eq!(found, wanted, "{} {role:?}", situation.name);
        }
    }
}
