//! The line of changes of people (R2): each was handed over, and both sides signed.

use super::codes::{CommitmentStatus, Rule, Why};
use super::{Desk, Evidence, Finding, Found, Ground, LineRow, Remedy, Subject, VillagePosts, well};
use crate::handover::{Change, changes};
use crate::ids::HandoverId;
use std::cmp::Reverse;

pub(super) fn lines(desk: &Desk<'_>, ground: &Ground<'_>, found: &mut Found) {
    let Some(posts) = ground.posts else { return };
    for row in desk.by(Rule::HandedOver) {
        found.push(handed_over(desk, row, ground, posts));
    }
}

/// R2: the change that is worst off speaks for the village; when it is handed over, the next one does.
fn handed_over(desk: &Desk<'_>, row: &LineRow, ground: &Ground<'_>, posts: &VillagePosts) -> Finding {
    let mut done: Vec<HandoverId> = Vec::new();
    let mut undone: Vec<Change> = Vec::new();
    for change in changes(posts, desk.today, row.days.unwrap_or_default()) {
        let record = change.record(ground.handovers.iter().copied());
        match record.filter(|record| record.is_done()) {
            Some(record) => done.push(record.id),
            None => undone.push(change),
        }
    }
    done.sort_unstable();
    done.dedup();
    let nothing = done.is_empty() && undone.is_empty();
    let evidence: Vec<Evidence> = done.into_iter().map(Evidence::Handover).collect();
    let of = |why| well(row, Subject::Village, why, evidence);
    if nothing {
        return Finding {
            status: CommitmentStatus::NotApplicable,
            ..of(Why::NobodyLeft)
        };
    }
    let worst = undone
        .into_iter()
        .max_by_key(|change| (status(desk, change).gravity(), Reverse(change.by)));
    let Some(change) = worst else {
        return of(Why::HandedOver);
    };
    let status = status(desk, &change);
    let why = match change.has_left {
        true => Why::HandoverOpen,
        false => Why::HandoverAhead,
    };
    Finding {
        status,
        by: Some(change.by),
        remedy: status.is_open().then(|| {
            let record = change.record(ground.handovers.iter().copied());
            Remedy::HandOver(Box::new(change.leaving(record)))
        }),
        ..of(why)
    }
}

/// While the person is there, the days of the row are still whole; afterwards there is something to do at once.
fn status(desk: &Desk<'_>, change: &Change) -> CommitmentStatus {
    match (desk.at(change.by), change.has_left) {
        (CommitmentStatus::OnTrack, true) => CommitmentStatus::DueSoon,
        (status, _) => status,
    }
}
