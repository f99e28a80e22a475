//! What the page asks of its service worker: to hand in what is sealed for the server (`public/sw.template.js`).

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::phone::PhoneError;
use crate::phone::browser::{call, object, property, window};

/// The name that page and worker know the errand by.
const DEPOSIT: &str = "deposit";

/// Has the browser wake the worker when there is signal, the app open or not. Where it cannot (iOS), nothing happens.
pub fn deliver_when_there_is_signal() {
    spawn_local(async {
        // Only a sooner delivery is lost.
        let _ = register().await;
    });
}

/// Has the worker hand in now what lies in any store of this phone.
pub fn deliver_now() {
    let _ = tell();
}

async fn register() -> Result<(), PhoneError> {
    let workers = workers()?;
    let registration = awaited(call(&workers, "getRegistration", [])?).await?;
    let Some(sync) = property(&registration, "sync") else {
        return Ok(());
    };
    awaited(call(&sync, "register", [DEPOSIT.into()])?)
        .await
        .map(|_| ())
}

fn tell() -> Result<(), PhoneError> {
    if let Some(worker) = property(&workers()?, "controller") {
        let message = object([("type", DEPOSIT.into())])?;
        call(&worker, "postMessage", [message.into()])?;
    }
    Ok(())
}

fn workers() -> Result<JsValue, PhoneError> {
    property(&window()?.navigator(), "serviceWorker")
        .ok_or_else(|| PhoneError::Unavailable("serviceWorker".to_owned()))
}

async fn awaited(promise: JsValue) -> Result<JsValue, PhoneError> {
    let promise: Promise = promise.dyn_into()?;
    Ok(JsFuture::from(promise).await?)
}
