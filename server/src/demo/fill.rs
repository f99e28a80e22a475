//! Filling an empty store with the demonstration district.

use super::dice::Dice;
use super::visits::{Moment, Step, files, leader_first, script};
use super::{duties, register, roster};
use crate::exchange::{self, Workbook};
use crate::store::{Roster, StaffPlace, StaffRow, Store, StoreError};
use domain::config::Config;
use domain::exchange::ImportReport;
use domain::household::Household;
use domain::ids::{HouseholdId, StaffId, TeamId};
use domain::operation::OperationBody;
use domain::policy::Actor;
use domain::roster::Role;
use domain::sync::Outcome;
use futures::stream::{StreamExt, TryStreamExt};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Households of the whole district when nobody asks for another number: 40 a village.
pub const HOUSEHOLDS: u32 = 40 * roster::VILLAGES;
/// Teams whose phones send at the same time.
const TEAMS_AT_ONCE: usize = 64;

/// What to make.
pub struct Demo<'a> {
    /// The seed; the same seed on the same day gives the same district.
    pub seed: u64,
    /// Households of the whole district.
    pub households: u32,
    /// When it is set.
    pub moment: Moment,
    /// Configuration in force.
    pub config: Arc<Config>,
    /// Hashes the one password of all demonstration accounts; called once.
    pub hash: &'a (dyn Fn(&str) -> Result<String, String> + Send + Sync),
    /// Hears what is under way: how much of it is done, of how much.
    pub progress: &'a (dyn Fn(Stage, usize, usize) + Send + Sync),
}

/// What is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Households are registered.
    Households,
    /// Accounts get their password.
    Accounts,
    /// Visits are logged and reviewed.
    Visits,
}

/// The sign-ins of the demonstration; all have the same password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoAccounts {
    /// A team member.
    pub member: StaffId,
    /// The leader of the member's team.
    pub leader: StaffId,
    /// The district office.
    pub district: StaffId,
    /// The district's administration, which decides on cases.
    pub decides: StaffId,
    /// A reviewer of the township in which the member's village lies.
    pub township: StaffId,
    /// A cadre of the member's village.
    pub cadre: StaffId,
    /// The system administrator.
    pub admin: StaffId,
    /// Their password.
    pub password: String,
}

/// Why the district was not made.
#[derive(Debug, thiserror::Error)]
pub enum DemoFault {
    /// The store holds a district already.
    #[error("the store is not empty")]
    NotEmpty,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The password could not be hashed.
    #[error("hashing the password: {0}")]
    Hash(String),
    /// The import refused what the generator wrote; a fault of the generator.
    #[error("the generated workbook is refused: {0}")]
    Refused(String),
}

/// The sign-ins of a seed, whether or not the district was made yet.
#[must_use]
pub fn accounts(seed: u64) -> DemoAccounts {
    const SYLLABLES: [&str; 12] = [
        "tian", "shan", "he", "cun", "yuan", "qiao", "lin", "feng", "shui", "lu", "gu", "dao",
    ];
    let mut dice = Dice::of(seed, 2);
    let words: Vec<&str> = (0..3).map(|_| dice.word(&SYLLABLES)).collect();
    DemoAccounts {
        member: "P002".into(),
        leader: "P001".into(),
        district: "D001".into(),
        decides: "D002".into(),
        township: "W001".into(),
        cadre: "C001".into(),
        admin: "A001".into(),
        password: format!("{}-{}", words.join("-"), dice.between(1_000, 9_999)),
    }
}

/// Makes the district in an empty, migrated store.
///
/// How its villages stood at the end of past months is computed from the whole year, though no real district ever does that
/// (docs/decisions/0036): everything in it is invented and dated, and the same seed on the same day gives the same.
///
/// # Errors
/// [`DemoFault`].
pub async fn fill(store: &Store, demo: &Demo<'_>) -> Result<DemoAccounts, DemoFault> {
    if !store.roster().await?.villages.is_empty() {
        return Err(DemoFault::NotEmpty);
    }
    let accounts = accounts(demo.seed);
    let plan = exchange::roster::plan(
        &roster::workbook(demo.seed, demo.moment.today),
        &Roster::default(),
    );
    refuse(&plan.report)?;
    store
        .save_roster(&plan.rows, &accounts.district, demo.moment.now)
        .await?;
    let mut staff: Vec<StaffId> = plan.rows.staff.iter().map(|row| row.id.clone()).collect();
    for (id, name, role) in [
        (&accounts.district, "区驻村办（演示）", Role::ResidencyOffice),
        (&accounts.decides, "区乡村振兴部门（演示）", Role::DistrictAdmin),
        (&accounts.township, "乡镇干部（演示）", Role::TownReviewer),
        (&accounts.cadre, "村干部（演示）", Role::VillageCadre),
        (&accounts.admin, "系统管理员（演示）", Role::SystemAdmin),
    ] {
        store.create_staff(&desk(id, name, role), demo.moment.now).await?;
        staff.push(id.clone());
    }
    if let Some(village) = plan.rows.villages.first() {
        let township = StaffPlace::Township(village.township.clone());
        store.set_place(&accounts.township, &township).await?;
        let village = StaffPlace::Village(village.id.clone());
        store.set_place(&accounts.cadre, &village).await?;
    }
    if let Some(village) = plan.rows.villages.first() {
        let who = (village.township.as_str(), &accounts.district);
        duties::fill(store, who, demo.moment, &demo.config).await?;
    }
    let book = register::workbook(demo.seed, demo.households, demo.moment.today);
    save_households(store, demo, &book, &plan.rows, &accounts.district).await?;
    drop(book);
    set_passwords(store, demo, &staff, &accounts.password).await?;
    log_visits(store, demo, &plan.rows).await?;
    let config = Arc::clone(&demo.config);
    let months = store.invented_months(demo.moment.today, config).await?;
    store.keep_months(&months).await?;
    let months = store
        .invented_body_months(demo.moment.today, &demo.config)
        .await?;
    store.keep_body_months(&months).await?;
    Ok(accounts)
}

fn refuse(report: &ImportReport) -> Result<(), DemoFault> {
    if report.committable {
        return Ok(());
    }
    let first = report.lines.first().and_then(|line| line.reason);
    Err(DemoFault::Refused(
        first.map_or("", |reason| reason.code()).to_owned(),
    ))
}

fn desk(id: &StaffId, name: &str, role: Role) -> StaffRow {
    StaffRow {
        id: id.clone(),
        name: name.to_owned(),
        sex: None,
        phone: None,
        role,
        team: None,
        political: None,
        posted_from: None,
        posted_until: None,
    }
}

async fn save_households(
    store: &Store,
    demo: &Demo<'_>,
    book: &Workbook,
    roster: &Roster,
    by: &StaffId,
) -> Result<(), DemoFault> {
    let villages: Vec<_> = roster.villages.iter().map(|village| village.id.clone()).collect();
    let plan = exchange::register::plan(book, store, &villages, demo.moment.today, &|_, _| {}).await?;
    refuse(&plan.report)?;
    let total = plan.rows.len();
    let progress = |done| (demo.progress)(Stage::Households, done, total);
    store
        .save_register(&plan.rows, by, demo.moment.now, &progress)
        .await?;
    Ok(())
}

/// One hash for all: a demonstration is not made safer by 200 slow hashes of one password.
async fn set_passwords(
    store: &Store,
    demo: &Demo<'_>,
    staff: &[StaffId],
    password: &str,
) -> Result<(), DemoFault> {
    let hash = (demo.hash)(password).map_err(DemoFault::Hash)?;
    for (done, id) in staff.iter().enumerate() {
        store.set_password(id, &hash, demo.moment.now).await?;
        (demo.progress)(Stage::Accounts, done + 1, staff.len());
    }
    Ok(())
}

/// Sends every team's operations in order, several teams at once, so that the store commits them in groups.
async fn log_visits(store: &Store, demo: &Demo<'_>, roster: &Roster) -> Result<(), DemoFault> {
    let counter = AtomicUsize::new(0);
    let done = &counter;
    let teams = roster.teams.iter().enumerate().map(move |(at, team)| async move {
        send_team(store, demo, roster, &team.id, u64::try_from(at).unwrap_or(0)).await?;
        let sent = done.fetch_add(1, Ordering::Relaxed) + 1;
        (demo.progress)(Stage::Visits, sent, roster.teams.len());
        Ok::<(), DemoFault>(())
    });
    futures::stream::iter(teams)
        .buffer_unordered(TEAMS_AT_ONCE)
        .try_collect()
        .await
}

async fn send_team(
    store: &Store,
    demo: &Demo<'_>,
    roster: &Roster,
    team: &TeamId,
    at: u64,
) -> Result<(), DemoFault> {
    let mut people: Vec<Actor> = Vec::new();
    for row in roster.staff.iter().filter(|row| row.team.as_ref() == Some(team)) {
        people.extend(store.actor(&row.id).await?);
    }
    let people = leader_first(people);
    let Some(leader) = people.first() else {
        return Ok(());
    };
    let mut households = store.households_in(&leader.villages).await?;
    households.sort_by(|a, b| a.code.cmp(&b.code));
    let dice = Dice::of(demo.seed, 1_000 + at);
    let accounts = accounts(demo.seed);
    let scenes = leader.staff == accounts.leader;
    let steps = script(dice, &people, &households, demo.moment, &demo.config, scenes);
    let ordinary = |step| (step, Arc::clone(&demo.config));
    let mut steps: Vec<(Step, Arc<Config>)> = steps.into_iter().map(ordinary).collect();
    let mut authors = people.clone();
    if scenes {
        authors.extend(desks(store, &accounts).await?);
        let told = histories(demo, &authors, people.len(), &households, &steps);
        steps.extend(told);
        steps.sort_by_key(|(step, _)| step.at);
    }
    drop(households);
    for (Step { operation, at }, config) in steps {
        let Some(actor) = authors.iter().find(|person| person.staff == operation.author) else {
            continue;
        };
        let outcomes = store.apply(actor.clone(), vec![operation], config, at).await?;
        if let Some(Outcome::Refused { refusal }) = outcomes.into_iter().map(|outcome| outcome.outcome).next()
        {
            return Err(DemoFault::Refused(refusal.code.code().to_owned()));
        }
    }
    Ok(())
}

/// Who reviews in the township and who decides in the district.
async fn desks(store: &Store, accounts: &DemoAccounts) -> Result<Vec<Actor>, DemoFault> {
    let mut desks = Vec::new();
    for staff in [&accounts.township, &accounts.decides] {
        desks.extend(store.actor(staff).await?);
    }
    Ok(desks)
}

/// The monitoring files with a history, in households in which the year has shown nothing else. The first `team` of the
/// people are the team's, the two desks come after them.
fn histories(
    demo: &Demo<'_>,
    people: &[Actor],
    team: usize,
    households: &[Household],
    steps: &[(Step, Arc<Config>)],
) -> Vec<(Step, Arc<Config>)> {
    let Some((team, [township, district])) = people.split_at_checked(team) else {
        return Vec::new();
    };
    let busy: BTreeSet<HouseholdId> = steps.iter().filter_map(|(step, _)| alarmed(step)).collect();
    let figures = Arc::new(files::figures(&demo.config, demo.moment.today));
    let cast = files::Cast {
        team,
        township,
        district,
    };
    let dice = Dice::of(demo.seed, 900);
    let told = files::of_team(dice, &cast, households, &busy, demo.moment, &figures);
    told.into_iter()
        .map(|step| (step, Arc::clone(&figures)))
        .collect()
}

/// The household in which a step sees a sign of risk.
fn alarmed(step: &Step) -> Option<HouseholdId> {
    match &step.operation.body {
        OperationBody::LogVisit {
            household, content, ..
        }
        | OperationBody::ReviseVisit {
            household, content, ..
        } if content.urgent || !content.signals.is_empty() => Some(*household),
        OperationBody::RaiseFlag { household, .. } => Some(*household),
        _ => None,
    }
}
