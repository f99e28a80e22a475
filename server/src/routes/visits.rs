//! The list of visits behind a number of the board.

use axum::extract::State;
use domain::api::VisitLines;

use super::query::{QueryOf, VisitQuery};
use super::refusal;
use super::state::AppState;
use crate::web::{Answer, Problem};

/// Lines of one page.
const PAGE_LINES: u32 = 100;

/// A page of lines, newest visit first.
pub async fn list(
    State(app): State<AppState>,
    QueryOf(query): QueryOf<VisitQuery>,
) -> Result<Answer<VisitLines>, Problem> {
    let filter = query.filter(&app).await?;
    let lines = app.store.visit_lines(&filter, query.after(), PAGE_LINES).await;
    Ok(Answer(lines.map_err(refusal::of_store)?))
}
