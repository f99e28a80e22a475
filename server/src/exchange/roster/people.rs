//! Rows of people: team members, team leaders, linked leaders.

use super::super::Reporter;
use super::super::cells::code_of;
use super::super::table::{Column, Line, Table};
use super::places::{named_villages, unique_code};
use super::template::{
    END_REASON, LEADER_ID, LEADER_NAME, LEADER_VILLAGES, POLITICAL, POST, POSTED_FROM, POSTED_UNTIL,
    STAFF_ID, STAFF_NAME, STAFF_PHONE, STAFF_SEX, STAFF_TEAM, SUCCESSOR, TEAM_ID, TEAM_VILLAGES,
    political_of, reason_of, role_of, sex_of,
};
use super::{LeaderRead, Read, Scene, StaffRead, TeamRead, fate};
use crate::store::{LeaderLink, PostingEnd, Roster, StaffRow};
use domain::exchange::{Fate, ReasonCode, Subject};
use domain::handover::codes::EndReason;
use domain::handover::is_short_term;
use domain::identity::is_mobile;
use domain::ids::{StaffId, TeamId};
use domain::roster::{Political, Role};
use domain::text;

/// Longest name of a person (VQ12).
pub(in super::super) const PERSON_MAX: usize = 50;
/// Smaller teams are allowed, with a remark (VT02).
const TEAM_MIN: usize = 3;

pub(super) fn people<'t>(table: &'t Table<'t>, scene: &mut Scene<'_>) -> Vec<StaffRead<'t>> {
    let mut reads = Vec::new();
    for at in table.positions() {
        let mut line = table.line(at);
        let says = person(&mut line, scene);
        let (reason, successor) = ending(&mut line);
        let says = says.map(|person| {
            let end = PostingEnd {
                staff: person.id.clone(),
                reason,
                successor,
            };
            (person, end)
        });
        reads.push(Read { line, says });
    }
    reads
}

/// Why the posting of the row ends, and who comes; the office may leave both out.
fn ending(line: &mut Line<'_>) -> (Option<EndReason>, Option<StaffId>) {
    let reason = line.choice(&END_REASON, reason_of);
    let successor = line.words(&SUCCESSOR, PERSON_MAX);
    (reason, successor.map(|number| StaffId(code_of(&number))))
}

fn person(line: &mut Line<'_>, scene: &mut Scene<'_>) -> Option<StaffRow> {
    let id = staff_code(line, &STAFF_ID, scene, &[Role::TeamMember, Role::TeamLeader]);
    let name = line.needed(&STAFF_NAME, PERSON_MAX, ReasonCode::NameEmpty);
    let role = line.needed_choice(&POST, role_of);
    let team = line.code(&STAFF_TEAM);
    if team.as_ref().is_some_and(|team| !scene.teams.contains(team)) {
        line.refuse(&STAFF_TEAM, ReasonCode::UnknownTeam);
    }
    let posted_from = line.date(&POSTED_FROM);
    let posted_until = line.date(&POSTED_UNTIL);
    if posted_from
        .zip(posted_until)
        .is_some_and(|(from, until)| until < from)
    {
        line.refuse(&POSTED_UNTIL, ReasonCode::DatesReversed);
    } else if posted_from
        .zip(posted_until)
        .is_some_and(|(from, until)| is_short_term(from, until))
    {
        line.remark(&POSTED_UNTIL, ReasonCode::TermShort);
    }
    let sex = line.choice(&STAFF_SEX, sex_of);
    let political = line.choice(&POLITICAL, political_of);
    // For how long, and how many years of work, the roster does not say (VT05).
    let leads = role == Some(Role::TeamLeader);
    if leads && political.is_some_and(|political| political != Political::Party) {
        line.remark(&POLITICAL, ReasonCode::LeaderNotParty);
    }
    let phone = phone(line, &STAFF_PHONE);
    Some(StaffRow {
        id: StaffId(id?),
        name: name?,
        sex,
        phone,
        role: role?,
        team: Some(TeamId(team?)),
        political,
        posted_from,
        posted_until,
    })
}

/// A staff number that is new, or belongs to somebody of one of these roles already.
fn staff_code(
    line: &mut Line<'_>,
    column: &'static Column,
    scene: &mut Scene<'_>,
    roles: &[Role],
) -> Option<String> {
    let code = unique_code(line, column, &mut scene.staff)?;
    let known = scene.known.staff.iter().find(|row| row.id.as_str() == code);
    if known.is_some_and(|row| !roles.contains(&row.role)) {
        // An import must not turn an administrator's account into somebody else's.
        line.refuse(column, ReasonCode::StaffNumberTaken);
        return None;
    }
    Some(code)
}

/// A telephone number, narrow and without separators; an unusual one is taken with a remark (VQ06).
pub(in super::super) fn phone(line: &mut Line<'_>, column: &'static Column) -> Option<String> {
    const PHONE_MAX: usize = 30;
    let words = line.words(column, PHONE_MAX)?;
    let plain: String = text::compact(&words).chars().filter(|c| *c != '-').collect();
    let plain = text::without_point(&plain).to_owned();
    if plain.is_empty() || matches!(plain.as_str(), "无" | "没有" | "/") {
        return None;
    }
    if !is_mobile(&plain) {
        line.remark(column, ReasonCode::PhoneUnusual);
    }
    Some(plain)
}

pub(super) fn leaders<'t>(table: &'t Table<'t>, scene: &mut Scene<'_>) -> Vec<LeaderRead<'t>> {
    let mut reads = Vec::new();
    for at in table.positions() {
        let mut line = table.line(at);
        let says = leader(&mut line, scene);
        reads.push(Read { line, says });
    }
    reads
}

fn leader(line: &mut Line<'_>, scene: &mut Scene<'_>) -> Option<(StaffRow, LeaderLink)> {
    let id = staff_code(line, &LEADER_ID, scene, &[Role::LinkedLeader]);
    let name = line.needed(&LEADER_NAME, PERSON_MAX, ReasonCode::NameEmpty);
    let villages = named_villages(line, &LEADER_VILLAGES, scene);
    let leader = StaffId(id?);
    let row = StaffRow {
        id: leader.clone(),
        name: name?,
        sex: None,
        phone: None,
        role: Role::LinkedLeader,
        team: None,
        political: None,
        posted_from: None,
        posted_until: None,
    };
    Some((row, LeaderLink { leader, villages }))
}

/// Reports the teams, now that their people are known: small ones and ones without a leader get a remark.
pub(super) fn review_teams(
    teams: Vec<TeamRead<'_>>,
    people: &[StaffRead<'_>],
    scene: &Scene<'_>,
    reporter: &mut Reporter,
    rows: &mut Roster,
) {
    for Read { mut line, says } in teams {
        let Some(team) = says.filter(|_| !line.is_refused()) else {
            reporter.row(Subject::Teams, &line, Fate::Refused);
            continue;
        };
        let of_team = || {
            let people = people.iter().filter_map(|read| read.says.as_ref());
            let people = people.map(|(person, _)| person);
            people.filter(|person| person.team.as_ref() == Some(&team.id))
        };
        let fate = fate(scene.known.teams.iter().find(|known| known.id == team.id), &team);
        if of_team().count() < TEAM_MIN {
            line.remark(&TEAM_ID, ReasonCode::TeamSmall);
        }
        if !of_team().any(|person| person.role == Role::TeamLeader) {
            line.remark(&TEAM_ID, ReasonCode::TeamWithoutLeader);
        }
        for village in &team.villages {
            if let Some(former) = scene.unlisted_lead(village) {
                let value = format!("{village} ({former})");
                line.remark_as(Some(&TEAM_VILLAGES), ReasonCode::VillageChangesTeam, fate, &value);
            }
        }
        reporter.row(Subject::Teams, &line, fate);
        if matches!(fate, Fate::New | Fate::Updated) {
            rows.teams.push(team);
        }
    }
}

/// Reports people and linked leaders and takes their rows.
pub(super) fn settle(
    people: Vec<StaffRead<'_>>,
    leaders: Vec<LeaderRead<'_>>,
    scene: &Scene<'_>,
    reporter: &mut Reporter,
    rows: &mut Roster,
) {
    for Read { mut line, says } in people {
        let comes = says.as_ref().and_then(|(_, end)| end.successor.as_ref());
        if comes.is_some_and(|comes| !scene.has_other(comes, says.as_ref().map(|(person, _)| &person.id))) {
            line.refuse(&SUCCESSOR, ReasonCode::SuccessorUnknown);
        }
        let Some((person, end)) = says.filter(|_| !line.is_refused()) else {
            reporter.row(Subject::People, &line, Fate::Refused);
            continue;
        };
        settle_person(&line, person, end, scene, reporter, rows);
    }
    for Read { line, says } in leaders {
        let Some((person, link)) = says.filter(|_| !line.is_refused()) else {
            reporter.row(Subject::Leaders, &line, Fate::Refused);
            continue;
        };
        settle_leader(&line, person, link, scene, reporter, rows);
    }
}

fn settle_person(
    line: &Line<'_>,
    person: StaffRow,
    end: PostingEnd,
    scene: &Scene<'_>,
    reporter: &mut Reporter,
    rows: &mut Roster,
) {
    let told = scene.known.ends.iter().find(|known| known.staff == end.staff);
    // What the file leaves out stays as it was told before.
    let new_reason = end.reason.is_some() && end.reason != told.and_then(|told| told.reason);
    let new_successor =
        end.successor.is_some() && end.successor.as_ref() != told.and_then(|told| told.successor.as_ref());
    let of_end = match new_reason || new_successor {
        true => Fate::Updated,
        false => Fate::Unchanged,
    };
    settle_row((Subject::People, line), person, of_end, scene, reporter, rows);
    if of_end != Fate::Unchanged {
        rows.ends.push(end);
    }
}

fn settle_leader(
    line: &Line<'_>,
    person: StaffRow,
    link: LeaderLink,
    scene: &Scene<'_>,
    reporter: &mut Reporter,
    rows: &mut Roster,
) {
    let known = scene.known.links.iter().find(|known| known.leader == link.leader);
    let of_link = fate(known, &link);
    settle_row((Subject::Leaders, line), person, of_link, scene, reporter, rows);
    for village in &link.villages {
        let linked = known.is_some_and(|known| known.villages.contains(village));
        let fate = if linked { Fate::Unchanged } else { Fate::New };
        reporter.part(Subject::Links, line, village.as_str(), fate);
    }
    if of_link != Fate::Unchanged {
        rows.links.push(link);
    }
}

/// Reports a row that says who somebody is and something `besides`, of which the fate is known, and takes the person.
/// The row is new where the person is, and as it was where nothing of it has changed.
fn settle_row(
    (subject, line): (Subject, &Line<'_>),
    person: StaffRow,
    besides: Fate,
    scene: &Scene<'_>,
    reporter: &mut Reporter,
    rows: &mut Roster,
) {
    let known = scene.known.staff.iter().find(|known| known.id == person.id);
    let of_person = fate(known, &person);
    let of_row = match (of_person, besides) {
        (Fate::New, _) => Fate::New,
        (Fate::Unchanged, Fate::Unchanged) => Fate::Unchanged,
        _ => Fate::Updated,
    };
    reporter.row(subject, line, of_row);
    if of_person != Fate::Unchanged {
        rows.staff.push(person);
    }
}

/// Notes what the system has and the file has not: nobody loses an account because a row was forgotten.
pub(super) fn report_absent(scene: &Scene<'_>, reporter: &mut Reporter) {
    let posted = |role| matches!(role, Role::TeamMember | Role::TeamLeader | Role::LinkedLeader);
    for person in scene.known.staff.iter().filter(|person| posted(person.role)) {
        if !scene.staff.contains(person.id.as_str()) {
            reporter.absent("", person.id.as_str(), ReasonCode::NotInFile);
        }
    }
    for village in scene
        .villages
        .iter()
        .filter(|village| !scene.led.contains(village))
    {
        if scene.unlisted_lead(village).is_none() {
            reporter.absent("", village.as_str(), ReasonCode::VillageWithoutTeam);
        }
    }
}
