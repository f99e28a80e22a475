//! Passwords and codes as slow hashes: Argon2id, a few at a time, never on a thread that serves requests.

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::api::{PASSWORD_MAX, PASSWORD_MIN};
use domain::ids::StaffId;
use domain::text::compact;
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// Memory of one hash. 19 MiB with two passes is the smallest setting that OWASP still recommends, and an
/// office's server has one or two cores and little memory: 20–40 ms of one core.
const MEMORY_KIB: u32 = 19 * 1024;
/// Passes over that memory.
const PASSES: u32 = 2;
/// Threads of one hash.
const LANES: u32 = 1;
/// Hashes at once: 2 × 19 MiB stay within the memory of a small server, whoever knocks how often.
const AT_ONCE: usize = 2;
/// Longest wait for a place; then the answer is "busy, try again".
const PATIENCE: Duration = Duration::from_secs(8);
/// Bytes of the hash of a code.
const CODE_HASH_BYTES: usize = 32;

/// Why nothing was hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HashError {
    /// Too many hashes wait already.
    #[error("too many sign-ins at once")]
    Busy,
    /// The hash function failed; a fault of ours.
    #[error("the password hash failed")]
    Broken,
}

/// Which rule a new password breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordFault {
    /// Fewer characters than [`PASSWORD_MIN`].
    TooShort,
    /// More characters than [`PASSWORD_MAX`].
    TooLong,
    /// Nothing but the staff number, once or repeated.
    IsStaffNumber,
}

impl PasswordFault {
    /// The stable code on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooShort => "PASSWORD_SHORT",
            Self::TooLong => "PASSWORD_LONG",
            Self::IsStaffNumber => "PASSWORD_IS_STAFF",
        }
    }
}

/// Checks a new password against the rules.
///
/// # Errors
/// The first rule that it breaks.
pub fn check(password: &str, staff: &StaffId) -> Result<(), PasswordFault> {
    // Bytes first: nobody needs to count the characters of a megabyte.
    if password.len() > PASSWORD_MAX * 4 || password.chars().count() > PASSWORD_MAX {
        return Err(PasswordFault::TooLong);
    }
    if password.chars().count() < PASSWORD_MIN {
        return Err(PasswordFault::TooShort);
    }
    let left = compact(password)
        .to_uppercase()
        .replace(&staff.as_str().to_uppercase(), "");
    if left.is_empty() {
        return Err(PasswordFault::IsStaffNumber);
    }
    Ok(())
}

/// Hashes a password at once, on this thread: for the command line and the demonstration district.
///
/// # Errors
/// [`HashError::Broken`] when the hash function fails.
pub fn hash_now(password: &str) -> Result<String, HashError> {
    let hash = argon()?
        .hash_password(password.as_bytes())
        .map_err(|_| HashError::Broken)?;
    Ok(hash.to_string())
}

/// Hashes an enrolment code at once. The same code of the same person always gives the same hash, so that the
/// store can take it in one statement; it is slow, so that a stolen database does not give the codes away.
///
/// # Errors
/// [`HashError::Broken`] when the hash function fails.
pub fn hash_code_now(staff: &StaffId, code: &str) -> Result<String, HashError> {
    let salt = Sha256::digest(format!("village-ledger enrolment {staff}").as_bytes());
    let mut out = [0_u8; CODE_HASH_BYTES];
    argon()?
        .hash_password_into(code.as_bytes(), &salt, &mut out)
        .map_err(|_| HashError::Broken)?;
    Ok(crate::web::assets::hex(&out))
}

fn argon() -> Result<Argon2<'static>, HashError> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| HashError::Broken)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn verify_now(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| {
        Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok()
    })
}

/// Hashes for requests: on threads of their own, [`AT_ONCE`] at a time.
#[derive(Clone, Debug)]
pub struct Hasher {
    places: Arc<Semaphore>,
    /// The hash of a password that nobody has: an unknown account costs one hash as well.
    nobody: Arc<str>,
}

impl Hasher {
    /// Makes the hash that unknown accounts are measured against; takes as long as one hash.
    ///
    /// # Errors
    /// [`HashError::Broken`] when the hash function fails.
    pub fn new() -> Result<Self, HashError> {
        let nobody = hash_now(&super::session::Token::new().text())?;
        Ok(Self {
            places: Arc::new(Semaphore::new(AT_ONCE)),
            nobody: nobody.into(),
        })
    }

    /// The hash of a new password.
    ///
    /// # Errors
    /// [`HashError`].
    pub async fn hash(&self, password: String) -> Result<String, HashError> {
        self.run(move || hash_now(&password)).await?
    }

    /// The hash of an enrolment code.
    ///
    /// # Errors
    /// [`HashError`].
    pub async fn hash_code(&self, staff: StaffId, code: String) -> Result<String, HashError> {
        self.run(move || hash_code_now(&staff, &code)).await?
    }

    /// Whether the password is right; without a hash the answer is no, after the same work.
    ///
    /// # Errors
    /// [`HashError`].
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, HashError> {
        let nobody = self.nobody.clone();
        self.run(move || {
            let right = verify_now(&password, hash.as_deref().unwrap_or(&nobody));
            right && hash.is_some()
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HashError> {
        let place = timeout(PATIENCE, self.places.clone().acquire_owned()).await;
        let place = place
            .map_err(|_| HashError::Busy)?
            .map_err(|_| HashError::Broken)?;
        // The place goes along: a request that is given up does not make room for another hash.
        let done = tokio::task::spawn_blocking(move || {
            let _place = place;
            work()
        });
        done.await.map_err(|_| HashError::Broken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_has_length_and_is_not_the_staff_number() {
        let staff = StaffId::from("P0012345678");
        assert_eq!(check("九个字的密码太短了", &staff), Err(PasswordFault::TooShort));
        assert_eq!(check("十个字的密码刚刚够用", &staff), Ok(()));
        assert_eq!(check(&"长".repeat(129), &staff), Err(PasswordFault::TooLong));
        assert_eq!(
            check("ｐ００１ 2345678", &staff),
            Err(PasswordFault::IsStaffNumber)
        );
        assert_eq!(
            check("P001p001P001", &StaffId::from("P001")),
            Err(PasswordFault::IsStaffNumber)
        );
    }

    #[tokio::test]
    async fn a_hash_fits_its_password_and_nothing_fits_an_unknown_account() {
        let hasher = Hasher::new().unwrap();
        let hash = hasher.hash("right and proper".to_owned()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        let verify =
            |password: &str, hash: Option<&String>| hasher.verify(password.to_owned(), hash.cloned());
        assert_eq!(verify("right and proper", Some(&hash)).await, Ok(true));
        assert_eq!(verify("wrong", Some(&hash)).await, Ok(false));
        assert_eq!(verify("right and proper", None).await, Ok(false));
    }

    #[test]
    fn a_code_hashes_alike_for_one_person_only() {
        let hash = |staff: &str, code: &str| hash_code_now(&staff.into(), code).unwrap();
        assert_eq!(hash("P001", "ACDEFGHJKM"), hash("P001", "ACDEFGHJKM"));
        assert_ne!(hash("P001", "ACDEFGHJKM"), hash("P002", "ACDEFGHJKM"));
    }
}
