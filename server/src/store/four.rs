//! The four not-removes of all villages: the store loads a village's records, the domain's one function says what
//! they mean. Nothing of it is kept but how villages stood by month (`trend`).

use super::Store;
use super::engine::Link;
use super::error::{Result, StoreError};
use super::posts;
use super::roster::village;
use super::scope::column;
use chrono::NaiveDate;
use domain::case::MonitoringFile;
use domain::commitments::board::{FourBoard, FourList, FourVillage, for_desk};
use domain::commitments::trend::only;
use domain::commitments::{
    BodyStanding, Explanation, Finding, Ground, LineRow, Rule, VillagePosts, bodies, catalogue, duty_lines,
    lines, pillars,
};
use domain::config::Config;
use domain::duty::DutyItem;
use domain::entitlement::EntitlementFile;
use domain::handover::Handover;
use domain::household::Household;
use domain::ids::{TeamId, VillageId};
use domain::risk::RelapseFlag;
use domain::roster::Village;
use domain::team::DaysFile;
use domain::time::Millis;
use domain::visit::Visit;
use domain::work::WorkLog;
use futures::stream::{StreamExt, TryStreamExt};
use std::sync::Arc;

/// Villages that are computed at the same time: each is a good deal of reading and a core's work.
pub(super) const AT_ONCE: usize = 4;

/// What computing needs besides a village's records.
#[derive(Clone)]
pub(super) struct Frame {
    pub(super) rows: Arc<Vec<LineRow>>,
    pub(super) today: NaiveDate,
    config: Arc<Config>,
}

impl Store {
    /// The map of the villages, by township and name: of `within`, or of all.
    ///
    /// # Errors
    /// As the database's.
    pub async fn four_board(
        &self,
        within: Option<&[VillageId]>,
        (today, now): (NaiveDate, Millis),
        config: Arc<Config>,
    ) -> Result<FourBoard> {
        let mut places = self.places(None).await?;
        let mut bodies = self.duty_bodies(today, &config).await?;
        let (mut kept, mut bodies_kept) = self.kept_months(today).await?;
        if let Some(within) = within {
            places.retain(|(village, _)| within.contains(&village.id));
            kept = only(&kept, |number| within.iter().any(|own| own.as_str() == number));
            let own = |name: &str| places.iter().any(|(village, _)| village.township == name);
            if let Some(found) = &mut bodies {
                found.retain(|one| own(&one.body.name));
            }
            bodies_kept = only(&bodies_kept, own);
        }
        let villages = self.four_villages(places, today, config, AT_ONCE).await?;
        Ok(FourBoard {
            today,
            villages,
            server_time: now,
            kept,
            bodies,
            bodies_kept,
        })
    }

    /// How the bodies of the duty list stand; none where the district has switched its line off.
    pub(super) async fn duty_bodies(
        &self,
        today: NaiveDate,
        config: &Config,
    ) -> Result<Option<Vec<BodyStanding>>> {
        Ok(duty_standings(&self.duties().await?, today, config))
    }

    /// How these villages stand on a day, in their order, so many of them computed at the same time.
    ///
    /// # Errors
    /// As the database's.
    pub async fn four_villages(
        &self,
        places: Vec<(Village, VillagePosts)>,
        today: NaiveDate,
        config: Arc<Config>,
        at_once: usize,
    ) -> Result<Vec<FourVillage>> {
        let frame = Frame::of(today, config);
        let one = |(village, posts): (Village, VillagePosts)| {
            let frame = frame.clone();
            async move {
                let bodies = self.bodies(&village.id, posts.team.as_ref()).await?;
                let made = move || {
                    let records = Records::read(&bodies)?;
                    let findings = frame.findings(&village, &posts, &records);
                    Ok(on_map(village, &findings, &frame.rows))
                };
                compute(made).await
            }
        };
        let villages = futures::stream::iter(places.into_iter().map(one)).buffered(at_once);
        villages.try_collect().await
    }

    /// What is open or explained in one village; none for an unknown one.
    ///
    /// # Errors
    /// As the database's.
    pub async fn four_list(
        &self,
        village: &VillageId,
        today: NaiveDate,
        config: Arc<Config>,
    ) -> Result<Option<FourList>> {
        let Some((village, posts)) = self.places(Some(village)).await?.pop() else {
            return Ok(None);
        };
        let bodies = self.bodies(&village.id, posts.team.as_ref()).await?;
        let frame = Frame::of(today, config);
        let made = move || {
            let records = Records::read(&bodies)?;
            let findings = frame.findings(&village, &posts, &records);
            let lines = for_desk(&findings, &records.ground(&village, &posts), today);
            Ok(FourList {
                lines,
                village: on_map(village, &findings, &frame.rows),
                today,
                rows: frame.rows.to_vec(),
            })
        };
        compute(made).await.map(Some)
    }

    /// The villages with what the roster says of them, by township and name: all, or one.
    ///
    /// # Errors
    /// As the database's.
    pub async fn places(&self, only: Option<&VillageId>) -> Result<Vec<(Village, VillagePosts)>> {
        let mut link = self.engine.snapshot().await?;
        let mut posts = posts::of_all(&mut link).await?;
        let villages = villages(&mut link).await?;
        let wanted = villages
            .into_iter()
            .filter(|village| only.is_none_or(|only| *only == village.id));
        Ok(wanted
            .filter_map(|village| Some((posts.remove(&village.id)?, village)))
            .map(|(posts, village)| (village, posts))
            .collect())
    }

    /// The records of a village and the files of its team's people as they are stored, with their kinds.
    pub(super) async fn bodies(
        &self,
        village: &VillageId,
        team: Option<&TeamId>,
    ) -> Result<Vec<(String, String)>> {
        let sql = "SELECT kind, body FROM record WHERE village = $1 \
                    AND kind IN ('household', 'visit', 'explanation', 'monitoring', 'flag', 'entitlements', 'handover', 'work') \
                   UNION ALL SELECT r.kind, r.body FROM days_index i \
                   JOIN record r ON r.kind = 'days' AND r.id = i.id WHERE i.team = $2";
        let mut link = self.engine.reader().await?;
        let values = [village.as_str().into(), column(team).into()];
        let rows = link.fetch(sql, &values).await?;
        rows.iter().map(|row| Ok((row.text(0)?, row.text(1)?))).collect()
    }
}

/// How the bodies of these items stand; none where the district has switched the line off.
pub(super) fn duty_standings(
    items: &[DutyItem],
    today: NaiveDate,
    config: &Config,
) -> Option<Vec<BodyStanding>> {
    let rows = catalogue(config, today);
    let on = rows.iter().any(|row| row.rule == Rule::DutyItems);
    on.then(|| bodies(&duty_lines(items, &rows, today, config)))
}

async fn villages(link: &mut Link) -> Result<Vec<Village>> {
    let sql = "SELECT id, name, township, kinds FROM village ORDER BY township, name, id";
    let rows = link.fetch(sql, &[]).await?;
    rows.iter().map(village).collect()
}

impl Frame {
    pub(super) fn of(today: NaiveDate, config: Arc<Config>) -> Self {
        Self {
            rows: Arc::new(catalogue(&config, today)),
            today,
            config,
        }
    }

    fn findings(&self, village: &Village, posts: &VillagePosts, records: &Records) -> Vec<Finding> {
        self.over(&records.ground(village, posts))
    }

    pub(super) fn over(&self, ground: &Ground<'_>) -> Vec<Finding> {
        lines(ground, &self.rows, self.today, &self.config)
    }
}

pub(super) fn on_map(village: Village, findings: &[Finding], rows: &[LineRow]) -> FourVillage {
    FourVillage {
        pillars: pillars(findings.iter(), rows),
        id: village.id,
        name: village.name,
        township: village.township,
    }
}

/// The records of a village. Read by their kind: as [`domain::record::Record`], which has to find its kind inside
/// first, they would take longer.
#[derive(Default)]
pub(super) struct Records {
    households: Vec<Household>,
    visits: Vec<Visit>,
    explanations: Vec<Explanation>,
    files: Vec<MonitoringFile>,
    flags: Vec<RelapseFlag>,
    entitlements: Vec<EntitlementFile>,
    days: Vec<DaysFile>,
    handovers: Vec<Handover>,
    works: Vec<WorkLog>,
}

impl Records {
    /// What lines are computed from.
    pub(super) fn ground<'a>(&'a self, village: &'a Village, posts: &'a VillagePosts) -> Ground<'a> {
        Ground {
            village: Some(village),
            posts: Some(posts),
            households: self.households.iter().collect(),
            visits: self.visits.iter().collect(),
            explanations: self.explanations.iter().collect(),
            files: self.files.iter().collect(),
            flags: self.flags.iter().collect(),
            entitlements: self.entitlements.iter().collect(),
            days: self.days.iter().collect(),
            handovers: self.handovers.iter().collect(),
            works: self.works.iter().collect(),
            only: None,
        }
    }

    pub(super) fn read(bodies: &[(String, String)]) -> Result<Self> {
        let mut records = Self::default();
        for (kind, body) in bodies {
            match kind.as_str() {
                "household" => records.households.push(serde_json::from_str(body)?),
                "visit" => records.visits.push(serde_json::from_str(body)?),
                "monitoring" => records.files.push(serde_json::from_str(body)?),
                "flag" => records.flags.push(serde_json::from_str(body)?),
                "entitlements" => records.entitlements.push(serde_json::from_str(body)?),
                "days" => records.days.push(serde_json::from_str(body)?),
                "handover" => records.handovers.push(serde_json::from_str(body)?),
                "work" => records.works.push(serde_json::from_str(body)?),
                _ => records.explanations.push(serde_json::from_str(body)?),
            }
        }
        Ok(records)
    }
}

/// Away from the threads that answer others: a village is some milliseconds of reading and reckoning.
pub(super) async fn compute<T: Send + 'static>(
    made: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let done = tokio::task::spawn_blocking(made).await;
    done.map_err(|_| StoreError::corrupt("the rules panicked"))?
}
