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

/// All of them with their standing on a day: the most pressing first, then by due day.
#[must_use]
pub fn by_standing<'a>(
    requests: impl Iterator<Item = &'a Request>,
    today: NaiveDate,
) -> Vec<(RequestStanding, &'a Request)> {
    let requests = in_order(requests).into_iter();
    let mut found: Vec<_> = requests
        .map(|request| (request.standing(today), request))
        .collect();
    found.sort_by_key(|(standing, _)| *standing);
    found
}

/// What needs somebody today: overdue, due soon, or answered and not told.
#[must_use]
pub fn pressing<'a>(
    requests: impl Iterator<Item = &'a Request>,
    today: NaiveDate,
) -> Vec<(RequestStanding, &'a Request)> {
    let mut found = by_standing(requests, today);
    found.retain(|(standing, _)| !matches!(standing, RequestStanding::Running | RequestStanding::Finished));
    found
}
