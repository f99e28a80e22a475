//! The size of a whole district; run by name, `cargo test … -- --ignored --nocapture`, in release for figures.

use crate::district::*;
use crate::engines::Home;
use domain::config::Config;
use domain::household::facts::{FactValue, GUARANTEES, MEMBER_FIELDS};
use domain::ids::{HouseholdId, MemberId};
use domain::roster::Village;
use server::store::RegisterHousehold;
use std::sync::Arc;
use std::time::Instant;

const VILLAGES: u128 = 65;
const HOUSEHOLDS: u128 = 65_000;

/// A household of four with every fact that a register has.
fn full_household(n: u128) -> RegisterHousehold {
    let mut row = household(n, &format!("V{:03}", n % VILLAGES + 1));
    let head = row.household.members[0].clone();
    row.household.members = (0..4_u128)
        .map(|at| {
            let mut member = head.clone();
            member.id = MemberId(id(n * 10 + at));
            for name in MEMBER_FIELDS {
                member
                    .facts
                    .register(name, Some(FactValue::Words("ORDINARY".into())));
            }
            member
        })
        .collect();
    row.numbers = (0..4_u128)
        .map(|at| (MemberId(id(n * 10 + at)), format!("99999{:013}", n * 4 + at)))
        .take(3 + usize::from(n.is_multiple_of(2)))
        .collect();
    row.household.id = HouseholdId(id(1_000_000 + n));
    for name in GUARANTEES {
        row.household
            .facts
            .register(name, Some(FactValue::Words("OK".into())));
    }
    row
}

fn memory(line: &str) -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let found = status.lines().find(|text| text.starts_with(line));
    found.unwrap_or("not known here").to_owned()
}

async fn district(home: &Home, name: &str) {
    let store = &home.store;
    let mut all = roster();
    let village = all.villages[0].clone();
    all.villages = (1..=VILLAGES)
        .map(|n| Village {
            id: format!("V{n:03}").as_str().into(),
            ..village.clone()
        })
        .collect();
    let led: Vec<String> = all.villages.iter().map(|v| v.id.0.clone()).collect();
    let led: Vec<&str> = led.iter().map(String::as_str).collect();
    all.teams = vec![team("T01", "甲", &led[..1]), team("T02", "乙", &led[1..])];
    store.save_roster(&all, &"A01".into(), NOW).await.unwrap();

    let mut rows: Vec<RegisterHousehold> = (0..HOUSEHOLDS).map(full_household).collect();
    println!("{name}: rows made, {}", memory("VmRSS"));
    let start = Instant::now();
    store
        .save_register(&rows, &"A01".into(), NOW, &|_| {})
        .await
        .unwrap();
    println!("{name}: first import {:?}, {}", start.elapsed(), memory("VmHWM"));
    rows[5].household.address = "新".into();
    let start = Instant::now();
    store
        .save_register(&rows, &"A01".into(), NOW, &|_| {})
        .await
        .unwrap();
    println!("{name}: again, one changed {:?}", start.elapsed());
    let start = Instant::now();
    store
        .board(day("2026-01-01"), day("2026-12-31"), NOW, NOW)
        .await
        .unwrap();
    println!("{name}: board {:?}", start.elapsed());
    let start = Instant::now();
    let page = store.feed(&"T02".into(), 30_000, 2_000).await.unwrap();
    println!("{name}: a page of {} {:?}", page.changes.len(), start.elapsed());

    let config = Arc::new(Config::default());
    let start = Instant::now();
    let mut callers = tokio::task::JoinSet::new();
    for caller in 0..100_u128 {
        let (store, config) = (store.clone(), config.clone());
        callers.spawn(async move {
            let staff = if caller.is_multiple_of(2) { "P002" } else { "P102" };
            let home = if caller.is_multiple_of(2) {
                1_065_000 - 65
            } else {
                1_000_001
            };
            let me = actor(&store, staff).await;
            for turn in 0..10_u128 {
                let operations: Vec<_> = (0..10)
                    .map(|at| log(caller * 1_000 + turn * 10 + at + 1, staff, home, content()))
                    .collect();
                store
                    .apply(me.clone(), operations, config.clone(), NOW)
                    .await
                    .unwrap();
            }
        });
    }
    while let Some(done) = callers.join_next().await {
        done.unwrap();
    }
    println!(
        "{name}: 10,000 visits in {:?}, {}",
        start.elapsed(),
        memory("VmHWM")
    );
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes a minute; prints figures"]
async fn a_district_on_sqlite() {
    let home = Home::sqlite().await;
    district(&home, "sqlite").await;
    home.leave().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes a minute; prints figures"]
async fn a_district_on_postgres() {
    let Some(home) = Home::postgres().await else {
        return;
    };
    district(&home, "postgres").await;
    home.leave().await;
}
