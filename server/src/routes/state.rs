//! What every handler can reach.

use std::ops::Deref;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{Days, NaiveDate};
use domain::config::Config;
use domain::time::Millis;
pub use domain::time::field_day;

pub use super::counters::Counters;
use super::faults::Faults;
use super::imports::Imports;
use super::refusal;
use crate::accounts::Accounts;
use crate::accounts::allowance::Allowance;
use crate::accounts::session::DAY_MS;
use crate::gone::GonePhones;
use crate::photos::Photos;
use crate::store::Store;
use crate::web::Problem;

/// The clock of the server; tests set their own.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Millis + Send + Sync>);

/// Days by which a test lets a server be ahead: only in builds for tests, so that no office's server ever is.
#[cfg(debug_assertions)]
fn days_ahead() -> i64 {
    std::env::var("LEDGER_TEST_DAYS_AHEAD").map_or(0, |days| days.parse().unwrap_or(0))
}

#[cfg(not(debug_assertions))]
const fn days_ahead() -> i64 {
    0
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn of_machine() -> Self {
        Self(Arc::new(|| {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            let now = i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
            Millis(now.saturating_add(days_ahead().saturating_mul(DAY_MS)))
        }))
    }

    /// A clock that shows what a test wants.
    #[must_use]
    pub fn showing(now: impl Fn() -> Millis + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// UTC milliseconds.
    #[must_use]
    pub fn now(&self) -> Millis {
        (self.0)()
    }

    /// The day in the field.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        field_day(self.now())
    }
}

/// The first day of the last `days` days, today included.
#[must_use]
pub fn days_back(today: NaiveDate, days: u64) -> NaiveDate {
    today
        .checked_sub_days(Days::new(days.saturating_sub(1)))
        .unwrap_or(today)
}

/// What a server is made of.
pub struct Parts {
    /// The database.
    pub store: Store,
    /// Accounts and sessions.
    pub accounts: Accounts,
    /// The district's figures with which the server was started; [`AppState::in_force`] is what rules read.
    pub config: Arc<Config>,
    /// The clock.
    pub clock: Clock,
    /// The photos of visits.
    pub photos: Photos,
    /// The notes of phones that were signed off, which a restore of the database leaves as they are.
    pub gone: GonePhones,
    /// Workbooks that are being looked at.
    pub imports: Imports,
    /// Faults that end-to-end tests order.
    pub faults: Faults,
    /// How many full numbers each person may still see.
    pub reveals: Allowance,
    /// Counters.
    pub counters: Counters,
    /// Address of the style sheet, for the pages that the server renders.
    pub style: String,
    /// This program, which reads workbooks as a limited child.
    pub reader: PathBuf,
}

/// The parts behind one pointer.
#[derive(Clone)]
pub struct AppState(Arc<Parts>);

impl AppState {
    /// A server of these parts.
    #[must_use]
    pub fn of(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// The configuration in force today: what the server was started with, and what the district adopted.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn in_force(&self) -> Result<Arc<Config>, Problem> {
        let config = self.store.config_on(&self.config, self.clock.today()).await;
        config.map_err(refusal::of_store)
    }

    /// Reviews of visits received before this time are late.
    ///
    /// # Errors
    /// As [`Self::in_force`].
    pub async fn late_before(&self) -> Result<Millis, Problem> {
        let allowed = i64::from(self.in_force().await?.review_sla_days).saturating_mul(DAY_MS);
        Ok(Millis(self.clock.now().0.saturating_sub(allowed)))
    }
}

impl Deref for AppState {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use chrono::DateTime;

    #[test]
    fn the_day_in_the_field_begins_at_midnight_there() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let at = |text: &str| Millis(text.parse::<DateTime<chrono::Utc>>().unwrap().timestamp_millis());
        assert_eq!(field_day(at("2026-11-22T15:59:59Z")), day("2026-11-22"));
        assert_eq!(field_day(at("2026-11-22T16:00:00Z")), day("2026-11-23"));
        assert_eq!(days_back(day("2026-11-23"), 30), day("2026-10-25"));
    }
}
