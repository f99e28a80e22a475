//! What an address asks for after its `?`, refused in our own words when it cannot be read.

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use chrono::NaiveDate;
use domain::ids::VillageId;
use domain::time::days_between;
use domain::visit::codes::VisitStatus;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::state::{AppState, days_back};
use crate::store::VisitFilter;
use crate::web::Problem;

/// Days of the period when none is given.
const USUAL_DAYS: u64 = 30;
/// Longest period that is counted in one go, in days.
const LONGEST_DAYS: i64 = 5 * 366;

/// The query as `T`.
pub struct QueryOf<T>(pub T);

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for QueryOf<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let read = Query::try_from_uri(&parts.uri);
        read.map(|Query(query)| Self(query))
            .map_err(|_| Problem::malformed())
    }
}

/// A period of local dates, both inclusive; without them the last 30 days.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub struct Period {
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

impl Period {
    /// First and last day.
    ///
    /// # Errors
    /// 422 for a period that ends before it begins, or is longer than five years.
    pub fn days(self, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), Problem> {
        let to = self.to.unwrap_or(today);
        let from = self.from.unwrap_or_else(|| days_back(to, USUAL_DAYS));
        if (0..=LONGEST_DAYS).contains(&days_between(from, to)) {
            Ok((from, to))
        } else {
            Err(Problem::invalid("BAD_PERIOD", "from"))
        }
    }
}

/// Which visits: `from&to&village&township&status&late=true&after`.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct VisitQuery {
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    village: Option<VillageId>,
    township: Option<String>,
    status: Option<VisitStatus>,
    /// Only those that wait for review longer than the limit.
    #[serde(default)]
    late: bool,
    /// Lines to pass over.
    #[serde(default)]
    after: u32,
}

impl VisitQuery {
    /// As the store filters.
    ///
    /// # Errors
    /// As [`Period::days`], and when the store does not answer.
    pub async fn filter(&self, app: &AppState) -> Result<VisitFilter, Problem> {
        let period = Period {
            from: self.from,
            to: self.to,
        };
        let (from, to) = period.days(app.clock.today())?;
        Ok(VisitFilter {
            from,
            to,
            village: self.village.clone(),
            township: self.township.clone(),
            status: self.status,
            waiting_since: match self.late {
                true => Some(app.late_before().await?),
                false => None,
            },
        })
    }

    /// Lines to pass over.
    #[must_use]
    pub const fn after(&self) -> u32 {
        self.after
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: DeserializeOwned>(query: &str) -> Option<T> {
        let uri = format!("http://x/y?{query}").parse().unwrap();
        Query::try_from_uri(&uri).ok().map(|Query(query)| query)
    }

    #[test]
    fn a_period_is_the_last_month_unless_named() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let today = day("2026-11-23");
        let days = |query: &str| {
            read::<Period>(query)
                .unwrap()
                .days(today)
                .map_err(|problem| problem.code)
        };
        assert_eq!(days(""), Ok((day("2026-10-25"), today)));
        assert_eq!(
            days("from=2026-01-01&to=2026-03-31"),
            Ok((day("2026-01-01"), day("2026-03-31")))
        );
        assert_eq!(days("from=2026-11-24"), Err("BAD_PERIOD"));
        assert_eq!(days("from=1926-01-01"), Err("BAD_PERIOD"));
        assert!(read::<Period>("from=yesterday").is_none());
    }

    #[test]
    fn unknown_statuses_are_refused() {
        assert!(read::<VisitQuery>("status=SUBMITTED&village=V001&late=true&after=100").is_some());
        assert!(read::<VisitQuery>("status=LOST").is_none());
    }
}
