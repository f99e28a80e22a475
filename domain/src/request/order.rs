//! In which order requests stand in a list: by the day until which they should be answered (domain.md §5.2).

use super::Request;
use super::codes::RequestStanding;
use crate::ids::HouseholdId;
use chrono::NaiveDate;

/// Sorts requests: by due day, then by identity. The same everywhere.
#[must_use]
pub fn in_order<'a>(requests: impl Iterator<Item = &'a Request>) -> Vec<&'a Request> {
    let mut requests: Vec<&Request> = requests.collect();
    requests.sort_by_key(|request| (request.due(), request.id));
    requests
}

/// The unfinished requests of one household: those of which the next visit has something to say.
#[must_use]
pub fn open_of<'a>(requests: impl Iterator<Item = &'a Request>, household: HouseholdId) -> Vec<&'a Request> {
    in_order(requests.filter(|request| request.household == household && request.is_open()))
}

/// What needs somebody today, with its standing: overdue, due soon, or answered and not told. In the order of the
/// standings, then of the due days.
#[must_use]
pub fn pressing<'a>(
    requests: impl Iterator<Item = &'a Request>,
    today: NaiveDate,
) -> Vec<(RequestStanding, &'a Request)> {
    let mut found: Vec<(RequestStanding, &Request)> = in_order(requests)
        .into_iter()
        .map(|request| (request.standing(today), request))
        .filter(|(standing, _)| !matches!(standing, RequestStanding::Running | RequestStanding::Finished))
        .collect();
    found.sort_by_key(|(standing, _)| *standing);
    found
}
