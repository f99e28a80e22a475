//! The line of the duty list (R5): each item was told of by its due day. It is stated of bodies, never of people, and of no
//! village.

use super::codes::{CommitmentStatus, LineCode, Owner, Rule, Why};
use super::summary::tally;
use super::{Desk, LineRow};
use crate::config::Config;
use crate::duty::{Body, BodyKind, DutyItem, DutyState};
use chrono::NaiveDate;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What puts an item right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DutyRemedy {
    /// Its body tells how it stands.
    Update,
    /// Its body finishes it and says so; or somebody says why it is late.
    Finish,
    /// The district imports its list.
    ImportList,
}

/// The state of R5 for one item, or for the district where it has no list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyFinding {
    /// The line.
    pub line: LineCode,
    /// The item's number; none where there is no list.
    pub item: Option<String>,
    /// Who leads it; none where there is no list.
    pub body: Option<Body>,
    /// Where it stands.
    pub status: CommitmentStatus,
    /// What was found.
    pub why: Why,
    /// What it was computed from: the updates, by their entries.
    pub evidence: Vec<Uuid>,
    /// What puts it right; none where nothing has to be done.
    pub remedy: Option<DutyRemedy>,
    /// Who sees to it.
    pub owner: Owner,
    /// By when; none for "never".
    pub by: Option<NaiveDate>,
    /// The explanation that holds, or the one that still waits, by its entry.
    pub explanation: Option<Uuid>,
}

/// R5 of every item on a day, in the order of their numbers. Without a list it is said that there is none; where the
/// district has switched the line off there is nothing to say.
#[must_use]
pub fn duty_lines(
    items: &[DutyItem],
    rows: &[LineRow],
    today: NaiveDate,
    config: &Config,
) -> Vec<DutyFinding> {
    let desk = Desk::new(rows, today, config);
    let mut found = Vec::with_capacity(items.len());
    for row in desk.by(Rule::DutyItems) {
        if items.is_empty() {
            found.push(no_list(row));
        }
        let counted = items.iter().filter(|item| !item.terms.withdrawn);
        found.extend(counted.map(|item| of_item(&desk, row, item)));
    }
    found.sort_by(|a, b| a.item.cmp(&b.item));
    found
}

/// Where an item stands on a day, explanations apart.
#[must_use]
pub fn duty_status(item: &DutyItem, today: NaiveDate, config: &Config) -> CommitmentStatus {
    status(&Desk::new(&[], today, config), item)
}

fn status(desk: &Desk<'_>, item: &DutyItem) -> CommitmentStatus {
    item.next_due()
        .map_or(CommitmentStatus::OnTrack, |by| desk.at(by))
}

fn no_list(row: &LineRow) -> DutyFinding {
    DutyFinding {
        line: row.code,
        item: None,
        body: None,
        status: CommitmentStatus::NotApplicable,
        why: Why::NoDutyList,
        evidence: Vec::new(),
        remedy: Some(DutyRemedy::ImportList),
        owner: Owner::ResidencyOffice,
        by: None,
        explanation: None,
    }
}

fn of_item(desk: &Desk<'_>, row: &LineRow, item: &DutyItem) -> DutyFinding {
    let by = item.next_due();
    let status = status(desk, item);
    let once = item.terms.months().is_none();
    let remedy = match once {
        true => DutyRemedy::Finish,
        false => DutyRemedy::Update,
    };
    let said = item.explanation(desk.today).filter(|_| status.is_open());
    DutyFinding {
        line: row.code,
        item: Some(item.code.clone()),
        body: Some(item.terms.body.clone()),
        status: match said {
            Some(said) if said.confirmed => CommitmentStatus::Explained,
            _ => status,
        },
        why: why(item, status, once),
        evidence: item.updates().map(|(entry, ..)| entry.id).collect(),
        remedy: status.is_open().then_some(remedy),
        owner: match item.terms.body.kind {
            BodyKind::Township => Owner::Township,
            BodyKind::Department => Owner::Department,
        },
        by,
        explanation: said.map(|said| said.entry.id),
    }
}

fn why(item: &DutyItem, status: CommitmentStatus, once: bool) -> Why {
    match (status, once) {
        (CommitmentStatus::Breached, true) => Why::DutyUnfinished,
        (CommitmentStatus::Breached, false) => Why::DutyPast,
        (CommitmentStatus::DueSoon, _) => Why::DutySoon,
        _ if once && item.state() == DutyState::Done => Why::DutyDone,
        _ if item.updates().next().is_some() => Why::DutyUpdated,
        _ => Why::DutyAhead,
    }
}

/// How a body stands with its items: counted, never added up, and in the order of names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct BodyStanding {
    /// The body.
    #[n(0)]
    pub body: Body,
    /// Its worst state.
    #[n(1)]
    pub worst: CommitmentStatus,
    /// Items that are overdue.
    #[n(2)]
    pub breached: u32,
    /// Those that are due soon.
    #[n(3)]
    pub due_soon: u32,
    /// Those that are explained.
    #[n(4)]
    pub explained: u32,
    /// All that it leads.
    #[n(5)]
    pub items: u32,
}

/// The bodies that lead items, townships first, each by name.
#[must_use]
pub fn bodies(findings: &[DutyFinding]) -> Vec<BodyStanding> {
    let mut of: BTreeMap<&Body, BodyStanding> = BTreeMap::new();
    for finding in findings {
        let Some(body) = &finding.body else { continue };
        let standing = of.entry(body).or_insert_with(|| BodyStanding {
            body: body.clone(),
            worst: CommitmentStatus::NotApplicable,
            breached: 0,
            due_soon: 0,
            explained: 0,
            items: 0,
        });
        standing.worst = standing.worst.max(finding.status);
        standing.items = standing.items.saturating_add(1);
        let counters = [
            &mut standing.breached,
            &mut standing.due_soon,
            &mut standing.explained,
        ];
        tally(finding.status, counters);
    }
    of.into_values().collect()
}
