//! What the desks of village, township and district read of eliminations.

use super::Elimination;
use super::codes::EliminationState;
use crate::case::MonitoringFile;
use crate::case::desk::Place;
use crate::ids::{HouseholdId, VillageId};
use crate::roster::Role;
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// One household's present elimination in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct EliminationLine {
    /// The household.
    #[n(0)]
    pub household: HouseholdId,
    /// Where it is.
    #[n(1)]
    pub place: Place,
    /// The village's number.
    #[n(2)]
    pub village: VillageId,
    /// Where the elimination stands today.
    #[n(3)]
    pub state: EliminationState,
    /// The day of the nomination.
    #[cbor(n(4), with = "crate::cbor::day")]
    pub nominated_on: NaiveDate,
    /// Whether the reader's role has the next step.
    #[n(5)]
    pub mine: bool,
}

impl EliminationLine {
    /// The line of an elimination as somebody of a role reads it.
    #[must_use]
    pub fn of(
        file: &MonitoringFile,
        elimination: &Elimination,
        place: Place,
        (role, today): (Role, NaiveDate),
    ) -> Self {
        Self {
            household: file.household,
            place,
            village: file.village.clone(),
            state: elimination.state(today),
            nominated_on: elimination.nominated_on,
            mine: elimination.waits_for(role, today),
        }
    }
}

/// Sorts the present eliminations of files: those that still need a step first, then by nomination and household. The
/// same everywhere; the law sets their steps no last day, so none is late.
#[must_use]
pub fn in_order<'a>(
    files: impl Iterator<Item = &'a MonitoringFile>,
    today: NaiveDate,
) -> Vec<(&'a MonitoringFile, &'a Elimination)> {
    let mut present: Vec<_> = files
        .filter_map(|file| Some((file, file.eliminations.last()?)))
        .collect();
    present.sort_by_cached_key(|(file, one)| {
        let over = super::transitions::turn(one.state(today)).is_none();
        (over, one.nominated_on, file.household)
    });
    present
}

/// How many of these stand at each state, in the order of the procedure, empty ones included.
#[must_use]
pub fn count(standing: impl Iterator<Item = EliminationState>) -> Vec<(EliminationState, u64)> {
    let mut all: Vec<_> = EliminationState::ALL.iter().map(|state| (*state, 0)).collect();
    for state in standing {
        if let Some((_, households)) = all.iter_mut().find(|(at, _)| *at == state) {
            *households += 1;
        }
    }
    all
}
