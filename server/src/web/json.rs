//! Reading a JSON body, refused in our own words when it cannot be read.

use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use serde::de::DeserializeOwned;

use super::Problem;

/// The body as `T`. Unlike axum's own `Json` its refusals are [`Problem`]s and quote nothing that was sent.
///
/// Size is bounded by the floor, depth by serde_json (128 levels).
#[derive(Clone, Copy, Debug)]
pub struct JsonBody<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        if !says_json(request.headers()) {
            return Err(Problem::unsupported_media());
        }
        let bytes = axum::body::to_bytes(request.into_body(), usize::MAX).await;
        let bytes = bytes.map_err(|_| Problem::malformed())?;
        let read = serde_json::from_slice(&bytes).map_err(|error| {
            Problem::malformed()
                .with("line", error.line())
                .with("column", error.column())
        })?;
        Ok(Self(read))
    }
}

fn says_json(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}
