//! Roster and register at the district's desk: teams with their people, a village's households, one household.

use axum::extract::{Path, State};
use domain::desk::{HouseholdList, HouseholdPage, TeamList};
use domain::ids::{HouseholdId, VillageId};

use super::refusal;
use super::state::AppState;
use super::table::Signed;
use crate::web::{Answer, Problem};

/// The teams: the list behind the figures above the board.
pub async fn teams(State(app): State<AppState>) -> Result<Answer<TeamList>, Problem> {
    let teams = app.store.team_list().await;
    Ok(Answer(teams.map_err(refusal::of_store)?))
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
