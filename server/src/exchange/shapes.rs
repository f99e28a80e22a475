//! The rows that exchange hands to the store.

use domain::household::Household;
use domain::identity::Sex;
use domain::ids::{MemberId, StaffId, TeamId, VillageId};
use domain::roster::{Political, Role, Team, Village};
use chrono::NaiveDate;

/// The roster of a district, or the part of it that changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    /// Villages.
    pub villages: Vec<Village>,
    /// Teams with the villages that they lead.
    pub teams: Vec<Team>,
    /// People.
    pub staff: Vec<StaffRow>,
    /// Linked leaders with their villages.
    pub links: Vec<LeaderLink>,
}

/// A person of the roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffRow {
    /// Staff number.
    pub id: StaffId,
    /// Name.
    pub name: String,
    /// Sex.
    pub sex: Option<Sex>,
    /// Telephone, in full.
    pub phone: Option<String>,
    /// Role.
    pub role: Role,
    /// Team, for members and leaders.
    pub team: Option<TeamId>,
    /// Political status.
    pub political: Option<Political>,
    /// First day of the posting.
    pub posted_from: Option<NaiveDate>,
    /// Planned last day of the posting.
    pub posted_until: Option<NaiveDate>,
}

/// A linked district leader's villages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaderLink {
    /// The leader.
    pub leader: StaffId,
    /// The villages.
    pub villages: Vec<VillageId>,
}

/// A household of the register with what the vault of numbers keeps beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterHousehold {
    /// The household, numbers masked.
    pub household: Household,
    /// Full identity numbers by member.
    pub numbers: Vec<(MemberId, String)>,
    /// Telephone, in full.
    pub phone: Option<String>,
}
