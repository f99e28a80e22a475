//! The dated configuration at the district's desk: what is in force, what a draft would change, and adopting it.

use axum::extract::State;
use domain::edition::{Configuration, Draft, Edition, Fault, Preview, check, overview};

use super::refusal;
use super::state::AppState;
use super::table::Signed;
use crate::store::Adoption;
use crate::web::{Answer, Message, Problem};

/// What is in force today, and every edition.
pub async fn show(State(app): State<AppState>) -> Result<Answer<Configuration>, Problem> {
    let editions = app.store.editions().await.map_err(refusal::of_store)?;
    Ok(Answer(overview(&app.config, &editions, app.clock.today())))
}

/// What a draft would change. Nothing is kept.
pub async fn preview(
    State(app): State<AppState>,
    Message(draft): Message<Draft>,
) -> Result<Answer<Preview>, Problem> {
    let editions = app.store.editions().await.map_err(refusal::of_store)?;
    check(&draft, &app.config, &editions, app.clock.today()).map_err(refused)?;
    let preview = app.store.preview(&draft, &app.config).await;
    Ok(Answer(preview.map_err(refusal::of_store)?))
}

/// Adopts a draft: from then on rules and phones read it, each from its day.
pub async fn adopt(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
    Message(draft): Message<Draft>,
) -> Result<Answer<Edition>, Problem> {
    let at = (app.clock.today(), app.clock.now());
    let adoption = app.store.adopt(&actor, draft, &app.config, at).await;
    match adoption.map_err(refusal::of_store)? {
        Adoption::Adopted(edition) => Ok(Answer(*edition)),
        Adoption::Refused(fault) => Err(refused(fault)),
    }
}

fn refused(fault: Fault) -> Problem {
    Problem::invalid(fault.code.code(), fault.field)
}
