//! The duty list at the desks: a township sees and updates its own items, the district's offices all of them.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::commitments::catalogue;
use domain::duty::desk::{DutyBoard, DutyChange, DutyPage};
use domain::duty::{DutyCode, DutyFault};

use super::refusal;
use super::state::AppState;
use super::table::Signed;
use crate::store::DutyTaken;
use crate::web::{Answer, Message, Problem};

/// The items of the reader's township, or of the district.
pub async fn list(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
) -> Result<Answer<DutyBoard>, Problem> {
    let (config, today) = (app.in_force().await?, app.clock.today());
    let (items, imported) = app.store.duties_for(&actor).await.map_err(refusal::of_store)?;
    let rows = catalogue(&config, today);
    Ok(Answer(DutyBoard::of(&items, imported, &rows, today, &config)))
}

/// One item with its history.
pub async fn show(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
    Path(code): Path<String>,
) -> Result<Answer<DutyPage>, Problem> {
    let (config, today) = (app.in_force().await?, app.clock.today());
    let item = app.store.duty_for(&actor, &code).await;
    let item = item.map_err(refusal::of_store)?.ok_or_else(Problem::not_found)?;
    Ok(Answer(DutyPage::of(
        item,
        &catalogue(&config, today),
        today,
        &config,
    )))
}

/// Tells how an item stands, says why it is late, or confirms that.
pub async fn change(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
    Path(code): Path<String>,
    Message(change): Message<DutyChange>,
) -> Result<Answer<DutyPage>, Problem> {
    let (config, today) = (app.in_force().await?, app.clock.today());
    let at = (today, app.clock.now());
    let taken = app.store.change_duty(&actor, &code, &change, &config, at).await;
    match taken.map_err(refusal::of_store)? {
        DutyTaken::Taken(item) => Ok(Answer(DutyPage::of(
            *item,
            &catalogue(&config, today),
            today,
            &config,
        ))),
        DutyTaken::Refused(fault) => Err(refused(fault)),
        DutyTaken::Nothing => Err(Problem::not_found()),
    }
}

fn refused(fault: DutyFault) -> Problem {
    match fault.code {
        DutyCode::ChangedMeanwhile => Problem::new(StatusCode::CONFLICT, fault.code.code()),
        code => Problem::invalid(code.code(), fault.field),
    }
}
