//! The demonstration district.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::NaiveDate;
use clap::Args;
use domain::config::Config;
use domain::time::Millis;

use super::database;
use super::failure::Failure;
use super::say::say;
use crate::accounts::password::hash_now;
use crate::accounts::session::DAY_MS;
use crate::demo::{self, DemoAccounts, DemoFault, Stage};
use crate::routes::{Clock, field_day};
use crate::store::Store;

/// Villages of the district.
const VILLAGES: u32 = demo::roster::VILLAGES;

/// Fills an empty database with an invented district.
#[derive(Debug, Args)]
pub struct Demo {
    /// Households a village
    #[arg(long, default_value_t = demo::HOUSEHOLDS / VILLAGES, value_name = "N")]
    households: u32,
    /// The same seed on the same day makes the same district
    #[arg(long, default_value_t = 2021, value_name = "S")]
    seed: u64,
    /// The day on which the district stands; by default today
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<NaiveDate>,
}

impl Demo {
    /// Fills the database and prints who can sign in.
    pub async fn run(&self, url: &str) -> Result<(), Failure> {
        let store = database::open(url).await?;
        let filled = self.fill(&store).await;
        store.close().await;
        print(&filled?);
        Ok(())
    }

    async fn fill(&self, store: &Store) -> Result<DemoAccounts, Failure> {
        let shown = AtomicUsize::new(0);
        let demo = demo::Demo {
            seed: self.seed,
            households: self.households.saturating_mul(VILLAGES),
            moment: self.moment(),
            config: Arc::new(Config::default()),
            hash: &|password| hash_now(password).map_err(|error| error.to_string()),
            progress: &|stage, done, total| tell(&shown, stage, done, total),
        };
        demo::fill(store, &demo).await.map_err(|fault| match fault {
            DemoFault::NotEmpty => Failure::new(
                "the database is not empty, and invented people never go beside real ones; \
                 give --database another file",
            ),
            DemoFault::Store(error) => error.into(),
            other => Failure::new(other.to_string()),
        })
    }

    /// The named day at the same hour as now.
    fn moment(&self) -> demo::visits::Moment {
        let now = Clock::of_machine().now();
        let real = field_day(now);
        let today = self.today.unwrap_or(real);
        let days = today.signed_duration_since(real).num_days();
        demo::visits::Moment {
            today,
            now: Millis(now.0.saturating_add(days.saturating_mul(DAY_MS))),
        }
    }
}

/// A line for each quarter of a stage.
fn tell(shown: &AtomicUsize, stage: Stage, done: usize, total: usize) {
    let quarter = done.saturating_mul(4).checked_div(total).unwrap_or(4);
    let (at, what) = match stage {
        Stage::Households => (0, "households"),
        Stage::Accounts => (10, "accounts"),
        Stage::Visits => (20, "teams with a year of visits"),
    };
    if shown.fetch_max(at + quarter, Ordering::Relaxed) < at + quarter {
        eprintln!("    {done} of {total} {what}");
    }
}

fn print(accounts: &DemoAccounts) {
    let password = &accounts.password;
    say("Sign-ins of the demonstration district (invented people):");
    say(format!(
        "  team member      队员        {}   {password}",
        accounts.member
    ));
    say(format!(
        "  team leader      队长        {}   {password}",
        accounts.leader
    ));
    say(format!(
        "  district office  区驻村办    {}   {password}",
        accounts.district
    ));
    say(format!(
        "  district admin   区乡村振兴  {}   {password}",
        accounts.decides
    ));
    say(format!(
        "  township         乡镇干部    {}   {password}",
        accounts.township
    ));
    say(format!(
        "  village cadre    村干部      {}   {password}",
        accounts.cadre
    ));
    say(format!(
        "  administrator    系统管理员  {}   {password}",
        accounts.admin
    ));
}
