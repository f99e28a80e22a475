//! Who somebody is, as the policy and as a phone need it.

use super::engine::{Link, Value};
use super::error::{Result, StoreError};
use super::roster::village;
use super::{Store, cases, hash, posts, schema};
use domain::config::Config;
use domain::ids::{StaffId, TeamId, VillageId};
use domain::policy::Actor;
use domain::roster::{Role, Team, Village};
use domain::sync::{Colleague, Reference};
use domain::time::{Millis, field_day};

/// The version of this program.
const PROGRAM: &str = env!("CARGO_PKG_VERSION");

impl Store {
    /// A person with the relations that hold now; none for nobody and for a closed account.
    ///
    /// # Errors
    /// As the database's.
    pub async fn actor(&self, staff: &StaffId) -> Result<Option<Actor>> {
        actor(&mut self.engine.reader().await?, staff).await
    }

    /// A transaction that writes, and a person with the relations that hold in it: who waited for it behind an import
    /// of the roster has those from after the import. None for nobody and for a closed account.
    pub(super) async fn write_as(&self, staff: &StaffId) -> Result<Option<(Link, Actor)>> {
        let mut link = self.engine.write().await?;
        let actor = actor(&mut link, staff).await?;
        Ok(actor.map(|actor| (link, actor)))
    }

    /// What changes rarely and what a person's screens need offline.
    ///
    /// # Errors
    /// [`StoreError::Unsupported`] for a person without a team.
    pub async fn reference(&self, actor: &Actor, config: &Config) -> Result<Reference> {
        let team = actor.team.as_ref().ok_or(StoreError::Unsupported(
            "Only people of a team have reference data.",
        ))?;
        let mut link = self.engine.snapshot().await?;
        let unit = link
            .first("SELECT unit FROM team WHERE id = $1", &[team.as_str().into()])
            .await?;
        let unit = unit.ok_or(StoreError::corrupt("team of a person"))?.text(0)?;
        let people = "SELECT s.id, s.name, s.role FROM staff s JOIN account a ON a.staff = s.id \
                      WHERE s.team = $1 AND a.closed = 0 ORDER BY s.id";
        let colleagues = link.fetch(people, &[team.as_str().into()]).await?;
        let places = "SELECT v.id, v.name, v.township, v.kinds, tv.from_ms FROM village v \
                      JOIN team_village tv ON tv.village = v.id AND tv.to_ms IS NULL \
                      WHERE tv.team = $1 ORDER BY v.id";
        let led = link.fetch(places, &[Value::from(team.as_str())]).await?;
        let villages: Vec<Village> = led.iter().map(village).collect::<Result<_>>()?;
        let colleague = |row: &super::engine::Row| {
            Ok(Colleague {
                id: StaffId(row.text(0)?),
                name: row.text(1)?,
                role: row.coded(2, Role::from_code)?,
            })
        };
        let colleagues: Vec<Colleague> = colleagues.iter().map(colleague).collect::<Result<_>>()?;
        let posted = posts::posted_to(&mut link, team).await?;
        let mut posts = Vec::new();
        for (row, village) in led.iter().zip(&villages) {
            let since = field_day(Millis(row.int(4)?));
            let people = (colleagues.as_slice(), posted.as_slice());
            posts.push(posts::of_led(&mut link, team, &village.id, since, people).await?);
        }
        let mut reference = Reference {
            version: String::new(),
            me: Colleague {
                id: actor.staff.clone(),
                name: actor.name.clone(),
                role: actor.role,
            },
            team: Team {
                id: team.clone(),
                unit,
                villages: villages.iter().map(|village| village.id.clone()).collect(),
            },
            colleagues,
            villages,
            config: config.clone(),
            posts,
        };
        // Another version of this program as well: phones then offer again what this one's predecessor could not read.
        let content = (PROGRAM, schema::newest(), &reference);
        let content = serde_json::to_string(&content)?;
        reference.version = hash(content.as_bytes()).chars().take(24).collect();
        Ok(reference)
    }
}

/// A person with the relations that hold now, as this connection sees them; none for nobody and for a closed account.
pub(super) async fn actor(link: &mut Link, staff: &StaffId) -> Result<Option<Actor>> {
    // One question: every request of a signed-in person asks it.
    let sql = "SELECT s.name, s.role, s.team, tv.village, \
               CASE WHEN tv.to_ms IS NULL THEN 'now' ELSE 'before' END \
               FROM staff s JOIN account a ON a.staff = s.id AND a.closed = 0 \
               LEFT JOIN team_village tv ON tv.team = s.team \
               WHERE s.id = $1 ORDER BY tv.village";
    let rows = link.fetch(sql, &[staff.as_str().into()]).await?;
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let mut actor = Actor {
        staff: staff.clone(),
        name: first.text(0)?,
        role: first.coded(1, Role::from_code)?,
        team: first.opt_text(2)?.map(TeamId),
        villages: Vec::new(),
        former_villages: Vec::new(),
        teams_of_place: Vec::new(),
    };
    for row in &rows {
        let Some(village) = row.opt_text(3)?.map(VillageId) else {
            continue;
        };
        let list = match row.text(4)?.as_str() {
            "now" => &mut actor.villages,
            _ => &mut actor.former_villages,
        };
        list.push(village);
    }
    let now = actor.villages.clone();
    actor.former_villages.retain(|village| !now.contains(village));
    actor.former_villages.dedup();
    if matches!(actor.role, Role::VillageCadre | Role::TownReviewer) {
        (actor.villages, actor.teams_of_place) = cases::place_of(link, staff.as_str()).await?;
    }
    Ok(Some(actor))
}
