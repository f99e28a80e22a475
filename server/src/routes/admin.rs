//! What whoever runs the server may ask on the machine itself, at an address of its own.

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;

use super::state::AppState;

/// The text form of Prometheus.
const TEXT_FORM: &str = "text/plain; version=0.0.4; charset=utf-8";

/// `GET /metrics`. Not part of the server's own table: phones and desks never reach it.
pub fn router(state: AppState) -> Router {
    Router::new()
        .route("/metrics", get(metrics))
        .fallback(crate::web::problem::not_found)
        .with_state(state)
}

async fn metrics(State(app): State<AppState>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, TEXT_FORM)], app.counters.page())
}
