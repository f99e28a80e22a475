//! The phone around the page: room to store, how the app is shown, its badge, files handed over.

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, StorageEstimate, StorageManager, Url};

use super::clock::sleep;
use crate::phone::PhoneError;
use crate::phone::browser::{call, property, window};
use crate::phone::in_app::{InApp, in_app_browser};

/// Milliseconds for which a file that is handed over stays readable.
const DOWNLOAD_LIFE_MS: u32 = 60_000;

/// Room on the phone as the browser estimates it, in bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StorageUse {
    /// Used by this app.
    pub used_bytes: f64,
    /// What this app may use in all.
    pub quota_bytes: f64,
}

/// Asks the browser to keep our data when room gets short; whether it promised.
pub async fn ask_to_persist() -> bool {
    match storage().map(|storage| storage.persist()) {
        Some(Ok(promise)) => is_true(promise).await,
        _ => false,
    }
}

/// Whether the browser has promised to keep our data.
pub async fn is_persisted() -> bool {
    match storage().map(|storage| storage.persisted()) {
        Some(Ok(promise)) => is_true(promise).await,
        _ => false,
    }
}

/// Room used and given, where the browser tells.
pub async fn storage_use() -> Option<StorageUse> {
    let estimate = JsFuture::from(storage()?.estimate().ok()?).await.ok()?;
    let estimate: StorageEstimate = estimate.unchecked_into();
    Some(StorageUse {
        used_bytes: estimate.get_usage()?,
        quota_bytes: estimate.get_quota()?,
    })
}

/// The app whose built-in browser shows the page, if any.
#[must_use]
pub fn in_app() -> Option<InApp> {
    in_app_browser(&window().ok()?.navigator().user_agent().ok()?)
}

/// Whether the app was opened from the home screen.
#[must_use]
pub fn is_standalone() -> bool {
    let Ok(window) = window() else { return false };
    let media = window
        .match_media("(display-mode: standalone), (display-mode: fullscreen)")
        .ok()
        .flatten();
    // Safari on iOS tells in its own way.
    media.is_some_and(|media| media.matches())
        || property(&window.navigator(), "standalone").is_some_and(|value| value.is_truthy())
}

/// Shows a count on the app's icon, or nothing for 0; where there are no badges, does nothing.
pub fn set_badge(count: u32) {
    let Ok(window) = window() else { return };
    let asked = match count {
        0 => call(&window.navigator(), "clearAppBadge", []),
        _ => call(&window.navigator(), "setAppBadge", [count.into()]),
    };
    if let Some(promise) = asked.ok().and_then(|value| value.dyn_into::<Promise>().ok()) {
        spawn_local(async move {
            // Awaited only so that a refusal is not reported as unhandled.
            let _ = JsFuture::from(promise).await;
        });
    }
}

/// Hands a file over to the phone's downloads.
///
/// # Errors
/// What the browser says; built-in browsers of other apps often refuse in silence.
pub fn download(file_name: &str, content_type: &str, bytes: &[u8]) -> Result<(), PhoneError> {
    let options = BlobPropertyBag::new();
    options.set_type(content_type);
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let document = window()?
        .document()
        .ok_or_else(|| PhoneError::Unavailable("document".to_owned()))?;
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(file_name);
    link.click();
    spawn_local(async move {
        // Safari reads the file after the click has returned.
        sleep(DOWNLOAD_LIFE_MS).await;
        let _ = Url::revoke_object_url(&url);
    });
    Ok(())
}

fn storage() -> Option<StorageManager> {
    property(&window().ok()?.navigator(), "storage").map(JsValue::unchecked_into)
}

async fn is_true(promise: Promise) -> bool {
    JsFuture::from(promise)
        .await
        .is_ok_and(|answer| answer.is_truthy())
}
