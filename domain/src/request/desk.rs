//! What village, township and district read of requests: those that are not finished, never the names of who was slow.

use super::Request;
use super::codes::{RequestCategory, RequestStanding, RequestStatus};
use super::order::by_standing;
use crate::case::desk::Place;
use crate::ids::{HouseholdId, RequestId, VillageId};
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most lines of one answer; a bound.
pub const LINES_MAX: usize = 500;

/// One unfinished request in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct RequestLine {
    /// The request.
    #[n(0)]
    pub request: RequestId,
    /// The household.
    #[n(1)]
    pub household: HouseholdId,
    /// Where it is.
    #[n(2)]
    pub place: Place,
    /// The village's number.
    #[n(3)]
    pub village: VillageId,
    /// What it is about.
    #[n(4)]
    pub category: RequestCategory,
    /// In the household's words.
    #[n(5)]
    pub text: String,
    /// What was made of it.
    #[n(6)]
    pub status: RequestStatus,
    /// How it stands today.
    #[n(7)]
    pub standing: RequestStanding,
    /// The day on which it was asked.
    #[cbor(n(8), with = "crate::cbor::day")]
    pub asked_on: NaiveDate,
    /// The day until which it should be answered.
    #[cbor(n(9), with = "crate::cbor::day")]
    pub due: NaiveDate,
    /// To whom it was passed on; empty where it was not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cbor(n(10), default)]
    pub passed_to: String,
}

impl RequestLine {
    fn of(request: &Request, standing: RequestStanding, place: Place) -> Self {
        let passed = request
            .answer()
            .filter(|_| request.status() == RequestStatus::Transferred);
        Self {
            request: request.id,
            household: request.household,
            place,
            village: request.village.clone(),
            category: request.content.category,
            text: request.content.text.clone(),
            status: request.status(),
            standing,
            asked_on: request.asked_on(),
            due: request.due(),
            passed_to: passed.map_or_else(String::new, |(_, step)| step.words().to_owned()),
        }
    }
}

/// `GET /api/v1/requests`: what is not finished in the reader's place, the most pressing first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct RequestBoard {
    /// The server's day.
    #[cbor(n(0), with = "crate::cbor::day")]
    pub today: NaiveDate,
    /// How many there are.
    #[n(1)]
    pub total: u32,
    /// The first of them, at most [`LINES_MAX`].
    #[n(2)]
    pub lines: Vec<RequestLine>,
}

impl RequestBoard {
    /// The board of some requests with their places.
    #[must_use]
    pub fn of(requests: Vec<(Request, Place)>, today: NaiveDate) -> Self {
        let (requests, places): (Vec<Request>, Vec<Place>) = requests.into_iter().unzip();
        let mut places: BTreeMap<RequestId, Place> =
            requests.iter().map(|request| request.id).zip(places).collect();
        let open: Vec<_> = by_standing(requests.iter(), today)
            .into_iter()
            .filter(|(standing, _)| *standing != RequestStanding::Finished)
            .collect();
        let total = u32::try_from(open.len()).unwrap_or(u32::MAX);
        let lines = open
            .into_iter()
            .take(LINES_MAX)
            .filter_map(|(standing, request)| {
                let place = places.remove(&request.id)?;
                Some(RequestLine::of(request, standing, place))
            });
        Self {
            today,
            total,
            lines: lines.collect(),
        }
    }
}
