//! Sealing something that only the server opens: the browser's part of it, which agrees on the secret. What is made of
//! the secret is in [`key_schedule`](super::key_schedule).

use domain::deposit::{PROOF_KEY_BYTES, PURPOSE};
use js_sys::{Object, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::CryptoKey;

use super::PhoneError;
use super::browser::{self, object, property};
use super::key_schedule::seal_with;
use super::keyring::{subtle, usages};

const SECRET_BITS: u32 = 256;

/// A sealed message, and the sender's half of its key.
pub struct SealedFor {
    /// What goes along (`enc`).
    pub enc: Vec<u8>,
    /// Text and tag.
    pub sealed: Vec<u8>,
}

/// Seals a message for the holder of the private half of `public`, an uncompressed point of P-256.
///
/// # Errors
/// [`PhoneError::Unavailable`] at an insecure address; what the browser says of a key that is none.
pub async fn seal_for(public: &[u8], plain: &[u8]) -> Result<SealedFor, PhoneError> {
    let subtle = subtle()?;
    let curve = object([("name", "ECDH".into()), ("namedCurve", "P-256".into())])?;
    let pair = subtle.generate_key_with_object(&curve, false, &usages(&["deriveBits"]))?;
    let pair = JsFuture::from(pair).await?;
    let half = |name: &str| -> Result<CryptoKey, PhoneError> {
        let key = property(&pair, name).and_then(|key| key.dyn_into().ok());
        key.ok_or(PhoneError::Corrupt("key pair"))
    };
    let (own_private, own_public) = (half("privateKey")?, half("publicKey")?);
    let enc = Uint8Array::new(&JsFuture::from(subtle.export_key("raw", &own_public)?).await?).to_vec();
    let raw: Object = Uint8Array::from(public).into();
    let theirs = subtle.import_key_with_object("raw", &raw, &curve, false, &usages(&[]))?;
    let theirs = JsFuture::from(theirs).await?;
    let agreement = object([("name", "ECDH".into()), ("public", theirs)])?;
    let bits = JsFuture::from(subtle.derive_bits_with_object(&agreement, &own_private, SECRET_BITS)?).await?;
    let shared = Uint8Array::new(&bits).to_vec();
    let sealed = seal_with(PURPOSE, &[], &shared, &enc, public, plain)?;
    Ok(SealedFor { enc, sealed })
}

/// A new key with which an author proves operations.
///
/// # Errors
/// [`PhoneError::Unavailable`] where the browser has no cryptographic generator.
pub fn new_proof_key() -> Result<[u8; PROOF_KEY_BYTES], PhoneError> {
    browser::random()
}
