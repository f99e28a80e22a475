//! Phones: what the server has of one, whose there are, and signing one off that is lost.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::device::{Arrived, PhoneFault, PhoneKey, Phones, RevokePhone, Standing, may_revoke, team_seen};
use domain::ids::DeviceId;
use uuid::Uuid;

use super::refusal;
use super::state::AppState;
use super::table::Signed;
use crate::accounts::staff_number;
use crate::store::GonePhone;
use crate::web::{Answer, Message, Problem};

/// What arrived from one of the asking person's own devices. Of anybody else's it is nothing.
pub async fn arrived(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
    Path(device): Path<Uuid>,
) -> Result<Answer<Arrived>, Problem> {
    let arrived = app.store.arrived(&actor.staff, DeviceId(device)).await;
    Ok(Answer(arrived.map_err(refusal::of_store)?))
}

/// The asking person's phones, and for a leader those of the team.
pub async fn list(
    State(app): State<AppState>,
    Signed { actor, session }: Signed,
) -> Result<Answer<Phones>, Problem> {
    let lines = app
        .store
        .phones(&actor.staff, team_seen(&actor), session.as_str())
        .await;
    let lines = lines.map_err(refusal::of_store)?;
    Ok(Answer(Phones { lines }))
}

/// The phones of one account, for the administrator.
pub async fn of_account(
    State(app): State<AppState>,
    Signed { session, .. }: Signed,
    Path(staff): Path<String>,
) -> Result<Answer<Phones>, Problem> {
    let lines = app
        .store
        .phones(&staff_number(&staff), None, session.as_str())
        .await;
    let lines = lines.map_err(refusal::of_store)?;
    Ok(Answer(Phones { lines }))
}

/// What the phone in hand has to do. Whoever asks has to know its id and owner; of no other phone is anything told.
pub async fn standing(
    State(app): State<AppState>,
    Message(phone): Message<PhoneKey>,
) -> Result<Answer<Standing>, Problem> {
    let standing = app.store.standing(&phone, app.clock.now()).await;
    Ok(Answer(standing.map_err(refusal::of_store)?))
}

/// Signs a phone off. What is not there and what is not theirs get one answer.
pub async fn revoke(
    State(app): State<AppState>,
    Signed { actor, session }: Signed,
    Message(RevokePhone { phone, present }): Message<RevokePhone>,
) -> Result<StatusCode, Problem> {
    let now = app.clock.now();
    app.accounts
        .confirm(&actor, &present, now)
        .await
        .map_err(refusal::of_account)?;
    let found = app.store.phone_in_question(&phone, session.as_str()).await;
    let found = found
        .map_err(refusal::of_store)?
        .filter(|found| may_revoke(&actor, &phone.owner, found.team.as_ref()))
        .ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, PhoneFault::Gone.code()))?;
    if found.in_hand {
        return Err(Problem::new(StatusCode::CONFLICT, PhoneFault::InHand.code()));
    }
    let revoked = app
        .store
        .revoke_phone(&phone, &actor.staff, session.as_str(), now)
        .await;
    revoked.map_err(refusal::of_store)?;
    let gone = GonePhone {
        phone,
        by: actor.staff,
        at: now,
    };
    if let Err(error) = app.gone.note(&gone).await {
        // It is signed off, and is noted when the server next starts.
        tracing::error!(%error, "a phone that was signed off is not remembered beside the database");
    }
    Ok(StatusCode::NO_CONTENT)
}
