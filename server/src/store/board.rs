//! The district's board: what needs doing, village by village. Typed columns only.

use super::Store;
use super::engine::{Link, Value};
use super::error::Result;
use super::roster::kinds_of;
use chrono::{Datelike, Days, NaiveDate};
use domain::api::{Board, BoardVillage, BoardWeek};
use domain::ids::{TeamId, VillageId};
use domain::time::Millis;
use std::collections::BTreeMap;

/// Weeks without visits are listed too, up to ten years of them.
const MOST_WEEKS: usize = 530;

#[derive(Default)]
struct Counts {
    visits: u64,
    waiting: u64,
    waiting_late: u64,
    returned: u64,
}

impl Store {
    /// The board of a period, dates inclusive. A visit waits late when it was handed in before `late_before`.
    ///
    /// # Errors
    /// As the database's.
    pub async fn board(
        &self,
        from: NaiveDate,
        to: NaiveDate,
        late_before: Millis,
        now: Millis,
    ) -> Result<Board> {
        let mut link = self.engine.snapshot().await?;
        let teams = count(&mut link, "SELECT COUNT(*) FROM team").await?;
        let posted = "SELECT COUNT(*) FROM staff s JOIN account a ON a.staff = s.id \
                      WHERE a.closed = 0 AND s.role IN ('TEAM_MEMBER', 'TEAM_LEADER')";
        let people = count(&mut link, posted).await?;
        let mut counts = counts(&mut link, from, to, late_before).await?;
        let mut households = BTreeMap::new();
        let registered = "SELECT village, COUNT(*) FROM household_index GROUP BY village";
        for row in link.fetch(registered, &[]).await? {
            households.insert(row.text(0)?, row.count(1)?);
        }
        let places = "SELECT v.id, v.name, v.township, v.kinds, tv.team FROM village v \
                      LEFT JOIN team_village tv ON tv.village = v.id AND tv.to_ms IS NULL \
                      ORDER BY v.township, v.name, v.id";
        let mut villages = Vec::new();
        for row in link.fetch(places, &[]).await? {
            let id = row.text(0)?;
            let counted = counts.remove(&id).unwrap_or_default();
            villages.push(BoardVillage {
                households: households.get(&id).copied().unwrap_or_default(),
                id: VillageId(id),
                name: row.text(1)?,
                township: row.text(2)?,
                kinds: kinds_of(&row.text(3)?)?,
                team: row.opt_text(4)?.map(TeamId),
                visits: counted.visits,
                waiting: counted.waiting,
                waiting_late: counted.waiting_late,
                returned: counted.returned,
            });
        }
        let weeks = weeks(&mut link, from, to).await?;
        Ok(Board {
            from,
            to,
            teams,
            people,
            villages,
            weeks,
            server_time: now,
        })
    }
}

async fn count(link: &mut Link, sql: &'static str) -> Result<u64> {
    link.first(sql, &[]).await?.map_or(Ok(0), |row| row.count(0))
}

async fn counts(
    link: &mut Link,
    from: NaiveDate,
    to: NaiveDate,
    late_before: Millis,
) -> Result<BTreeMap<String, Counts>> {
    let sql = "SELECT village, COUNT(*), \
               COUNT(CASE WHEN status = 'SUBMITTED' THEN 1 END), \
               COUNT(CASE WHEN status = 'SUBMITTED' AND handed_in_at < $3 THEN 1 END), \
               COUNT(CASE WHEN status = 'RETURNED' THEN 1 END) \
               FROM visit_index WHERE visited_on BETWEEN $1 AND $2 GROUP BY village";
    let values = [
        Value::from(from.to_string()),
        to.to_string().into(),
        late_before.0.into(),
    ];
    let mut counts = BTreeMap::new();
    for row in link.fetch(sql, &values).await? {
        let counted = Counts {
            visits: row.count(1)?,
            waiting: row.count(2)?,
            waiting_late: row.count(3)?,
            returned: row.count(4)?,
        };
        counts.insert(row.text(0)?, counted);
    }
    Ok(counts)
}

async fn weeks(link: &mut Link, from: NaiveDate, to: NaiveDate) -> Result<Vec<BoardWeek>> {
    let mut weeks: BTreeMap<NaiveDate, u64> = BTreeMap::new();
    let mut monday = monday_of(from);
    while monday <= to && weeks.len() < MOST_WEEKS {
        weeks.insert(monday, 0);
        let Some(next) = monday.checked_add_days(Days::new(7)) else {
            break;
        };
        monday = next;
    }
    let sql = "SELECT visited_on, COUNT(*) FROM visit_index \
               WHERE visited_on BETWEEN $1 AND $2 GROUP BY visited_on";
    for row in link
        .fetch(sql, &[from.to_string().into(), to.to_string().into()])
        .await?
    {
        let week = weeks.entry(monday_of(row.parsed(0)?)).or_default();
        *week = week.saturating_add(row.count(1)?);
    }
    let week = |(monday, visits)| BoardWeek { monday, visits };
    Ok(weeks.into_iter().map(week).collect())
}

fn monday_of(day: NaiveDate) -> NaiveDate {
    let past = Days::new(u64::from(day.weekday().num_days_from_monday()));
    day.checked_sub_days(past).unwrap_or(day)
}
