//! Memory of a serving process with the whole district, before and after a team's first sync.

use std::net::SocketAddr;
use std::time::Duration;

use domain::sync::{BATCH_OPERATIONS, PROTOCOL};
use serde_json::{Value, json};
use uuid::Uuid;

use super::district::{self, Setting};
use super::place::Place;
use super::serving::Serving;
use super::{BenchFault, Figure, client, process};
use crate::demo::DemoAccounts;
use crate::store::Store;

/// Left alone for a moment before it is looked at, so that nothing is under way.
const CALM: Duration = Duration::from_millis(500);

/// Serves the district in the place, syncs the demonstration member's phone once, and looks.
pub async fn measure(place: Place) -> Result<Vec<Figure>, BenchFault> {
    let accounts = open_accounts(&place).await?;
    let serving = Serving::start(&std::env::current_exe()?, &place, &place.database()).await?;
    let seen = watch(&serving, &accounts).await;
    // The database goes with the place.
    serving.stop().await?;
    let Seen {
        fresh,
        synced,
        records,
    } = seen?;
    let (Some(fresh), Some(synced)) = (fresh, synced) else {
        return Ok(Vec::new());
    };
    let size = process::megabytes(place.bytes("ledger.db"));
    let how = format!(
        "VmRSS of `server serve` on SQLite ({size:.0} MB, 65000 households) after a sign-in and the first sync of one team ({records} records); {:.1} MB when it became ready",
        process::megabytes(fresh)
    );
    Ok(vec![Figure::new(
        "server_memory_full_district",
        process::megabytes(synced),
        "MB",
        how,
    )])
}

async fn open_accounts(place: &Place) -> Result<DemoAccounts, BenchFault> {
    let store = Store::open(&place.database()).await?;
    let accounts = district::open_accounts(&store, &Setting::present()).await;
    store.close().await;
    accounts
}

struct Seen {
    fresh: Option<u64>,
    synced: Option<u64>,
    records: usize,
}

async fn watch(serving: &Serving, accounts: &DemoAccounts) -> Result<Seen, BenchFault> {
    tokio::time::sleep(CALM).await;
    let fresh = serving.resident();
    let records = first_sync(serving.address, accounts).await?;
    tokio::time::sleep(CALM).await;
    Ok(Seen {
        fresh,
        synced: serving.resident(),
        records,
    })
}

/// Signs in and pulls page by page, as a phone does; how many records came.
async fn first_sync(server: SocketAddr, accounts: &DemoAccounts) -> Result<usize, BenchFault> {
    let form = json!({ "staff": accounts.member, "password": accounts.password });
    let signed = client::post(server, "/api/v1/session", "", &form).await?;
    signed.json()?;
    let cookie = signed.cookie.unwrap_or_default();
    let device = Uuid::new_v4();
    let mut known = json!({});
    let mut records = 0;
    // More pages than any scope has: a server that never ends must not hold us up.
    for _ in 0..BATCH_OPERATIONS {
        let ask = json!({
            "protocol": PROTOCOL,
            "device": device,
            "epoch": known.get("epoch"),
            "team": known.get("team"),
            "cursor": known.get("cursor").and_then(Value::as_u64).unwrap_or(0),
        });
        known = client::post(server, "/api/v1/sync", &cookie, &ask)
            .await?
            .json()?;
        records += known.get("changes").and_then(Value::as_array).map_or(0, Vec::len);
        if known.get("cursor") == known.get("head") {
            return Ok(records);
        }
    }
    Err(BenchFault::new("the first sync does not end"))
}
