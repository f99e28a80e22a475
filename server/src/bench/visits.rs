//! Durable visits a second: many phones log at once, and each answer waits for its commit.

use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::household::Household;
use domain::household::facts::{FactValue, FieldKey, FieldName};
use domain::ids::{DeviceId, OpId, VisitId};
use domain::operation::{Operation, OperationBody};
use domain::policy::Actor;
use domain::sync::Outcome;
use domain::visit::codes::{Purpose, TimeBand, VisitMode};
use domain::visit::{FactChange, VisitContent};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::district::{self, Setting};
use super::place::Place;
use super::postgres::Fresh;
use super::{BenchFault, Figure};
use crate::store::Store;

/// No caller starts another visit after this.
const LIMIT: Duration = Duration::from_secs(60);
/// What a person types after a visit, of usual length.
const NOTE: &str = "和户主坐了一会儿，问了收入、看病和孩子上学的情况，屋里都好，说下个月去镇上做工。";

/// How much is done.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    /// Phones at the same time.
    pub callers: u32,
    /// Visits that each logs, one after the other.
    pub visits_each: u32,
    /// Households of the district.
    pub households: u32,
}

impl Load {
    /// What the figure is about: 200 phones, 20,000 visits, the demonstration's 2,600 households.
    pub const FULL: Self = Self {
        callers: 200,
        visits_each: 100,
        households: 2_600,
    };
}

/// On a fresh SQLite file, WAL and synchronous=FULL as the store always has it.
pub async fn on_sqlite(load: Load) -> Result<Figure, BenchFault> {
    let place = Place::make()?;
    let rate = run(&place.database(), load).await?;
    Ok(rate.figure("visits_per_second_sqlite", "SQLite, WAL, synchronous=FULL"))
}

/// On a fresh database of a PostgreSQL server with fsync and synchronous_commit on.
pub async fn on_postgres(server: &str, load: Load) -> Result<Figure, BenchFault> {
    let fresh = Fresh::make(server).await?;
    let rate = run(&fresh.database(), load).await;
    fresh.drop().await?;
    Ok(rate?.figure(
        "visits_per_second_postgres",
        "PostgreSQL, fsync and synchronous_commit on",
    ))
}

/// So many visits in so much time.
struct Rate {
    visits: u64,
    took: Duration,
    callers: u32,
}

impl Rate {
    fn figure(&self, name: &'static str, engine: &str) -> Figure {
        let visits = u32::try_from(self.visits).unwrap_or(u32::MAX);
        let how = format!(
            "{visits} visits by {} callers at once, one visit a call, each answered after its commit, in {:.1} s; {engine}",
            self.callers,
            self.took.as_secs_f64()
        );
        Figure::new(name, f64::from(visits) / self.took.as_secs_f64(), "visits/s", how)
    }
}

async fn run(database: &str, load: Load) -> Result<Rate, BenchFault> {
    let setting = Setting::present();
    let (store, roster) = district::found(database, &setting).await?;
    let done = log(&store, &roster, load, &setting).await;
    store.close().await;
    done
}

async fn log(
    store: &Store,
    roster: &crate::store::Roster,
    load: Load,
    setting: &Setting,
) -> Result<Rate, BenchFault> {
    district::settle(store, load.households, setting).await?;
    let people = district::people(store, roster).await?;
    let mut phones = Vec::new();
    for (actor, at) in people.iter().cycle().zip(0..load.callers) {
        let households = store.households_in(&actor.villages).await?;
        phones.push(Phone::of(actor, households, at, setting));
    }
    let start = Instant::now();
    let mut callers = JoinSet::new();
    for phone in phones {
        callers.spawn(phone.log(store.clone(), load.visits_each, start));
    }
    let mut visits = 0_u64;
    while let Some(sent) = callers.join_next().await {
        visits += sent.map_err(|fault| BenchFault::new(fault.to_string()))??;
    }
    let took = start.elapsed();
    let board = store
        .board(setting.today, setting.today, setting.now, setting.now)
        .await?;
    let kept: u64 = board.villages.iter().map(|village| village.visits).sum();
    if kept != visits {
        return Err(BenchFault::new(format!(
            "{visits} visits were answered, {kept} are in the database"
        )));
    }
    Ok(Rate {
        visits,
        took,
        callers: load.callers,
    })
}

/// One phone that sends visits.
struct Phone {
    actor: Actor,
    device: DeviceId,
    /// Households, from one of its own on, so that colleagues do not all start at the same door.
    homes: Vec<Household>,
    setting: Setting,
}

impl Phone {
    fn of(actor: &Actor, mut homes: Vec<Household>, at: u32, setting: &Setting) -> Self {
        let turn = usize::try_from(at)
            .unwrap_or(0)
            .checked_rem(homes.len())
            .unwrap_or(0);
        homes.rotate_left(turn);
        Self {
            actor: actor.clone(),
            device: DeviceId(Uuid::new_v4()),
            homes,
            setting: setting.clone(),
        }
    }

    /// Logs visits until all are answered or the time is over; how many were applied.
    async fn log(self, store: Store, visits: u32, start: Instant) -> Result<u64, BenchFault> {
        let mut applied = 0_u64;
        for (home, turn) in self.homes.iter().cycle().zip(0..visits) {
            if start.elapsed() > LIMIT {
                break;
            }
            let operation = self.operation(home, turn);
            let config = Arc::clone(&self.setting.config);
            let outcomes = store
                .apply(self.actor.clone(), vec![operation], config, self.setting.now)
                .await?;
            match outcomes.first().map(|outcome| &outcome.outcome) {
                Some(Outcome::Applied) => applied += 1,
                other => return Err(BenchFault::new(format!("a visit was answered {other:?}"))),
            }
        }
        Ok(applied)
    }

    fn operation(&self, home: &Household, turn: u32) -> Operation {
        Operation {
            id: OpId(Uuid::now_v7()),
            device: self.device,
            seq: u64::from(turn) + 1,
            author: self.actor.staff.clone(),
            recorded_at: self.setting.now,
            recorded_on: self.setting.today,
            body: OperationBody::LogVisit {
                visit: VisitId(Uuid::now_v7()),
                household: home.id,
                content: Box::new(found(home, turn, &self.setting)),
            },
        }
    }
}

/// Half the visits find nothing new, a quarter nobody, a quarter brings a note and a fact.
pub(super) fn found(home: &Household, turn: u32, setting: &Setting) -> VisitContent {
    let nobody_home = turn % 4 == 1;
    let news = turn % 4 == 3;
    let head = home.members.first().map(|member| member.id);
    VisitContent {
        visited_on: setting.today,
        time_band: TimeBand::Morning,
        mode: VisitMode::InHome,
        purposes: vec![Purpose::Routine],
        companions: Vec::new(),
        met: head.filter(|_| !nobody_home).into_iter().collect(),
        nobody_home,
        no_change: !nobody_home && !news,
        changes: if news { vec![medical_bill()] } else { Vec::new() },
        signals: Vec::new(),
        urgent: false,
        note: if news { NOTE.to_owned() } else { String::new() },
        late_reason: None,
        next_visit_on: None,
        photos: vec![],
        policies_explained: vec![],
        help_done: String::new(),
    }
}

/// The first such visit of a household sets the fact, later ones confirm it.
fn medical_bill() -> FactChange {
    FactChange {
        field: FieldKey {
            member: None,
            name: FieldName::SelfPaidMedical,
        },
        base: None,
        old: None,
        new: Some(FactValue::Count(1_200)),
    }
}
