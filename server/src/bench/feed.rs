//! The server's part of a first load: reading a scope page by page and writing it as JSON.

use std::time::{Duration, Instant};

use domain::ids::TeamId;
use domain::sync::PAGE_CHANGES;

use super::district::{self, Setting};
use super::place::Place;
use super::{BenchFault, Figure, process, scope};
use crate::store::Store;

/// Records of the scope.
pub const RECORDS: u32 = 10_000;
/// Times that it is read; the median counts.
const ROUNDS: usize = 5;

/// Reads a scope of so many records five times.
pub async fn measure(records: u32) -> Result<Figure, BenchFault> {
    let place = Place::make()?;
    let setting = Setting::present();
    let (store, _) = district::found(&place.database(), &setting).await?;
    let read = read_scope(&store, records, &setting).await;
    store.close().await;
    let read = read?;
    let how = format!(
        "{records} records in {} pages, read from SQLite and written as {:.1} MB of JSON; median of {ROUNDS}",
        read.pages,
        process::megabytes(read.bytes)
    );
    Ok(Figure::new(
        "feed_10000_records",
        read.took.as_secs_f64() * 1_000.0,
        "ms",
        how,
    ))
}

/// One reading.
#[derive(Clone, Copy)]
struct Reading {
    took: Duration,
    pages: u32,
    bytes: u64,
    records: u64,
}

async fn read_scope(store: &Store, records: u32, setting: &Setting) -> Result<Reading, BenchFault> {
    let accounts = scope::fill(store, records, setting).await?.accounts;
    let team = store
        .actor(&accounts.member)
        .await?
        .and_then(|member| member.team);
    let team = team.ok_or_else(|| BenchFault::new("the member has no team"))?;
    let mut readings = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let reading = read_once(store, &team).await?;
        if reading.records != u64::from(records) {
            return Err(BenchFault::new(format!(
                "the scope has {} records",
                reading.records
            )));
        }
        readings.push(reading);
    }
    readings.sort_by_key(|reading| reading.took);
    readings
        .get(ROUNDS / 2)
        .copied()
        .ok_or_else(|| BenchFault::new("nothing was read"))
}

async fn read_once(store: &Store, team: &TeamId) -> Result<Reading, BenchFault> {
    let start = Instant::now();
    let (mut after, mut pages, mut bytes, mut records) = (0, 0, 0_u64, 0_u64);
    loop {
        let page = store.feed(team, after, PAGE_CHANGES).await?;
        let text = serde_json::to_vec(&page.changes)?;
        bytes += u64::try_from(text.len()).unwrap_or(0);
        records += u64::try_from(page.changes.len()).unwrap_or(0);
        pages += 1;
        after = page.cursor;
        if after >= page.head {
            break;
        }
    }
    Ok(Reading {
        took: start.elapsed(),
        pages,
        bytes,
        records,
    })
}
