//! What papers are made of: a household with its visits or its monitoring file, a village with the visits of a month.

use super::Store;
use super::audit;
use super::engine::Value;
use super::error::{Result, StoreError};
use super::{record, whole};
use chrono::NaiveDate;
use domain::case::MonitoringFile;
use domain::entitlement::EntitlementFile;
use domain::household::Household;
use domain::ids::{HouseholdId, VillageId};
use domain::papers::forms::CaseForm;
use domain::policy::{Action, Actor};
use domain::record::{Record, RecordKey};
use domain::request::Request;
use domain::risk::RelapseFlag;
use domain::time::Millis;
use domain::visit::Visit;
use domain::work::WorkLog;
use std::collections::BTreeMap;

/// A household with every visit to it and everything that it asked, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseholdPaper {
    /// The household.
    pub household: Household,
    /// Its visits.
    pub visits: Vec<Visit>,
    /// Its requests, finished ones too.
    pub requests: Vec<Request>,
}

/// The households of a village with their monitoring files and what was found of policies received.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegisterPaper {
    /// Households, in no particular order.
    pub households: Vec<Household>,
    /// Their files.
    pub files: BTreeMap<HouseholdId, MonitoringFile>,
    /// What was found of policies received.
    pub entitlements: BTreeMap<HouseholdId, EntitlementFile>,
}

/// A household, its monitoring file, its flags and its requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilePaper {
    /// The household.
    pub household: Household,
    /// Its file; empty where nothing was opened yet.
    pub file: MonitoringFile,
    /// Its flags.
    pub flags: Vec<RelapseFlag>,
    /// Its requests.
    pub requests: Vec<Request>,
}

impl Store {
    /// What a form of a household's monitoring file is made of, noted in the audit log in the same transaction; none
    /// where it is not there, where it is not theirs, and where the form is not due on that day, without a note.
    ///
    /// # Errors
    /// As the database's.
    pub async fn file_paper(
        &self,
        id: HouseholdId,
        actor: &Actor,
        (form, today, now): (CaseForm, NaiveDate, Millis),
    ) -> Result<Option<FilePaper>> {
        let Some((mut link, actor)) = self.write_as(&actor.staff).await? else {
            return Ok(None);
        };
        let Some(household) = record::household_for(&mut link, &actor, Action::PrintForm, id).await? else {
            return Ok(None);
        };
        let file = match record::shown(&mut link, &RecordKey::Monitoring(id)).await? {
            Some(Record::Monitoring(file)) => *file,
            _ => MonitoringFile::new(id, household.village.clone()),
        };
        if !form.is_due(&file, today) {
            return Ok(None);
        }
        let (flags, requests) = record::shown_of(&mut link, id).await?;
        let (action, subject) = (
            Action::PrintForm.code(),
            format!("form={} household={id}", form.code()),
        );
        audit::write(&mut link, &actor.staff, action, &subject, now).await?;
        link.commit().await?;
        Ok(Some(FilePaper {
            household,
            file,
            flags,
            requests,
        }))
    }

    /// What the visit ledger of a household is made of, noted in the audit log in the same transaction; none where
    /// it is not there and where it is not theirs, without a note.
    ///
    /// # Errors
    /// As the database's.
    pub async fn household_paper(
        &self,
        id: HouseholdId,
        actor: &Actor,
        now: Millis,
    ) -> Result<Option<HouseholdPaper>> {
        let Some((mut link, actor)) = self.write_as(&actor.staff).await? else {
            return Ok(None);
        };
        let Some(household) = record::household_for(&mut link, &actor, Action::PrintPaper, id).await? else {
            return Ok(None);
        };
        let sql = "SELECT r.body FROM visit_index v JOIN record r ON r.kind = 'visit' AND r.id = v.id \
                   WHERE v.household = $1 ORDER BY v.visited_on, v.id";
        let rows = link.fetch(sql, &[id.to_string().into()]).await?;
        let visits = rows
            .iter()
            .map(|row| visit(&row.text(0)?))
            .collect::<Result<_>>()?;
        let (_, mut requests) = record::shown_of(&mut link, id).await?;
        requests.sort_by_key(|request| (request.asked_on(), request.id));
        let (action, subject) = (Action::PrintPaper.code(), format!("visits household={id}"));
        audit::write(&mut link, &actor.staff, action, &subject, now).await?;
        link.commit().await?;
        Ok(Some(HouseholdPaper {
            household,
            visits,
            requests,
        }))
    }

    /// What the register of a village is made of, noted in the audit log in the same transaction.
    ///
    /// # Errors
    /// As the database's.
    pub async fn register_paper(
        &self,
        village: &VillageId,
        actor: &Actor,
        now: Millis,
    ) -> Result<RegisterPaper> {
        let mut link = self.engine.write().await?;
        let sql = "SELECT body FROM record WHERE village = $1 AND kind IN ('household', 'monitoring', 'entitlements')";
        let rows = link.fetch(sql, &[village.as_str().into()]).await?;
        let mut paper = RegisterPaper::default();
        for row in &rows {
            match whole::read(&row.text(0)?)? {
                Record::Household(household) => paper.households.push(*household),
                Record::Monitoring(file) => {
                    paper.files.insert(file.household, *file);
                }
                Record::Entitlements(file) => {
                    paper.entitlements.insert(file.household, *file);
                }
                _ => return Err(StoreError::corrupt("kind of record")),
            }
        }
        let subject = format!("register village={village}");
        audit::write(&mut link, &actor.staff, Action::PrintPaper.code(), &subject, now).await?;
        link.commit().await?;
        Ok(paper)
    }

    /// The work log of a village, in no particular order.
    ///
    /// # Errors
    /// As the database's.
    pub async fn works_in(&self, village: &VillageId) -> Result<Vec<WorkLog>> {
        let sql = "SELECT body FROM record WHERE village = $1 AND kind = 'work'";
        let mut link = self.engine.reader().await?;
        let rows = link.fetch(sql, &[village.as_str().into()]).await?;
        let work = |body: &str| match whole::read(body)? {
            Record::Work(work) => Ok(*work),
            _ => Err(StoreError::corrupt("kind of record")),
        };
        rows.iter().map(|row| work(&row.text(0)?)).collect()
    }

    /// The visits of a village between two days, both included, oldest first.
    ///
    /// # Errors
    /// As the database's.
    pub async fn visits_between(
        &self,
        village: &VillageId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Visit>> {
        let sql = "SELECT r.body FROM visit_index v JOIN record r ON r.kind = 'visit' AND r.id = v.id \
                   WHERE v.village = $1 AND v.visited_on BETWEEN $2 AND $3 ORDER BY v.visited_on, v.id";
        let values = [
            Value::from(village.as_str()),
            from.to_string().into(),
            to.to_string().into(),
        ];
        let mut link = self.engine.snapshot().await?;
        let rows = link.fetch(sql, &values).await?;
        rows.iter().map(|row| visit(&row.text(0)?)).collect()
    }
}

fn visit(body: &str) -> Result<Visit> {
    match whole::read(body)? {
        Record::Visit(visit) => Ok(*visit),
        _ => Err(StoreError::corrupt("kind of record")),
    }
}
