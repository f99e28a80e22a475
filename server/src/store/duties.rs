//! The duty list: what the district's list says of each item, and what happened to it, appended and never changed.

use super::engine::{Link, Row, Value};
use super::error::Result;
use super::{Store, audit};
use chrono::NaiveDate;
use domain::config::Config;
use domain::duty::desk::DutyChange;
use domain::duty::{Body, BodyKind, DutyEntry, DutyEvent, DutyFault, DutyItem, DutyTerms, check};
use domain::ids::StaffId;
use domain::policy::{Action, Actor};
use domain::time::Millis;
use std::collections::BTreeMap;
use uuid::Uuid;

/// An item as a workbook lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedDuty {
    /// Its number.
    pub code: String,
    /// What the list says of it.
    pub terms: DutyTerms,
}

/// What became of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DutyTaken {
    /// It is in the item's history; also when it was sent before.
    Taken(Box<DutyItem>),
    /// It is not taken.
    Refused(DutyFault),
    /// There is no such item that the person may change.
    Nothing,
}

/// Whose duties somebody may see to: what the policy asks of a body.
#[derive(Clone, Debug)]
struct Reach<'a> {
    actor: &'a Actor,
    township: Option<String>,
}

impl<'a> Reach<'a> {
    async fn of(link: &mut Link, actor: &'a Actor) -> Result<Self> {
        let sql = "SELECT township FROM staff_place WHERE staff = $1 AND village = ''";
        let row = link.first(sql, &[actor.staff.as_str().into()]).await?;
        let township = row.map(|row| row.text(0)).transpose()?;
        Ok(Self { actor, township })
    }

    fn may(&self, action: Action, body: &Body) -> bool {
        let own = body.kind == BodyKind::Township && self.township.as_ref() == Some(&body.name);
        self.actor.may_for_body(action, own)
    }
}

async fn read(link: &mut Link, only: Option<&str>) -> Result<Vec<DutyItem>> {
    let sql = "SELECT code, terms FROM duty WHERE $1 IS NULL OR code = $1 ORDER BY code";
    let terms = link.fetch(sql, &[only.into()]).await?;
    let sql = "SELECT code, body FROM duty_entry WHERE $1 IS NULL OR code = $1 ORDER BY code, n";
    let entries = link.fetch(sql, &[only.into()]).await?;
    let mut history: BTreeMap<String, Vec<DutyEntry>> = BTreeMap::new();
    for row in &entries {
        let entry = serde_json::from_str(&row.text(1)?)?;
        history.entry(row.text(0)?).or_default().push(entry);
    }
    let item = |row: &Row| {
        let code = row.text(0)?;
        Ok(DutyItem {
            terms: serde_json::from_str(&row.text(1)?)?,
            history: history.remove(&code).unwrap_or_default(),
            code,
        })
    };
    terms.iter().map(item).collect()
}

async fn append(link: &mut Link, code: &str, entry: &DutyEntry) -> Result<()> {
    let sql = "INSERT INTO duty_entry (code, n, id, body) SELECT $1, \
               COALESCE((SELECT MAX(n) FROM duty_entry WHERE code = $1), 0) + 1, $2, $3";
    let values = [
        Value::from(code),
        entry.id.to_string().into(),
        serde_json::to_string(entry)?.into(),
    ];
    link.execute(sql, &values).await?;
    Ok(())
}

impl Store {
    /// Every item with its history, by number.
    ///
    /// # Errors
    /// As the database's.
    pub async fn duties(&self) -> Result<Vec<DutyItem>> {
        read(&mut self.engine.snapshot().await?, None).await
    }

    /// The items that somebody may read, by number, and whether there are any, whoever reads them.
    ///
    /// # Errors
    /// As the database's.
    pub async fn duties_for(&self, actor: &Actor) -> Result<(Vec<DutyItem>, bool)> {
        let mut link = self.engine.snapshot().await?;
        let reach = Reach::of(&mut link, actor).await?;
        let mut items = read(&mut link, None).await?;
        let imported = !items.is_empty();
        items.retain(|item| reach.may(Action::ReadDuties, &item.terms.body));
        Ok((items, imported))
    }

    /// One item; none where there is none that the person may read.
    ///
    /// # Errors
    /// As the database's.
    pub async fn duty_for(&self, actor: &Actor, code: &str) -> Result<Option<DutyItem>> {
        let mut link = self.engine.snapshot().await?;
        let reach = Reach::of(&mut link, actor).await?;
        let item = read(&mut link, Some(code)).await?.pop();
        Ok(item.filter(|item| reach.may(Action::ReadDuties, &item.terms.body)))
    }

    /// Takes a change of an item, or says why not. The same change sent again is taken once.
    ///
    /// # Errors
    /// As the database's; nothing is taken then, unless the commit's fate is unknown.
    pub async fn change_duty(
        &self,
        actor: &Actor,
        code: &str,
        change: &DutyChange,
        config: &Config,
        (today, now): (NaiveDate, Millis),
    ) -> Result<DutyTaken> {
        use domain::duty::desk::DutyDeed::{Confirm, Explain, Update};
        let mut link = self.engine.write().await?;
        // One order of appending, on either engine: the audit log has one writer at a time.
        link.own_audit().await?;
        let reach = Reach::of(&mut link, actor).await?;
        let Some(mut item) = read(&mut link, Some(code)).await?.pop() else {
            return Ok(DutyTaken::Nothing);
        };
        let action = match change.deed {
            Update { .. } | Explain { .. } => Action::UpdateDuty,
            Confirm { .. } => Action::ConfirmDuty,
        };
        if !reach.may(action, &item.terms.body) {
            return Ok(DutyTaken::Nothing);
        }
        if item.history.iter().any(|entry| entry.id == change.id) {
            return Ok(DutyTaken::Taken(Box::new(item)));
        }
        let event = match check(&item, change, &actor.staff, today, config) {
            Ok(event) => event,
            Err(fault) => return Ok(DutyTaken::Refused(fault)),
        };
        let entry = DutyEntry {
            id: change.id,
            by: actor.staff.clone(),
            by_name: actor.name.clone(),
            at: now,
            event,
        };
        append(&mut link, code, &entry).await?;
        audit::write(&mut link, &actor.staff, "DUTY_CHANGED", code, now).await?;
        link.commit().await?;
        item.history.push(entry);
        Ok(DutyTaken::Taken(Box::new(item)))
    }

    /// Writes the items of a list, all or none; what the list said of an item before stays in its history.
    ///
    /// # Errors
    /// As the database's.
    pub async fn save_duties(&self, rows: &[ListedDuty], actor: &StaffId, now: Millis) -> Result<()> {
        let mut link = self.engine.write().await?;
        link.own_district().await?;
        // As in `change_duty`: what is read of an item's history stands until it is added to.
        link.own_audit().await?;
        let sql = "SELECT name FROM staff WHERE id = $1";
        let name = link.first(sql, &[actor.as_str().into()]).await?;
        let by_name = name.map_or_else(|| Ok(actor.to_string()), |row| row.text(0))?;
        for row in rows {
            let before = read(&mut link, Some(&row.code)).await?.pop();
            let sql = "INSERT INTO duty (code, terms) VALUES ($1, $2) \
                       ON CONFLICT (code) DO UPDATE SET terms = excluded.terms";
            let terms = serde_json::to_string(&row.terms)?;
            link.execute(sql, &[row.code.as_str().into(), Value::from(terms)])
                .await?;
            let Some(before) = before.filter(|before| before.terms != row.terms) else {
                continue;
            };
            let entry = DutyEntry {
                id: Uuid::new_v4(),
                by: actor.clone(),
                by_name: by_name.clone(),
                at: now,
                event: DutyEvent::Corrected {
                    before: Box::new(before.terms),
                },
            };
            append(&mut link, &row.code, &entry).await?;
        }
        audit::write(&mut link, actor, "IMPORT_DUTIES", &rows.len().to_string(), now).await?;
        link.commit().await
    }
}
