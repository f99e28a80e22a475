//! Leave at the desks of township and district: what waits for their consent, and their decision.

use axum::extract::{Path, State};
use domain::ids::OpId;
use domain::operation::OperationBody;
use domain::sync::OperationOutcome;
use domain::team::desk::{DeskDecision, LeaveBoard};

use super::desks::{self, Tap};
use super::refusal;
use super::state::AppState;
use super::table::Signed;
use crate::web::{Answer, Message, Problem};

/// What waits for the reader's level in the reader's place, and what that level decided.
pub async fn list(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
) -> Result<Answer<LeaveBoard>, Problem> {
    let board = app.store.leave_board(&actor, app.clock.today()).await;
    let board = board.map_err(refusal::of_store)?;
    board.map(Answer).ok_or_else(refusal::not_allowed)
}

/// The decision of the level whose desk it is.
pub async fn decide(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
    Path(leave): Path<OpId>,
    Message(asked): Message<DeskDecision>,
) -> Result<Answer<OperationOutcome>, Problem> {
    let decision = Box::new(asked.decision());
    let tap = Tap {
        op: asked.op,
        at: asked.recorded_at,
        on: asked.recorded_on,
    };
    let body = OperationBody::DecideLeave {
        team: asked.team,
        staff: asked.staff,
        leave,
        decision,
    };
    desks::carry_out(&app, actor, tap, body).await
}
