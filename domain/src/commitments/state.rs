//! The state of every line of a village, from its records.

use super::codes::{CommitmentStatus, Rule, Why};
use super::{Evidence, Explanation, Finding, LineRow, Subject, VillagePosts};
use super::{
    explanation, of_clue, of_entitlements, of_handover, of_household, of_monitored, of_site, of_team,
    of_village, of_work,
};
use crate::case::MonitoringFile;
use crate::config::Config;
use crate::entitlement::EntitlementFile;
use crate::handover::Handover;
use crate::household::Household;
use crate::ids::{HouseholdId, StaffId};
use crate::risk::RelapseFlag;
use crate::roster::Village;
use crate::team::DaysFile;
use crate::time::days_between;
use crate::visit::Visit;
use crate::work::WorkLog;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The records of one village, as a phone or a store holds them, in any order.
#[derive(Clone, Debug, Default)]
pub struct Ground<'a> {
    /// The village; none where it is not known.
    pub village: Option<&'a Village>,
    /// What the roster says of it; none on a phone that has not heard yet.
    pub posts: Option<&'a VillagePosts>,
    /// Its households.
    pub households: Vec<&'a Household>,
    /// Their visits.
    pub visits: Vec<&'a Visit>,
    /// Explanations of its lines.
    pub explanations: Vec<&'a Explanation>,
    /// The monitoring files of its households.
    pub files: Vec<&'a MonitoringFile>,
    /// Flags for risks of its households.
    pub flags: Vec<&'a RelapseFlag>,
    /// What was found of the policies that its households receive.
    pub entitlements: Vec<&'a EntitlementFile>,
    /// The files of leave and months of the team's people that are known here.
    pub days: Vec<&'a DaysFile>,
    /// Handovers between the village's people.
    pub handovers: Vec<&'a Handover>,
    /// Entries of the village's work log.
    pub works: Vec<&'a WorkLog>,
    /// The person whose file alone may be known here; none where the whole team's may.
    pub only: Option<&'a StaffId>,
}

/// The state of every computed line of a village on a day: `rows` is the [`catalogue`](fn@super::catalogue) of that
/// day.
///
/// Lines whose rule [needs](Rule::is_computed) what the ledger does not have give no finding, and so count nowhere.
#[must_use]
pub fn lines(ground: &Ground<'_>, rows: &[LineRow], today: NaiveDate, config: &Config) -> Vec<Finding> {
    let mut visits = by_household(&ground.visits, |visit: &Visit| visit.household);
    // Phone and server load them in different orders; a rule that takes the first of several must take the same.
    for of_one in visits.values_mut() {
        of_one.sort_by_key(|visit| (visit.counted_on(), visit.id));
    }
    let mut flags = by_household(&ground.flags, |flag: &RelapseFlag| flag.household);
    for of_one in flags.values_mut() {
        of_one.sort_by_key(|flag| flag.id);
    }
    let files: BTreeMap<HouseholdId, &MonitoringFile> =
        ground.files.iter().map(|file| (file.household, *file)).collect();
    let entitlements: BTreeMap<HouseholdId, &EntitlementFile> = ground
        .entitlements
        .iter()
        .map(|file| (file.household, *file))
        .collect();
    let board = Desk { rows, today, config };
    let mut found = Vec::with_capacity(ground.households.len().saturating_mul(8));
    of_village::lines(&board, ground, &visits, &mut found);
    of_team::lines(&board, ground, &mut found);
    of_handover::lines(&board, ground, &mut found);
    of_work::lines(&board, ground, &mut found);
    for household in &ground.households {
        let of = Of {
            household,
            visits: visits.get(&household.id).map_or(&[][..], Vec::as_slice),
            file: files.get(&household.id).copied(),
            flags: flags.get(&household.id).map_or(&[][..], Vec::as_slice),
            entitlements: entitlements.get(&household.id).copied(),
        };
        // Nobody is visited where nobody lives any more; a clue that comes is looked into (§4.10).
        if household.reduced.is_none() {
            of_household::lines(&board, &of, &mut found);
            of_entitlements::lines(&board, &of, &mut found);
            of_site::lines(&board, &of, &mut found);
            of_monitored::lines(&board, &of, &mut found);
        }
        of_clue::lines(&board, &of, &mut found);
    }
    nothing_to_watch(&board, &mut found);
    explanation::explain(&mut found, &ground.explanations, today);
    found.sort_by_key(|finding| (finding.line, finding.subject));
    found
}

fn by_household<'a, T>(
    records: &[&'a T],
    household: impl Fn(&T) -> HouseholdId,
) -> BTreeMap<HouseholdId, Vec<&'a T>> {
    let mut of: BTreeMap<HouseholdId, Vec<&T>> = BTreeMap::new();
    for record in records {
        of.entry(household(record)).or_default().push(record);
    }
    of
}

/// Lines of monitored households, of clues, of eliminated and of resettled households and of policies do not apply to a
/// village that has none; that of the duty list is stated of bodies ([`duty_lines`](super::duty_lines)), and of no
/// village.
fn nothing_to_watch(desk: &Desk<'_>, found: &mut Vec<Finding>) {
    let rules = [
        (Rule::ContactNamed, Why::NoneMonitored),
        (Rule::PlanMoves, Why::NoneMonitored),
        (Rule::CluesInTime, Why::NoClue),
        (Rule::LookBacks, Why::NoneEliminated),
        (Rule::Entitlements, Why::NothingFound),
        (Rule::SiteList, Why::NoneResettled),
        (Rule::DutyItems, Why::CountedByBody),
    ];
    for (rule, why) in rules {
        for row in desk.by(rule) {
            if found.iter().all(|finding| finding.line != row.code) {
                found.push(Finding {
                    status: CommitmentStatus::NotApplicable,
                    ..well(row, Subject::Village, why, Vec::new())
                });
            }
        }
    }
}

/// A household with what belongs to it: its visits in the order of their days, its file, its flags,
/// what was found of its policies.
pub(super) struct Of<'a> {
    pub household: &'a Household,
    pub visits: &'a [&'a Visit],
    pub file: Option<&'a MonitoringFile>,
    pub flags: &'a [&'a RelapseFlag],
    pub entitlements: Option<&'a EntitlementFile>,
}

/// What every rule reads besides the records.
pub(super) struct Desk<'a> {
    pub rows: &'a [LineRow],
    pub today: NaiveDate,
    pub config: &'a Config,
}

impl Desk<'_> {
    /// The rows that are computed by a rule.
    pub(super) fn by(&self, rule: Rule) -> impl Iterator<Item = &LineRow> {
        self.rows.iter().filter(move |row| row.rule == rule)
    }

    /// Where a deadline puts a line.
    pub(super) fn at(&self, by: NaiveDate) -> CommitmentStatus {
        self.at_within(by, i64::from(self.config.four.soon_days))
    }

    /// The same where it is due soon from other days before the deadline on.
    pub(super) fn at_within(&self, by: NaiveDate, soon_days: i64) -> CommitmentStatus {
        let left = days_between(self.today, by);
        if left < 0 {
            CommitmentStatus::Breached
        } else if left <= soon_days {
            CommitmentStatus::DueSoon
        } else {
            CommitmentStatus::OnTrack
        }
    }
}

/// A finding with nothing to do.
pub(super) fn well(row: &LineRow, subject: Subject, why: Why, evidence: Vec<Evidence>) -> Finding {
    Finding {
        line: row.code,
        subject,
        status: CommitmentStatus::OnTrack,
        why,
        evidence,
        remedy: None,
        owner: row.owner,
        by: None,
        explanation: None,
    }
}
