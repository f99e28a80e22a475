//! Identification cases and eliminations at the desks of village, township and district: the list, one household's file,
//! a step.

use axum::extract::{Path, State};
use domain::case::Step;
use domain::case::desk::{CaseBoard, CasePage, DeskStep};
use domain::elimination::EliminationDeed;
use domain::ids::HouseholdId;
use domain::operation::OperationBody;
use domain::policy::Actor;
use domain::sync::OperationOutcome;

use super::desks::{self, Tap};
use super::refusal;
use super::state::AppState;
use super::table::Signed;
use crate::web::{Answer, Message, Problem};

/// The pipeline and the cases of the reader's place.
pub async fn list(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
) -> Result<Answer<CaseBoard>, Problem> {
    let config = app.in_force().await?;
    let at = (config.as_ref(), app.clock.today());
    let board = app.store.case_board(&actor, at).await;
    Ok(Answer(board.map_err(refusal::of_store)?))
}

/// One case. What is not there and what is somebody else's get one answer.
pub async fn show(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
    Path(household): Path<HouseholdId>,
) -> Result<Answer<CasePage>, Problem> {
    let config = app.in_force().await?;
    let at = (config.as_ref(), app.clock.today());
    let page = app.store.case_page(&actor, household, at).await;
    page.map_err(refusal::of_store)?
        .map(Answer)
        .ok_or_else(Problem::not_found)
}

/// A step of the case.
pub async fn step(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
    Path(household): Path<HouseholdId>,
    Message(asked): Message<DeskStep>,
) -> Result<Answer<OperationOutcome>, Problem> {
    take(&app, actor, asked, |rev, step| OperationBody::StepCase {
        household,
        rev,
        step: Box::new(step),
    })
    .await
}

/// A step of the elimination.
pub async fn step_elimination(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
    Path(household): Path<HouseholdId>,
    Message(asked): Message<DeskStep<EliminationDeed>>,
) -> Result<Answer<OperationOutcome>, Problem> {
    take(&app, actor, asked, |rev, step| OperationBody::StepElimination {
        household,
        rev,
        step: Box::new(step),
    })
    .await
}

/// A step of either.
async fn take<D>(
    app: &AppState,
    actor: Actor,
    asked: DeskStep<D>,
    body: impl FnOnce(u32, Step<D>) -> OperationBody,
) -> Result<Answer<OperationOutcome>, Problem> {
    let body = body(asked.rev, asked.step);
    let tap = Tap {
        op: asked.op,
        at: asked.recorded_at,
        on: asked.recorded_on,
    };
    desks::carry_out(app, actor, tap, body).await
}
