//! The editions of the dated configuration: appended and never changed; what is in force is the domain's to say.

use super::engine::{Link, Value};
use super::error::{Result, StoreError};
use super::four::{AT_ONCE, Records, compute};
use super::{Store, audit, int};
use chrono::NaiveDate;
use domain::commitments::VillagePosts;
use domain::config::Config;
use domain::edition::preview::{VillageChange, both, fields, running, screening, village};
use domain::edition::{Draft, Edition, Fault, Preview, check, in_force};
use domain::policy::Actor;
use domain::roster::Village;
use domain::time::Millis;
use futures::stream::{StreamExt, TryStreamExt};
use std::sync::{Arc, RwLock};

/// The editions that this program has read already. The table only grows, so that their count tells whether there are
/// more: another server may have written them.
#[derive(Default)]
pub(super) struct Known(RwLock<Arc<Vec<Edition>>>);

/// What became of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Adoption {
    /// It is the edition of this number; also when it was sent before.
    Adopted(Box<Edition>),
    /// It is not adopted.
    Refused(Fault),
}

impl Known {
    fn get(&self) -> Arc<Vec<Edition>> {
        let held = self.0.read();
        Arc::clone(&held.unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    fn set(&self, editions: Vec<Edition>) -> Arc<Vec<Edition>> {
        let editions = Arc::new(editions);
        let mut held = self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        *held = Arc::clone(&editions);
        editions
    }
}

async fn read(link: &mut Link) -> Result<Vec<Edition>> {
    let rows = link
        .fetch("SELECT body FROM edition ORDER BY number", &[])
        .await?;
    rows.iter()
        .map(|row| Ok(serde_json::from_str(&row.text(0)?)?))
        .collect()
}

impl Store {
    /// Every edition, the oldest first.
    ///
    /// # Errors
    /// As the database's.
    pub async fn editions(&self) -> Result<Arc<Vec<Edition>>> {
        let known = self.editions.get();
        let mut link = self.engine.reader().await?;
        let count = link.first("SELECT COUNT(*) FROM edition", &[]).await?;
        let count = count.ok_or(StoreError::corrupt("editions"))?.count(0)?;
        if u64::try_from(known.len()) == Ok(count) {
            return Ok(known);
        }
        Ok(self.editions.set(read(&mut link).await?))
    }

    /// The configuration in force on a day: what the server was started with, and what editions set.
    ///
    /// # Errors
    /// As the database's.
    pub async fn config_on(&self, base: &Arc<Config>, day: NaiveDate) -> Result<Arc<Config>> {
        let editions = self.editions().await?;
        Ok(match editions.is_empty() {
            true => Arc::clone(base),
            false => Arc::new(in_force(base, editions.iter(), day)),
        })
    }

    /// Adopts a draft, or says why not. The same draft sent again is the edition that it became.
    ///
    /// # Errors
    /// As the database's; nothing is adopted then, unless the commit's fate is unknown.
    pub async fn adopt(
        &self,
        actor: &Actor,
        draft: Draft,
        base: &Config,
        (today, now): (NaiveDate, Millis),
    ) -> Result<Adoption> {
        let mut link = self.engine.write().await?;
        // One order of appending, on either engine: the audit log has one writer at a time.
        link.own_audit().await?;
        let editions = read(&mut link).await?;
        if let Some(same) = editions.iter().find(|edition| edition.draft == draft) {
            return Ok(Adoption::Adopted(Box::new(same.clone())));
        }
        if let Err(fault) = check(&draft, base, &editions, today) {
            return Ok(Adoption::Refused(fault));
        }
        let newest = editions.iter().map(|edition| edition.number).max().unwrap_or(0);
        let edition = Edition {
            number: newest.saturating_add(1),
            draft,
            by: actor.staff.clone(),
            by_name: actor.name.clone(),
            adopted_at: now,
        };
        let sql = "INSERT INTO edition (number, id, adopted_ms, body) VALUES ($1, $2, $3, $4)";
        let values = [
            int(u64::from(edition.number)).into(),
            Value::from(edition.draft.id.to_string()),
            now.0.into(),
            Value::from(serde_json::to_string(&edition)?),
        ];
        link.execute(sql, &values).await?;
        let subject = edition.number.to_string();
        audit::write(&mut link, &actor.staff, "CONFIGURATION_ADOPTED", &subject, now).await?;
        link.commit().await?;
        Ok(Adoption::Adopted(Box::new(edition)))
    }

    /// What a draft would change: settings, and the states of commitments in every village on its first day, computed
    /// from the records as they are now. Nothing is written.
    ///
    /// # Errors
    /// As the database's.
    pub async fn preview(&self, draft: &Draft, base: &Config) -> Result<Preview> {
        let editions = self.editions().await?;
        let (before, after) = both(base, &editions, draft);
        let changed = fields((&before, &after), &editions, draft.from);
        let frame = Arc::new((before, after, draft.from));
        let places = self.places(None).await?;
        let computed = u32::try_from(places.len()).unwrap_or(u32::MAX);
        let one = |(village, posts)| self.changed_village(village, posts, Arc::clone(&frame));
        let villages: Vec<(VillageChange, u32)> = futures::stream::iter(places.into_iter().map(one))
            .buffered(AT_ONCE)
            .try_collect()
            .await?;
        let under_way = villages.iter().map(|(_, running)| *running);
        Ok(Preview {
            on: draft.from,
            fields: changed,
            computed,
            running: under_way.fold(0, u32::saturating_add),
            villages: villages
                .into_iter()
                .map(|(change, _)| change)
                .filter(VillageChange::differs)
                .collect(),
        })
    }

    /// What differs in a village, and how many cases are under way there.
    async fn changed_village(
        &self,
        place: Village,
        posts: VillagePosts,
        frame: Arc<(Config, Config, NaiveDate)>,
    ) -> Result<(VillageChange, u32)> {
        let bodies = self.bodies(&place.id, posts.team.as_ref()).await?;
        compute(move || {
            let records = Records::read(&bodies)?;
            let ground = records.ground(&place, &posts);
            let (before, after, day) = frame.as_ref();
            let (lines, incomes) = village(&ground, (before, after), *day);
            let under_way = running(&ground);
            let change = VillageChange {
                id: place.id.clone(),
                name: place.name.clone(),
                township: place.township.clone(),
                lines,
                incomes,
                screening: screening(&ground, (before, after), *day),
            };
            Ok((change, under_way))
        })
        .await
    }
}
