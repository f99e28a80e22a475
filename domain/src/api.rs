//! Messages of everything that is not sync: sign-in, the district's board, imports, accounts.

use crate::ids::{StaffId, TeamId, VillageId, VisitId};
use crate::roster::{Role, VillageKind};
use crate::time::Millis;
use crate::visit::codes::VisitStatus;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Shortest password, in characters.
pub const PASSWORD_MIN: usize = 10;
/// Longest password, in characters.
pub const PASSWORD_MAX: usize = 128;
/// Fewest digits of an unlock code.
pub const UNLOCK_CODE_MIN: usize = 6;

/// `POST /api/v1/session`.
#[derive(Clone, Serialize, Deserialize)]
pub struct SignIn {
    /// Staff number, in any case and width.
    pub staff: String,
    /// Password.
    pub password: String,
}

/// `POST /api/v1/enrol`: first sign-in with a single-use code, sets the password.
#[derive(Clone, Serialize, Deserialize)]
pub struct Enrol {
    /// Staff number.
    pub staff: String,
    /// The code that the import or the administrator's invitation printed once.
    pub code: String,
    /// The new password.
    pub password: String,
}

/// `POST /api/v1/password`.
#[derive(Clone, Serialize, Deserialize)]
pub struct ChangePassword {
    /// The present password.
    pub present: String,
    /// The new one.
    pub new: String,
}

/// The signed-in person: answer of `POST /api/v1/session` and `POST /api/v1/enrol`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// Staff number.
    pub staff: StaffId,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Team, for members and leaders.
    pub team: Option<TeamId>,
}

impl Me {
    /// Whether the person works with a phone store (else only online, at a desk).
    #[must_use]
    pub const fn has_phone_store(&self) -> bool {
        matches!(self.role, Role::TeamMember | Role::TeamLeader)
    }
}

/// Answer of `GET /api/v1/session`. Nobody is an answer like any other: every first start asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "snake_case")]
pub enum Present {
    /// This browser has no session, or none that still holds.
    Nobody,
    /// This person is signed in.
    Person(Me),
}

/// A problem document: every answer of the API that is not a success.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemDocument {
    /// Stable code; the app turns it into words.
    pub code: String,
    /// The field of the form that it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Seconds to wait before trying again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
    /// Number under which the server logged an internal fault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<String>,
}

/// One village on the district's board. What needs doing, never who did most.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardVillage {
    /// Village number.
    pub id: VillageId,
    /// Name.
    pub name: String,
    /// Township.
    pub township: String,
    /// Kinds.
    pub kinds: Vec<VillageKind>,
    /// The team that leads it now.
    pub team: Option<TeamId>,
    /// Households registered.
    pub households: u64,
    /// Visits logged in the period.
    pub visits: u64,
    /// Visits of the period that wait for review.
    pub waiting: u64,
    /// Of these, waiting longer than the review limit.
    pub waiting_late: u64,
    /// Visits of the period that are with their author again.
    pub returned: u64,
}

/// `GET /api/v1/board?from=YYYY-MM-DD&to=YYYY-MM-DD`, dates inclusive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// First day of the period.
    pub from: NaiveDate,
    /// Last day of the period.
    pub to: NaiveDate,
    /// Number of teams.
    pub teams: u64,
    /// Number of people posted.
    pub people: u64,
    /// Villages, by township and name.
    pub villages: Vec<BoardVillage>,
    /// Visits per week of the period, oldest first.
    pub weeks: Vec<BoardWeek>,
    /// The server's clock.
    pub server_time: Millis,
}

/// One week of the board's trend.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardWeek {
    /// Its Monday.
    pub monday: NaiveDate,
    /// Visits dated in it.
    pub visits: u64,
}

/// One visit in a list behind a number: who did what stays with the team; no note, no facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitLine {
    /// The visit.
    pub id: VisitId,
    /// Village number.
    pub village: VillageId,
    /// Name of the household's head.
    pub household: String,
    /// Villagers' group.
    pub group: String,
    /// The day of the visit.
    pub visited_on: NaiveDate,
    /// Where the review stands.
    pub status: VisitStatus,
}

/// `GET /api/v1/visits?from&to&village&status&after`: a page of lines, newest visit first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitLines {
    /// How many match in all.
    pub total: u64,
    /// The page, at most 100 lines.
    pub lines: Vec<VisitLine>,
}

/// One account, as the administrator sees it; no personal data beyond name and role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountLine {
    /// Staff number.
    pub staff: StaffId,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Team.
    pub team: Option<TeamId>,
    /// Whether a password was set.
    pub enrolled: bool,
    /// Whether the account is closed.
    pub closed: bool,
}

/// `POST /api/v1/accounts/{staff}/invite`: the code is shown once and stored only as a hash.
#[derive(Clone, Serialize, Deserialize)]
pub struct Invitation {
    /// Staff number.
    pub staff: StaffId,
    /// The single-use code.
    pub code: String,
    /// Until when it holds.
    pub expires_at: Millis,
}
