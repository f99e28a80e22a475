//! The evening rush: phones of all teams push what they wrote on the day, fifty operations at once, over HTTP.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::household::Household;
use domain::operation::Operation;
use domain::roster::Role;
use domain::visit::VisitContent;
use domain::visit::codes::Signal;
use futures::stream::{self, StreamExt};

use super::district::{self, Setting};
use super::phone::Phone;
use super::place::Place;
use super::postgres::Fresh;
use super::serving::Serving;
use super::{BenchFault, Figure, process, visits};
use crate::store::{Roster, Store};

/// Operations of a push: what a phone has after a day or two in the village.
const BATCH: u32 = 50;
/// Pushes of visits to each push of decisions.
const VISITING: usize = 3;
/// One of so many visits sees a sign of a risk, which raises a flag: one of five that bring news.
const SIGNS_EVERY: u32 = 20;

/// How much is done.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    /// Pushes that the server has before it at any moment, each of another team.
    pub at_once: usize,
    /// Rounds of each team: three pushes of visits by its members, one of decisions by its leader.
    pub rounds: u32,
    /// Households of the district.
    pub households: u32,
}

impl Load {
    /// What the figures are about: 65 teams, 260 pushes a round, 39,000 operations, 16 pushes at any moment.
    pub const FULL: Self = Self {
        at_once: 16,
        rounds: 3,
        households: 2_600,
    };
}

/// What an engine's figures are called.
struct Names {
    rate: &'static str,
    slowest: &'static str,
    memory: &'static str,
    engine: &'static str,
}

/// On a fresh SQLite file, served by `program`.
pub async fn on_sqlite(program: &Path, load: Load) -> Result<Vec<Figure>, BenchFault> {
    let place = Place::make()?;
    let names = Names {
        rate: "rush_operations_per_second_sqlite",
        slowest: "rush_push_p99_sqlite",
        memory: "rush_peak_memory_sqlite",
        engine: "SQLite, WAL, synchronous=FULL",
    };
    run(program, &place, &place.database(), load, &names).await
}

/// On a fresh database of a PostgreSQL server with fsync and synchronous_commit on, served by `program`.
pub async fn on_postgres(program: &Path, server: &str, load: Load) -> Result<Vec<Figure>, BenchFault> {
    let place = Place::make()?;
    let fresh = Fresh::make(server).await?;
    let names = Names {
        rate: "rush_operations_per_second_postgres",
        slowest: "rush_push_p99_postgres",
        memory: "rush_peak_memory_postgres",
        engine: "PostgreSQL, fsync and synchronous_commit on",
    };
    let figures = run(program, &place, &fresh.database(), load, &names).await;
    fresh.drop().await?;
    figures
}

async fn run(
    program: &Path,
    place: &Place,
    database: &str,
    load: Load,
    names: &Names,
) -> Result<Vec<Figure>, BenchFault> {
    let setting = Setting::present();
    let teams = gather(database, load, &setting).await?;
    let serving = Serving::start(program, place, database).await?;
    let played = play(serving.address, teams, load, &setting).await;
    let peak = serving.high_water();
    serving.stop().await?;
    let evening = played?;
    check(database, &evening, &setting).await?;
    Ok(evening.figures(peak, load, names))
}

/// The people of a team, before the evening.
pub struct Team {
    leader: Phone,
    members: Vec<Phone>,
    homes: Vec<Household>,
}

/// Makes the district and signs everybody of every team in; the store is closed again.
pub async fn gather(database: &str, load: Load, setting: &Setting) -> Result<Vec<Team>, BenchFault> {
    let (store, roster) = district::found(database, setting).await?;
    let teams = signed_in(&store, &roster, load, setting).await;
    store.close().await;
    teams
}

async fn signed_in(
    store: &Store,
    roster: &Roster,
    load: Load,
    setting: &Setting,
) -> Result<Vec<Team>, BenchFault> {
    district::settle(store, load.households, setting).await?;
    let people = district::people(store, roster).await?;
    let mut teams = Vec::new();
    for leader in people.iter().filter(|person| person.role == Role::TeamLeader) {
        let others = people
            .iter()
            .filter(|person| person.team == leader.team && person.role == Role::TeamMember);
        let mut members = Vec::new();
        for member in others {
            members.push(Phone::sign_in(store, member, setting).await?);
        }
        let homes = store.households_in(&leader.villages).await?;
        if !members.is_empty() && !homes.is_empty() {
            teams.push(Team {
                leader: Phone::sign_in(store, leader, setting).await?,
                members,
                homes,
            });
        }
    }
    Ok(teams)
}

/// What the phones saw of an evening.
pub struct Evening {
    teams: usize,
    operations: u32,
    visits: u64,
    took: Duration,
    /// From the first byte sent to the last one read, of each push, shortest first.
    pushes: Vec<Duration>,
}

/// Lets all teams push, so many at once; before, each phone hears what is there.
pub async fn play(
    server: SocketAddr,
    mut teams: Vec<Team>,
    load: Load,
    setting: &Setting,
) -> Result<Evening, BenchFault> {
    for team in &mut teams {
        for phone in team.members.iter_mut().chain([&mut team.leader]) {
            phone.catch_up(server).await?;
        }
    }
    let count = teams.len();
    let setting = Arc::new(setting.clone());
    let start = Instant::now();
    let evenings = teams
        .into_iter()
        .map(|team| tokio::spawn(team.evening(server, load.rounds, Arc::clone(&setting))));
    let mut done = stream::iter(evenings).buffer_unordered(load.at_once);
    let mut pushes = Vec::new();
    while let Some(evening) = done.next().await {
        pushes.extend(evening.map_err(|fault| BenchFault::new(fault.to_string()))??);
    }
    let took = start.elapsed();
    pushes.sort();
    let visiting = u64::try_from(count * VISITING).unwrap_or(u64::MAX) * u64::from(load.rounds);
    Ok(Evening {
        teams: count,
        operations: BATCH.saturating_mul(u32::try_from(pushes.len()).unwrap_or(u32::MAX)),
        visits: visiting * u64::from(BATCH),
        took,
        pushes,
    })
}

impl Team {
    /// The pushes of a team, one after the other; how long each took.
    async fn evening(
        mut self,
        server: SocketAddr,
        rounds: u32,
        setting: Arc<Setting>,
    ) -> Result<Vec<Duration>, BenchFault> {
        let mut took = Vec::new();
        let mut turn = 0;
        for _ in 0..rounds {
            let mut decided = Vec::new();
            for at in 0..VISITING {
                let Some(phone) = at
                    .checked_rem(self.members.len())
                    .and_then(|at| self.members.get_mut(at))
                else {
                    return Err(BenchFault::new("a team without members"));
                };
                let mut operations = Vec::new();
                for home in self
                    .homes
                    .iter()
                    .cycle()
                    .skip(at)
                    .take(usize::try_from(BATCH).unwrap_or(0))
                {
                    let (visit, operation) = phone.visit(home, content(home, turn, &setting), &setting);
                    turn += 1;
                    operations.push(operation);
                    if at == 0 {
                        decided.push(visit);
                    }
                }
                took.push(push(phone, server, operations).await?);
            }
            let leader = &mut self.leader;
            let decisions = decided.into_iter().map(|visit| leader.approval(visit, &setting));
            let decisions = decisions.collect();
            took.push(push(leader, server, decisions).await?);
        }
        Ok(took)
    }
}

/// What was found at a door: the mix of [`visits`], and signs of a risk at some.
fn content(home: &Household, turn: u32, setting: &Setting) -> VisitContent {
    let found = visits::found(home, turn, setting);
    if turn % SIGNS_EVERY == SIGNS_EVERY - 1 {
        return VisitContent {
            signals: vec![Signal::LargeBill],
            ..found
        };
    }
    found
}

async fn push(
    phone: &mut Phone,
    server: SocketAddr,
    operations: Vec<Operation>,
) -> Result<Duration, BenchFault> {
    let start = Instant::now();
    phone.exchange(server, operations).await?;
    Ok(start.elapsed())
}

/// What was answered is in the database.
pub async fn check(database: &str, evening: &Evening, setting: &Setting) -> Result<(), BenchFault> {
    let store = Store::open(database).await?;
    let board = store
        .board(setting.today, setting.today, setting.now, setting.now)
        .await;
    store.close().await;
    let kept: u64 = board?.villages.iter().map(|village| village.visits).sum();
    match kept == evening.visits {
        true => Ok(()),
        false => Err(BenchFault::new(format!(
            "{} visits were answered, {kept} are in the database",
            evening.visits
        ))),
    }
}

impl Evening {
    fn figures(&self, peak: Option<u64>, load: Load, names: &Names) -> Vec<Figure> {
        let Self {
            teams,
            operations,
            took,
            ..
        } = self;
        let mix = format!(
            "{operations} operations in {} pushes of {BATCH} over HTTP by the phones of {teams} teams, {} pushes at any moment, three of visits to one of decisions; {}",
            self.pushes.len(),
            load.at_once,
            names.engine
        );
        let rate = f64::from(*operations) / took.as_secs_f64();
        let slowest = percentile(&self.pushes, 99).as_secs_f64() * 1_000.0;
        let middle = percentile(&self.pushes, 50).as_secs_f64() * 1_000.0;
        let mut figures = vec![
            Figure::new(
                names.rate,
                rate,
                "operations/s",
                format!("aim ≥ 5000; {:.1} s; {mix}", took.as_secs_f64()),
            ),
            Figure::new(
                names.slowest,
                slowest,
                "ms",
                format!("aim ≤ 300; 99 of 100 pushes were answered by then, half in {middle:.0} ms; {mix}"),
            ),
        ];
        if let Some(peak) = peak {
            let how = format!("aim ≤ 256; VmHWM of `server serve`; {mix}");
            figures.push(Figure::new(names.memory, process::megabytes(peak), "MB", how));
        }
        figures
    }

    /// Pushes that were answered.
    #[cfg(test)]
    pub fn pushes(&self) -> usize {
        self.pushes.len()
    }
}

/// The time within which so many of a hundred were done; `sorted` is.
pub fn percentile(sorted: &[Duration], of_hundred: usize) -> Duration {
    let at = (sorted.len() * of_hundred).div_ceil(100).saturating_sub(1);
    sorted.get(at).copied().unwrap_or_default()
}
