//! Authenticated encryption of what the phone stores, bound to the place where it is stored.
//!
//! Synchronous on purpose: thousands of records open in one pass, and inside a database transaction nothing
//! but the database may be awaited. A sealed value is one byte of format, 24 of nonce, then text and tag.

use chacha20poly1305::{AeadInOut, KeyInit, XChaCha20Poly1305, XNonce};
use zeroize::Zeroize;

use super::address::{Area, associated_data};
use super::{PhoneError, browser};

/// Bytes of a data key.
pub const KEY_BYTES: usize = 32;

const FORMAT: u8 = 1;
const NONCE_BYTES: usize = 24;

/// The key that everything in one person's store is sealed with. Wiped from memory when dropped.
pub struct DataKey {
    bytes: [u8; KEY_BYTES],
    cipher: XChaCha20Poly1305,
}

impl DataKey {
    /// A new random key.
    ///
    /// # Errors
    /// [`PhoneError::Unavailable`] where the browser has no cryptographic generator.
    pub fn generate() -> Result<Self, PhoneError> {
        browser::random().map(Self::new)
    }

    /// The key from the bytes that an opened lock gave.
    pub(super) fn new(bytes: [u8; KEY_BYTES]) -> Self {
        Self {
            bytes,
            cipher: XChaCha20Poly1305::new((&bytes).into()),
        }
    }

    /// The bytes, to be wrapped.
    pub(super) fn bytes(&self) -> &[u8; KEY_BYTES] {
        &self.bytes
    }
}

impl Drop for DataKey {
    fn drop(&mut self) {
        // The cipher wipes its own copy.
        self.bytes.zeroize();
    }
}

/// Seals `plain` for the place `area`/`key`.
///
/// # Errors
/// [`PhoneError::Unavailable`] where the browser has no cryptographic generator.
pub fn seal(data_key: &DataKey, area: Area, key: &str, plain: &[u8]) -> Result<Vec<u8>, PhoneError> {
    // 24 random bytes never repeat in practice, so no counter has to survive a killed tab.
    seal_with(data_key, browser::random()?, area, key, plain)
}

fn seal_with(
    data_key: &DataKey,
    nonce: [u8; NONCE_BYTES],
    area: Area,
    key: &str,
    plain: &[u8],
) -> Result<Vec<u8>, PhoneError> {
    let mut text = plain.to_vec();
    data_key
        .cipher
        .encrypt_in_place(&XNonce::from(nonce), &associated_data(area, key), &mut text)
        .map_err(|_| PhoneError::Corrupt("too large to seal"))?;
    Ok([[FORMAT].as_slice(), &nonce, &text].concat())
}

/// Opens what [`seal`] made for the same place.
///
/// # Errors
/// [`PhoneError::Corrupt`] if a bit differs, the key is another, or the value was made for another place.
pub fn open(data_key: &DataKey, area: Area, key: &str, sealed: &[u8]) -> Result<Vec<u8>, PhoneError> {
    const DAMAGED: PhoneError = PhoneError::Corrupt("sealed value");
    let body = sealed.strip_prefix(&[FORMAT]).ok_or(DAMAGED)?;
    let (nonce, text) = body.split_first_chunk::<NONCE_BYTES>().ok_or(DAMAGED)?;
    let mut plain = text.to_vec();
    data_key
        .cipher
        .decrypt_in_place(&XNonce::from(*nonce), &associated_data(area, key), &mut plain)
        .map_err(|_| DAMAGED)?;
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONCE: [u8; NONCE_BYTES] = [7; NONCE_BYTES];

    fn key() -> DataKey {
        DataKey::new([3; KEY_BYTES])
    }

    #[test]
    fn what_was_sealed_opens_in_its_place() {
        let sealed = seal_with(&key(), NONCE, Area::Records, "h1", "青山村".as_bytes()).unwrap();
        assert_eq!(
            open(&key(), Area::Records, "h1", &sealed).unwrap(),
            "青山村".as_bytes()
        );
        assert_eq!(sealed.len(), 1 + NONCE_BYTES + 9 + 16);
    }

    #[test]
    fn a_value_moved_to_another_place_does_not_open() {
        let sealed = seal_with(&key(), NONCE, Area::Records, "h1", b"x").unwrap();
        assert!(open(&key(), Area::Records, "h2", &sealed).is_err());
        assert!(open(&key(), Area::Outbox, "h1", &sealed).is_err());
        assert!(open(&DataKey::new([4; KEY_BYTES]), Area::Records, "h1", &sealed).is_err());
    }

    #[test]
    fn no_flipped_bit_and_no_truncation_passes() {
        let sealed = seal_with(&key(), NONCE, Area::Drafts, "d", b"guarantee").unwrap();
        for index in 0..sealed.len() {
            let mut flipped = sealed.clone();
            flipped[index] ^= 1;
            assert!(
                open(&key(), Area::Drafts, "d", &flipped).is_err(),
                "bit in byte {index}"
            );
            assert!(
                open(&key(), Area::Drafts, "d", &sealed[..index]).is_err(),
                "cut at {index}"
            );
        }
    }
}
