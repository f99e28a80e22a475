//! What the server has of a device: for a person whose phone lost its store.

use axum::extract::{Path, State};
use domain::device::Arrived;
use domain::ids::DeviceId;
use uuid::Uuid;

use super::refusal;
use super::state::AppState;
use super::table::Signed;
use crate::web::{Answer, Problem};

/// What arrived from one of the asking person's own devices. Of anybody else's it is nothing.
pub async fn arrived(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
    Path(device): Path<Uuid>,
) -> Result<Answer<Arrived>, Problem> {
    let arrived = app.store.arrived(&actor.staff, DeviceId(device)).await;
    Ok(Answer(arrived.map_err(refusal::of_store)?))
}
