//! The roster: villages, teams, people, linked leaders and the villages' other posts.

use super::assignments::{self, PostingEnd};
use super::engine::{Link, Row, Value};
use super::error::{Result, StoreError};
use super::holders::{self, VillagePost};
use super::{Store, audit, lead, leader_links};
use chrono::NaiveDate;
use domain::identity::Sex;
use domain::ids::{StaffId, TeamId, VillageId};
use domain::roster::{Political, Role, Team, Village, VillageKind};
use domain::time::Millis;
use std::collections::BTreeMap;

/// Everything that the roster holds, or the part of it that an import brings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    /// Villages, by number.
    pub villages: Vec<Village>,
    /// Teams with the villages that they lead now, by number.
    pub teams: Vec<Team>,
    /// People, by number.
    pub staff: Vec<StaffRow>,
    /// Linked leaders, by number.
    pub links: Vec<LeaderLink>,
    /// The villages' posts that are in no team, by village and post.
    pub posts: Vec<VillagePost>,
    /// What the office says of the ends of people's postings, by number; of whom it says nothing is not here.
    pub ends: Vec<PostingEnd>,
}

/// A person of the roster, as the office keeps them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffRow {
    /// Staff number.
    pub id: StaffId,
    /// Name.
    pub name: String,
    /// Sex, where the office says it.
    pub sex: Option<Sex>,
    /// Official telephone.
    pub phone: Option<String>,
    /// What the person is in the product.
    pub role: Role,
    /// The team, for members and leaders.
    pub team: Option<TeamId>,
    /// Political status.
    pub political: Option<Political>,
    /// First day of the posting.
    pub posted_from: Option<NaiveDate>,
    /// Last day of the posting.
    pub posted_until: Option<NaiveDate>,
}

/// The villages with which a district leader is linked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaderLink {
    /// The leader.
    pub leader: StaffId,
    /// The villages.
    pub villages: Vec<VillageId>,
}

/// The kinds as a column holds them: codes with one space between.
fn kinds_column(kinds: &[VillageKind]) -> String {
    kinds.iter().map(|kind| kind.code()).collect::<Vec<_>>().join(" ")
}

/// The kinds of a column.
pub(super) fn kinds_of(column: &str) -> Result<Vec<VillageKind>> {
    let read = |code| VillageKind::from_code(code).ok_or(StoreError::corrupt("kind of village"));
    column.split_whitespace().map(read).collect()
}

/// Reads `id, name, township, kinds` of a village.
pub(super) fn village(row: &Row) -> Result<Village> {
    Ok(Village {
        id: VillageId(row.text(0)?),
        name: row.text(1)?,
        township: row.text(2)?,
        kinds: kinds_of(&row.text(3)?)?,
    })
}

fn optional<T>(row: &Row, at: usize, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>> {
    row.opt_text(at)?
        .map(|text| read(&text).ok_or(StoreError::corrupt("person")))
        .transpose()
}

fn staff_row(row: &Row) -> Result<StaffRow> {
    let date = |text: &str| text.parse().ok();
    Ok(StaffRow {
        id: StaffId(row.text(0)?),
        name: row.text(1)?,
        sex: optional(row, 2, Sex::from_code)?,
        phone: row.opt_text(3)?,
        role: row.coded(4, Role::from_code)?,
        team: row.opt_text(5)?.map(TeamId),
        political: optional(row, 6, Political::from_code)?,
        posted_from: optional(row, 7, date)?,
        posted_until: optional(row, 8, date)?,
    })
}

/// Writes a person, an account that nobody can sign in to yet, and since when the person is posted to which team.
pub(super) async fn put_staff(link: &mut Link, staff: &StaffRow, now: Millis) -> Result<()> {
    let sql = "INSERT INTO staff (id, name, sex, phone, role, team, political, posted_from, posted_until) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO UPDATE SET \
               name = excluded.name, sex = excluded.sex, phone = excluded.phone, role = excluded.role, \
               team = excluded.team, political = excluded.political, \
               posted_from = excluded.posted_from, posted_until = excluded.posted_until";
    let values = [
        Value::from(staff.id.as_str()),
        staff.name.as_str().into(),
        staff.sex.map(Sex::code).into(),
        staff.phone.as_deref().into(),
        staff.role.code().into(),
        staff.team.as_ref().map(TeamId::as_str).into(),
        staff.political.map(Political::code).into(),
        staff.posted_from.map(|day| day.to_string()).into(),
        staff.posted_until.map(|day| day.to_string()).into(),
    ];
    link.execute(sql, &values).await?;
    let account = "INSERT INTO account (staff, closed, failures, locked_until) VALUES ($1, 0, 0, 0) \
                   ON CONFLICT (staff) DO NOTHING";
    link.execute(account, &[staff.id.as_str().into()]).await?;
    assignments::settle(link, staff, now).await
}

impl Store {
    /// The whole roster.
    ///
    /// # Errors
    /// As the database's.
    pub async fn roster(&self) -> Result<Roster> {
        read(&mut self.engine.snapshot().await?).await
    }

    /// Takes a roster in: what is there is updated, what is new is added, what is not mentioned stays. The
    /// villages of a mentioned team become exactly those of its line; records move with them.
    ///
    /// # Errors
    /// [`StoreError::Constraint`] naming the table, such as `team_village` for a village with two teams.
    pub async fn save_roster(&self, rows: &Roster, actor: &StaffId, now: Millis) -> Result<()> {
        let mut link = self.engine.write().await?;
        link.own_district().await?;
        for village in &rows.villages {
            let sql = "INSERT INTO village (id, name, township, kinds) VALUES ($1, $2, $3, $4) \
                       ON CONFLICT (id) DO UPDATE SET \
                       name = excluded.name, township = excluded.township, kinds = excluded.kinds";
            let values = [
                village.id.as_str().into(),
                village.name.as_str().into(),
                village.township.as_str().into(),
                Value::from(kinds_column(&village.kinds)),
            ];
            link.execute(sql, &values).await?;
        }
        for team in &rows.teams {
            let sql = "INSERT INTO team (id, unit) VALUES ($1, $2) \
                       ON CONFLICT (id) DO UPDATE SET unit = excluded.unit";
            link.execute(sql, &[team.id.as_str().into(), Value::from(team.unit.as_str())])
                .await?;
        }
        for staff in &rows.staff {
            put_staff(&mut link, staff, now).await?;
        }
        for end in &rows.ends {
            assignments::tell_end(&mut link, end).await?;
        }
        for leader in &rows.links {
            put_links(&mut link, leader).await?;
            leader_links::settle(&mut link, &leader.leader, now).await?;
        }
        for post in &rows.posts {
            holders::put(&mut link, post, now).await?;
        }
        lead::settle(&mut link, &rows.teams, now).await?;
        audit::write(
            &mut link,
            actor,
            "IMPORT_ROSTER",
            &rows.staff.len().to_string(),
            now,
        )
        .await?;
        link.commit().await
    }
}

async fn put_links(link: &mut Link, leader: &LeaderLink) -> Result<()> {
    let id = leader.leader.as_str();
    link.execute("DELETE FROM leader_village WHERE leader = $1", &[id.into()])
        .await?;
    for village in &leader.villages {
        let sql = "INSERT INTO leader_village (leader, village) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        link.execute(sql, &[id.into(), village.as_str().into()]).await?;
    }
    Ok(())
}

/// One person of the roster.
pub(super) async fn person(link: &mut Link, staff: &StaffId) -> Result<Option<StaffRow>> {
    let sql = "SELECT id, name, sex, phone, role, team, political, posted_from, posted_until \
               FROM staff WHERE id = $1";
    let row = link.first(sql, &[staff.as_str().into()]).await?;
    row.as_ref().map(staff_row).transpose()
}

/// The whole roster, as one snapshot has it.
pub(super) async fn read(link: &mut Link) -> Result<Roster> {
    let villages = link
        .fetch("SELECT id, name, township, kinds FROM village ORDER BY id", &[])
        .await?;
    let leads = "SELECT team, village FROM team_village WHERE to_ms IS NULL ORDER BY team, village";
    let mut led: BTreeMap<String, Vec<VillageId>> = BTreeMap::new();
    for row in link.fetch(leads, &[]).await? {
        led.entry(row.text(0)?).or_default().push(VillageId(row.text(1)?));
    }
    let teams = link.fetch("SELECT id, unit FROM team ORDER BY id", &[]).await?;
    let staff = "SELECT id, name, sex, phone, role, team, political, posted_from, posted_until \
                 FROM staff ORDER BY id";
    let staff = link.fetch(staff, &[]).await?;
    let mut links: BTreeMap<String, Vec<VillageId>> = BTreeMap::new();
    let linked = "SELECT leader, village FROM leader_village ORDER BY leader, village";
    for row in link.fetch(linked, &[]).await? {
        links
            .entry(row.text(0)?)
            .or_default()
            .push(VillageId(row.text(1)?));
    }
    Ok(Roster {
        villages: villages.iter().map(village).collect::<Result<_>>()?,
        teams: teams
            .iter()
            .map(|row| {
                let id = row.text(0)?;
                let villages = led.remove(&id).unwrap_or_default();
                Ok(Team {
                    id: TeamId(id),
                    unit: row.text(1)?,
                    villages,
                })
            })
            .collect::<Result<_>>()?,
        staff: staff.iter().map(staff_row).collect::<Result<_>>()?,
        links: links
            .into_iter()
            .map(|(leader, villages)| LeaderLink {
                leader: StaffId(leader),
                villages,
            })
            .collect(),
        posts: holders::all(link).await?,
        ends: assignments::ends(link).await?,
    })
}
