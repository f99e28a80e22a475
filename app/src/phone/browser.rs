//! The thin layer over JavaScript that the other modules here share: errors, options, random bytes.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::DomException;

use super::PhoneError;

impl From<JsValue> for PhoneError {
    fn from(thrown: JsValue) -> Self {
        match thrown.dyn_into::<DomException>() {
            Ok(exception) => from_exception(&exception),
            Err(other) => PhoneError::Browser(words(&other)),
        }
    }
}

/// Sorts a DOM exception by its name, which the standards fix.
pub(super) fn from_exception(exception: &DomException) -> PhoneError {
    let name = exception.name();
    match name.as_str() {
        "QuotaExceededError" => PhoneError::QuotaExceeded,
        "VersionError" => PhoneError::NewerStore,
        "InvalidStateError" | "SecurityError" | "NotSupportedError" => PhoneError::Unavailable(name),
        _ => PhoneError::Browser(format!("{name}: {}", exception.message())),
    }
}

fn words(thrown: &JsValue) -> String {
    thrown
        .dyn_ref::<js_sys::Error>()
        .map_or_else(|| format!("{thrown:?}"), |error| String::from(error.to_string()))
}

/// The page's window; there is none in a worker.
pub(super) fn window() -> Result<web_sys::Window, PhoneError> {
    web_sys::window().ok_or_else(|| PhoneError::Unavailable("window".to_owned()))
}

/// A plain object of options.
pub(super) fn object<const N: usize>(entries: [(&str, JsValue); N]) -> Result<Object, PhoneError> {
    let object = Object::new();
    for (name, value) in &entries {
        Reflect::set(&object, &JsValue::from_str(name), value)?;
    }
    Ok(object)
}

/// Reads a property; `None` where the browser does not know it.
pub(super) fn property(target: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(target, &JsValue::from_str(name))
        .ok()
        .filter(|value| !value.is_undefined() && !value.is_null())
}

/// Calls a method that the typed bindings do not offer.
pub(super) fn call<const N: usize>(
    target: &JsValue,
    name: &str,
    args: [JsValue; N],
) -> Result<JsValue, PhoneError> {
    let method: Function = property(target, name)
        .and_then(|value| value.dyn_into().ok())
        .ok_or_else(|| PhoneError::Unavailable(name.to_owned()))?;
    Ok(Reflect::apply(
        &method,
        target,
        &args.into_iter().collect::<Array>(),
    )?)
}

/// Random bytes of the browser's cryptographic generator.
pub(super) fn random<const N: usize>() -> Result<[u8; N], PhoneError> {
    let mut bytes = [0; N];
    window()?.crypto()?.get_random_values_with_u8_array(&mut bytes)?;
    Ok(bytes)
}
