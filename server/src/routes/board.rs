//! The district's board: what needs doing, never who did most.

use axum::extract::State;
use domain::api::Board;

use super::query::{Period, QueryOf};
use super::refusal;
use super::state::AppState;
use crate::web::{Answer, Problem};

/// Counts of a period.
pub async fn show(
    State(app): State<AppState>,
    QueryOf(period): QueryOf<Period>,
) -> Result<Answer<Board>, Problem> {
    let (from, to) = period.days(app.clock.today())?;
    let late_before = app.late_before().await?;
    let board = app.store.board(from, to, late_before, app.clock.now()).await;
    Ok(Answer(board.map_err(refusal::of_store)?))
}
