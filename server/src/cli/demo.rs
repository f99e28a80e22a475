//! The demonstration district.

use super::failure::Failure;
use super::{Demo, database};
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
    let _today = options.today.unwrap_or_else(|| Clock::of_machine().today());
    Err(Failure::new("the demonstration district is not connected yet"))
}
