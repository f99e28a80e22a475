//! The four not-removes of the whole district: read from the database, computed, and nothing kept.

use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::commitments::catalogue;
use domain::household::Household;
use domain::ids::{DeviceId, OpId, VisitId};
use domain::operation::{Operation, OperationBody};
use domain::policy::Actor;
use domain::roster::Role;
use domain::sync::BATCH_OPERATIONS;
use domain::visit::VisitContent;
use domain::visit::codes::{Purpose, TimeBand, VisitMode};
use uuid::Uuid;

use super::district::{self, Setting};
use super::place::Place;
use super::{BenchFault, Figure};
use crate::store::{Roster, Store};

/// Households of a district where everybody is registered: 1,000 in each of 65 villages.
pub const HOUSEHOLDS: u32 = 65_000;
/// Times that it is computed; the median counts.
const ROUNDS: usize = 5;

/// Computes the map of so many households, each with one visit.
pub async fn measure(households: u32) -> Result<Vec<Figure>, BenchFault> {
    let place = Place::make()?;
    let setting = Setting::present();
    let (store, roster) = district::found(&place.database(), &setting).await?;
    let measured = of(&store, &roster, households, &setting).await;
    store.close().await;
    measured
}

async fn of(
    store: &Store,
    roster: &Roster,
    households: u32,
    setting: &Setting,
) -> Result<Vec<Figure>, BenchFault> {
    district::settle(store, households, setting).await?;
    let people = district::people(store, roster).await?;
    for leader in people.iter().filter(|person| person.role == Role::TeamLeader) {
        visit_all(store, leader, setting).await?;
    }
    let (map, villages) = timed(|| async {
        let config = Arc::clone(&setting.config);
        let board = store
            .four_board(None, (setting.today, setting.now), config)
            .await?;
        Ok(board.villages.len())
    })
    .await?;
    let rows = catalogue(&setting.config, setting.today).len();
    let first = roster.villages.first().map(|village| village.id.clone());
    let first = first.ok_or_else(|| BenchFault::new("the roster has no village"))?;
    let (one, open) = timed(|| async {
        let config = Arc::clone(&setting.config);
        let list = store.four_list(&first, setting.today, config).await?;
        Ok(list.map_or(0, |list| list.lines.len()))
    })
    .await?;
    Ok(vec![
        Figure::new(
            "commitments_65000_households",
            map.as_secs_f64(),
            "s",
            format!(
                "{villages} villages with {households} households and as many visits, read from SQLite and computed with all {rows} rows of the catalogue; aim at most 2 s; median of {ROUNDS}"
            ),
        ),
        Figure::new(
            "commitments_one_village",
            one.as_secs_f64() * 1_000.0,
            "ms",
            format!(
                "one of the {villages} villages, {open} lines to do, read from SQLite and computed; median of {ROUNDS}"
            ),
        ),
    ])
}

async fn timed<F>(work: impl Fn() -> F) -> Result<(Duration, usize), BenchFault>
where
    F: Future<Output = Result<usize, BenchFault>>,
{
    let mut rounds = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let count = work().await?;
        rounds.push((start.elapsed(), count));
    }
    rounds.sort();
    let middle = rounds.get(ROUNDS / 2).copied();
    middle.ok_or_else(|| BenchFault::new("nothing was computed"))
}

/// The leader visits every household of the team once.
async fn visit_all(store: &Store, leader: &Actor, setting: &Setting) -> Result<(), BenchFault> {
    let homes = store.households_in(&leader.villages).await?;
    let device = DeviceId(Uuid::new_v4());
    let operations: Vec<Operation> = homes
        .iter()
        .zip(1_u64..)
        .map(|(home, seq)| visit(leader, device, home, seq, setting))
        .collect();
    for batch in operations.chunks(BATCH_OPERATIONS) {
        let config = Arc::clone(&setting.config);
        store
            .apply(leader.clone(), batch.to_vec(), config, setting.now)
            .await?;
    }
    Ok(())
}

fn visit(leader: &Actor, device: DeviceId, home: &Household, seq: u64, setting: &Setting) -> Operation {
    let ago = chrono::Days::new(seq % 90);
    let content = VisitContent {
        visited_on: setting.today.checked_sub_days(ago).unwrap_or(setting.today),
        time_band: TimeBand::Morning,
        mode: VisitMode::InHome,
        purposes: vec![Purpose::Routine],
        companions: Vec::new(),
        met: home.members.iter().take(1).map(|member| member.id).collect(),
        nobody_home: false,
        no_change: true,
        changes: Vec::new(),
        signals: Vec::new(),
        urgent: false,
        note: String::new(),
        late_reason: Some("补录".to_owned()),
        next_visit_on: None,
        photos: vec![],
        policies_explained: vec![],
        help_done: String::new(),
    };
    Operation {
        id: OpId(Uuid::new_v4()),
        device,
        seq,
        author: leader.staff.clone(),
        recorded_at: setting.now,
        recorded_on: setting.today,
        body: OperationBody::LogVisit {
            visit: VisitId(Uuid::new_v4()),
            household: home.id,
            content: Box::new(content),
        },
    }
}
