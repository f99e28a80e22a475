//! What the district's desk reads of the roster and of the register: teams with their people, households, one household.

use crate::commitments::Holder;
use crate::handover::codes::EndReason;
use crate::household::Household;
use crate::household::codes::{HouseholdType, MonitorCategory};
use crate::ids::{HouseholdId, StaffId, TeamId, VillageId};
use crate::roster::{Role, Village};
use crate::search::SearchKey;
use crate::text;
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Somebody posted to a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct PostedPerson {
    /// Staff number.
    #[n(0)]
    pub id: StaffId,
    /// Name.
    #[n(1)]
    pub name: String,
    /// Member or leader.
    #[n(2)]
    pub role: Role,
    /// First day of the posting, where the office says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(3), with = "crate::cbor::maybe_day", default)]
    pub from: Option<NaiveDate>,
    /// Last day of the posting, where the office says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(4), with = "crate::cbor::maybe_day", default)]
    pub until: Option<NaiveDate>,
    /// Why the posting ended or will end, where the office says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(5), default)]
    pub reason: Option<EndReason>,
    /// Who comes in the person's place, where the office says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(6), default)]
    pub successor: Option<StaffId>,
}

/// Days for which somebody who left a team stands in the list of it: about as long as another can come for them (design).
pub const LEFT_DAYS: i64 = 120;

/// `POST /api/v1/teams/{team}/people/{staff}/end`: what the office says of the end of somebody's latest posting to a team. It
/// takes the place of what was said before; what is left out is taken back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct EndOfPosting {
    /// Why it ended or will end.
    #[serde(default)]
    #[cbor(n(0), default)]
    pub reason: Option<EndReason>,
    /// Who comes in the person's place: another than the person.
    #[serde(default)]
    #[cbor(n(1), default)]
    pub successor: Option<StaffId>,
}

/// A team with whom it has and what it leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct TeamLine {
    /// Office number.
    #[n(0)]
    pub id: TeamId,
    /// The dispatching unit 派出单位.
    #[n(1)]
    pub unit: String,
    /// The villages it leads now.
    #[n(2)]
    pub villages: Vec<Village>,
    /// Its people, the leader first, then by number.
    #[n(3)]
    pub people: Vec<PostedPerson>,
    /// Who left it within the last [`LEFT_DAYS`], likewise; `until` is the last day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(4), default)]
    pub left: Vec<PostedPerson>,
}

/// `GET /api/v1/teams`: the list behind "teams · people · villages".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct TeamList {
    /// Every team, by township and name of its first village; teams without one last. Never by what they did.
    #[n(0)]
    pub teams: Vec<TeamLine>,
    /// Villages that no team leads now.
    #[n(1)]
    pub unled: Vec<Village>,
    /// By village, who holds its posts that are in no team, the linked leaders among them, as far as the roster tells.
    #[serde(default)]
    #[cbor(n(2), default)]
    pub holders: BTreeMap<VillageId, Vec<Holder>>,
}

/// A household in the list of its village.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct HouseholdLine {
    /// The household.
    #[n(0)]
    pub id: HouseholdId,
    /// Register number.
    #[n(1)]
    pub code: String,
    /// The name by which people call it.
    #[n(2)]
    pub name: String,
    /// Villagers' group.
    #[n(3)]
    pub group: String,
    /// Address.
    #[n(4)]
    pub address: String,
    /// Number of members.
    #[n(5)]
    pub people: u32,
    /// Base type.
    #[n(6)]
    pub household_type: HouseholdType,
    /// Monitoring category, while it is monitored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(7)]
    pub monitor: Option<MonitorCategory>,
    /// Names and initials of the members, for the search.
    #[n(8)]
    pub search: SearchKey,
}

impl HouseholdLine {
    /// The line of a household.
    #[must_use]
    pub fn of(household: &Household) -> Self {
        Self {
            id: household.id,
            code: household.code.clone(),
            name: household.name().to_owned(),
            group: household.group.clone(),
            address: household.address.clone(),
            people: u32::try_from(household.members.len()).unwrap_or(u32::MAX),
            household_type: household.household_type,
            monitor: household.monitored(),
            search: SearchKey::of(household),
        }
    }
}

/// `GET /api/v1/villages/{village}/households`: the households of one village, by group and number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct HouseholdList {
    /// The village.
    #[n(0)]
    pub village: Village,
    /// Its households.
    #[n(1)]
    pub lines: Vec<HouseholdLine>,
}

impl HouseholdList {
    /// The list of these households, by villagers' group and house number as people count them.
    #[must_use]
    pub fn new(village: Village, mut lines: Vec<HouseholdLine>) -> Self {
        lines.sort_by_cached_key(|line| {
            (
                text::first_number(&line.group),
                line.group.clone(),
                text::last_number(&line.address),
                line.code.clone(),
            )
        });
        Self { village, lines }
    }
}

/// `GET /api/v1/households/{household}`: one household as it is recorded now, numbers masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct HouseholdPage {
    /// The day for which ages are reckoned.
    #[cbor(n(0), with = "crate::cbor::day")]
    pub today: NaiveDate,
    /// Its village.
    #[n(1)]
    pub village: Village,
    /// The household.
    #[n(2)]
    pub household: Household,
}

/// Puts teams in the order of the list: by township and name of the first village, without one last, then by number.
pub fn in_order(teams: &mut [TeamLine]) {
    for team in teams.iter_mut() {
        for people in [&mut team.people, &mut team.left] {
            people.sort_by_key(|person| (person.role != Role::TeamLeader, person.id.clone()));
        }
        team.villages
            .sort_by_key(|village| (village.township.clone(), village.name.clone()));
    }
    teams.sort_by_key(|team| {
        let first = team.villages.first();
        let place = first.map(|village| (village.township.clone(), village.name.clone()));
        (place.is_none(), place, team.id.clone())
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn team(id: &str, village: Option<(&str, &str)>, people: &[(&str, Role)]) -> TeamLine {
        let place = |(township, name): (&str, &str)| Village {
            id: name.into(),
            name: name.into(),
            township: township.into(),
            kinds: Vec::new(),
        };
        let person = |(id, role): &(&str, Role)| PostedPerson {
            id: (*id).into(),
            name: (*id).into(),
            role: *role,
            from: None,
            until: None,
            reason: None,
            successor: None,
        };
        TeamLine {
            id: id.into(),
            unit: String::new(),
            villages: village.map(place).into_iter().collect(),
            people: people.iter().map(person).collect(),
            left: people.iter().map(person).collect(),
        }
    }

    #[test]
    fn teams_stand_by_place_and_leaders_first() {
        let mut teams = vec![
            team("T1", None, &[]),
            team("T2", Some(("B", "b")), &[]),
            team(
                "T3",
                Some(("A", "z")),
                &[("M1", Role::TeamMember), ("M2", Role::TeamLeader)],
            ),
            team("T4", Some(("A", "a")), &[]),
        ];
        in_order(&mut teams);
        let ids: Vec<&str> = teams.iter().map(|team| team.id.as_str()).collect();
        assert_eq!(ids, ["T4", "T3", "T2", "T1"]);
        let people: Vec<&str> = teams[1].people.iter().map(|person| person.id.as_str()).collect();
        assert_eq!(people, ["M2", "M1"]);
        let left: Vec<&str> = teams[1].left.iter().map(|person| person.id.as_str()).collect();
        assert_eq!(left, people);
    }

    #[test]
    fn households_stand_by_group_and_number_as_people_count() {
        let line = |group: &str, house: &str| HouseholdLine {
            id: HouseholdId(uuid::Uuid::nil()),
            code: String::new(),
            name: String::new(),
            group: group.into(),
            address: format!("{group}{house}"),
            people: 1,
            household_type: HouseholdType::Ordinary,
            monitor: None,
            search: SearchKey::default(),
        };
        let village = team("T1", Some(("A", "a")), &[]).villages.remove(0);
        let lines = vec![line("第10组", "1号"), line("第2组", "12号"), line("第2组", "3号")];
        let list = HouseholdList::new(village, lines);
        let places: Vec<&str> = list.lines.iter().map(|line| line.address.as_str()).collect();
        assert_eq!(places, ["第2组3号", "第2组12号", "第10组1号"]);
    }
}
