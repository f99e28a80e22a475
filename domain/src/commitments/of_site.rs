//! The line of resettled households (P8): job or venture, property papers and community services after the move, each
//! checked once in a half-year.

use super::codes::{CommitmentStatus, Rule, Why};
use super::of_entitlements::ends;
use super::{Desk, Evidence, Finding, Found, LineRow, Of, Remedy, Subject, well};
use crate::entitlement::codes::{EntitlementKind, EntitlementStatus};
use crate::entitlement::{EntitlementCheck, EntitlementKey, Standing};
use chrono::NaiveDate;
use std::cmp::Reverse;

/// Days before the end of the half-year from which what was not checked in it is due (design): there is more than one
/// door to go to.
const SITE_SOON_DAYS: i64 = 30;

pub(super) fn lines(desk: &Desk<'_>, of: &Of<'_>, found: &mut Found) {
    if of.household.resettled {
        found.extend(desk.by(Rule::SiteList).map(|row| checked(desk, row, of)));
    }
}

/// One item of the list: where it puts the line.
struct Item<'a> {
    key: EntitlementKey,
    status: CommitmentStatus,
    why: Why,
    by: Option<NaiveDate>,
    /// What counts of it.
    check: Option<&'a EntitlementCheck>,
}

/// The worst of the items speaks, among equals the one that is due first; one remedy names all that are open.
fn checked(desk: &Desk<'_>, row: &LineRow, of: &Of<'_>) -> Finding {
    let kinds = EntitlementKind::ALL.iter().filter(|kind| kind.line() == row.code);
    let items: Vec<Item<'_>> = kinds.map(|kind| item(desk, row, of, *kind)).collect();
    let rank = |item: &&Item<'_>| {
        let by = item.by.unwrap_or(desk.today);
        (item.status.gravity(), Reverse(by), Reverse(item.key))
    };
    let worst = items.iter().max_by_key(rank);
    let (status, why, by) = worst.map_or(
        (CommitmentStatus::NotApplicable, Why::NoneResettled, None),
        |item| (item.status, item.why, item.by),
    );
    let open = items.iter().filter(|item| item.status.is_open());
    let keys: Vec<EntitlementKey> = open.map(|item| item.key).collect();
    let proof = items.iter().filter_map(|item| item.check);
    let evidence = proof.map(|check| Evidence::Entitlement(check.op)).collect();
    let household = of.household.id;
    Finding {
        status,
        by,
        remedy: (!keys.is_empty()).then_some(Remedy::Receive(household, keys)),
        ..well(row, Subject::Household(household), why, evidence)
    }
}

/// Where an item stands. What was found last says whether it is in place; that nobody could say is no answer. An answer
/// holds through the half-year after the one for which it was given, and to correct what it says makes it no older.
fn item<'a>(desk: &Desk<'_>, row: &LineRow, of: &Of<'a>, kind: EntitlementKind) -> Item<'a> {
    let key = EntitlementKey::own(kind);
    let standing = of.policies.iter().find(|one| one.key == key);
    let Some(check) = standing.and_then(Standing::answer) else {
        return Item {
            key,
            status: CommitmentStatus::Breached,
            why: Why::SiteEmpty,
            by: None,
            check: None,
        };
    };
    let said = check.content.status;
    let (status, why, by) = if said.is_breach() {
        let why = match said {
            EntitlementStatus::StoppedUnexplained => Why::SiteBroken,
            _ => Why::SiteMissing,
        };
        let by = ends(row.cycle, check.day(), desk);
        (CommitmentStatus::Breached, why, by)
    } else {
        let answers = |check: &&EntitlementCheck| check.content.status != EntitlementStatus::Unknown;
        let all = of.entitlements.into_iter().flat_map(|file| file.of(key));
        let latest = all.filter(answers).map(EntitlementCheck::day).max();
        let by = latest.and_then(|day| holds_until(row, day, desk));
        let (status, why) = by.map_or((CommitmentStatus::OnTrack, Why::SiteAnswered), |by| at(by, desk));
        (status, why, by)
    };
    Item {
        key,
        status,
        why,
        by,
        check: Some(check),
    }
}

/// The last day on which what was found on a day holds: that of the cycle after its own. None where the cycle has no
/// end of its own; then it holds until something else is found.
fn holds_until(row: &LineRow, found_on: NaiveDate, desk: &Desk<'_>) -> Option<NaiveDate> {
    let last = ends(row.cycle, found_on, desk)?;
    ends(row.cycle, last.succ_opt()?, desk)
}

fn at(by: NaiveDate, desk: &Desk<'_>) -> (CommitmentStatus, Why) {
    let soon = i64::from(desk.config.four.soon_days).max(SITE_SOON_DAYS);
    let status = desk.at_within(by, soon);
    let why = match status {
        CommitmentStatus::Breached => Why::SitePast,
        CommitmentStatus::DueSoon => Why::SiteSoon,
        _ => Why::SiteAnswered,
    };
    (status, why)
}
