//! The phone's own fingerprint or face unlock as a second lock of the data key: WebAuthn with its PRF extension.
//!
//! No server takes part: the authenticator computes the same 32 bytes for the same salt each time the person shows a
//! finger, and nothing else can. Written by names instead of typed bindings, which would cost a type for each option.

use js_sys::{Array, Object, Promise, Uint8Array};
use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::browser::{self, call, object, property};
use super::error::PhoneError;
use super::keyring;
use super::sealed::{DataKey, KEY_BYTES};

/// Milliseconds that the person has for showing a finger.
const PATIENCE_MS: u32 = 60_000;
/// COSE numbers of the signatures that authenticators make; none is ever checked here.
const SIGNATURES: [i32; 2] = [-7, -257];

/// The data key, wrapped by what the phone's authenticator computes. Stored in the clear, worthless without a finger.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Passkey {
    #[n(0)]
    credential: ByteVec,
    #[n(1)]
    salt: ByteArray<KEY_BYTES>,
    #[n(2)]
    wrapped: ByteVec,
}

/// Whether this browser knows an authenticator that is part of the phone and asks for a finger, a face or its code.
pub async fn is_offered() -> bool {
    let asked = async {
        let known = property(browser::window()?.as_ref(), "PublicKeyCredential")
            .ok_or_else(|| PhoneError::Unavailable("PublicKeyCredential".to_owned()))?;
        given(call(&known, "isUserVerifyingPlatformAuthenticatorAvailable", [])?).await
    };
    asked.await.is_ok_and(|answer| answer.is_truthy())
}

impl Passkey {
    /// Makes a credential on the phone and wraps `data_key` by what it computes.
    ///
    /// # Errors
    /// [`PhoneError::Unavailable`] where the phone cannot compute one; [`PhoneError::Browser`] if the person declines.
    pub async fn make(person: &str, data_key: &DataKey) -> Result<Self, PhoneError> {
        let salt = browser::random::<KEY_BYTES>()?;
        let made = credentials("create", creation(person, &salt)?).await?;
        let credential = bytes(property(&made, "rawId"))?;
        // Some compute at once, the others only when they are asked the second time.
        let secret = match computed(&made)? {
            Some(secret) => secret,
            None => ask(&credential, &salt).await?,
        };
        Ok(Self {
            wrapped: keyring::wrap_by_passkey(&secret, person, data_key).await?.into(),
            credential: credential.into(),
            salt: salt.into(),
        })
    }

    /// Asks for the finger; `None` if what the authenticator computes does not open this lock.
    ///
    /// # Errors
    /// [`PhoneError::Browser`] if the person declines or does not show it in time.
    pub async fn open(&self, person: &str) -> Result<Option<DataKey>, PhoneError> {
        let secret = ask(&self.credential, self.salt.as_slice()).await?;
        keyring::unwrap_by_passkey(&secret, person, &self.wrapped).await
    }
}

/// What the authenticator computes of `salt`, after the person has shown a finger.
async fn ask(credential: &[u8], salt: &[u8]) -> Result<Vec<u8>, PhoneError> {
    let known = object([
        ("type", "public-key".into()),
        ("id", array_of(credential)),
        ("transports", Array::of1(&"internal".into()).into()),
    ])?;
    let options = object([
        ("challenge", challenge()?),
        ("allowCredentials", Array::of1(&known).into()),
        ("userVerification", "required".into()),
        ("timeout", PATIENCE_MS.into()),
        ("extensions", evaluating(salt)?),
    ])?;
    let shown = credentials("get", options).await?;
    computed(&shown)?.ok_or_else(|| PhoneError::Unavailable("PRF".to_owned()))
}

fn creation(person: &str, salt: &[u8]) -> Result<Object, PhoneError> {
    let user = object([
        // Random, so that what the phone shows in its list of passkeys is all that it knows.
        ("id", challenge()?),
        ("name", person.into()),
        ("displayName", person.into()),
    ])?;
    let kinds = SIGNATURES.map(|number| object([("type", "public-key".into()), ("alg", number.into())]));
    let kinds = kinds.into_iter().collect::<Result<Vec<_>, _>>()?;
    let wanted = object([
        ("authenticatorAttachment", "platform".into()),
        ("residentKey", "discouraged".into()),
        ("userVerification", "required".into()),
    ])?;
    object([
        ("rp", object([("name", "驻村手账".into())])?.into()),
        ("user", user.into()),
        ("challenge", challenge()?),
        ("pubKeyCredParams", kinds.iter().collect::<Array>().into()),
        ("authenticatorSelection", wanted.into()),
        ("timeout", PATIENCE_MS.into()),
        ("extensions", evaluating(salt)?),
    ])
}

/// Nobody checks signatures here, so nothing rests on it; the standard asks for one.
fn challenge() -> Result<JsValue, PhoneError> {
    Ok(array_of(&browser::random::<16>()?))
}

fn evaluating(salt: &[u8]) -> Result<JsValue, PhoneError> {
    let first = object([("first", array_of(salt))])?;
    let eval = object([("eval", first.into())])?;
    Ok(object([("prf", eval.into())])?.into())
}

async fn credentials(verb: &str, public_key: Object) -> Result<JsValue, PhoneError> {
    let navigator = browser::window()?.navigator();
    let container = property(navigator.as_ref(), "credentials")
        .ok_or_else(|| PhoneError::Unavailable("credentials".to_owned()))?;
    let options = object([("publicKey", public_key.into())])?;
    given(call(&container, verb, [options.into()])?).await
}

/// The result of the extension, if it came with this answer.
fn computed(answer: &JsValue) -> Result<Option<Vec<u8>>, PhoneError> {
    let told = call(answer, "getClientExtensionResults", [])?;
    let first = property(&told, "prf")
        .and_then(|prf| property(&prf, "results"))
        .and_then(|results| property(&results, "first"));
    first.map(|first| bytes(Some(first))).transpose()
}

fn array_of(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

fn bytes(buffer: Option<JsValue>) -> Result<Vec<u8>, PhoneError> {
    let buffer = buffer.ok_or_else(|| PhoneError::Unavailable("PRF".to_owned()))?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

async fn given(promise: JsValue) -> Result<JsValue, PhoneError> {
    Ok(JsFuture::from(promise.dyn_into::<Promise>()?).await?)
}
