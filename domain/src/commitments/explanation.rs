//! Explanations of lines: somebody says why it is so and until when, another confirms it, and only then it counts.

use super::codes::{CommitmentStatus, LineCode};
use super::{Finding, Subject};
use crate::history::Entry;
use crate::ids::{ExplanationId, HouseholdId, MemberId, StaffId, VillageId};
use crate::roster::Role;
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What happened to an explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum ExplanationEvent {
    /// Written.
    #[n(0)]
    Written,
    /// Confirmed by somebody else.
    #[n(1)]
    Confirmed,
}

/// One entry of its history.
pub type ExplanationEntry = Entry<ExplanationEvent>;

/// Why a line stands as it does, said by one and confirmed by another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Explanation {
    /// Identity, made on the phone.
    #[n(0)]
    pub id: ExplanationId,
    /// The village in which the subject lies.
    #[n(1)]
    pub village: VillageId,
    /// The line.
    #[n(2)]
    pub line: LineCode,
    /// The household, where it is about one.
    #[serde(default)]
    #[n(3)]
    pub household: Option<HouseholdId>,
    /// The member, where it is about one.
    #[serde(default)]
    #[n(4)]
    pub member: Option<MemberId>,
    /// The reason, in the author's words.
    #[n(5)]
    pub reason: String,
    /// The last day for which it holds.
    #[cbor(n(6), with = "crate::cbor::day")]
    pub until: NaiveDate,
    /// Who wrote it.
    #[n(7)]
    pub author: StaffId,
    /// What the author was then.
    #[n(8)]
    pub author_role: Role,
    /// Who confirmed it, if anybody.
    #[serde(default)]
    #[n(9)]
    pub confirmed_by: Option<StaffId>,
    /// Everything that happened, in order of effect.
    #[n(10)]
    pub history: Vec<ExplanationEntry>,
}

impl Explanation {
    /// Of what it speaks.
    #[must_use]
    pub const fn subject(&self) -> Subject {
        match (self.household, self.member) {
            (Some(household), Some(member)) => Subject::Member(household, member),
            (Some(household), None) => Subject::Household(household),
            (None, _) => Subject::Village,
        }
    }

    /// Whether it counts on a day: confirmed, and not over.
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.confirmed_by.is_some() && day <= self.until
    }
}

/// Lets confirmed explanations count, and names the ones that wait, so that a screen can show them.
pub(super) fn explain(found: &mut [Finding], explanations: &[&Explanation], today: NaiveDate) {
    if explanations.is_empty() {
        return;
    }
    let mut of: BTreeMap<(LineCode, Subject), &Explanation> = BTreeMap::new();
    // One that holds before one that waits; among equals the one that lasts longer.
    let rank = |one: &Explanation| (one.holds_on(today), one.until, one.id);
    for one in explanations.iter().copied().filter(|one| today <= one.until) {
        let place = of.entry((one.line, one.subject())).or_insert(one);
        if rank(one) > rank(place) {
            *place = one;
        }
    }
    for finding in found.iter_mut().filter(|finding| finding.status.is_open()) {
        if let Some(explanation) = of.get(&(finding.line, finding.subject)) {
            finding.explanation = Some(explanation.id);
            if explanation.holds_on(today) {
                finding.status = CommitmentStatus::Explained;
            }
        }
    }
}
