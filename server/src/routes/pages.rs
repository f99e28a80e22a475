//! Pages that the server renders.

use axum::extract::State;
use axum::response::Html;

use super::state::AppState;
use app::pages::{self, Facts};

/// What this is.
pub const ABOUT: &str = "/about";
/// The field guide.
pub const HELP: &str = "/help";

/// What this is, with the district's filing number and complaint channel.
pub async fn about(State(app): State<AppState>) -> Html<String> {
    let facts = Facts {
        filing_number: app.config.filing_number.clone(),
        complaint_channel: app.config.complaint_channel.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    Html(pages::about(&facts, &app.style))
}

/// The field guide.
pub async fn help(State(app): State<AppState>) -> Html<String> {
    Html(pages::help(&app.style))
}
