//! Showing one full number to somebody who may see it: noted with its reason before it leaves the house.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::reveal::{RevealFault, RevealRequest, Revealed};

use super::refusal;
use super::state::AppState;
use super::table::Signed;
use crate::web::{Answer, Message, Problem};

/// Numbers that a person may see in an hour: a morning's calls, not a register.
pub const AN_HOUR: u32 = 30;

/// The full number. What is not there and what is somebody else's get one answer.
pub async fn reveal(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
    Message(asked): Message<RevealRequest>,
) -> Result<Response, Problem> {
    asked.check().map_err(invalid)?;
    let now = app.clock.now();
    // Every try counts, so that nobody finds out by trying what is there.
    let taken = app.store.take_reveal(&actor.staff, app.reveals, now).await;
    taken.map_err(refusal::of_store)?.map_err(refusal::wait)?;
    let number = app.store.reveal(&asked, &actor, now).await;
    let number = number
        .map_err(refusal::of_store)?
        .ok_or_else(Problem::not_found)?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Answer(Revealed { number })).into_response())
}

fn invalid(fault: RevealFault) -> Problem {
    let field = match fault {
        RevealFault::WrongPlace => "member",
        _ => "words",
    };
    Problem::invalid(fault.code(), field)
}
