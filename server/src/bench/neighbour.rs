//! What other people's exchanges cost beside one person with 150,000 records, who pulls and pushes meanwhile.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use domain::household::Household;
use domain::roster::Role;
use domain::sync::BATCH_OPERATIONS;
use futures::stream::{self, StreamExt};
use tokio::task::JoinHandle;

use super::district::{self, Setting};
use super::phone::Phone;
use super::place::Place;
use super::rush::percentile;
use super::serving::Serving;
use super::{BenchFault, Figure, visits};
use crate::store::{Roster, Store};

/// Operations of a push of the neighbour.
const PUSH: u32 = 50;
/// The neighbour's phone seals and keeps each page before it asks for the next one; phones take twice as long (docs/figures.md).
const PAGE_PAUSE: Duration = Duration::from_millis(250);
/// Between two pushes of the neighbour.
const PUSH_PAUSE: Duration = Duration::from_secs(1);
/// Until the neighbour's pull is under way.
const SETTLE: Duration = Duration::from_millis(300);
/// Batches that wait for one commit while the records are made.
const BATCHES_AT_ONCE: usize = 5;

/// How much is done.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    /// Visits that the one person logged.
    pub records: usize,
    /// Phones of other teams, each of which has one exchange in each round.
    pub others: usize,
    /// Rounds of each of the three states.
    pub rounds: u32,
    /// Households of the district.
    pub households: u32,
}

impl Load {
    /// What the figures are about.
    pub const FULL: Self = Self {
        records: 150_000,
        others: 24,
        rounds: 12,
        households: 2_600,
    };
}

/// Measures on SQLite: one district without those records and one with them, each served by `program`.
pub async fn measure(program: &Path, load: Load) -> Result<Vec<Figure>, BenchFault> {
    let (small, large) = (Place::make()?, Place::make()?);
    let setting = Setting::present();
    let street = furnish(&small, &large, load, &setting).await?;
    let before = Serving::start(program, &small, &small.database()).await?;
    let after = Serving::start(program, &large, &large.database()).await;
    let seen = match &after {
        Ok(after) => watch([before.address, after.address], street, load, &setting).await,
        Err(fault) => Err(BenchFault::new(fault.to_string())),
    };
    before.stop().await?;
    after?.stop().await?;
    Ok(seen?.figures(load))
}

/// Who lives there: the one person, with the doors where the visits are made, and the others.
#[derive(Clone)]
pub struct Street {
    neighbour: Phone,
    homes: Vec<Household>,
    others: Vec<(Phone, Household)>,
}

/// Makes the district in the first place, copies it into the second, and logs the visits there.
pub async fn furnish(
    small: &Place,
    large: &Place,
    load: Load,
    setting: &Setting,
) -> Result<Street, BenchFault> {
    let (store, roster) = district::found(&small.database(), setting).await?;
    let street = settle(&store, &roster, load, setting).await;
    let copied = store.backup(&large.file("ledger.db")).await;
    store.close().await;
    let (mut street, ()) = (street?, copied?);
    let store = Store::open(&large.database()).await?;
    let heaped = heap(&store, &mut street, load.records, setting).await;
    store.close().await;
    heaped?;
    Ok(street)
}

/// A district in which everybody concerned is signed in.
async fn settle(store: &Store, roster: &Roster, load: Load, setting: &Setting) -> Result<Street, BenchFault> {
    district::settle(store, load.households, setting).await?;
    let people = district::people(store, roster).await?;
    let leader = people.iter().find(|person| person.role == Role::TeamLeader);
    let leader = leader.ok_or_else(|| BenchFault::new("the roster has no leader"))?;
    let mut others = Vec::new();
    let strangers = people.iter().filter(|person| person.team != leader.team);
    for person in strangers.take(load.others) {
        let homes = store.households_in(&person.villages).await?;
        if let Some(home) = homes.into_iter().next() {
            others.push((Phone::sign_in(store, person, setting).await?, home));
        }
    }
    Ok(Street {
        neighbour: Phone::sign_in(store, leader, setting).await?,
        homes: store.households_in(&leader.villages).await?,
        others,
    })
}

/// Logs so many visits of the one person, in the store: how fast a phone could is another measurement.
async fn heap(
    store: &Store,
    street: &mut Street,
    records: usize,
    setting: &Setting,
) -> Result<(), BenchFault> {
    let Street { neighbour, homes, .. } = street;
    let actor = neighbour.actor.clone();
    let mut left = homes.iter().cycle().zip(0_u32..).take(records).peekable();
    let batches = std::iter::from_fn(|| {
        left.peek()?;
        let doors = left.by_ref().take(BATCH_OPERATIONS);
        let operations = doors
            .map(|(home, turn)| {
                neighbour
                    .visit(home, visits::found(home, turn, setting), setting)
                    .1
            })
            .collect();
        let config = Arc::clone(&setting.config);
        Some(store.apply(actor.clone(), operations, config, setting.now))
    });
    let mut done = stream::iter(batches).buffer_unordered(BATCHES_AT_ONCE);
    while let Some(applied) = done.next().await {
        applied?;
    }
    Ok(())
}

/// Times of the others' exchanges, shortest first.
pub struct Seen {
    before: Vec<Duration>,
    held: Vec<Duration>,
    active: Vec<Duration>,
}

/// Takes turns: without the records, with them, and with their owner at work.
pub async fn watch(
    [before, after]: [SocketAddr; 2],
    street: Street,
    load: Load,
    setting: &Setting,
) -> Result<Seen, BenchFault> {
    let mut there = street.clone();
    let mut here = street;
    for (phone, _) in &mut there.others {
        phone.catch_up(before).await?;
    }
    for (phone, _) in &mut here.others {
        phone.catch_up(after).await?;
    }
    here.neighbour.catch_up(after).await?;
    let mut seen = Seen {
        before: Vec::new(),
        held: Vec::new(),
        active: Vec::new(),
    };
    for turn in 0..load.rounds {
        seen.before
            .extend(round(before, &mut there, turn, setting).await?);
        seen.held.extend(round(after, &mut here, turn, setting).await?);
        let busy = Busy::begin(after, &here, setting);
        tokio::time::sleep(SETTLE).await;
        let active = round(after, &mut here, turn, setting).await;
        here.neighbour = busy.end().await?;
        seen.active.extend(active?);
    }
    for times in [&mut seen.before, &mut seen.held, &mut seen.active] {
        times.sort();
    }
    Ok(seen)
}

/// One exchange of each of the others: a visit is pushed, what is new is pulled.
async fn round(
    server: SocketAddr,
    street: &mut Street,
    turn: u32,
    setting: &Setting,
) -> Result<Vec<Duration>, BenchFault> {
    let mut times = Vec::new();
    for (phone, home) in &mut street.others {
        let content = visits::found(home, turn, setting);
        let (_, operation) = phone.visit(home, content, setting);
        let start = Instant::now();
        phone.exchange(server, vec![operation]).await?;
        times.push(start.elapsed());
    }
    Ok(times)
}

/// The neighbour at work: one phone pulls everything again and again, another one pushes.
struct Busy {
    over: Arc<AtomicBool>,
    pulls: JoinHandle<Result<(), BenchFault>>,
    pushes: JoinHandle<Result<Phone, BenchFault>>,
}

impl Busy {
    fn begin(server: SocketAddr, street: &Street, setting: &Setting) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let pulls = pull(server, street.neighbour.clone(), Arc::clone(&over));
        let pushes = push(
            server,
            street.neighbour.clone(),
            street.homes.clone(),
            setting.clone(),
            Arc::clone(&over),
        );
        Self {
            over,
            pulls: tokio::spawn(pulls),
            pushes: tokio::spawn(pushes),
        }
    }

    /// Lets both finish what they are at.
    async fn end(self) -> Result<Phone, BenchFault> {
        self.over.store(true, Ordering::Relaxed);
        let stopped = |fault: tokio::task::JoinError| BenchFault::new(fault.to_string());
        self.pulls.await.map_err(stopped)??;
        self.pushes.await.map_err(stopped)?
    }
}

async fn pull(server: SocketAddr, mut phone: Phone, over: Arc<AtomicBool>) -> Result<(), BenchFault> {
    phone.start_over();
    while !over.load(Ordering::Relaxed) {
        if !phone.exchange(server, Vec::new()).await? {
            phone.start_over();
        }
        tokio::time::sleep(PAGE_PAUSE).await;
    }
    Ok(())
}

async fn push(
    server: SocketAddr,
    mut phone: Phone,
    homes: Vec<Household>,
    setting: Setting,
    over: Arc<AtomicBool>,
) -> Result<Phone, BenchFault> {
    while !over.load(Ordering::Relaxed) {
        let doors = homes.iter().cycle().zip(0..PUSH);
        let visits =
            doors.map(|(home, turn)| phone.visit(home, visits::found(home, turn, &setting), &setting).1);
        let operations = visits.collect();
        phone.exchange(server, operations).await?;
        tokio::time::sleep(PUSH_PAUSE).await;
    }
    Ok(phone)
}

impl Seen {
    fn figures(&self, load: Load) -> Vec<Figure> {
        let median = |times: &[Duration]| percentile(times, 50).as_secs_f64() * 1_000.0;
        let (before, held, active) = (median(&self.before), median(&self.held), median(&self.active));
        let count = self.before.len();
        let what = format!(
            "median of {count} exchanges of {} phones of other teams, each a push of one visit and what is new, over HTTP on SQLite; the states take turns, {} rounds",
            load.others, load.rounds
        );
        let records = load.records;
        vec![
            Figure::new(
                "neighbour_exchange_before",
                before,
                "ms",
                format!("no such neighbour; {what}"),
            ),
            Figure::new(
                "neighbour_exchange_beside",
                held,
                "ms",
                format!("one person of another team has {records} visits; {what}"),
            ),
            Figure::new(
                "neighbour_exchange_at_work",
                active,
                "ms",
                format!(
                    "that person pulls all of them page by page, {} ms between two, and pushes {PUSH} visits a second; {what}",
                    PAGE_PAUSE.as_millis()
                ),
            ),
            Figure::new(
                "neighbour_slow_down",
                active / before,
                "times",
                format!(
                    "aim ≤ 1.2; at work against before; {:.2} when only the records are there",
                    held / before
                ),
            ),
        ]
    }

    /// Exchanges that were timed in each state.
    #[cfg(test)]
    pub fn counts(&self) -> [usize; 3] {
        [self.before.len(), self.held.len(), self.active.len()]
    }
}
