//! Messages made smaller before they are sent, by the browser where it can: a village's line is slow in both directions.

use js_sys::{Array, Function, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use crate::phone::PhoneError;
use crate::phone::browser::{call, property, window};

/// The encoding's name, for the stream and for the header.
pub(super) const GZIP: &str = "gzip";
/// Shorter messages gain nothing.
const WORTH: usize = 1_000;

/// The bytes compressed; none where that gains nothing or the browser cannot. Then they go as they are.
pub(super) async fn packed(bytes: &[u8]) -> Option<Vec<u8>> {
    if bytes.len() < WORTH {
        return None;
    }
    let packed = compress(bytes).await.ok()?;
    (packed.len() < bytes.len()).then_some(packed)
}

/// Browsers before 2023 have no `CompressionStream`; the bindings offer it only as unstable.
async fn compress(bytes: &[u8]) -> Result<Vec<u8>, PhoneError> {
    let missing = || PhoneError::Unavailable("CompressionStream".to_owned());
    let make = property(&window()?.into(), "CompressionStream").ok_or_else(missing)?;
    let make: Function = make.dyn_into().map_err(|_| missing())?;
    let stream = Reflect::construct(&make, &Array::of1(&JsValue::from_str(GZIP)))?;
    let plain = Response::new_with_opt_js_u8_array(Some(&Uint8Array::from(bytes)))?;
    let body = property(&plain, "body").ok_or_else(missing)?;
    let smaller = call(&body, "pipeThrough", [stream])?;
    let whole = Response::new_with_opt_readable_stream(Some(smaller.unchecked_ref()))?;
    let buffer = JsFuture::from(whole.array_buffer()?).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}
