//! One request to the server, with everything that a village network can do to it.

use std::time::Duration;

use domain::api::ProblemDocument;
use domain::cbor;
use js_sys::{JSON, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Headers, Request, RequestCache, RequestCredentials, RequestInit, RequestRedirect,
    Response, ResponseType,
};

use super::packing::{GZIP, packed};
use crate::phone::browser::{call, window};

/// The media type of a refusal.
const PROBLEM: &str = "application/problem+json";

/// What came back, whole. Any status; the caller judges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpReply {
    /// The HTTP status.
    pub status: u16,
    /// The content type without parameters, in lower case; empty if none was sent.
    pub content_type: String,
    /// Whether a service worker answered with something it was redirected to.
    pub redirected: bool,
    /// Seconds that the server asked to wait before the next try.
    pub retry_after: Option<u64>,
    /// The body.
    pub body: Vec<u8>,
}

impl HttpReply {
    /// A reply with the headers that matter and its body, an `ArrayBuffer`.
    pub fn new(
        status: u16,
        header: impl Fn(&str) -> Option<String>,
        body: &JsValue,
        redirected: bool,
    ) -> Self {
        let kind = header("content-type").unwrap_or_default();
        let essence = kind.split(';').next().unwrap_or_default().trim();
        Self {
            status,
            content_type: essence.to_ascii_lowercase(),
            redirected,
            retry_after: header("retry-after").and_then(|seconds| seconds.parse().ok()),
            body: Uint8Array::new(body).to_vec(),
        }
    }

    /// Whether the reply is from our server: a captive portal answers 200 with HTML.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        let ours = [cbor::MEDIA_TYPE, PROBLEM].contains(&self.content_type.as_str());
        !self.redirected && (ours || self.status == 204)
    }

    /// The server's problem document, read by the browser: it is the only JSON that comes to a phone.
    #[must_use]
    pub fn problem(&self) -> ProblemDocument {
        let text = std::str::from_utf8(&self.body).unwrap_or_default();
        let document = JSON::parse(text).unwrap_or(JsValue::NULL);
        let field = |name: &str| Reflect::get(&document, &JsValue::from_str(name)).ok();
        let words = |name| field(name).and_then(|value| value.as_string());
        ProblemDocument {
            code: words("code").unwrap_or_default(),
            field: words("field"),
            retry_after: self.retry_after,
            incident: words("incident"),
        }
    }
}

/// Why nothing usable came back. The server may still have acted: send the same ids again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NetworkFault {
    /// No connection, or it broke.
    #[error("no connection")]
    Unreachable,
    /// Not finished within the time given, body included.
    #[error("no answer in time")]
    TimedOut,
    /// Somebody answered with a redirect, which our server never does here.
    #[error("redirected")]
    Redirected,
}

/// Sends one request to our own server and reads the whole answer within `timeout`.
///
/// # Errors
/// The fault, in words for nobody: show "will send later".
pub async fn fetch(
    method: &str,
    path: &str,
    body: Option<Vec<u8>>,
    timeout: Duration,
) -> Result<HttpReply, NetworkFault> {
    let body = body.as_deref().map(|body| (cbor::MEDIA_TYPE, body));
    let packed = match body {
        Some((_, body)) => packed(body).await,
        None => None,
    };
    send(method, path, body, packed.as_deref(), timeout).await
}

/// Posts bytes that are no message, such as a piece of a photo.
///
/// # Errors
/// As [`fetch`].
pub async fn send_bytes(
    path: &str,
    kind: &str,
    bytes: &[u8],
    timeout: Duration,
) -> Result<HttpReply, NetworkFault> {
    send("POST", path, Some((kind, bytes)), None, timeout).await
}

async fn send(
    method: &str,
    path: &str,
    body: Option<(&str, &[u8])>,
    packed: Option<&[u8]>,
    timeout: Duration,
) -> Result<HttpReply, NetworkFault> {
    let controller = AbortController::new().map_err(|_| NetworkFault::Unreachable)?;
    let request = request(method, path, body, packed, &controller).map_err(|_| NetworkFault::Unreachable)?;
    let deadline = Deadline::start(&controller, timeout);
    let reply = exchange(&request).await;
    drop(deadline);
    reply.map_err(|fault| match fault {
        NetworkFault::Unreachable if controller.signal().aborted() => NetworkFault::TimedOut,
        other => other,
    })
}

fn request(
    method: &str,
    path: &str,
    body: Option<(&str, &[u8])>,
    packed: Option<&[u8]>,
    controller: &AbortController,
) -> Result<Request, JsValue> {
    let headers = Headers::new()?;
    headers.set("accept", cbor::MEDIA_TYPE)?;
    // Another site's form cannot send this header without being asked first.
    headers.set("x-ledger-client", "1")?;
    let init = RequestInit::new();
    if let Some((kind, body)) = body {
        headers.set("content-type", kind)?;
        if packed.is_some() {
            headers.set("content-encoding", GZIP)?;
        }
        init.set_body(&Uint8Array::from(packed.unwrap_or(body)));
    }
    init.set_method(method);
    init.set_headers(&headers);
    init.set_credentials(RequestCredentials::SameOrigin);
    init.set_cache(RequestCache::NoStore);
    init.set_redirect(RequestRedirect::Manual);
    init.set_signal(Some(&controller.signal()));
    Request::new_with_str_and_init(path, &init)
}

async fn exchange(request: &Request) -> Result<HttpReply, NetworkFault> {
    let broken = |_| NetworkFault::Unreachable;
    let window = window().map_err(|_| NetworkFault::Unreachable)?;
    let response = JsFuture::from(window.fetch_with_request(request))
        .await
        .map_err(broken)?;
    let response: Response = response.dyn_into().map_err(broken)?;
    if response.type_() == ResponseType::Opaqueredirect {
        return Err(NetworkFault::Redirected);
    }
    let body = JsFuture::from(response.array_buffer().map_err(broken)?)
        .await
        .map_err(broken)?;
    let headers = response.headers();
    let header = |name: &str| headers.get(name).ok().flatten();
    let redirected = response.redirected();
    Ok(HttpReply::new(response.status(), header, &body, redirected))
}

/// Aborts a request when its time is over; dropped, it lets go.
struct Deadline {
    /// As the host gave it: not every host's numbers fit 32 bits.
    handle: Option<JsValue>,
    _abort: Closure<dyn FnMut()>,
}

impl Deadline {
    fn start(controller: &AbortController, timeout: Duration) -> Self {
        let controller = controller.clone();
        let abort = Closure::<dyn FnMut()>::new(move || controller.abort());
        let ms = u32::try_from(timeout.as_millis()).unwrap_or(u32::MAX);
        let arguments = [abort.as_ref().clone(), JsValue::from(ms)];
        let handle = window()
            .ok()
            .and_then(|window| call(&window, "setTimeout", arguments).ok());
        Self {
            handle,
            _abort: abort,
        }
    }
}

impl Drop for Deadline {
    fn drop(&mut self) {
        if let (Some(handle), Ok(window)) = (self.handle.take(), window()) {
            // Nothing is lost if the host refuses: the request is over.
            let _ = call(&window, "clearTimeout", [handle]);
        }
    }
}
