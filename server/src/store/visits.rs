//! Lists of visits behind the board's numbers. Typed columns only.

use super::Store;
use super::engine::{Row, Value};
use super::error::Result;
use chrono::NaiveDate;
use domain::api::{VisitLine, VisitLines};
use domain::ids::{VillageId, VisitId};
use domain::time::Millis;
use domain::visit::codes::VisitStatus;

/// Which visits a list holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitFilter {
    /// First day of the visits.
    pub from: NaiveDate,
    /// Last day of the visits.
    pub to: NaiveDate,
    /// One village only.
    pub village: Option<VillageId>,
    /// One township only.
    pub township: Option<String>,
    /// One status only.
    pub status: Option<VisitStatus>,
    /// Only visits that wait for review and were handed in before this moment.
    pub waiting_since: Option<Millis>,
}

impl VisitFilter {
    fn values(&self) -> [Value<'_>; 6] {
        [
            self.from.to_string().into(),
            self.to.to_string().into(),
            self.village.as_ref().map(VillageId::as_str).into(),
            self.township.as_deref().into(),
            self.status.map(VisitStatus::code).into(),
            self.waiting_since.map(|since| since.0).into(),
        ]
    }
}

/// The filter, for the statements below.
macro_rules! matching {
    ($columns:literal, $end:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM visit_index i ",
            "LEFT JOIN household_index h ON h.id = i.household ",
            "LEFT JOIN village v ON v.id = i.village ",
            "WHERE i.visited_on BETWEEN $1 AND $2 ",
            "AND ($3 IS NULL OR i.village = $3) AND ($4 IS NULL OR v.township = $4) ",
            "AND ($5 IS NULL OR i.status = $5) ",
            "AND ($6 IS NULL OR (i.status = 'SUBMITTED' AND i.handed_in_at < $6)) ",
            $end
        )
    };
}

impl Store {
    /// A page of visits, newest visit first, and how many match in all.
    ///
    /// # Errors
    /// As the database's.
    pub async fn visit_lines(&self, filter: &VisitFilter, offset: u32, limit: u32) -> Result<VisitLines> {
        let mut link = self.engine.snapshot().await?;
        let mut values = filter.values().to_vec();
        let total = link.first(matching!("COUNT(*)", ""), &values).await?;
        let total = total.map_or(Ok(0), |row| row.count(0))?;
        values.push(i64::from(limit).into());
        values.push(i64::from(offset).into());
        let sql = matching!(
            "i.id, i.village, h.name, h.grp, i.visited_on, i.status",
            "ORDER BY i.visited_on DESC, i.id DESC LIMIT $7 OFFSET $8"
        );
        let lines = link.fetch(sql, &values).await?;
        let lines = lines.iter().map(line).collect::<Result<_>>()?;
        Ok(VisitLines { total, lines })
    }

    /// The visits in the same order that follow on the one of this day and identity, or the first ones: for who reads
    /// on while others write, and must pass over none.
    ///
    /// # Errors
    /// As the database's.
    pub async fn visit_lines_after(
        &self,
        filter: &VisitFilter,
        last: Option<(NaiveDate, VisitId)>,
        limit: u32,
    ) -> Result<Vec<VisitLine>> {
        let mut values = filter.values().to_vec();
        values.push(last.map(|(day, _)| day.to_string()).into());
        values.push(last.map(|(_, id)| id.to_string()).into());
        values.push(i64::from(limit).into());
        let sql = matching!(
            "i.id, i.village, h.name, h.grp, i.visited_on, i.status",
            "AND ($7 IS NULL OR i.visited_on < $7 OR (i.visited_on = $7 AND i.id < $8)) \
             ORDER BY i.visited_on DESC, i.id DESC LIMIT $9"
        );
        let mut link = self.engine.snapshot().await?;
        link.fetch(sql, &values).await?.iter().map(line).collect()
    }
}

fn line(row: &Row) -> Result<VisitLine> {
    Ok(VisitLine {
        id: VisitId(row.parsed(0)?),
        village: VillageId(row.text(1)?),
        household: row.opt_text(2)?.unwrap_or_default(),
        group: row.opt_text(3)?.unwrap_or_default(),
        visited_on: row.parsed(4)?,
        status: row.coded(5, VisitStatus::from_code)?,
    })
}
