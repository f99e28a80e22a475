//! Leave as the desks of township and district read it.

use super::engine::Link;
use super::error::{Result, StoreError};
use super::{Store, whole};
use chrono::NaiveDate;
use domain::policy::Actor;
use domain::record::Record;
use domain::team::DaysFile;
use domain::team::desk::{LeaveBoard, TeamPlace};
use std::collections::BTreeMap;

impl Store {
    /// The leave that waits for somebody's level, and what that level decided; none for whoever decides on none at a
    /// desk.
    ///
    /// # Errors
    /// As the database's.
    pub async fn leave_board(&self, actor: &Actor, today: NaiveDate) -> Result<Option<LeaveBoard>> {
        let mut link = self.engine.snapshot().await?;
        let places = places(&mut link).await?;
        // Which of them the person may read is the policy's to say, not the query's. They are few: one a person.
        let rows = link
            .fetch("SELECT body FROM record WHERE kind = 'days'", &[])
            .await?;
        let mut files = Vec::with_capacity(rows.len());
        for row in &rows {
            let file = file(&row.text(0)?)?;
            let place = places.get(file.team.as_str()).cloned().unwrap_or_default();
            files.push((file, place));
        }
        Ok(LeaveBoard::of(actor, &files, today))
    }
}

/// The teams in words, by number.
async fn places(link: &mut Link) -> Result<BTreeMap<String, TeamPlace>> {
    let sql = "SELECT t.id, t.unit, v.township, v.name FROM team t \
               LEFT JOIN team_village tv ON tv.team = t.id AND tv.to_ms IS NULL \
               LEFT JOIN village v ON v.id = tv.village ORDER BY t.id, v.id";
    let mut places: BTreeMap<String, TeamPlace> = BTreeMap::new();
    for row in link.fetch(sql, &[]).await? {
        let place = places.entry(row.text(0)?).or_default();
        place.unit = row.text(1)?;
        if let (Some(township), Some(village)) = (row.opt_text(2)?, row.opt_text(3)?) {
            place.villages.push(format!("{township}{village}"));
        }
    }
    Ok(places)
}

fn file(body: &str) -> Result<DaysFile> {
    match whole::read(body)? {
        Record::Days(file) => Ok(*file),
        _ => Err(StoreError::corrupt("kind of record")),
    }
}
