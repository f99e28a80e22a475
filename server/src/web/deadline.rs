//! The longest that anybody waits for the start of a reply.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Problem;

/// Layer: ends a request that takes longer than the limit.
///
/// A change that was cut off may have been committed: the reply says "unknown, send the same ids again",
/// never "failed".
pub async fn enforce(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    let reads_only = request.method().is_safe();
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) if reads_only => Problem::new(StatusCode::GATEWAY_TIMEOUT, "took_too_long").into_response(),
        Err(_) => Problem::outcome_unknown().into_response(),
    }
}
