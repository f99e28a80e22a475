//! Memory of a serving process with the whole district, before and after a team's first sync.

use std::fs::File;
use std::net::SocketAddr;
use std::process::Stdio;
use std::time::{Duration, Instant};

use domain::sync::{BATCH_OPERATIONS, PROTOCOL};
use serde_json::{Value, json};
use tokio::process::{Child, Command};
use uuid::Uuid;

use super::district::{self, Setting};
use super::place::Place;
use super::{BenchFault, Figure, client, process};
use crate::demo::DemoAccounts;
use crate::store::Store;

/// A server that is not ready by then is not coming.
const READY: Duration = Duration::from_secs(30);
/// Left alone for a moment before it is looked at, so that nothing is under way.
const CALM: Duration = Duration::from_millis(500);
const SAID: &str = "serve.txt";

/// Serves the district in the place, syncs the demonstration member's phone once, and looks.
pub async fn measure(place: Place) -> Result<Vec<Figure>, BenchFault> {
    let accounts = open_accounts(&place).await?;
    let server = free_address().await?;
    let mut child = serve(&place, server)?;
    let seen = watch(&mut child, server, &accounts, &place).await;
    // Its own child, by its own handle; the database goes with the place.
    child.kill().await?;
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

/// A port of loopback on which nobody listens just now.
async fn free_address() -> Result<SocketAddr, BenchFault> {
    let probe = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    Ok(probe.local_addr()?)
}

fn serve(place: &Place, address: SocketAddr) -> Result<Child, BenchFault> {
    let said = File::create(place.file(SAID))?;
    let mut command = Command::new(std::env::current_exe()?);
    command.args([
        "serve",
        "--listen",
        &address.to_string(),
        "--database",
        &place.database(),
    ]);
    command
        .stdin(Stdio::null())
        .stdout(said.try_clone()?)
        .stderr(said)
        .kill_on_drop(true);
    Ok(command.spawn()?)
}

struct Seen {
    fresh: Option<u64>,
    synced: Option<u64>,
    records: usize,
}

async fn watch(
    child: &mut Child,
    server: SocketAddr,
    accounts: &DemoAccounts,
    place: &Place,
) -> Result<Seen, BenchFault> {
    until_ready(child, server, place).await?;
    let resident = |child: &Child| child.id().and_then(process::resident);
    tokio::time::sleep(CALM).await;
    let fresh = resident(child);
    let records = first_sync(server, accounts).await?;
    tokio::time::sleep(CALM).await;
    Ok(Seen {
        fresh,
        synced: resident(child),
        records,
    })
}

async fn until_ready(child: &mut Child, server: SocketAddr, place: &Place) -> Result<(), BenchFault> {
    let start = Instant::now();
    while start.elapsed() < READY {
        if let Some(status) = child.try_wait()? {
            return Err(BenchFault::new(format!(
                "the server ended with {status}: {}",
                place.end_of(SAID)
            )));
        }
        if client::get(server, "/readyz")
            .await
            .is_ok_and(|reply| reply.status == 200)
        {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Err(BenchFault::new("the server did not become ready"))
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
