//! Accounts as the system administrator manages them.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::api::{AccountLine, Invitation};

use super::refusal;
use super::state::AppState;
use super::table::Signed;
use crate::accounts::staff_number;
use crate::web::{Answer, Problem};

/// Every account, by staff number.
pub async fn list(State(app): State<AppState>) -> Result<Answer<Vec<AccountLine>>, Problem> {
    Ok(Answer(app.store.accounts().await.map_err(refusal::of_store)?))
}

/// A new enrolment code, shown this once.
pub async fn invite(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
    Path(staff): Path<String>,
) -> Result<Answer<Invitation>, Problem> {
    let staff = staff_number(&staff);
    let made = app.accounts.invite(&staff, &actor.staff, app.clock.now()).await;
    Ok(Answer(made.map_err(refusal::of_account)?))
}

/// Closes an account and ends its sessions at once.
pub async fn close(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
    Path(staff): Path<String>,
) -> Result<StatusCode, Problem> {
    let staff = staff_number(&staff);
    let closed = app.accounts.close(&staff, &actor.staff, app.clock.now()).await;
    closed.map_err(refusal::of_account)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Opens a closed account again.
pub async fn open(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
    Path(staff): Path<String>,
) -> Result<StatusCode, Problem> {
    let staff = staff_number(&staff);
    let opened = app.accounts.open(&staff, &actor.staff, app.clock.now()).await;
    opened.map_err(refusal::of_account)?;
    Ok(StatusCode::NO_CONTENT)
}
