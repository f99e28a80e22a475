//! The demonstration district.

use std::sync::Arc;

use domain::config::Config;

use super::failure::Failure;
use super::{Demo, database};
use crate::accounts::password;
use crate::demo::roster::VILLAGES;
use crate::demo::{self as district};
use crate::routes::Clock;
use crate::store::Store;

/// Fills an empty database and prints who can sign in.
pub async fn fill(url: &str, options: &Demo) -> Result<(), Failure> {
    let store = database::open(url).await?;
    let done = fill_open(&store, options).await;
    store.close().await;
    done
}

async fn fill_open(store: &Store, options: &Demo) -> Result<(), Failure> {
    let roster = store.roster().await?;
    if !roster.villages.is_empty() || !roster.staff.is_empty() {
        return Err(Failure::new(
            "the database is not empty, and invented people never go beside real ones; give --database another file",
        ));
    }
    let clock = Clock::of_machine();
    let per_village = u32::try_from(options.households).map_err(|_| Failure::new("too many households"))?;
    let demo = district::Demo {
        seed: options.seed,
        households: per_village.saturating_mul(VILLAGES),
        moment: district::Moment { today: options.today.unwrap_or_else(|| clock.today()), now: clock.now() },
        config: Arc::new(Config::default()),
        hash: &|password| password::hash_now(password).map_err(|fault| fault.to_string()),
        progress: &tell,
    };
    let accounts = district::fill(store, &demo).await.map_err(|fault| Failure::new(fault.to_string()))?;
    print_sign_ins(&accounts);
    Ok(())
}

/// Tells on standard error how far it got, at most every tenth part.
fn tell(stage: district::Stage, done: usize, all: usize) {
    let tenth = all.div_ceil(10).max(1);
    if done == all || done.is_multiple_of(tenth) {
        eprintln!("    {stage:?}: {done} / {all}");
    }
}

fn print_sign_ins(accounts: &district::DemoAccounts) {
    let password = &accounts.password;
    println!("Sign in with one of these; all people are invented. 用下面的账号登录，人名都是编的：");
    for (who, staff) in [
        ("member   队员      ", &accounts.member),
        ("leader   队长      ", &accounts.leader),
        ("district 区驻村办  ", &accounts.district),
        ("admin    系统管理员", &accounts.admin),
    ] {
        println!("  {who}  {staff}  {password}");
    }
}
