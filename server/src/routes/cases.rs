//! Identification cases and eliminations at the desks of village, township and district: the list, one household's file,
//! a step.

use axum::extract::{Path, State};
use domain::case::Step;
use domain::case::desk::{CaseBoard, CasePage, DeskStep};
use domain::elimination::EliminationDeed;
use domain::ids::{DeviceId, HouseholdId};
use domain::operation::{Operation, OperationBody};
use domain::policy::{Actor, permits_somehow};
use domain::sync::OperationOutcome;
use uuid::Uuid;

use super::refusal;
use super::state::AppState;
use super::table::Signed;
use crate::web::{Answer, Message, Problem};

/// The namespace in which every desk has a number like that of a device.
const DESKS: Uuid = Uuid::from_u128(0x2d0a_7c1e_8f43_4b6d_9a51_6e0f_3c72_b894);

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

/// A step, as an operation like any other: the same rules, the same journal, answered once for ever.
async fn take<D>(
    app: &AppState,
    actor: Actor,
    asked: DeskStep<D>,
    body: impl FnOnce(u32, Step<D>) -> OperationBody,
) -> Result<Answer<OperationOutcome>, Problem> {
    let body = body(asked.rev, asked.step);
    if !permits_somehow(actor.role, body.action()) {
        return Err(refusal::not_allowed());
    }
    let operation = Operation {
        id: asked.op,
        device: DeviceId(Uuid::new_v5(&DESKS, actor.staff.as_str().as_bytes())),
        // A desk keeps no queue: its operations are told apart by the time of the tap.
        seq: asked.recorded_at.0.unsigned_abs(),
        author: actor.staff.clone(),
        recorded_at: asked.recorded_at,
        recorded_on: asked.recorded_on,
        body,
    };
    let config = app.in_force().await?;
    let outcomes = app
        .store
        .apply(actor, vec![operation], config, app.clock.now())
        .await;
    let outcome = outcomes.map_err(refusal::of_store)?.pop();
    outcome.map(Answer).ok_or_else(Problem::not_found)
}
