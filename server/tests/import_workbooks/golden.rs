//! The golden year: where each line of the four not-removes stood at the end of each month of the demonstration
//! district's year, in a file that a person can read. `LEDGER_GOLDEN=write` writes it anew; read the difference.

use crate::office::{Office, SEED, by, now, today};
use chrono::{Datelike, Months, NaiveDate};
use domain::commitments::trend::duties_before_the_end_of;
use domain::commitments::{
    CommitmentStatus, DutyFinding, Finding, Ground, LineCode, LineRow, Posted, VillagePosts, catalogue,
    duty_lines, lines,
};
use domain::config::Config;
use domain::duty::DutyItem;
use domain::handover::Assignment;
use domain::household::Household;
use domain::operation::Operation;
use domain::policy::Actor;
use domain::record::{Record, RecordMap};
use domain::reducer::{Context, apply};
use domain::roster::Role;
use domain::sync::Colleague;
use server::demo::visits::{Moment, Step, leader_first, script};
use server::demo::{Dice, register, roster};
use server::exchange;
use server::store::{Roster, StaffRow};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::PathBuf;

/// Households a village: few, so that the year is quick, and enough that every line has life.
const EACH: u32 = 12;

/// The district's register and the operations of its year, in the order of their receipt.
struct Year {
    roster: Roster,
    records: RecordMap,
    steps: Vec<(Actor, Operation, domain::time::Millis)>,
    duties: Vec<DutyItem>,
    config: Config,
}

impl Year {
    async fn of_the_demonstration() -> Self {
        let office = Office::empty().await;
        let plan = exchange::roster::plan(&roster::workbook(SEED, today()), &Roster::default());
        let villages: Vec<_> = plan
            .rows
            .villages
            .iter()
            .map(|village| village.id.clone())
            .collect();
        let book = register::workbook(SEED, EACH * roster::VILLAGES, today());
        let rows = exchange::register::plan(&book, &office.store, &villages, today(), &|_, _| {}).await;
        let mut households: Vec<Household> =
            rows.unwrap().rows.into_iter().map(|row| row.household).collect();
        households.sort_by(|a, b| a.code.cmp(&b.code));
        let mut records = RecordMap::default();
        for household in &households {
            records.put(Record::Household(Box::new(household.clone())));
        }
        let config = Config::default();
        let duties = duties(&office, &plan.rows, &config).await;
        let mut steps = Vec::new();
        for (team, at) in plan.rows.teams.iter().zip(0_u64..) {
            let people = people(&plan.rows, team);
            let own: Vec<Household> = households
                .iter()
                .filter(|household| team.villages.contains(&household.village))
                .cloned()
                .collect();
            let moment = Moment {
                today: today(),
                now: now(),
            };
            let told = script(
                Dice::of(SEED, 1_000 + at),
                &people,
                &own,
                moment,
                &config,
                at == 0,
            );
            steps.extend(told.into_iter().map(|Step { operation, at }| {
                let author = people.iter().find(|person| person.staff == operation.author);
                (author.unwrap().clone(), operation, at)
            }));
        }
        steps.sort_by_key(|(_, operation, at)| (*at, operation.id));
        Self {
            roster: plan.rows,
            records,
            steps,
            duties,
            config,
        }
    }

    /// Plays on to the end of a day.
    fn play_to(&mut self, day: NaiveDate) {
        let later = self
            .steps
            .partition_point(|(_, _, at)| domain::time::field_day(*at) <= day);
        for (actor, operation, at) in self.steps.drain(..later) {
            let context = Context {
                actor: &actor,
                config: &self.config,
                received_at: Some(at),
            };
            let effect = apply(&operation, &self.records, context).unwrap();
            effect
                .records
                .into_iter()
                .for_each(|record| self.records.put(record));
        }
    }

    fn posts(&self, village: &domain::roster::Village) -> VillagePosts {
        let team = self
            .roster
            .teams
            .iter()
            .find(|team| team.villages.contains(&village.id))
            .unwrap();
        let colleague = |row: &server::store::StaffRow| Colleague {
            id: row.id.clone(),
            name: row.name.clone(),
            role: row.role,
        };
        let people = self
            .roster
            .staff
            .iter()
            .filter(|row| row.team.as_ref() == Some(&team.id));
        let links = self
            .roster
            .links
            .iter()
            .filter(|link| link.villages.contains(&village.id));
        let leader = |id| {
            self.roster
                .staff
                .iter()
                .find(move |row| row.id == id)
                .map(colleague)
        };
        VillagePosts {
            village: village.id.clone(),
            team: Some(team.id.clone()),
            since: None,
            assignments: people
                .clone()
                .map(|row| Assignment {
                    staff: row.id.clone(),
                    name: row.name.clone(),
                    role: row.role,
                    from: row.posted_from,
                    planned_to: row.posted_until,
                    to: None,
                    reason: None,
                    successor: None,
                })
                .collect(),
            posted: people
                .clone()
                .map(|row| Posted {
                    staff: row.id.clone(),
                    from: row.posted_from,
                })
                .collect(),
            secretary: people
                .clone()
                .find(|row| row.role == Role::TeamLeader)
                .map(colleague),
            vacant_since: None,
            people: u32::try_from(people.count()).unwrap(),
            linked: links.filter_map(|link| leader(link.leader.clone())).collect(),
            holders: self
                .roster
                .posts
                .iter()
                .filter(|one| one.village == village.id)
                .map(|one| one.holder.clone())
                .collect(),
            tenures: Vec::new(),
        }
    }

    /// What was found in each village on a day.
    fn findings(&self, rows: &[LineRow], day: NaiveDate) -> BTreeMap<String, Vec<Finding>> {
        let of = |village: &domain::roster::Village| {
            let posts = self.posts(village);
            let ground = Ground {
                village: Some(village),
                posts: Some(&posts),
                households: self
                    .records
                    .households()
                    .filter(|home| home.village == village.id)
                    .collect(),
                visits: self
                    .records
                    .visits()
                    .filter(|visit| visit.village == village.id)
                    .collect(),
                explanations: vec![],
                files: self
                    .records
                    .monitoring_files()
                    .filter(|file| file.village == village.id)
                    .collect(),
                flags: self
                    .records
                    .flags()
                    .filter(|flag| flag.village == village.id)
                    .collect(),
                entitlements: self
                    .records
                    .entitlement_files()
                    .filter(|file| file.village == village.id)
                    .collect(),
                days: self.records.days_files().collect(),
                handovers: self
                    .records
                    .handovers()
                    .filter(|one| one.of.village == village.id)
                    .collect(),
                works: self
                    .records
                    .works()
                    .filter(|one| one.village == village.id)
                    .collect(),
                only: None,
            };
            (village.id.to_string(), lines(&ground, rows, day, &self.config))
        };
        self.roster.villages.iter().map(of).collect()
    }
}

/// The duty list of the demonstration with what the office told of it over the year.
async fn duties(office: &Office, roster: &Roster, config: &Config) -> Vec<DutyItem> {
    let desk = StaffRow {
        id: by(),
        name: "区办".to_owned(),
        sex: None,
        phone: None,
        role: Role::DistrictAdmin,
        team: None,
        political: None,
        posted_from: None,
        posted_until: None,
    };
    let desks = Roster {
        villages: roster.villages.clone(),
        staff: vec![desk],
        ..Roster::default()
    };
    office.store.save_roster(&desks, &by(), now()).await.unwrap();
    let moment = Moment {
        today: today(),
        now: now(),
    };
    let township = &roster.villages[0].township;
    server::demo::duties::fill(&office.store, (township, &by()), moment, config)
        .await
        .unwrap();
    office.store.duties().await.unwrap()
}

fn people(roster: &Roster, team: &domain::roster::Team) -> Vec<Actor> {
    let rows = roster
        .staff
        .iter()
        .filter(|row| row.team.as_ref() == Some(&team.id));
    let actor = |row: &server::store::StaffRow| Actor {
        staff: row.id.clone(),
        name: row.name.clone(),
        role: row.role,
        team: row.team.clone(),
        villages: team.villages.clone(),
        former_villages: vec![],
        teams_of_place: vec![],
    };
    leader_first(rows.map(actor).collect())
}

/// `12/3/40`: broken off, due soon, and how many there are; `—` where nothing is found.
fn cell(statuses: impl Iterator<Item = CommitmentStatus>) -> String {
    let statuses: Vec<CommitmentStatus> = statuses.collect();
    let count = |wanted| statuses.iter().filter(|status| **status == wanted).count();
    if statuses.is_empty() {
        return "—".to_owned();
    }
    let (breached, soon) = (
        count(CommitmentStatus::Breached),
        count(CommitmentStatus::DueSoon),
    );
    format!("{breached}/{soon}/{}", statuses.len())
}

fn table(
    title: &str,
    months: &[NaiveDate],
    rows: &[LineRow],
    of: &dyn Fn(usize, &LineRow) -> String,
) -> String {
    let mut text = format!("{title}\n\n");
    let heads: Vec<String> = months
        .iter()
        .map(|day| format!("{:>11}", day.format("%Y-%m").to_string()))
        .collect();
    let _ = writeln!(text, "  {}", heads.concat());
    for row in rows.iter().filter(|row| row.rule.is_computed()) {
        let cells: Vec<String> = (0..months.len())
            .map(|at| format!("{:>11}", of(at, row)))
            .collect();
        let _ = writeln!(text, "{}{}  {}", row.code.code(), cells.concat(), row.zh);
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn the_golden_year_of_the_demonstration() {
    let mut year = Year::of_the_demonstration().await;
    let first = NaiveDate::from_ymd_opt(today().year() - 1, 12, 1).unwrap();
    let mut months = Vec::new();
    let mut found = Vec::new();
    let mut told: Vec<Vec<DutyFinding>> = Vec::new();
    let rows = catalogue(&year.config, today());
    for month in 0..12 {
        let end = (first + Months::new(month + 1)).pred_opt().unwrap().min(today());
        year.play_to(end);
        found.push(year.findings(&rows, end));
        let items = duties_before_the_end_of(&year.duties, end);
        told.push(duty_lines(&items, &rows, end, &year.config));
        months.push(end);
    }
    let mut text = String::from(
        "四不摘：演示区一年里每个月末的情况（断档/临期/一共）。由走访、政策享受、帮扶计划、线索和识别程序的记录算出来，没有一个数是填的。\n\
         The four not-removes of the demonstration district at the end of each month: broken off / due soon / all.\n\n",
    );
    let village = table("垭古村 V001", &months, &rows, &|at, row| {
        cell(
            found[at]["V001"]
                .iter()
                .filter(|finding| finding.line == row.code)
                .map(|finding| finding.status),
        )
    });
    let district = table("全区 65 个村", &months, &rows, &|at, row| {
        cell(
            found[at]
                .values()
                .flatten()
                .filter(|finding| finding.line == row.code)
                .map(|finding| finding.status),
        )
    });
    // R5 is stated of bodies: its months are those of the items that they lead.
    let names: BTreeSet<&str> = told
        .iter()
        .flatten()
        .filter_map(|one| one.body.as_ref())
        .map(|body| body.name.as_str())
        .collect();
    let bodies = names.into_iter().map(|name| {
        let of_body = |found: &[DutyFinding]| {
            let own = found
                .iter()
                .filter(|one| one.body.as_ref().is_some_and(|body| body.name == name));
            format!("{:>11}", cell(own.map(|one| one.status)))
        };
        let cells: Vec<String> = told.iter().map(|found| of_body(found)).collect();
        format!("{}{}  {name}\n", LineCode::R5.code(), cells.concat())
    });
    let bodies: String = bodies.collect();
    let _ = writeln!(
        text,
        "{village}\n{district}\n责任清单（R5，按责任单位，每个单位的事项）R5 by body, items of each\n\n{bodies}\n还没有算的 Not computed yet:\n"
    );
    for row in rows.iter().filter(|row| !row.rule.is_computed()) {
        let _ = writeln!(text, "{}  {}：要有{}", row.code.code(), row.zh, row.rule.zh());
    }
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/import_workbooks/golden-year.txt");
    if std::env::var("LEDGER_GOLDEN").as_deref() == Ok("write") {
        std::fs::write(&file, &text).unwrap();
    }
    let golden = std::fs::read_to_string(&file).unwrap();
    assert!(golden == text, "the golden year differs; this is it now:\n{text}");
}
