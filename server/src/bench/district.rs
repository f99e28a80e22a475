//! The demonstration district without its visits, for measurements.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::config::Config;
use domain::ids::VillageId;
use domain::policy::Actor;
use domain::time::Millis;

use super::BenchFault;
use crate::accounts::password::hash_now;
use crate::demo::{self, DemoAccounts, register, roster};
use crate::exchange::{self, Workbook};
use crate::routes::Clock;
use crate::store::{RegisterHousehold, Roster, Store};

/// The seed of all measurements.
pub const SEED: u64 = 2021;

/// When the measurement is made, and by whose figures.
#[derive(Clone)]
pub struct Setting {
    /// The server's clock.
    pub now: Millis,
    /// The day in the field.
    pub today: NaiveDate,
    /// The district's figures.
    pub config: Arc<Config>,
}

impl Setting {
    /// Now, with the usual figures.
    #[must_use]
    pub fn present() -> Self {
        let clock = Clock::of_machine();
        Self {
            now: clock.now(),
            today: clock.today(),
            config: Arc::new(Config::default()),
        }
    }
}

/// Opens a new database and brings in the roster.
///
/// # Errors
/// As the store's.
pub async fn found(database: &str, setting: &Setting) -> Result<(Store, Roster), BenchFault> {
    let store = Store::open(database).await?;
    store.migrate().await?;
    let book = roster::workbook(SEED, setting.today);
    let plan = exchange::roster::plan(&book, &Roster::default());
    store
        .save_roster(&plan.rows, &demo::accounts(SEED).district, setting.now)
        .await?;
    Ok((store, plan.rows))
}

/// The rows that an import of a workbook would write.
///
/// # Errors
/// When a row of the workbook is refused, a fault of the generator.
pub async fn plan(
    store: &Store,
    book: &Workbook,
    setting: &Setting,
) -> Result<Vec<RegisterHousehold>, BenchFault> {
    let known = store.roster().await?;
    let villages: Vec<VillageId> = known.villages.into_iter().map(|village| village.id).collect();
    let plan = exchange::register::plan(book, store, &villages, setting.today, &|_, _| {}).await?;
    if plan.report.committable {
        return Ok(plan.rows);
    }
    let reason = plan.report.lines.iter().find_map(|line| line.reason);
    Err(BenchFault::new(format!(
        "the workbook is refused: {}",
        reason.map_or("", |reason| reason.code())
    )))
}

/// Brings in so many invented households over all villages.
///
/// # Errors
/// As the store's.
pub async fn settle(store: &Store, households: u32, setting: &Setting) -> Result<(), BenchFault> {
    let rows = plan(
        store,
        &register::workbook(SEED, households, setting.today),
        setting,
    )
    .await?;
    let by = demo::accounts(SEED).district;
    Ok(store.save_register(&rows, &by, setting.now, &|_| {}).await?)
}

/// The people of the teams, as the store knows them.
///
/// # Errors
/// As the store's.
pub async fn people(store: &Store, roster: &Roster) -> Result<Vec<Actor>, BenchFault> {
    let mut people = Vec::new();
    for row in roster.staff.iter().filter(|row| row.team.is_some()) {
        people.extend(store.actor(&row.id).await?);
    }
    Ok(people)
}

/// Gives the demonstration's member and leader their password.
///
/// # Errors
/// As the store's.
pub async fn open_accounts(store: &Store, setting: &Setting) -> Result<DemoAccounts, BenchFault> {
    let accounts = demo::accounts(SEED);
    let hash = hash_now(&accounts.password)?;
    for staff in [&accounts.member, &accounts.leader] {
        store.set_password(staff, &hash, setting.now).await?;
    }
    Ok(accounts)
}
