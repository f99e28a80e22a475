//! What the district's desk is told of the four not-removes: states to open, in the order of names. No score.

use super::trend::FourMonth;
use super::{BodyStanding, CommitmentStatus, Finding, LineCode, LineRow, Owner, PillarState, Remedy, Why};
use crate::household::Household;
use crate::ids::{HouseholdId, VillageId};
use crate::time::Millis;
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One village on the map.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct FourVillage {
    /// Village number.
    #[n(0)]
    pub id: VillageId,
    /// Name.
    #[n(1)]
    pub name: String,
    /// Township.
    #[n(2)]
    pub township: String,
    /// Its pillars, in their order.
    #[n(3)]
    pub pillars: Vec<PillarState>,
}

/// `GET /api/v1/four`: every village by township and name, computed when it is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct FourBoard {
    /// The day for which it was computed.
    #[cbor(n(0), with = "crate::cbor::day")]
    pub today: NaiveDate,
    /// The villages.
    #[n(1)]
    pub villages: Vec<FourVillage>,
    /// The server's clock.
    #[n(2)]
    pub server_time: Millis,
    /// How all of them stood by month, the oldest first; empty where an older server does not tell.
    #[serde(default)]
    #[cbor(n(3), default)]
    pub months: Vec<FourMonth>,
    /// The bodies that lead items of the duty list (R5), by name: empty where there is no list, none where the district
    /// has switched the line off or an older server does not tell.
    #[serde(default)]
    #[cbor(n(4), default)]
    pub bodies: Option<Vec<BodyStanding>>,
}

/// One thing to do in a village.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct FourLine {
    /// The line.
    #[n(0)]
    pub line: LineCode,
    /// Where it stands.
    #[n(1)]
    pub status: CommitmentStatus,
    /// What was found.
    #[n(2)]
    pub why: Why,
    /// The head of the household, where it is about one: who in it stays with the team.
    #[n(3)]
    pub household: Option<String>,
    /// The household's group.
    #[n(4)]
    pub group: Option<String>,
    /// Households that the yearly screening has not reached, where it is about that.
    #[n(5)]
    pub missing: Option<u32>,
    /// Who sees to it.
    #[n(6)]
    pub owner: Owner,
    /// By when.
    #[cbor(n(7), with = "crate::cbor::maybe_day", default)]
    pub by: Option<NaiveDate>,
}

/// `GET /api/v1/four/{village}`: what is open or explained there, nearest deadline first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct FourList {
    /// The village as on the map.
    #[n(0)]
    pub village: FourVillage,
    /// The day for which it was computed.
    #[cbor(n(1), with = "crate::cbor::day")]
    pub today: NaiveDate,
    /// The catalogue in force.
    #[n(2)]
    pub rows: Vec<LineRow>,
    /// What is open or explained.
    #[n(3)]
    pub lines: Vec<FourLine>,
}

/// The findings that somebody at a desk has to know, without who in a household it is about.
#[must_use]
pub fn for_desk(findings: &[Finding], households: &[&Household], today: NaiveDate) -> Vec<FourLine> {
    let homes: BTreeMap<HouseholdId, &Household> = households.iter().map(|home| (home.id, *home)).collect();
    let mut open: Vec<&Finding> = findings
        .iter()
        .filter(|finding| finding.status.gravity() > 0)
        .collect();
    open.sort_by_key(|finding| finding.urgency(today));
    let line = |finding: &Finding| {
        let home = finding.subject.household().and_then(|id| homes.get(&id));
        FourLine {
            line: finding.line,
            status: finding.status,
            why: finding.why,
            household: home.map(|home| home.name().to_owned()),
            group: home.map(|home| home.group.clone()),
            missing: match &finding.remedy {
                Some(Remedy::Screen(missing)) => u32::try_from(missing.len()).ok(),
                _ => None,
            },
            owner: finding.owner,
            by: finding.by,
        }
    };
    open.into_iter().map(line).collect()
}
