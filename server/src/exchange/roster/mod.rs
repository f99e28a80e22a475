//! The roster workbook: villages, teams, people, linked leaders and, where the office keeps them, the villages' other posts.

mod holders;
mod people;
mod places;
mod template;

pub(super) use people::{PERSON_MAX, phone};
pub(super) use template::sex_of;

use super::Reporter;
use super::table::{Line, Table};
use super::workbook::Workbook;
use crate::store::{LeaderLink, PostingEnd, Roster, StaffRow};
use domain::exchange::{Fate, ImportKind, ImportReport};
use domain::ids::{StaffId, TeamId, VillageId};
use domain::roster::{Team, Village};
use std::collections::BTreeSet;

/// What an import of a roster would do.
#[derive(Debug)]
pub struct RosterPlan {
    /// The rows to write: new and changed ones only.
    pub rows: Roster,
    /// The fate of every row.
    pub report: ImportReport,
}

/// Plans the import of a roster over what is known now.
#[must_use]
pub fn plan(workbook: &Workbook, known: &Roster) -> RosterPlan {
    let mut reporter = Reporter::new(ImportKind::Roster);
    let tables = [
        &template::VILLAGES,
        &template::TEAMS,
        &template::PEOPLE,
        &template::LEADERS,
    ]
    .map(|template| Table::open(workbook, template, &mut reporter));
    let mut rows = Roster::default();
    if let [Some(villages), Some(teams), Some(people), Some(leaders)] = &tables {
        let mut scene = Scene::over(known);
        places::villages(villages, &mut scene, &mut reporter, &mut rows);
        let team_lines = places::teams(teams, &mut scene);
        let staff_lines = people::people(people, &mut scene);
        let leader_lines = people::leaders(leaders, &mut scene);
        people::review_teams(team_lines, &staff_lines, &scene, &mut reporter, &mut rows);
        people::settle(staff_lines, leader_lines, &scene, &mut reporter, &mut rows);
        if let Some(table) = Table::open_where_there(workbook, &template::HOLDERS, &mut reporter) {
            holders::holders(&table, &scene, &mut reporter, &mut rows);
        }
        people::report_absent(&scene, &mut reporter);
    }
    let report = reporter.finish();
    if !report.committable {
        rows = Roster::default();
    }
    RosterPlan { rows, report }
}

/// What is known before the import and what the file has said so far.
struct Scene<'a> {
    known: &'a Roster,
    villages: BTreeSet<VillageId>,
    teams: BTreeSet<String>,
    /// The teams that have a row in the file.
    listed: BTreeSet<String>,
    staff: BTreeSet<String>,
    led: BTreeSet<VillageId>,
}

impl<'a> Scene<'a> {
    fn over(known: &'a Roster) -> Self {
        Self {
            known,
            villages: known.villages.iter().map(|village| village.id.clone()).collect(),
            teams: known.teams.iter().map(|team| team.id.0.clone()).collect(),
            listed: BTreeSet::new(),
            staff: BTreeSet::new(),
            led: BTreeSet::new(),
        }
    }
}

impl Scene<'_> {
    /// Whether a number is somebody's, in the file or known before, and another's than this person's.
    fn has_other(&self, number: &StaffId, than: Option<&StaffId>) -> bool {
        let mut known = self.known.staff.iter();
        let there = self.staff.contains(number.as_str()) || known.any(|row| row.id == *number);
        there && than != Some(number)
    }

    /// The team that leads a village now and that the file does not list.
    fn unlisted_lead(&self, village: &VillageId) -> Option<&TeamId> {
        let mut unlisted = self.known.teams.iter();
        let lead =
            unlisted.find(|team| team.villages.contains(village) && !self.listed.contains(team.id.as_str()));
        lead.map(|team| &team.id)
    }
}

/// A row read from the file with what it says; none where the row is refused.
struct Read<'a, T> {
    line: Line<'a>,
    says: Option<T>,
}

type TeamRead<'a> = Read<'a, Team>;
type StaffRead<'a> = Read<'a, (StaffRow, PostingEnd)>;
type LeaderRead<'a> = Read<'a, (StaffRow, LeaderLink)>;

/// The fate of what a row says against what is known.
fn fate<T: PartialEq>(known: Option<&T>, says: &T) -> Fate {
    match known {
        None => Fate::New,
        Some(known) if known == says => Fate::Unchanged,
        Some(_) => Fate::Updated,
    }
}

fn village_of<'r>(roster: &'r Roster, id: &VillageId) -> Option<&'r Village> {
    roster.villages.iter().find(|village| village.id == *id)
}
