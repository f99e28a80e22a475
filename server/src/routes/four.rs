//! The four not-removes at the district's desk: a map of the villages, and the list behind each.

use axum::extract::{Path, State};
use domain::commitments::board::{FourBoard, FourList};
use domain::ids::VillageId;

use super::refusal;
use super::state::AppState;
use crate::web::{Answer, Problem};

/// Every village.
pub async fn show(State(app): State<AppState>) -> Result<Answer<FourBoard>, Problem> {
    let config = app.in_force().await?;
    let board = app
        .store
        .four_board(app.clock.today(), config, app.clock.now())
        .await;
    Ok(Answer(board.map_err(refusal::of_store)?))
}

/// What is open or explained in one village.
pub async fn village(
    State(app): State<AppState>,
    Path(village): Path<VillageId>,
) -> Result<Answer<FourList>, Problem> {
    let config = app.in_force().await?;
    let list = app.store.four_list(&village, app.clock.today(), config).await;
    list.map_err(refusal::of_store)?
        .map(Answer)
        .ok_or_else(Problem::not_found)
}
