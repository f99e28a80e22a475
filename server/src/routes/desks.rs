//! What is decided at a desk, as an operation like any other: the same rules, the same journal, answered once for ever.

use chrono::NaiveDate;
use domain::ids::{DeviceId, OpId};
use domain::operation::{Operation, OperationBody};
use domain::policy::{Actor, permits_somehow};
use domain::sync::OperationOutcome;
use domain::time::Millis;
use uuid::Uuid;

use super::refusal;
use super::state::AppState;
use crate::web::{Answer, Problem};

/// The namespace in which every desk has a number like that of a device.
const DESKS: Uuid = Uuid::from_u128(0x2d0a_7c1e_8f43_4b6d_9a51_6e0f_3c72_b894);

/// A tap in the browser.
pub struct Tap {
    /// The operation's number, made there.
    pub op: OpId,
    /// The browser's clock.
    pub at: Millis,
    /// The day for which the page was reckoned.
    pub on: NaiveDate,
}

/// Applies what somebody decided. The same number again is answered as before.
///
/// # Errors
/// Not for this role, or the store's.
pub async fn carry_out(
    app: &AppState,
    actor: Actor,
    tap: Tap,
    body: OperationBody,
) -> Result<Answer<OperationOutcome>, Problem> {
    if !permits_somehow(actor.role, body.action()) {
        return Err(refusal::not_allowed());
    }
    let operation = Operation {
        id: tap.op,
        device: DeviceId(Uuid::new_v5(&DESKS, actor.staff.as_str().as_bytes())),
        // A desk keeps no queue: its operations are told apart by the time of the tap.
        seq: tap.at.0.unsigned_abs(),
        author: actor.staff.clone(),
        recorded_at: tap.at,
        recorded_on: tap.on,
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
