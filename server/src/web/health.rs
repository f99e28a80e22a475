//! Two questions a watchdog asks: is the process up, and can it do its work.

use std::future::Future;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;

use super::Problem;

/// A readiness answer that takes longer than this is a no.
const PATIENCE: Duration = Duration::from_secs(3);

/// `/healthz` answers as long as the process runs; `/readyz` asks `ready`, for example whether the
/// database answers.
pub fn routes<F, Fut>(ready: F) -> Router
where
    F: Fn() -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = bool> + Send,
{
    Router::new().route("/healthz", get(async || "ok\n")).route(
        "/readyz",
        get(move || async move {
            match tokio::time::timeout(PATIENCE, ready()).await {
                Ok(true) => Ok("ok\n"),
                _ => Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "not_ready")),
            }
        }),
    )
}
