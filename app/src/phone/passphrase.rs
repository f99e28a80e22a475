//! Sealing and opening a parcel under a passphrase.

use super::PhoneError;
use super::address::Area;
use super::browser;
use super::keyring::{KDF_ROUNDS, key_of_passphrase};
use super::parcel::{Front, ParcelFault};
use super::sealed;

/// The place that a parcel's content is bound to: none in any store.
const PLACE: (Area, &str) = (Area::Outbox, "parcel");

/// Seals `plain` under `passphrase`; the whole file.
///
/// # Errors
/// [`PhoneError::Unavailable`] at an insecure address, where browsers give no cryptography.
pub async fn seal(passphrase: &str, plain: &[u8]) -> Result<Vec<u8>, PhoneError> {
    let front = Front {
        rounds: KDF_ROUNDS,
        salt: browser::random()?,
    };
    let key = key_of_passphrase(passphrase, &front.salt, front.rounds).await?;
    Ok(front.before(&sealed::seal(&key, PLACE.0, PLACE.1, plain)?))
}

/// Opens a file that [`seal`] made. What the key is derived from stands in front and is thereby sealed too: with
/// another salt or other rounds it does not open.
///
/// # Errors
/// [`PhoneError::Parcel`] with the reason, or what the browser says.
pub async fn open(passphrase: &str, file: &[u8]) -> Result<Vec<u8>, PhoneError> {
    let (front, content) = Front::read(file)?;
    let key = key_of_passphrase(passphrase, &front.salt, front.rounds).await?;
    sealed::open(&key, PLACE.0, PLACE.1, content).map_err(|_| ParcelFault::Closed.into())
}
