//! What people see first: each pillar's worst state with the count behind it, and what to do first.

use super::codes::{CommitmentStatus, Pillar};
use super::{Finding, LineRow};
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// A pillar's worst state and the counts behind it. No score: the states are counted, never added up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct PillarState {
    /// The pillar.
    #[n(0)]
    pub pillar: Pillar,
    /// The worst state; none where nothing is computed.
    #[n(1)]
    pub worst: Option<CommitmentStatus>,
    /// Lines of subjects that are broken off.
    #[n(2)]
    pub breached: u32,
    /// Those that are due soon.
    #[n(3)]
    pub due_soon: u32,
    /// Those that are explained.
    #[n(4)]
    pub explained: u32,
    /// Commitments of the pillar that are computed.
    #[n(5)]
    pub computed: u32,
    /// Commitments that are not computed yet.
    #[n(6)]
    pub waiting: u32,
}

/// The four pillars over any findings, those of several villages together included.
#[must_use]
pub fn pillars<'a>(findings: impl Iterator<Item = &'a Finding>, rows: &[LineRow]) -> Vec<PillarState> {
    let empty = |pillar: &Pillar| PillarState {
        pillar: *pillar,
        worst: None,
        breached: 0,
        due_soon: 0,
        explained: 0,
        computed: count(rows, *pillar, true),
        waiting: count(rows, *pillar, false),
    };
    let mut states: Vec<PillarState> = Pillar::ALL.iter().map(empty).collect();
    for finding in findings {
        let pillar = rows
            .iter()
            .find(|row| row.code == finding.line)
            .map(|row| row.pillar);
        let Some(state) = states.iter_mut().find(|state| Some(state.pillar) == pillar) else {
            continue;
        };
        let counters = [&mut state.breached, &mut state.due_soon, &mut state.explained];
        tally(finding.status, counters);
        state.worst = state.worst.max(Some(finding.status));
    }
    states
}

/// Counts a state under what is broken, due soon or explained; what is on track or does not apply is counted nowhere.
pub(super) fn tally(status: CommitmentStatus, [breached, due_soon, explained]: [&mut u32; 3]) {
    let counter = match status {
        CommitmentStatus::Breached => breached,
        CommitmentStatus::DueSoon => due_soon,
        CommitmentStatus::Explained => explained,
        CommitmentStatus::OnTrack | CommitmentStatus::NotApplicable => return,
    };
    *counter = counter.saturating_add(1);
}

fn count(rows: &[LineRow], pillar: Pillar, computed: bool) -> u32 {
    let of_pillar = rows.iter().filter(|row| row.pillar == pillar);
    let counted = of_pillar.filter(|row| row.rule.is_computed() == computed).count();
    u32::try_from(counted).unwrap_or(u32::MAX)
}

/// What somebody has to do, nearest deadline first.
#[must_use]
pub fn first_to_do(findings: &[Finding], today: NaiveDate) -> Vec<&Finding> {
    let mut open: Vec<&Finding> = findings
        .iter()
        .filter(|finding| finding.status.is_open())
        .collect();
    open.sort_by_key(|finding| finding.urgency(today));
    open
}
