//! How villages, and the bodies of the duty list, stood in the four not-removes by month, kept as it was counted: see
//! `domain::commitments::trend`.

use super::Store;
use super::engine::{Link, Row, Value};
use super::error::Result;
use super::four::{AT_ONCE, Frame, Records, compute, duty_standings, on_map};
use chrono::NaiveDate;
use domain::commitments::trend::{
    BodyEntry, Entry, Kept, MonthEntry, before_the_end_of, body_entries, duties_before_the_end_of, entries,
    is_to_be_counted, together, window,
};
use domain::commitments::{CommitmentStatus, Ground, Pillar, VillagePosts};
use domain::config::Config;
use domain::roster::Village;
use domain::time::{first_of_month, last_of_month};
use futures::stream::{StreamExt, TryStreamExt};
use std::sync::Arc;

/// Values of a village's entry, and of a body's.
const WIDTH: usize = 5;
const BODY_WIDTH: usize = 4;

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
        let bodies = self.duty_bodies(today, &config).await?;
        self.keep_body_months(&body_entries(&bodies.unwrap_or_default(), today))
            .await?;
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

    /// As [`Store::keep_months`], of the bodies of the duty list.
    ///
    /// # Errors
    /// As the database's.
    pub async fn keep_body_months(&self, found: &[BodyEntry]) -> Result<()> {
        let values: Vec<Value<'_>> = found.iter().flat_map(body_columns).collect();
        let mut link = self.engine.write().await?;
        let head = "INSERT INTO duty_month (month, body, worst, counted_on)";
        let tail = "ON CONFLICT (month, body) \
                    DO UPDATE SET worst = excluded.worst, counted_on = excluded.counted_on \
                    WHERE duty_month.counted_on <= excluded.counted_on";
        link.insert_many(head, tail, BODY_WIDTH, &values).await?;
        link.commit().await
    }

    /// What the duty list would have left in the months that are over, as [`Store::invented_months`] and for the same.
    ///
    /// # Errors
    /// As the database's.
    pub async fn invented_body_months(&self, today: NaiveDate, config: &Config) -> Result<Vec<BodyEntry>> {
        let items = self.duties().await?;
        let of_month = |end: NaiveDate| {
            let then = duties_before_the_end_of(&items, end);
            body_entries(&duty_standings(&then, end, config).unwrap_or_default(), end)
        };
        Ok(ends(today).flat_map(of_month).collect())
    }

    /// What the months that are over would have left, over the records as they are now without the work dated later. For
    /// the invented year of a demonstration alone: no real month is computed again (docs/decisions/0036).
    ///
    /// # Errors
    /// As the database's.
    pub async fn invented_months(&self, today: NaiveDate, config: Arc<Config>) -> Result<Vec<MonthEntry>> {
        let frames: Arc<[Frame]> = ends(today)
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

    /// What is kept of the months that are shown on a day: of the villages, and of the bodies of the duty list.
    pub(super) async fn kept_months(&self, today: NaiveDate) -> Result<(Vec<Kept>, Vec<Kept>)> {
        let first = window(today).into_iter().next().unwrap_or(today);
        let span: [Value<'_>; 2] = [first.to_string().into(), today.to_string().into()];
        let mut link = self.engine.snapshot().await?;
        let villages =
            "SELECT month, village, worst, counted_on, pillar FROM four_month WHERE month BETWEEN $1 AND $2";
        let rows = link.fetch(villages, &span).await?;
        let villages = rows.iter().map(|row| {
            let pillar = row.coded(4, Pillar::from_code)?;
            entry(row, pillar)
        });
        let villages: Vec<Entry> = villages.collect::<Result<_>>()?;
        let bodies = "SELECT month, body, worst, counted_on FROM duty_month WHERE month BETWEEN $1 AND $2";
        let rows = link.fetch(bodies, &span).await?;
        let bodies = rows.iter().map(|row| entry(row, Pillar::Responsibility));
        let bodies: Vec<Entry> = bodies.collect::<Result<_>>()?;
        Ok((together(villages), together(bodies)))
    }
}

/// Who stood where: month, who, worst state, day of the count.
fn entry(row: &Row, pillar: Pillar) -> Result<Entry> {
    let worst = row.coded(2, CommitmentStatus::from_code)?;
    Ok((row.text(1)?, (row.parsed(0)?, pillar, worst, row.parsed(3)?)))
}

/// The last days of the months that are shown on a day and are over.
fn ends(today: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let months = window(today).into_iter();
    months.map(last_of_month).filter(move |end| *end < today)
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

fn body_columns(entry: &BodyEntry) -> [Value<'_>; BODY_WIDTH] {
    [
        entry.month.to_string().into(),
        entry.body.as_str().into(),
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
