//! Sending a workbook with progress, which `fetch` cannot tell.

use crate::ledger::UiError;
use crate::ledger::call::read;
use crate::phone::platform::HttpReply;
use domain::api::ImportState;
use domain::cbor;
use domain::exchange::ImportKind;
use js_sys::Promise;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{FormData, ProgressEvent, XmlHttpRequest, XmlHttpRequestResponseType};

/// A chosen workbook.
pub use crate::phone::platform::PickedFile as Picked;

/// Sends a workbook for a dry run; `told` hears bytes sent and bytes in all.
///
/// # Errors
/// The server's problem, or [`UiError::Offline`] where the line broke.
pub async fn upload(
    kind: ImportKind,
    picked: &Picked,
    told: impl FnMut(f64, f64) + 'static,
) -> Result<ImportState, UiError> {
    let request = XmlHttpRequest::new().map_err(offline)?;
    let form = FormData::new().map_err(offline)?;
    form.append_with_str("kind", kind.code()).map_err(offline)?;
    form.append_with_blob_and_filename("file", &picked.file, &picked.name)
        .map_err(offline)?;
    request.open("POST", "/api/v1/imports").map_err(offline)?;
    request
        .set_request_header("accept", cbor::MEDIA_TYPE)
        .map_err(offline)?;
    request
        .set_request_header("x-ledger-client", "1")
        .map_err(offline)?;
    request.set_response_type(XmlHttpRequestResponseType::Arraybuffer);
    let _progress = hear_progress(&request, told)?;
    JsFuture::from(sent(&request, &form)).await.map_err(offline)?;
    let header = |name: &str| request.get_response_header(name).ok().flatten();
    let body = request.response().map_err(offline)?;
    read(&HttpReply::new(
        request.status().map_err(offline)?,
        header,
        &body,
        false,
    ))
}

fn offline(_: JsValue) -> UiError {
    UiError::Offline
}

type Heard = Closure<dyn FnMut(ProgressEvent)>;

fn hear_progress(
    request: &XmlHttpRequest,
    mut told: impl FnMut(f64, f64) + 'static,
) -> Result<Heard, UiError> {
    let heard = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
        told(event.loaded(), event.total());
    });
    request
        .upload()
        .map_err(offline)?
        .set_onprogress(Some(heard.as_ref().unchecked_ref()));
    Ok(heard)
}

/// Kept when the request has ended, one way or another.
fn sent(request: &XmlHttpRequest, form: &FormData) -> Promise {
    Promise::new(&mut |resolve, reject| {
        request.set_onload(Some(&resolve));
        request.set_onerror(Some(&reject));
        request.set_onabort(Some(&reject));
        if let Err(fault) = request.send_with_opt_form_data(Some(form)) {
            let _ = reject.call1(&JsValue::UNDEFINED, &fault);
        }
    })
}
