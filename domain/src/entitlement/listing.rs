//! A line of a department's list 部门政策名单: a finding of its own source (domain.md §6). It takes the place of what earlier
//! lists said of the same policy, and of nothing that somebody of the team found.

use super::{EntitlementCheck, EntitlementContent, EntitlementFile};
use crate::ids::{HouseholdId, OpId, StaffId, VillageId};
use crate::risk::warning::Department;
use crate::time::{Millis, field_day};
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// What only a list says of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Listing {
    /// Whose list it is.
    #[n(0)]
    pub department: Department,
    /// Since when the policy is received, where the list says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(1), with = "crate::cbor::maybe_day", default)]
    pub since: Option<NaiveDate>,
}

/// A line that met somebody of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedPolicy {
    /// The finding's identity: the same line in whatever list has the same one.
    pub op: OpId,
    /// The household.
    pub household: HouseholdId,
    /// The village in which the register has it.
    pub village: VillageId,
    /// What the line says; it names no finding yet whose place it takes.
    pub content: EntitlementContent,
    /// What only a list says.
    pub listing: Listing,
}

impl ListedPolicy {
    /// The findings of earlier lists whose place it takes: of the same day or before. What people found stays beside it.
    #[must_use]
    pub fn replaces(&self, file: &EntitlementFile) -> Vec<OpId> {
        let open = file.open(self.content.key).into_iter();
        let of_lists = open.filter(|check| check.listed.is_some() && check.day() <= self.content.on);
        of_lists.map(|check| check.op).collect()
    }

    /// Whether somebody of the team found something else that stands beside it.
    #[must_use]
    pub fn differs_from_others(&self, file: &EntitlementFile) -> bool {
        let open = file.open(self.content.key);
        open.iter()
            .any(|check| check.listed.is_none() && check.content.status != self.content.status)
    }

    /// The finding as it is added to the household's file, imported by somebody at a time; none where it stands there
    /// already.
    #[must_use]
    pub fn into_check(
        self,
        file: &EntitlementFile,
        (by, by_name): (StaffId, String),
        now: Millis,
    ) -> Option<EntitlementCheck> {
        if file.times(self.op) > 0 {
            return None;
        }
        let seen = self.replaces(file);
        Some(EntitlementCheck {
            op: self.op,
            by,
            by_name,
            recorded_at: now,
            recorded_on: field_day(now),
            received_at: Some(now),
            content: EntitlementContent { seen, ..self.content },
            listed: Some(self.listing),
        })
    }
}
