//! A table of domain.md and everything that can be tried against it.

use crate::cast::{day, id};
use crate::people::noon;
use crate::world::World;
use domain::ids::{DeviceId, OpId};
use domain::operation::{Operation, OperationBody};
use domain::policy::Actor;
use domain::reducer::{Context, apply};
use domain::refusal::RefusalCode;
use domain::roster::Role;

/// Whoever tries: nobody who has done anything before.
const STAFF: &str = "P777";

/// How the person stands to the household's village.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    OwnTeam,
    FormerTeam,
    OwnPlace,
    OtherTeam,
    OtherPlace,
}

impl Standing {
    pub const ALL: [Self; 5] = [
        Self::OwnTeam,
        Self::FormerTeam,
        Self::OwnPlace,
        Self::OtherTeam,
        Self::OtherPlace,
    ];

    const fn words(self) -> &'static str {
        match self {
            Self::OwnTeam => "of the team that has the village",
            Self::FormerTeam => "of the team that had the village before",
            Self::OwnPlace => "of the village's own place",
            Self::OtherTeam => "of another team",
            Self::OtherPlace => "of another place",
        }
    }

    /// Whether the village is one that the person hears nothing of.
    const fn is_elsewhere(self) -> bool {
        matches!(self, Self::OtherTeam | Self::OtherPlace)
    }
}

/// A person of a role, standing so. A role that has no team or place in the product gets one all the same: it must not
/// help.
fn somebody(role: Role, standing: Standing) -> Actor {
    let here = || vec!["V001".into()];
    let (team, villages, former_villages) = match standing {
        Standing::OwnTeam => (Some("T01"), here(), vec![]),
        Standing::FormerTeam => (Some("T01"), vec!["V003".into()], here()),
        Standing::OwnPlace => (None, here(), vec![]),
        Standing::OtherTeam => (Some("T02"), vec!["V002".into()], vec![]),
        Standing::OtherPlace => (None, vec!["V009".into()], vec![]),
    };
    let teams_of_place = match standing {
        Standing::OwnPlace => vec!["T01"],
        Standing::OtherPlace => vec!["T02"],
        _ => vec![],
    };
    Actor {
        staff: STAFF.into(),
        name: "尹小满".to_owned(),
        role,
        team: team.map(Into::into),
        villages,
        former_villages,
        teams_of_place: teams_of_place.into_iter().map(Into::into).collect(),
    }
}

/// domain.md §3.2, column "Sees": whether the household lies in what somebody of this role works on. The other roles
/// take part in no procedure of a household, wherever they stand.
const fn in_scope(role: Role, standing: Standing) -> bool {
    match role {
        // "households of own village(s)", "the team's villages"
        Role::TeamMember | Role::TeamLeader => matches!(standing, Standing::OwnTeam),
        // "own village", "own township"
        Role::VillageCadre | Role::TownReviewer => matches!(standing, Standing::OwnPlace),
        // "district"
        Role::DistrictAdmin => true,
        Role::ResidencyOffice
        | Role::DeptUser
        | Role::LinkedLeader
        | Role::Inspector
        | Role::DisciplineInspector
        | Role::SystemAdmin => false,
    }
}

/// A line of a table: `from | words of domain.md | step | to | roles`.
struct Line {
    from: &'static str,
    step: &'static str,
    to: &'static str,
    roles: Vec<Role>,
}

fn read(table: &'static str) -> Vec<Line> {
    let lines = table.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let mut cells = line.split('|').map(str::trim);
            let mut cell = || cells.next().unwrap_or_default();
            let (from, _, step, to, roles) = (cell(), cell(), cell(), cell(), cell());
            let role = |code: &str| Role::from_code(code).unwrap_or_else(|| panic!("no role {code}: {line}"));
            Line {
                from,
                step,
                to,
                roles: roles.split_whitespace().map(role).collect(),
            }
        })
        .collect()
}

/// Where a try begins: its name in the table, what is known there, and the day of the try.
pub struct Situation {
    pub name: &'static str,
    pub world: World,
    pub on: &'static str,
}

/// A machine and its table.
pub struct Machine<'a> {
    table: &'static str,
    situations: &'a [Situation],
    steps: &'a [&'static str],
    kept_after_a_move: &'a [&'static str],
}

impl<'a> Machine<'a> {
    /// A machine of which a team that no longer has the village takes no step.
    pub fn new(table: &'static str, situations: &'a [Situation], steps: &'a [&'static str]) -> Self {
        Self {
            table,
            situations,
            steps,
            kept_after_a_move: &[],
        }
    }

    /// What was seen, asked or done before the household moved arrives under its author: for these steps a team that had
    /// the village stands as the one that has it (§5.5: nothing that was recorded offline is lost).
    pub fn keeping_after_a_move(self, steps: &'a [&'static str]) -> Self {
        Self {
            kept_after_a_move: steps,
            ..self
        }
    }

    /// Tries every cell; all that differ are printed.
    pub fn hold(&self, attempt: impl Fn(&Situation, &'static str, &Actor) -> Result<String, RefusalCode>) {
        let lines = read(self.table);
        for line in &lines {
            let known =
                self.situations.iter().any(|one| one.name == line.from) && self.steps.contains(&line.step);
            assert!(
                known,
                "the table names what nobody tries: {} {}",
                line.from, line.step
            );
        }
        let (mut tried, mut differing) = (0, Vec::new());
        for situation in self.situations {
            for step in self.steps.iter().copied() {
                let mut fitting = lines
                    .iter()
                    .filter(|line| line.from == situation.name && line.step == step);
                let line = fitting.next();
                assert!(fitting.next().is_none(), "two lines: {} {step}", situation.name);
                for role in Role::ALL {
                    for standing in Standing::ALL {
                        tried += 1;
                        let wanted = line
                            .filter(|line| line.roles.contains(role) && self.reaches(step, *role, standing));
                        let found = attempt(situation, step, &somebody(*role, standing));
                        differing.extend(differs(wanted, &found, hidden(*role, standing)).map(|how| {
                            let (from, who) = (situation.name, standing.words());
                            format!("{from} --{step}--> by {} {who}: {how}", role.code())
                        }));
                    }
                }
            }
        }
        let cells = self.situations.len() * self.steps.len() * Role::ALL.len() * Standing::ALL.len();
        assert_eq!(tried, cells);
        assert!(
            differing.is_empty(),
            "{} of {tried} cells differ:\n{}",
            differing.len(),
            differing.join("\n")
        );
    }

    fn reaches(&self, step: &str, role: Role, standing: Standing) -> bool {
        let late = matches!(role, Role::TeamMember | Role::TeamLeader)
            && standing == Standing::FormerTeam
            && self.kept_after_a_move.contains(&step);
        late || in_scope(role, standing)
    }

    /// The steps that the table has for a role in a situation, wherever in its scope somebody stands.
    pub fn steps_of(&self, name: &str, role: Role) -> Vec<&'static str> {
        let lines = read(self.table).into_iter();
        lines
            .filter(|line| line.from == name && line.roles.contains(&role))
            .map(|line| line.step)
            .collect()
    }
}

/// Whether somebody may not even hear that the household is there; the district sees all of them.
fn hidden(role: Role, standing: Standing) -> bool {
    standing.is_elsewhere() && !in_scope(role, standing)
}

/// What is wrong with an answer; nothing where it is what the table says.
fn differs(wanted: Option<&Line>, found: &Result<String, RefusalCode>, hidden: bool) -> Option<String> {
    match (wanted, found) {
        (Some(line), Ok(to)) if to == line.to => None,
        (Some(line), Ok(to)) => Some(format!("domain.md says {}, it leads to {to}", line.to)),
        (Some(line), Err(code)) => Some(format!("domain.md says {}, it is refused: {code:?}", line.to)),
        (None, Ok(to)) => Some(format!("domain.md has no such line, it leads to {to}")),
        (None, Err(code)) if hidden && *code != RefusalCode::NotFound => {
            Some(format!("the refusal tells that something is there: {code:?}"))
        }
        (None, Err(_)) => None,
    }
}

/// What becomes of a world when somebody does something at noon of a day, as the server takes it.
pub fn after(situation: &Situation, actor: &Actor, body: OperationBody) -> Result<World, RefusalCode> {
    let operation = Operation {
        id: OpId(id(7_000)),
        device: DeviceId(id(900)),
        seq: 1,
        author: actor.staff.clone(),
        recorded_at: noon(situation.on),
        recorded_on: day(situation.on),
        body,
    };
    let context = Context {
        actor,
        config: &situation.world.config,
        received_at: Some(noon(situation.on)),
    };
    let effect = apply(&operation, &situation.world.records, context).map_err(|refusal| refusal.code)?;
    let mut world = situation.world.clone();
    for record in effect.records {
        world.records.put(record);
    }
    Ok(world)
}
