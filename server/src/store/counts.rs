//! What is counted of people in the store, so that every process of an office counts the same: guesses at staff
//! numbers, before they are looked at, for two at once are two; and full numbers that somebody was shown.

use super::engine::{Link, Value};
use super::error::{Result, StoreError};
use super::{Account, Store, hash, int, schema};
use crate::accounts::allowance::{Allowance, Uses};
use crate::accounts::throttle::Tries;
use domain::ids::StaffId;
use domain::time::Millis;

/// Numbers that no account has, of which guesses are remembered; a flood pushes out the older half.
const STRANGERS: u64 = 20_000;

/// A guess as it was counted.
#[derive(Debug)]
pub struct Guess {
    /// The account; none for an unknown number.
    pub account: Option<Account>,
    /// How guesses stood before it.
    pub before: Tries,
}

impl Store {
    /// Counts a guess as failed, unless it has to wait: then nothing is counted. Whoever guessed right is
    /// [forgiven](Store::forgive). Known and unknown numbers cost the same statements.
    ///
    /// # Errors
    /// As the database's.
    pub async fn count_guess(&self, staff: &StaffId, now: Millis) -> Result<Guess> {
        let account = self.account(staff).await?;
        let mut link = self.engine.write().await?;
        let who = who(&mut link, staff).await?;
        let before = held(&mut link, &who, account.is_some(), now).await?;
        if before.wait(now).is_none() {
            write(&mut link, &who, before.failed(now), now).await?;
            link.commit().await?;
        }
        Ok(Guess { account, before })
    }

    /// How guesses at a staff number stand.
    ///
    /// # Errors
    /// As the database's.
    pub async fn guesses(&self, staff: &StaffId) -> Result<Tries> {
        let mut link = self.engine.reader().await?;
        let who = who(&mut link, staff).await?;
        let sql = "SELECT failures, locked_until FROM guess WHERE who = $1";
        let row = link.first(sql, &[who.as_str().into()]).await?;
        row.map_or(Ok(Tries::default()), |row| read(&row))
    }

    /// Forgets the failures: the guess was right, or the password is a new one.
    ///
    /// # Errors
    /// As the database's.
    pub async fn forgive(&self, staff: &StaffId) -> Result<()> {
        let mut link = self.engine.writer().await?;
        forget(&mut link, staff).await
    }

    /// Takes back a guess that was counted and could not be looked at.
    ///
    /// # Errors
    /// As the database's.
    pub async fn uncount_guess(&self, staff: &StaffId, counted: Tries) -> Result<()> {
        let mut link = self.engine.writer().await?;
        let who = who(&mut link, staff).await?;
        // A lock that somebody else's guess brought meanwhile stays.
        let sql = "UPDATE guess SET failures = failures - 1, \
                   locked_until = CASE WHEN locked_until = $2 THEN 0 ELSE locked_until END \
                   WHERE who = $1 AND failures > 0";
        let values = [Value::from(who), counted.locked_until.0.into()];
        link.execute(sql, &values).await?;
        Ok(())
    }

    /// Takes one use of somebody's allowance of full numbers; else the seconds to wait for the next.
    ///
    /// # Errors
    /// [`StoreError::Constraint`] for an unknown number.
    pub async fn take_reveal(
        &self,
        staff: &StaffId,
        allowance: Allowance,
        now: Millis,
    ) -> Result<std::result::Result<(), u64>> {
        let mut link = self.engine.write().await?;
        let who = Value::from(staff.as_str());
        let sql =
            "INSERT INTO reveal_use (staff, used, since) VALUES ($1, 0, $2) ON CONFLICT (staff) DO NOTHING";
        link.execute(sql, &[who.clone(), now.0.into()]).await?;
        let sql = "SELECT used, since FROM reveal_use WHERE staff = $1";
        let row = link.first_locked(sql, std::slice::from_ref(&who)).await?;
        let row = row.ok_or(StoreError::corrupt("uses"))?;
        let uses = Uses {
            used: u32::try_from(row.int(0)?).map_err(|_| StoreError::corrupt("uses"))?,
            since: Millis(row.int(1)?),
        };
        let taken = match allowance.take(uses, now) {
            Ok(taken) => taken,
            Err(wait) => return Ok(Err(wait)),
        };
        let sql = "UPDATE reveal_use SET used = $2, since = $3 WHERE staff = $1";
        link.execute(sql, &[who, i64::from(taken.used).into(), taken.since.0.into()])
            .await?;
        link.commit().await?;
        Ok(Ok(()))
    }
}

/// Forgets the failures of a staff number.
pub(super) async fn forget(link: &mut Link, staff: &StaffId) -> Result<()> {
    let who = who(link, staff).await?;
    let sql = "UPDATE guess SET failures = 0, locked_until = 0 WHERE who = $1";
    link.execute(sql, &[who.into()]).await?;
    Ok(())
}

async fn who(link: &mut Link, staff: &StaffId) -> Result<String> {
    let secret = schema::guess_key(link).await?;
    Ok(hash(format!("{secret}\n{}", staff.as_str()).as_bytes()))
}

/// How guesses stand, locked until the transaction ends.
async fn held(link: &mut Link, who: &str, known: bool, now: Millis) -> Result<Tries> {
    let sql = "INSERT INTO guess (who, known, failures, locked_until, at) VALUES ($1, $2, 0, 0, $3) \
               ON CONFLICT (who) DO NOTHING";
    let values = [Value::from(who), i64::from(known).into(), now.0.into()];
    if link.execute(sql, &values).await? == 1 && !known {
        make_room(link).await?;
    }
    let sql = "SELECT failures, locked_until FROM guess WHERE who = $1";
    let row = link.first_locked(sql, &[who.into()]).await?;
    read(&row.ok_or(StoreError::corrupt("guess"))?)
}

fn read(row: &super::engine::Row) -> Result<Tries> {
    Ok(Tries {
        failures: u32::try_from(row.int(0)?).map_err(|_| StoreError::corrupt("failures"))?,
        locked_until: Millis(row.int(1)?),
    })
}

async fn write(link: &mut Link, who: &str, tries: Tries, now: Millis) -> Result<()> {
    let sql = "UPDATE guess SET failures = $2, locked_until = $3, at = $4 WHERE who = $1";
    let values = [
        Value::from(who),
        i64::from(tries.failures).into(),
        tries.locked_until.0.into(),
        now.0.into(),
    ];
    link.execute(sql, &values).await?;
    Ok(())
}

/// Forgets the older half of the strangers when there are too many, so that the table stays bounded.
async fn make_room(link: &mut Link) -> Result<()> {
    let counted = link
        .first("SELECT COUNT(*) FROM guess WHERE known = 0", &[])
        .await?;
    if counted.map(|row| row.count(0)).transpose()?.unwrap_or_default() <= STRANGERS {
        return Ok(());
    }
    let sql = "DELETE FROM guess WHERE known = 0 AND at <= \
               (SELECT at FROM guess WHERE known = 0 ORDER BY at LIMIT 1 OFFSET $1) \
               AND who <> (SELECT who FROM guess WHERE known = 0 ORDER BY at DESC, who LIMIT 1)";
    link.execute(sql, &[int(STRANGERS / 2).into()]).await?;
    Ok(())
}
