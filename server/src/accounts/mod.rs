//! Accounts: who somebody is, proven by a password or a single-use code and remembered by a session.
//!
//! No reply, and no difference in its time that could be measured, tells whether an account exists. Nothing
//! here logs a name, a staff number, a password or a code.

pub mod allowance;
pub mod enrolment;
pub mod password;
pub mod session;
pub mod throttle;

use std::net::IpAddr;
use std::sync::Arc;

use domain::api::{ChangePassword, Enrol, Invitation, Me, SignIn};
use domain::ids::StaffId;
use domain::policy::Actor;
use domain::text::compact;
use domain::time::Millis;

use crate::store::{Guess, Store, StoreError};
use enrolment::{CODE_HOLDS_MS, new_code, tidy_code};
use password::{HashError, Hasher, PasswordFault};
use session::{ABSOLUTE_LIMIT_MS, IDLE_LIMIT_MS, SessionKey, Token};
use throttle::{Addresses, Tries};

/// Longest staff number that is looked up.
const STAFF_CHARS: usize = 40;

/// Why an account matter was not done.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// Staff number, password or code do not fit; which, nobody is told.
    #[error("sign-in refused")]
    Refused,
    /// The present password given for a change is wrong.
    #[error("the present password is wrong")]
    WrongPassword,
    /// Too many failures: not looked at before this many seconds have passed.
    #[error("wait {0} s")]
    Wait(u64),
    /// The new password breaks a rule.
    #[error("the new password breaks a rule")]
    Rule(PasswordFault),
    /// No such account, said only to those who manage accounts.
    #[error("no such account")]
    NoSuchAccount,
    /// Nobody closes the account they are using.
    #[error("one's own account")]
    OwnAccount,
    /// Hashing.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A session that was just opened.
#[derive(Debug)]
pub struct Opened {
    /// Its secret, for the cookie.
    pub token: Token,
    /// Whose it is.
    pub me: Me,
}

/// All accounts; cheap to clone.
#[derive(Clone)]
pub struct Accounts(Arc<Inner>);

struct Inner {
    store: Store,
    hasher: Hasher,
    addresses: Addresses,
}

/// A guess at an account that may be looked at now. It counts as failed until it proves right.
struct Attempt {
    staff: StaffId,
    /// Stored hash, when the account exists and is open.
    password_hash: Option<String>,
    /// The account is there and not closed.
    open: bool,
    /// How guesses stand with it.
    counted: Tries,
}

impl Accounts {
    /// Takes one hash's time.
    ///
    /// # Errors
    /// [`HashError`] when passwords cannot be hashed on this machine.
    pub fn new(store: Store) -> Result<Self, HashError> {
        Ok(Self::with(store, Hasher::new()?))
    }

    /// With a hasher that is there already, which costs nothing.
    #[must_use]
    pub fn with(store: Store, hasher: Hasher) -> Self {
        Self(Arc::new(Inner {
            store,
            hasher,
            addresses: Addresses::default(),
        }))
    }

    /// Opens a session for staff number and password.
    ///
    /// # Errors
    /// [`AccountError::Refused`] for whatever does not fit, [`AccountError::Wait`], or a fault of ours.
    pub async fn sign_in(
        &self,
        form: &SignIn,
        from: Option<IpAddr>,
        now: Millis,
    ) -> Result<Opened, AccountError> {
        let mut attempt = self.attempt(&form.staff, from, now).await?;
        let hash = attempt.password_hash.take();
        let looked = self.0.hasher.verify(cut(&form.password), hash).await;
        if !self.or_uncount(&attempt, looked).await? {
            return Err(self.failed(from, now));
        }
        self.succeeded(attempt, now).await
    }

    /// Sets the first password, or a forgotten one anew, with a single-use code, and opens a session.
    ///
    /// # Errors
    /// [`AccountError::Refused`] for whatever does not fit, [`AccountError::Wait`], [`AccountError::Rule`]
    /// before the code is used up, or a fault of ours.
    pub async fn enrol(
        &self,
        form: &Enrol,
        from: Option<IpAddr>,
        now: Millis,
    ) -> Result<Opened, AccountError> {
        password::check(&form.password, &staff_number(&form.staff)).map_err(AccountError::Rule)?;
        let attempt = self.attempt(&form.staff, from, now).await?;
        let staff = attempt.staff.clone();
        // Both hashes before the code is taken: what follows is only a few statements.
        let code = self
            .0
            .hasher
            .hash_code(staff.clone(), tidy_code(&form.code))
            .await;
        let code = self.or_uncount(&attempt, code).await?;
        let hash = self.0.hasher.hash(form.password.clone()).await;
        let hash = self.or_uncount(&attempt, hash).await?;
        // Asked for every staff number alike; the store takes no code of a closed account.
        let taken = self.0.store.take_invite(&staff, &code, now).await?;
        if !attempt.open || !taken {
            return Err(self.failed(from, now));
        }
        self.0.store.set_password(&staff, &hash, now).await?;
        self.0.store.end_sessions_of(&staff, None).await?;
        self.0.store.audit(&staff, "ENROL", staff.as_str(), now).await?;
        self.succeeded(attempt, now).await
    }

    /// Changes the password and ends every session of the person but this one.
    ///
    /// # Errors
    /// [`AccountError::WrongPassword`], [`AccountError::Rule`], [`AccountError::Wait`], or a fault of ours.
    pub async fn change_password(
        &self,
        actor: &Actor,
        session: &SessionKey,
        form: &ChangePassword,
        now: Millis,
    ) -> Result<(), AccountError> {
        password::check(&form.new, &actor.staff).map_err(AccountError::Rule)?;
        self.proven(actor, &form.present, now).await?;
        let hash = self.0.hasher.hash(form.new.clone()).await?;
        let (store, staff) = (&self.0.store, &actor.staff);
        store.set_password(staff, &hash, now).await?;
        store.end_sessions_of(staff, Some(session.as_str())).await?;
        store.audit(staff, "CHANGE_PASSWORD", staff.as_str(), now).await?;
        Ok(())
    }

    /// Makes sure that whoever holds a session is its person, before something that cannot be taken back.
    ///
    /// # Errors
    /// [`AccountError::WrongPassword`], [`AccountError::Wait`], or a fault of ours.
    pub async fn confirm(&self, actor: &Actor, present: &str, now: Millis) -> Result<(), AccountError> {
        self.proven(actor, present, now).await?;
        self.0.store.forgive(&actor.staff).await?;
        Ok(())
    }

    /// Looks at the person's own password; a wrong one counts as a guess.
    async fn proven(&self, actor: &Actor, present: &str, now: Millis) -> Result<(), AccountError> {
        let mut attempt = self.attempt(actor.staff.as_str(), None, now).await?;
        let hash = attempt.password_hash.take();
        let looked = self.0.hasher.verify(cut(present), hash).await;
        match self.or_uncount(&attempt, looked).await? {
            true => Ok(()),
            false => Err(AccountError::WrongPassword),
        }
    }

    /// Whose session this is; `None` when it ended, or the account was closed meanwhile.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn who(&self, session: &SessionKey, now: Millis) -> Result<Option<Actor>, StoreError> {
        let store = &self.0.store;
        match store.session(session.as_str(), now, IDLE_LIMIT_MS).await? {
            Some(staff) => store.actor(&staff).await,
            None => Ok(None),
        }
    }

    /// Whose closed account this session was of, for the phone that still holds it.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn was(&self, session: &SessionKey, now: Millis) -> Result<Option<StaffId>, StoreError> {
        self.0.store.session_of_closed(session.as_str(), now).await
    }

    /// Ends one session; one that is not there has ended already.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn sign_out(&self, session: &SessionKey) -> Result<(), StoreError> {
        self.0.store.end_session(session.as_str()).await
    }

    /// Makes a new enrolment code for an account; earlier codes of it end. The code is shown once.
    ///
    /// # Errors
    /// [`AccountError::NoSuchAccount`], or a fault of ours.
    pub async fn invite(
        &self,
        staff: &StaffId,
        by: &StaffId,
        now: Millis,
    ) -> Result<Invitation, AccountError> {
        let account = self.0.store.account(staff).await?;
        account.ok_or(AccountError::NoSuchAccount)?;
        let code = new_code();
        let hash = self.0.hasher.hash_code(staff.clone(), tidy_code(&code)).await?;
        let expires_at = Millis(now.0.saturating_add(CODE_HOLDS_MS));
        self.0.store.put_invite(staff, &hash, expires_at).await?;
        self.0.store.audit(by, "INVITE", staff.as_str(), now).await?;
        Ok(Invitation {
            staff: staff.clone(),
            code,
            expires_at,
        })
    }

    /// Closes an account: from now on its sessions open nothing; see [`Accounts::was`].
    ///
    /// # Errors
    /// [`AccountError::NoSuchAccount`], [`AccountError::OwnAccount`], or a fault of ours.
    pub async fn close(&self, staff: &StaffId, by: &StaffId, now: Millis) -> Result<(), AccountError> {
        if staff == by {
            return Err(AccountError::OwnAccount);
        }
        let store = &self.0.store;
        let account = store.account(staff).await?;
        account.ok_or(AccountError::NoSuchAccount)?;
        store.close_account(staff, true, now).await?;
        store.audit(by, "CLOSE_ACCOUNT", staff.as_str(), now).await?;
        Ok(())
    }

    /// Opens a closed account again, with the password that it had.
    ///
    /// # Errors
    /// [`AccountError::NoSuchAccount`], or a fault of ours.
    pub async fn open(&self, staff: &StaffId, by: &StaffId, now: Millis) -> Result<(), AccountError> {
        let store = &self.0.store;
        let account = store.account(staff).await?;
        account.ok_or(AccountError::NoSuchAccount)?;
        store.close_account(staff, false, now).await?;
        store.audit(by, "OPEN_ACCOUNT", staff.as_str(), now).await?;
        Ok(())
    }

    /// Seconds that this address has to wait before another guess at a token, if it has to.
    #[must_use]
    pub fn address_waits(&self, from: Option<IpAddr>, now: Millis) -> Option<u64> {
        from.and_then(|address| self.0.addresses.wait(address, now))
    }

    /// A token from this address was none.
    pub fn address_failed(&self, from: Option<IpAddr>, now: Millis) {
        if let Some(address) = from {
            self.0.addresses.failed(address, now);
        }
    }

    /// Counts a guess and looks whether it may be looked at.
    async fn attempt(&self, typed: &str, from: Option<IpAddr>, now: Millis) -> Result<Attempt, AccountError> {
        if let Some(seconds) = from.and_then(|address| self.0.addresses.wait(address, now)) {
            return Err(AccountError::Wait(seconds));
        }
        let staff = staff_number(typed);
        let Guess { account, before } = self.0.store.count_guess(&staff, now).await?;
        if let Some(seconds) = before.wait(now) {
            return Err(AccountError::Wait(seconds));
        }
        let open = account.filter(|account| !account.closed);
        Ok(Attempt {
            staff,
            open: open.is_some(),
            password_hash: open.and_then(|account| account.password_hash),
            counted: before.failed(now),
        })
    }

    /// The guess failed; it was counted before it was looked at, so that a reply for an account that exists takes no
    /// longer than one for an account that does not.
    fn failed(&self, from: Option<IpAddr>, now: Millis) -> AccountError {
        if let Some(address) = from {
            self.0.addresses.failed(address, now);
        }
        AccountError::Refused
    }

    /// A guess that this machine was too busy to look at is nobody's failure.
    async fn or_uncount<T>(
        &self,
        attempt: &Attempt,
        looked: Result<T, HashError>,
    ) -> Result<T, AccountError> {
        if looked.is_err() {
            self.0
                .store
                .uncount_guess(&attempt.staff, attempt.counted)
                .await?;
        }
        Ok(looked?)
    }

    async fn succeeded(&self, attempt: Attempt, now: Millis) -> Result<Opened, AccountError> {
        // Closed accounts have no actor: the right password of one is as wrong as any.
        let Some(actor) = self.0.store.actor(&attempt.staff).await? else {
            return Err(self.failed(None, now));
        };
        self.0.store.forgive(&attempt.staff).await?;
        let token = Token::new();
        let ends = Millis(now.0.saturating_add(ABSOLUTE_LIMIT_MS));
        let key = token.key();
        self.0
            .store
            .put_session(key.as_str(), &actor.staff, now, ends)
            .await?;
        Ok(Opened {
            token,
            me: me(&actor),
        })
    }
}

/// The signed-in person as the app sees them.
#[must_use]
pub fn me(actor: &Actor) -> Me {
    Me {
        staff: actor.staff.clone(),
        name: actor.name.clone(),
        role: actor.role,
        team: actor.team.clone(),
    }
}

/// A staff number in the office's spelling, whatever case, width and spaces it was typed with.
#[must_use]
pub fn staff_number(typed: &str) -> StaffId {
    let short: String = typed.chars().take(STAFF_CHARS * 4).collect();
    let tidy: String = compact(&short).to_uppercase();
    StaffId(
        tidy.chars()
            .filter(|c| !c.is_control())
            .take(STAFF_CHARS)
            .collect(),
    )
}

/// No password is longer than the longest allowed, so the rest need not be hashed.
fn cut(password: &str) -> String {
    password.chars().take(domain::api::PASSWORD_MAX + 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn staff_numbers_are_read_as_offices_write_them() {
        assert_eq!(staff_number(" ｐ ００１ ").as_str(), "P001");
        assert_eq!(staff_number("l01\u{0}").as_str(), "L01");
        assert_eq!(staff_number(&"x".repeat(5_000)).as_str().len(), STAFF_CHARS);
    }
}
