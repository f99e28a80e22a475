//! Rows of villages and teams.

use super::super::Reporter;
use super::super::cells::{code_of, several};
use super::super::table::{Column, Line, Table};
use super::template::{KINDS, TEAM_ID, TEAM_VILLAGES, TOWNSHIP, UNIT, VILLAGE_ID, VILLAGE_NAME, kind_of};
use super::{Read, Scene, TeamRead, fate, village_of};
use crate::store::Roster;
use domain::exchange::{Fate, ReasonCode, Subject};
use domain::ids::{TeamId, VillageId};
use domain::roster::{Team, Village};
use std::collections::BTreeSet;

/// Longest name of a village, township or unit.
const NAME_MAX: usize = 50;

pub(super) fn villages(table: &Table<'_>, scene: &mut Scene<'_>, reporter: &mut Reporter, rows: &mut Roster) {
    let mut seen = BTreeSet::new();
    for at in table.positions() {
        let mut line = table.line(at);
        let village = village(&mut line, &mut seen);
        let Some(village) = village.filter(|_| !line.is_refused()) else {
            reporter.row(Subject::Villages, &line, Fate::Refused);
            continue;
        };
        let fate = fate(village_of(scene.known, &village.id), &village);
        scene.villages.insert(village.id.clone());
        reporter.row(Subject::Villages, &line, fate);
        if matches!(fate, Fate::New | Fate::Updated) {
            rows.villages.push(village);
        }
    }
    if seen.is_empty() {
        reporter.about_sheet(table.name(), None, ReasonCode::NoRows, true);
    }
}

fn village(line: &mut Line<'_>, seen: &mut BTreeSet<String>) -> Option<Village> {
    let id = unique_code(line, &VILLAGE_ID, seen);
    let name = line.needed(&VILLAGE_NAME, NAME_MAX, ReasonCode::Missing);
    let township = line.needed(&TOWNSHIP, NAME_MAX, ReasonCode::Missing);
    let mut kinds = line.choices(&KINDS, kind_of);
    kinds.sort();
    kinds.dedup();
    Some(Village {
        id: VillageId(id?),
        name: name?,
        township: township?,
        kinds,
    })
}

/// A code that occurs once in its sheet.
pub(super) fn unique_code(
    line: &mut Line<'_>,
    column: &'static Column,
    seen: &mut BTreeSet<String>,
) -> Option<String> {
    let code = line.code(column)?;
    line.about.clone_from(&code);
    if !seen.insert(code.clone()) {
        line.refuse(column, ReasonCode::DuplicateRow);
        return None;
    }
    Some(code)
}

/// The villages that a cell names; refused when one is unknown, written badly or none is named.
pub(super) fn named_villages(
    line: &mut Line<'_>,
    column: &'static Column,
    scene: &Scene<'_>,
) -> Vec<VillageId> {
    let raw = line.raw(column);
    let mut named: Vec<VillageId> = Vec::new();
    for part in several(raw).map(|part| VillageId(code_of(&part))) {
        if !named.contains(&part) {
            named.push(part);
        }
    }
    named.sort();
    if named.is_empty() {
        line.refuse(column, ReasonCode::Missing);
    } else if !named.iter().all(|village| scene.villages.contains(village)) {
        line.refuse(column, ReasonCode::UnknownVillage);
    }
    named
}

pub(super) fn teams<'t>(table: &'t Table<'t>, scene: &mut Scene<'_>) -> Vec<TeamRead<'t>> {
    let mut seen = BTreeSet::new();
    let mut reads = Vec::new();
    for at in table.positions() {
        let mut line = table.line(at);
        let says = team(&mut line, &mut seen, scene);
        reads.push(Read { line, says });
    }
    scene.teams.extend(seen.iter().cloned());
    scene.listed = seen;
    reads
}

fn team(line: &mut Line<'_>, seen: &mut BTreeSet<String>, scene: &mut Scene<'_>) -> Option<Team> {
    let id = unique_code(line, &TEAM_ID, seen);
    let unit = line.needed(&UNIT, NAME_MAX, ReasonCode::Missing);
    let villages = named_villages(line, &TEAM_VILLAGES, scene);
    let mut free = true;
    for village in &villages {
        free &= scene.led.insert(village.clone());
    }
    if !free {
        line.refuse(&TEAM_VILLAGES, ReasonCode::VillageOfTwoTeams);
    }
    Some(Team {
        id: TeamId(id?),
        unit: unit?,
        villages,
    })
}
