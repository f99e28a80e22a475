//! Security headers on every reply, refusals included.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// What scripts, styles and frames a page of ours may use. A rendered page with a nonce sets its own.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; connect-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; \
    form-action 'self'; frame-ancestors 'none'";

/// Nobody needs these here, and an app for village work must not look as if it did.
const PERMISSIONS_POLICY: &str = "accelerometer=(), browsing-topics=(), camera=(), \
    display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), \
    payment=(), serial=(), usb=()";

/// What a reply that is no page and no script may do when somebody opens it as one: nothing.
const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'";

/// Headers that hold for every reply, be it only a message: a phone that asks for news on a slow line carries each of them.
const ALWAYS: [(HeaderName, &str); 2] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

/// Headers that mean something only where the browser shows or runs what it got.
const OF_PAGES: [(HeaderName, &str); 5] = [
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("permissions-policy"), PERMISSIONS_POLICY),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("x-permitted-cross-domain-policies"),
        "none",
    ),
];

/// Two years, the time that browsers' preload lists ask for.
const HSTS: &str = "max-age=63072000; includeSubDomains";

/// Which headers a deployment sends.
#[derive(Clone, Copy, Debug)]
pub struct SecurityHeaders {
    https: bool,
}

impl SecurityHeaders {
    /// `https` adds HSTS; set it only where people reach the server by https.
    pub fn new(https: bool) -> Self {
        Self { https }
    }
}

/// Layer: adds the headers to whatever comes back.
pub async fn apply(State(kind): State<SecurityHeaders>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let page = is_shown_or_run(headers);
    for (name, value) in ALWAYS.iter().chain(OF_PAGES.iter().filter(|_| page)) {
        headers.insert(name.clone(), HeaderValue::from_static(value));
    }
    let policy = if page { CONTENT_SECURITY_POLICY } else { NOTHING };
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if kind.https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(HSTS));
    }
    response
}

/// Pages, and scripts: a service worker lives by the policy of its own file. What does not say what it is may be either.
fn is_shown_or_run(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).map(HeaderValue::to_str);
    let Some(Ok(kind)) = kind else { return true };
    kind.starts_with("text/html") || kind.contains("javascript") || kind.contains("svg")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_forbids_inline_script_and_framing() {
        assert!(!CONTENT_SECURITY_POLICY.contains("unsafe-inline"));
        assert!(CONTENT_SECURITY_POLICY.contains("frame-ancestors 'none'"));
        assert!(
            !CONTENT_SECURITY_POLICY.contains("  "),
            "a broken line left a gap"
        );
    }
}
