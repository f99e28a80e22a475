//! Who may say what a level decided of a leave, and who reads it at a desk: every level × role × standing × state,
//! against a table in the words of domain.md §3.2 and §7.3.

use crate::cast::{day, id};
use crate::people::noon;
use crate::world::{Team, leave};
use domain::ids::{DeviceId, OpId};
use domain::operation::{Operation, OperationBody};
use domain::policy::Actor;
use domain::reducer::{Context, apply};
use domain::refusal::RefusalCode;
use domain::roster::Role;
use domain::team::LeaveDecision;
use domain::team::codes::{LeaveKind, LeaveLevel, LeaveStatus};
use domain::team::desk::{LeaveBoard, LeaveLine, TeamPlace};

/// How somebody stands to the team of the person who asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    OwnTeam,
    OtherTeam,
    OwnPlace,
    OtherPlace,
    NoPlace,
}

const STANDINGS: [Standing; 5] = [
    Standing::OwnTeam,
    Standing::OtherTeam,
    Standing::OwnPlace,
    Standing::OtherPlace,
    Standing::NoPlace,
];

/// `level | role | standing | from paper`: who may; nobody else may. "approve short leave" (leader), "leave ≤3 days" (own
/// township), "leave >3 days" (residency office); what was decided above on paper the leader enters.
const TABLE: [(LeaveLevel, Role, Option<Standing>, bool); 5] = [
    (
        LeaveLevel::Leader,
        Role::TeamLeader,
        Some(Standing::OwnTeam),
        false,
    ),
    (LeaveLevel::Town, Role::TeamLeader, Some(Standing::OwnTeam), true),
    (
        LeaveLevel::Town,
        Role::TownReviewer,
        Some(Standing::OwnPlace),
        false,
    ),
    (
        LeaveLevel::District,
        Role::TeamLeader,
        Some(Standing::OwnTeam),
        true,
    ),
    (LeaveLevel::District, Role::ResidencyOffice, None, false),
];

/// A person of a role, standing so. A role that has no team or place in the product gets one all the same: it must not
/// help.
fn somebody(role: Role, standing: Standing) -> Actor {
    let team = match standing {
        Standing::OwnTeam => Some("T01"),
        Standing::OtherTeam => Some("T02"),
        _ => None,
    };
    let teams_of_place = match standing {
        Standing::OwnPlace => vec!["T01".into()],
        Standing::OtherPlace => vec!["T02".into()],
        _ => vec![],
    };
    Actor {
        staff: "P777".into(),
        name: "尹小满".to_owned(),
        role,
        team: team.map(Into::into),
        villages: vec![],
        former_villages: vec![],
        teams_of_place,
    }
}

/// A leave of five days of P002 that waits for this level.
fn waits_for(level: LeaveLevel, kind: LeaveKind) -> (Team, OpId) {
    let mut team = Team::new();
    let op = team
        .ask("P002", "P002", leave(kind, "2026-03-10", "2026-03-14"))
        .unwrap();
    while team.leave(op).waits_for() != Some(level) {
        let next = team.leave(op).waits_for().unwrap();
        team.decide("P001", op, next, true).unwrap();
    }
    (team, op)
}

fn decision(level: LeaveLevel, decider: &str) -> LeaveDecision {
    LeaveDecision {
        level,
        approve: true,
        decider: decider.to_owned(),
        words: String::new(),
    }
}

fn decide(team: &mut Team, actor: &Actor, leave: OpId, decision: LeaveDecision) -> Result<(), RefusalCode> {
    let operation = Operation {
        id: OpId(id(777)),
        device: DeviceId(id(900)),
        seq: 1,
        author: actor.staff.clone(),
        recorded_at: noon("2026-03-03"),
        recorded_on: day("2026-03-03"),
        body: OperationBody::DecideLeave {
            team: "T01".into(),
            staff: "P002".into(),
            leave,
            decision: Box::new(decision),
        },
    };
    let context = Context {
        actor,
        config: &team.config,
        received_at: Some(noon("2026-03-03")),
    };
    let effect = apply(&operation, &team.records, context).map_err(|refusal| refusal.code)?;
    for record in effect.records {
        team.records.put(record);
    }
    Ok(())
}

/// How the table lets somebody say it: from paper or not; none where it does not.
fn allowed(level: LeaveLevel, role: Role, standing: Standing) -> Option<bool> {
    let mut lines = TABLE.iter();
    let line = lines.find(|(of, by, stands, _)| {
        *of == level && *by == role && stands.is_none_or(|stands| stands == standing)
    });
    line.map(|(.., from_paper)| *from_paper)
}

#[test]
fn a_level_is_decided_by_its_own_people_and_by_nobody_else() {
    let mut tried = 0;
    for waiting in LeaveLevel::ALL {
        let (team, op) = waits_for(*waiting, LeaveKind::Personal);
        for role in Role::ALL {
            for standing in STANDINGS {
                for level in LeaveLevel::ALL {
                    let actor = somebody(*role, standing);
                    let from_paper = allowed(*level, *role, standing);
                    let decider = if from_paper == Some(true) {
                        "镇党委 王"
                    } else {
                        ""
                    };
                    let mut team = team.clone();
                    let said = decide(&mut team, &actor, op, decision(*level, decider));
                    let expected = match from_paper {
                        None => Err(RefusalCode::NotAllowed),
                        Some(_) if level > waiting => Err(RefusalCode::NotThisStep),
                        Some(_) if level < waiting => Err(RefusalCode::CaseMoved),
                        Some(_) => Ok(()),
                    };
                    let who = format!("{role:?} {standing:?} says {level:?} while it waits for {waiting:?}");
                    assert_eq!(said, expected, "{who}");
                    tried += 1;
                    if said.is_ok() {
                        assert_ne!(team.leave(op).waits_for(), Some(*waiting), "{who}");
                        let again = decide(&mut team, &actor, op, decision(*level, decider));
                        assert_eq!(again, Err(RefusalCode::CaseMoved), "{who}, twice");
                    }
                }
            }
        }
    }
    assert_eq!(tried, 3 * Role::ALL.len() * STANDINGS.len() * 3);
}

#[test]
fn only_what_is_entered_from_paper_names_who_decided() {
    let (mut team, op) = waits_for(LeaveLevel::Town, LeaveKind::Personal);
    let leader = somebody(Role::TeamLeader, Standing::OwnTeam);
    let nameless = decide(&mut team, &leader, op, decision(LeaveLevel::Town, " "));
    assert_eq!(nameless, Err(RefusalCode::EmptyText));
    let town = somebody(Role::TownReviewer, Standing::OwnPlace);
    let no = LeaveDecision {
        approve: false,
        ..decision(LeaveLevel::Town, "")
    };
    let mute = decide(&mut team, &town, op, no.clone());
    assert_eq!(mute, Err(RefusalCode::EmptyText), "a no says why");
    let words = "那几天要走访".to_owned();
    decide(&mut team, &town, op, LeaveDecision { words, ..no }).unwrap();
    let (said, by) = team.leave(op).decisions().last().unwrap();
    assert_eq!((said.approve, by), (false, "尹小满"));
    assert_eq!(team.leave(op).status(day("2026-03-03")), LeaveStatus::Rejected);
}

fn board(team: &Team, actor: &Actor, on: &str) -> Option<LeaveBoard> {
    let place = TeamPlace {
        unit: "区某局".to_owned(),
        villages: vec!["万宝镇垭古村".to_owned()],
    };
    let files: Vec<_> = team
        .records
        .days_files()
        .map(|file| (file.clone(), place.clone()))
        .collect();
    LeaveBoard::of(actor, &files, day(on))
}

#[test]
fn a_desk_reads_the_leave_that_waits_for_it_and_nothing_else() {
    for waiting in LeaveLevel::ALL {
        let (team, _) = waits_for(*waiting, LeaveKind::Personal);
        for role in Role::ALL {
            for standing in STANDINGS {
                let board = board(&team, &somebody(*role, standing), "2026-03-03");
                let desk = match role {
                    Role::TownReviewer => Some((LeaveLevel::Town, standing == Standing::OwnPlace)),
                    Role::ResidencyOffice => Some((LeaveLevel::District, true)),
                    _ => None,
                };
                let reads = board
                    .as_ref()
                    .map(|board| (board.level, !board.waiting.is_empty()));
                let expected = desk.map(|(level, here)| (level, here && level == *waiting));
                assert_eq!(reads, expected, "{role:?} {standing:?} {waiting:?}");
                // The township's own step lies behind it once the district has its turn.
                let decided = board.map_or(0, |board| board.decided.len());
                let own = matches!(desk, Some((LeaveLevel::Town, true))) && *waiting == LeaveLevel::District;
                assert_eq!(decided, usize::from(own), "{role:?} {standing:?} {waiting:?}");
            }
        }
    }
}

#[test]
fn of_an_illness_a_desk_reads_no_more_than_that_it_is_one() {
    for kind in LeaveKind::ALL {
        let (team, _) = waits_for(LeaveLevel::District, *kind);
        let office = somebody(Role::ResidencyOffice, Standing::NoPlace);
        let town = somebody(Role::TownReviewer, Standing::OwnPlace);
        let [office, town] = [office, town].map(|actor| board(&team, &actor, "2026-03-03").unwrap());
        let reason = match kind {
            LeaveKind::Personal | LeaveKind::Other => "家里有事",
            _ => "",
        };
        let line: &LeaveLine = office.waiting.first().unwrap();
        assert_eq!((line.content.kind, line.content.reason.as_str()), (*kind, reason));
        assert_eq!(line.then, None, "the district is the last");
        // Who agreed before, and with which words only to the level itself.
        let said: Vec<_> = line
            .said
            .iter()
            .map(|said| (said.level, said.words.as_str()))
            .collect();
        assert_eq!(said, [(LeaveLevel::Leader, ""), (LeaveLevel::Town, "")]);
        let line = town.decided.first().unwrap();
        assert_eq!(line.content.reason, reason);
        assert_eq!(line.then, Some(LeaveLevel::District));
        let own: Vec<_> = line.said.iter().map(|said| said.words.as_str()).collect();
        assert_eq!(own, ["", "人手不够"]);
        let told = serde_json::to_string(&office).unwrap();
        assert!(!told.contains("on_site") && !told.contains("months"));
    }
}

#[test]
fn what_was_decided_is_gone_from_the_desk_with_the_last_day_of_the_leave() {
    let (mut team, op) = waits_for(LeaveLevel::District, LeaveKind::Sick);
    let office = somebody(Role::ResidencyOffice, Standing::NoPlace);
    decide(&mut team, &office, op, decision(LeaveLevel::District, "")).unwrap();
    let statuses = |team: &Team, on: &str| -> Vec<LeaveStatus> {
        let board = board(team, &office, on).unwrap();
        assert!(board.waiting.is_empty());
        board.decided.iter().map(|line| line.status).collect()
    };
    assert_eq!(statuses(&team, "2026-03-03"), [LeaveStatus::DistrictApproved]);
    assert_eq!(statuses(&team, "2026-03-14"), [LeaveStatus::OnLeave]);
    assert_eq!(statuses(&team, "2026-03-15"), []);
    // One that waits is kept: whoever fell ill asks when it is possible.
    let (late, _) = waits_for(LeaveLevel::District, LeaveKind::Sick);
    let board = board(&late, &office, "2026-04-20").unwrap();
    assert_eq!(board.waiting.len(), 1);
}
