//! Figures of the finished server on the machine at hand: visits a second, the evening rush, import, feed, memory.
//!
//! Everything runs on databases of its own in a temporary folder, which is gone afterwards.

mod client;
mod commitments;
pub mod district;
mod fault;
mod feed;
mod import;
mod memory;
mod neighbour;
mod phone;
mod place;
mod postgres;
mod process;
mod rush;
pub mod scope;
mod serving;
mod visits;
mod xlsx;

pub use fault::BenchFault;

use clap::ValueEnum;
use place::Place;
use serde::Serialize;

/// One figure, as it is printed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// Its name.
    pub figure: &'static str,
    /// The number.
    pub value: f64,
    /// Of what: `visits/s`, `operations/s`, `s`, `ms`, `times`, or `MB`, which is 1,000,000 bytes.
    pub unit: &'static str,
    /// How it was measured, for a reader who doubts it.
    pub how: String,
}

impl Figure {
    fn new(figure: &'static str, value: f64, unit: &'static str, how: impl Into<String>) -> Self {
        Self {
            figure,
            value: (value * 100.0).round() / 100.0,
            unit,
            how: format!("{}; {}", how.into(), profile()),
        }
    }
}

/// How this binary was built: a figure of a debug build says little.
const fn profile() -> &'static str {
    if cfg!(debug_assertions) {
        "debug build"
    } else {
        "release build"
    }
}

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Subject {
    /// Durable visits a second on SQLite.
    VisitsSqlite,
    /// Durable visits a second on PostgreSQL, on the server that LEDGER_TEST_POSTGRES names.
    VisitsPostgres,
    /// Durable operations a second in the evening rush, on both databases.
    Rush,
    /// Other people's exchanges beside one person with 150,000 records.
    Neighbour,
    /// Import of 65,000 households.
    Import,
    /// A first load of 10,000 records, the server's part.
    Feed,
    /// Memory of a serving process with 65,000 households.
    Memory,
    /// The four not-removes of 65 villages and 65,000 households.
    Commitments,
}

/// Measures one subject after another; what the import has made serves the memory, too.
#[derive(Default)]
pub struct Bench {
    district: Option<Place>,
}

impl Bench {
    /// The figures of a subject; none where this machine has not what it needs.
    ///
    /// # Errors
    /// [`BenchFault`].
    pub async fn measure(&mut self, subject: Subject) -> Result<Vec<Figure>, BenchFault> {
        match subject {
            Subject::VisitsSqlite => Ok(vec![visits::on_sqlite(visits::Load::FULL).await?]),
            Subject::VisitsPostgres => match postgres::server() {
                Some(server) => Ok(vec![visits::on_postgres(&server, visits::Load::FULL).await?]),
                None => Ok(Vec::new()),
            },
            Subject::Rush => evening().await,
            Subject::Neighbour => neighbour::measure(&std::env::current_exe()?, neighbour::Load::FULL).await,
            Subject::Import => {
                let (place, figures) = import::measure().await?;
                self.district = Some(place);
                Ok(figures)
            }
            Subject::Feed => Ok(vec![feed::measure(feed::RECORDS).await?]),
            Subject::Commitments => commitments::measure(commitments::HOUSEHOLDS).await,
            Subject::Memory => {
                let place = match self.district.take() {
                    Some(place) => place,
                    None => import::measure().await?.0,
                };
                memory::measure(place).await
            }
        }
    }
}

/// The evening rush on SQLite, and on PostgreSQL where there is one.
async fn evening() -> Result<Vec<Figure>, BenchFault> {
    let program = std::env::current_exe()?;
    let mut figures = rush::on_sqlite(&program, rush::Load::FULL).await?;
    if let Some(server) = postgres::server() {
        figures.extend(rush::on_postgres(&program, &server, rush::Load::FULL).await?);
    }
    Ok(figures)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::Accounts;
    use crate::accounts::allowance::Allowance;
    use crate::folder::Folder;
    use crate::gone::GonePhones;
    use crate::listen::{self, ListenConfig};
    use crate::photos::Photos;
    use crate::routes::faults::Faults;
    use crate::routes::imports::Imports;
    use crate::routes::state::Counters;
    use crate::routes::{self, AppState, Clock, Parts, REVEALS_AN_HOUR};
    use crate::store::Store;
    use crate::web::{FloorConfig, floor};
    use std::sync::Arc;
    use tokio::sync::oneshot;

    #[test]
    fn a_figure_is_one_line_of_json() {
        let figure = Figure::new("speed", 12.3456, "m/s", "by eye");
        let line = serde_json::to_string(&figure).unwrap();
        assert_eq!(
            line,
            r#"{"figure":"speed","value":12.35,"unit":"m/s","how":"by eye; debug build"}"#
        );
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn visits_are_counted_in_the_database() {
        let load = visits::Load {
            callers: 20,
            visits_each: 5,
            households: 65,
        };
        let figure = visits::on_sqlite(load).await.unwrap();
        assert!(figure.value > 1.0, "{figure:?}");
        assert!(figure.how.starts_with("100 visits"), "{}", figure.how);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_four_not_removes_are_computed_for_every_village() {
        let figures = commitments::measure(130).await.unwrap();
        let [map, one] = figures.as_slice() else {
            panic!("{figures:?}")
        };
        assert!(map.value > 0.0 && map.how.starts_with("65 villages"), "{map:?}");
        assert!(one.value > 0.0 && !one.how.contains(", 0 lines"), "{one:?}");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_feed_is_read_to_its_end() {
        let figure = feed::measure(400).await.unwrap();
        assert!(
            figure.value > 0.0 && figure.how.contains("400 records"),
            "{figure:?}"
        );
    }

    /// A server of this process on a database, and a way to stop it.
    async fn served(database: &str, folder: &Place) -> (std::net::SocketAddr, Store, oneshot::Sender<()>) {
        let store = Store::open(database).await.unwrap();
        let files = Folder::open(&folder.file("photos")).unwrap();
        let state = AppState::of(Parts {
            accounts: Accounts::new(store.clone()).unwrap(),
            photos: Photos::of(files.clone()),
            gone: GonePhones::of(files),
            store: store.clone(),
            config: Arc::default(),
            clock: Clock::of_machine(),
            imports: Imports::default(),
            faults: Faults::default(),
            reveals: Allowance::hourly(REVEALS_AN_HOUR),
            counters: Counters::default(),
            style: "/pkg/main.css".to_owned(),
            reader: std::env::current_exe().unwrap(),
        });
        let app = floor(routes::router(state, None), FloorConfig::default());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let told = async move {
            let _ = stopped.await;
        };
        tokio::spawn(listen::serve(listener, app, ListenConfig::default(), told));
        (address, store, stop)
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn an_evening_of_every_team_is_answered_and_kept() {
        let load = rush::Load {
            at_once: 4,
            rounds: 1,
            households: 65,
        };
        let (place, setting) = (Place::make().unwrap(), district::Setting::present());
        let teams = rush::gather(&place.database(), load, &setting).await.unwrap();
        let (address, store, stop) = served(&place.database(), &place).await;
        let evening = rush::play(address, teams, load, &setting).await.unwrap();
        // The district's 62 teams, four pushes each.
        assert_eq!(evening.pushes(), 62 * 4);
        drop(stop);
        store.close().await;
        rush::check(&place.database(), &evening, &setting).await.unwrap();
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn others_are_timed_beside_somebody_with_many_records() {
        let load = neighbour::Load {
            records: 250,
            others: 3,
            rounds: 2,
            households: 65,
        };
        let (small, large) = (Place::make().unwrap(), Place::make().unwrap());
        let setting = district::Setting::present();
        let street = neighbour::furnish(&small, &large, load, &setting).await.unwrap();
        let (before, here, _stop) = served(&small.database(), &small).await;
        let (after, there, _stop_too) = served(&large.database(), &large).await;
        let seen = neighbour::watch([before, after], street, load, &setting)
            .await
            .unwrap();
        assert_eq!(seen.counts(), [6; 3]);
        let day = setting.today;
        let visits = async |store: &Store| {
            let board = store.board(day, day, setting.now, setting.now).await.unwrap();
            board.villages.iter().map(|village| village.visits).sum::<u64>()
        };
        assert_eq!(visits(&here).await, 6);
        assert!(visits(&there).await >= 250 + 12);
    }
}
