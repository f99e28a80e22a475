//! What a refusal looks like on the wire: a stable code, never the inside of the house.

use std::collections::BTreeMap;
use std::fmt::Display;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::Value;

use super::incident;

/// A refusal as `application/problem+json`: `{code, field?, args?, incident?}`.
///
/// The app turns `code` and `args` into words in the person's language; `field` says where to show them.
#[derive(Clone, Debug, Serialize)]
pub struct Problem {
    /// HTTP status; not repeated in the document.
    #[serde(skip)]
    pub status: StatusCode,
    /// Stable name of the refusal, for example `not_found`.
    pub code: &'static str,
    /// The input it is about, as the client named it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Figures that the words need, for example `{"limit": 8388608}`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<&'static str, Value>,
    /// Number under which the log holds the cause; a person can read it out on the telephone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incident: Option<String>,
    /// Seconds to wait before asking again; also sent as `Retry-After`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
}

impl Problem {
    /// A refusal with a status and a code of the caller's own.
    pub fn new(status: StatusCode, code: &'static str) -> Self {
        Self {
            status,
            code,
            field: None,
            args: BTreeMap::new(),
            incident: None,
            retry_after: None,
        }
    }

    /// Names the input that the refusal is about.
    pub fn on(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// Adds a figure for the words.
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.args.insert(name, value.into());
        self
    }

    /// 400: the input cannot be read at all.
    pub fn malformed() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed")
    }

    /// 401: nobody is signed in, or no longer.
    pub fn unauthorised() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthorised")
    }

    /// 403: signed in, but this is not theirs to do. Where existence is a secret use [`Problem::not_found`].
    pub fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden")
    }

    /// 403: another site asked the browser to do this.
    pub fn cross_site() -> Self {
        Self::new(StatusCode::FORBIDDEN, "cross_site")
    }

    /// 404: not there, or not theirs to know about.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found")
    }

    /// 408: the client stopped in the middle of its request.
    pub fn too_slow() -> Self {
        Self::new(StatusCode::REQUEST_TIMEOUT, "too_slow")
    }

    /// 409: the thing changed since the client last saw it.
    pub fn conflict() -> Self {
        Self::new(StatusCode::CONFLICT, "conflict")
    }

    /// 413: the body, unpacked, is larger than `limit` bytes.
    pub fn too_large(limit: usize) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large").with("limit", limit)
    }

    /// 413: lists or maps of the body lie deeper in each other than `limit`.
    pub fn too_deep(limit: usize) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "TOO_DEEP").with("limit", limit)
    }

    /// 415: a media type or encoding that this address does not take.
    pub fn unsupported_media() -> Self {
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media")
    }

    /// 422: readable, but `field` breaks the rule `code`.
    pub fn invalid(code: &'static str, field: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code).on(field)
    }

    /// 429: ask again after this many seconds.
    pub fn too_many(retry_after: u64) -> Self {
        let problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many").with("retry_after", retry_after);
        Self {
            retry_after: Some(retry_after),
            ..problem
        }
    }

    /// 503: healthy but full; nothing was done, ask again after this many seconds.
    pub fn busy(retry_after: u64) -> Self {
        let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy").with("retry_after", retry_after);
        Self {
            retry_after: Some(retry_after),
            ..problem
        }
    }

    /// 504: it may or may not have been done; send the same ids again and the answer will be the true one.
    pub fn outcome_unknown() -> Self {
        Self::new(StatusCode::GATEWAY_TIMEOUT, "outcome_unknown")
    }

    /// 500: logs the error under an incident number and tells the client only the number.
    ///
    /// The error's words go to the log, so they must not quote what people wrote.
    pub fn internal(error: impl Display) -> Self {
        let incident = incident::number();
        tracing::error!(%incident, %error, "internal error");
        Self::internal_incident(incident)
    }

    /// 500 for something that is logged already under `incident`.
    pub(crate) fn internal_incident(incident: String) -> Self {
        Self {
            incident: Some(incident),
            ..Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal")
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        // Strings, numbers and maps with string keys always serialise.
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let kind = HeaderValue::from_static("application/problem+json");
        let mut response = (self.status, [(header::CONTENT_TYPE, kind)], body).into_response();
        if let Some(seconds) = self.retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// Answers an address that exists, asked by a method that it does not take.
pub async fn method_not_allowed() -> Problem {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed")
}

/// Fallback for a router without a site.
pub async fn not_found() -> Problem {
    Problem::not_found()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_says_code_field_and_figures_and_leaves_out_what_is_empty() {
        let plain = serde_json::to_string(&Problem::not_found()).unwrap();
        assert_eq!(plain, r#"{"code":"not_found"}"#);
        let full = serde_json::to_string(&Problem::invalid("too_long", "note").with("limit", 500)).unwrap();
        assert_eq!(full, r#"{"code":"too_long","field":"note","args":{"limit":500}}"#);
    }

    #[test]
    fn an_internal_error_keeps_its_cause_to_itself() {
        let wire = serde_json::to_string(&Problem::internal("disk /var/ledger is full")).unwrap();
        assert!(wire.contains("incident") && !wire.contains("disk"), "{wire}");
    }

    #[test]
    fn too_many_says_when_to_come_back() {
        let response = Problem::too_many(30).into_response();
        assert_eq!(response.headers().get(header::RETRY_AFTER).unwrap(), "30");
    }
}
