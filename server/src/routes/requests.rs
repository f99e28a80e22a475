//! Requests of households at the desks of village, township and district: what is not finished.

use axum::extract::State;
use domain::request::desk::RequestBoard;

use super::refusal;
use super::state::AppState;
use super::table::Signed;
use crate::web::{Answer, Problem};

/// What is not finished in the reader's place.
pub async fn list(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
) -> Result<Answer<RequestBoard>, Problem> {
    let board = app.store.request_board(&actor, app.clock.today()).await;
    Ok(Answer(board.map_err(refusal::of_store)?))
}
