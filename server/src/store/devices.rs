//! Phones: what arrived from each by the running numbers that it gave, its contacts, and signing it off.

use super::engine::{Link, Row, Value};
use super::error::{Result, StoreError};
use super::signed_off::GonePhone;
use super::{Store, audit, deposits, int};
use domain::device::{Arrived, PhoneKey, PhoneLine, SignedOff, Standing};
use domain::ids::{DeviceId, StaffId, TeamId};
use domain::time::{Millis, field_day};
use std::time::Duration;
use tokio::time::timeout;

/// A contact is written at most this often: people are shown the day.
const CONTACT_EVERY_MS: i64 = 60 * 60 * 1000;
/// How long an exchange waits for the writer to note it.
const NOTE_PATIENCE: Duration = Duration::from_millis(500);

/// A phone that speaks to the server.
#[derive(Clone, Debug)]
pub struct Contact {
    /// Which.
    pub phone: PhoneKey,
    /// The session that it speaks under, as stored.
    pub session: String,
    /// The highest running number that it says it has given out; 0 for none.
    pub announced: u64,
    /// When.
    pub at: Millis,
}

/// What is known of a phone before its request is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KnownPhone {
    /// It was signed off.
    pub revoked: bool,
    last_contact: Option<Millis>,
    announced: u64,
    /// This session has spoken for it before.
    bound: bool,
}

/// What has to be looked at before a phone is signed off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneInQuestion {
    /// The team of its owner, now.
    pub team: Option<TeamId>,
    /// The session that asks speaks for it.
    pub in_hand: bool,
}

impl Store {
    /// How many running numbers of this device arrived from this author, and the highest of them.
    ///
    /// # Errors
    /// As the database's.
    pub async fn arrived(&self, author: &StaffId, device: DeviceId) -> Result<Arrived> {
        let mut link = self.engine.reader().await?;
        arrived(&mut link, author, device).await
    }

    /// What is known of the phone that speaks under this session.
    ///
    /// # Errors
    /// As the database's.
    pub async fn known_phone(&self, contact: &Contact) -> Result<KnownPhone> {
        let sql = "SELECT revoked_at, last_contact, announced, \
                   CASE WHEN EXISTS (SELECT 1 FROM session_phone WHERE token_hash = $3 AND device = $1) \
                   THEN 'yes' ELSE 'no' END FROM phone WHERE device = $1 AND owner = $2";
        let device = contact.phone.device.to_string();
        let values = [
            device.into(),
            contact.phone.owner.as_str().into(),
            Value::from(contact.session.as_str()),
        ];
        let Some(row) = self.engine.reader().await?.first(sql, &values).await? else {
            return Ok(KnownPhone::default());
        };
        Ok(KnownPhone {
            revoked: row.opt_int(0)?.is_some(),
            last_contact: Some(Millis(row.int(1)?)),
            announced: row.count(2)?,
            bound: row.text(3)? == "yes",
        })
    }

    /// Notes a contact where it tells something new. Left out when the writer is busy, as during an import: a later one
    /// does it.
    pub async fn note_contact(&self, contact: &Contact, known: KnownPhone) {
        match self.is_news(contact, known).await {
            Ok(false) => return,
            Ok(true) => {}
            Err(error) => return tracing::warn!(%error, "a phone's contact could not be compared"),
        }
        let Ok(Ok(mut link)) = timeout(NOTE_PATIENCE, self.engine.write()).await else {
            return;
        };
        let noted = match write_contact(&mut link, contact).await {
            Ok(()) => link.commit().await,
            Err(error) => Err(error),
        };
        if let Err(error) = noted {
            tracing::warn!(%error, "a phone's contact was not noted");
        }
    }

    /// Whether the phone's first word in an hour or under this session, or a number that is above all that arrived.
    async fn is_news(&self, contact: &Contact, known: KnownPhone) -> Result<bool> {
        let fresh = |at: Millis| contact.at.0.saturating_sub(at.0) < CONTACT_EVERY_MS;
        if !known.bound || !known.last_contact.is_some_and(fresh) {
            return Ok(true);
        }
        if contact.announced <= known.announced {
            return Ok(false);
        }
        let PhoneKey { device, owner } = &contact.phone;
        let mut link = self.engine.reader().await?;
        // The newest line only: a phone may have sent very many.
        let sql = "SELECT seq FROM operation WHERE device = $1 AND author = $2 ORDER BY seq DESC LIMIT 1";
        let values = [device.to_string().into(), Value::from(owner.as_str())];
        let newest = link.first(sql, &values).await?;
        let highest = newest.map(|row| row.count(0)).transpose()?;
        Ok(contact.announced > highest.unwrap_or_default())
    }

    /// Whether a phone was signed off; notes when it was first told so. One that is not known stands well.
    ///
    /// # Errors
    /// As the database's.
    pub async fn standing(&self, phone: &PhoneKey, now: Millis) -> Result<Standing> {
        let sql = "SELECT told_at FROM phone WHERE device = $1 AND owner = $2 AND revoked_at IS NOT NULL";
        let device = phone.device.to_string();
        let values = [Value::from(device.as_str()), phone.owner.as_str().into()];
        let Some(row) = self.engine.reader().await?.first(sql, &values).await? else {
            return Ok(Standing::Held);
        };
        if row.opt_int(0)?.is_none() {
            let tell = "UPDATE phone SET told_at = $3 WHERE device = $1 AND owner = $2 AND told_at IS NULL";
            let [device_value, owner] = values;
            let values = [device_value, owner, now.0.into()];
            self.engine.writer().await?.execute(tell, &values).await?;
        }
        Ok(Standing::Revoked { device: phone.device })
    }

    /// The phones of a person, and of a team where one is named, as the holder of `session` sees them: by owner, last
    /// contact first.
    ///
    /// # Errors
    /// As the database's.
    pub async fn phones(
        &self,
        owner: &StaffId,
        team: Option<&TeamId>,
        session: &str,
    ) -> Result<Vec<PhoneLine>> {
        let sql = "SELECT p.device, p.owner, s.name, p.first_contact, p.last_contact, p.announced, \
                   p.revoked_at, p.told_at, \
                   CASE WHEN EXISTS (SELECT 1 FROM session_phone h WHERE h.token_hash = $3 AND h.device = p.device) \
                   THEN 'yes' ELSE 'no' END \
                   FROM phone p JOIN staff s ON s.id = p.owner WHERE p.owner = $1 OR s.team = $2 \
                   ORDER BY p.owner, p.last_contact DESC, p.device";
        let mut link = self.engine.reader().await?;
        let values = [
            Value::from(owner.as_str()),
            team.map_or("", TeamId::as_str).into(),
            session.into(),
        ];
        let mut lines = Vec::new();
        for row in link.fetch(sql, &values).await? {
            lines.push(line(&mut link, &row).await?);
        }
        Ok(lines)
    }

    /// What has to be looked at before this phone is signed off; none for one that is not known.
    ///
    /// # Errors
    /// As the database's.
    pub async fn phone_in_question(
        &self,
        phone: &PhoneKey,
        session: &str,
    ) -> Result<Option<PhoneInQuestion>> {
        let sql = "SELECT s.team, \
                   CASE WHEN EXISTS (SELECT 1 FROM session_phone WHERE token_hash = $3 AND device = $1) \
                   THEN 'yes' ELSE 'no' END \
                   FROM phone p JOIN staff s ON s.id = p.owner WHERE p.device = $1 AND p.owner = $2";
        let device = phone.device.to_string();
        let values = [Value::from(device), phone.owner.as_str().into(), session.into()];
        let row = self.engine.reader().await?.first(sql, &values).await?;
        row.map(|row| {
            Ok(PhoneInQuestion {
                team: row.opt_text(0)?.map(TeamId),
                in_hand: row.text(1)? == "yes",
            })
        })
        .transpose()
    }

    /// Signs a phone off, ends its sessions, and those of its owner that never said which phone they speak for, but not
    /// the session that asks; the audit line stands in the same transaction. Twice is once.
    ///
    /// # Errors
    /// As the database's.
    pub async fn revoke_phone(
        &self,
        phone: &PhoneKey,
        by: &StaffId,
        asking: &str,
        now: Millis,
    ) -> Result<()> {
        let gone = GonePhone {
            phone: phone.clone(),
            by: by.clone(),
            at: now,
        };
        let mut link = self.engine.write().await?;
        match sign_off(&mut link, &gone, asking, now).await? {
            true => link.commit().await,
            false => Ok(()),
        }
    }
}

/// Signs a phone off inside a transaction and ends what speaks for it, with the audit line. Whether it was held before.
pub(super) async fn sign_off(link: &mut Link, gone: &GonePhone, asking: &str, now: Millis) -> Result<bool> {
    let PhoneKey { device, owner } = &gone.phone;
    let device = device.to_string();
    let revoke = "UPDATE phone SET revoked_at = $3, revoked_by = $4 \
                  WHERE device = $1 AND owner = $2 AND revoked_at IS NULL";
    let values = [
        Value::from(device.as_str()),
        owner.as_str().into(),
        gone.at.0.into(),
        gone.by.as_str().into(),
    ];
    if link.execute(revoke, &values).await? == 0 {
        return Ok(false);
    }
    let end = "DELETE FROM session WHERE staff = $1 AND token_hash <> $3 AND \
               (token_hash IN (SELECT token_hash FROM session_phone WHERE device = $2) \
               OR token_hash NOT IN (SELECT token_hash FROM session_phone))";
    let values = [Value::from(owner.as_str()), device.as_str().into(), asking.into()];
    link.execute(end, &values).await?;
    deposits::end_of_phone(link, owner, &device).await?;
    let subject = format!("owner={owner} device={device}");
    audit::write(link, &gone.by, "REVOKE_PHONE", &subject, now).await?;
    Ok(true)
}

async fn arrived(link: &mut Link, author: &StaffId, device: DeviceId) -> Result<Arrived> {
    let sql = "SELECT COUNT(DISTINCT seq), COALESCE(MAX(seq), 0) FROM operation \
               WHERE device = $1 AND author = $2 AND seq > 0";
    let device = device.to_string();
    let values = [device.into(), author.as_str().into()];
    let Some(row) = link.first(sql, &values).await? else {
        return Ok(Arrived::default());
    };
    let number = |at| u64::try_from(row.int(at)?).map_err(|_| StoreError::corrupt("number"));
    Ok(Arrived {
        operations: number(0)?,
        highest: number(1)?,
    })
}

async fn write_contact(link: &mut Link, contact: &Contact) -> Result<()> {
    let device = contact.phone.device.to_string();
    let sql = "INSERT INTO phone (device, owner, first_contact, last_contact, announced) \
               VALUES ($1, $2, $3, $3, $4) ON CONFLICT (device, owner) DO UPDATE SET \
               last_contact = CASE WHEN excluded.last_contact > phone.last_contact \
               THEN excluded.last_contact ELSE phone.last_contact END, \
               announced = CASE WHEN excluded.announced > phone.announced \
               THEN excluded.announced ELSE phone.announced END";
    let values = [
        Value::from(device.as_str()),
        contact.phone.owner.as_str().into(),
        contact.at.0.into(),
        int(contact.announced).into(),
    ];
    link.execute(sql, &values).await?;
    // The session may have ended meanwhile: then there is nothing to bind.
    let bind = "INSERT INTO session_phone (token_hash, device) SELECT token_hash, $2 FROM session \
                WHERE token_hash = $1 ON CONFLICT (token_hash, device) DO NOTHING";
    let values = [Value::from(contact.session.as_str()), device.as_str().into()];
    link.execute(bind, &values).await?;
    Ok(())
}

async fn line(link: &mut Link, row: &Row) -> Result<PhoneLine> {
    let phone = PhoneKey {
        device: row.parsed(0)?,
        owner: StaffId(row.text(1)?),
    };
    let arrived = arrived(link, &phone.owner, phone.device).await?;
    let told_at = row.opt_int(7)?.map(Millis);
    Ok(PhoneLine {
        phone,
        name: row.text(2)?,
        first_on: field_day(Millis(row.int(3)?)),
        last_on: field_day(Millis(row.int(4)?)),
        missing: arrived.missing_of(row.count(5)?),
        in_hand: row.text(8)? == "yes",
        signed_off: row.opt_int(6)?.map(|at| SignedOff {
            at: Millis(at),
            told_at,
        }),
    })
}
