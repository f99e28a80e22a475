//! Roster and register as the district's desk reads them.

use super::Store;
use super::engine::Link;
use super::error::{Result, StoreError};
use super::postings::Postings;
use super::roster::Roster;
use super::{audit, record, roster, whole};
use chrono::NaiveDate;
use domain::commitments::{Holder, Post};
use domain::desk::{HouseholdLine, HouseholdList, HouseholdPage, PostedPerson, TeamLine, TeamList, in_order};
use domain::ids::{HouseholdId, TeamId, VillageId};
use domain::policy::{Action, Actor};
use domain::record::Record;
use domain::roster::{Role, Village};
use domain::time::Millis;
use std::collections::{BTreeMap, BTreeSet};

/// Who holds the posts of villages that are in no team, the linked leaders whose accounts are open among them.
fn holders(roster: &Roster, closed: &BTreeSet<String>) -> BTreeMap<VillageId, Vec<Holder>> {
    let mut of: BTreeMap<VillageId, Vec<Holder>> = BTreeMap::new();
    for one in &roster.posts {
        of.entry(one.village.clone())
            .or_default()
            .push(one.holder.clone());
    }
    for link in &roster.links {
        let mut staff = roster.staff.iter();
        let leader = staff.find(|person| person.id == link.leader);
        let Some(leader) = leader.filter(|person| !closed.contains(person.id.as_str())) else {
            continue;
        };
        for village in &link.villages {
            of.entry(village.clone()).or_default().push(Holder {
                post: Post::LinkedLeader,
                name: leader.name.clone(),
                since: None,
            });
        }
    }
    of
}

impl Store {
    /// Every team with the villages that it leads now, the people posted to it whose accounts are open, and who left it
    /// lately.
    ///
    /// # Errors
    /// As the database's.
    pub async fn team_list(&self, today: NaiveDate) -> Result<TeamList> {
        let mut link = self.engine.snapshot().await?;
        let roster = roster::read(&mut link).await?;
        let mut postings = Postings::read(&mut link).await?;
        let mut closed = BTreeSet::new();
        for row in link
            .fetch("SELECT staff FROM account WHERE closed = 1", &[])
            .await?
        {
            closed.insert(row.text(0)?);
        }
        let holders = holders(&roster, &closed);
        let mut people: BTreeMap<TeamId, Vec<PostedPerson>> = BTreeMap::new();
        for person in roster.staff {
            let posted = matches!(person.role, Role::TeamMember | Role::TeamLeader);
            let Some(team) = person
                .team
                .filter(|_| posted && !closed.contains(person.id.as_str()))
            else {
                continue;
            };
            let end = postings.end(&team, &person.id);
            people.entry(team).or_default().push(PostedPerson {
                id: person.id,
                name: person.name,
                role: person.role,
                from: person.posted_from,
                until: person.posted_until,
                reason: end.reason,
                successor: end.successor,
            });
        }
        let mut villages: BTreeMap<VillageId, Village> = roster
            .villages
            .into_iter()
            .map(|village| (village.id.clone(), village))
            .collect();
        let teams = roster.teams.into_iter().map(|team| TeamLine {
            people: people.remove(&team.id).unwrap_or_default(),
            left: postings.left(&team.id, today),
            villages: team
                .villages
                .iter()
                .filter_map(|id| villages.remove(id))
                .collect(),
            id: team.id,
            unit: team.unit,
        });
        let mut teams: Vec<TeamLine> = teams.collect();
        in_order(&mut teams);
        Ok(TeamList {
            teams,
            unled: villages.into_values().collect(),
            holders,
        })
    }

    /// The households of a village, by group and number; none where there is no such village or where it is not
    /// the person's to read.
    ///
    /// # Errors
    /// As the database's.
    pub async fn household_list(&self, actor: &Actor, id: &VillageId) -> Result<Option<HouseholdList>> {
        if !actor.may(Action::ReadHouseholds, id, None) {
            return Ok(None);
        }
        let mut link = self.engine.snapshot().await?;
        let Some(village) = village(&mut link, id).await? else {
            return Ok(None);
        };
        let sql = "SELECT body FROM record WHERE kind = 'household' AND village = $1";
        let mut lines = Vec::new();
        for row in link.fetch(sql, &[id.as_str().into()]).await? {
            match whole::read(&row.text(0)?)? {
                Record::Household(household) => lines.push(HouseholdLine::of(&household)),
                _ => return Err(StoreError::corrupt("kind of record")),
            }
        }
        Ok(Some(HouseholdList::new(village, lines)))
    }

    /// One household, noted in the audit log in the same transaction; none where it is not there and where it is
    /// not theirs, without a note.
    ///
    /// # Errors
    /// As the database's.
    pub async fn household_page(
        &self,
        actor: &Actor,
        id: HouseholdId,
        today: NaiveDate,
        now: Millis,
    ) -> Result<Option<HouseholdPage>> {
        let mut link = self.engine.write().await?;
        let Some(household) = record::household_for(&mut link, actor, Action::ReadHouseholds, id).await?
        else {
            return Ok(None);
        };
        let village = village(&mut link, &household.village)
            .await?
            .ok_or(StoreError::corrupt("village of a household"))?;
        let (action, subject) = (Action::ReadHouseholds.code(), format!("household={id}"));
        audit::write(&mut link, &actor.staff, action, &subject, now).await?;
        link.commit().await?;
        Ok(Some(HouseholdPage {
            today,
            village,
            household,
        }))
    }
}

async fn village(link: &mut Link, id: &VillageId) -> Result<Option<Village>> {
    let sql = "SELECT id, name, township, kinds FROM village WHERE id = $1";
    let row = link.first(sql, &[id.as_str().into()]).await?;
    row.as_ref().map(roster::village).transpose()
}
