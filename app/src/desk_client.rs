//! What a desk asks of the server: typed messages, online only.

mod upload;

pub use upload::{Picked, upload};

use crate::ledger::UiError;
use crate::ledger::call::{call, tell};
use chrono::NaiveDate;
use domain::api::{AccountLine, Board, ImportState, Invitation, VisitLines};
use domain::case::desk::{CaseBoard, CasePage, DeskStep};
use domain::commitments::board::{FourBoard, FourList};
use domain::desk::{EndOfPosting, HouseholdList, HouseholdPage, TeamList};
use domain::duty::desk::{DutyBoard, DutyChange, DutyPage};
use domain::edition::{Configuration, Draft, Edition, Preview};
use domain::elimination::EliminationDeed;
use domain::ids::{OpId, StaffId, TeamId};
use domain::request::desk::RequestBoard;
use domain::sync::{OperationOutcome, Outcome};
use domain::team::desk::{DeskDecision, LeaveBoard};
use domain::visit::codes::VisitStatus;
use minicbor::{Decode, Encode};
use uuid::Uuid;

/// Which visits a list shows.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct VisitFilter {
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
    /// One village.
    pub village: Option<String>,
    /// One township.
    pub township: Option<String>,
    /// One state of review.
    pub status: Option<VisitStatus>,
    /// Only those that wait longer than the limit.
    pub late: bool,
}

impl VisitFilter {
    /// The filter as the part of an address after `?`.
    #[must_use]
    pub fn query(&self) -> String {
        let pairs = [
            ("from", self.from.map(|day| day.to_string())),
            ("to", self.to.map(|day| day.to_string())),
            ("village", self.village.clone()),
            ("township", self.township.clone()),
            ("status", self.status.map(|status| status.code().to_owned())),
            ("late", self.late.then(|| "true".to_owned())),
        ];
        let given = pairs
            .into_iter()
            .filter_map(|(name, value)| Some(format!("{name}={}", escape(&value?))));
        given.collect::<Vec<_>>().join("&")
    }
}

/// Percent-encodes everything but letters and digits of ASCII and `-_.~`.
pub(crate) fn escape(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    text.bytes()
        .map(|byte| {
            if plain(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

/// The board of a period, both days inclusive.
///
/// # Errors
/// The server's problem, or [`UiError::Offline`].
pub async fn board(from: NaiveDate, to: NaiveDate) -> Result<Board, UiError> {
    get(&format!("/api/v1/board?from={from}&to={to}")).await
}

/// A page of visits.
///
/// # Errors
/// As [`board`].
pub async fn visits(filter: &VisitFilter, after: u64) -> Result<VisitLines, UiError> {
    get(&format!("/api/v1/visits?{}&after={after}", filter.query())).await
}

/// The four not-removes of every village.
///
/// # Errors
/// As [`board`].
pub async fn four_board() -> Result<FourBoard, UiError> {
    get("/api/v1/four").await
}

/// Those of one village.
///
/// # Errors
/// As [`board`].
pub async fn four_list(village: &str) -> Result<FourList, UiError> {
    get(&format!("/api/v1/four/{}", escape(village))).await
}

/// The teams with their people and villages.
///
/// # Errors
/// As [`board`].
pub async fn teams() -> Result<TeamList, UiError> {
    get("/api/v1/teams").await
}

/// Says why somebody's posting to a team ends and who comes; gives the teams as they are then.
///
/// # Errors
/// As [`board`], and a successor whom the roster does not know.
pub async fn end_of_posting(
    team: &TeamId,
    staff: &StaffId,
    said: &EndOfPosting,
) -> Result<TeamList, UiError> {
    let (team, staff) = (escape(team.as_str()), escape(staff.as_str()));
    call(
        "POST",
        &format!("/api/v1/teams/{team}/people/{staff}/end"),
        Some(said),
    )
    .await
}

/// The households of a village.
///
/// # Errors
/// As [`board`].
pub async fn households(village: &str) -> Result<HouseholdList, UiError> {
    get(&format!("/api/v1/villages/{}/households", escape(village))).await
}

/// One household.
///
/// # Errors
/// As [`board`].
pub async fn household(id: &str) -> Result<HouseholdPage, UiError> {
    get(&format!("/api/v1/households/{}", escape(id))).await
}

/// The cases of the reader's place.
///
/// # Errors
/// As [`board`].
pub async fn cases() -> Result<CaseBoard, UiError> {
    get("/api/v1/cases").await
}

/// The requests of the reader's place that are not finished.
///
/// # Errors
/// As [`board`].
pub async fn requests() -> Result<RequestBoard, UiError> {
    get("/api/v1/requests").await
}

/// The leave that waits for the reader's level, and what it decided.
///
/// # Errors
/// As [`board`].
pub async fn leaves() -> Result<LeaveBoard, UiError> {
    get("/api/v1/leaves").await
}

/// Decides on one. Sent again with the same number it is done once.
///
/// # Errors
/// As [`board`], and the rule that forbids it.
pub async fn decide_leave(leave: OpId, decision: &DeskDecision) -> Result<(), UiError> {
    take(&format!("/api/v1/leaves/{leave}"), decision).await
}

/// The items of the duty list that the reader may read.
///
/// # Errors
/// As [`board`].
pub async fn duties() -> Result<DutyBoard, UiError> {
    get("/api/v1/duties").await
}

/// One of them.
///
/// # Errors
/// As [`board`].
pub async fn duty(code: &str) -> Result<DutyPage, UiError> {
    get(&format!("/api/v1/duties/{}", escape(code))).await
}

/// Changes it. Sent again with the same number it is done once.
///
/// # Errors
/// As [`board`], and what is wrong with the change.
pub async fn change_duty(code: &str, change: &DutyChange) -> Result<DutyPage, UiError> {
    call("POST", &format!("/api/v1/duties/{}", escape(code)), Some(change)).await
}

/// One household's case.
///
/// # Errors
/// As [`board`].
pub async fn case(household: &str) -> Result<CasePage, UiError> {
    get(&format!("/api/v1/cases/{}", escape(household))).await
}

/// Takes a step. Sent again with the same number it is done once.
///
/// # Errors
/// As [`board`], and the rule that forbids it.
pub async fn step_case(household: &str, step: &DeskStep) -> Result<(), UiError> {
    take(&format!("/api/v1/cases/{}", escape(household)), step).await
}

/// As [`step_case`], of an elimination.
///
/// # Errors
/// As [`step_case`].
pub async fn step_elimination(household: &str, step: &DeskStep<EliminationDeed>) -> Result<(), UiError> {
    take(&format!("/api/v1/cases/{}/elimination", escape(household)), step).await
}

async fn take(path: &str, step: &impl Encode<()>) -> Result<(), UiError> {
    let answer: OperationOutcome = call("POST", path, Some(step)).await?;
    match answer.outcome {
        Outcome::Applied | Outcome::ConflictKept { .. } => Ok(()),
        Outcome::Refused { refusal } => Err(refusal.into()),
        // Nobody knows whether it was done: the same once more tells.
        Outcome::Unknown => Err(UiError::Offline),
    }
}

/// The configuration in force, and every edition.
///
/// # Errors
/// As [`board`].
pub async fn configuration() -> Result<Configuration, UiError> {
    get("/api/v1/configuration").await
}

/// What a draft would change.
///
/// # Errors
/// As [`board`], and what is wrong with the draft.
pub async fn preview_edition(draft: &Draft) -> Result<Preview, UiError> {
    call("POST", "/api/v1/configuration/preview", Some(draft)).await
}

/// Adopts a draft. Sent again it is adopted once.
///
/// # Errors
/// As [`preview_edition`].
pub async fn adopt_edition(draft: &Draft) -> Result<Edition, UiError> {
    call("POST", "/api/v1/configuration", Some(draft)).await
}

/// All accounts.
///
/// # Errors
/// As [`board`].
pub async fn accounts() -> Result<Vec<AccountLine>, UiError> {
    get("/api/v1/accounts").await
}

/// A new enrolment code.
///
/// # Errors
/// As [`board`].
pub async fn invite(staff: &StaffId) -> Result<Invitation, UiError> {
    post(&format!("/api/v1/accounts/{}/invite", escape(staff.as_str()))).await
}

/// Closes or opens an account again.
///
/// # Errors
/// As [`board`].
pub async fn set_closed(staff: &StaffId, closed: bool) -> Result<(), UiError> {
    let verb = if closed { "close" } else { "open" };
    let path = format!("/api/v1/accounts/{}/{verb}", escape(staff.as_str()));
    tell::<()>("POST", &path, None).await
}

/// How far an import is.
///
/// # Errors
/// As [`board`].
pub async fn import_state(id: Uuid) -> Result<ImportState, UiError> {
    get(&format!("/api/v1/imports/{id}")).await
}

/// Writes what the dry run showed, or nothing.
///
/// # Errors
/// As [`board`].
pub async fn commit_import(id: Uuid) -> Result<ImportState, UiError> {
    post(&format!("/api/v1/imports/{id}/commit")).await
}

async fn get<T: for<'b> Decode<'b, ()>>(path: &str) -> Result<T, UiError> {
    call::<(), T>("GET", path, None).await
}

async fn post<T: for<'b> Decode<'b, ()>>(path: &str) -> Result<T, UiError> {
    call::<(), T>("POST", path, None).await
}
