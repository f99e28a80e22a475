//! The line of changes of people (R2): each was handed over, and both sides signed; of a post whose holder has no account
//! here, the team noted when that was and who was there.

use super::codes::{CommitmentStatus, Rule, Why};
use super::{Desk, Evidence, Finding, Found, Ground, LineRow, Remedy, Subject, VillagePosts, well};
use crate::handover::{Change, Handover, changes, post_changes};
use crate::ids::{HandoverId, WorkId};
use chrono::NaiveDate;
use std::cmp::Reverse;

pub(super) fn lines(desk: &Desk<'_>, ground: &Ground<'_>, found: &mut Found) {
    let Some(posts) = ground.posts else { return };
    for row in desk.by(Rule::HandedOver) {
        found.push(handed_over(desk, row, ground, posts));
    }
}

/// A change that has not been handed over.
struct Undone {
    status: CommitmentStatus,
    why: Why,
    by: NaiveDate,
    remedy: Remedy,
}

/// R2: the change that is worst off speaks for the village; when it is handed over, the next one does.
fn handed_over(desk: &Desk<'_>, row: &LineRow, ground: &Ground<'_>, posts: &VillagePosts) -> Finding {
    let days = row.days.unwrap_or_default();
    let (noted, mut undone) = of_posts(desk, ground, posts, days);
    let mut signed: Vec<HandoverId> = Vec::new();
    for change in changes(posts, desk.today, days) {
        match change.record(ground.handovers.iter().copied()) {
            Some(record) if record.is_done() => signed.push(record.id),
            record => undone.push(of_person(desk, &change, record)),
        }
    }
    signed.sort_unstable();
    signed.dedup();
    let signed = signed.into_iter().map(Evidence::Handover);
    let evidence: Vec<Evidence> = signed.chain(noted.into_iter().map(Evidence::Work)).collect();
    let nothing = evidence.is_empty() && undone.is_empty();
    let of = |why| well(row, Subject::Village, why, evidence);
    if nothing {
        return Finding {
            status: CommitmentStatus::NotApplicable,
            ..of(Why::NobodyLeft)
        };
    }
    let worst = undone
        .into_iter()
        .max_by_key(|one| (one.status.gravity(), Reverse(one.by)));
    let Some(worst) = worst else {
        return of(Why::HandedOver);
    };
    Finding {
        status: worst.status,
        by: Some(worst.by),
        remedy: worst.status.is_open().then_some(worst.remedy),
        ..of(worst.why)
    }
}

fn of_person(desk: &Desk<'_>, change: &Change, begun: Option<&Handover>) -> Undone {
    Undone {
        status: status(desk, (change.by, change.has_left)),
        why: match change.has_left {
            true => Why::HandoverOpen,
            false => Why::HandoverAhead,
        },
        by: change.by,
        remedy: Remedy::HandOver(Box::new(change.leaving(begun))),
    }
}

/// The entries that note the handovers of posts, in order, and the changes of which there is none.
fn of_posts(
    desk: &Desk<'_>,
    ground: &Ground<'_>,
    posts: &VillagePosts,
    days: u32,
) -> (Vec<WorkId>, Vec<Undone>) {
    let mut noted: Vec<WorkId> = Vec::new();
    let mut undone = Vec::new();
    for change in post_changes(posts, days) {
        let before = noted.len();
        noted.extend(change.noted(ground.works.iter().copied()).map(|work| work.id));
        if noted.len() > before {
            continue;
        }
        let came = change.on <= desk.today;
        undone.push(Undone {
            status: status(desk, (change.by, came)),
            why: match came {
                true => Why::PostHandoverOpen,
                false => Why::HandoverAhead,
            },
            by: change.by,
            remedy: Remedy::NoteHandover(Box::new(change)),
        });
    }
    noted.sort_unstable();
    (noted, undone)
}

/// Until the change has come, the days of the row are still whole; afterwards there is something to do at once.
fn status(desk: &Desk<'_>, (by, has_come): (NaiveDate, bool)) -> CommitmentStatus {
    match (desk.at(by), has_come) {
        (CommitmentStatus::OnTrack, true) => CommitmentStatus::DueSoon,
        (status, _) => status,
    }
}
