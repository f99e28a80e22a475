//! The latest posting of each person to each team, as the desk reads it, and what the desk says of its end.

use super::assignments::{day, reason};
use super::engine::{Link, Value};
use super::error::Result;
use super::{Store, audit};
use chrono::NaiveDate;
use domain::desk::{EndOfPosting, LEFT_DAYS, PostedPerson};
use domain::handover::codes::EndReason;
use domain::ids::{StaffId, TeamId};
use domain::roster::Role;
use domain::time::{Millis, days_between};
use std::collections::BTreeMap;

/// What became of what a desk said of the end of a posting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndTold {
    /// It stands there.
    Taken,
    /// The person was never posted to the team.
    NoPosting,
    /// The successor is the person, or nobody of the roster.
    NoSuccessor,
}

/// The last posting of each person to each team, whether it lasts or not.
#[derive(Debug, Default)]
pub(super) struct Postings(BTreeMap<TeamId, Vec<PostedPerson>>);

impl Postings {
    pub(super) async fn read(link: &mut Link) -> Result<Self> {
        let sql = "SELECT a.team, a.staff, s.name, a.role, a.from_day, a.to_day, a.end_reason, a.successor \
                   FROM assignment a JOIN staff s ON s.id = a.staff WHERE a.n = \
                   (SELECT MAX(b.n) FROM assignment b WHERE b.staff = a.staff AND b.team = a.team) \
                   ORDER BY a.team, a.staff";
        let mut of: BTreeMap<TeamId, Vec<PostedPerson>> = BTreeMap::new();
        for row in link.fetch(sql, &[]).await? {
            let person = PostedPerson {
                id: StaffId(row.text(1)?),
                name: row.text(2)?,
                role: row.coded(3, Role::from_code)?,
                from: day(&row, 4)?,
                until: day(&row, 5)?,
                reason: reason(&row, 6)?,
                successor: row.opt_text(7)?.map(StaffId),
            };
            of.entry(TeamId(row.text(0)?)).or_default().push(person);
        }
        Ok(Self(of))
    }

    /// What the office says of the end of somebody's posting to a team, which lasts.
    pub(super) fn end(&self, team: &TeamId, staff: &StaffId) -> EndOfPosting {
        let mut known = self.0.get(team).into_iter().flatten();
        let known = known.find(|person| person.id == *staff && person.until.is_none());
        known.map_or_else(EndOfPosting::default, |person| EndOfPosting {
            reason: person.reason,
            successor: person.successor.clone(),
        })
    }

    /// Takes out who left a team lately.
    pub(super) fn left(&mut self, team: &TeamId, today: NaiveDate) -> Vec<PostedPerson> {
        let mut all = self.0.remove(team).unwrap_or_default();
        let lately = |last: NaiveDate| days_between(last, today) <= LEFT_DAYS;
        all.retain(|person| person.until.is_some_and(lately));
        all
    }
}

impl Store {
    /// Sets why somebody's latest posting to a team ends and who comes, and notes who said it.
    ///
    /// # Errors
    /// As the database's.
    pub async fn tell_end_of_posting(
        &self,
        (team, staff): (&TeamId, &StaffId),
        said: &EndOfPosting,
        (actor, now): (&StaffId, Millis),
    ) -> Result<EndTold> {
        let mut link = self.engine.write().await?;
        link.own_district().await?;
        if let Some(successor) = &said.successor {
            let sql = "SELECT id FROM staff WHERE id = $1";
            let known = link.first(sql, &[successor.as_str().into()]).await?;
            if known.is_none() || successor == staff {
                return Ok(EndTold::NoSuccessor);
            }
        }
        let sql = "UPDATE assignment SET end_reason = $3, successor = $4 WHERE staff = $1 \
                   AND n = (SELECT MAX(b.n) FROM assignment b WHERE b.staff = $1 AND b.team = $2)";
        let values = [
            Value::from(staff.as_str()),
            team.as_str().into(),
            said.reason.map(EndReason::code).into(),
            said.successor.as_ref().map(StaffId::as_str).into(),
        ];
        if link.execute(sql, &values).await? == 0 {
            return Ok(EndTold::NoPosting);
        }
        let subject = format!("staff={staff} team={team}");
        audit::write(&mut link, actor, "END_OF_POSTING", &subject, now).await?;
        link.commit().await?;
        Ok(EndTold::Taken)
    }
}
