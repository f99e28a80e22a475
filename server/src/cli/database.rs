//! Opening the database for a command.

use super::failure::Failure;
use crate::store::Store;

/// Opens the database and brings its tables to this version.
pub async fn open(url: &str) -> Result<Store, Failure> {
    let store = Store::open(url).await?;
    store.migrate().await?;
    Ok(store)
}
