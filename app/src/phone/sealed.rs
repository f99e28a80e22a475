//! Authenticated encryption of what the phone stores, bound to the place where it is stored.
//!
//! Synchronous on purpose: thousands of records open in one pass, and inside a database transaction nothing
//! but the database may be awaited. A sealed value is one byte of format, 24 of nonce, then text and tag.
//! Where keys are hidden, the text begins with the length of the key in two bytes, then the key.

use chacha20poly1305::{AeadInOut, KeyInit, XChaCha20Poly1305, XNonce};
use zeroize::Zeroize;

use super::address::{Area, associated_data, associated_data_of_name};
use super::names::Names;
use super::{PhoneError, browser};

/// Bytes of a data key.
pub const KEY_BYTES: usize = 32;

/// Bound to its key, which lies in the clear.
const PLACED: u8 = 1;
/// Bound to the name that hides its key; the key is inside.
const NAMED: u8 = 2;
const NONCE_BYTES: usize = 24;

/// The key that everything in one person's store is sealed with. Wiped from memory when dropped.
pub struct DataKey {
    bytes: [u8; KEY_BYTES],
    cipher: XChaCha20Poly1305,
    names: Names,
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
            names: Names::of(&bytes),
        }
    }

    /// The names under which the store keeps what it hides the keys of.
    #[must_use]
    pub fn names(&self) -> &Names {
        &self.names
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
    let nonce = browser::random()?;
    seal_with(
        data_key,
        nonce,
        PLACED,
        &associated_data(area, key),
        plain.to_vec(),
    )
}

/// Seals `plain` together with its key; returns the name under which it belongs into `area`, and the value.
///
/// # Errors
/// [`PhoneError::Unavailable`] where the browser has no cryptographic generator.
pub fn seal_named(
    data_key: &DataKey,
    area: Area,
    key: &str,
    plain: &[u8],
) -> Result<(String, Vec<u8>), PhoneError> {
    seal_named_with(data_key, browser::random()?, area, key, plain)
}

fn seal_named_with(
    data_key: &DataKey,
    nonce: [u8; NONCE_BYTES],
    area: Area,
    key: &str,
    plain: &[u8],
) -> Result<(String, Vec<u8>), PhoneError> {
    let length = u16::try_from(key.len()).map_err(|_| PhoneError::Corrupt("key too long"))?;
    let text = [&length.to_be_bytes(), key.as_bytes(), plain].concat();
    let name = data_key.names.name(area, key);
    let value = seal_with(
        data_key,
        nonce,
        NAMED,
        &associated_data_of_name(area, &name),
        text,
    )?;
    Ok((name, value))
}

fn seal_with(
    data_key: &DataKey,
    nonce: [u8; NONCE_BYTES],
    format: u8,
    bound_to: &[u8],
    mut text: Vec<u8>,
) -> Result<Vec<u8>, PhoneError> {
    data_key
        .cipher
        .encrypt_in_place(&XNonce::from(nonce), bound_to, &mut text)
        .map_err(|_| PhoneError::Corrupt("too large to seal"))?;
    Ok([[format].as_slice(), &nonce, &text].concat())
}

const DAMAGED: PhoneError = PhoneError::Corrupt("sealed value");

/// Opens what [`seal`] made for the same place.
///
/// # Errors
/// [`PhoneError::Corrupt`] if a bit differs, the key is another, or the value was made for another place.
pub fn open(data_key: &DataKey, area: Area, key: &str, sealed: &[u8]) -> Result<Vec<u8>, PhoneError> {
    open_with(data_key, PLACED, &associated_data(area, key), sealed)
}

/// Opens what [`seal_named`] made and lies under `name`: the key, and what was sealed.
///
/// # Errors
/// [`PhoneError::Corrupt`] as [`open`].
pub fn open_named(
    data_key: &DataKey,
    area: Area,
    name: &str,
    sealed: &[u8],
) -> Result<(String, Vec<u8>), PhoneError> {
    let mut plain = open_with(data_key, NAMED, &associated_data_of_name(area, name), sealed)?;
    let (length, rest) = plain.split_first_chunk().ok_or(DAMAGED)?;
    let length = usize::from(u16::from_be_bytes(*length));
    let key = rest.get(..length).ok_or(DAMAGED)?;
    let key = String::from_utf8(key.to_vec()).map_err(|_| DAMAGED)?;
    // Ten thousand records are opened in one pass: no second copy of each.
    plain.drain(..length.saturating_add(2));
    Ok((key, plain))
}

fn open_with(data_key: &DataKey, format: u8, bound_to: &[u8], sealed: &[u8]) -> Result<Vec<u8>, PhoneError> {
    let body = sealed.strip_prefix(&[format]).ok_or(DAMAGED)?;
    let (nonce, text) = body.split_first_chunk::<NONCE_BYTES>().ok_or(DAMAGED)?;
    let mut plain = text.to_vec();
    data_key
        .cipher
        .decrypt_in_place(&XNonce::from(*nonce), bound_to, &mut plain)
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

    fn placed(area: Area, at: &str, plain: &[u8]) -> Vec<u8> {
        seal_with(&key(), NONCE, PLACED, &associated_data(area, at), plain.to_vec()).unwrap()
    }

    #[test]
    fn what_was_sealed_opens_in_its_place() {
        let sealed = placed(Area::Outbox, "h1", "青山村".as_bytes());
        assert_eq!(
            open(&key(), Area::Outbox, "h1", &sealed).unwrap(),
            "青山村".as_bytes()
        );
        assert_eq!(sealed.len(), 1 + NONCE_BYTES + 9 + 16);
    }

    #[test]
    fn a_value_moved_to_another_place_does_not_open() {
        let sealed = placed(Area::Meta, "h1", b"x");
        assert!(open(&key(), Area::Meta, "h2", &sealed).is_err());
        assert!(open(&key(), Area::Outbox, "h1", &sealed).is_err());
        assert!(open(&DataKey::new([4; KEY_BYTES]), Area::Meta, "h1", &sealed).is_err());
    }

    #[test]
    fn no_flipped_bit_and_no_truncation_passes() {
        let sealed = placed(Area::Outbox, "d", b"guarantee");
        for index in 0..sealed.len() {
            let mut flipped = sealed.clone();
            flipped[index] ^= 1;
            assert!(
                open(&key(), Area::Outbox, "d", &flipped).is_err(),
                "bit in byte {index}"
            );
            assert!(
                open(&key(), Area::Outbox, "d", &sealed[..index]).is_err(),
                "cut at {index}"
            );
        }
    }

    #[test]
    fn a_named_value_brings_its_key_back_and_shows_it_nowhere() {
        for (at, plain) in [("household:h1", b"x".as_slice()), ("", b""), ("草稿", b"note")] {
            let (name, sealed) = seal_named_with(&key(), NONCE, Area::Records, at, plain).unwrap();
            let opened = open_named(&key(), Area::Records, &name, &sealed).unwrap();
            assert_eq!(opened, (at.to_owned(), plain.to_vec()));
            let shown = [name.as_bytes(), &sealed].concat();
            assert!(at.is_empty() || !shown.windows(at.len()).any(|part| part == at.as_bytes()));
            assert!(open_named(&key(), Area::Drafts, &name, &sealed).is_err());
            assert!(open(&key(), Area::Records, &name, &sealed).is_err());
        }
    }

    #[test]
    fn a_named_value_under_another_name_and_a_placed_one_do_not_open() {
        let (name, sealed) = seal_named_with(&key(), NONCE, Area::Records, "h1", b"x").unwrap();
        let (other, _) = seal_named_with(&key(), NONCE, Area::Records, "h2", b"x").unwrap();
        assert!(open_named(&key(), Area::Records, &other, &sealed).is_err());
        let mut renamed = sealed;
        renamed[0] = PLACED;
        assert!(open(&key(), Area::Records, &name, &renamed).is_err());
        let placed = placed(Area::Records, &name, b"\0\x01ax");
        assert!(open_named(&key(), Area::Records, &name, &placed).is_err());
    }
}
