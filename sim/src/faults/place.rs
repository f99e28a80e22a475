//! Where a server keeps its ledger: a fresh database with the invented district, on either engine.

use domain::ids::StaffId;
use domain::time::Millis;
use server::accounts::session::{COOKIE, DAY_MS, Token};
use server::routes::Clock;
use server::store::Store;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tempfile::TempDir;
use tokio::runtime::Builder;
use uuid::Uuid;

use super::careless::Careless;
use super::courier::Courier;
use super::found;
use crate::cast;
use crate::fault::{Broken, Outcome};
use crate::office;
use crate::phone::Phone;
use crate::plan::Wrong;

/// A database that is gone when this is dropped.
pub struct Place {
    /// As the server is told.
    pub url: String,
    /// What reads best in a figure.
    pub engine: &'static str,
    /// A fault of all phones here, to see it found.
    pub careless: Option<Careless>,
    /// The cluster's own database and the name of ours, on PostgreSQL.
    cluster: Option<(String, String)>,
    _folder: Option<TempDir>,
}

/// Runs something that waits, on this thread.
pub(super) fn wait<T>(for_it: impl Future<Output = Outcome<T>>) -> Outcome<T> {
    Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(for_it)
}

impl Place {
    /// An SQLite file.
    ///
    /// # Errors
    /// As the store's.
    pub fn sqlite() -> Outcome<Self> {
        let folder = office::folder()?;
        let place = Self {
            url: format!("sqlite:{}", folder.path().join("ledger.db").display()),
            engine: "SQLite",
            careless: None,
            cluster: None,
            _folder: Some(folder),
        };
        place.fill()?;
        Ok(place)
    }

    /// A database on the PostgreSQL that this address of a superuser names.
    ///
    /// # Errors
    /// As the store's.
    pub fn postgres(cluster: &str) -> Outcome<Self> {
        let name = format!("ledger_faults_{}", Uuid::now_v7().simple());
        wait(async {
            let mut admin = PgConnection::connect(cluster).await?;
            let create = format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'");
            sqlx::raw_sql(AssertSqlSafe(create)).execute(&mut admin).await?;
            Ok(())
        })?;
        let (base, query) = cluster.split_once('?').unwrap_or((cluster, ""));
        let base = base.rsplit_once('/').map_or(base, |(base, _)| base);
        let place = Self {
            url: format!("{base}/{name}?{query}"),
            engine: "PostgreSQL",
            careless: None,
            cluster: Some((cluster.to_owned(), name)),
            _folder: None,
        };
        place.fill()?;
        Ok(place)
    }

    fn fill(&self) -> Outcome<()> {
        let by = StaffId::from("FAULTS");
        let now = Millis(Clock::of_machine().now().0.saturating_sub(DAY_MS));
        wait(async {
            let store = Store::open(&self.url).await?;
            store.migrate().await?;
            store.save_roster(&cast::roster(), &by, now).await?;
            store.save_register(&cast::register(), &by, now, &|_| {}).await?;
            store.close().await;
            Ok(())
        })
    }

    /// Phones of the first people of the cast, signed in; one after the other, and round again. The server
    /// must not run yet.
    ///
    /// # Errors
    /// As the store's.
    pub fn couriers(&self, count: usize) -> Outcome<Vec<Courier>> {
        let now = Clock::of_machine().now();
        let end = Millis(now.0.saturating_add(30 * DAY_MS));
        wait(async {
            let store = Store::open(&self.url).await?;
            let mut couriers = Vec::new();
            for number in 0..count {
                let person = number.checked_rem(cast::PEOPLE.len()).unwrap_or(0);
                let phone = Phone::new(number, person, Wrong::Right)?;
                let token = Token::new();
                store
                    .put_session(token.key().as_str(), &phone.staff, now, end)
                    .await?;
                let mut courier = Courier::new(phone, format!("{COOKIE}={}", token.text()));
                courier.careless = self.careless;
                couriers.push(courier);
            }
            store.close().await;
            Ok(couriers)
        })
    }

    /// One phone alone, as [`Place::couriers`].
    ///
    /// # Errors
    /// As the store's.
    pub fn courier(&self) -> Outcome<Courier> {
        let alone = self.couriers(1)?.pop();
        alone.map_or_else(|| found("no phone"), Ok)
    }

    /// The file, on SQLite.
    #[must_use]
    pub fn is_sqlite(&self) -> bool {
        self.cluster.is_none()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some((cluster, name)) = self.cluster.take() else {
            return;
        };
        // A database that stays behind goes with its cluster.
        let _ = wait(async {
            let mut admin = PgConnection::connect(&cluster).await.map_err(Broken::from)?;
            let drop = format!("DROP DATABASE {name} WITH (FORCE)");
            sqlx::raw_sql(AssertSqlSafe(drop)).execute(&mut admin).await?;
            Ok(())
        });
    }
}
