//! Accounts: passwords (as hashes made by the caller), throttling, invitations, closing.

use super::engine::Value;
use super::error::{Result, StoreError};
use super::roster::{StaffRow, put_staff};
use super::{Store, assignments, counts, deposits, leader_links};
use domain::api::AccountLine;
use domain::ids::{StaffId, TeamId, VillageId};
use domain::roster::Role;
use domain::time::Millis;

/// What signing in needs to know of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Staff number.
    pub staff: StaffId,
    /// The password's hash; none before enrolment.
    pub password_hash: Option<String>,
    /// Whether the account is closed.
    pub closed: bool,
}

/// The place of somebody who is in no team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StaffPlace {
    /// A whole township or street, by its name on the roster.
    Township(String),
    /// One village.
    Village(VillageId),
}

impl Store {
    /// An account, open or closed; none for an unknown number.
    ///
    /// # Errors
    /// As the database's.
    pub async fn account(&self, staff: &StaffId) -> Result<Option<Account>> {
        let sql = "SELECT password_hash, closed FROM account WHERE staff = $1";
        let row = self
            .engine
            .reader()
            .await?
            .first(sql, &[staff.as_str().into()])
            .await?;
        row.map(|row| {
            Ok(Account {
                staff: staff.clone(),
                password_hash: row.opt_text(0)?,
                closed: row.int(1)? != 0,
            })
        })
        .transpose()
    }

    /// Adds or updates one person, with an account that has no password yet.
    ///
    /// # Errors
    /// As the database's.
    pub async fn create_staff(&self, row: &StaffRow, now: Millis) -> Result<()> {
        let mut link = self.engine.write().await?;
        put_staff(&mut link, row, now).await?;
        link.commit().await
    }

    /// Says for which village, or for which whole township, somebody works who is in no team.
    ///
    /// # Errors
    /// [`StoreError::Constraint`] for an unknown number.
    pub async fn set_place(&self, staff: &StaffId, place: &StaffPlace) -> Result<()> {
        let sql = "INSERT INTO staff_place (staff, township, village) VALUES ($1, $2, $3) \
                   ON CONFLICT (staff) DO UPDATE SET township = excluded.township, village = excluded.village";
        let (township, village) = match place {
            StaffPlace::Township(township) => (township.as_str(), ""),
            StaffPlace::Village(village) => ("", village.as_str()),
        };
        let values = [Value::from(staff.as_str()), township.into(), village.into()];
        self.engine.writer().await?.execute(sql, &values).await?;
        Ok(())
    }

    /// Sets a password's hash, forgets earlier failures and ends what the person's phones deposit with.
    ///
    /// # Errors
    /// [`StoreError::Constraint`] `account` for an unknown number.
    pub async fn set_password(&self, staff: &StaffId, hash: &str, now: Millis) -> Result<()> {
        let sql = "UPDATE account SET password_hash = $2, password_at = $3 WHERE staff = $1";
        let mut link = self.engine.write().await?;
        let values = [staff.as_str().into(), hash.into(), Value::from(now.0)];
        if link.execute(sql, &values).await? == 0 {
            return Err(StoreError::Constraint("account".to_owned()));
        }
        counts::forget(&mut link, staff).await?;
        deposits::end_of_person(&mut link, staff).await?;
        link.commit().await
    }

    /// Closes or opens an account. Closing ends its invitation at once, what its phones
    /// deposit with, and its sessions: they open nothing any
    /// more and only tell the phone that holds one why. Opening throws them away, so that none comes back. In a team, or
    /// linked with a village, the person has left by it, and is back when it opens.
    ///
    /// # Errors
    /// [`StoreError::Constraint`] `account` for an unknown number.
    pub async fn close_account(&self, staff: &StaffId, closed: bool, now: Millis) -> Result<()> {
        let mut link = self.engine.write().await?;
        let id = staff.as_str();
        let sql = "UPDATE account SET closed = $2 WHERE staff = $1";
        if link.execute(sql, &[id.into(), i64::from(closed).into()]).await? == 0 {
            return Err(StoreError::Constraint("account".to_owned()));
        }
        if !closed {
            link.execute("DELETE FROM session WHERE staff = $1", &[id.into()])
                .await?;
            assignments::reopen(&mut link, staff, now).await?;
        } else {
            link.execute("DELETE FROM invite WHERE staff = $1", &[id.into()])
                .await?;
            deposits::end_of_person(&mut link, staff).await?;
            assignments::end(&mut link, staff, now).await?;
        }
        leader_links::settle(&mut link, staff, now).await?;
        link.commit().await
    }

    /// Puts the hash of a single-use code in place of any earlier one.
    ///
    /// # Errors
    /// [`StoreError::Constraint`] for an unknown number.
    pub async fn put_invite(&self, staff: &StaffId, code_hash: &str, expires: Millis) -> Result<()> {
        let sql = "INSERT INTO invite (staff, code_hash, expires) VALUES ($1, $2, $3) \
                   ON CONFLICT (staff) DO UPDATE SET code_hash = excluded.code_hash, expires = excluded.expires";
        let values = [staff.as_str().into(), code_hash.into(), Value::from(expires.0)];
        self.engine.writer().await?.execute(sql, &values).await?;
        Ok(())
    }

    /// Uses up a code. Whether it was the right one, in time and for an open account; of two that try at once one wins.
    ///
    /// # Errors
    /// As the database's.
    pub async fn take_invite(&self, staff: &StaffId, code_hash: &str, now: Millis) -> Result<bool> {
        let sql = "DELETE FROM invite WHERE staff = $1 AND code_hash = $2 AND expires > $3 \
                   AND EXISTS (SELECT 1 FROM account WHERE staff = $1 AND closed = 0)";
        let values = [staff.as_str().into(), code_hash.into(), Value::from(now.0)];
        Ok(self.engine.writer().await?.execute(sql, &values).await? == 1)
    }

    /// Every account, by number.
    ///
    /// # Errors
    /// As the database's.
    pub async fn accounts(&self) -> Result<Vec<AccountLine>> {
        let sql = "SELECT s.id, s.name, s.role, s.team, \
                   CASE WHEN a.password_hash IS NULL THEN 'no' ELSE 'yes' END, a.closed \
                   FROM staff s JOIN account a ON a.staff = s.id ORDER BY s.id";
        let rows = self.engine.reader().await?.fetch(sql, &[]).await?;
        let line = |row: &super::engine::Row| {
            Ok(AccountLine {
                staff: StaffId(row.text(0)?),
                name: row.text(1)?,
                role: row.coded(2, Role::from_code)?,
                team: row.opt_text(3)?.map(TeamId),
                enrolled: row.text(4)? == "yes",
                closed: row.int(5)? != 0,
            })
        };
        rows.iter().map(line).collect()
    }
}
