//! How villages stood in the four not-removes by month, kept as it was counted: see `domain::commitments::trend`.

use super::Store;
use super::engine::{Link, Row, Value};
use super::error::Result;
use super::four::{AT_ONCE, Frame, Records, compute, on_map};
use chrono::NaiveDate;
use domain::commitments::trend::{Kept, MonthEntry, before_the_end_of, entries, is_to_be_counted, window};
use domain::commitments::{CommitmentStatus, Ground, Pillar, VillagePosts};
use domain::config::Config;
use domain::roster::Village;
use domain::time::{first_of_month, last_of_month};
use futures::stream::{StreamExt, TryStreamExt};
use std::sync::Arc;

/// Values of an entry.
const WIDTH: usize = 5;

impl Store {
    /// Counts how every village stands and keeps it for the running month, where [`is_to_be_counted`] wants it; gives
    /// whether it did. Villages are computed one after the other: nobody waits for it, and phones shall not either.
    ///
    /// # Errors
    /// As the database's.
    pub async fn count_month(&self, today: NaiveDate, base: &Arc<Config>) -> Result<bool> {
        let mut link = self.engine.reader().await?;
        let newest = newest(&mut link, today).await?;
        drop(link);
        if !is_to_be_counted(newest, today) {
            return Ok(false);
        }
        let config = self.config_on(base, today).await?;
        let places = self.places(None).await?;
        let villages = self.four_villages(places, today, config, 1).await?;
        let found: Vec<MonthEntry> = villages
            .iter()
            .flat_map(|village| entries(village, today))
            .collect();
        self.keep_months(&found).await?;
        Ok(true)
    }

    /// Keeps entries, all or none; one of an earlier day than what is there already changes nothing.
    ///
    /// # Errors
    /// [`StoreError::Constraint`](super::StoreError::Constraint) for an unknown village.
    pub async fn keep_months(&self, found: &[MonthEntry]) -> Result<()> {
        let values: Vec<Value<'_>> = found.iter().flat_map(columns).collect();
        let mut link = self.engine.write().await?;
        let head = "INSERT INTO four_month (month, village, pillar, worst, counted_on)";
        let tail = "ON CONFLICT (month, village, pillar) \
                    DO UPDATE SET worst = excluded.worst, counted_on = excluded.counted_on \
                    WHERE four_month.counted_on <= excluded.counted_on";
        link.insert_many(head, tail, WIDTH, &values).await?;
        link.commit().await
    }

    /// What the months that are over would have left, over the records as they are now without the work dated later. For
    /// the invented year of a demonstration alone: no real month is computed again (docs/decisions/0036).
    ///
    /// # Errors
    /// As the database's.
    pub async fn invented_months(&self, today: NaiveDate, config: Arc<Config>) -> Result<Vec<MonthEntry>> {
        let ends: Vec<NaiveDate> = window(today)
            .into_iter()
            .map(last_of_month)
            .filter(|end| *end < today)
            .collect();
        let frames: Arc<[Frame]> = ends
            .into_iter()
            .map(|end| Frame::of(end, Arc::clone(&config)))
            .collect();
        let one = |(village, posts): (Village, VillagePosts)| {
            let frames = Arc::clone(&frames);
            async move {
                let bodies = self.bodies(&village.id, posts.team.as_ref()).await?;
                let made = move || {
                    let records = Records::read(&bodies)?;
                    let now = records.ground(&village, &posts);
                    let of_month =
                        |frame: &Frame| frame.entries(&village, &before_the_end_of(&now, frame.today));
                    Ok(frames.iter().flat_map(of_month).collect::<Vec<_>>())
                };
                compute(made).await
            }
        };
        let places = self.places(None).await?;
        let found: Vec<Vec<MonthEntry>> = futures::stream::iter(places.into_iter().map(one))
            .buffered(AT_ONCE)
            .try_collect()
            .await?;
        Ok(found.into_iter().flatten().collect())
    }

    /// What is kept of the months that are shown on a day.
    pub(super) async fn kept_months(&self, today: NaiveDate) -> Result<Vec<Kept>> {
        let first = window(today).into_iter().next().unwrap_or(today);
        let sql = "SELECT month, pillar, worst, counted_on, COUNT(*) FROM four_month \
                   WHERE month BETWEEN $1 AND $2 GROUP BY month, pillar, worst, counted_on";
        let mut link = self.engine.reader().await?;
        let rows = link
            .fetch(sql, &[first.to_string().into(), today.to_string().into()])
            .await?;
        let kept = |row: &Row| {
            Ok(Kept {
                month: row.parsed(0)?,
                pillar: row.coded(1, Pillar::from_code)?,
                worst: row.coded(2, CommitmentStatus::from_code)?,
                counted_on: row.parsed(3)?,
                villages: u32::try_from(row.count(4)?).unwrap_or(u32::MAX),
            })
        };
        rows.iter().map(kept).collect()
    }
}

impl Frame {
    /// What a village's records leave for the month of the frame's day.
    fn entries(&self, village: &Village, ground: &Ground<'_>) -> Vec<MonthEntry> {
        let findings = self.over(ground);
        entries(&on_map(village.clone(), &findings, &self.rows), self.today)
    }
}

fn columns(entry: &MonthEntry) -> [Value<'_>; WIDTH] {
    [
        entry.month.to_string().into(),
        entry.village.as_str().into(),
        entry.pillar.code().into(),
        entry.worst.code().into(),
        entry.counted_on.to_string().into(),
    ]
}

/// The newest day for which a day's month was counted.
async fn newest(link: &mut Link, today: NaiveDate) -> Result<Option<NaiveDate>> {
    let sql = "SELECT counted_on FROM four_month WHERE month = $1 ORDER BY counted_on DESC LIMIT 1";
    let row = link
        .first(sql, &[first_of_month(today).to_string().into()])
        .await?;
    row.map(|row| row.parsed(0)).transpose()
}
