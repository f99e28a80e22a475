//! Identification cases as the desks read them.

use super::Store;
use super::engine::{Link, Row};
use super::error::{Result, StoreError};
use super::{record, whole};
use chrono::NaiveDate;
use domain::case::MonitoringFile;
use domain::case::desk::{CaseBoard, CaseLine, CasePage, Place, by_township};
use domain::case::order::{in_order, pipeline};
use domain::config::Config;
use domain::elimination::desk::{self as eliminations, EliminationLine};
use domain::elimination::precheck::{Criterion, Ground, precheck};
use domain::household::Household;
use domain::ids::{HouseholdId, TeamId, VillageId};
use domain::policy::{Action, Actor};
use domain::record::{Record, RecordKey};
use domain::request::Request;
use domain::risk::order::{in_order as flags_in_order, stands};
use domain::risk::{FlagContent, RelapseFlag};
use std::collections::{BTreeMap, BTreeSet};

/// Every file with the place of its household.
macro_rules! files {
    () => {
        "SELECT r.body, h.name, h.grp, v.name, v.township FROM record r \
         JOIN household_index h ON h.id = r.id JOIN village v ON v.id = r.village \
         WHERE r.kind = 'monitoring'"
    };
}

impl Store {
    /// The present cases that somebody may read, in the order in which they need somebody.
    ///
    /// # Errors
    /// As the database's.
    pub async fn case_board(
        &self,
        actor: &Actor,
        (config, today): (&Config, NaiveDate),
    ) -> Result<CaseBoard> {
        let mut link = self.engine.reader().await?;
        let mut files = Vec::new();
        let mut places = BTreeMap::new();
        // Which of them the person may read is the policy's to say, not the query's. They are few: about one
        // household in a hundred ever has a file (domain.md §3.3).
        for row in link.fetch(files!(), &[]).await? {
            let file = file(&row.text(0)?)?;
            if actor.may(Action::ReadCases, &file.village, None) {
                places.insert(file.household, place(&row)?);
                files.push(file);
            }
        }
        let cases = in_order(files.iter(), today, &config.holidays);
        let pipeline = pipeline(cases.iter().map(|(_, case)| *case), today, &config.holidays);
        let place = |file: &MonitoringFile| places.get(&file.household).cloned();
        let reader = (actor.role, today);
        let lines = cases.into_iter().filter_map(|(file, case)| {
            Some(CaseLine::of(
                file,
                case,
                place(file)?,
                (actor.role, today, &config.holidays),
            ))
        });
        let eliminations = eliminations::in_order(files.iter(), today)
            .into_iter()
            .filter_map(|(file, one)| Some(EliminationLine::of(file, one, place(file)?, reader)));
        let (lines, eliminations): (Vec<_>, Vec<_>) = (lines.collect(), eliminations.collect());
        let townships = townships(&mut link, actor).await?;
        Ok(CaseBoard {
            today,
            pipeline,
            townships: by_township(townships, &lines, &eliminations),
            lines,
            eliminations,
        })
    }

    /// One household's file; none where there is none or where the person may not read it.
    ///
    /// # Errors
    /// As the database's.
    pub async fn case_page(
        &self,
        actor: &Actor,
        id: HouseholdId,
        (config, today): (&Config, NaiveDate),
    ) -> Result<Option<CasePage>> {
        let mut link = self.engine.snapshot().await?;
        let sql = concat!(files!(), " AND r.id = $1");
        let Some(row) = link.first(sql, &[id.to_string().into()]).await? else {
            return Ok(None);
        };
        let file = file(&row.text(0)?)?;
        if !actor.may(Action::ReadCases, &file.village, None) {
            return Ok(None);
        }
        let Some(Record::Household(household)) = record::shown(&mut link, &RecordKey::Household(id)).await?
        else {
            return Err(StoreError::corrupt("household of a case"));
        };
        let (flags, requests) = record::shown_of(&mut link, id).await?;
        let first = file.present().map(|case| case.flag);
        let seen = flags.iter().find(|flag| Some(flag.id) == first);
        let seen = seen.map(|flag| flag.content.clone());
        let open = flags.iter().filter(|flag| stands(flag, Some(&file)));
        let open_flags = flags_in_order(open)
            .into_iter()
            .map(|flag| FlagContent {
                urgent: flag.is_urgent(),
                ..flag.content.clone()
            })
            .collect();
        let criteria = criteria((&household, &file), (&flags, &requests), (config, today));
        Ok(Some(CasePage {
            today,
            place: place(&row)?,
            file,
            household: *household,
            seen,
            criteria,
            holidays: config.holidays.clone(),
            open_flags,
            income_lines: config.income_lines.clone(),
            counting_rules: config.counting_rules.clone(),
            screening: config.screening.clone(),
        }))
    }
}

/// The townships of the villages whose cases somebody may read, once for each village.
async fn townships(link: &mut Link, actor: &Actor) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for row in link.fetch("SELECT id, township FROM village", &[]).await? {
        if actor.may(Action::ReadCases, &VillageId(row.text(0)?), None) {
            found.push(row.text(1)?);
        }
    }
    Ok(found)
}

/// The villages of somebody's place and the teams that lead them now, for those who work for a village or a township.
///
/// # Errors
/// As the database's.
pub(super) async fn place_of(link: &mut Link, staff: &str) -> Result<(Vec<VillageId>, Vec<TeamId>)> {
    let sql = "SELECT v.id, tv.team FROM staff_place p JOIN village v \
               ON v.id = p.village OR (p.village = '' AND v.township = p.township) \
               LEFT JOIN team_village tv ON tv.village = v.id AND tv.to_ms IS NULL \
               WHERE p.staff = $1 ORDER BY v.id";
    let rows = link.fetch(sql, &[staff.into()]).await?;
    let villages = rows.iter().map(|row| row.text(0).map(VillageId));
    let teams = rows.iter().map(|row| Ok(row.opt_text(1)?.map(TeamId)));
    let teams: BTreeSet<Option<TeamId>> = teams.collect::<Result<_>>()?;
    Ok((
        villages.collect::<Result<_>>()?,
        teams.into_iter().flatten().collect(),
    ))
}

/// The criteria of the elimination that runs, as the rules find them in the records.
fn criteria(
    (household, file): (&Household, &MonitoringFile),
    (flags, requests): (&[RelapseFlag], &[Request]),
    (config, today): (&Config, NaiveDate),
) -> Vec<Criterion> {
    let Some(elimination) = file.eliminating() else {
        return Vec::new();
    };
    let ground = Ground {
        household,
        file: Some(file),
        flags: &flags.iter().collect::<Vec<_>>(),
        requests: &requests.iter().collect::<Vec<_>>(),
        config,
        limits: elimination.limits,
    };
    precheck(ground, elimination.way(), today)
}

fn file(body: &str) -> Result<MonitoringFile> {
    match whole::read(body)? {
        Record::Monitoring(file) => Ok(*file),
        _ => Err(StoreError::corrupt("kind of record")),
    }
}

/// Where a household lies: its name, group, village and township from the second column on.
pub(super) fn place(row: &Row) -> Result<Place> {
    Ok(Place {
        name: row.text(1)?,
        group: row.text(2)?,
        village: row.text(3)?,
        township: row.text(4)?,
    })
}
