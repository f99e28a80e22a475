//! The vault of full identity numbers and telephones, which no record holds.

use super::engine::{Link, Row, Value};
use super::error::Result;
use super::register::RegisterHousehold;
use super::{Store, audit};
use domain::ids::{HouseholdId, MemberId, VillageId};
use domain::policy::{Action, Actor};
use domain::reveal::{RevealField, RevealRequest};
use domain::time::Millis;
use std::collections::BTreeMap;

impl Store {
    /// Which of these identity numbers are registered: the household's number and the member of each.
    ///
    /// # Errors
    /// As the database's.
    pub async fn numbers_in_use(&self, numbers: &[String]) -> Result<BTreeMap<String, (String, MemberId)>> {
        let mut link = self.engine.snapshot().await?;
        let head = "SELECT number, household_code, member FROM identity_number WHERE number";
        let rows = link.fetch_in(head, numbers.iter().map(String::as_str)).await?;
        let line = |row: &Row| Ok((row.text(0)?, (row.text(1)?, MemberId(row.parsed(2)?))));
        rows.iter().map(line).collect()
    }

    /// One full number for somebody who may see it, noted in the audit log in the same transaction; none where
    /// it is not there and where it is not theirs, without a note.
    ///
    /// # Errors
    /// As the database's; nothing was shown then.
    pub async fn reveal(&self, asked: &RevealRequest, actor: &Actor, now: Millis) -> Result<Option<String>> {
        let Some((mut link, actor)) = self.write_as(&actor.staff).await? else {
            return Ok(None);
        };
        let sql = "SELECT village FROM record WHERE kind = 'household' AND id = $1";
        let household = link.first(sql, &[asked.household.to_string().into()]).await?;
        let Some(village) = household.map(|row| row.text(0)).transpose()?.map(VillageId) else {
            return Ok(None);
        };
        if !RevealRequest::allowed(&actor, &village) {
            return Ok(None);
        }
        let Some(number) = number(&mut link, asked).await? else {
            return Ok(None);
        };
        let (action, line) = (Action::RevealNumber.code(), asked.audit_line());
        audit::write(&mut link, &actor.staff, action, &line, now).await?;
        link.commit().await?;
        Ok(Some(number))
    }

    /// The full telephone numbers of households, where they have one.
    ///
    /// # Errors
    /// As the database's.
    pub async fn phones_of(&self, households: &[HouseholdId]) -> Result<BTreeMap<HouseholdId, String>> {
        let ids: Vec<String> = households.iter().map(ToString::to_string).collect();
        let mut link = self.engine.snapshot().await?;
        let head = "SELECT household, phone FROM household_phone WHERE household";
        let rows = link.fetch_in(head, ids.iter().map(String::as_str)).await?;
        let line = |row: &Row| Ok((HouseholdId(row.parsed(0)?), row.text(1)?));
        rows.iter().map(line).collect()
    }
}

/// The number that a request means.
async fn number(link: &mut Link, asked: &RevealRequest) -> Result<Option<String>> {
    let household = asked.household.to_string();
    let row = match (asked.field, asked.member) {
        (RevealField::Phone, _) => {
            let sql = "SELECT phone FROM household_phone WHERE household = $1";
            link.first(sql, &[household.into()]).await?
        }
        (RevealField::IdNumber, Some(member)) => {
            let sql = "SELECT number FROM identity_number WHERE household = $1 AND member = $2";
            link.first(sql, &[household.into(), member.to_string().into()])
                .await?
        }
        (RevealField::IdNumber, None) => None,
    };
    row.map(|row| row.text(0)).transpose()
}

/// Deletes the numbers and telephones of households whose own differ, and notes these households.
pub(super) async fn release<'r>(
    link: &mut Link,
    chunk: &'r [RegisterHousehold],
    renumbered: &mut Vec<&'r RegisterHousehold>,
) -> Result<()> {
    let ids: Vec<String> = chunk.iter().map(|row| row.household.id.to_string()).collect();
    let list = || ids.iter().map(String::as_str);
    let mut numbers: BTreeMap<String, Vec<(MemberId, String)>> = BTreeMap::new();
    let head = "SELECT household, member, number FROM identity_number WHERE household";
    for row in link.fetch_in(head, list()).await? {
        let line = (MemberId(row.parsed(1)?), row.text(2)?);
        numbers.entry(row.text(0)?).or_default().push(line);
    }
    let mut phones: BTreeMap<String, String> = BTreeMap::new();
    let head = "SELECT household, phone FROM household_phone WHERE household";
    for row in link.fetch_in(head, list()).await? {
        phones.insert(row.text(0)?, row.text(1)?);
    }
    for (row, id) in chunk.iter().zip(&ids) {
        let mut present = numbers.remove(id).unwrap_or_default();
        let mut wanted = row.numbers.clone();
        present.sort();
        wanted.sort();
        let phone = phones.remove(id);
        if present == wanted && phone == row.phone {
            continue;
        }
        renumbered.push(row);
        if !present.is_empty() {
            let sql = "DELETE FROM identity_number WHERE household = $1";
            link.execute(sql, &[id.as_str().into()]).await?;
        }
        if phone.is_some() {
            let sql = "DELETE FROM household_phone WHERE household = $1";
            link.execute(sql, &[id.as_str().into()]).await?;
        }
    }
    Ok(())
}

pub(super) async fn take(link: &mut Link, chunk: &[&RegisterHousehold]) -> Result<()> {
    let (mut numbers, mut phones) = (Vec::new(), Vec::new());
    for row in chunk {
        let id = row.household.id.to_string();
        for (member, number) in &row.numbers {
            numbers.extend([
                Value::from(number.as_str()),
                member.to_string().into(),
                id.clone().into(),
                row.household.code.as_str().into(),
            ]);
        }
        if let Some(phone) = &row.phone {
            phones.extend([Value::from(id), phone.as_str().into()]);
        }
    }
    let head = "INSERT INTO identity_number (number, member, household, household_code)";
    link.insert_many(head, "", 4, &numbers).await?;
    link.insert_many("INSERT INTO household_phone (household, phone)", "", 2, &phones)
        .await
}
