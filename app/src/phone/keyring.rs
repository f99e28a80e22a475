//! From the unlock code to the data key, and the window in which the code is not asked again.

use js_sys::{Array, Object, Promise, Uint8Array};
use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

use super::address::Area;
use super::browser::{self, object};
use super::code::plain_code;
use super::error::PhoneError;
use super::patience::window_is_open;
use super::sealed::{DataKey, KEY_BYTES};
use super::store::{Access, Store, Transaction, Write};

/// Rounds of PBKDF2-HMAC-SHA-256 for a new lock.
///
/// The figure that OWASP has given for this function since 2023. The browser runs it outside the page's thread;
/// it takes some tenths of a second on the phones in use, which a person feels once an hour and a guesser who
/// holds a copy of the profile pays for every guess. WebCrypto has no function that is hard on memory, and one
/// in WASM would be several times slower for us than for a guesser. Stored with each lock, so that it can be
/// raised later without losing a store.
pub const KDF_ROUNDS: u32 = 600_000;

/// More rounds than any lock of ours has; a larger figure is damage and would hang the phone.
const MAX_KDF_ROUNDS: u32 = 10_000_000;

const SALT_BYTES: usize = 16;
const KEY_BITS: u32 = 256;
const IV_BYTES: usize = 12;

/// The data key, wrapped by the unlock code. Stored in the clear, worthless without the code.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Lock {
    #[n(0)]
    kdf: Kdf,
    #[n(1)]
    rounds: u32,
    #[n(2)]
    salt: ByteArray<SALT_BYTES>,
    #[n(3)]
    wrapped: ByteVec,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
enum Kdf {
    #[n(0)]
    Pbkdf2Sha256,
}

impl Lock {
    /// Wraps `data_key` by a key derived from `code`.
    ///
    /// # Errors
    /// [`PhoneError::Unavailable`] at an insecure address, where browsers give no cryptography.
    pub async fn make(person: &str, code: &str, data_key: &DataKey) -> Result<Self, PhoneError> {
        let salt = browser::random::<SALT_BYTES>()?;
        let wrapping = derive(code, &salt, KDF_ROUNDS).await?;
        let wrapped = wrap(&wrapping, &purpose("code", person), data_key).await?;
        Ok(Self {
            kdf: Kdf::Pbkdf2Sha256,
            rounds: KDF_ROUNDS,
            salt: salt.into(),
            wrapped: wrapped.into(),
        })
    }

    /// Opens the lock; `None` if the code is wrong.
    ///
    /// # Errors
    /// [`PhoneError::Corrupt`] if the lock cannot be one of ours.
    pub async fn open(&self, person: &str, code: &str) -> Result<Option<DataKey>, PhoneError> {
        if self.rounds == 0 || self.rounds > MAX_KDF_ROUNDS {
            return Err(PhoneError::Corrupt("lock"));
        }
        let wrapping = derive(code, self.salt.as_slice(), self.rounds).await?;
        unwrap(&wrapping, &purpose("code", person), &self.wrapped).await
    }
}

const WINDOW_KEY: &str = "key";
const WINDOW_WRAPPED: &str = "wrapped";
const WINDOW_LAST_USED: &str = "last_used_ms";

/// Opens the window: from now on [`reopen_window`] gives the data key without the code.
///
/// # Errors
/// What the browser says; some refuse to store key objects, and then there is no window.
pub async fn open_window(
    store: &Store,
    person: &str,
    data_key: &DataKey,
    now_ms: i64,
) -> Result<(), PhoneError> {
    store.commit(fresh_window(person, data_key, now_ms).await?).await
}

/// What has to be written for a new window, in place of any older one.
///
/// The wrapping key is made by the browser and cannot be read out of it, not even by this code.
///
/// # Errors
/// What the browser says.
pub async fn fresh_window(person: &str, data_key: &DataKey, now_ms: i64) -> Result<Vec<Write>, PhoneError> {
    let wrapping: CryptoKey =
        given(subtle()?.generate_key_with_object(&aes_256()?, false, &usages(&["encrypt", "decrypt"]))?)
            .await?;
    let wrapped = wrap(&wrapping, &purpose("window", person), data_key).await?;
    let put = |key: &str, value: Vec<u8>| Write::Put(Area::Window, key.to_owned(), value);
    Ok(vec![
        Write::Clear(Area::Window),
        Write::PutKey(Area::Window, WINDOW_KEY.to_owned(), wrapping),
        put(WINDOW_WRAPPED, wrapped),
        put(WINDOW_LAST_USED, now_ms.to_be_bytes().to_vec()),
    ])
}

/// The data key without the code, if the store was last used less than `window_ms` ago.
/// Otherwise the window is destroyed and the code is needed.
///
/// # Errors
/// What the browser says.
pub async fn reopen_window(
    store: &Store,
    person: &str,
    now_ms: i64,
    window_ms: i64,
) -> Result<Option<DataKey>, PhoneError> {
    let reading = store.begin(&[Area::Window], Access::Read)?;
    let key = reading.get_key(Area::Window, WINDOW_KEY).await?;
    let wrapped = reading.get(Area::Window, WINDOW_WRAPPED).await?;
    let last_used_ms = used(&reading).await?;
    let (Some(key), Some(wrapped), Some(last_used_ms)) = (key, wrapped, last_used_ms) else {
        return Ok(None);
    };
    let open = window_is_open(last_used_ms, now_ms, window_ms);
    let data_key = if open {
        unwrap(&key, &purpose("window", person), &wrapped).await?
    } else {
        None
    };
    match data_key {
        Some(_) => touch_window(store, now_ms).await?,
        None => close_window(store).await?,
    }
    Ok(data_key)
}

/// When the store was last used, by any tab; none where no window is open.
///
/// # Errors
/// What the browser says.
pub async fn last_used(store: &Store) -> Result<Option<i64>, PhoneError> {
    let reading = store.begin(&[Area::Window], Access::Read)?;
    used(&reading).await
}

async fn used(reading: &Transaction) -> Result<Option<i64>, PhoneError> {
    let last_used = reading.get(Area::Window, WINDOW_LAST_USED).await?;
    Ok(last_used
        .and_then(|bytes| bytes.try_into().ok())
        .map(i64::from_be_bytes))
}

/// Whether a window is open, as this transaction sees it.
///
/// # Errors
/// What the browser says.
pub async fn has_window(transaction: &Transaction) -> Result<bool, PhoneError> {
    let key = transaction.get_key(Area::Window, WINDOW_KEY).await?;
    Ok(key.is_some())
}

/// Notes that the store is in use at `now_ms`. Does not bring back a window that another tab closed.
///
/// # Errors
/// What the browser says.
pub async fn touch_window(store: &Store, now_ms: i64) -> Result<(), PhoneError> {
    let value = now_ms.to_be_bytes().to_vec();
    store
        .commit(vec![Write::Put(Area::Window, WINDOW_LAST_USED.to_owned(), value)])
        .await
}

/// Destroys the window: only the code opens the store again.
///
/// # Errors
/// What the browser says.
pub async fn close_window(store: &Store) -> Result<(), PhoneError> {
    store.commit(vec![Write::Clear(Area::Window)]).await
}

/// Wraps `data_key` by what an authenticator computed for this person's passkey.
///
/// The 32 bytes are as good as random and are used for nothing else, so they are the key as they come.
///
/// # Errors
/// What the browser says.
pub async fn wrap_by_passkey(secret: &[u8], person: &str, data_key: &DataKey) -> Result<Vec<u8>, PhoneError> {
    wrap(
        &computed_key(secret).await?,
        &purpose("passkey", person),
        data_key,
    )
    .await
}

/// Unwraps it again; `None` if the secret is another one.
///
/// # Errors
/// What the browser says; [`PhoneError::Corrupt`] if it cannot be a wrapped key.
pub async fn unwrap_by_passkey(
    secret: &[u8],
    person: &str,
    wrapped: &[u8],
) -> Result<Option<DataKey>, PhoneError> {
    unwrap(&computed_key(secret).await?, &purpose("passkey", person), wrapped).await
}

async fn computed_key(secret: &[u8]) -> Result<CryptoKey, PhoneError> {
    let raw = Uint8Array::from(secret);
    let usages = usages(&["encrypt", "decrypt"]);
    let imported = subtle()?.import_key_with_object("raw", &raw, &aes_256()?, false, &usages)?;
    let key = given(imported).await;
    raw.fill(0, 0, raw.length());
    key
}

/// What a wrapped key is for; it does not unwrap for another person or purpose.
fn purpose(kind: &str, person: &str) -> Vec<u8> {
    [b"ledger1".as_slice(), kind.as_bytes(), person.as_bytes()].join(&0)
}

/// A data key from a passphrase, for what leaves the phone; the same derivation as a lock's.
///
/// # Errors
/// [`PhoneError::Unavailable`] at an insecure address.
pub async fn key_of_passphrase(
    passphrase: &str,
    salt: &[u8; SALT_BYTES],
    rounds: u32,
) -> Result<DataKey, PhoneError> {
    let base = typed_key(passphrase, "deriveBits").await?;
    let bits = subtle()?.derive_bits_with_object(&pbkdf2(salt, rounds)?, &base, KEY_BITS)?;
    let bits = Uint8Array::new(&JsFuture::from(bits).await?);
    let mut bytes = [0; KEY_BYTES];
    if usize::try_from(bits.length()) != Ok(KEY_BYTES) {
        return Err(PhoneError::Corrupt("derived key"));
    }
    bits.copy_to(&mut bytes);
    bits.fill(0, 0, bits.length());
    Ok(DataKey::new(bytes))
}

/// What was typed as a key object that can only be derived from.
async fn typed_key(typed: &str, usage: &str) -> Result<CryptoKey, PhoneError> {
    let typed = Uint8Array::from(plain_code(typed).as_bytes());
    let imported = subtle()?.import_key_with_str("raw", &typed, "PBKDF2", false, &usages(&[usage]))?;
    let key = given(imported).await;
    typed.fill(0, 0, typed.length());
    key
}

fn pbkdf2(salt: &[u8], rounds: u32) -> Result<Object, PhoneError> {
    object([
        ("name", "PBKDF2".into()),
        ("hash", "SHA-256".into()),
        ("salt", Uint8Array::from(salt).into()),
        ("iterations", rounds.into()),
    ])
}

async fn derive(code: &str, salt: &[u8], rounds: u32) -> Result<CryptoKey, PhoneError> {
    let base = typed_key(code, "deriveKey").await?;
    let derived = subtle()?.derive_key_with_object_and_object(
        &pbkdf2(salt, rounds)?,
        &base,
        &aes_256()?,
        false,
        &usages(&["encrypt", "decrypt"]),
    )?;
    given(derived).await
}

/// Nonce, then text and tag.
async fn wrap(wrapping: &CryptoKey, purpose: &[u8], data_key: &DataKey) -> Result<Vec<u8>, PhoneError> {
    let iv = browser::random::<IV_BYTES>()?;
    let plain = Uint8Array::from(data_key.bytes().as_slice());
    let sealed = subtle()?.encrypt_with_object_and_js_u8_array(&aes_gcm(&iv, purpose)?, wrapping, &plain)?;
    let sealed = JsFuture::from(sealed).await;
    plain.fill(0, 0, plain.length());
    Ok([iv.as_slice(), &Uint8Array::new(&sealed?).to_vec()].concat())
}

/// `None` if the tag does not fit, which a wrong code and a damaged value share.
async fn unwrap(wrapping: &CryptoKey, purpose: &[u8], wrapped: &[u8]) -> Result<Option<DataKey>, PhoneError> {
    let Some((iv, text)) = wrapped.split_first_chunk::<IV_BYTES>() else {
        return Err(PhoneError::Corrupt("wrapped key"));
    };
    let text = Uint8Array::from(text);
    let opening = subtle()?.decrypt_with_object_and_js_u8_array(&aes_gcm(iv, purpose)?, wrapping, &text)?;
    let Ok(plain) = JsFuture::from(opening).await else {
        return Ok(None);
    };
    let plain = Uint8Array::new(&plain);
    let mut bytes = [0; KEY_BYTES];
    if usize::try_from(plain.length()) != Ok(KEY_BYTES) {
        return Err(PhoneError::Corrupt("wrapped key"));
    }
    plain.copy_to(&mut bytes);
    plain.fill(0, 0, plain.length());
    Ok(Some(DataKey::new(bytes)))
}

/// The browser's cryptography.
///
/// # Errors
/// [`PhoneError::Unavailable`] at an insecure address.
pub(super) fn subtle() -> Result<SubtleCrypto, PhoneError> {
    let subtle = browser::window()?.crypto()?.subtle();
    // The binding does not say so, but at an insecure address there is none.
    if subtle.is_undefined() {
        Err(PhoneError::Unavailable("SubtleCrypto".to_owned()))
    } else {
        Ok(subtle)
    }
}

fn aes_256() -> Result<Object, PhoneError> {
    object([("name", "AES-GCM".into()), ("length", 256.into())])
}

fn aes_gcm(iv: &[u8; IV_BYTES], purpose: &[u8]) -> Result<Object, PhoneError> {
    object([
        ("name", "AES-GCM".into()),
        ("iv", Uint8Array::from(iv.as_slice()).into()),
        ("additionalData", Uint8Array::from(purpose).into()),
    ])
}

/// What a key may be used for, as the browser wants it said.
pub(super) fn usages(names: &[&str]) -> JsValue {
    names
        .iter()
        .map(|name| JsValue::from_str(name))
        .collect::<Array>()
        .into()
}

async fn given<T: JsCast>(promise: Promise) -> Result<T, PhoneError> {
    JsFuture::from(promise)
        .await?
        .dyn_into()
        .map_err(|_| PhoneError::Browser("unexpected answer".to_owned()))
}
