//! The four not-removes at the desks of townships and district: a map of the villages, and the list behind each.

use axum::extract::{Path, State};
use domain::commitments::board::{FourBoard, FourList};
use domain::ids::VillageId;
use domain::policy::Action;

use super::refusal;
use super::state::AppState;
use super::table::Signed;
use crate::web::{Answer, Problem};

/// The villages of the reader's township, or every village.
pub async fn show(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
) -> Result<Answer<FourBoard>, Problem> {
    let config = app.in_force().await?;
    let moment = (app.clock.today(), app.clock.now());
    let within = actor.bound_to(Action::ReadFour);
    let board = app.store.four_board(within, moment, config).await;
    Ok(Answer(board.map_err(refusal::of_store)?))
}

/// What is open or explained in one village. What is not there and what is another township's get one answer.
pub async fn village(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
    Path(village): Path<VillageId>,
) -> Result<Answer<FourList>, Problem> {
    if !actor.may(Action::ReadFour, &village, None) {
        return Err(Problem::not_found());
    }
    let config = app.in_force().await?;
    let list = app.store.four_list(&village, app.clock.today(), config).await;
    list.map_err(refusal::of_store)?
        .map(Answer)
        .ok_or_else(Problem::not_found)
}
