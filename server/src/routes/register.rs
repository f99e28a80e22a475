//! Roster and register at the district's desk: teams with their people, a village's households, one household.

use axum::extract::{Path, State};
use domain::desk::{EndOfPosting, HouseholdList, HouseholdPage, TeamList};
use domain::exchange::ReasonCode;
use domain::ids::{HouseholdId, StaffId, TeamId, VillageId};

use super::refusal;
use super::state::AppState;
use super::table::Signed;
use crate::store::EndTold;
use crate::web::{Answer, Message, Problem};

/// The teams: the list behind the figures above the board.
pub async fn teams(State(app): State<AppState>) -> Result<Answer<TeamList>, Problem> {
    let teams = app.store.team_list(app.clock.today()).await;
    Ok(Answer(teams.map_err(refusal::of_store)?))
}

/// Why somebody's latest posting to a team ends, and who comes for them; answers with the teams as they are then.
pub async fn end_of_posting(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
    Path((team, staff)): Path<(TeamId, StaffId)>,
    Message(said): Message<EndOfPosting>,
) -> Result<Answer<TeamList>, Problem> {
    let by = (&actor.staff, app.clock.now());
    let told = app.store.tell_end_of_posting((&team, &staff), &said, by).await;
    match told.map_err(refusal::of_store)? {
        EndTold::Taken => teams(State(app)).await,
        EndTold::NoPosting => Err(Problem::not_found()),
        EndTold::NoSuccessor => Err(Problem::invalid(ReasonCode::SuccessorUnknown.code(), "successor")),
    }
}

/// The households of a village.
pub async fn households(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
    Path(village): Path<VillageId>,
) -> Result<Answer<HouseholdList>, Problem> {
    let list = app.store.household_list(&actor, &village).await;
    list.map_err(refusal::of_store)?
        .map(Answer)
        .ok_or_else(Problem::not_found)
}

/// One household, noted in the audit log.
pub async fn household(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
    Path(household): Path<HouseholdId>,
) -> Result<Answer<HouseholdPage>, Problem> {
    let (today, now) = (app.clock.today(), app.clock.now());
    let page = app.store.household_page(&actor, household, today, now).await;
    page.map_err(refusal::of_store)?
        .map(Answer)
        .ok_or_else(Problem::not_found)
}
