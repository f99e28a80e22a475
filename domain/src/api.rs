//! Messages of everything that is not sync: sign-in, the district's board, imports, accounts.

use crate::exchange::{ImportKind, ImportReport};
use crate::ids::{StaffId, TeamId, VillageId, VisitId};
use crate::roster::{Role, VillageKind};
use crate::time::{Millis, plus_days};
use crate::visit::codes::VisitStatus;
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Shortest password, in characters.
pub const PASSWORD_MIN: usize = 10;
/// Longest password, in characters.
pub const PASSWORD_MAX: usize = 128;
/// Fewest digits of an unlock code.
pub const UNLOCK_CODE_MIN: usize = 6;

/// `POST /api/v1/session`.
#[derive(Clone, Serialize, Deserialize, Encode, Decode)]
pub struct SignIn {
    /// Staff number, in any case and width.
    #[n(0)]
    pub staff: String,
    /// Password.
    #[n(1)]
    pub password: String,
}

/// `POST /api/v1/enrol`: first sign-in with a single-use code, sets the password.
#[derive(Clone, Serialize, Deserialize, Encode, Decode)]
pub struct Enrol {
    /// Staff number.
    #[n(0)]
    pub staff: String,
    /// The code that the import or the administrator's invitation printed once.
    #[n(1)]
    pub code: String,
    /// The new password.
    #[n(2)]
    pub password: String,
}

/// `POST /api/v1/password`.
#[derive(Clone, Serialize, Deserialize, Encode, Decode)]
pub struct ChangePassword {
    /// The present password.
    #[n(0)]
    pub present: String,
    /// The new one.
    #[n(1)]
    pub new: String,
}

/// The signed-in person: answer of `POST /api/v1/session` and `POST /api/v1/enrol`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Me {
    /// Staff number.
    #[n(0)]
    pub staff: StaffId,
    /// Name.
    #[n(1)]
    pub name: String,
    /// Role.
    #[n(2)]
    pub role: Role,
    /// Team, for members and leaders.
    #[n(3)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(tag = "who", rename_all = "snake_case")]
#[cbor(flat)]
pub enum Present {
    /// This browser has no session, or none that still holds.
    #[n(0)]
    Nobody,
    /// This person is signed in.
    #[n(1)]
    Person(#[n(0)] Me),
    /// The session was of this person, whose account is closed: their store leaves the phone.
    #[n(2)]
    Closed {
        /// Staff number.
        #[n(0)]
        staff: StaffId,
    },
}

/// A problem document: every answer of the API that is not a success.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct ProblemDocument {
    /// Stable code; the app turns it into words.
    #[n(0)]
    pub code: String,
    /// The field of the form that it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(1)]
    pub field: Option<String>,
    /// Seconds to wait before trying again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(2)]
    pub retry_after: Option<u64>,
    /// Number under which the server logged an internal fault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(3)]
    pub incident: Option<String>,
}

/// One village on the district's board. What needs doing, never who did most.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct BoardVillage {
    /// Village number.
    #[n(0)]
    pub id: VillageId,
    /// Name.
    #[n(1)]
    pub name: String,
    /// Township.
    #[n(2)]
    pub township: String,
    /// Kinds.
    #[n(3)]
    pub kinds: Vec<VillageKind>,
    /// The team that leads it now.
    #[n(4)]
    pub team: Option<TeamId>,
    /// Households registered.
    #[n(5)]
    pub households: u64,
    /// Visits logged in the period.
    #[n(6)]
    pub visits: u64,
    /// Visits of the period that wait for review.
    #[n(7)]
    pub waiting: u64,
    /// Of these, waiting longer than the review limit.
    #[n(8)]
    pub waiting_late: u64,
    /// Visits of the period that are with their author again.
    #[n(9)]
    pub returned: u64,
}

/// `GET /api/v1/board?from=YYYY-MM-DD&to=YYYY-MM-DD`, dates inclusive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Board {
    /// First day of the period.
    #[cbor(n(0), with = "crate::cbor::day")]
    pub from: NaiveDate,
    /// Last day of the period.
    #[cbor(n(1), with = "crate::cbor::day")]
    pub to: NaiveDate,
    /// Number of teams.
    #[n(2)]
    pub teams: u64,
    /// Number of people posted.
    #[n(3)]
    pub people: u64,
    /// Villages, by township and name.
    #[n(4)]
    pub villages: Vec<BoardVillage>,
    /// Visits per week of the period, oldest first.
    #[n(5)]
    pub weeks: Vec<BoardWeek>,
    /// The server's clock.
    #[n(6)]
    pub server_time: Millis,
}

/// One week of the board's trend.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct BoardWeek {
    /// Its Monday.
    #[cbor(n(0), with = "crate::cbor::day")]
    pub monday: NaiveDate,
    /// Visits dated in it.
    #[n(1)]
    pub visits: u64,
}

impl BoardWeek {
    /// The days of the week that lie in the period, both inclusive: what its number counts.
    #[must_use]
    pub fn days(&self, period: (NaiveDate, NaiveDate)) -> (NaiveDate, NaiveDate) {
        (self.monday.max(period.0), plus_days(self.monday, 6).min(period.1))
    }

    /// Whether all seven days lie in the period. A week of fewer days says nothing about the trend.
    #[must_use]
    pub fn is_whole(&self, period: (NaiveDate, NaiveDate)) -> bool {
        self.days(period) == (self.monday, plus_days(self.monday, 6))
    }
}

/// One visit in a list behind a number: who did what stays with the team; no note, no facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct VisitLine {
    /// The visit.
    #[n(0)]
    pub id: VisitId,
    /// Village number.
    #[n(1)]
    pub village: VillageId,
    /// Name of the household's head.
    #[n(2)]
    pub household: String,
    /// Villagers' group.
    #[n(3)]
    pub group: String,
    /// The day of the visit.
    #[cbor(n(4), with = "crate::cbor::day")]
    pub visited_on: NaiveDate,
    /// Where the review stands.
    #[n(5)]
    pub status: VisitStatus,
}

/// `GET /api/v1/visits?from&to&village&status&after`: a page of lines, newest visit first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct VisitLines {
    /// How many match in all.
    #[n(0)]
    pub total: u64,
    /// The page, at most 100 lines.
    #[n(1)]
    pub lines: Vec<VisitLine>,
}

/// One account, as the administrator sees it; no personal data beyond name and role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct AccountLine {
    /// Staff number.
    #[n(0)]
    pub staff: StaffId,
    /// Name.
    #[n(1)]
    pub name: String,
    /// Role.
    #[n(2)]
    pub role: Role,
    /// Team.
    #[n(3)]
    pub team: Option<TeamId>,
    /// Whether a password was set.
    #[n(4)]
    pub enrolled: bool,
    /// Whether the account is closed.
    #[n(5)]
    pub closed: bool,
}

/// `POST /api/v1/accounts/{staff}/invite`: the code is shown once and stored only as a hash.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Invitation {
    /// Staff number.
    #[n(0)]
    pub staff: StaffId,
    /// The single-use code.
    #[n(1)]
    pub code: String,
    /// Until when it holds.
    #[n(2)]
    pub expires_at: Millis,
}

/// `GET` and `POST /api/v1/photos/{hash}/upload`: how far a photo of the asking person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct PhotoUpload {
    /// Bytes that the server has; the next chunk begins here.
    #[n(0)]
    pub received: u32,
    /// The whole photo was looked at and is on the disk: the phone may let its own go.
    #[n(1)]
    pub stored: bool,
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[cbor(index_only)]
pub enum ImportStage {
    /// The workbook is read and planned.
    #[n(0)]
    Reading,
    /// The report is there; nothing was written.
    #[n(1)]
    Planned,
    /// It is being written, in one transaction.
    #[n(2)]
    Committing,
    /// It was written.
    #[n(3)]
    Committed,
    /// The district changed since the dry run: the report is new, please look again.
    #[n(4)]
    Changed,
    /// It could not be done; nothing was written.
    #[n(5)]
    Failed,
    /// Whether it was written is not known: send the file again, the same file twice changes nothing.
    #[n(6)]
    Unknown,
}

impl ImportStage {
    /// Whether the server is at work on it, so that another look will show more.
    #[must_use]
    pub const fn is_under_way(self) -> bool {
        matches!(self, Self::Reading | Self::Committing)
    }
}

/// An import as its owner sees it: answer of `POST /api/v1/imports`, `GET /api/v1/imports/{id}` and
/// `POST /api/v1/imports/{id}/commit`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct ImportState {
    /// The import.
    #[cbor(n(0), with = "crate::cbor::uuid")]
    pub id: Uuid,
    /// Which workbook it is.
    #[n(1)]
    pub kind: ImportKind,
    /// How far it is.
    #[n(2)]
    pub stage: ImportStage,
    /// Households planned, then written, so far.
    #[n(3)]
    pub done: u64,
    /// Of how many; 0 while unknown.
    #[n(4)]
    pub total: u64,
    /// The fates of the rows, once planned.
    #[serde(default)]
    #[n(5)]
    pub report: Option<ImportReport>,
    /// Codes of new members and leaders, for their importer, for a quarter of an hour after the commit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(6), default)]
    pub codes: Vec<Invitation>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_counts_only_its_days_of_the_period() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let week = |monday| BoardWeek {
            monday: day(monday),
            visits: 3,
        };
        let period = (day("2026-10-25"), day("2026-11-25"));
        assert_eq!(
            week("2026-10-19").days(period),
            (day("2026-10-25"), day("2026-10-25"))
        );
        assert!(!week("2026-10-19").is_whole(period));
        assert!(week("2026-11-16").is_whole(period));
        assert_eq!(
            week("2026-11-23").days(period),
            (day("2026-11-23"), day("2026-11-25"))
        );
        assert!(!week("2026-11-23").is_whole(period));
    }
}
