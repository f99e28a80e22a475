//! Figures of the finished server on the machine at hand: visits a second, import, feed, memory.
//!
//! Everything runs on databases of its own in a temporary folder, which is gone afterwards.

mod client;
mod commitments;
pub mod district;
mod fault;
mod feed;
mod import;
mod memory;
mod place;
mod postgres;
mod process;
pub mod scope;
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
    /// Of what: `visits/s`, `s`, `ms` or `MB`, which is 1,000,000 bytes.
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
